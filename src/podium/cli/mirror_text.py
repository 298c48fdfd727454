"""The mirror in full, sorted by trap: what is raised, what is fine, and what is not known yet."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from podium import app
from podium.core.measure import counted
from podium.core.time import local_text
from podium.sentences import say

if TYPE_CHECKING:
    from podium.app.look import Answer, Look
    from podium.app.screen import Finding, Row

_BARS = "▁▂▃▄▅▆▇█"
_STYLE = {"in it": "red", "watch": "yellow", "clear": "green", "not enough evidence": "bright_black"}
_MARK = {"red": "●", "amber": "◐"}
Piece = tuple[str, str]
Lines = Iterator[list[Piece]]


def bars(weeks: Sequence[float | None]) -> str:
    """A small picture of the weeks, oldest first; a dot where a week has nothing to count."""
    top = max((w for w in weeks if w is not None), default=0.0)
    return "".join("·" if w is None else _BARS[round((w / top) * (len(_BARS) - 1))] if top else _BARS[0] for w in weeks)


def lines(answer: Answer, width: int, program: str = "podium") -> Lines:
    """The long form as lines of (text, style), each at most `width` columns."""
    look = answer.look
    yield from _head(answer, width)
    for row in answer.screen.rows:
        yield [("", "")]
        yield from _trap(row, look, width, program)
    yield [("", "")]
    yield from _wrapped(_private(look), "", width, "bright_black")


def _head(answer: Answer, width: int) -> Lines:
    screen, cover = answer.screen, answer.look.coverage
    yield from _wrapped(f"podium  {screen.window} · {screen.newest}", "", width, "bold")
    named = ", ".join(f"{name} ({branch})" for name, branch, _ in cover.repositories)
    first, last = (local_text(s, 0)[:10] for s in (cover.first_s, cover.last_s))
    yield from _wrapped(
        f"Read: {named}: {cover.commits}, {first} to {last}; {_who(answer.look)}.",
        "",
        width,
        "bright_black",
    )
    for gap in cover.gaps:
        yield from _wrapped(f"Could not be read: {gap}.", "", width, "bright_black")


def _who(look: Look) -> str:
    cover = look.coverage
    left_out = f"; {counted(cover.bots, 'bot')} left out" if cover.bots else ""
    agents = f", {counted(cover.agents, 'coding agent')} apart" if cover.agents else ""
    size = f"{cover.group_size} people" if cover.has_group else "fewer than five people"
    return f"{counted(cover.spellings, 'name')} counted as you; {size} in these weeks{left_out}{agents}"


def _private(look: Look) -> str:
    return f"Late means {look.coverage.yardstick}. Only you see this; the numbers are about the work, never about a report."


def _picture(row: Row, look: Look) -> tuple[str, str]:
    weeks = look.weeks.get(row.name, ())
    name = app.screen.picture_name(look, row.name)
    return (bars(weeks), name) if any(w is not None for w in weeks) else ("", "")


def _trap(row: Row, look: Look, width: int, program: str) -> Lines:
    picture, of = _picture(row, look)
    room = max(0, width - 42 - len(of))
    yield [
        (f"{row.number} {row.title:<24}", "bold"),
        (f"{row.mark} {row.state:<11}", _STYLE[row.verdict]),
        (picture[-room:] if room else "", "cyan"),
        (f" {of}" if picture and room else "", "bright_black"),
    ]
    for finding in row.raised:
        mark = _MARK[finding.level] if finding.is_judged else "·"
        style = "" if not finding.is_judged else "red" if finding.level == "red" else "yellow"
        yield from _wrapped(f"{mark} {finding_text(finding)}", "  ", width, style)
        yield from _wrapped(why_command(finding, program), "    ", width, "bold")
    if not row.raised and row.verdict == "not enough evidence":
        yield from _wrapped(row.says, "  ", width, "")
    if row.fine:
        yield from _wrapped(f"○ {say('all.fine').capitalize()}: " + " ".join(row.fine), "  ", width, "")
    for why, names in row.unknown:
        yield from _wrapped(f"? {', '.join(names)}: {why[:1].lower() + why[1:]}", "  ", width, "bright_black")
    practice = look.next_practice.get(row.name)
    if row.verdict in {"in it", "watch"} and practice:
        yield from _wrapped(f"Next: {practice[1]}: podium start {practice[0]}", "  ", width, "bold")


def finding_text(finding: Finding) -> str:
    """The sentence of a finding with what is usual, and whether it counts."""
    notes = [say("finding.usual", usual=finding.usual)] if finding.usual else []
    notes += [] if finding.is_judged else [say("all.context")]
    beside = f" ({'; '.join(notes)})" if notes else ""
    return f"{finding.says.rstrip('.')}{beside}."


def why_command(finding: Finding, program: str) -> str:
    """What opens the receipt of a finding: of your own work, or of the example."""
    return f"podium why {finding.word}" if program == "podium" else f"{program} --why {finding.word}"


def _wrapped(text: str, indent: str, width: int, style: str) -> Lines:
    for line in textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + "  "):
        yield [(line, style)]


def markdown(answer: Answer) -> str:
    """The same words as Markdown; text from repositories is escaped."""
    look, screen = answer.look, answer.screen
    parts = [f"# Mirror as of {look.as_of}", "", f"{screen.window}. {_plain(_who(look))}.", ""]
    parts += [f"- could not be read: {_plain(gap)}" for gap in look.coverage.gaps]
    for row in screen.rows:
        parts += ["", f"## {row.number} {row.title}: {row.state}", "", _plain(row.says), ""]
        picture, of = _picture(row, look)
        if picture:
            parts += [f"`{picture}` {of}, week by week", ""]
        for finding in row.raised:
            parts.append(f"- **{finding.short}**: {_plain(finding_text(finding))} `podium why {finding.word}`")
        parts += [f"- {say('all.fine')}: {_plain(text)}" for text in row.fine]
        parts += [f"- {say('all.unknown')}: {', '.join(names)}. {_plain(why)}" for why, names in row.unknown]
        practice = look.next_practice.get(row.name)
        if practice and row.verdict in {"in it", "watch"}:
            parts.append(f"- next: {practice[1]} (`podium start {practice[0]}`)")
    return "\n".join(parts)


def _plain(text: str) -> str:
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, f"\\{mark}")
    return text
