"""What the commands that write pages share: the journal's option, new files, and today."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from podium.cli import output
from podium.core.errors import CannotWrite, Misuse

if TYPE_CHECKING:
    from podium.documents import Document
    from podium.journal import Journal

JOURNAL = click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")
JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


def render_to(document: Document, target: Path) -> None:
    """A page as a new file of the format its ending names.

    Raises:
        Misuse: an ending podium does not write.
    """
    from podium.documents import FORMATS, render

    ending = target.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise Misuse(
            f"podium writes no {target.suffix or 'file without an ending'}", next_step="name a file that ends in .pdf"
        )
    if ending == "pdf":
        put(target.absolute(), printed(document))
    else:
        put(target.absolute(), render(document, ending))
    output.out(str(target))


def printed(document: Document) -> bytes:
    """A page as PDF; says what a reader may not see as it was written."""
    from podium.documents.to_pdf import pdf

    made = pdf(document)
    for said in made.remarks:
        output.note(f"in the PDF {said}")
    return made.data


def journal_of(folder: Path | None) -> Journal:
    """The journal named, or the usual one."""
    from podium.journal import open_journal
    from podium.journal.find import cache_root, find_journal

    return open_journal(find_journal(folder), cache_root=cache_root())


def put(path: Path, data: bytes) -> None:
    """A new file; never over an old one."""
    from podium.system import files

    try:
        files.put(path, data)
    except FileNotFoundError:
        raise CannotWrite("there is no such folder", where=str(path.parent), next_step=f"mkdir {path.parent}") from None


def today_is() -> date:
    """Today, on this machine's clock."""
    return datetime.now().astimezone().date()
