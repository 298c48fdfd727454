"""`podium lint`: your own win, update, feedback note or message, read sentence by sentence."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from podium.app.lint import KINDS, MOST_BYTES, UNSEEN, facts, lines, lint, rules
from podium.cli import output
from podium.core.errors import CannotRead

if TYPE_CHECKING:
    from podium.app.lint import Linted, TextKind


@click.command("lint")
@click.argument("kind", required=False, metavar="[{" + "|".join(KINDS) + "}]")
@click.argument("file", required=False)
@click.option("--json", "is_json", is_flag=True, help="Findings and spans as JSON.")
@click.option("--rules", "is_rules", is_flag=True, help="Print the table of rules of this kind and stop.")
@click.option("--me", "mine", multiple=True, metavar="ADDRESS", help="An address of yours, for a mail or commit.")
def command(kind: str | None, file: str | None, is_json: bool, is_rules: bool, mine: tuple[str, ...]) -> None:
    """Read your own text: which parts are there, which are missing, what to add.

    FILE is a file, a sentence in quotes, or - for what you type or pipe; a pipe needs no FILE at all. Only text of yours
    is read; quotes, code and markup are left out. No text is stored, and nobody is rated. Without a kind it is a message.

    \b
      podium lint win "Finance closes in 2 days instead of 5"
      git log -1 --format=%B | podium lint message
    """
    kind, file = _kind_and_file(kind, file)
    if is_rules:
        output.raw(rules(kind).rstrip("\n"))
        return
    text = b"" if file is None and sys.stdin.isatty() else _bytes(file or "-")
    if not text.strip():
        raise click.UsageError("there is no text: name a file, write the sentence in quotes, or pipe the text")
    where = {None: "stdin", "-": "stdin"}.get(file) or ("your sentence" if _is_sentence(str(file)) else str(file))
    linted = lint(kind, text, where=where, me=mine, confirm=output.confirm())
    if is_json:
        output.raw(output.to_json(facts(linted)))
    else:
        _show(linted)


def _kind_and_file(kind: str | None, file: str | None) -> tuple[TextKind, str | None]:
    """What was typed; a text without a kind in front of it is a message."""
    for known in KINDS:
        if kind == known:
            return known, file
    if kind is None or (file is None and (kind == "-" or _is_sentence(kind) or Path(kind).is_file())):
        return "message", kind
    raise click.UsageError(f"there is no kind of text {kind!r}; write one of: {', '.join(KINDS)}")


def _is_sentence(file: str) -> bool:
    """Whether what was typed is the text itself: it has blanks, and no file is called so."""
    is_text = any(letter.isspace() for letter in file.strip())
    with contextlib.suppress(OSError, ValueError):
        return is_text and not Path(file).exists()
    return is_text


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    if _is_sentence(file):
        return file.encode("utf-8", "surrogateescape")
    path = Path(file)
    try:
        if not path.is_file():
            raise CannotRead("there is no such file", where=file, next_step="check the name, or use - for stdin")
        with path.open("rb") as handle:
            return handle.read(MOST_BYTES + 1)
    except (OSError, ValueError) as broken:
        why = broken.strerror if isinstance(broken, OSError) and broken.strerror else "the name cannot be used"
        raise CannotRead(f"the file could not be read: {why}", where=file) from None


def _show(linted: Linted) -> None:
    for line in lines(linted):
        output.out(line)
    for remark in linted.notes:
        output.note(str(remark))
    output.note(UNSEEN)
