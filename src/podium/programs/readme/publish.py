"""The README as people read it: one page with version and date, in Markdown, HTML and PDF."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from podium.core.errors import CannotWrite, Misuse
from podium.documents import Document, Heading, Listing, Paragraph, Run, render
from podium.documents.document import plain
from podium.documents.from_markdown import read_markdown
from podium.documents.to_pdf import pdf
from podium.programs.readme.check import hinders
from podium.programs.readme.page import for_readers, parse
from podium.programs.readme.parts import part
from podium.programs.readme.versions import tell_briefly

if TYPE_CHECKING:
    from podium.documents import Block, TextLine
    from podium.programs.readme.page import Readme
    from podium.programs.readme.versions import Version

Paper = Literal["a4", "us-letter"]


def next_number(versions: tuple[Version, ...]) -> int:
    """The number after the newest."""
    return versions[-1].number + 1 if versions else 1


def body(page: Readme, number: int, today: date, versions: tuple[Version, ...]) -> str:
    """The text that is kept as this version: no comments, and its own last part."""
    text = for_readers(page.source)
    own = parse(text).sections.get("version")
    if own is not None:
        lines = text.split("\n")
        rest = (n for n in range(own.line, len(lines)) if lines[n].startswith("#"))
        text = "\n".join([*lines[: own.line - 1], *lines[next(rest, len(lines)) :]]).strip()
    return f"{text}\n\n## {part('version').heading}\n\n{foot(page, number, today, versions)}\n"


def foot(page: Readme, number: int, today: date, versions: tuple[Version, ...]) -> str:
    """Version, date and what changed."""
    version_line = f"Version {number}, {today.day} {today:%B %Y}."
    if not versions:
        return f"{version_line} The first one."
    return f"{version_line} Since version {versions[-1].number}: {tell_briefly(versions[-1].page, page)}"


def refuse_unready(page: Readme) -> None:
    """Stop at what a reader would stumble over.

    Raises:
        Misuse: with the first reason; `podium readme check` names all.
    """
    hindrances = hinders(page)
    if hindrances:
        raise Misuse(
            f"not ready, {len(hindrances)} things to correct; the first: {hindrances[0]}",
            next_step="`podium readme check` names all",
        )


def document(text: str, number: int, today: date, *, author: str = "", paper: Paper = "a4") -> Document:
    """A version as a page."""
    page_read = read_markdown(text)
    subtitle = f"Manager README, version {number}, {today.day} {today:%B %Y}"
    # One level of headings, whatever she wrote: a page for readers that speak starts at the first.
    blocks = tuple(replace(block, level=1) if isinstance(block, Heading) else block for block in page_read.blocks)
    return Document(page_read.title or "Working with me", blocks, subtitle, today, author, paper)


def tighten(page_document: Document, *, runs_in: bool, is_small: bool = False) -> Document:
    """The same words in less room: the promises of a part stand in one line, and headings may run into their text."""
    blocks: list[Block] = []
    for heading, below in _grouped(page_document.blocks):
        runs: list[Run] = []
        if heading and runs_in:
            runs += [*(replace(run, is_bold=True) for run in heading), Run(". ")]
        elif heading:
            blocks.append(Heading(heading))
        for block in below:
            if isinstance(block, Paragraph):
                runs += [*block.runs, Run(" ")]
            elif isinstance(block, Listing):
                runs.append(_in_one_line(block))
            else:
                blocks += [Paragraph(tuple(runs), is_small)] * bool(runs) + [block]
                runs = []
        blocks += [Paragraph(tuple(runs), is_small)] * bool(runs)
    return replace(page_document, blocks=tuple(blocks))


def _in_one_line(listed: Listing) -> Run:
    items_text = "; ".join(plain(item.runs) for item in listed.items)
    words = items_text.replace("; Promise: ", "; ").replace("Promise: ", "I promise: ", 1)
    return Run(f"{words}. ", is_italic=True)


def _grouped(blocks: tuple[Block, ...]) -> list[tuple[TextLine, list[Block]]]:
    groups: list[tuple[TextLine, list[Block]]] = [((), [])]
    for block in blocks:
        if isinstance(block, Heading):
            groups.append((block.runs, []))
        else:
            groups[-1][1].append(block)
    return groups


def one_page(page_document: Document) -> bytes:
    """The PDF, as open as the words allow.

    Raises:
        CannotWrite: it takes more than one page even when tight.
    """
    pages = 0
    tight = tighten(page_document, runs_in=True)
    for shape in (
        page_document,
        tighten(page_document, runs_in=False),
        tight,
        tighten(page_document, runs_in=True, is_small=True),
    ):
        printed = pdf(shape)
        if printed.pages == 1:
            return printed.data
        pages = printed.pages
    raise CannotWrite(
        f"the PDF takes {pages} pages even when set small; one is meant",
        next_step="shorten it: `podium readme check` names the longest part",
    )


def files(page_document: Document, papers: tuple[Paper, ...] = ("a4", "us-letter")) -> dict[str, bytes]:
    """Every file of a version by its ending."""
    file_by_ending = {"md": render(page_document, "md"), "html": render(page_document, "html")}
    for paper in papers:
        file_by_ending[f"{paper}.pdf"] = one_page(replace(page_document, paper=paper))
    return file_by_ending
