"""A reader asks each signal once, and leaves out what she called wrong; of a group it tells no number of a part."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from podium.core.journal_facts import Answered
from podium.core.measure import Exact, Measure
from podium.core.time import Window
from podium.signals import Signal
from podium.signals.late_share import LATE_SHARE
from podium.signals.own_share import OWN_SHARE
from podium.traps import Context, Reader
from traps.answers import WINDOW, Answers


class OfGroup(Answers):
    """The same answers, each about a group."""

    def __call__(self, signal: Signal, window: Window | None = None) -> Measure:
        """The answer written down, with the exact number for verdicts beside it."""
        measure = super().__call__(signal, window)
        return replace(measure, is_group=True, exact=Exact(measure.value, measure.rows))


@pytest.mark.parametrize(("wrong", "told", "exact"), [(0, 0.5, 0.5), (80, 0.5, 0.0), (81, None, None)])
def test_of_a_group_her_answers_change_the_verdict_and_no_number_that_is_told(
    wrong: int, told: float | None, exact: float | None
) -> None:
    answers = tuple(Answered(finding="f", event=str(n), says="wrong", because="a test") for n in range(wrong))
    measure = OfGroup({"own-share": 0.5}, context=Context(answers=answers)).answering("f")(OWN_SHARE)
    assert (measure.value, measure.for_judging.value) == (told, exact)
    assert measure.for_judging.n == 100 - wrong
    assert bool(measure.why_none) == (told is None)


class Known:
    """Knows every measure already."""

    def take(self, signal: Signal, window: Window, *, with_own: bool) -> Measure:
        """The share of the window; a third where her own rows are asked for, too."""
        return Answers({"own-share": 0.3 if with_own else 0.6})(signal, window)


@pytest.mark.parametrize("with_own", [True, False])
def test_what_was_read_is_there_with_her_own_rows_or_without(with_own: bool) -> None:
    reader = Reader(None, WINDOW, context=Context())  # type: ignore[arg-type] - nothing is asked of evidence
    reader.ahead = Known()
    assert reader.measure_of(OWN_SHARE, WINDOW) is None
    if with_own:
        reader(OWN_SHARE)
    else:
        reader.read_for(OWN_SHARE, WINDOW)
    measure = reader.measure_of(OWN_SHARE, WINDOW)
    assert measure is not None
    assert measure.value == (0.3 if with_own else 0.6)
    assert reader.is_read(OWN_SHARE, WINDOW, with_own=with_own)
    assert not reader.is_read(OWN_SHARE, WINDOW, with_own=not with_own)


def test_what_was_asked_stands_by_signal_and_by_window_the_one_that_ends_first_at_first() -> None:
    reader = Reader(None, WINDOW, context=Context())  # type: ignore[arg-type] - nothing is asked of evidence
    reader.ahead = Known()
    before = WINDOW.before(days=28)
    longer = Window(before.start_s, WINDOW.end_s)
    for signal, window in ((OWN_SHARE, WINDOW), (LATE_SHARE, WINDOW), (OWN_SHARE, longer), (OWN_SHARE, before)):
        reader(signal, window)
    asked = [(measure.signal, measure.window) for measure in reader.measures]
    assert asked == [
        ("late-share", WINDOW),
        ("own-share", before),
        ("own-share", longer),
        ("own-share", WINDOW),
    ]


@pytest.mark.parametrize(("seconds", "hers"), [(-1, True), (0, True), (1, False)])
def test_a_window_is_hers_from_the_day_she_manages(seconds: int, hers: bool) -> None:
    since_s = WINDOW.start_s + seconds
    reader = Reader(None, WINDOW, context=Context(since_s=since_s))  # type: ignore[arg-type]
    assert reader.is_hers(WINDOW) == hers
    before = reader.weeks_before()
    assert before.start_s == min(since_s, WINDOW.start_s)
    assert before.end_s == WINDOW.start_s
