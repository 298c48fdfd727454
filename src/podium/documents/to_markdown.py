"""A document as Markdown: plain CommonMark with tables.

What she wrote is escaped, never markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from podium.documents.document import (
    Code,
    Heading,
    Lines,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Table,
)

if TYPE_CHECKING:
    from podium.documents.document import (
        Block,
        Document,
        Item,
        Run,
        TextLine,
    )

# Only what would be markup where it stands, so that the text stays readable as text. `{{` and `{%` too, because site
# generators run Markdown through template languages of their own.
_MARKUP = re.compile(r"[\\`*\[\]|~$]|(?<!\w)_|_(?!\w)|<(?=[\w/!?])|&(?=#?\w+;)|\{(?=[{%#])|!(?=\[)", re.ASCII)
_START = re.compile(r"\A(?:[-+=#>]|\d{1,9}(?=[.)]))")


def escape(text: str) -> str:
    """Text that reads as itself within a line of Markdown and at its start; line ends become spaces."""
    return _at_start(_within(" ".join(text.split())))


def _within(text: str) -> str:
    return _MARKUP.sub(lambda markup: f"\\{markup[0]}", text)


def _at_start(text: str) -> str:
    """A number's dot and a list's or heading's mark, which only mean something in front."""
    return _START.sub(lambda markup: f"{markup[0]}\\" if markup[0].isdigit() else f"\\{markup[0]}", text)


def markdown(document: Document) -> str:
    """The whole document; pictures are named, and lie beside the file."""
    parts = [f"# {escape(document.title)}"] if document.title else []
    if document.subtitle:
        parts.append(f"*{escape(document.subtitle)}*")
    parts += [text for block in document.blocks if (text := _block(block))]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(runs, level):
            return f"{'#' * (level + 1)} {_joined(runs)}"
        case Paragraph(runs):
            return inline(runs)
        case Listing(items):
            return "\n".join(_items(items))
        case Quote(runs):
            return f"> {inline(runs)}"
        case Code(text):
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
            return f"{fence}\n{text}\n{fence}"
        case Table():
            return _table(block)
        case Picture(_, alt, name):
            return f"![{escape(alt)}](<{name}.svg>)"
        case Rule():
            return "---"
        case Lines(count):
            return "\n\n".join(["---"] * count)
        case PageBreak():
            return ""


def _items(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        mark = "-" if item.number is None else f"{item.number}."
        yield f"{'    ' * item.depth}{mark} {inline(item.runs)}"


def _table(table: Table) -> str:
    rows = [table.head, *table.rows]
    lines = [f"| {' | '.join(_joined(cell) for cell in row)} |" for row in rows]
    lines.insert(1, f"|{'---|' * len(table.head)}")
    return "\n".join(lines)


def inline(runs: TextLine) -> str:
    """One line of Markdown."""
    return _at_start(_joined(runs))


def _joined(runs: TextLine) -> str:
    return "".join(_run(run) for run in runs if run.text).strip()


def _run(run: Run) -> str:
    if run.is_code:
        text = _code(run.text)
    else:
        text = _within(run.text)
        mark = "**" * run.is_bold + "*" * run.is_italic
        if mark and run.text.strip():
            inner = text.strip(" ")
            leading, right = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
            text = f"{leading}{mark}{inner}{mark[::-1]}{right}"
    return f"[{text}](<{run.link}>)" if run.link else text


def _code(text: str) -> str:
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|")
