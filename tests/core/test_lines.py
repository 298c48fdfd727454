"""Lines end where TOML, git and editors end them, and nowhere else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from podium.core.lines import lines_of

# What `str.splitlines` cuts at, and a file does not.
INSIDE = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def test_a_line_ends_at_a_newline_alone() -> None:
    assert lines_of(f"a{INSIDE}b\r\nc\n\nd") == [f"a{INSIDE}b", "c", "", "d"]
    assert lines_of("") == []
    assert lines_of("\n") == [""]


@given(st.lists(st.text(st.characters(exclude_characters="\r\n")), max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_lines_written_come_back(lines: list[str], end: str) -> None:
    assert lines_of("".join(line + end for line in lines)) == lines
