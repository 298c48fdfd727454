"""The dip is plain arithmetic: it adds up, it comes first, and it says what it assumes and when it never pays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import Misuse
from podium.programs.reserve.forecast import DIP_WEEKS, Plan, assumptions, forecast, words

SHARES = st.floats(0, 1)


def test_a_team_of_six_with_a_third_reactive() -> None:
    weeks = forecast(Plan(6, 0.35))
    assert [round(weeks[n].planned, 2) for n in (0, 1, 4, 12)] == [19.5, 13.5, 13.5, 16.65]
    said = words(Plan(6, 0.35), weeks)
    assert "weeks 1 to 4: 13.5 (-31 %); the incidents are still there" in said
    assert "57 % of the reactive work has to go" in said[-1]


@given(st.integers(1, 500), SHARES, SHARES, SHARES, st.floats(0, 5_000))
def test_every_week_adds_up_to_what_the_team_has_or_says_no(
    people: int, reactive: float, share: float, removes: float, toil: float
) -> None:
    plan = Plan(people, reactive, share, removes, toil)
    weeks = forecast(plan)
    for week in weeks:
        whole = week.reserve + week.reactive + week.planned
        assert whole == pytest.approx(max(plan.capacity, week.reserve + week.reactive))
        assert min(week.reserve, week.reactive, week.planned) >= -1e-9
    assert all(week.planned <= weeks[0].planned + 1e-9 for week in weeks[1 : DIP_WEEKS + 1]), "worse before better"
    later = [week.planned for week in weeks[DIP_WEEKS:]]
    assert later == sorted(later)
    assert words(plan, weeks)


def test_it_says_when_it_pays_and_when_it_never_can() -> None:
    strong = Plan(6, 0.6, removes=0.8)
    assert words(strong, forecast(strong))[-1] == "planned work is back where it was in week 8"
    calm = Plan(6, 0.1)
    assert "it never pays: all reactive work is 10 %, the reserve 20 %" in words(calm, forecast(calm))[-1]


def test_more_than_everything_asks_for_a_no() -> None:
    full = Plan(6, 0.9, share=0.4)
    assert any("something has to be said no to" in line for line in words(full, forecast(full)))
    nothing = Plan(6, 1.0)
    assert words(nothing, forecast(nothing))


def test_toil_of_the_ledger_is_counted_in_days_and_said() -> None:
    with_toil, without = Plan(6, 0.35, toil_min=480), Plan(6, 0.35)
    assert forecast(with_toil)[-1].planned - forecast(without)[-1].planned == pytest.approx(1)
    assert "480 minutes of toil" in " ".join(assumptions(with_toil))
    assert "toil" not in " ".join(assumptions(without))


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": 0},
        {"people": 10**9},
        {"reactive": -0.1},
        {"reactive": 35.0},
        {"share": float("nan")},
        {"removes": 2.0},
        {"toil_min": -1.0},
        {"toil_min": float("inf")},
    ],
)
def test_what_no_team_can_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(Misuse):
        Plan(**({"people": 6, "reactive": 0.35} | wrong))  # type: ignore[arg-type]
