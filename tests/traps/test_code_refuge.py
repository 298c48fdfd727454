"""Code Refuge: dependence counts with its odds; reviewing, merging and nights alone never make the trap."""

from __future__ import annotations

import pytest

from podium.evidence.people.me_file import Me, MeFile
from podium.traps import Context, Reader, judge
from podium.traps.code_refuge import CODE_REFUGE
from traps.answers import Answers

QUIET = {"absence": 0.95, "touch": 0.2, "sole-gate": 0.1, "own-share": 0.1, "take-back": 0.0, "late-nights": 0.0}


def level(name: str, answers: Reader) -> str | None:
    return next(r.level for r in judge(CODE_REFUGE, answers).raised if r.flag.name == name)


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        ("dependent", "in it"),
        ("looks dependent, too few absences to tell", "watch"),
        ("partly", "watch"),
        ("resilient", "clear"),
    ],
)
def test_absence_is_red_only_when_chance_is_ruled_out(reading: str, verdict: str) -> None:
    answers = Answers(QUIET | {"absence": 0.4}, readings={"absence": reading})
    assert judge(CODE_REFUGE, answers).verdict == verdict


def test_touching_everything_alone_is_no_gate() -> None:
    assert level("gate", Answers(QUIET | {"touch": 1.0})) == "quiet"


def test_landing_everything_alone_is_no_finding() -> None:
    judged = judge(CODE_REFUGE, Answers(QUIET | {"landed-by-me": 1.0}))
    assert judged.verdict == "clear"


def test_a_gate_is_touch_and_sole_gate_and_growing_concentration() -> None:
    gate = QUIET | {"touch": 0.8, "sole-gate": 0.8, "eligible": 10.0}
    assert level("gate", Answers(gate | {"concentration": 0.5}, before={"concentration": 0.2})) == "red"
    steady = gate | {"concentration": 0.2}
    assert level("gate", Answers(steady | {"wait-on-me": 3.0}, before={"concentration": 0.2})) == "quiet"
    assert level("gate", Answers(steady | {"wait-on-me": 9.0}, before={"concentration": 0.2})) == "red"
    assert level("gate", Answers(steady, before={"concentration": 0.2})) is None, "nobody knows how long they wait"
    assert level("gate", Answers(gate)) is None, "without a past nobody knows whether it grew"


def test_a_fair_share_among_few_is_no_gate() -> None:
    grown = {"concentration": 0.5}
    five = QUIET | {"touch": 0.8, "sole-gate": 0.45, "eligible": 5.0} | grown
    ten = five | {"eligible": 10.0}
    assert level("gate", Answers(five, before={"concentration": 0.2})) == "quiet", "2.5 / 5 is a half"
    assert level("gate", Answers(ten, before={"concentration": 0.2})) == "red"


def test_an_integrator_is_not_flagged_for_the_gate_and_still_for_dependence() -> None:
    gate = {"touch": 0.9, "sole-gate": 0.9, "eligible": 10.0, "concentration": 0.5}
    role = Context(is_integrator=True)
    by_role = Answers(QUIET | gate, before={"concentration": 0.2}, readings={"absence": "resilient"}, context=role)
    assert judge(CODE_REFUGE, by_role).verdict == "clear"
    hard = Answers(QUIET | gate, before={"concentration": 0.2}, readings={"absence": "dependent"}, context=role)
    assert judge(CODE_REFUGE, hard).verdict == "in it"


def test_nights_and_hours_are_context_and_at_most_a_watch() -> None:
    assert level("late", Answers({"late-nights": 12.0})) == "amber"
    worst = Answers({"late-share": 0.9, "late-nights": 12.0}, before={"late-share": 0.1})
    assert judge(CODE_REFUGE, worst).verdict == "watch"


def test_hours_are_held_against_her_own_past() -> None:
    steady = Answers({"late-share": 0.6, "late-nights": 0.0}, before={"late-share": 0.6})
    assert level("late", steady) == "quiet"


def test_below_four_reports_the_trap_is_not_judged() -> None:
    answers = Answers({"own-share": 0.9}, readings={"absence": "dependent"}, context=Context(reports=3))
    judged = judge(CODE_REFUGE, answers)
    assert judged.verdict == "not enough evidence"
    assert "3 reports" in judged.why


def reviewer(*, by: str) -> str:
    """Eight others whose every change she alone approves or lands, while she writes nothing."""
    others = ("bo", "chi", "dee", "eli", "fay", "gus", "hal", "ida")
    return "\n".join(
        f"2026-{1 + n // 60:02d}-{1 + (n % 60) // 3:02d} 1{n % 8}:00+0100 {others[n % 8]} wrote c{n} f{n}.py {by}"
        for n in range(180)
    )


@pytest.mark.parametrize("by", ["reviewed=ana", "by=ana", "by=ana reviewed=ana"])
def test_who_approves_and_lands_everything_and_writes_nothing_is_not_flagged(weeks, by: str) -> None:
    made = weeks(reviewer(by=by), file=MeFile(me=Me(emails=("ana@example.org",), hours="Mon-Sun 09:00-18:00")))
    judged = judge(CODE_REFUGE, Reader(made.evidence, made.window()))
    assert not [r.flag.name for r in judged.raised if r.level in {"red", "amber"}]
