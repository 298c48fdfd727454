"""The absence test to be checked by eye: the others' weeks in its blocks, and what each says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from podium.app import picture_data
from podium.app.picture_data import BLOCK_WEEKS
from podium.app.wording import say, say_many
from podium.core.time import week_start
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing

if TYPE_CHECKING:
    from podium.app.picture_data import WeekOfOthers
    from podium.mirror.mirror import Mirror

FOR = "code-refuge"
_WIDTH, _HEIGHT, _FLOOR, _TOP, _RIGHT = 880, 232, 176, 40, 40
# Below that many weeks away one odd week moves the answer.
FEW_WEEKS = 12
_WORDS = {"here": "with you", "away": "without you", "out": "left out"}


def picture(mirror: Mirror) -> Picture | None:
    """Two years of weeks; None for fewer than five people or without whole weeks."""
    absence = picture_data.absence(mirror)
    if absence is None:
        return None
    weeks = absence.weeks
    if not any(week.pace for week in weeks):
        return None
    blocks = in_blocks(weeks)
    caption = say(
        "What the others landed each week beside a usual week of theirs, in blocks of {block} weeks, shaded by "
        "turns. In a block with weeks of both "
        "kinds, the number is what the weeks without you ({away} in all) brought beside the weeks with you. The test "
        "puts these blocks together.",
        block=BLOCK_WEEKS,
        away=sum(week.state == "away" for week in weeks),
    )
    if (away := sum(week.state == "away" for week in weeks)) < FEW_WEEKS:
        caption += " " + say_many(
            "{count} week without you is a small number: read it with care.",
            "{count} weeks without you are a small number: read them with care.",
            away,
        )
    if not absence.answer:
        caption += " " + say("Together they cannot tell yet: {why}.", why=absence.why_none)
    drawing = Drawing(_WIDTH, _HEIGHT, caption)
    _draw(drawing, weeks, blocks)
    title = say("With you and without you")
    if absence.answer:
        title += f": {absence.answer}, {say(absence.reading)}"
    return Picture(
        "absence",
        title,
        caption,
        drawing.svg(),
        (say("Week from"), say("Others landed"), say("You")),
        [(week_start(week.number), _percent(week.pace), say(_WORDS[week.state])) for week in weeks],
        _key(weeks),
    )


def in_blocks(weeks: Sequence[WeekOfOthers]) -> list[list[WeekOfOthers]]:
    """Thirteen weeks that count in each block; the weeks left out lie between them and count for nothing."""
    counted = [week for week in weeks if week.state != "out"]
    return [counted[start : start + BLOCK_WEEKS] for start in range(0, len(counted), BLOCK_WEEKS)]


def mean(block: Sequence[WeekOfOthers], state: str) -> float | None:
    """What the others landed on average in the weeks of one kind; None without such a week."""
    paces = [week.pace for week in block if week.state == state]
    return sum(paces) / len(paces) if paces else None


def _percent(pace: float) -> str:
    return f"{100 * pace:.0f} %"


def _key(weeks: Sequence[WeekOfOthers]) -> list[tuple[str, str]]:
    key = [("bar", say("a week with you")), ("late", say("a week without a trace of yours"))]
    if any(week.state == "out" for week in weeks):
        key.append(("pale", say("left out: the turn of the year, or leave that was not kept")))
    return [*key, ("mean line", say("mean with you")), ("without line", say("mean without you"))]


def _draw(to: Drawing, weeks: Sequence[WeekOfOthers], blocks: Sequence[Sequence[WeekOfOthers]]) -> None:
    step = (_WIDTH - _RIGHT) / len(weeks)
    top = max(week.pace for week in weeks)
    first = weeks[0].number
    for number, block in enumerate(blocks):
        left_edge, right = (block[0].number - first) * step, (block[-1].number + 1 - first) * step
        if number % 2:
            to.rect(left_edge, _TOP - 14, right - left_edge, _FLOOR - _TOP + 14, "shade")
    to.scale((0, _WIDTH - _RIGHT), (_TOP, _FLOOR), round(100 * top), say("per cent of the others' usual week"))
    for week in weeks:
        _bar(to, week, (week.number - first) * step, step, (_FLOOR - _TOP) / top)
    for block in blocks:
        left_edge, right = (block[0].number - first) * step, (block[-1].number + 1 - first) * step
        _means(to, block, (left_edge, right), (_FLOOR - _TOP) / top)
        to.text(left_edge + 2, _FLOOR + 24, str(_monday(block)), "label")
    to.line(0, _FLOOR, _WIDTH - _RIGHT, _FLOOR, "axis")


def _monday(block: Sequence[WeekOfOthers]) -> date:
    return week_start(block[0].number)


def _bar(to: Drawing, week: WeekOfOthers, x: float, step: float, scale: float) -> None:
    mark = {"here": "bar", "away": "late", "out": "pale"}[week.state]
    tip = f"{week_start(week.number)}: {_percent(week.pace)}, {say(_WORDS[week.state])}"
    to.bar(x + 0.7, _FLOOR - week.pace * scale, step - 1.4, week.pace * scale, mark, tip)
    if week.state == "away":
        to.dot(x + step / 2, _FLOOR + 6, 2, "late", tip)


def _means(to: Drawing, block: Sequence[WeekOfOthers], ends: tuple[float, float], scale: float) -> None:
    here, away = mean(block, "here"), mean(block, "away")
    for value, mark in ((here, "mean"), (away, "mean without")):
        if value is not None:
            to.line(ends[0] + 2, _FLOOR - value * scale, ends[1] - 2, _FLOOR - value * scale, mark, _percent(value))
    if here and away is not None:
        to.text(sum(ends) / 2, _FLOOR + 42, say("{share} %", share=round(100 * away / here)), "share", "middle")
