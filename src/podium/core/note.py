"""A mistake in a text or record, kept beside what could be read.

File, line, what to write instead.
"""

from __future__ import annotations

import msgspec


class Note(msgspec.Struct, frozen=True, order=True):
    """One thing that could not be taken as it stands; the rest was.

    Attributes:
        file: the file or stream, as the manager would type it; control characters escaped by whoever prints.
        line: 1-based; 0 when the whole file is meant.
        column: 1-based; 0 when the whole line is meant.
        field: the field, key or column name; empty when none is meant.
        what: what is wrong, one sentence.
        instead: what to write instead; empty when nothing can be said.
    """

    file: str
    line: int
    column: int
    field: str
    what: str
    instead: str = ""

    def __str__(self) -> str:
        """`file:line:column: field: what; write instead`, the way compilers say it."""
        spot = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        name = f" {self.field}:" if self.field else ""
        return f"{spot}:{name} {self.what}" + (f"; {self.instead}" if self.instead else "")
