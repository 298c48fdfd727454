"""One part of the README changed in place; a line that stays keeps its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import Misuse
from podium.programs.readme.page import for_readers, parse
from podium.programs.readme.parts import ORDER
from podium.programs.readme.questions import QUESTIONS

if TYPE_CHECKING:
    from podium.programs.readme.page import Readme

_COMMENT_BEGINS, _COMMENT_ENDS = "<!--", "-->"


class EditablePart(msgspec.Struct, frozen=True):
    """A part that stands on the page.

    Attributes:
        questions: what it answers. text: as a reader sees it, without receipts.
    """

    name: str
    heading: str
    questions: tuple[str, ...]
    text: str


def editable_parts(source: str) -> tuple[EditablePart, ...]:
    """The parts of a page in their order, each with the questions it answers."""
    page = parse(source)
    lines = source.split("\n")
    return tuple(
        EditablePart(
            name,
            page.sections[name].heading,
            tuple(question.asks for question in QUESTIONS if question.part == name),
            for_readers("\n".join(lines[slice(*_body(page, name, len(lines)))])),
        )
        for name in ORDER
        if name in page.sections
    )


def with_part(source: str, name: str, text: str) -> str:
    """The page with other words in one part; a line that stays keeps the receipt below it.

    Raises:
        Misuse: the page has no such part.
    """
    page, lines = parse(source), source.split("\n")
    if name not in page.sections:
        raise Misuse(f"this page has no part {name!r}", next_step="change the whole file")
    first, last = _body(page, name, len(lines))
    receipts = _comments_below(lines[first:last])
    body = [""]
    for line in text.replace("\r\n", "\n").strip().split("\n"):
        body += [line.rstrip(), *receipts.pop(line.strip(), ())]
    # Questions still open stand above every line; they stay until they are answered.
    body += [line for line in receipts.get("", ()) if line.startswith("<!-- to answer")]
    return "\n".join([*lines[:first], *body, "", *lines[last:]])


def _body(page: Readme, name: str, line_count: int) -> tuple[int, int]:
    """The lines below the heading of a part, as a range of a list."""
    begins = page.sections[name].line
    headings = sorted(section.line for section in (*page.sections.values(), *page.others))
    return begins, next((line - 1 for line in headings if line > begins), line_count)


def _comments_below(lines: list[str]) -> dict[str, list[str]]:
    """Comment lines by the line of words above them; those above every line stand under an empty one."""
    comments: dict[str, list[str]] = {"": []}
    above, is_comment = "", False
    for line in lines:
        is_comment = is_comment or line.lstrip().startswith(_COMMENT_BEGINS)
        if is_comment:
            place = "" if line.lstrip().startswith("<!-- to answer") else above
            comments.setdefault(place, []).append(line)
            is_comment = _COMMENT_ENDS not in line
        elif line.strip():
            above = line.strip()
    return comments
