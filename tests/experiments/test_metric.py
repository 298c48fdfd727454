"""A number told week by week is the number its signal tells: same unit, same rows, never another statistic."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from podium import signals
from podium.core.errors import Misuse
from podium.core.folds import Fold
from podium.core.time import Window
from podium.evidence.people.me_file import Me, MeFile
from podium.experiments import metric
from podium.experiments.metric import start_of, week_of
from podium.laws.of_signals import busy
from podium.laws.weeks import Week
from podium.statistics.verdict import say_level

FIRST, LAST = week_of(date(2026, 1, 5)), week_of(date(2026, 8, 3))


def looking(made: Any) -> Any:
    """What a metric reads of a mirror: the evidence and her own file."""
    return SimpleNamespace(evidence=made.evidence, file=made.file)


@pytest.fixture(scope="module")
def busy_weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    """The busy weeks of the laws, read by every metric and changed by none."""
    made = Week(busy(3), tmp_path_factory.mktemp("busy"))
    yield made
    made.evidence.close()


@pytest.mark.parametrize("name", sorted(set(metric.names())))
def test_all_weeks_together_say_what_the_signal_says(busy_weeks: Week, name: str) -> None:
    made = busy_weeks
    signal = replace(signals.named(name), least=1, over="window")
    window = Window(start_of(FIRST), start_of(LAST + 1))
    value = signals.read(signal, made.evidence, window).value
    # Without the weeks before, which a question that looks back reads as well.
    series = metric.tell(metric.metric(name), looking(made), FIRST, LAST)
    if not isinstance(signal.fold, Fold) or value is None or not series.measured:
        return
    if series.kind == "share":
        assert series.amount / series.size == pytest.approx(value, abs=0.02)
    elif series.kind == "count":
        assert series.amount == pytest.approx(value)
    else:
        low, high = (math.exp(f(week.amount for week in series.measured)) for f in (min, max))
        assert low * 0.2 <= max(value, signal.fold.least) <= high * 5.0


def test_meeting_load_is_the_share_of_hours_and_not_of_days(weeks: Any) -> None:
    day = "2026-{:02d}-{:02d} 10:00+0100 ana met m{} with=bo until=12:00\n"
    text = "".join(day.format(*divmod(200 + d, 100), d) for d in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13))
    file = MeFile(
        me=Me(emails=("ana@example.org",), aliases=("ana",), hours="Mon-Fri 09:00-17:00", zone="Europe/Berlin")
    )
    made = weeks(text, file=file)
    first = week_of(date(2026, 2, 2))
    series = metric.tell(metric.metric("meeting-load"), looking(made), first, first + 1)
    assert [(week.amount, week.size) for week in series.measured] == [(10.0, 40.0), (10.0, 40.0)]
    assert say_level(series) == "25 %"
    assert made.read(signals.named("meeting-load")).text == "25 %"


def test_a_duration_is_told_in_the_unit_of_its_signal() -> None:
    fold = signals.named("wait-on-me").fold
    assert isinstance(fold, Fold)
    asked = SimpleNamespace(
        ask=lambda select, window, *, question: [
            (start_of(w) + 3600, f"{w}.{n}", 5400) for w in range(FIRST, FIRST + 4) for n in range(4)
        ],
        group_size=lambda window: 9,
        withheld=lambda window: "",
    )
    mirror: Any = SimpleNamespace(
        evidence=asked, file=SimpleNamespace(me=SimpleNamespace(leave=(), manages_since=None))
    )
    series = metric.tell(metric.metric("wait-on-me"), mirror, FIRST, FIRST + 3)
    assert say_level(series) == "1.5 hours (typical)"
    assert fold([signals.Row(0, "", 5400)]) == 1.5


def test_a_number_that_can_lie_below_zero_is_refused_and_not_cut_off() -> None:
    with pytest.raises(Misuse, match="cannot be measured week by week"):
        metric.metric("head-start")


def test_nothing_is_decided_by_the_printed_name_of_a_fold() -> None:
    for signal in signals.every():
        renamed = replace(signal, fold=replace(signal.fold, name="median: sum of words"))
        assert metric.kind_of(renamed) == metric.kind_of(signal), signal.name
