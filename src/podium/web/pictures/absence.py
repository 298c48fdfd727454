"""The absence test as she can check it by eye.

The others' weeks in blocks of a quarter, hers present or absent.
"""

from __future__ import annotations

from collections.abc import Callable

from podium import signals
from podium.core.absence import BLOCK_WEEKS
from podium.core.time import Window, week_no, week_start
from podium.mirror import Mirror
from podium.signals.absence import ABSENCE
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing
from podium.web.words import say

FOR = "code-refuge"
_WIDTH, _HEIGHT, _FLOOR, _TOP = 880, 210, 170, 26
MINE = "select distinct week_no as week from ours where verb in ('arrived', 'seen') and by_me = 1"


def picture(mirror: Mirror) -> Picture | None:
    """Two years of weeks; None for fewer than five people or without whole weeks."""
    measure = mirror.reader(ABSENCE)
    window = signals.window_of(ABSENCE, mirror.window)
    if mirror.evidence.group_size(window) < signals.GROUP or not measure.rows:
        return None
    others = {int(row.ref): int(row.amount) for row in measure.rows}
    mine = {int(week) for (week,) in mirror.evidence.ask(MINE, window, question="absence") if week is not None}
    weeks = range(_first(window, others, mine), week_no(window.end_s))
    if not weeks or not any(others.get(w, 0) for w in weeks):
        return None
    away = sum(w not in mine for w in weeks)
    caption = say(
        "What the others landed each week, in blocks of {block} weeks. The line is the mean of the weeks with you, the "
        "dash the mean of the {away} weeks without a trace of yours. If the dash lies much lower, work waits for you.",
        block=BLOCK_WEEKS, away=away,
    )  # fmt: skip
    drawing = Drawing(_WIDTH, _HEIGHT, caption)
    _draw(drawing, weeks, others, mine)
    table = [
        (week_start(w).isoformat(), str(others.get(w, 0)), say("present") if w in mine else say("absent"))
        for w in weeks
    ]
    title = say("With you and without you")
    if measure.value is not None:
        title += f": {measure.text}, {measure.reading}"
    key = [("bar", say("you were present")), ("late", say("without a trace of yours"))]
    columns = (say("Week from"), say("Others landed"), say("You"))
    return Picture("absence", title, caption, drawing.svg(), columns, table, key)


def _first(window: Window, others: dict[int, int], mine: set[int]) -> int:
    return max(week_no(window.start_s) + 1, min([*others, *mine]))


def _draw(to: Drawing, weeks: range, others: dict[int, int], mine: set[int]) -> None:
    step = (_WIDTH - 40) / len(weeks)
    top = max(others.get(w, 0) for w in weeks)

    def y(value: float) -> float:
        return _FLOOR - (_FLOOR - _TOP) * value / top

    for start in range(weeks.start, weeks.stop, BLOCK_WEEKS):
        block = range(start, min(start + BLOCK_WEEKS, weeks.stop))
        x = (start - weeks.start) * step
        if (start - weeks.start) // BLOCK_WEEKS % 2:
            to.rect(x, _TOP - 6, len(block) * step, _FLOOR - _TOP + 6, "shade")
        for week in block:
            here = (week - weeks.start) * step
            is_absent = week not in mine
            count = others.get(week, 0)
            tip = f"{week_start(week)}: {count} " + (say("without you") if is_absent else say("with you"))
            to.rect(here + 0.7, y(count), step - 1.4, _FLOOR - y(count), "late" if is_absent else "bar", tip)
            if is_absent:
                to.dot(here + step / 2, _FLOOR + 6, 2, "late", tip)
        _means(to, block, (x, x + len(block) * step), others, mine, y)
        to.text(x + 2, _FLOOR + 24, str(week_start(start)), "label")
    to.line(0, _FLOOR, _WIDTH - 40, _FLOOR, "axis")
    to.text(_WIDTH - 34, y(top) + 4, str(top), "label")
    to.text(_WIDTH - 34, _FLOOR, "0", "label")


def _means(
    to: Drawing, block: range, ends: tuple[float, float], others: dict[int, int], mine: set[int],
    y: Callable[[float], float],
) -> None:  # fmt: skip
    for is_present, mark in ((True, "mean"), (False, "mean without")):
        counts = [others.get(w, 0) for w in block if (w in mine) is is_present]
        if counts:
            mean = sum(counts) / len(counts)
            to.line(ends[0] + 2, y(mean), ends[1] - 2, y(mean), mark, f"{mean:.1f}")
