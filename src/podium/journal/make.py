"""A new journal: its folders, its tables with fields explained, a page on what is where."""

from __future__ import annotations

import os
from pathlib import Path

from podium.core.errors import CannotWrite
from podium.journal import kinds
from podium.journal.template import new_table
from podium.journal.walk import KEY, SETTINGS
from podium.system.files import LOCK, create, replace

_SETTINGS = "# This folder is a journal of podium. The number says how its files are written.\nformat = 1\n"
_IGNORE = f"# Files podium makes while it writes.\n{LOCK}\n.podium-new-*\n"


def make(root: Path) -> list[Path]:
    """Make what is missing of a journal and touch nothing that is there; returns what was made.

    Raises:
        CannotWrite: the folder is a file, or the disk refused.
    """
    created: list[Path] = []
    _make_folder(root, created)
    root = root.resolve()
    if os.path.lexists(root / KEY):
        raise CannotWrite("the journal is locked", where=str(root), next_step="podium journal unlock")
    texts = {SETTINGS: _SETTINGS, "README.md": readme(), ".gitignore": _IGNORE}
    for kind in kinds.every():
        if kind.is_table:
            texts[kind.place] = new_table(kind)
        else:
            _make_folder(root / kind.place, created)
    for name, text in texts.items():
        if not os.path.lexists(root / name):
            create(root / name, text.encode())
            created.append(root / name)
    return created


def readme() -> str:
    """What lies where, readable without podium."""
    lines = [f"| `{kind.place}{'' if kind.is_table else '/'}` | {kind.says} |" for kind in kinds.every()]
    return _README.format(table="\n".join(lines))


def point_to(pointer: Path, root: Path) -> None:
    """Remember a journal as the one that is meant when none is named.

    Raises:
        CannotWrite: the disk refused.
    """
    _make_folder(pointer.parent, [])
    content = os.fsencode(root.resolve()) + b"\n"
    if os.path.lexists(pointer):
        replace(pointer, pointer.read_bytes(), content)
    else:
        create(pointer, content)


def _make_folder(folder: Path, created: list[Path]) -> None:
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True)
            created.append(folder)
    except OSError as wrong:
        raise CannotWrite(f"could not be made: {wrong.strerror}", where=str(folder)) from None


_README = """# My journal

This folder is mine. Every file is plain text and can be read and changed with any editor, without podium.

| Where | What |
|---|---|
{table}

- A file starts with its fields between two lines of `+++`; below them is free text.
- A file that ends in `.toml` is a table: each entry starts with a line like `[[goal]]`.
- A file's name is the entry's id. For people I choose names that only I need to understand.
- `podium new win` asks and writes; `podium journal check` finds mistakes; nothing is sent anywhere.
- I write about my own duties to others, never a judgement of a person.
"""
