"""From a real repository and a registration to a verdict, with receipts and doubts."""

from __future__ import annotations

import xml.etree.ElementTree as Tree
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from kept_mirrors import KeptMirrors
from podium import practices
from podium.core.errors import CannotTell, Misuse
from podium.core.time import week_start
from podium.core.weekly_hours import parse
from podium.experiments import describe, metric, picture, plan, registration, result, suggest_hours
from podium.experiments.adherence import say
from podium.experiments.blocks import slots_of
from podium.experiments.calendar_state import Standing
from podium.experiments.closing import closing_of
from podium.experiments.plan import Wish
from podium.experiments.registration import Registration
from podium.journal import Journal
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.signals import short_of
from podium.statistics.series import Week
from podium.statistics.switch import draw_schedule
from promised import promise
from team_clone import at, weeks_of_work, write

FIRST = date(2025, 9, 1)
START = date(2026, 3, 2)
TODAY = date(2026, 5, 20)
ZONE = practices.named("no-code-zone")
# Weeks 17 to 19 after FIRST are the turn of the year.
BEFORE, AFTER = 26, 8


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven in ten changes pass through her alone, from March on two; she breaks two zones."""
    work = weeks_of_work(FIRST, BEFORE + AFTER + 1, lambda week: 0.7 if week < BEFORE else 0.2)
    work += [
        (at(date(2026, 3, 10), "10:15"), "ana", "", "Just this one"),
        (at(date(2026, 3, 10), "11:40"), "ana", "", "And its test"),
        (at(date(2026, 4, 2), "16:59"), "ana", "", "Before the week ends"),
        (at(date(2026, 4, 2), "17:00"), "ana", "", "After the zone"),
        (at(date(2026, 4, 7), "12:30"), "ana", "", "At the very end is outside"),
    ]
    return write(tmp_path_factory.mktemp("changed") / "web", work)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half of the changes pass through her alone, before as after."""
    return write(tmp_path_factory.mktemp("same") / "web", weeks_of_work(FIRST, BEFORE + AFTER + 1, lambda _week: 0.5))


MIRRORS = KeptMirrors()


@pytest.fixture(scope="module", autouse=True)
def _mirrors() -> Iterator[None]:
    yield
    MIRRORS.close()


def looking(clone: Path, as_of: date = TODAY, **more: Any) -> AbstractContextManager[Mirror]:
    return nullcontext(MIRRORS.of(Scope(paths=(clone,), as_of=as_of, **more), datetime(2026, 5, 20, tzinfo=UTC)))


def judged(made: Registration, clone: Path, journal: Journal, as_of: date = TODAY) -> result.Result:
    with looking(clone, as_of, since=result.reach(made)) as mirror:
        return result.result_of(made, ZONE, mirror, journal.fresh())


def wish(**more: Any) -> Wish:
    return Wish(**({"practice": ZONE, "zones": parse("Tue 9-12:30, Thu 13-17"), "zone": "Europe/Berlin"} | more))


def test_what_changed_is_seen_with_estimate_interval_and_n(changed: Path, journal: Journal) -> None:
    found = judged(promise(), changed, journal)
    verdict = found.verdict
    assert verdict.result == "better"
    assert verdict.estimate is not None
    assert -0.7 < verdict.estimate < -0.3
    assert verdict.unit == "points"
    assert (verdict.weeks_before, verdict.weeks_after) == (23, 8), "26 weeks less the turn of the year"
    assert verdict.n > 300
    assert found.kind == "observational"
    assert "Observational" in verdict.words
    assert [g.name for g in found.guards] == ["revert-share"]
    assert found.untouched is not None
    assert found.doubts == ()


def test_what_did_not_change_is_not_called_better(unchanged: Path, journal: Journal) -> None:
    assert judged(promise(), unchanged, journal).verdict.result == "no change seen"


def test_nothing_is_judged_before_the_planned_end(changed: Path, journal: Journal) -> None:
    found = judged(promise(), changed, journal, date(2026, 4, 19))
    assert found.verdict.result == "not enough data"
    assert "7 of 8 planned weeks are measured" in found.verdict.words
    assert found.verdict.estimate is None


def test_a_start_that_a_finding_led_to_needs_twelve_weeks_before_it(tmp_path: Path, journal: Journal) -> None:
    clone = write(tmp_path / "young", weeks_of_work(date(2025, 12, 29), 18, lambda week: 0.7 if week < 9 else 0.2))
    for was_found, expected in ((False, "better"), (True, "not enough data")):
        verdict = judged(promise(was_found=was_found), clone, journal).verdict
        assert (verdict.result, verdict.weeks_before) == (expected, 8)
    assert "at least 12 are needed" in verdict.words


def test_what_broke_the_hours_is_told_with_receipts(changed: Path, journal: Journal) -> None:
    held = judged(promise(), changed, journal).held
    assert held.words == "held 14 of 16"
    assert [(str(b.slot.day), str(b.slot.zone), len(b.acts)) for b in held.broken] == [
        ("2026-03-10", "Tue 09:00-12:30", 2),
        ("2026-04-02", "Thu 13:00-17:00", 1),
    ]
    at_hours = [act[0] for b in held.broken for act in b.acts]
    assert at_hours == ["2026-03-10 10:15 +0100", "2026-03-10 11:40 +0100", "2026-04-02 16:59 +0200"]


def test_hours_on_leave_and_hours_to_come_are_not_counted(changed: Path, journal: Journal) -> None:
    journal.create("leave", "spring", {"first": date(2026, 3, 9), "last": date(2026, 3, 13)})
    found = judged(promise(), changed, journal, date(2026, 3, 31))
    assert (found.held.kept, found.held.told, found.held.away, found.held.to_come) == (7, 7, 2, 7)
    assert "leave 2026-03-09 to 2026-03-13" in found.happened


def test_an_hour_taken_out_of_the_calendar_was_not_held(changed: Path, journal: Journal) -> None:
    made = promise()
    first, *others = slots_of(made)
    with looking(changed, since=result.reach(made)) as mirror:
        held = result.result_of(made, ZONE, mirror, journal, Standing(tuple(others), (first,))).held
    assert held.words == "held 13 of 16"
    assert any("2026-03-03 Tue 09:00-12:30: taken out of the calendar" in line for line in say(held))


def test_what_else_happened_stands_beside_the_verdict(changed: Path, journal: Journal) -> None:
    journal.create("happening", "split", {"first": date(2026, 3, 16), "what": "team split", "sort": "reorganisation"})
    journal.create("happening", "old", {"first": date(2024, 3, 16), "what": "long ago"})
    happened = judged(promise(), changed, journal).happened
    assert "reorganisation 2026-03-16: team split" in happened
    assert not any("long ago" in line for line in happened)


def test_an_amended_promise_is_judged_and_doubted(changed: Path, journal: Journal) -> None:
    made = promise()
    journal.create("experiment", made.id, made.promised())
    journal.write("experiment", made.id, {"hypothesis": "I always knew it"})
    read = registration.named(journal.fresh(), made.id)
    assert "amended after it was registered: hypothesis" in judged(read, changed, journal).doubts[0]


def test_two_practices_on_one_metric_are_never_silently_analysed(changed: Path, journal: Journal) -> None:
    made, rival = promise(), promise(id="rival", practice="planned-absence")
    for one in (made, rival):
        journal.create("experiment", one.id, one.promised())
    assert any("ran beside rival; all act on" in doubt for doubt in judged(made, changed, journal).doubts)
    later = promise(id="later", starts_on=made.ends_on + timedelta(days=8), ends_on=made.ends_on + timedelta(weeks=9))
    journal.create("experiment", later.id, later.promised())
    assert not any("later" in doubt for doubt in judged(made, changed, journal.fresh()).doubts), "it began afterwards"
    assert any("rival" in doubt for doubt in judged(later, changed, journal.fresh()).doubts), (
        "it is in its weeks before"
    )
    another = promise(id="another", metric="touch")
    assert not judged(another, changed, journal).doubts


def test_a_plan_is_fair_before_it_begins(unchanged: Path, journal: Journal) -> None:
    with looking(unchanged, date(2026, 4, 26)) as mirror:
        made = plan.make(wish(), mirror, journal, date(2026, 4, 29))
    one = made.registration
    assert (one.starts_on, one.ends_on, one.baseline_from) == (
        date(2026, 5, 4),
        date(2026, 6, 28),
        date(2025, 11, 3),
    )
    assert one.registered_on < one.starts_on
    assert len(one.guardrails) == 2
    assert made.visible.words.startswith("From 56 % to about ")
    assert "Simulated on your own weeks with about 12 approved changes by others each: seen in" in made.visible.words
    assert "would be seen in 8 measured weeks" in made.visible.words
    assert one.told["visible"] == made.visible.words
    assert f"seen in {made.visible.power * 100:.0f}" in made.words[0]
    assert 0.75 <= made.visible.power <= made.visible.most


def test_a_finding_puts_the_start_off_by_one_window_and_says_why(changed: Path, journal: Journal) -> None:
    late = weeks_of_work(FIRST, 30, lambda _w: 0.5)
    late += [(at(date(2026, 3, 2) + timedelta(days=n), "23:30"), "ana", "", "Late") for n in range(0, 28, 3)]
    clone = write(changed.parent / f"late-{journal.root.parent.name}", late)
    with looking(clone, date(2026, 3, 29)) as mirror:
        today = date(2026, 3, 30)
        made = plan.make(wish(), mirror, journal, today)
        assert made.registration.was_found
        assert made.registration.starts_on == date(2026, 5, 4), "next Monday and four weeks more"
        assert made.registration.habit_from == date(2026, 3, 31), "the habit itself begins on the next working day"
        assert slots_of(made.registration)[0].day == date(2026, 3, 31)
        assert any("not counted yet" in word for word in made.words)
        midweek = plan.make(wish(start=date(2026, 4, 8)), mirror, journal, today).registration
        hasty = plan.make(wish(start=date(2026, 4, 6), is_anyway=True), mirror, journal, today).registration
        at_once = plan.make(wish(is_anyway=True), mirror, journal, today).registration
        later = plan.make(wish(start=date(2026, 6, 1), is_anyway=True), mirror, journal, today).registration
    assert (midweek.habit_from, midweek.starts_on) == (date(2026, 4, 8), date(2026, 5, 4)), "only its weeks wait"
    assert hasty.starts_on == at_once.starts_on == date(2026, 4, 6)
    assert hasty.told["at_an_extreme"] is at_once.told["at_an_extreme"] is True
    assert "at_an_extreme" not in midweek.told
    assert "at_an_extreme" not in later.told, "a start that late is fair by itself"


def test_weeks_that_will_say_nothing_are_added_at_the_end(unchanged: Path, journal: Journal) -> None:
    with looking(unchanged) as mirror:
        made = plan.make(wish(start=date(2026, 11, 23)), mirror, journal, TODAY)
    length = (made.registration.ends_on - made.registration.starts_on).days + 1
    assert length == 12 * 7
    assert any("4 of the 12 weeks will not be measured (turn of the year)" in word for word in made.words)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"start": date(2026, 5, 1)}, "lies in the past"),
        ({"start": date(2028, 5, 1)}, "more than a year away"),
        ({"weeks": 4}, "runs 8 to 52 weeks"),
        ({"metric": "truck-factor"}, "cannot be measured week by week"),
        ({"metric": "active-days"}, "where active-days should go is not known"),
        ({"minimum": -1.0}, "between 0 and 10"),
        ({"practice": practices.named("reserve"), "is_randomised": True}, "cannot be switched on and off"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(
    more: dict[str, Any], says: str, unchanged: Path, journal: Journal
) -> None:
    with looking(unchanged) as mirror, pytest.raises(Misuse, match=says):
        plan.make(wish(**more), mirror, journal, TODAY)


def test_a_second_practice_on_the_metric_is_refused_or_marked(unchanged: Path, journal: Journal) -> None:
    with looking(unchanged) as mirror:
        first = plan.make(wish(), mirror, journal, TODAY).registration
        journal.create("experiment", first.id, first.promised())
        now = journal.fresh()
        with pytest.raises(Misuse, match="both act on sole-gate"):
            plan.make(wish(), mirror, now, TODAY)
        marked = plan.make(wish(is_anyway=True), mirror, now, TODAY).registration
        with pytest.raises(Misuse) as later:
            plan.make(wish(), mirror, now, TODAY)
        free = plan.make(wish(metric="touch", direction="down"), mirror, now, TODAY).registration
    assert marked.id == f"{first.id}-2"
    assert marked.confounded_with == (first.id,)
    assert free.confounded_with == ()
    clear = week_start(first.last_week + 1 + 26)
    assert f"--from {clear} or later" in (later.value.next_step or "")
    with looking(unchanged) as mirror:
        assert plan.make(wish(start=clear), mirror, now, TODAY).registration.confounded_with == ()


def test_a_number_beside_the_metric_that_cannot_be_told_is_refused_before_it_is_promised(
    unchanged: Path, journal: Journal
) -> None:
    hers = replace(ZONE, guards=(practices.Moves("lateshare", "up", 0.1),))
    with looking(unchanged) as mirror:
        for broken in (hers, replace(ZONE, comparison="absence")):
            with pytest.raises(Misuse, match=r"no signal 'lateshare'|'absence' cannot be measured week by week"):
                plan.make(wish(practice=broken), mirror, journal, TODAY)


def test_a_metric_of_her_own_choice_is_named_beside_the_practice_s_hypothesis(
    unchanged: Path, journal: Journal
) -> None:
    with looking(unchanged) as mirror:
        borrowed = plan.make(wish(metric="touch", direction="down"), mirror, journal, TODAY).words
        own = plan.make(wish(metric="touch", direction="down", hypothesis="mine"), mirror, journal, TODAY).words
    spoken_of, judged_by = short_of("sole-gate"), short_of("touch")
    assert f"The hypothesis speaks of {spoken_of}; --hypothesis says yours about {judged_by}." in borrowed
    assert not any("The hypothesis speaks of" in word for word in own)


def test_a_count_that_falls_to_nothing_is_seen(tmp_path: Path, journal: Journal) -> None:
    work = weeks_of_work(FIRST, BEFORE + AFTER + 1, lambda _w: 0.5)
    for week in range(BEFORE):
        work += [(at(FIRST + timedelta(weeks=week, days=n), "23:10"), "ana", "", "Late") for n in (0, 1, 3)]
    made = promise(metric="late-nights", minimum=0.3)
    found = judged(made, write(tmp_path / "web", work), journal)
    assert [week.amount for week in found.after.measured] == [0.0] * AFTER
    assert found.verdict.result == "better"


def test_a_question_that_looks_back_a_fortnight_does_so_across_the_start(tmp_path: Path, journal: Journal) -> None:
    """She rewrites a file on the first day that somebody else changed four days earlier."""
    work = weeks_of_work(FIRST, BEFORE + AFTER + 1, lambda _w: 0.5)
    clone = write(tmp_path / "web", work)
    with looking(clone, since=START - timedelta(weeks=80)) as mirror:
        take_back = metric.metric("take-back")
        start = metric.week_of(START)
        whole = metric.tell(take_back, mirror, start - 8, start + 3)
        sides = metric.tell_sides(take_back, mirror, (start - 8, start - 8, start, start + 3))
        alone = metric.tell(take_back, mirror, start, start + 3)
    assert sides.before.weeks + sides.after.weeks == whole.weeks
    assert alone.weeks == sides.after.weeks


def test_a_team_that_shrank_below_five_is_told_no_more(tmp_path: Path, journal: Journal) -> None:
    work = [c for c in weeks_of_work(FIRST, 36, lambda _w: 0.5) if c[0].date() < START or c[1] in {"ana", "bo", "chi"}]
    found = judged(promise(), write(tmp_path / "web", work), journal)
    assert found.verdict.result == "not enough data"
    assert found.before.measured == ()


def test_on_and_off_weeks_are_drawn_beforehand_and_judged_against_every_other_order(
    tmp_path: Path, journal: Journal
) -> None:
    name = "2026-02-25-no-code-zone"
    schedule = draw_schedule(12, name)
    work = weeks_of_work(
        FIRST, BEFORE + 13, lambda w: 0.1 if 0 <= w - BEFORE < 12 and schedule.is_on[w - BEFORE] else 0.8
    )
    clone = write(tmp_path / "web", work)
    on = tuple(START + timedelta(weeks=n) for n, is_on in enumerate(schedule.is_on) if is_on)
    made = promise(design="on-off", on_weeks=on, ends_on=date(2026, 5, 24))

    found = judged(made, clone, journal, date(2026, 5, 31))
    assert found.verdict.result == "better"
    assert found.kind == "randomised"
    assert "Randomised" in found.verdict.words
    assert found.held.told == 2 * sum(schedule.is_on)
    drawing = picture.draw(found)
    assert drawing.off is not None
    assert drawing.band is not None
    assert drawing.off > 0.7, "off weeks are as they were"
    assert drawing.band[0] <= drawing.off + found.verdict.estimate <= drawing.band[1]
    assert "then in off weeks" in picture.in_text(found, 100)[-1]
    assert "orange: the estimate and its interval" in picture.in_svg(found)
    with pytest.raises(CannotTell, match="not those that were drawn"):
        judged(promise(design="on-off", on_weeks=on[1:], ends_on=date(2026, 5, 24)), clone, journal)


def test_a_drawn_plan_has_as_many_weeks_on_as_off(unchanged: Path, journal: Journal) -> None:
    with looking(unchanged) as mirror:
        made = plan.make(wish(is_randomised=True, weeks=12), mirror, journal, TODAY).registration
    weeks = metric.week_of(made.ends_on) - made.start_week + 1
    assert (weeks % 2, len(made.on_weeks)) == (0, weeks // 2)
    again = draw_schedule(weeks, made.id)
    assert made.on_weeks == tuple(week_start(made.start_week + n) for n, on in enumerate(again.is_on) if on)


def test_below_five_people_nothing_is_told_about_the_team(tmp_path: Path, journal: Journal) -> None:
    few = [c for c in weeks_of_work(FIRST, 34, lambda _w: 0.5) if c[1] in {"ana", "bo"}]
    clone = write(tmp_path / "web", few)
    with looking(clone) as mirror:
        assert suggest_hours._online(mirror, mirror.window, "Europe/Berlin") == {}
        words = plan.make(wish(), mirror, journal, TODAY).words
        made = promise(zones=(), zone="")
        drawn = picture.in_text(result.result_of(made, ZONE, mirror, journal), 100)
    assert any("five people" in word for word in words)
    assert len(drawn) == 1, "an axis without a point on it says nothing"
    assert drawn[0].endswith("no week can be drawn yet: nothing was measured, or fewer than five people acted")


def test_hours_are_offered_where_the_team_is_online(unchanged: Path) -> None:
    with looking(unchanged, date(2026, 4, 26)) as mirror:
        assert ZONE.calendar is not None
        slots = suggest_hours.offer(ZONE.calendar, mirror, "Europe/Berlin")
    assert len({slot.weekday for slot in slots}) == 2
    assert all(slot.online is not None and 0.0 < slot.online <= 1.0 for slot in slots)
    assert all("your team is online in" in slot.reason for slot in slots)


def test_the_picture_shows_the_start_the_level_and_the_interval(changed: Path, journal: Journal) -> None:
    found = judged(promise(), changed, journal)
    text = picture.in_text(found, 80)
    assert {line.index("|") for line in text[1:-1]} == {9 + BEFORE}, "the start is one upright line"
    assert "= the estimate, : its interval" in text[-1]
    drawn = picture.in_svg(found)
    root = Tree.fromstring(drawn)
    circles = [e for e in root.iter() if e.tag.endswith("circle")]
    assert len(circles) == found.verdict.weeks_before + found.verdict.weeks_after
    assert "start 2026-03-02" in drawn
    assert "<script" not in drawn
    MIRRORS.close()
    assert drawn == picture.in_svg(judged(promise(), changed, journal)), "same input, same bytes"


def test_the_axis_of_the_picture_ends_just_above_the_data(changed: Path, journal: Journal) -> None:
    found = judged(promise(), changed, journal)

    def labels(scale: float) -> list[str]:
        few = [None if week is None else Week(week.amount * scale, week.size) for week in found.before.weeks]
        after = [None if week is None else Week(week.amount * scale, week.size) for week in found.after.weeks]
        verdict = replace(found.verdict, estimate=None, low=None, high=None)
        small = replace(
            found,
            verdict=verdict,
            before=replace(found.before, weeks=tuple(few)),
            after=replace(found.after, weeks=tuple(after)),
        )
        lines = picture.in_text(small, 80)[1:-1]
        return [lines[n][:8].strip() for n in (0, picture.ROWS // 2, picture.ROWS - 1)]

    assert labels(1.0) == ["100 %", "50 %", "0 %"]
    assert labels(0.02) == ["2 %", "1 %", "0 %"]
    assert labels(0.0) == ["2 %", "1 %", "0 %"]


@pytest.mark.parametrize("outcome", ["better", "worse", "no change seen", "not enough data", "held"])
def test_a_finished_practice_ends_in_one_sentence_and_one_next_step(
    outcome: str, changed: Path, journal: Journal
) -> None:
    found = judged(promise(), changed, journal)
    assert closing_of(found) is None, "not before it is judged"
    facts = {**result.outcome(found, TODAY), "result": "not enough data" if outcome == "held" else outcome}
    kept = {**found.registration.told, "outcome": "adherence"} if outcome == "held" else found.registration.told
    ended = result.with_outcome(replace(found, registration=replace(found.registration, told=kept)), facts)
    ending = closing_of(ended)
    assert ending is not None
    assert ending.says.count(".") == ending.next_step.count(".") == 1
    assert ending.next_step.count("`") == 2, "one thing to type"
    assert ("held 14 of 16" in ending.says) == (outcome == "held")


def test_a_result_as_data_is_plain_and_never_a_score(changed: Path, journal: Journal) -> None:
    data = describe.result_data(judged(promise(), changed, journal), TODAY)
    text = msgspec.json.encode(data).decode()
    assert data.result == "better"
    assert "score" not in text
    assert not [name for name in ("bo", "chi", "dee", "eli", "fay") if f'"{name}' in text or f"{name}@" in text]


def test_where_no_number_can_show_anything_it_is_held_and_not_judged(tmp_path: Path, journal: Journal) -> None:
    quiet = write(tmp_path / "quiet", weeks_of_work(FIRST, BEFORE + AFTER, lambda week: 0.5)[::9])
    with looking(quiet) as mirror:
        made = plan.make(wish(), mirror, journal, TODAY)
        assert not plan.is_realistic(made)
        assert not made.registration.is_judged
        assert made.words[0].startswith("No number of yours can show whether it worked (sole-gate, ")
        one = made.registration
        assert (one.starts_on - one.habit_from).days < 7, "nothing is judged, so no week has to wait"
        assert (one.ends_on - one.starts_on).days == 8 * 7 - 1
        found = result.result_of(replace(made.registration, registered_on=TODAY), ZONE, mirror, journal)
    assert found.verdict.result == "not enough data"
    assert found.verdict.words.startswith("Not judged")
    over = result.with_outcome(found, result.outcome(found, TODAY))
    data = describe.result_data(over, TODAY)
    assert data.result == over.registration.told["held_words"]
    assert data.judged is not None
    assert data.judged["result"] == data.result, "a practice that is held is no failed measurement"


def test_a_practice_whose_weeks_were_empty_goes_on_until_as_many_are_measured(changed: Path, journal: Journal) -> None:
    made = promise()
    found = judged(made, changed, journal)
    assert result.weeks_owed(found) == 0
    gaps = replace(found.after, weeks=(None, None, *found.after.weeks[2:]))
    assert result.weeks_owed(replace(found, after=gaps)) == 2
    longer = replace(made, told={**made.told, "extended_weeks": 2})
    assert (longer.runs_until - made.runs_until).days == 14
