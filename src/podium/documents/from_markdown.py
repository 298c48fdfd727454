"""Markdown read into a document: headings, lists, tables and links; HTML in it stays text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from markdown_it.token import Token
from msgspec.structs import replace

from podium.core.errors import CannotRead
from podium.documents.document import (
    Code,
    Document,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    plain,
)

if TYPE_CHECKING:
    from podium.documents.document import (
        Block,
        TextLine,
    )

MOST_CHARACTERS = 4_000_000
DEEPEST = 3
_NESTING = 20


def read_markdown(text: str, *, title: str = "") -> Document:
    """The document a Markdown text describes; a first heading of level 1 becomes its title.

    Raises:
        CannotRead: it is larger than any page a person hands over.
    """
    from markdown_it import MarkdownIt

    if len(text) > MOST_CHARACTERS:
        raise CannotRead(f"the text has {len(text):,} characters; a document has at most {MOST_CHARACTERS:,}")
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING}).enable("table")
    blocks = _Reader(parser.parse(text)).blocks()
    if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 0:
        title, blocks = title or plain(blocks[0].runs), blocks[1:]
    return Document(title, tuple(replace(b, level=max(1, b.level)) if isinstance(b, Heading) else b for b in blocks))


class _Reader(msgspec.Struct):
    """The tokens of a text, taken one after the other."""

    tokens: Sequence[Token]
    at: int = 0

    def blocks(self) -> list[Block]:
        blocks: list[Block] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            block = self._block(token)
            if block is not None:
                blocks.append(block)
        return blocks

    def _block(self, token: Token) -> Block | None:
        match token.type:
            case "heading_open":
                return Heading(_runs(self._take()), min(int(token.tag[1:]) - 1, 3))
            case "paragraph_open":
                return Paragraph(_runs(self._take()))
            case "bullet_list_open" | "ordered_list_open":
                self.at -= 1
                return Listing(tuple(self._items(0)))
            case "blockquote_open":
                return Quote(self._joined("blockquote_close"))
            case "fence" | "code_block":
                return Code(token.content.rstrip("\n"))
            case "table_open":
                return self._table()
            case "hr":
                return Rule()
            case _:
                return None

    def _take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _items(self, depth: int) -> list[Item]:
        opened = self._take()
        is_ordered = opened.type == "ordered_list_open"
        number = int(opened.attrGet("start") or 1) if is_ordered else 0
        items: list[Item] = []
        while (token := self._take()).type not in {"bullet_list_close", "ordered_list_close"}:
            if token.type == "list_item_open":
                items += self._item(number if is_ordered else None, depth)
                number += 1
        return items

    def _item(self, number: int | None, depth: int) -> list[Item]:
        runs: list[Run] = []
        below: list[Item] = []
        while (token := self._take()).type != "list_item_close":
            if token.type in {"bullet_list_open", "ordered_list_open"}:
                self.at -= 1
                below += self._items(min(depth + 1, DEEPEST))
            elif token.type == "inline":
                runs += [Run(" ")] * bool(runs) + list(_runs(token))
            elif token.type in {"fence", "code_block"}:
                runs += [Run(" ")] * bool(runs) + [Run(token.content.strip(), is_code=True)]
        return [Item(tuple(runs), number, depth), *below]

    def _joined(self, end: str) -> TextLine:
        """All text up to a closing mark as one line; marks within marks are passed over."""
        runs: list[Run] = []
        start = end.replace("_close", "_open")
        open_marks = 1
        while open_marks:
            token = self._take()
            open_marks += (token.type == start) - (token.type == end)
            if token.type == "inline":
                runs += [Run(" ")] * bool(runs) + list(_runs(token))
        return tuple(runs)

    def _table(self) -> Table:
        rows: list[list[TextLine]] = []
        while (token := self._take()).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(_runs(token))
        width = len(rows[0])
        whole = [tuple((row + [()] * width)[:width]) for row in rows]
        return Table(whole[0], tuple(whole[1:]))


def _runs(token: Token) -> TextLine:
    runs: list[Run] = []
    bold = italic = 0
    link = ""
    for child in token.children or ():
        match child.type:
            case "strong_open" | "strong_close":
                bold += child.nesting
            case "em_open" | "em_close":
                italic += child.nesting
            case "link_open":
                link = str(child.attrGet("href") or "")
            case "link_close":
                link = ""
            case "softbreak" | "hardbreak":
                runs.append(Run(" "))
            case "image":
                runs.append(Run(child.content or "picture", is_italic=True))
            case _:
                is_code = child.type == "code_inline"
                runs.append(Run(child.content, bool(bold), bool(italic), is_code, link))
    return _merged(runs)


def _merged(runs: Sequence[Run]) -> TextLine:
    """Neighbours with the same look as one run."""
    merged: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if merged and replace(run, text="") == replace(merged[-1], text=""):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)
