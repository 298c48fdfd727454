"""Connect a source: asks little, names the least right it needs, tries it, shows what comes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from podium.cli import output
from podium.core.errors import Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.connections.sync import Connection
    from podium.sources import Page, Setting, Source
    from podium.sources.secrets import Secret


@click.command()
@click.argument("source", required=False)
@click.argument("place", required=False)
@click.option("--as", "label", metavar="LABEL", help="A name of your own, for a second connection of the same kind.")
@click.option("--set", "answers", multiple=True, metavar="KEY=VALUE", help="Answer a question; may be repeated.")
@click.option("--untried", is_flag=True, help="Keep it without reading a first page.")
def command(source: str | None, place: str | None, label: str | None, answers: tuple[str, ...], untried: bool) -> None:
    """Connect SOURCE; PLACE answers its first question (a file, an address, repositories).

    Without SOURCE, list what can be connected. Reading writes nothing to a source; a calendar is given events only
    where you name it with `--calendar`. Secrets go to the system's keyring, else to a file only you can read;
    PODIUM_SECRET_LABEL in the environment is used when it is set.
    """
    from podium import sources
    from podium.connections import sync

    if source is None:
        for name in sources.names():
            one = sources.load(name)
            output.out(f"{name:<14} {one.title}: {one.reads}")
        return
    found = sources.load(source)
    name = label or source
    _introduce(found)
    given = _answers(found, place, answers, label or "")
    held = _secret(found, name, given)
    fresh = sync.Connection(name, found.name, given)
    if not untried:
        _try(found, fresh, held)
    _keep(fresh, held)
    output.note(f"connected as {name!r}; `podium sync {name}` reads it")


def _introduce(found: Source) -> None:
    from podium.connections.sync import TITLES

    output.note(f"{found.title}")
    output.note(f"  reads        {found.reads}")
    output.note(f"  never reads  {found.never_reads}")
    output.note(f"  cannot see   {found.blind_to}")
    output.note(f"  informs      {', '.join(TITLES[trap] for trap in found.informs)}")
    if found.secret:
        output.note(f"  least scope  {found.scope}")


def _answers(found: Source, place: str | None, answers: tuple[str, ...], label: str) -> dict[str, str]:
    given: dict[str, str] = {}
    known = {setting.name for setting in found.settings}
    for answer in answers:
        key, mark, value = answer.partition("=")
        if not mark or key not in known:
            raise Misuse(f"{answer!r} answers no question", next_step=f"questions: {', '.join(sorted(known))}")
        given[key] = value
    if place is not None:
        given[_first(found, place)] = place
    return {
        setting.name: value
        for setting in found.settings
        if (value := _answer(setting, given.get(setting.name), setting.usual(label), asks=not (place or answers)))
    } | ({"": given[""]} if "" in given else {})


def _first(found: Source, place: str) -> str:
    """The question PLACE answers; the empty name when it is a secret address."""
    first = found.settings[0]
    return "" if first.is_path and found.secret and "://" in place else first.name


def _answer(setting: Setting, given: str | None, usual: str, *, asks: bool) -> str:
    if given is None:
        if setting.is_needed and not usual:
            given = str(click.prompt(setting.asks, err=True))
        elif asks and not usual:
            given = str(click.prompt(setting.asks, default="", show_default=False, err=True))
        else:
            given = usual
    given = given.strip()
    return str(Path(given).expanduser().absolute()) if setting.is_path and given else given


def _secret(found: Source, name: str, given: dict[str, str]) -> Secret | None:
    from podium.sources import secrets
    from podium.system import paths

    typed = given.pop("", "")
    if typed:
        output.note("this address is a password: it is kept as one, and your shell may have it in its history")
        return secrets.Secret(typed)
    if not found.secret:
        return None
    kept = secrets.find(paths.home(), name, secrets.system_ring())
    if kept is not None:
        output.note(f"using the secret in the {kept.place}")
        return kept.secret
    if not found.is_secret_needed and found.settings[0].is_path and given.get(found.settings[0].name):
        return None
    text = click.prompt(
        f"{found.secret[0].upper()}{found.secret[1:]}",
        hide_input=True,
        err=True,
        default=None if found.is_secret_needed else "",
        show_default=False,
    )
    return secrets.Secret(text) if text.strip() else None


def _try(found: Source, fresh: Connection, held: Secret | None) -> None:
    from podium.connections import sync
    from podium.sources.http.client import Wire

    pages = sync.try_out(fresh, held, Wire(say=output.note))
    for line in _seen(found, pages):
        output.out(line)


def _seen(found: Source, pages: list[Page]) -> list[str]:
    """The first page in counts: what was done to what, never by whom."""
    events = [event for page in pages for event in page.events]
    lines = [f"{found.title} answered; {counted(len(events), 'act')} on the first page"]
    kinds = Counter((event.verb, event.object_kind) for event in events)
    lines += [f"  {count:>6,} {verb} ({kind})" for (verb, kind), count in sorted(kinds.items())]
    if events:
        first, last = min(event.ts for event in events), max(event.ts for event in events)
        lines.append(f"  from {_day(first)} to {_day(last)} (UTC)")
        hours = sum(event.tz_from != "none" for event in events)
        lines.append(f"  {hours:,} of {len(events):,} with a local hour of their own")
    for page in pages:
        lines += [f"  missing {key}: {count}" for key, count in sorted(page.missing.items())]
        lines += [f"  no word for {key}: {count}" for key, count in sorted(page.unknown.items())]
        lines += [f"  {note}" for note in page.notes]
    return lines


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}"


def _keep(fresh: Connection, held: Secret | None) -> None:
    import os

    from podium.connections import sync
    from podium.sources import secrets
    from podium.system import paths

    sync.keep(fresh)
    if held is None or os.environ.get(secrets.variable(fresh.name)):
        return
    place = secrets.keep(paths.home(), fresh.name, held, secrets.system_ring())
    output.note(f"the secret is kept in the {place}")
