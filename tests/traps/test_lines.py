"""Lines that read a study's words, and lines that must have held for half a year already."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from podium.core.folds import Row
from podium.core.time import DAY_S, Window
from podium.signals import Signal
from podium.signals.follow_up_days import FOLLOW_UP_DAYS
from podium.signals.late_share import LATE_SHARE
from podium.signals.own_share import OWN_SHARE
from podium.signals.wait_on_me import WAIT_ON_ME
from podium.traps import Context, Line, Reads, Stands
from traps.answers import WINDOW, Answers


class OfFew(Answers):
    """The same answers, but only the first rows are as large as the number; all others are nothing."""

    def __init__(self, now: dict[str, float], large: int) -> None:
        """So many rows are large."""
        super().__init__(now)
        self.large = large

    def rows(self, value: float, window: Window, *, is_share: bool = True) -> tuple[Row, ...]:
        """A hundred receipts."""
        rows = super().rows(value, window, is_share=is_share)
        return tuple(replace(row, amount=value if n < self.large else 0.0) for n, row in enumerate(rows))


READS = Reads(
    OWN_SHARE,
    norm="n",
    red=frozenset({"worse"}),
    amber=frozenset({"slower"}),
    change="c",
    untold=frozenset({"unclear"}),
)
STANDS = Stands((Line(OWN_SHARE, norm="n", amber=0.4), Line(LATE_SHARE, norm="n", amber=0.4)), norm="n")


@pytest.mark.parametrize(
    ("reading", "level", "is_certain"),
    [("worse", "red", True), ("slower", "amber", True), ("as usual", "quiet", False), ("unclear", None, False)],
)
def test_a_studys_words_draw_a_line(reading: str, level: str | None, is_certain: bool) -> None:
    drawn = READS.draw(Answers({"own-share": 0.5}, readings={"own-share": reading}))
    assert (drawn.level, drawn.is_certain, drawn.words) == (level, is_certain, f"50 %: {reading}")


def test_a_study_that_cannot_tell_draws_none() -> None:
    drawn = READS.draw(Answers({}, readings={"own-share": "worse"}))
    assert (drawn.level, drawn.words) == (None, "nothing written down")


@pytest.mark.parametrize(
    ("signal", "large", "level"),
    [(FOLLOW_UP_DAYS, 2, "quiet"), (FOLLOW_UP_DAYS, 3, "red"), (WAIT_ON_ME, 2, "red")],
    ids=["two late days", "three late days", "hours"],
)
def test_of_days_the_rows_past_the_line_bear_it_out_and_of_hours_all_rows(
    signal: Signal, large: int, level: str
) -> None:
    assert Line(signal, norm="n", red=9.0).draw(OfFew({signal.name: 10.0}, large)).level == level


@pytest.mark.parametrize(
    ("before", "level"),
    [
        ({"own-share": 0.5, "late-share": 0.5}, "amber"),
        ({"own-share": 0.5, "late-share": 0.2}, "quiet"),
        ({"own-share": 0.2}, "quiet"),
        ({"late-share": 0.2}, "quiet"),
        ({"own-share": 0.5}, None),
        ({}, None),
    ],
)
def test_all_lines_must_have_held_and_one_that_did_not_is_enough_for_quiet(
    before: dict[str, float], level: str | None
) -> None:
    drawn = STANDS.draw(Answers({"own-share": 0.5, "late-share": 0.5}, before=before))
    assert drawn.level == level
    assert drawn.words.endswith("nothing written down") == (level is None)


@pytest.mark.parametrize(("days", "level"), [(28 + 182, "amber"), (28 + 181, None)])
def test_what_stood_before_she_managed_is_not_hers(days: int, level: str | None) -> None:
    context = Context(is_integrator=False, since_s=WINDOW.end_s - days * DAY_S)
    half = {"own-share": 0.5, "late-share": 0.5}
    drawn = STANDS.draw(Answers(half, before=half, context=context))
    assert drawn.level == level
    assert ("you have not managed for half a year" in drawn.words) == (level is None)
