"""The ways out: every practice, its cost, how well founded it is, what speaks against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.practices import Moves, Practice


@click.command()
@click.argument("name", required=False)
@click.option("--text", "as_text", is_flag=True, help="Print its file, to begin one of your own from.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")
def command(name: str | None, as_text: bool, as_json: bool, folder: Path | None) -> None:
    """List the practices, or show one by NAME: protocol, metric, guardrails, done.

    Your own stand in the journal's folder practices/, one text file each, in the same format.

    \b
      podium practices no-code-zone --text > ~/lead/practices/quiet-evenings.md
    """
    listed = app.practices.listed(options.session(folder), name or "")
    for note in listed.notes:
        output.note(str(note))
    if as_text:
        if name is None:
            raise Misuse("whose file?", next_step="podium practices no-code-zone --text")
        output.raw(listed.practices[0].text.rstrip("\n"))
        return
    if as_json:
        output.raw(output.to_json([app.practices.facts(practice) for practice in listed.practices]))
        return
    for practice in listed.practices:
        _brief(practice)
        if name:
            _whole(practice)
    if not name:
        output.note("`podium practices NAME` shows the protocol; `podium start NAME` begins one as an experiment")


def _brief(practice: Practice) -> None:
    output.styled([(practice.name, "bold"), (f"  {practice.title}", "")])
    output.out(
        f"  leads out of {', '.join(practice.traps) or 'no trap'}; {practice.minutes_a_week} min of yours a week for "
        f"{counted(practice.weeks, 'week')}; evidence: {practice.grade}"
    )
    output.out(f"  against: {practice.counter}")


def _whole(practice: Practice) -> None:
    rows = [
        ("hypothesis", practice.hypothesis),
        ("metric", _say(practice.moves, "should go")),
        *(("guardrail", _say(guard, "must not go")) for guard in practice.guards),
        ("should not move", practice.comparison),
        ("cadence", practice.cadence),
        ("artefact", practice.artefact),
        ("done", practice.done),
        ("stop if", practice.stop_if),
        ("source", practice.source),
    ]
    if practice.is_reversible:
        rows.append(("design", "can run in on and off weeks: `--randomised`"))
    if practice.calendar:
        rows.append(("in the calendar", f"{practice.calendar.title}. {practice.calendar.line}"))
    output.out()
    for label, text in rows:
        if text:
            output.out(f"  {label}: {text}")
    output.out()
    output.out(practice.body.rstrip("\n"))


def _say(moves: Moves, how: str) -> str:
    return f"{moves.signal} {how} {moves.toward} (by {moves.by * 100:.0f} {app.practices.unit(moves.signal)})"
