"""A paused practice stays honest: nothing backwards, whole weeks left out, the end moved, and said so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from podium import practices
from podium.calendar.ledger import Ledger
from podium.calendar.places import FileCalendar
from podium.core.errors import CannotWrite, Misuse
from podium.experiments import adherence, describe, register, registration, result
from podium.experiments.blocks import added_blocks, blocks_of, slots_of
from podium.experiments.calendar_state import Standing, standing
from podium.experiments.pause import Pause, parse
from podium.experiments.registration import Registration
from podium.journal import Journal
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.statistics.switch import draw_schedule
from podium.system import paths
from promised import promise
from team_clone import at, weeks_of_work, write

ZONE = practices.named("no-code-zone")
FIRST = date(2025, 9, 1)
# Eight weeks from 2026-03-02; a pause from the Wednesday of the third week to the Tuesday of the fourth.
PAUSED = Pause(date(2026, 3, 18), date(2026, 3, 24))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven in ten changes through her alone; two from March on, and nine in ten in the weeks of the pause."""
    shares = {**dict.fromkeys(range(26), 0.7), 28: 0.9, 29: 0.9}
    work = weeks_of_work(FIRST, 37, lambda week: shares.get(week, 0.2))
    work += [(at(date(2026, 3, 19), "14:00"), "ana", "", "In the pause")]
    return write(tmp_path_factory.mktemp("paused") / "web", work)


@contextmanager
def looking(clone: Path, as_of: date) -> Iterator[Mirror]:
    mirror = Mirror(
        Scope(paths=(clone,), as_of=as_of, since=result.reach(promise())), now=datetime(2026, 5, 20, tzinfo=UTC)
    )
    try:
        yield mirror
    finally:
        mirror.close()


def judged(made: Registration, clone: Path, journal: Journal, as_of: date = date(2026, 5, 17)) -> result.Result:
    with looking(clone, as_of) as mirror:
        return result.result_of(made, ZONE, mirror, journal)


def kept(journal: Journal, made: Registration) -> Registration:
    journal.create("experiment", made.id, made.promised())
    return registration.named(journal.fresh(), made.id)


def find(card: dict[str, str]) -> FileCalendar:
    return FileCalendar(Path(card["path"]))


def test_a_pause_is_written_beside_the_promise_and_amends_nothing(journal: Journal) -> None:
    made = kept(journal, promise())
    register.lay_aside(made, journal, date(2026, 3, 18))
    read = registration.named(journal.fresh(), made.id)
    assert read.pauses == (Pause(date(2026, 3, 18)),)
    assert read.amended == ()
    assert registration.state(read, date(2026, 3, 19)) == "paused"
    assert journal.fresh().notes() == ()


def test_going_on_moves_the_end_by_the_weeks_the_pause_touched(journal: Journal) -> None:
    made = register.lay_aside(kept(journal, promise()), journal, date(2026, 3, 18))
    now = datetime(2026, 3, 25, 9, tzinfo=UTC)
    register.take_up(made, ZONE, journal, find, now)
    read = registration.named(journal.fresh(), made.id)
    assert read.pauses == (PAUSED,)
    assert (read.ends_on, read.runs_until) == (date(2026, 4, 26), date(2026, 5, 10)), "half a week is no week"
    assert registration.state(read, date(2026, 4, 28)) == "running"
    assert registration.is_over(read, date(2026, 5, 11))


def test_paused_weeks_are_left_out_and_the_result_says_so(clone: Path, journal: Journal) -> None:
    found = judged(promise(pauses=(PAUSED,)), clone, journal)
    assert [n for n, week in enumerate(found.after.weeks) if week is None] == [2, 3]
    assert (len(found.after.weeks), found.verdict.weeks_after) == (10, 8), "as many measured weeks as were promised"
    assert found.verdict.result == "better"
    assert any(
        "paused 2026-03-18 to 2026-03-24: the 2 weeks it touches are left out, and its end moved from 2026-04-26 to "
        "2026-05-10; a pause chosen for how it went" in doubt
        for doubt in found.doubts
    )
    assert any(
        "paused after it began: 2026-03-18 to 2026-03-24" in line
        for line in describe.registration_lines(found.registration)
    )
    assert describe.result_data(found, date(2026, 5, 20)).pauses == ["2026-03-18 to 2026-03-24"]
    assert any(week is not None for week in judged(promise(), clone, journal).after.weeks[2:4])


def test_while_it_is_paused_nothing_is_judged(clone: Path, journal: Journal) -> None:
    made = promise(pauses=(Pause(date(2026, 4, 22)),), ends_on=date(2026, 5, 3), weeks=9)
    found = judged(made, clone, journal)
    assert not registration.is_over(made, date(2027, 1, 1))
    assert found.verdict.result == "not enough data"
    assert any("paused since 2026-04-22" in doubt for doubt in found.doubts)


def test_hours_in_a_pause_are_neither_kept_nor_broken(clone: Path, journal: Journal) -> None:
    made = promise(pauses=(PAUSED,))
    with looking(clone, date(2026, 5, 17)) as mirror:
        told = adherence.account(made, Standing(slots_of(made)), ZONE, mirror)
    assert told.paused == 2, "Thursday 19 and Tuesday 24 March"
    assert told.kept + len(told.broken) == told.told == 18
    assert not any(date(2026, 3, 18) <= one.slot.day <= date(2026, 3, 24) for one in told.broken)
    assert "(2 in a pause" in adherence.say(told)[0]


@pytest.mark.parametrize(
    ("made", "today", "says"),
    [
        (promise(), date(2026, 2, 27), "begins on 2026-03-02"),
        (promise(), date(2026, 4, 27), "is over"),
        (promise(pauses=(Pause(date(2026, 3, 18)),)), date(2026, 3, 20), "is paused"),
        (promise(pauses=(PAUSED,)), date(2026, 3, 24), "paused today already"),
        (promise(status="stopped", told={"stopped_on": date(2026, 3, 10)}), date(2026, 3, 20), "is stopped"),
    ],
)
def test_what_cannot_be_paused_is_refused(made: Registration, today: date, says: str, journal: Journal) -> None:
    made = kept(journal, made)
    with pytest.raises(Misuse, match=says):
        register.lay_aside(made, journal, today)


def test_only_what_is_paused_goes_on(journal: Journal) -> None:
    with pytest.raises(Misuse, match="is not paused"):
        register.take_up(kept(journal, promise()), ZONE, journal, find, datetime(2026, 3, 25, tzinfo=UTC))


def test_the_lost_weeks_stand_on_the_calendar_behind_the_end(journal: Journal, tmp_path: Path) -> None:
    made, now = promise(), datetime(2026, 2, 25, tzinfo=UTC)
    file = tmp_path / "work.ics"
    register.register(made, "", journal, blocks_of(made, ZONE.calendar, ZONE.title), FileCalendar(file), now)
    journal = journal.fresh()
    paused = register.lay_aside(registration.named(journal, made.id), journal, date(2026, 3, 18))
    for _ in range(2):
        going = register.take_up(paused, ZONE, journal, find, datetime(2026, 3, 25, 9, tzinfo=UTC))
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 2 + 4, "two weeks of two stretches, and not twice"
    stands = standing(going, Ledger(paths.home()), find)
    assert stands.words == ""
    assert [s.day for s in stands.slots][-4:] == [
        date(2026, 4, 28),
        date(2026, 4, 30),
        date(2026, 5, 5),
        date(2026, 5, 7),
    ]
    assert [s.start_s for s in stands.slots] == [s.start_s for s in slots_of(going)], "on the same clock, DST included"


def test_a_calendar_that_refuses_leaves_it_paused(journal: Journal, tmp_path: Path) -> None:
    made = promise()
    file = tmp_path / "work.ics"
    register.register(
        made,
        "",
        journal,
        blocks_of(made, ZONE.calendar, ZONE.title),
        FileCalendar(file),
        datetime(2026, 2, 25, tzinfo=UTC),
    )
    paused = register.lay_aside(registration.named(journal.fresh(), made.id), journal.fresh(), date(2026, 3, 18))
    file.write_text("no calendar")
    with pytest.raises(CannotWrite):
        register.take_up(paused, ZONE, journal.fresh(), find, datetime(2026, 3, 25, 9, tzinfo=UTC))
    assert registration.named(journal.fresh(), made.id).is_paused


def test_drawn_weeks_are_left_out_and_the_order_stays(journal: Journal) -> None:
    name = "2026-02-25-no-code-zone"
    schedule = draw_schedule(12, name)
    on = tuple(promise().starts_on + timedelta(weeks=n) for n, is_on in enumerate(schedule.is_on) if is_on)
    made = promise(design="on-off", on_weeks=on, ends_on=date(2026, 5, 24), pauses=(PAUSED,))
    assert made.runs_until == made.ends_on
    assert added_blocks(replace(made, pauses=()), made, ZONE.calendar, ZONE.title) == ()


def test_a_pause_over_the_turn_of_the_year_owes_only_weeks_that_would_have_been_measured() -> None:
    made = promise(
        starts_on=date(2026, 11, 2), ends_on=date(2027, 1, 24), pauses=(Pause(date(2026, 12, 7), date(2027, 1, 3)),)
    )
    # 7 to 13 December is one week lost; the three after it say nothing in any year.
    assert made.runs_until == date(2027, 1, 31)


@pytest.mark.parametrize("text", ["", "soon", "2026-03-18", "2026-03-24 to 2026-03-18", "2026-02-30 to 2026-03-02"])
def test_a_pause_written_by_hand_is_checked(text: str, journal: Journal) -> None:
    made = promise()
    journal.create("experiment", made.id, made.promised())
    file = journal.root / "experiments" / f"{made.id}.md"
    file.write_text(file.read_text().replace('metric = "sole-gate"', f'metric = "sole-gate"\npauses = ["{text}"]', 1))
    assert [note.field for note in journal.fresh().notes()] == ["pauses"]


def test_a_pause_reads_back_as_it_is_written() -> None:
    for one in (PAUSED, Pause(date(2026, 3, 18))):
        assert parse(str(one)) == one
