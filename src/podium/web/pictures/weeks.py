"""Weeks side by side: one small picture for each question of a trap, with its norm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from podium.app.wording import day_of, say, say_many
from podium.core.folds import Fold, Row
from podium.core.measure import say as say_value
from podium.core.time import DAY_S, WEEK_S, Window
from podium.experiments import metric
from podium.mirror.mirror import Mirror
from podium.signals import Signal, read
from podium.traps import BASELINE_DAYS, AnyLine, Line, Trap
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing

_WIDTH, _HEIGHT, _FLOOR, _TOP, _MARGIN = 320, 96, 78, 8, 44
# A share of one or two is no share.
LEAST_OF_A_SHARE = 3
# Fewer weeks with a value make no picture; the receipts hold them all the same.
LEAST_WEEKS = 4


def key() -> list[tuple[str, str]]:
    """What the marks of all the small pictures mean, said once for all of them."""
    return [
        ("bar", say("a week before")),
        ("now", say("a week of the window")),
        ("norm line", say("the line, and the band beyond it")),
        ("unseen", say("too little to count")),
    ]


def pictures(mirror: Mirror, trap: Trap) -> list[Picture]:
    """The weeks of every question of a trap that can be told week by week."""
    return [picture for signal, line in _asked(trap) if (picture := _picture(mirror, signal, line)) is not None]


def _asked(trap: Trap) -> Iterator[tuple[Signal, AnyLine | None]]:
    seen: set[str] = set()
    pairs: list[tuple[Signal, AnyLine | None]] = [(trap.picture, None)] if trap.picture else []
    drawn = [(line.signal, line) for flag in trap.flags for line in (*flag.all_of, *flag.any_of)]
    of_picture = [pair for pair in drawn if trap.picture and pair[0].name == trap.picture.name]
    for signal, line in [*of_picture, *pairs, *drawn]:
        if signal.name not in seen and signal.name in metric.names():
            seen.add(signal.name)
            yield signal, line


def weekly(mirror: Mirror, signal: Signal) -> list[tuple[int, float | None, int]]:
    """First second of each week, its value and how many rows it rests on; baseline first, the window last."""
    whole = Window(mirror.window.start_s - BASELINE_DAYS * DAY_S, mirror.window.end_s)
    count = (whole.end_s - whole.start_s) // WEEK_S
    first_s = whole.end_s - count * WEEK_S
    rows: list[list[Row]] = [[] for _ in range(count)]
    for row in read(replace(signal, least=0), mirror.evidence, whole).rows:
        place = (row.moment - first_s) // WEEK_S
        if 0 <= place < count:
            rows[place].append(row)
    return [(first_s + n * WEEK_S, _value(signal, r), len(r)) for n, r in enumerate(rows)]


def _value(signal: Signal, rows: list[Row]) -> float | None:
    if not isinstance(signal.fold, Fold) or len(rows) < (LEAST_OF_A_SHARE if signal.fold.unit == "share" else 1):
        return None
    return signal.fold(rows)


def _picture(mirror: Mirror, signal: Signal, line: AnyLine | None) -> Picture | None:
    weeks = weekly(mirror, signal)
    values = [value for _, value, _ in weeks if value is not None]
    if len(values) < LEAST_WEEKS or not isinstance(signal.fold, Fold):
        return None
    unit = signal.fold.unit
    norm = _norm(line)
    top = 1.0 if unit == "share" and max(values) > 0.5 else max([*values, norm or 0.0]) * 1.15
    empty = sum(value is None for _, value, _ in weeks)
    now = read(signal, mirror.evidence, mirror.window)
    told = now.text if now.value is not None else say("cannot be told, {why}", why=now.why_none)
    caption = say(
        "{weeks} weeks; the last {n} are the window: {now}.", weeks=len(weeks), n=_in_window(mirror), now=told
    )
    if empty:
        caption += " " + say_many(
            "Shaded: {count} week with too little to count.", "Shaded: {count} weeks with too little to count.", empty
        )
    drawing = Drawing(_WIDTH, _HEIGHT, f"{say(signal.asks)} {caption}")
    _draw(drawing, weeks, (top, norm), unit, mirror.window.start_s)
    table = [(day_of(s), "–" if v is None else say_value(v, unit), str(n)) for s, v, n in weeks]
    columns = (say("Week from"), signal.name, say("Rests on"))
    return Picture(signal.name, say(signal.asks), caption, drawing.svg(), columns, table, layout="small")


def _in_window(mirror: Mirror) -> int:
    return round(mirror.window.days / 7)


def _norm(line: AnyLine | None) -> float | None:
    """The line's fixed threshold; None for lines against her own past."""
    if not isinstance(line, Line) or line.lift is not None:
        return None
    return line.amber if line.amber is not None else line.red


def _draw(
    to: Drawing, weeks: list[tuple[int, float | None, int]], scale: tuple[float, float | None], unit: str, since_s: int
) -> None:
    top, norm = scale
    step = (_WIDTH - _MARGIN) / len(weeks)

    def height(value: float) -> float:
        return (_FLOOR - _TOP) * min(value, top) / top if top else 0.0

    if norm is not None and norm <= top:
        to.rect(0, _TOP, _WIDTH - _MARGIN, _FLOOR - _TOP - height(norm), "band")
    for number, (at_s, value, rows) in enumerate(weeks):
        x = number * step
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
    to.text(0, _HEIGHT - 4, str(day_of(weeks[0][0])), "label")
    to.text(_WIDTH - _MARGIN, _HEIGHT - 4, str(day_of(weeks[-1][0])), "label", "end")
    to.text(_WIDTH - _MARGIN + 5, _FLOOR + 3, "0", "label")
    if top and (norm is None or abs(height(norm) - height(top)) > 14):
        to.text(_WIDTH - _MARGIN + 5, _TOP + 6, _short(top, unit), "label")


def _short(value: float, unit: str) -> str:
    """A number beside an axis, without a unit that does not fit."""
    return say_value(value, unit) if unit == "share" else f"{value:.3g}"
