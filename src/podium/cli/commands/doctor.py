"""What to doubt about the evidence: reach, gaps, unknown values, limits, clocks, bots.

Reach, gaps, missing fields, unknown values, limits, clocks, likely bots.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from podium.cli import output
from podium.cli.commands.sources import day
from podium.core.measure import counted
from podium.core.time import local_text

if TYPE_CHECKING:
    from podium.connections.sync import Connection
    from podium.evidence.events.records import Batch, Coverage
    from podium.sources.secrets import Secret

_STALE_S = 7 * 86_400
_AHEAD_S = 86_400


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--ask", is_flag=True, help="Read from the source which accounts look like automation; kept nowhere.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(names: tuple[str, ...], ask: bool, as_json: bool) -> None:
    """Say for SOURCE, or for everything connected, what podium can rely on and what it cannot."""
    from podium import sources
    from podium.connections import sync
    from podium.sources import secrets
    from podium.system import paths

    store = sync.store()
    wanted = [sync.connection(name) for name in names] or list(sync.connections())
    accounts = {batch.connection: batch for batch in store.accounts()}
    facts: list[dict[str, Any]] = []
    for one in wanted:
        kept = secrets.find(paths.home(), one.name, secrets.system_ring())
        source = sources.load(one.source)
        rows = [row for row in store.coverage() if row.connection == one.name]
        facts.append(
            {
                "name": one.name,
                "source": source.title,
                "least_scope": source.scope,
                "cannot_see": source.blind_to,
                "secret": kept.place if kept else "none",
                "streams": [_stream(row) for row in rows],
                "last_run": _account(accounts.get(one.name)),
                "doubts": list(_doubts(rows, accounts.get(one.name))),
            }
        )
        if ask:
            facts[-1]["perhaps_automation"] = _ask(one, kept.secret if kept else None)
    if as_json:
        output.raw(output.to_json(facts))
        return
    if not facts:
        output.note("nothing is connected yet; `podium connect` lists what can be")
    for fact in facts:
        _show(fact)


def _stream(row: Coverage) -> dict[str, Any]:
    return {
        "stream": row.stream,
        "acts": row.events,
        "with_local_hour": row.hours,
        "from": day(row.first_s),
        "to": day(row.last_s),
        "complete_from": day(row.complete_from_s),
        "complete_until": day(row.complete_until_s),
    }


def _account(batch: Batch | None) -> dict[str, Any] | None:
    if batch is None:
        return None
    return {
        "ended": day(batch.ended_s),
        "requests": batch.requests,
        "acts": batch.events,
        "missing": batch.missing,
        "unknown": batch.unknown,
        "notes": batch.notes,
        "may_be_bots": len(batch.doubts),
        "limits": batch.limits,
    }


def _doubts(rows: list[Coverage], batch: Batch | None) -> Iterator[str]:
    now = time.time()
    if batch is None:
        yield "never read; run `podium sync`"
        return
    if batch.ended_s is None:
        yield "the last sync was cut; run it again"
    for row in rows:
        if row.complete_until_s is None and row.events:
            yield f"{row.stream}: silence means nothing here, podium does not know what is complete"
        elif row.complete_until_s is not None and row.complete_until_s < now - _STALE_S:
            yield f"{row.stream}: nothing is known after {day(row.complete_until_s)}"
        if (
            row.last_s is not None
            and row.last_s > now + _AHEAD_S
            and row.stream not in {"events", "occurrences", "oncalls"}
        ):
            yield f"{row.stream}: the newest act lies in the future; a clock is wrong somewhere"
        if row.events and not row.hours:
            yield (
                f"{row.stream}: it tells no local hours; a look reads your acts by your zone, else by what a profile, your "
                "calendar or your commits tell (`podium me` says which); landings by your zone only: give it in me.toml"
            )
    listed = [key for key in batch.doubts if not key.startswith("p_")]
    for key in listed:
        yield f"{key}: a person or automation? Put it under `bots` or `humans` in me.toml"
    if unnamed := len(batch.doubts) - len(listed):
        yield (
            f"{unnamed} accounts look like automation and count as people: `podium doctor --ask` reads their names "
            "from the source; put them under `bots` or `humans` in me.toml"
        )


def _ask(one: Connection, held: Secret | None) -> list[str]:
    from podium.connections import sync
    from podium.evidence.people import me_file
    from podium.sources.http.client import Wire
    from podium.system import paths

    return sync.doubts(one, me_file.read(paths.me_file()), held, Wire())


def _as_time(key: str, value: str) -> str:
    """When a limit starts anew, where a server tells it in seconds since 1970."""
    is_instant = key.endswith("reset") and value.isdecimal() and 10**9 < int(value) < 10**10
    return f" ({local_text(int(value), 0)[:16]} UTC)" if is_instant else ""


def _show(fact: dict[str, Any]) -> None:
    output.out(f"{fact['name']}  {fact['source']}; secret: {fact['secret']}")
    if fact["least_scope"]:
        output.out(f"  least scope: {fact['least_scope']}")
    for row in fact["streams"]:
        output.out(
            f"  {row['stream']}: {counted(row['acts'], 'act')} {row['from']} to {row['to']}, complete {row['complete_from']} "
            f"to {row['complete_until']}, {row['with_local_hour']:,} with a local hour"
        )
    account = fact["last_run"] or {}
    for word in ("missing", "unknown", "limits"):
        for key, value in sorted((account.get(word) or {}).items()):
            output.out(f"  {word}: {key}: {value}{_as_time(key, str(value))}")
    for note in account.get("notes") or ():
        output.out(f"  note: {note}")
    for doubt in fact["doubts"]:
        output.out(f"  doubt: {doubt}")
    for key in fact.get("perhaps_automation", ()):
        output.out(f"  {key.partition('#')[0]}: a person or automation? Put it under `bots` or `humans` in me.toml")
