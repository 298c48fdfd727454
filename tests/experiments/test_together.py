"""Several numbers registered for one verdict: planned, written down, judged, drawn, and clashing with others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from podium import practices
from podium.core.errors import Misuse
from podium.experiments import describe, picture, plan, registration, result
from podium.experiments.plan import Wish
from podium.experiments.registration import Registration
from podium.journal import Journal
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.practices import Moves
from promised import promise
from team_clone import at, weeks_of_work, write

FIRST, BEFORE, AFTER = date(2025, 9, 1), 26, 8
TODAY = date(2026, 5, 20)
AWAY = practices.named("planned-absence")
OWN = Moves("own-share", "down", 0.1)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """From March on fewer changes pass through her alone, and she writes one a week where she wrote six."""
    work = weeks_of_work(FIRST, BEFORE + AFTER + 1, lambda week: 0.7 if week < BEFORE else 0.35)
    for week in range(BEFORE):
        monday = FIRST + timedelta(weeks=week)
        work += [(at(monday + timedelta(days=n), "10:30"), "ana", "", f"Own {week}.{n}") for n in range(5)]
    return write(tmp_path_factory.mktemp("both") / "web", work)


@contextmanager
def looking(clone: Path, as_of: date = TODAY, since: date | None = None) -> Iterator[Mirror]:
    mirror = Mirror(Scope(paths=(clone,), as_of=as_of, since=since), now=datetime(2026, 5, 20, tzinfo=UTC))
    try:
        yield mirror
    finally:
        mirror.close()


def absence(**more: object) -> Registration:
    usual = {
        "practice": AWAY.name,
        "together": (OWN,),
        "zones": (),
        "zone": "",
        "minimum": 0.1,
        "told": {"together_versions": [2]},
    }
    return promise(**(usual | more))


def test_a_plan_names_all_numbers_and_what_they_would_show(clone: Path, journal: Journal) -> None:
    with looking(clone, date(2026, 2, 25)) as mirror:
        made = plan.make(Wish(practice=AWAY, zones=(), zone="", is_together=True), mirror, journal, date(2026, 2, 25))
    one = made.registration
    assert one.numbers == ("sole-gate", "own-share")
    assert not {"sole-gate", "own-share"} & {guard.signal for guard in one.guardrails}
    assert made.words[0].startswith(
        "Judged in one test: sole-gate and own-share; the verdict is about all of them together. If each of them moves as "
        "much in proportion, sole-gate from "
    )
    lines = list(describe.registration_lines(one))
    assert "judged in one test with: your part of the code goes down; one verdict about all of them" in lines


def test_what_cannot_be_joined_is_refused(clone: Path, journal: Journal) -> None:
    with looking(clone, date(2026, 2, 25)) as mirror:
        for practice, more, why in (
            (practices.named("no-code-zone"), {"is_randomised": True}, "in on and off weeks"),
            (practices.named("stakeholder-loop"), {}, "too little of stakeholder-talks"),
        ):
            wish = Wish(practice=practice, zones=(), zone="Europe/Berlin", is_together=True, **more)
            with pytest.raises(Misuse, match=why):
                plan.make(wish, mirror, journal, date(2026, 2, 25))


def test_all_numbers_are_sealed_and_an_edit_of_them_shows(journal: Journal) -> None:
    made = absence()
    journal.create("experiment", made.id, made.promised(), body="# What I saw\n")
    assert registration.named(journal.fresh(), made.id) == made
    journal.write("experiment", made.id, {"together": ["take-back down 0.1"]})
    assert registration.named(journal.fresh(), made.id).amended == ("together",)
    journal.write("experiment", made.id, {"together": []})
    assert registration.named(journal.fresh(), made.id).amended == ("together",)


def test_one_verdict_is_about_all_of_them(clone: Path, journal: Journal) -> None:
    made = absence()
    with looking(clone, since=result.reach(made)) as mirror:
        judged = result.result_of(made, AWAY, mirror, journal)
        alone = result.result_of(replace(made, together=()), AWAY, mirror, journal)
    assert judged.verdict.result == "better", judged.verdict.words
    assert judged.verdict.unit == "times"
    assert "only you approved (sole-gate): " in judged.verdict.words
    assert "your part of the code (own-share): " in judged.verdict.words
    assert "Better: together they moved the way you hoped, " in judged.verdict.words
    assert alone.verdict.unit == "points"
    facts = describe.result_data(judged, TODAY)
    assert facts.together == ["own-share"]
    assert facts.n is None, "the size of a group is told as a band"
    drawing = picture.draw(judged)
    assert drawing.band is None
    assert "the first of 2 numbers judged together" in drawing.title
    assert "= the level since" in picture.in_text(judged, 100)[-1]


def test_a_practice_on_any_of_its_numbers_is_in_its_way(journal: Journal) -> None:
    other = promise(id="2026-03-01-other", practice="one-for-a-person", metric="own-share", direction="down")
    journal.create("experiment", other.id, other.promised(), body="# What I saw\n")
    assert [clash.metric for clash in plan.clashes_of(absence(), journal.fresh())] == ["own-share"]
    assert plan.clashes_of(replace(absence(), together=()), journal.fresh()) == ()
