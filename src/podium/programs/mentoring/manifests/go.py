"""Go: go.mod."""

from __future__ import annotations

from collections.abc import Iterator

from podium.core.lines import lines_of
from podium.programs.mentoring.manifests import Dialect, Need


def read_mod(text: str) -> Iterator[Need]:
    """Required modules; those marked `// indirect` came along."""
    block: list[str] = []
    for line in lines_of(text):
        code, _, note = line.partition("//")
        words = code.replace("(", " ( ").split()
        if words[1:] == ["("]:
            block = words[:1]
        elif words == [")"]:
            block = []
        elif [*block, *words][:1] == ["require"] and len(words_of_line := [*block, *words]) == 3:
            is_direct = note.split(";")[0].strip() != "indirect"
            yield Need(words_of_line[1].strip('"`'), words_of_line[2].strip('"`').removeprefix("v"), is_direct)


DIALECT = Dialect("Go", {"go.mod": read_mod})
