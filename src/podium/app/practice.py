"""A practice that was started: where it stands, its pause, its result, its end."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium import practices
from podium.app import calendars, last_look
from podium.app.practices import own_folder
from podium.calendar.last_seen import LastSeen
from podium.calendar.ledger import Ledger
from podium.core.errors import CannotTell, CannotWrite, Misuse, Stop
from podium.core.measure import counted
from podium.experiments import (
    adherence,
    calendar_state,
    closing,
    describe,
    metric,
    picture,
    register,
    registration,
    result,
)
from podium.experiments import pause as pausing
from podium.experiments.adherence import Broken
from podium.experiments.calendar_state import Standing
from podium.experiments.picture import Drawing
from podium.experiments.registration import Registration
from podium.experiments.result import Result
from podium.mirror.look import Scope
from podium.practices import Practice
from podium.system import paths

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.experiments.closing import Closing
    from podium.journal import Journal
    from podium.mirror.mirror import Mirror

__all__ = ["Broken", "Drawing", "Practice", "Registration", "Result"]

# How long a broken hour stays on Today: long enough to write a line about it, short enough not to nag.
BROKEN_DAYS = 7
_UNDER_WAY = frozenset({"running", "registered", "paused"})


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """From where a started practice is read; without paths from where it was registered.

    Attributes:
        as_of: last day the evidence is complete for; None for the newest commit's.
        asks_servers: whether a calendar on a server is asked which hours stand; files are read either way.
    """

    paths: Sequence[Path] = ()
    as_of: date | None = None
    asks_servers: bool = True


def repair(session: Session) -> bool:
    """Finish what an earlier podium was killed in; every other use case here does this first.

    Returns:
        Whether there was anything to do; what was done is said.
    """
    if not register.is_cut_short():
        return False
    for line in register.repair(calendars.finder(session), session.now().astimezone(UTC)):
        session.say(line)
    return True


def every(session: Session) -> tuple[Registration, ...]:
    """Every practice that was started, newest last."""
    repair(session)
    return registration.every(session.journal())


def under_way(session: Session) -> list[tuple[Registration, str]]:
    """Those that run, are paused or begin soon, each with its state; none without a journal."""
    journal, today = session.journal_if_readable(), session.today()
    every = registration.every(journal) if journal else ()
    return [
        (practice_run, state)
        for practice_run in every
        if (state := registration.state(practice_run, today)) in _UNDER_WAY
    ]


def named(session: Session, name: str) -> Registration:
    """One by its id, or by its practice's name where that is unmistakable.

    Raises:
        Misuse: there is none, or several.
    """
    return registration.named(session.journal(), name)


def practice_of(session: Session, started: Registration) -> Practice:
    """What was started."""
    return practices.named(started.practice, own_folder(session.journal()))


def state(session: Session, started: Registration) -> str:
    """registered, running, paused, over, finished or stopped."""
    return registration.state(started, session.today())


def show(session: Session, name: str, reading: Reading | None = None) -> Result:
    """What was promised, the hours kept, the weeks so far, and the result once it is over."""
    repair(session)
    with _read(session, named(session, name), reading or Reading()) as (outcome, _mirror):
        return outcome


def waits_for_a_server(session: Session, name: str) -> bool:
    """Whether its hours stand in a calendar on a server."""
    return calendars.is_on_a_server(named(session, name).id)


def finish(session: Session, name: str, reading: Reading | None = None) -> Result:
    """Judge it once, after its planned end, and write the result into its file.

    Raises:
        Misuse: it is judged or ended already, paused, or not over. CannotTell: the evidence ends before it does.
    """
    repair(session)
    started, today = named(session, name), session.today()
    _refuse_closed(started)
    if started.is_paused and not registration.is_over(started, today):
        next_step = f"`podium practice resume {started.id}`, or `podium practice stop {started.id}`"
        raise Misuse(f"{started.id} is paused", next_step=next_step)
    if not registration.is_over(started, today):
        raise Misuse(
            f"{started.id} runs until {started.runs_until}; judging early would find what it looks for",
            next_step=f"`podium practice show {started.id}`, or `podium practice stop {started.id}` to end it unjudged",
        )
    with _read(session, started, reading or Reading()) as (outcome, mirror):
        if metric.last_full_week(mirror) < started.last_week:
            raise CannotTell(
                f"the evidence ends on {result.last_seen(mirror)}, before the practice does ({started.runs_until})",
                next_step="fetch the clones, or say `--as-of` a later day if there was nothing to fetch",
            )
        owed = result.weeks_owed(outcome)
        if not owed:
            facts = result.outcome(outcome, today)
            session.journal().write("experiment", started.id, facts)
            return result.with_outcome(outcome, facts)
    session.journal().write("experiment", started.id, {"extended_weeks": started.extended_weeks + owed})
    longer = named(session, started.id)
    if registration.is_over(longer, today):
        return finish(session, started.id, reading)
    raise CannotTell(
        f"{started.id} had {counted(owed, 'week')} with nothing to count, so it runs {counted(owed, 'week')} longer",
        next_step=f"`podium practice finish {started.id}` after {longer.runs_until}",
    )


def pause(session: Session, name: str) -> Registration:
    """Pause it from today; each week the pause touches is left out.

    Raises:
        Misuse: it does not run.
    """
    repair(session)
    return register.lay_aside(named(session, name), session.journal(), session.today())


def resume(session: Session, name: str) -> Registration:
    """Go on with it from today; the weeks that were lost are put behind its end, on its calendar too.

    Raises:
        Misuse: it is not paused.
    """
    repair(session)
    started, now = named(session, name), session.now().astimezone(UTC)
    practice = practice_of(session, started)
    return register.take_up(started, practice, session.journal(), calendars.finder(session), now)


def stop(session: Session, name: str) -> Registration:
    """End it before its time, without a verdict; its events stay until they are taken back.

    Raises:
        Misuse: it is judged or ended already.
    """
    started = named(session, name)
    _refuse_closed(started)
    register.abandon(started.id)
    session.journal().write("experiment", started.id, {"status": "stopped", "stopped_on": session.today()})
    return started


def file_of(session: Session, started: Registration) -> str:
    """Its file inside the journal; empty when it cannot be read any more."""
    entry = session.journal().entry("experiment", started.id)
    return entry.file if entry else ""


def broken(session: Session, mirror: Mirror, journal: Journal) -> list[tuple[Registration, Broken]]:
    """Hours of the last days with traces of yours in them, of every practice that runs."""
    hours: list[tuple[Registration, Broken]] = []
    today = session.today()
    for started in registration.every(journal):
        if registration.state(started, today) != "running":
            continue
        with contextlib.suppress(Stop):
            practice = practices.named(started.practice, own_folder(journal))
            lately = _lately(_hours(session, started, asks_servers=False), today)
            hours += [(started, breach) for breach in adherence.account(started, lately, practice, mirror).broken]
    return hours


# -- told ---------------------------------------------------------------------------------------------------------


def row(session: Session, started: Registration) -> describe.PracticeRecord:
    """One line of the list, for `--json`."""
    return describe.as_data(started, session.today())


def pauses(started: Registration) -> str:
    """Its pauses in words; empty without any."""
    return pausing.say(started.pauses) if started.pauses else ""


def facts(session: Session, outcome: Result) -> describe.ResultRecord:
    """A result for `--json`."""
    return describe.result_data(outcome, session.today())


def lines(session: Session, outcome: Result) -> Iterator[str]:
    """A result in sentences."""
    return describe.result_lines(outcome, session.today())


def ending(outcome: Result) -> Closing | None:
    """The last sentence about a finished practice and the one next step; None before it is judged."""
    return closing.closing_of(outcome)


def promise_lines(started: Registration) -> Iterator[str]:
    """What was written down before it began, in sentences."""
    return describe.registration_lines(started)


def question(started: Registration) -> str:
    """The question its number answers."""
    return metric.metric(started.metric).signal.asks


def rows_are(started: Registration) -> str:
    """What its number counts."""
    return metric.metric(started.metric).signal.rows_are


def drawing(outcome: Result) -> Drawing:
    """Its weeks as points and levels."""
    return picture.draw(outcome)


def in_svg(outcome: Result) -> str:
    """Its weeks as a drawing."""
    return picture.in_svg(outcome)


def in_text(outcome: Result, width: int) -> list[str]:
    """Its weeks as a drawing of letters; none of a practice that no number judges."""
    return picture.in_text(outcome, width) if outcome.registration.is_judged else []


def draw_to(outcome: Result, target: Path) -> None:
    """The drawing as a file.

    Raises:
        CannotWrite: the disk refused.
    """
    try:
        target.write_text(picture.in_svg(outcome), encoding="utf-8")
    except OSError as fault:
        raise CannotWrite(f"the picture cannot be written: {fault.strerror}", where=str(target)) from fault


# -- read ---------------------------------------------------------------------------------------------------------


def _refuse_closed(started: Registration) -> None:
    if started.status in {"finished", "stopped"}:
        raise Misuse(f"{started.id} is {started.status} already", next_step=f"`podium practice show {started.id}`")


@contextlib.contextmanager
def _read(session: Session, started: Registration, reading: Reading) -> Generator[tuple[Result, Mirror]]:
    """The result as far as the evidence reaches, read from where the registration was."""
    journal, practice = session.journal(), practice_of(session, started)
    hours = _hours(session, started, asks_servers=reading.asks_servers)
    with session.mirror(_asked(started, reading)) as mirror:
        yield result.result_of(started, practice, mirror, journal, hours), mirror


def _asked(started: Registration, reading: Reading) -> Scope:
    team = started.told.get("team")
    named_paths = tuple(path.absolute() for path in reading.paths)
    return Scope(
        paths=named_paths or tuple(map(Path, _texts(started, "paths"))) or last_look.last().paths,
        as_of=reading.as_of,
        since=result.reach(started),
        me=_texts(started, "me"),
        team=Path(team) if isinstance(team, str) and team else None,
    )


def _texts(started: Registration, name: str) -> tuple[str, ...]:
    """A list of texts that was written down at the start, as far as it still is one."""
    texts = started.told.get(name)
    return tuple(map(str, texts)) if isinstance(texts, list) else ()


def _hours(session: Session, started: Registration, *, asks_servers: bool) -> Standing:
    """The hours as they stand in its calendars; those of a server that is not asked are as registered."""
    find = calendars.looker(session) if asks_servers else calendars.find_file
    return calendar_state.standing(started, Ledger(paths.home()), find, LastSeen(paths.home()))


def _lately(whole: Standing, today: date) -> Standing:
    first = today - timedelta(days=BROKEN_DAYS)
    slots, removed_slots = ([s for s in part if first <= s.day <= today] for part in (whole.slots, whole.taken_out))
    return Standing(tuple(slots), tuple(removed_slots), whole.words)
