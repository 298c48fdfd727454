"""The first screen as lines: at most twenty at eighty columns, the five states always first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from podium.app.screen_record import day_text
from podium.cli.mirror_text import finding_text, why_command
from podium.sentences import say

if TYPE_CHECKING:
    from podium.app.screen import Finding, Row, Screen, Step

Piece = tuple[str, str]
Line = list[Piece]
MOST_LINES = 20
NARROW = 72
_STYLE = {"in it": "red", "watch": "yellow", "clear": "green", "not enough evidence": "bright_black"}
_STATE_COLUMNS, _TITLE_COLUMNS, _LABEL_COLUMNS = 13, 25, 10


def lines(screen: Screen, reminders: Sequence[str], width: int, program: str = "podium") -> list[Line]:
    """The screen; where it would be longer than twenty lines, the weakest findings wait in `look --all`."""
    whole = _lines(screen, reminders, width, len(screen.findings), program, names_flags=True)
    if len(whole) <= MOST_LINES:
        return whole
    for most in range(len(screen.findings), 0, -1):
        screen_lines = _lines(screen, reminders, width, most, program)
        if len(screen_lines) <= MOST_LINES:
            return screen_lines
    return _lines(screen, reminders, width, min(1, len(screen.findings)), program)


def _lines(
    screen: Screen, reminders: Sequence[str], width: int, most: int, program: str, *, names_flags: bool = False
) -> list[Line]:
    screen_lines = [*_head(screen, width), [("", "")]]
    for row in screen.rows:
        screen_lines += _row(row, width)
    if screen.findings:
        screen_lines.append([("", "")])
        for finding in screen.findings[:most]:
            screen_lines += _finding(finding, width, program)
    screen_lines.append([("", "")])
    if names_flags:
        screen_lines += [line for row in screen.rows if row.rests_on for line in _rests_on(row, width)]
    screen_lines += _foot(screen, reminders, width, len(screen.findings) - most + screen.others, program)
    return screen_lines


def _head(screen: Screen, width: int) -> Iterator[Line]:
    parts = [screen.window, screen.read, screen.newest]
    private = say("head.private")
    if len(" · ".join([*parts, private])) + 8 <= width:
        parts.append(private)
    first, *rest = textwrap.wrap(
        "podium  " + " · ".join(parts), width, subsequent_indent=" " * 8, break_on_hyphens=False
    )
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


def _rests_on(row: Row, width: int) -> Iterator[Line]:
    """What else a clear trap rests on: as many names as one line holds, at least one."""
    for count in range(len(row.rests_on), 0, -1):
        rest = [f"{len(row.rests_on) - count} more"] if count < len(row.rests_on) else []
        text = say("clear.rests", trap=row.title, names=", ".join([*row.rests_on[:count], *rest]))
        if count == 1 or _LABEL_COLUMNS + len(text) <= width:
            yield from _labelled("Clear", text, "", width)
            return


def _finding(finding: Finding, width: int, program: str) -> Iterator[Line]:
    yield from _beside(finding_text(finding), why_command(finding, program), width, "  ")


def _foot(screen: Screen, reminders: Sequence[str], width: int, more: int, program: str) -> Iterator[Line]:
    for text in reminders[:1]:
        yield from _labelled("Now", text, "", width)
    yield from _step("Next", screen.next, width)
    changes = (("new", screen.new), ("gone", screen.gone), ("recounted", screen.recounted))
    changed = [say(f"since.{key}", names=", ".join(names)) for key, names in changes if names]
    if screen.since is not None:
        text = " ".join(changed) or say("since.same", day=day_text(screen.since))
        yield from _labelled("Since", text, "", width)
    if screen.missing is not None:
        yield from _step("Missing", screen.missing, width)
    rest = [say("all")]
    rest += [say("all.more", count=more)] if more else []
    rest += [say("unseen", count=screen.unseen)] if screen.unseen else []
    yield from _labelled("More", "; ".join(rest), f"{program if program != 'podium' else 'podium look'} --all", width)


def _step(label: str, step: Step, width: int) -> Iterator[Line]:
    yield from _labelled(label, step.says, step.command, width)


def _labelled(label: str, text: str, command: str, width: int) -> Iterator[Line]:
    first, *rest = _beside(text, command, width, " " * _LABEL_COLUMNS)
    (said, style), *command_pieces = first
    yield [(label.ljust(_LABEL_COLUMNS), "bold"), (said[_LABEL_COLUMNS:], style), *command_pieces]
    yield from rest


def _beside(text: str, command: str, width: int, indent: str) -> Iterator[Line]:
    """A sentence with what to type at the right edge of its first line; below it on a narrow terminal."""
    is_wide = bool(command) and width >= NARROW
    room = width - len(command) - 3 if is_wide else width
    first, *rest = textwrap.wrap(text, room, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    yield [(first.ljust(width - len(command)), ""), (command, "bold")] if is_wide else [(first, "")]
    yield from ([(line, "")] for line in rest)
    if command and not is_wide:
        yield [(indent, ""), (command, "bold")]


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else textwrap.shorten(text, room, placeholder=" ...")
