"""A started practice, for pages: where it is judged, where its hours are, what broke them."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast

from podium import practices
from podium.calendar.connected import of_card
from podium.calendar.ledger import Ledger
from podium.calendar.places import FileCalendar, Place
from podium.core.errors import Misuse, Stop
from podium.experiments import adherence, calendar_state, register, registration, result
from podium.experiments.adherence import Broken
from podium.experiments.calendar_state import Standing
from podium.experiments.registration import Registration
from podium.journal import Journal
from podium.mirror.look import Asked
from podium.mirror.mirror import Mirror
from podium.practices import Practice
from podium.sources.http.client import Wire
from podium.system import paths
from podium.web.room import Opened, Room

# How long a broken hour stays on Today: long enough to write a line about it, short enough not to nag.
BROKEN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Put:
    """A calendar the hours were put on: where, how many events stand there, and whether it is a file."""

    where: str
    count: int
    is_file: bool


def own_folder(journal: Journal | None) -> Path | None:
    """Where practices of her own lie."""
    return journal.root / "practices" if journal else None


def practice_of(made: Registration, journal: Journal) -> Practice:
    """What was started."""
    return practices.named(made.practice, own_folder(journal))


def opened(room: Room, made: Registration) -> Opened:
    """The mirror it is judged in: the clones it was registered with, read far enough back."""
    told = made.told
    team = told.get("team")
    asked = Asked(
        paths=tuple(map(Path, cast("list[str]", told.get("paths", [])))) or room.want().paths,
        since=result.reach(made),
        me=tuple(cast("list[str]", told.get("me", []))),
        team=Path(str(team)) if team else None,
    )
    return room.mirror(asked)


def calendars(made: Registration) -> list[Put]:
    """Where its events stand, as the ledger knows it."""
    counts: dict[tuple[str, bool], int] = {}
    for entry in Ledger(paths.home()).entries(made.id):
        if entry.state != "undone":
            is_file = entry.place.get("kind") == "file"
            where = entry.place.get("path" if is_file else "connection", "")
            counts[where, is_file] = counts.get((where, is_file), 0) + 1
    return [Put(where, count, is_file) for (where, is_file), count in counts.items()]


def find(card: Mapping[str, str]) -> Place:
    """The calendar a line of the ledger names."""
    return of_card(card, Wire())


def repair() -> None:
    """Finish what an earlier podium was killed in."""
    if register.is_cut_short():
        register.repair(find, datetime.now(UTC))


def stands(made: Registration) -> Standing:
    """The hours as they stand in calendar files; a page asks no server, so those of one are as registered."""
    return calendar_state.standing(made, Ledger(paths.home()), _in_files)


def _in_files(card: Mapping[str, str]) -> Place:
    if card.get("kind") != "file":
        raise Misuse("a page asks no server; `podium practice show` does")
    return FileCalendar(Path(card["path"]))


def broken(journal: Journal, mirror: Mirror, today: date) -> list[tuple[Registration, Broken]]:
    """Hours of the last days with traces of hers in them, of every practice that runs."""
    found: list[tuple[Registration, Broken]] = []
    for made in registration.every(journal):
        if result.state(made, today) != "running":
            continue
        with contextlib.suppress(Stop):
            told = adherence.account(made, _lately(stands(made), today), practice_of(made, journal), mirror)
            found += [(made, one) for one in told.broken]
    return found


def _lately(whole: Standing, today: date) -> Standing:
    first = today - timedelta(days=BROKEN_DAYS)
    slots, gone = ([s for s in part if first <= s.day <= today] for part in (whole.slots, whole.taken_out))
    return Standing(tuple(slots), tuple(gone), whole.words)
