"""Code Refuge: dependence counts with its odds; reviewing, merging and nights alone never make the trap."""

from __future__ import annotations

import pytest

from podium.core.journal_facts import Answered
from podium.evidence.people.me_file import Me, MeFile
from podium.sentences.flags import raised_says
from podium.traps import Context, Reader, judge
from podium.traps.code_refuge import CODE_REFUGE
from traps.answers import Answers

QUIET = {"absence": 0.95, "touch": 0.2, "sole-gate": 0.1, "own-share": 0.1, "take-back": 0.0, "late-nights": 0.0}


def level(name: str, answers: Reader) -> str | None:
    return next(r.level for r in judge(CODE_REFUGE, answers).raised if r.flag.name == name)


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        ("dependent", "watch"),
        ("partly", "watch"),
        ("cannot tell", "clear"),
        ("nobody to compare with", "clear"),
        ("resilient", "clear"),
    ],
)
def test_inferred_absence_alone_is_a_watch_and_what_cannot_be_told_raises_nothing(reading: str, verdict: str) -> None:
    answers = Answers(QUIET | {"absence": 0.4}, readings={"absence": reading})
    assert judge(CODE_REFUGE, answers).verdict == verdict


def test_touching_everything_alone_is_no_gate() -> None:
    assert level("gate", Answers(QUIET | {"touch": 1.0})) == "quiet"


def test_landing_everything_alone_is_no_finding() -> None:
    judged = judge(CODE_REFUGE, Answers(QUIET | {"landed-by-me": 1.0}))
    assert judged.verdict == "clear"


def test_inferred_dependence_with_a_second_leg_is_in_it() -> None:
    answers = Answers(QUIET | {"absence": 0.4, "own-share": 0.9}, readings={"absence": "dependent"})
    assert judge(CODE_REFUGE, answers).verdict == "in it"


GATE = {"touch": 0.8, "sole-gate": 0.8, "eligible": 10.0}
NO_GATE = {"touch": 0.2, "sole-gate": 0.8, "eligible": 10.0}


def test_a_gate_is_touch_and_sole_gate_and_a_wait_or_half_a_year() -> None:
    gate = QUIET | GATE
    assert level("gate", Answers(gate | {"wait-on-me": 9.0}, before=NO_GATE)) == "red"
    assert level("gate", Answers(gate | {"wait-on-me": 3.0}, before=NO_GATE)) == "quiet"
    assert level("gate", Answers(gate, before=NO_GATE)) is None, "nobody knows how long they wait"
    assert level("gate", Answers(gate, before=GATE)) == "amber", "it has stood for half a year and need not grow"
    assert level("gate", Answers(gate | {"wait-on-me": 9.0}, before=GATE)) == "red"


def test_a_gate_that_stood_for_half_a_year_is_not_gone_in_a_month_too_thin_to_tell() -> None:
    assert level("gate", Answers(QUIET | {"touch": None, "sole-gate": None}, before=GATE)) == "amber"
    assert level("gate", Answers(QUIET | {"touch": None, "sole-gate": 0.8, "eligible": 10.0}, before=GATE)) == "amber"
    assert level("gate", Answers(QUIET | {"touch": None, "sole-gate": None}, before=NO_GATE)) is None
    assert level("gate", Answers(QUIET | NO_GATE, before=GATE)) == "quiet", "this month others had a say"


def test_a_gate_told_from_the_weeks_before_says_so() -> None:
    def says(answers: Reader) -> str:
        return raised_says(next(r for r in judge(CODE_REFUGE, answers).raised if r.flag.name == "gate"))[0]

    thin = says(Answers(QUIET | {"touch": None, "sole-gate": None}, before=GATE))
    assert thin.startswith("Nobody but you approved")
    assert thin.endswith("That was over the 26 weeks before; now there is too little to tell.")
    assert "26 weeks before" not in says(Answers(QUIET | GATE, before=GATE))


def test_the_role_is_asked_before_a_gate_makes_the_verdict() -> None:
    asked = Context(connected=frozenset({"code review"}))
    judged = judge(CODE_REFUGE, Answers(QUIET | GATE | {"wait-on-me": 9.0}, before=GATE, context=asked))
    assert judged.verdict == "watch"
    assert "whether landing others' work is your role" in judged.why
    assert judge(CODE_REFUGE, Answers(QUIET | GATE | {"wait-on-me": 9.0}, before=GATE)).verdict == "in it"


def test_a_fair_share_among_few_is_no_gate() -> None:
    five = QUIET | {"touch": 0.8, "sole-gate": 0.45, "eligible": 5.0}
    assert level("gate", Answers(five, before=five)) == "quiet", "2.5 / 5 is a half"
    assert level("gate", Answers(five | {"eligible": 10.0}, before=five | {"eligible": 10.0})) == "amber"


def test_an_integrator_is_not_flagged_for_the_gate_and_still_for_dependence() -> None:
    role = Context(is_integrator=True, connected=frozenset({"code review"}))
    by_role = Answers(QUIET | GATE, before=GATE, readings={"absence": "resilient"}, context=role)
    assert judge(CODE_REFUGE, by_role).verdict == "clear"
    hard = Answers(QUIET | GATE, before=GATE, readings={"absence": "dependent"}, context=role)
    assert judge(CODE_REFUGE, hard).verdict == "watch"


def test_an_address_she_has_not_answered_for_keeps_every_verdict_at_a_watch() -> None:
    doubt = Context(is_integrator=False, doubt="say whether ada@home.example is yours")
    bad = Answers(QUIET | {"own-share": 0.9}, readings={"absence": "dependent"}, context=doubt)
    judged = judge(CODE_REFUGE, bad)
    assert judged.verdict == "watch"
    assert "ada@home.example" in judged.why
    fine = judge(CODE_REFUGE, Answers(QUIET, readings={"absence": "resilient"}, context=doubt))
    assert fine.verdict == "not enough evidence"


def test_a_bad_month_is_no_trap_until_it_comes_again() -> None:
    month = QUIET | {"take-back": 0.12}
    once = judge(CODE_REFUGE, Answers(month, earlier=QUIET, readings={"absence": "resilient"}))
    assert once.verdict == "not enough evidence"
    assert "a bad month is no trap" in once.why
    twice = judge(CODE_REFUGE, Answers(month, earlier=month, readings={"absence": "resilient"}))
    assert twice.verdict == "watch"


def test_a_lower_bound_is_no_evidence_of_quiet() -> None:
    git_only = Context(is_integrator=False)
    assert level("gate", Answers({"touch": 0.0}, context=git_only)) is None
    assert level("gate", Answers({"touch": 0.0})) == "quiet"


def test_nights_and_hours_are_context_and_never_a_verdict() -> None:
    assert level("late", Answers({"late-nights": 12.0})) == "amber"
    worst = Answers({"late-share": 0.9, "late-nights": 12.0}, before={"late-share": 0.1})
    assert judge(CODE_REFUGE, worst).verdict == "not enough evidence"


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
def test_who_approves_and_lands_everything_and_writes_nothing_is_asked_for_her_role(weeks, by: str) -> None:
    made = weeks(reviewer(by=by), file=MeFile(me=Me(emails=("ana@example.org",), hours="Mon-Sun 09:00-18:00")))
    judged = judge(CODE_REFUGE, Reader(made.evidence, made.window()))
    assert {r.flag.name for r in judged.raised if r.is_up} <= {"gate"}
    assert judged.verdict != "in it"
    role = Reader(made.evidence, made.window(), context=Context(is_integrator=True))
    assert not [r.flag.name for r in judge(CODE_REFUGE, role).raised if r.is_up]


@pytest.mark.parametrize(
    ("says", "events", "outcome"),
    [
        ("wrong", 20, "quiet"),
        ("covered", 20, "quiet"),
        ("true", 20, "quiet"),
        ("true", 18, "quiet"),  # two are left, and no flag rises from fewer than three
        ("true", 17, "amber"),
        ("wrong", 11, "amber"),  # 9 of 89 are left
        ("wrong", 12, "quiet"),  # 8 of 88
    ],
)
def test_an_answered_event_does_not_raise_the_same_finding_again(says: str, events: int, outcome: str) -> None:
    answers = tuple(Answered("take-back", str(n), says, "") for n in range(events))
    context = Context(is_integrator=False, answers=answers)
    assert level("take-back", Answers(QUIET | {"take-back": 0.2}, context=context)) == outcome
    other = tuple(a._replace(finding="own-writing") for a in answers)
    untouched = Answers(QUIET | {"take-back": 0.2}, context=Context(is_integrator=False, answers=other))
    assert level("take-back", untouched) == "amber", "an answer is about one finding"
