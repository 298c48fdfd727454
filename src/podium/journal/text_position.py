"""Where in a text a field stands: line and column, sought only when there is something to say."""

from __future__ import annotations

import re
import tomllib
from itertools import islice

import msgspec

# Places a key may seem to stand before it does; a text over many lines can hold more than is worth trying.
MOST_TRIES = 20


def of_offset(text: str, offset: int) -> tuple[int, int]:
    """1-based line and column of a place in a text (or of its end)."""
    offset = min(offset, len(text))
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def offset_of_line(text: str, line: int) -> int:
    """Where a 1-based line starts."""
    offset = 0
    for _ in range(line - 1):
        offset = text.index("\n", offset) + 1
    return offset


class Block(msgspec.Struct, frozen=True):
    """The lines of one head, or of one row of a table.

    Attributes:
        text: the lines.
        first_line: 1-based line of the file the text starts at; 0 when it cannot be told.
    """

    text: str
    first_line: int

    def find(self, key: str) -> tuple[int, int]:
        """Line and column of a key; the block's own start when the key is not there."""
        if not self.first_line:
            return 0, 0
        pattern = re.compile(rf"^([ \t]*)(?:\[+[ \t]*)?([\"']?){re.escape(key)}\2[ \t]*[=.\]]", re.MULTILINE)
        for key_match in islice(pattern.finditer(self.text), MOST_TRIES):
            if _is_whole(self.text[: key_match.start()]):
                line, column = of_offset(self.text, key_match.start())
                return self.first_line + line - 1, column + len(key_match[1])
        return self.first_line, 1


def _is_whole(text: str) -> bool:
    """Whether TOML may end here, so that what follows is no part of a text over several lines."""
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def blocks(text: str, row: str, count: int) -> list[Block]:
    """The text of each `[[row]]` of a table; blocks without a line when the headings cannot be told apart."""
    heading = re.compile(rf"^[ \t]*\[\[[ \t]*{re.escape(row)}[ \t]*\]\]", re.MULTILINE)
    starts = [heading_match.start() for heading_match in heading.finditer(text)]
    if len(starts) != count:
        return [Block("", 0)] * count
    ends = [*starts, len(text)][1:]
    cut_blocks: list[Block] = []
    line, last = 1, 0
    for start, end in zip(starts, ends, strict=True):
        line += text.count("\n", last, start)
        last = start
        cut_blocks.append(Block(text[start:end], line))
    return cut_blocks
