"""The first screen as lines: at most twenty at eighty columns, the five states always first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from podium import app
from podium.sentences import say

if TYPE_CHECKING:
    from podium.app.screen import Finding, Row, Screen, Step

Piece = tuple[str, str]
Line = list[Piece]
MOST_LINES = 20
NARROW = 72
_STYLE = {"in it": "red", "watch": "yellow", "clear": "green", "not enough evidence": "bright_black"}
_STATE_COLUMNS, _TITLE_COLUMNS, _LABEL_COLUMNS = 13, 25, 10


def lines(screen: Screen, reminders: Sequence[str], width: int) -> list[Line]:
    """The screen; where it would be longer than twenty lines, the weakest findings wait in `look --all`."""
    for most in range(len(screen.findings), 0, -1):
        made = _lines(screen, reminders, width, most)
        if len(made) <= MOST_LINES:
            return made
    return _lines(screen, reminders, width, min(1, len(screen.findings)))


def _lines(screen: Screen, reminders: Sequence[str], width: int, most: int) -> list[Line]:
    made = [*_head(screen, width), [("", "")]]
    for row in screen.rows:
        made += _row(row, width)
    if screen.findings:
        made.append([("", "")])
        for finding in screen.findings[:most]:
            made += _finding(finding, width)
    made.append([("", "")])
    made += _foot(screen, reminders, width, len(screen.findings) - most + screen.others)
    return made


def _head(screen: Screen, width: int) -> Iterator[Line]:
    parts = [screen.window, screen.read, screen.newest, say("head.private")]
    text = "podium  " + " · ".join(part[:1].lower() + part[1:] if part is not screen.read else part for part in parts)
    first, *rest = textwrap.wrap(text, width, subsequent_indent=" " * 8, break_on_hyphens=False)
    yield [("podium", "bold"), (first.removeprefix("podium"), "")]
    yield from ([(line, "")] for line in rest)


def _row(row: Row, width: int) -> Iterator[Line]:
    state: Piece = (f"{row.mark} {row.state}".ljust(_STATE_COLUMNS), _STYLE[row.verdict])
    title: Piece = (row.title.ljust(_TITLE_COLUMNS), "bold")
    if width >= NARROW:
        room = width - _STATE_COLUMNS - _TITLE_COLUMNS
        yield [state, title, (_cut(row.says, room), "")]
        return
    yield [state, (row.title, "bold")]
    for line in textwrap.wrap(row.says, width - 2):
        yield [("  ", ""), (line, "")]


def _finding(finding: Finding, width: int) -> Iterator[Line]:
    usual = f" ({say('finding.usual', usual=finding.usual).lower()})" if finding.usual else ""
    text = finding.says.rstrip(".") + usual + "."
    yield from _beside(text, f"podium why {finding.word}", width, "  ")


def _foot(screen: Screen, reminders: Sequence[str], width: int, more: int) -> Iterator[Line]:
    for text in reminders[:1]:
        yield from _labelled("Now", text, "", width)
    yield from _step("Next", screen.next, width)
    changed = [say(f"since.{key}", names=", ".join(names)) for key, names in (("new", screen.new), ("gone", screen.gone)) if names]
    if screen.since is not None:
        text = " ".join(changed) or say("since.same", day=app.screen.day_text(screen.since))
        yield from _labelled("Since", text, "", width)
    if screen.missing is not None:
        yield from _step("Missing", screen.missing, width)
    rest = [say("all")]
    if more:
        rest.append(say("all.more", count=more))
    if screen.unseen:
        rest.append(say("unseen", count=screen.unseen))
    yield from _labelled("More", "; ".join([rest[0], *(part[:1].lower() + part[1:] for part in rest[1:])]), "podium look --all", width)


def _step(label: str, step: Step, width: int) -> Iterator[Line]:
    yield from _labelled(label, step.says, step.command, width)


def _labelled(label: str, text: str, command: str, width: int) -> Iterator[Line]:
    made = list(_beside(text, command, width, " " * _LABEL_COLUMNS))
    first = made[0]
    text, style = first[0]
    yield [(label.ljust(_LABEL_COLUMNS), "bold"), (text[_LABEL_COLUMNS:], style), *first[1:]]
    yield from made[1:]


def _beside(text: str, command: str, width: int, indent: str) -> Iterator[Line]:
    """A sentence with what to type at the right edge of its last line; below it where there is no room."""
    wrapped = textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    yield from ([(line, "")] for line in wrapped[:-1])
    last = wrapped[-1]
    if not command:
        yield [(last, "")]
    elif len(last) + 2 + len(command) <= width:
        yield [(last, ""), (" " * (width - len(last) - len(command)), ""), (command, "bold")]
    else:
        yield [(last, "")]
        yield [(" " * max(len(indent), width - len(command)), ""), (command, "bold")]


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else textwrap.shorten(text, room, placeholder=" ...")
