"""The numbers podium carries about ordinary months, and the rules every judged flag is held to by them."""

from __future__ import annotations

import pytest

from podium import traps
from podium.traps import Flag, Line, base_rates
from podium.traps.base_rates import LEAST_MONTHS, table
from podium.traps.code_refuge import CODE_REFUGE

JUDGED = [flag for trap in traps.every() for flag in trap.flags if not flag.context_only]
# Of every flag that git can tell, so many hundredths of the receipts read by hand must bear its sentence.
LEAST_BORNE = 85
MOST_UP = 20


def _named(name: str) -> Flag:
    return next(flag for flag in JUDGED if flag.name == name)


@pytest.mark.parametrize("flag", JUDGED, ids=lambda flag: flag.name)
def test_a_judged_flag_is_not_up_in_more_than_a_fifth_of_ordinary_months(flag: Flag) -> None:
    for group in ("everybody", "most active"):
        up, months = table().up[group].get(flag.name, (0, 1))
        assert 100 * up <= MOST_UP * months


@pytest.mark.parametrize("flag", JUDGED, ids=lambda flag: flag.name)
def test_the_receipts_of_a_judged_flag_bear_its_sentence(flag: Flag) -> None:
    bore, receipts = table().hand_read.get(flag.name, (1, 1))
    assert 100 * bore >= LEAST_BORNE * receipts


def test_what_git_raises_was_read_by_hand() -> None:
    up = table().up["everybody"]
    assert {flag.name for flag in JUDGED if up.get(flag.name, (0, 1))[0]} <= set(table().hand_read)


def test_the_line_of_own_writing_is_the_percentile_of_the_table() -> None:
    (line,) = _named("own-writing").all_of
    assert isinstance(line, Line)
    shipped = table().p90["own-share"]
    for most, amber in line.by_team:
        size = next(group for group in ("5 to 9", "10 to 19") if most <= 9 or group == "10 to 19")
        assert amber == shipped[f"most active, {size}"]


def test_how_common_a_flag_is_stands_beside_its_precision_and_says_that_it_measures_nobody() -> None:
    said = base_rates.words("take-back", 7)
    assert said.startswith("up in ")
    assert "receipts read by hand bore it out" in said
    assert said.endswith("no measure of anybody")


@pytest.mark.parametrize(("team", "like"), [(5, "5 to 9"), (9, "5 to 9"), (10, "10 to 19"), (19, "10 to 19")])
def test_a_month_is_compared_with_those_of_teams_of_a_like_size(team: int, like: str) -> None:
    assert f" of 100 ordinary months in teams of {like}, " in base_rates.words("take-back", team)


@pytest.mark.parametrize(
    ("everybody", "busiest", "is_said"),
    [((5, 20), (8, 20), True), ((5, 19), (8, 20), False), ((5, 20), (8, 19), False)],
)
def test_a_rate_of_fewer_than_twenty_months_is_not_said(
    monkeypatch: pytest.MonkeyPatch, everybody: tuple[int, int], busiest: tuple[int, int], is_said: bool
) -> None:
    up = {"everybody": {"take-back": everybody}, "most active": {"take-back": busiest}}
    made = base_rates.Table("2026-01-01", months=20, people=9, histories=2, up=up)
    monkeypatch.setattr(base_rates, "table", lambda: made)
    said = base_rates.words("take-back", 7)
    assert said.startswith("up in 25 of 100 ordinary months in teams of five or more, and in 40 of 100") == is_said
    assert bool(said) == is_said


def test_a_flag_nobody_measured_has_no_rate() -> None:
    assert base_rates.words("tickets-back", 7) == ""
    assert table().months >= LEAST_MONTHS
    assert CODE_REFUGE.least_told >= 2
