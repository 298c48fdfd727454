"""The options every command that looks shares, and the mirror they open."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from podium.cli import output

if TYPE_CHECKING:
    from podium.mirror.look import Asked
    from podium.mirror.mirror import Mirror

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Day(click.ParamType[date, Any]):
    """A calendar day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """`2026-11-22` to a date."""
        if isinstance(value, date):
            return value
        try:
            found = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-11-22", param, ctx)
        if not 1971 <= found.year <= 9998:
            self.fail(f"{value} is outside the years podium can count", param, ctx)
        return found


def today() -> date:
    """Her own day, by the clock of this machine."""
    return datetime.now().astimezone().date()


def options(command: Decorated) -> Decorated:
    """PATH..., --as-of, --weeks, --since, --me, --team, --branches."""
    for add in reversed(
        [
            click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
            click.option(
                "--as-of", type=Day(), help="Last day looked at (UTC). Default: the day of the newest commit."
            ),
            click.option("--weeks", type=int, default=4, show_default=True, help="Length of the window."),
            click.option("--since", type=Day(), help="First day of the window, instead of --weeks."),
            click.option("--me", multiple=True, metavar="EMAIL", help="An address you commit with; may be repeated."),
            click.option(
                "--team",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="One address or name a line: team numbers then cover these people only (five or more).",
            ),
            click.option(
                "--branches", is_flag=True, help="Read every branch, not the trunk alone (counts squashed work twice)."
            ),
        ]
    ):
        command = add(command)
    return command


def asked(named: dict[str, Any]) -> Asked:
    """The options as what to look at; without paths, what was looked at last."""
    from podium.mirror.look import Asked

    return Asked(
        paths=tuple(named["paths"]),
        as_of=named["as_of"],
        weeks=named["weeks"],
        since=named["since"],
        me=tuple(named["me"]),
        team=named["team"],
        branches=named["branches"],
    )


@contextmanager
def mirror(what: Asked) -> Generator[Mirror]:
    """Open the mirror with a progress line while clones are read."""
    from podium.mirror.mirror import Mirror

    with output.progress("reading commits") as show:
        opened = Mirror(what, now=datetime.now(UTC), progress=show)
    try:
        yield opened
    finally:
        opened.close()
