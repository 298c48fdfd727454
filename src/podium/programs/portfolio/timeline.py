"""A year as a picture: months across, axes down, one numbered dot for each result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from podium.programs.portfolio import AXES

if TYPE_CHECKING:
    from podium.journal import Entry
    from podium.journal.kinds.portfolio_entry import PortfolioEntry
    from podium.programs.portfolio import Period

WIDTH, LEFT, TOP_EDGE, DOT, LANE = 760, 104, 34, 9, 22
# Dark enough for white digits; told apart by the row they stand in, not by colour.
INK, GREY, PALE, FILL = "#1a1a1a", "#595959", "#d9d9d9", "#31506f"
_FONT = "Libertinus Serif, Georgia, serif"


def draw(entries: Sequence[Entry[PortfolioEntry]], within: Period) -> str:
    """The picture as SVG; dots are numbered in the order of the entries, and hold no word from outside."""
    rows: dict[str, list[tuple[int, date]]] = {}
    for nth, entry in enumerate(entries, 1):
        rows.setdefault(AXES.get(entry.head.axis or "", "other"), []).append((nth, entry.head.date))
    pieces: list[str] = []
    top = TOP_EDGE
    for name in [*AXES.values(), "other"]:
        if name in rows:
            lanes = _lanes(rows[name], within)
            height = LANE * (1 + max(lane for _, _, lane in lanes)) + 10
            pieces += _row(name, lanes, top, height)
            top += height
    empty = _months(within, [e.head.date for e in entries], top)
    size = f'viewBox="0 0 {WIDTH} {top + 8}" width="{WIDTH}" height="{top + 8}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONT}">'
    return "\n".join([head, *empty, *pieces, "</svg>"]) + "\n"


def _x(day: date, within: Period) -> float:
    days = (within.last - within.first).days + 1
    return LEFT + (WIDTH - LEFT - 8) * (day - within.first).days / days


def _lanes(dots: list[tuple[int, date]], within: Period) -> list[tuple[int, float, int]]:
    """Number, place and lane of each dot; dots that would touch lie in different lanes."""
    ends: list[float] = []
    placed: list[tuple[int, float, int]] = []
    for nth, day in dots:
        x = min(max(_x(day, within), LEFT + DOT + 2), WIDTH - DOT - 10)
        lane = next((n for n, end in enumerate(ends) if x - end > 2 * DOT + 2), len(ends))
        ends[lane : lane + 1] = [x]
        placed.append((nth, x, lane))
    return placed


def _row(name: str, lanes: list[tuple[int, float, int]], top: int, height: int) -> list[str]:
    middle = top + height / 2
    out = [
        f'<line x1="{LEFT}" y1="{top + height}" x2="{WIDTH - 8}" y2="{top + height}" stroke="{PALE}"/>',
        f'<text x="{LEFT - 8}" y="{middle + 4:.1f}" font-size="13" text-anchor="end" fill="{INK}">{name}</text>',
    ]
    for nth, x, lane in lanes:
        y = top + 5 + LANE * lane + LANE / 2
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT}" fill="{FILL}"/>')
        out.append(f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="11" text-anchor="middle" fill="#ffffff">{nth}</text>')
    return out


def _months(within: Period, days: Sequence[date], bottom: int) -> list[str]:
    """The columns; a month without a result, before the last one, is grey and says `none`."""
    out: list[str] = []
    there = {(day.year, day.month) for day in days}
    year, month = within.first.year, within.first.month
    while date(year, month, 1) <= within.last:
        following = date(year + month // 12, month % 12 + 1, 1)
        left_edge, right = _x(date(year, month, 1), within), _x(following, within)
        middle = (left_edge + right) / 2
        if (year, month) not in there and (year, month) < max(there, default=(0, 0)):
            out.append(
                f'<rect x="{left_edge:.1f}" y="{TOP_EDGE}" width="{right - left_edge:.1f}" height="{bottom - TOP_EDGE}" fill="#f2f2f2"/>'
            )
            out.append(
                f'<text x="{middle:.1f}" y="{TOP_EDGE - 4}" font-size="10" text-anchor="middle" fill="{GREY}">none</text>'
            )
        out.append(f'<line x1="{left_edge:.1f}" y1="{TOP_EDGE}" x2="{left_edge:.1f}" y2="{bottom}" stroke="{PALE}"/>')
        out.append(
            f'<text x="{middle:.1f}" y="16" font-size="13" text-anchor="middle" fill="{INK}">{date(year, month, 1):%b}</text>'
        )
        year, month = following.year, following.month
    return out
