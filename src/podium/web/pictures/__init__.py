"""Pictures: each says one thing in words, draws it, and has its numbers as a table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec
from markupsafe import Markup


class Picture(msgspec.Struct, frozen=True):
    """One picture with its words.

    Attributes:
        name: for the file it is saved as.
        title: a short heading. caption: what one sees, one or two plain sentences.
        svg: the drawing; empty where every week is the same, which a line of text says better.
        columns, rows: the same as a table; days stand there as days.
        key: mark and meaning, in the order drawn; the mark is a class of the style sheet, `line` in it a stroke.
        layout: `small` stands beside others, `side` beside its own words, `wide` below them, `rows` is a list.
    """

    name: str
    title: str
    caption: str
    svg: Markup
    columns: Sequence[str]
    rows: Sequence[Sequence[str | date]]
    key: Sequence[tuple[str, str]] = ()
    layout: Literal["small", "side", "wide", "rows"] = "wide"
