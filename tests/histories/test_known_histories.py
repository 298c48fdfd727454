"""The field guide's absence table from weekly counts of public histories: numbers only, no clone needed."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from podium.statistics.absence_test import Absence, absence_test

FILES = sorted(Path(__file__).parent.glob("*.json"))


def counts(text: str) -> list[int]:
    return [int(n) for n in text.split()]


def flags(text: str) -> list[bool]:
    return [c == "1" for c in text]


def asked(told: dict[str, Any], order: list[int] | None = None) -> Absence:
    keep = range(len(told["bundle"])) if order is None else order
    answer = absence_test(
        told["first_week"],
        flags(told["present"]),
        counts(told["others"]),
        [counts(told["bundle"][k]) for k in keep],
        counts(told["total"]),
        bundle_present=[flags(told["bundle_present"][k]) for k in keep],
    )
    assert answer is not None
    return answer


def wanted(told: dict[str, Any], name: str) -> str | int:
    """What the guide prints, or the value of an understood difference (`explained` says why)."""
    value: str | int = told["explained"].get(name, {}).get("computed", told["expected"][name])
    return value


@pytest.fixture(params=FILES, ids=[file.stem for file in FILES])
def told(request: pytest.FixtureRequest) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return read


def test_all_seven_windows_are_here_and_small() -> None:
    assert len(FILES) == 7
    assert sum(file.stat().st_size for file in FILES) < 200_000


def test_the_reading_is_the_guides_or_its_difference_is_understood(told: dict[str, Any]) -> None:
    answer = asked(told)
    assert answer.reading == wanted(told, "reading")
    assert (answer.present_weeks, answer.absent_weeks) == (told["expected"]["present"], told["expected"]["absent"])
    assert answer.placebo_n == told["expected"]["placebo_n"]


@pytest.mark.parametrize("name", ["naive", "detrended", "placebo", "index"])
def test_every_ratio_agrees_to_the_digits_printed(told: dict[str, Any], name: str) -> None:
    value = getattr(asked(told), name)
    if (
        name not in told["expected"]
        or wanted(told, name) == "none"
        or (told["expected"]["placebo_n"] < 3 and name == "placebo")
    ):
        assert value is None
    else:
        assert value == pytest.approx(float(wanted(told, name)), abs=0.005)


def test_p_agrees_within_what_two_thousand_draws_can_tell(told: dict[str, Any]) -> None:
    p, said = asked(told).p, float(wanted(told, "p"))
    assert p is not None
    assert abs(p - said) <= 0.005 + 4 * math.sqrt(max(said * (1 - said), 1 / 2000) / 2000)


def test_the_order_of_the_people_changes_nothing(told: dict[str, Any]) -> None:
    order = list(range(len(told["bundle"])))
    random.Random(7).shuffle(order)
    assert asked(told, order) == asked(told)


def test_nobody_is_named_in_the_counts(told: dict[str, Any]) -> None:
    assert set(told) == {
        "about",
        "expected",
        "tolerance",
        "explained",
        "first_week",
        "present",
        "others",
        "total",
        "bundle",
        "bundle_present",
    }
    for name in ("present", "others", "total"):
        assert set(told[name]) <= set("0123456789 ")
    for series in told["bundle"] + told["bundle_present"]:
        assert set(series) <= set("0123456789 ")
