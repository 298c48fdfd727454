"""The weeks of a metric drawn: each week a point, the start a line, the interval a band."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium import signals
from podium.core.group import coarse
from podium.core.time import week_start
from podium.statistics.series import raw_level

if TYPE_CHECKING:
    from podium.experiments.result import Result
    from podium.statistics.series import Series, Week
    from podium.statistics.verdict import Verdict

ROWS = 9
# An axis of shares reaches to at least two of a hundred.
LEAST_SHARE = 0.02
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 720, 280, 64, 34, 66


class Drawing(msgspec.Struct, frozen=True):
    """What both pictures show, in the metric's own unit.

    Attributes:
        points: a value for each week, None where nothing was measured.
        split: how many of them lie before the start.
        level: the middle before. off: of randomised weeks, the middle of those without the practice.
        expected: since the start, what the verdict estimates, from `off` or else `level` on; of several numbers judged
            together, the level of the first since the start. band: its interval; None without one.
        on: of randomised weeks, which were on.
    """

    title: str
    points: tuple[float | None, ...]
    first_week: int
    split: int
    level: float | None
    off: float | None
    expected: float | None
    band: tuple[float, float] | None
    is_share: bool
    on: tuple[bool, ...]


def draw(result: Result) -> Drawing:
    """The drawing of a result."""
    registration, verdict = result.registration, result.verdict
    kind = result.before.kind
    points = tuple(_value(week, kind) for week in (*result.before.weeks, *result.after.weeks))
    if signals.named(registration.metric).is_group:
        points = tuple(None if point is None else coarse(point) for point in points)
    level = _level(result.before)
    on = tuple(week_start(registration.start_week + n) in registration.on_weeks for n in range(len(result.after.weeks)))
    off = _level(_off_weeks(result.after, on)) if registration.on_weeks else None
    base = off if registration.on_weeks else level
    is_placed = base is not None and verdict.estimate is not None and not registration.together
    among = f", the first of {len(registration.numbers)} numbers judged together" if registration.together else ""
    expected = _moved(base, verdict.estimate, verdict) if is_placed else None
    return Drawing(
        title=(
            f"{signals.short_of(registration.metric)}{among}, week by week from {week_start(result.first_week)}; "
            f"start {registration.starts_on}"
        ),
        points=points,
        first_week=result.first_week,
        split=len(result.before.weeks),
        level=level,
        off=off if is_placed else None,
        expected=_level(result.after) if registration.together and verdict.estimate is not None else expected,
        band=_band(base, verdict) if is_placed else None,
        is_share=kind == "share",
        on=on if registration.on_weeks else (),
    )


def _off_weeks(after: Series, on: tuple[bool, ...]) -> Series:
    return replace(after, weeks=tuple(None if is_on else week for week, is_on in zip(after.weeks, on, strict=True)))


def _value(week: Week | None, kind: str) -> float | None:
    if week is None:
        return None
    if kind == "duration":
        return math.exp(week.amount)
    return week.amount / week.size if week.size else None


def _level(before: Series) -> float | None:
    if not before.measured:
        return None
    return raw_level(before)


def _moved(level: float | None, change: float | None, verdict: Verdict) -> float | None:
    if level is None or change is None or math.isinf(change):
        return None
    return level + change if verdict.unit == "points" else level * (1.0 + change)


def _band(level: float | None, verdict: Verdict) -> tuple[float, float] | None:
    low, high = _moved(level, verdict.low, verdict), _moved(level, verdict.high, verdict)
    return None if low is None or high is None else (max(0.0, low), high)


def _top(drawing: Drawing) -> float:
    """The end of the axis: a round number just above everything drawn, the interval up to one and a half times that."""
    points = [point for point in drawing.points if point is not None]
    marks = [mark for mark in (drawing.level, drawing.off, drawing.expected) if mark is not None]
    most = max([*points, *marks], default=0.0)
    if drawing.band:
        most = max(most, min(drawing.band[1], 1.5 * most) if most else drawing.band[1])
    least = max(most, LEAST_SHARE) if drawing.is_share else most or 1.0
    unit = 10.0 ** math.floor(math.log10(least))
    # The middle of the axis is marked too, so both have to be round.
    return next(step * unit for step in (1.0, 2.0, 4.0, 6.0, 8.0, 10.0) if step * unit >= least * (1.0 - 1e-9))


def in_text(result: Result, width: int) -> list[str]:
    """The picture for a terminal: `o` a week, `-` the level before, `=` the estimate, `:` its interval, `|` the start."""
    drawing = draw(result)
    if all(point is None for point in drawing.points):
        few_people = ", or fewer than five people acted" if signals.named(result.registration.metric).is_group else ""
        return [f"{drawing.title}: no week can be drawn yet: nothing was measured{few_people}"]
    top = _top(drawing)
    points = drawing.points[-(max(10, width - 12)) :]
    split = max(0, drawing.split - (len(drawing.points) - len(points)))
    grid = [[" "] * (len(points) + 1) for _ in range(ROWS)]
    for column in range(len(points)):
        _mark_level(grid, drawing, column, split, top)
    for row in grid:
        row[split] = "|"
    for column, point in enumerate(points):
        if point is not None:
            grid[_row(point, top)][column + (column >= split)] = _sign(drawing, column, split)
    lines = [drawing.title]
    for n, row in enumerate(grid):
        label = _say(top * (ROWS - 1 - n) / (ROWS - 1), drawing) if n in {0, ROWS // 2, ROWS - 1} else ""
        lines.append(f"{label:>8} {''.join(row).rstrip()}")
    return [*lines, _legend(drawing)]


def _mark_level(grid: list[list[str]], drawing: Drawing, column: int, split: int, top: float) -> None:
    place = column + (column >= split)
    if column >= split and drawing.band:
        low, high = _row(drawing.band[0], top), _row(min(top, drawing.band[1]), top)
        for row in range(high, low + 1):
            grid[row][place] = ":"
    is_after = column >= split and drawing.expected is not None
    for level, sign in [(drawing.off, "-"), (drawing.expected, "=")] if is_after else [(drawing.level, "-")]:
        if level is not None:
            grid[_row(level, top)][place] = sign


def _row(value: float, top: float) -> int:
    return ROWS - 1 - round(min(1.0, max(0.0, value / top)) * (ROWS - 1))


def _sign(drawing: Drawing, column: int, split: int) -> str:
    if drawing.on and column >= split:
        return "#" if drawing.on[column - split] else "o"
    return "o"


def _say(value: float, drawing: Drawing) -> str:
    return f"{value * 100:.3g} %" if drawing.is_share else f"{value:.3g}"


def _legend(drawing: Drawing) -> str:
    words = "o a week, | the start, - the level before"
    if drawing.off is not None:
        words += " and then in off weeks"
    if drawing.band:
        words += ", = the estimate, : its interval"
    elif drawing.expected is not None:
        words += ", = the level since"
    return words + (", # a week with the practice" if drawing.on else "") + "; a gap is a week not measured"


def _svg_legend(drawing: Drawing) -> str:
    words = "filled: a week with the practice" if drawing.on else "filled: since the start"
    lines = "blue line: the level before" + (", then in off weeks" if drawing.off is not None else "")
    orange = (
        "the estimate and its interval" if drawing.band else "the level since" if drawing.expected is not None else ""
    )
    return f"{words}; {lines}" + (f"; orange: {orange}" if orange else "")


def in_svg(result: Result) -> str:
    """The picture as SVG: no script, no font from elsewhere, colours that read on white and on black."""
    drawing = draw(result)
    top = _top(drawing)
    step = (_WIDTH - _LEFT - 20) / max(1, len(drawing.points))
    start = _LEFT + drawing.split * step
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
            f'aria-label="{escape(_spoken(drawing, result))}" font-family="sans-serif" font-size="12">'
        ),
        f"<title>{escape(drawing.title)}</title>",
        f'<text x="{_LEFT}" y="18" fill="#777">{escape(drawing.title)}</text>',
    ]
    for share in (0.0, 0.5, 1.0):
        y = _y(top * share, top)
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - 20}" y1="{y:.1f}" y2="{y:.1f}" stroke="#777" stroke-opacity=".25"/>'
        )
        parts.append(
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#777">{_say(top * share, drawing)}</text>'
        )
    parts += _levels(drawing, top, start)
    parts.append(
        f'<line x1="{start:.1f}" x2="{start:.1f}" y1="{_TOP - 6}" y2="{_HEIGHT - _BOTTOM}" stroke="#777" '
        'stroke-width="1.5" stroke-dasharray="4 3"/>'
        f'<text {_beside(start)} y="{_HEIGHT - 46}" fill="#777">start {result.registration.starts_on}</text>'
    )
    for n, point in enumerate(drawing.points):
        if point is not None:
            is_filled = n >= drawing.split and (not drawing.on or drawing.on[n - drawing.split])
            parts.append(
                f'<circle cx="{_LEFT + (n + 0.5) * step:.1f}" cy="{_y(point, top):.1f}" r="3.5" stroke="#2878b5" '
                f'stroke-width="1.5" fill="{"#2878b5" if is_filled else "none"}">'
                f"<title>{week_start(drawing.first_week + n)}: {_say(point, drawing)}</title></circle>"
            )
    words = f"{result.verdict.result}; {result.kind}"
    parts.append(f'<text x="{_LEFT}" y="{_HEIGHT - 26}" fill="#777">{escape(words)}</text>')
    parts.append(f'<text x="20" y="{_HEIGHT - 8}" font-size="11" fill="#777">{_svg_legend(drawing)}</text></svg>')
    return "\n".join(parts) + "\n"


def _beside(start: float) -> str:
    """Where the words of the start stand: right of its line while they fit there."""
    return f'x="{start + 4:.1f}"' if start < _WIDTH - 130 else f'x="{start - 4:.1f}" text-anchor="end"'


def _levels(drawing: Drawing, top: float, start: float) -> list[str]:
    parts: list[str] = []
    right = _WIDTH - 20
    if drawing.band:
        low, high = _y(drawing.band[0], top), _y(min(top, drawing.band[1]), top)
        parts.append(
            f'<rect x="{start:.1f}" y="{high:.1f}" width="{right - start:.1f}" height="{max(1.0, low - high):.1f}" '
            'fill="#c8601a" fill-opacity=".2"/>'
        )
    if drawing.level is not None:
        y = _y(drawing.level, top)
        parts.append(
            f'<line x1="{_LEFT}" x2="{start:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="#2878b5" stroke-width="2"/>'
        )
    if drawing.off is not None:
        y = _y(drawing.off, top)
        parts.append(
            f'<line x1="{start:.1f}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#2878b5" stroke-width="2"/>'
        )
    if drawing.expected is not None:
        y = _y(drawing.expected, top)
        parts.append(
            f'<line x1="{start:.1f}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#c8601a" stroke-width="2"/>'
        )
    return parts


def _y(value: float, top: float) -> float:
    share = min(1.0, max(0.0, value / top))
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _BOTTOM - _TOP)


def _spoken(drawing: Drawing, result: Result) -> str:
    return f"{drawing.title}: {result.verdict.words}"
