"""What to do next, as a page instead of a command: the room's own way, where it has one."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from markupsafe import Markup, escape

from podium.app.wording import say

_COMMAND = re.compile(r"`podium ([^`]+)`")
_CODE = re.compile(r"`(?:podium ([^`]+)|([^`\n]+))`")


class Way(msgspec.Struct, frozen=True):
    """A command, the page that does the same, and its name there.

    Attributes:
        command: what follows `podium`, as a pattern; a command with any other option has no way here.
        page: its address; a group of the pattern may stand in it.
        name: what the link says; it stands where the command stood in the sentence.
    """

    command: str
    page: str
    name: str


_NAME = r"(?P<name>[a-z0-9][a-z0-9_-]*)"
WAYS = (
    Way(r"look --me \S+ PATH", "/start", say("where you choose repositories")),
    Way(r"look [^-\s]\S*", "/start", say("where you choose repositories")),
    Way(r"me( --edit| --template)?", "/settings", say("the Settings page")),
    Way(r"(look|traps|why)", "/mirror", say("the Mirror page")),
    Way(rf"why {_NAME}", "/why/{name}", say("its receipt")),
    Way(r"sync( \S+)?", "/sources", say("“Read what is new” on the Sources page")),
    Way(rf"connect {_NAME}( PATH| --as \S+)?", "/sources/{name}", say("its page under Sources")),
    Way(r"connect", "/sources", say("the Sources page")),
    Way(r"(practices|practice list|start)", "/practices", say("the Practices page")),
    Way(rf"(practices|start) {_NAME}", "/practices/{name}", say("its page under Practices")),
    Way(rf"practice (show|pause|resume|stop) {_NAME}", "/practices/run/{name}", say("its page under Practices")),
    Way(r"(init|journal( check| list( \S+)?)?)", "/journal", say("the Journal page")),
    Way(rf"new {_NAME}", "/journal/{name}/new", say("a new entry on the Journal page")),
    Way(r"readme (draft|check|audit)( PATH\.\.\.)?", "/readme", say("the README page")),
    Way(r"readme claims", "/readme#claims", say("the list below the README")),
    Way(r"readme publish", "/readme/publish", say("the page that publishes it")),
    Way(r"portfolio month( [0-9-]+)?", "/portfolio/month", say("the month on the Portfolio page")),
    Way(r"portfolio", "/portfolio", say("the Portfolio page")),
    Way(r"gym( list| goals| repeats)?", "/gym", say("the Gym page")),
    Way(rf"gym play {_NAME}", "/gym", say("the Gym page")),
    Way(rf"gym play --resume {_NAME}", "/gym/talk/{name}", say("the talk you left")),
    Way(r"drill( --list)?", "/drill", say("the page of drills")),
)


def steps(text: str, at: Callable[[str], str]) -> Markup:
    """The sentence with a link for each command the room has a page for; all else between backticks as code."""
    linked, end = Markup(), 0
    for command_match in _CODE.finditer(text):
        command, code = command_match.groups()
        linked += escape(text[end : command_match.start()])
        linked += Markup("<code>{}</code>").format(code) if command is None else _way(command, at)
        end = command_match.end()
    return linked + escape(text[end:])


def coded(text: str) -> Markup:
    """The sentence with all between backticks as code, commands too."""
    if text.count("`") % 2:
        return escape(text)
    parts = text.split("`")
    return Markup().join(Markup("<code>{}</code>").format(part) if nth % 2 else part for nth, part in enumerate(parts))


def in_words(text: str) -> str:
    """The sentence for a script of the room: the name of the page stands where the command stood."""
    return _COMMAND.sub(
        lambda command_match: way[0].name if (way := _find(command_match[1])) else command_match[0], text
    )


def _way(command: str, at: Callable[[str], str]) -> Markup:
    if way := _find(command):
        return Markup('<a href="{}">{}</a>').format(at(way[1]), way[0].name)
    return Markup("<code>podium {}</code>").format(command)


def _find(command: str) -> tuple[Way, str] | None:
    """The way that does what a command does, and its page."""
    for way in WAYS:
        if match := re.fullmatch(way.command, command):
            return way, way.page.format(**match.groupdict())
    return None
