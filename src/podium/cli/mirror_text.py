"""The mirror on one screen.

Five traps, their flags, what they rest on, what would change them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from podium import app
from podium.core.time import local_text

if TYPE_CHECKING:
    from podium.app.look import Judged, Look, Raised

_BARS = "▁▂▃▄▅▆▇█"
_MARK = {"red": "●", "amber": "◐", "quiet": "○", None: "?"}
_STYLE = {"in it": "red", "watch": "yellow", "clear": "green", "not enough evidence": "bright_black"}
_SAYS = {"in it": "IN IT", "watch": "WATCH", "clear": "CLEAR", "not enough evidence": "?"}
Piece = tuple[str, str]
Lines = Iterator[list[Piece]]


def bars(weeks: Sequence[float | None]) -> str:
    """A small picture of the weeks, oldest first; a dot where a week has nothing to count."""
    top = max((w for w in weeks if w is not None), default=0.0)
    return "".join("·" if w is None else _BARS[round((w / top) * (len(_BARS) - 1))] if top else _BARS[0] for w in weeks)


def lines(look: Look, width: int) -> Lines:
    """The page as lines of (text, style), each at most `width` columns."""
    yield from _head(look, width)
    for judged in look.judged:
        yield [("", "")]
        yield from _trap(judged, look, width)
    yield [("", "")]
    yield from _foot(look, width)


def _head(look: Look, width: int) -> Lines:
    cover = look.coverage
    yield from _fitted([("podium", "bold"), (f"  your mirror as of {look.as_of}, over {look.window}", "")], width)
    named = ", ".join(f"{name} ({branch})" for name, branch, _ in cover.repositories)
    first, last = (local_text(s, 0)[:10] for s in (cover.first_s, cover.last_s))
    reading = f"read: {named}: {cover.commits}, {first} to {last}; " + _who(look)
    yield from _wrapped(reading, "", width, "bright_black")
    for gap in cover.gaps:
        yield from _wrapped(f"not seen: {gap}", "", width, "bright_black")


def _who(look: Look) -> str:
    cover = look.coverage
    left_out = f"; {cover.bots} bots left out" if cover.bots else ""
    agents = f", {cover.agents} coding agents apart" if cover.agents else ""
    team = f"{cover.group_size} people in the window" if cover.has_group else "fewer than five people in the window"
    return f"you under {cover.spellings} spelling{'s' * (cover.spellings != 1)}, {team}{left_out}{agents}"


def _trap(judged: Judged, look: Look, width: int) -> Lines:
    weeks = look.weeks.get(judged.trap.name, ())
    of = judged.trap.picture.name if judged.trap.picture else ""
    room = max(0, width - 34 - len(of))
    picture = bars(weeks[-room:]) if room and any(w is not None for w in weeks) else ""
    yield [
        (f"{judged.trap.number} {judged.trap.title:<24}", "bold"),
        (f"{_SAYS[judged.verdict]:<7}", _STYLE[judged.verdict]),
        (picture, "cyan"),
        (f" {of}" if picture else "", "bright_black"),
    ]
    up = [r for r in judged.raised if r.level in {"red", "amber"}]
    for raised in up:
        yield from _up(raised, width)
    quiet = [r for r in judged.raised if r.level == "quiet"]
    if quiet:
        yield from _wrapped("○ not up: " + "; ".join(_brief(r) for r in quiet), "  ", width, "")
    untold = [r for r in judged.raised if r.level is None]
    if untold:
        reasons: dict[str, list[str]] = {}
        for raised in untold:
            reasons.setdefault(_why_untold(raised, look), []).append(raised.flag.name)
        reasons_text = "; ".join(f"{', '.join(names)}: {why}" for why, names in reasons.items())
        yield from _wrapped(f"? cannot tell {reasons_text}", "  ", width, "")
    yield from _next(judged, look, width)


def _up(raised: Raised, width: int) -> Lines:
    style = "red" if raised.level == "red" else "yellow"
    says = (f"  {_MARK[raised.level]} {raised.flag.says}", style)
    yield from _fitted([says, (f"  [{raised.flag.name}]", "bright_black")], width)
    for drawn in raised.drawn:
        text = f"{drawn.measure.signal} {drawn.words}; line: {drawn.norm}"
        yield from _wrapped(text, "    ", width, "")
    if raised.quiet_if:
        yield from _wrapped(f"would be quiet: {raised.quiet_if}", "    ", width, "bright_black")


def _why_untold(raised: Raised, look: Look) -> str:
    """The reason in a few words; where nothing at all was there, what would have to be connected or written."""
    blank = [d.measure for d in raised.drawn if d.level is None]
    if blank and raised.why_none.startswith("0 of "):
        missing = app.look.missing_source(look, blank[0].signal)
        if missing:
            return missing
    if " of at least " not in raised.why_none:
        return raised.why_none
    return raised.why_none.replace(" of at least ", " of ").removesuffix(" needed")


def _brief(raised: Raised) -> str:
    drawn_quiet = [d for d in raised.drawn if d.level == "quiet"] or list(raised.drawn)
    return (
        f"{raised.flag.name} ({drawn_quiet[0].measure.signal} {drawn_quiet[0].measure.text})"
        if drawn_quiet
        else raised.flag.name
    )


def _next(judged: Judged, look: Look, width: int) -> Lines:
    practice = look.next_practice.get(judged.trap.name)
    if judged.verdict in {"in it", "watch"} and practice:
        start = (f"podium start {practice[0]}", "bold")
        yield from _fitted([("  next: ", ""), start, (f"  ({practice[1]})", "bright_black")], width)
    if judged.verdict == "not enough evidence" and judged.trap.needs:
        tells = "; ".join(f"{what}: {why}" for what, why in judged.trap.needs if what not in look.connected)
        if tells:
            yield from _wrapped(f"would tell more: {tells}", "  ", width, "bright_black")


def _foot(look: Look, width: int) -> Lines:
    named = [r.flag.name for j in look.judged for r in j.raised if r.level in {"red", "amber"}]
    named = named or [r.flag.name for j in look.judged for r in j.raised][:1]
    if named:
        why = (f"podium why {named[0]}", "bold")
        yield from _fitted(
            [("receipts: ", "bright_black"), why, ("   all parts: podium traps", "bright_black")], width, ""
        )
    yield from _wrapped(
        "Late means "
        + look.coverage.yardstick
        + ". Only you see this; the numbers are about the work, never about a report.",
        "",
        width,
        "bright_black",
    )


def _fitted(pieces: Sequence[Piece], width: int, indent: str = "    ") -> Lines:
    """Pieces on one line; what does not fit goes on to the next."""
    line: list[Piece] = []
    used = 0
    for text, style in pieces:
        fitting = text
        if used and used + len(fitting) > width:
            yield line
            line, used, fitting = [], 0, indent + fitting.lstrip()
        if len(fitting) > width:
            *full, fitting = textwrap.wrap(fitting, width, subsequent_indent=indent)
            yield from ([(part, style)] for part in full)
        line.append((fitting, style))
        used += len(fitting)
    yield line


def _wrapped(text: str, indent: str, width: int, style: str) -> Lines:
    for line in textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + "  "):
        yield [(line, style)]


def markdown(look: Look) -> str:
    """The same facts as Markdown; text from repositories is escaped."""
    parts = [f"# Mirror as of {look.as_of}", "", f"Over {look.window}. {_who(look)}.", ""]
    parts += [f"- not seen: {_plain(gap)}" for gap in look.coverage.gaps]
    for judged in look.judged:
        parts += ["", f"## {judged.trap.number} {judged.trap.title}: {judged.verdict}", "", _plain(judged.why), ""]
        weeks = look.weeks.get(judged.trap.name, ())
        if any(w is not None for w in weeks) and judged.trap.picture:
            parts += [f"`{bars(weeks)}` {judged.trap.picture.name}, week by week", ""]
        for raised in judged.raised:
            parts.append(f"- **{raised.flag.name}** ({raised.level or 'cannot tell'}): {raised.flag.says}")
            parts += [f"  - {d.measure.signal} {_plain(d.words)}; line: {d.norm}" for d in raised.drawn]
            if raised.why_none:
                parts.append(f"  - {_plain(raised.why_none)}")
        parts += [f"- would tell more: {what}: {why}" for what, why in judged.trap.needs]
        practice = look.next_practice.get(judged.trap.name)
        if practice and judged.verdict in {"in it", "watch"}:
            parts.append(f"- next: `podium start {practice[0]}` ({practice[1]})")
    return "\n".join(parts)


def _plain(text: str) -> str:
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, f"\\{mark}")
    return text
