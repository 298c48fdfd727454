"""A team that was read and judged once, and is shown by many rooms."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from podium.app import look as looking
from podium.app.open_mirrors import OpenMirror
from podium.journal import open_journal
from podium.mirror.look import Look, Scope
from podium.mirror.mirror import Mirror
from today import TODAY, now
from web import demo
from web.visitor import Visitor


class Kept(Mirror):
    """A mirror many rooms show; whoever made it closes it."""

    def close(self) -> None:
        """A room that closes leaves it open for the next one."""


@dataclass(frozen=True)
class ReadOnce:
    """A team that was read and judged once, without a journal or beside one with the usual entries, for many rooms."""

    asked: Scope
    home: Path
    mirror: Mirror
    look: Look

    @classmethod
    @contextmanager
    def reading(cls, folder: Path, asked: Scope, *, has_journal: bool) -> Iterator[ReadOnce]:
        """Read it in a home below `folder`."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PODIUM_HOME", str(folder / "podium"))
            patch.delenv("PODIUM_JOURNAL", raising=False)
            if has_journal:
                demo.make_journal(folder / "leadership")
            made = Kept(asked, now=now())
            look = looking.of_mirror(made, TODAY)
        yield cls(asked, folder / "podium", made, look)
        Mirror.close(made)

    def show(self, visitor: Visitor, journal: Path | None) -> None:
        """Let a room that was entered look at it, as if it had read it itself; `journal` has the same entries."""
        mirror, mirrors = copy.copy(self.mirror), visitor.room.mirrors
        mirror.journal = journal and open_journal(journal)
        visitor.room.choose(self.asked)
        mirrors.by_asked[self.asked] = opened = OpenMirror(mirror, mirrors.stamp(self.asked), mirrors.clock)
        opened.answers["look"] = self.look
