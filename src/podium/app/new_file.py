"""Files handed out: a new one never replaces an old one unless that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from podium.core.errors import CannotWrite, Misuse
from podium.documents import FORMATS, render
from podium.documents.to_pdf import pdf as print_pdf
from podium.system import last_writes

if TYPE_CHECKING:
    from podium.documents import Document


def put(path: Path, content: bytes) -> None:
    """A new file.

    Raises:
        CannotWrite: there is one of that name, no such folder, or the disk refused.
    """
    if not path.absolute().parent.is_dir():
        folder = path.parent
        raise CannotWrite("there is no such folder", where=str(folder), next_step=f"mkdir {folder}")
    last_writes.create(path.absolute(), content)


def put_or_replace(path: Path, content: bytes, *, is_forced: bool) -> None:
    """A file in a folder that is made when missing; an old one is replaced only when forced.

    Raises:
        CannotWrite: there is one of that name already, or the disk refused.
    """
    if not is_forced and path.exists():
        raise CannotWrite("there is such a file already", where=str(path), next_step="--force replaces it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            last_writes.replace(path, path.read_bytes(), content)
        else:
            last_writes.create(path.absolute(), content)
    except OSError as fault:
        raise CannotWrite(f"could not be written: {fault.strerror}", where=str(path)) from None


def refuse_there(paths: list[Path]) -> None:
    """Stop before anything is written when one of the files is there.

    Raises:
        CannotWrite: names it.
    """
    for path in paths:
        if path.exists():
            raise CannotWrite("there is a file of that name already", where=str(path), next_step="--to another folder")


def pdf(document: Document) -> tuple[bytes, tuple[str, ...]]:
    """A document as PDF, and what a reader may not see in it as it was written."""
    printed = print_pdf(document)
    return printed.data, tuple(f"in the PDF {remark}" for remark in printed.remarks)


def write_document(document: Document, target: Path) -> tuple[str, ...]:
    """A document as a new file of the format its ending names; returns remarks.

    Raises:
        Misuse: an ending podium does not write. CannotWrite: there is such a file, or the disk refused.
    """
    ending = target.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise Misuse(
            f"podium writes no {target.suffix or 'file without an ending'}", next_step="name a file that ends in .pdf"
        )
    content, remarks = pdf(document) if ending == "pdf" else (render(document, ending), ())
    put(target, content)
    return remarks
