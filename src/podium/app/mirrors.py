"""Mirrors that are opened for one question and closed after it, as the terminal needs them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium.app import asker
from podium.app.session import Session
from podium.mirror.mirror import Mirror

if TYPE_CHECKING:
    from podium.mirror.look import Scope


class FreshMirrors(msgspec.Struct, frozen=True):
    """Opens a mirror with the session's clock and progress, and closes it."""

    session: Session
    for_look: bool = False

    @contextmanager
    def open(self, scope: Scope) -> Generator[Mirror]:
        """A mirror read now."""
        asker.admit(scope, self.session.confirm, self.session.say)
        with self.session.progress("reading commits") as show:
            now = self.session.now().astimezone(UTC)
            mirror = Mirror(scope, now=now, progress=show, for_look=self.for_look)
        try:
            asker.settle(mirror)
            yield mirror
        finally:
            mirror.close()

    @contextmanager
    def open_with_past(self, scope: Scope, first_day: Callable[[date], date]) -> Generator[tuple[Mirror, Mirror]]:
        """A mirror, and one that reaches further back."""
        with self.open(scope) as mirror, self.open(replace(scope, since=first_day(mirror.look_day))) as past:
            yield mirror, past
