"""The clones named, or those of the last look, and the one calendar a command may write to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from podium.cli import options as asking
from podium.cli import output
from podium.core.errors import Misuse

if TYPE_CHECKING:
    from podium.calendar.places import Place
    from podium.journal import Journal
    from podium.mirror.look import Asked

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def options(command: Decorated) -> Decorated:
    """PATH..., --as-of, --me, --team."""
    for add in reversed(
        [
            click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
            click.option(
                "--as-of", type=asking.Day(), help="Last day of the evidence. Default: the day of the newest commit."
            ),
            click.option("--me", multiple=True, metavar="EMAIL", help="An address you commit with; may be repeated."),
            click.option("--team", type=click.Path(path_type=Path), metavar="FILE", help="One address or name a line."),
        ]
    ):
        command = add(command)
    return command


def asked(paths: Sequence[Path], as_of: date | None, me: Sequence[str], team: Path | None, **more: Any) -> Asked:
    """What to look at; without paths the clones, addresses and team of the last look.

    Raises:
        Misuse: no paths, and nothing was looked at yet.
    """
    from podium.app import last_look
    from podium.mirror.look import Asked

    if paths:
        return Asked(paths=tuple(paths), as_of=as_of, me=tuple(me), team=team, **more)
    last = last_look.last()
    return Asked(paths=last.paths, as_of=as_of, me=tuple(me) or last.me, team=team or last.team, **more)


def journal(folder: Path | None = None) -> Journal:
    """The journal that is meant."""
    from podium.journal import open_journal
    from podium.journal.find import cache_root, find_journal

    return open_journal(find_journal(folder), cache_root=cache_root())


def place(target: str) -> Place:
    """`feed`, a FILE.ics or the label of a CalDAV connection as a calendar that can be written."""
    from podium.calendar.connected import named
    from podium.sources.http.client import Wire
    from podium.system import paths as home

    feed = str(home.home() / "calendar" / "podium.ics")
    return named(feed if target == "feed" else target, Wire(say=output.note))


def spoken(place: Place) -> str:
    """A calendar as she knows it: the label it was connected under, or the file."""
    card = place.card
    return card.get("path", "") if card.get("kind") == "file" else card.get("connection", "")


def today() -> date:
    """The day on this machine's clock."""
    return datetime.now().astimezone().date()


def zone(said: str) -> str:
    """The zone said, the declared one, else the machine's.

    Raises:
        Misuse: none is known.
    """
    from podium.cli.commands.start import system_zone
    from podium.core.time import zone as known
    from podium.evidence.people import me_file
    from podium.system import paths as home

    found = said or me_file.read(home.me_file()).me.zone or system_zone()
    if known(found) is None:
        raise Misuse("your time zone is not known", next_step="--zone Europe/Berlin, or `podium me` once for all")
    return found
