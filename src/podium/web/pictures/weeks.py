"""Weeks side by side: one small picture for each question of a trap, with its norm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from podium.app import picture_data
from podium.app.picture_data import say_value
from podium.app.wording import day_of, say, say_many, short_of
from podium.core.time import WEEK_S
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing

if TYPE_CHECKING:
    from podium.app.picture_data import Trap, WeekOfQuestion, WeeksOfQuestion
    from podium.mirror.mirror import Mirror

_WIDTH, _HEIGHT, _FLOOR, _TOP, _MARGIN = 320, 96, 78, 8, 44
# Fewer weeks with a value make no picture; the receipts hold them all the same.
LEAST_WEEKS = 4


def key() -> list[tuple[str, str]]:
    """What the marks of all the small pictures mean, said once for all of them."""
    return [
        ("bar", say("a week before")),
        ("now", say("a week looked at")),
        ("norm line", say("where it is raised, and the band beyond")),
        ("unseen", say("too little to count")),
    ]


def pictures(mirror: Mirror, trap: Trap) -> list[Picture]:
    """The weeks of every question of a trap that can be told week by week."""
    drawn = [_picture(mirror, question) for question in picture_data.questions_of(mirror, trap)]
    return [picture for picture in drawn if picture is not None]


def _picture(mirror: Mirror, question: WeeksOfQuestion) -> Picture | None:
    weeks, unit, norm = question.weeks, question.unit, question.norm
    values = [week.value for week in weeks if week.value is not None]
    if len(values) < LEAST_WEEKS:
        return None
    top = 1.0 if unit == "share" and max(values) > 0.5 else max([*values, norm or 0.0]) * 1.15
    empty = sum(week.value is None for week in weeks)
    now = question.now or say("cannot tell, {why}", why=question.why_none)
    caption = say("{weeks} weeks; the last {n} are looked at: {now}.", weeks=len(weeks), n=_in_window(mirror), now=now)
    if empty:
        caption += " " + say_many(
            "Shaded: {count} week with too little to count.", "Shaded: {count} weeks with too little to count.", empty
        )
    title = say(short_of(question.name))
    title = title[:1].upper() + title[1:]
    svg = Markup("")
    if min(values) == max(values):
        caption = say("{value} in each of {weeks} weeks.", value=say_value(values[0], unit), weeks=len(values))
    else:
        drawing = Drawing(_WIDTH, _HEIGHT, f"{title}. {caption}")
        _draw(drawing, weeks, (top, norm), unit, mirror.window.start_s)
        svg = drawing.svg()
    table = [(day_of(w.start_s), "–" if w.value is None else say_value(w.value, unit), w.size) for w in weeks]
    columns = (say("Week from"), title, say("Rests on"))
    return Picture(question.name, title, caption, svg, columns, table, layout="small")


def _in_window(mirror: Mirror) -> int:
    return round(mirror.window.days / 7)


def _draw(
    to: Drawing, weeks: Sequence[WeekOfQuestion], scale: tuple[float, float | None], unit: str, since_s: int
) -> None:
    top, norm = scale
    step = (_WIDTH - _MARGIN) / len(weeks)

    def height(value: float) -> float:
        return (_FLOOR - _TOP) * min(value, top) / top if top else 0.0

    if norm is not None and norm <= top:
        to.rect(0, _TOP, _WIDTH - _MARGIN, _FLOOR - _TOP - height(norm), "band")
    for number, week in enumerate(weeks):
        x, at_s, value, rows = number * step, week.start_s, week.value, week.size
        if value is None:
            tip = say("{day}: too little to count ({rows})", day=day_of(at_s), rows=rows)
            to.bar(x, _TOP, step, _FLOOR - _TOP, "unseen", tip)
            continue
        mark = "now" if at_s + WEEK_S > since_s else "bar"
        tall = max(height(value), 1.2)
        tip = f"{day_of(at_s)}: {say_value(value, unit)} ({rows})"
        to.bar(x + 0.8, _FLOOR - tall, step - 1.6, tall, mark, tip)
    if norm is not None and norm <= top:
        to.line(0, _FLOOR - height(norm), _WIDTH - _MARGIN, _FLOOR - height(norm), "norm")
        to.text(_WIDTH - _MARGIN + 5, _FLOOR - height(norm) + 4, _short(norm, unit), "label strong")
    to.line(0, _FLOOR, _WIDTH - _MARGIN, _FLOOR, "axis")
    to.text(0, _HEIGHT - 4, str(day_of(weeks[0].start_s)), "label")
    to.text(_WIDTH - _MARGIN, _HEIGHT - 4, str(day_of(weeks[-1].start_s)), "label", "end")
    to.text(_WIDTH - _MARGIN + 5, _FLOOR + 3, "0", "label")
    if top and (norm is None or abs(height(norm) - height(top)) > 14):
        to.text(_WIDTH - _MARGIN + 5, _TOP + 6, _short(top, unit), "label")


def _short(value: float, unit: str) -> str:
    """A number beside an axis, without a unit that does not fit."""
    return say_value(value, unit) if unit == "share" else f"{value:.3g}"
