"""The shadow rota: no clash, no promise broken without need, and a minimal reason in words."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from journals import page, table
from podium.app import shadow
from podium.core.errors import CannotTell, Misuse
from podium.documents import render
from podium.journal import Journal, open_journal
from podium.programs.shadow.rota import ACTIVITIES, Host, Problem, Reason, Rota, Shadow, Slot, aware, broken_rules
from podium.programs.shadow.solve import bands_met, load, solve

FIRST = date(2026, 12, 7)


def small(seed: int, *, people: int = 4, hosts: int = 3) -> Problem:
    """A drawn rota: eight activities a host, own lines, an opt-out, one guide."""
    draw = random.Random(seed)
    names = [f"n{n}" for n in range(people)]
    slots = []
    for h in range(hosts):
        for activity in ACTIVITIES:
            day = FIRST + timedelta(days=draw.choice((0, 1, 2, 3, 4, 7, 8, 9, 10, 11)))
            start, end = aware(day, draw.choice(("10:00", "14:00")), "Europe/Berlin", 45)
            slots.append(
                Slot(
                    name=f"h{h}-{activity}",
                    host=f"h{h}",
                    activity=activity,
                    start=start,
                    end=end,
                    has_consent=activity != "one-on-one" or h > 0,
                    seats=draw.choice((1, 2)),
                    may_lead=draw.random() < 0.5,
                )
            )
    own = {name: draw.randrange(hosts) for name in names}
    return Problem(
        hosts=tuple(
            Host(
                name=f"h{h}", line=frozenset(n for n in names if own[n] == h), not_with=frozenset(draw.sample(names, 1))
            )
            for h in range(hosts)
        ),
        slots=tuple(slots),
        shadows=tuple(Shadow(name=name, zone="Europe/Lisbon", is_guide=name == "n0") for name in names),
    )


@pytest.mark.parametrize("seed", range(4))
def test_an_answer_breaks_no_rule_and_a_reason_is_minimal(seed: int) -> None:
    problem = small(seed)
    answer = solve(problem)
    if isinstance(answer, Rota):
        assert broken_rules(problem, answer) == ()
        assert all(shadows <= 3 for _, shadows, _ in load(problem, answer))
    else:
        assert answer.is_minimal


def test_the_same_problem_has_the_same_rota() -> None:
    assert solve(small(1)) == solve(small(1))


def test_when_a_host_withdraws_the_other_promises_are_kept() -> None:
    problem = small(1)
    before = solve(problem)
    assert isinstance(before, Rota)
    gone = before.visits[0].slot
    slots = tuple(slot for slot in problem.slots if slot.name != gone)
    after = solve(msgspec.structs.replace(problem, slots=slots, promised=before.visits))
    assert isinstance(after, Rota)
    lost = [visit for visit in before.visits if visit.slot == gone]
    assert len(lost) <= len(after.broken) <= len(lost) + 2
    assert after.is_least_change


def test_hosts_meet_people_of_several_time_zones() -> None:
    problem = small(1)
    zones = ("Europe/Lisbon", "America/New_York")
    shadows = tuple(msgspec.structs.replace(shadow, zone=zones[n % 2]) for n, shadow in enumerate(problem.shadows))
    slots = []
    for slot in problem.slots:
        start, end = aware(slot.day, f"{15 + slot.start.hour % 3}:00", "Europe/Berlin", 45)
        slots.append(msgspec.structs.replace(slot, start=start, end=end))
    hosts = tuple(Host(name=host.name) for host in problem.hosts)
    problem = msgspec.structs.replace(problem, hosts=hosts, shadows=shadows, slots=tuple(slots))
    answer = solve(problem)
    assert isinstance(answer, Rota)
    met = [bands for bands in bands_met(problem, answer).values() if bands]
    assert met
    assert all(bands == ("Americas", "Europe and Africa") for bands in met)


def test_a_promise_is_worth_more_than_everything_else_together() -> None:
    """What was promised stays even where a rota from nothing would let people lead more."""
    problem = small(1)
    before = solve(problem)
    assert isinstance(before, Rota)
    watched = tuple(visit for visit in before.visits if not visit.leads)
    again = solve(msgspec.structs.replace(problem, promised=watched))
    assert isinstance(again, Rota)
    assert again.broken == ()
    assert again.is_least_change


def test_what_took_place_stays() -> None:
    problem = small(1)
    before = solve(problem)
    assert isinstance(before, Rota)
    after = solve(msgspec.structs.replace(problem, held=before.visits[:2]))
    assert isinstance(after, Rota)
    assert set(before.visits[:2]) <= set(after.visits)


def test_no_consent_before_a_day_is_said_in_words() -> None:
    problem = small(1)
    slots = [
        msgspec.structs.replace(slot, has_consent=slot.day >= date(2026, 12, 14) and slot.host != "h0")
        if slot.activity == "one-on-one"
        else slot
        for slot in problem.slots
    ]
    start, end = aware(date(2026, 12, 14), "10:00", "Europe/Berlin", 45)
    slots.append(Slot(name="late", host="h1", activity="one-on-one", start=start, end=end, has_consent=True))
    wanting = Shadow(name="ana", wants=("one-on-one",), done_by=date(2026, 12, 11))
    answer = solve(msgspec.structs.replace(problem, slots=tuple(slots), shadows=(*problem.shadows, wanting)))
    assert isinstance(answer, Reason)
    assert answer.is_minimal
    assert "ana wants a 1:1" in answer.sentences
    assert "no host has a 1:1 with consent before 14 December" in answer.sentences


def test_too_few_hosts_are_counted_not_searched() -> None:
    problem = small(3, people=8, hosts=2)
    answer = solve(
        msgspec.structs.replace(problem, hosts=tuple(msgspec.structs.replace(h, most=1) for h in problem.hosts))
    )
    assert isinstance(answer, Reason)
    assert answer.is_minimal


def test_an_activity_nobody_offers_is_said() -> None:
    problem = small(1)
    slots = tuple(slot for slot in problem.slots if slot.activity != "budget")
    people = (msgspec.structs.replace(problem.shadows[0], wants=("budget",)), *problem.shadows[1:])
    answer = solve(msgspec.structs.replace(problem, slots=slots, shadows=people))
    assert answer == Reason(("n0 wants a budget meeting, and no host offers one",), is_minimal=True)


def test_sentences_about_several_people_become_one() -> None:
    reason = Reason(
        ("a is to see 3 activities", "b is to see 3 activities", "h takes at most 1 shadow"), is_minimal=True
    )
    assert shadow.in_words(reason) == ("a and b are each to see 3 activities", "h takes at most 1 shadow")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Two hosts, one of whom has not agreed; four plans of which two can be placed."""
    (tmp_path / "journal.toml").write_text("")
    (tmp_path / "shadow-hosts.toml").write_text(
        table("shadow_host", [{"id": "mara", "agreed_on": FIRST}, {"id": "noor"}])
    )
    rows = [
        {
            "id": f"mara-{activity}-{n}",
            "host": "mara",
            "activity": activity,
            "date": FIRST + timedelta(days=n),
            "at": "10:00" if n % 2 else "14:00",
            "zone": "Europe/Lisbon",
            "may_lead": True,
        }
        for n, activity in [(0, "planning"), (1, "budget"), (2, "stakeholder"), (3, "incident-review")]
        for n in (n, n + 7)
    ]
    (tmp_path / "shadow-slots.toml").write_text(table("shadow_slot", rows))
    (tmp_path / "shadow-plans").mkdir()
    for name, fields in {
        "ana": {"committed_on": FIRST},
        "bo": {"committed_on": FIRST},
        "cy": {},
        "dee": {"committed_on": FIRST, "skips": [FIRST]},
    }.items():
        (tmp_path / "shadow-plans" / f"{name}.md").write_text(page(asked_on=FIRST, agreed_on=FIRST, **fields))
    return open_journal(tmp_path)


def test_a_plan_is_written_as_promises_and_kept(journal: Journal) -> None:
    planned = shadow.plan(journal, FIRST)
    assert isinstance(planned.answer, Rota)
    assert broken_rules(planned.cycle.problem, planned.answer) == ()
    assert len(planned.cycle.left_out) == 3
    written, cancelled = shadow.keep(journal, planned)
    assert (written, cancelled) == (len(planned.answer.visits), 0)
    again = shadow.plan(journal.fresh(), FIRST)
    assert isinstance(again.answer, Rota)
    assert again.answer.broken == ()
    assert shadow.keep(journal, again)[1] == 0
    assert journal.fresh().notes() == ()


def test_status_says_what_is_left(journal: Journal) -> None:
    planned = shadow.plan(journal, FIRST)
    shadow.keep(journal, planned)
    visit = next(entry for entry in journal.entries("shadow-visit") if entry.head.shadow == "ana")
    journal.write("shadow-visit", visit.id, {"state": "held"})
    journal.create("shadow-reflection", "r", {"visit": visit.id, "date": FIRST})
    shadow.close(journal, "ana", "not-now", FIRST)
    row = next(row for row in shadow.status(journal) if row.name == "ana")
    assert row.answer == "not-now"
    assert row.reflections == 1
    assert row.missing


def test_pages_are_one_page_each_and_say_what_is_committed(journal: Journal) -> None:
    commitment, exit_talk = shadow.pages(journal, "ana", FIRST)
    assert "What a host commits to" in render(commitment, "md").decode()
    assert "not now" in render(exit_talk, "md").decode()


def test_a_cycle_starts_on_a_monday_with_somebody_to_place(journal: Journal) -> None:
    with pytest.raises(Misuse, match="not a Monday"):
        shadow.plan(journal, date(2026, 12, 8))
    for name in ("ana", "bo"):
        journal.write("shadow-plan", name, {"committed_on": None})
    with pytest.raises(CannotTell, match="nobody"):
        shadow.plan(journal, FIRST)
