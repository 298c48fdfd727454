"""A copy of the evidence without names or code, or your own acts for a notebook."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.app import last_look
from podium.mirror import export as exporting
from podium.mirror import notebook
from podium.mirror.mirror import Mirror

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.mirror.look import Scope

LACKS, WARNS = exporting.LACKS, exporting.WARNS
NOTEBOOK_HOLDS, NOTEBOOK_LACKS = notebook.HOLDS, notebook.LACKS


class Copy(msgspec.Struct, frozen=True):
    """A copy that can be written, and what it would hold."""

    mirror: Mirror
    contents: tuple[str, ...]
    look_day: date

    def write(self, folder: Path) -> None:
        """Write it into a new folder, whole or not at all.

        Raises:
            Misuse: there is something already. CannotWrite: the disk refused.
        """
        exporting.write(self.mirror, folder)

    def write_notebook(self, folder: Path) -> None:
        """Write your own acts and what each question answered as Parquet, into a new folder.

        Raises:
            Misuse: there is something already. CannotWrite: the disk refused.
        """
        notebook.write(self.mirror, folder)


@contextmanager
def copy(session: Session, scope: Scope) -> Generator[Copy]:
    """The copy of a look; an `asked` without paths means the last look."""
    with session.mirror(scope if scope.paths else last_look.last()) as mirror:
        yield Copy(mirror, exporting.contents(mirror), mirror.look_day)
