"""A drawing: a few marks with classes of the style sheet; every text in it is escaped."""

from __future__ import annotations

import math

import msgspec
from markupsafe import Markup, escape


class Drawing:
    """An SVG under construction; colours come from the page's style sheet, so that dark mode is free."""

    def __init__(self, width: float, height: float, says: str) -> None:
        """A drawing of that many units, with what it says for those who do not see it."""
        self.width, self.height, self._says = width, height, says
        self._parts: list[Markup | _Bars] = []

    def rect(self, x: float, y: float, width: float, height: float, mark: str) -> None:
        """A rectangle; nothing when it has no size."""
        if width > 0 and height > 0:
            self._add("rect", mark, "", x=x, y=y, width=width, height=height)

    def bar(self, x: float, y: float, width: float, height: float, mark: str, tip: str) -> None:
        """One of many rectangles that stand side by side, with what it says; nothing when it has no size."""
        if width > 0 and height > 0:
            bars = next(
                (bar_group for bar_group in self._parts if isinstance(bar_group, _Bars) and bar_group.mark == mark),
                None,
            )
            if bars is None:
                self._parts.append(bars := _Bars(mark))
            wide = _short(width)
            bars.path.append(f"M{_short(x)} {_short(y)}h{wide}v{_short(height)}h-{wide}z")
            bars.tips.append(" ".join(tip.split()))

    def line(self, x1: float, y1: float, x2: float, y2: float, mark: str, tip: str = "") -> None:
        """A straight line."""
        self._add("line", mark, tip, x1=x1, y1=y1, x2=x2, y2=y2)

    def dot(self, x: float, y: float, radius: float, mark: str, tip: str = "") -> None:
        """A round mark."""
        self._add("circle", mark, tip, cx=x, cy=y, r=radius)

    def text(self, x: float, y: float, words: str, mark: str = "label", anchor: str = "start") -> None:
        """Words at a place."""
        self._parts.append(
            Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
                mark, _short(x), _short(y), anchor, words
            )
        )

    def scale(self, across: tuple[float, float], down: tuple[float, float], most: int, unit: str) -> None:
        """What the height means: its unit above, the most, the half and nothing at the right."""
        (left_edge, right), (top, floor) = across, down
        self.text(left_edge, top - 12, unit)
        for share in (0.5, 1.0) if most % 2 == 0 else (1.0,):
            y = floor - (floor - top) * share
            self.line(left_edge, y, right, y, "grid")
            self.text(right + 6, y + 4, f"{most * share:g}")
        self.text(right + 6, floor + 4, "0")

    def wedge(
        self, centre: tuple[float, float], inner: float, outer: float, turns: tuple[float, float], mark: str, tip: str
    ) -> None:
        """A piece of a ring between two turns (0 is up, 1 is once round)."""
        (x, y), (start, end) = centre, (2 * math.pi * turns[0], 2 * math.pi * turns[1])
        spots = [(outer, start), (outer, end), (inner, end), (inner, start)]
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = [
            (_short(x + r * math.sin(a)), _short(y - r * math.cos(a))) for r, a in spots
        ]
        big = int(turns[1] - turns[0] > 0.5)
        path = (
            f"M{ax} {ay}A{_short(outer)} {_short(outer)} 0 {big} 1 {bx} {by}"
            f"L{cx} {cy}A{_short(inner)} {_short(inner)} 0 {big} 0 {dx} {dy}Z"
        )
        self._add("path", mark, tip, d=path)

    def _add(self, tag: str, mark: str, tip: str, **places: float | str) -> None:
        attributes = Markup(" ").join(
            Markup('{}="{}"').format(k, v if isinstance(v, str) else _short(v)) for k, v in places.items()
        )
        tipped = Markup(' data-tips="{}"').format(tip) if tip else Markup()
        self._parts.append(Markup('<{} class="{}" {}{}></{}>').format(tag, mark, attributes, tipped, tag))

    def svg(self) -> Markup:
        """The drawing as it stands in a page."""
        return Markup(
            '<svg role="img" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" aria-label="{}">{}</svg>'
        ).format(
            _short(self.width), _short(self.height), escape(self._says), Markup().join(map(_as_markup, self._parts))
        )


class _Bars(msgspec.Struct, frozen=True):
    """Bars of one mark are one path, a piece and a line of tips for each: a page of hundreds of parts comes up late.

    When a pointer comes the page takes them apart.
    """

    mark: str
    path: list[str] = msgspec.field(default_factory=list[str])
    tips: list[str] = msgspec.field(default_factory=list[str])


def _as_markup(part: Markup | _Bars) -> Markup:
    if isinstance(part, Markup):
        return part
    path, tips = "".join(part.path), "\n".join(part.tips)
    return Markup('<path class="{}" d="{}" data-tips="{}"></path>').format(part.mark, path, tips)


def clipped(words: str, most: int) -> str:
    """Words that fit; what does not is in the table."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
