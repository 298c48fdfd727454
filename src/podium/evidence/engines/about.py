"""What a look on an engine says beside its numbers: of which day it is, and read from what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead
from podium.core.event import ZoneFrom
from podium.evidence.people import me_file
from podium.evidence.people.me_file import Me, MeFile
from podium.evidence.views.clock import Yardstick, commits_of
from podium.evidence.views.home_zone import HomeClock

if TYPE_CHECKING:
    from podium.evidence.views.query import Evidence

FORMAT = 1


class About(msgspec.Struct, frozen=True):
    """What was declared and read when the evidence was written.

    Attributes:
        as_of_s, weeks: the end of the look it was written from, and the weeks of its window.
        zone, hours, integrator, reports, manages_since: as she declared them.
        own_hours, is_zone_trusted, read_by: her yardstick of late.
        is_listed: whether her team is a list.
        repositories: name, branch, commits.
        gaps: what could not be seen, a sentence each.
        connected: the sources whose acts are among it.
    """

    format: int
    as_of_s: int
    weeks: int
    zone: str
    hours: str
    integrator: bool | None
    reports: int | None
    manages_since: date | None
    own_hours: tuple[int, ...]
    is_zone_trusted: bool
    read_by: tuple[tuple[ZoneFrom, int], ...]
    is_listed: bool
    commits: int
    first_s: int
    last_s: int
    repositories: tuple[tuple[str, str, int], ...] = ()
    gaps: tuple[str, ...] = ()
    connected: tuple[str, ...] = ()

    @property
    def file(self) -> MeFile:
        """What she declared, as the file about her would hold it; no name and no address."""
        return MeFile(
            me=Me(
                zone=self.zone,
                hours=self.hours,
                integrator=self.integrator,
                reports=self.reports,
                manages_since=self.manages_since,
            )
        )

    @property
    def yardstick(self) -> Yardstick:
        """What late means for her."""
        declared = me_file.hours(self.hours) if self.hours else None
        home = HomeClock(self.zone, {}, commits_of(()))
        return Yardstick(declared, frozenset(self.own_hours), home, self.is_zone_trusted, self.read_by)


def of(
    evidence: Evidence,
    *,
    weeks: int,
    repositories: tuple[tuple[str, str, int], ...],
    gaps: tuple[str, ...],
    connected: tuple[str, ...],
) -> About:
    """What is to be said of evidence that is written now."""
    me, yard, span = evidence.me.me, evidence.yardstick, evidence.span()
    return About(
        FORMAT, evidence.as_of_s, weeks, me.zone, me.hours, me.integrator, me.reports, me.manages_since,
        tuple(sorted(yard.own_hours)), yard.is_zone_trusted, yard.read_by, evidence.book.is_listed_team,
        span.commits.low, span.first_s, span.last_s, repositories, gaps, connected,
    )  # fmt: skip


def parse(text: str) -> About:
    """What stands in the table.

    Raises:
        CannotRead: another podium wrote it.
    """
    try:
        about = msgspec.json.decode(text, type=About)
    except msgspec.MsgspecError:
        about = None
    if about is None or about.format != FORMAT:
        raise CannotRead(
            "The evidence there was written by another version of podium",
            next_step="whoever fills it writes it anew with `podium export --store`",
        )
    return about
