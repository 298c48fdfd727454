"""The options that commands share, and the session they start from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from podium import app
from podium.cli import output
from podium.core.errors import Misuse
from podium.mirror.look import Scope

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.documents import Document

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Day(click.ParamType[date, Any]):
    """A calendar day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """`2026-11-22` to a date."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"Not a valid date: {value}. Write it as 2026-11-22.", param, ctx)
        if not 1971 <= day.year <= 9998:
            self.fail(f"{value} is outside the years podium can count", param, ctx)
        return day


class Hour(click.ParamType[time, Any]):
    """An hour of the day, on your own clock."""

    name = "HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """`14:00` to a time."""
        if isinstance(value, time):
            return value
        try:
            return datetime.strptime(str(value), "%H:%M").time()  # noqa: DTZ007 - a wall clock
        except ValueError:
            raise Misuse(f"Not a valid time: {value}", next_step="write it as 14:00") from None


JOURNAL = click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")
JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")
ZONE = click.option("--zone", default="", help="Your time zone, as Europe/Berlin; else the one of `podium me`.")

_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_ME = click.option("--me", multiple=True, metavar="EMAIL", help="An address you commit with; may be repeated.")
_TEAM = click.option("--team", type=click.Path(path_type=Path), metavar="FILE", help="One address or name a line.")


def _with(*options: Callable[[Any], Any]) -> Callable[[Decorated], Decorated]:
    def add(command: Decorated) -> Decorated:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def looking(command: Decorated) -> Decorated:
    """PATH..., --as-of, --weeks, --since, --me, --team, --branches."""
    return _with(
        _PATHS,
        click.option("--as-of", type=Day(), help="Last day looked at (UTC). Default: the day of the newest commit."),
        click.option("--weeks", type=int, default=4, show_default=True, help="Length of the window."),
        click.option("--since", type=Day(), help="First day of the window, instead of --weeks."),
        _ME,
        click.option(
            "--team",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="One address or name a line: team numbers then cover these people only (five or more).",
        ),
        click.option(
            "--branches", is_flag=True, help="Read every branch, not the trunk alone (counts squashed work twice)."
        ),
    )(command)


def repositories(
    day_help: str = "Last day of the evidence. Default: the day of the newest commit.",
) -> Callable[[Decorated], Decorated]:
    """PATH..., --as-of, --me, --team; without paths the clones of the last look are meant."""
    return _with(_PATHS, click.option("--as-of", type=Day(), help=day_help), _ME, _TEAM)


def asked(named: Mapping[str, Any]) -> Scope:
    """The options of `looking` as what to look at; without paths it has none either."""
    return Scope(
        paths=tuple(named["paths"]),
        as_of=named["as_of"],
        weeks=named["weeks"],
        since=named["since"],
        me=tuple(named["me"]),
        team=named["team"],
        branches=named["branches"],
    )


def asked_or_last(named: Mapping[str, Any], **more: Any) -> Scope:
    """The options of `repositories` as what to look at; without paths, what was looked at last."""
    return app.last_look.named_or_last(named["paths"], as_of=named["as_of"], me=named["me"], team=named["team"], **more)


def session(folder: Path | None = None) -> Session:
    """What a command starts from: this machine's clock, the journal named, remarks and progress on the terminal."""
    return app.session.Session(folder=folder, say=output.note, progress=output.progress, confirm=output.confirm())


def write_document(document: Document, target: Path) -> None:
    """A document as a new file, with remarks on what its format cannot show."""
    for remark in app.new_file.write_document(document, target):
        output.note(remark)
    output.out(str(target))


def keep_engine_secret() -> None:
    """Ask for the secret of an engine without showing it, and say where it is kept."""
    typed = click.prompt("The engine's password or token", hide_input=True, err=True)
    output.note(f"the secret is kept in the {app.engine.keep_secret(typed)}")
