"""What one file may cost before the rest of it is left unread: bytes, records, work and depth.

A limit that is met is never silent: the reader says which one it was and counts what it did not read.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from podium.sources.records import Tally

_MIB: Final = 1 << 20
WORK_S: Final = 30.0
WORK_BYTES: Final = 50 * _MIB
# Asking the processor's clock costs more than reading a row, so it is asked for the first record and then now and then.
_RECORDS_A_LOOK: Final = 16


class Budget(msgspec.Struct, frozen=True):
    """The limits of one file.

    Attributes:
        bytes_in: of the file as it lies on the disk; a larger one is not opened.
        bytes_out: of everything unpacked from it, all members together.
        bytes_at_once: of what is unpacked at one time: one member, one row group.
        records: rows, messages or mails.
        work_s: seconds of a processor for the first 50 MB; a larger file has as many for each 50 MB.
        depth: parts within parts.
        values_at_once: elements of one JSON text that is decoded as a whole.
    """

    bytes_in: int = 2048 * _MIB
    bytes_out: int = 2048 * _MIB
    bytes_at_once: int = 128 * _MIB
    records: int = 2_000_000
    work_s: float = WORK_S
    depth: int = 100
    values_at_once: int = 6_000_000


FILE: Final = Budget()


class Spending:
    """What was spent of a budget so far; counts in a tally what is left unread.

    Attributes:
        limit: the limit that ended the reading, in words; empty while there is none.
        is_cut: whether anything was left unread.
    """

    def __init__(self, budget: Budget, tally: Tally, bytes_in: int) -> None:
        """Nothing spent yet; the clock of work begins."""
        self.budget, self._tally = budget, tally
        self.limit, self.is_cut = "", False
        self._bytes_out = self._records = self._asked = 0
        self._work_s = budget.work_s * max(1, -(-bytes_in // WORK_BYTES))
        self._began = time.thread_time()

    def has_room(self, *, bytes_out: int = 0, records: int = 0) -> bool:
        """Spend so much; False once a limit is met, and then for ever."""
        self._bytes_out += bytes_out
        self._records += records
        is_look_due = self._asked % _RECORDS_A_LOOK == 0 or bytes_out > 0
        self._asked += 1
        if self.limit:
            return False
        if self._bytes_out > self.budget.bytes_out:
            self.limit = f"more than {self.budget.bytes_out / _MIB:,.0f} MB unpacked"
        elif self._records > self.budget.records:
            self.limit = f"more than {self.budget.records:,} records"
        elif is_look_due and time.thread_time() - self._began > self._work_s:
            self.limit = f"more than {self._work_s:,.0f} s of work"
        return not self.limit

    def unread(self, count: int, what: str, limit: str = "") -> None:
        """Say which limit was met, and how much was left unread; the last limit met unless one is named."""
        self.is_cut = True
        self._tally.unread(limit or self.limit, count, what)
