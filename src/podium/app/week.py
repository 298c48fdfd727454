"""The week in five lines: the mirror, the practice, one thing due, one win, one next step."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium import traps
from podium.app import due, last_look, look, practice, practices, screen
from podium.calendar.block import Block
from podium.core.errors import CannotTell
from podium.documents import Document, Item, Listing, Paragraph, line
from podium.sentences import say

if TYPE_CHECKING:
    from podium.app.due import Duty
    from podium.app.session import Session
    from podium.mirror.look import Look, Scope
    from podium.mirror.mirror import Mirror

_WIN = "/journal/win/new"
REMINDER = "weekly-look"
_FRIDAY, _MINUTES, _TIMES = 4, 15, 52


class Week(msgspec.Struct, frozen=True):
    """The week.

    Attributes:
        head: its days. lines: what each is about, and the sentence.
    """

    head: str
    lines: tuple[tuple[str, str], ...]


def week(session: Session, scope: Scope) -> Week:
    """The last seven days up to the day of the look.

    Raises:
        Misuse: nothing was looked at yet, and no path is named.
    """
    scope = last_look.for_look(scope, Path.cwd()).asked
    today = scope.as_of or session.today()
    monday = today - timedelta(days=today.weekday() or 7)
    with session.mirror(scope) as mirror:
        now = look.of_mirror(mirror, today)
        kept_line = _kept(session, mirror, monday)
        duties = due.of(mirror.journal, today)[0]
        has_journal = mirror.journal is not None
    before = _look_of(session, replace(scope, as_of=monday - timedelta(days=1), since=None))
    return Week(
        head=say("week.head", day=screen.day_text(monday)),
        lines=(
            ("Mirror", _changed(now, before)),
            ("Practice", kept_line),
            ("Due", _due(duties, has_journal=has_journal)),
            ("Win", _win(duties, has_journal=has_journal)),
            ("Next", _next(now, today)),
        ),
    )


def _look_of(session: Session, scope: Scope) -> Look | None:
    try:
        with session.mirror(scope) as mirror:
            return look.of_mirror(mirror, mirror.look_day)
    except CannotTell:
        return None


def _changed(now: Look, before: Look | None) -> str:
    """What is raised now and was not before Monday, and the other way round."""
    if before is None:
        return say("week.first")
    raised, was = screen.raised_flags(now), screen.raised_flags(before)
    sentences = [
        say(f"since.{key}", names=", ".join(traps.short_of(name) for name in names))
        for key, names in (("new", [n for n in raised if n not in was]), ("gone", [n for n in was if n not in raised]))
        if names
    ]
    return " ".join(sentences) or say("week.same")


def _kept(session: Session, mirror: Mirror, monday: date) -> str:
    """How the hours of the practice that runs were kept this week."""
    running = [practice_run for practice_run, state in practice.under_way(session) if state == "running"]
    if not running:
        return say("week.none")
    titles = practices.titles(session)
    broken = practice.broken(session, mirror, mirror.journal) if mirror.journal is not None else []
    title = titles.get(running[0].practice, running[0].practice)
    broken_slots = sum(made.id == running[0].id and one.slot.day >= monday for made, one in broken)
    return say("week.lost", practice=title, count=broken_slots) if broken_slots else say("week.kept", practice=title)


def _due(duties: list[Duty], *, has_journal: bool) -> str:
    first = next((duty for duty in duties if duty.place != _WIN), None)
    if first is not None:
        return say("week.due", names=first.what, short=first.why)
    return say("week.clear") if has_journal else say("week.journal")


def _win(duties: list[Duty], *, has_journal: bool) -> str:
    wanted = next((duty for duty in duties if duty.place == _WIN), None)
    if wanted is not None or not has_journal:
        return say("week.win")
    return say("week.written")


def _next(now: Look, today: date) -> str:
    step = screen.of(now, today).next
    return f"{step.says.removesuffix('.')}: {step.command}" if step.command else step.says


def reminder(session: Session, at: time, zone: str = "") -> Block:
    """A quarter of an hour each Friday for a year, with an alarm; `podium calendar undo weekly-look` takes it back.

    Raises:
        Misuse: no time zone is known, or the hour does not exist on the first Friday.
    """
    today = session.today()
    start = datetime.combine(today + timedelta(days=(_FRIDAY - today.weekday()) % 7), at)
    return Block(
        practice=REMINDER,
        title=say("week.event"),
        start=start,
        end=start + timedelta(minutes=_MINUTES),
        zone=session.zone(zone),
        rule=f"FREQ=WEEKLY;BYDAY=FR;COUNT={_TIMES}",
        line=say("week.line"),
        alarm_minutes=0,
    )


def document(week: Week) -> Document:
    """The week as a page to keep."""
    items = tuple(Item(line(f"{label}: {text}")) for label, text in week.lines)
    return Document(week.head, (Listing(items), Paragraph(line(say("head.private")), is_small=True)))
