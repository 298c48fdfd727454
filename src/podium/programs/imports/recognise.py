"""Which of the things people have already a file or folder is, by what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from podium.core.errors import CannotRead, Misuse
from podium.core.lines import lines_of
from podium.programs.imports import README, Proposed, Reading, brag, postmortems, talks
from podium.programs.readme.parts import of_heading

MOST_BYTES = 4 * 1024 * 1024
MOST_FILES = 2_000
LEAST_PARTS = 3
FORMS = "a brag document or Manager README (.md), a folder of postmortems, or a table of 1:1s (.csv)"


def read(path: Path, people: Sequence[str], wanted: str = "") -> Reading:
    """What could be made of a path.

    Args:
        people: ids of the people the journal knows.
        wanted: brag, postmortems, one-on-ones or readme, where podium must not guess.

    Raises:
        CannotRead: it is not there, or no text. Misuse: it is none of these things.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*.md") if file.is_file() and not file.is_symlink())[:MOST_FILES]
        return postmortems.read((file.relative_to(path).as_posix(), _text(file)) for file in files)
    suffix, text = path.suffix.lower(), _text(path)
    if wanted == "one-on-ones" or (not wanted and suffix in {".csv", ".tsv"}):
        return talks.read(text, path.name, people)
    if wanted == "postmortems":
        return postmortems.read([(path.name, text)])
    if wanted not in {"", "brag", "readme"} or (not wanted and suffix not in {".md", ".markdown", ".txt"}):
        raise Misuse("podium cannot make entries of this", where=str(path), next_step=f"it takes {FORMS}")
    if wanted == "readme" or (not wanted and _is_readme(text)):
        return Reading("a Manager README", (Proposed(README, {}, text, f"{path.name}:1"),), ())
    return brag.read(text, path.name)


def _is_readme(text: str) -> bool:
    headings = [line.lstrip("# ") for line in lines_of(text) if line.startswith("#")]
    parts = {part.name for heading in headings if (part := of_heading(heading))}
    return len(parts) >= LEAST_PARTS


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CannotRead(f"this is larger than {MOST_BYTES >> 20} MB", where=str(path))
        return path.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise CannotRead(f"it cannot be read: {fault.strerror}", where=str(path)) from fault
    except UnicodeDecodeError as fault:
        raise CannotRead("it is no text in UTF-8", where=str(path)) from fault
