"""The ways out: every practice, its cost, how well founded it is, what speaks against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import output
from podium.core.errors import Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.core.note import Note
    from podium.practices import Moves, Practice


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
    from podium import practices
    from podium.journal.find import known_journal

    journal = known_journal(folder)
    extra = journal / "practices" if journal else None
    notes: list[Note] = []
    chosen = [practices.named(name, extra)] if name else list(practices.every(extra, notes=notes))
    for fault in [*notes, *(one for practice in chosen for one in doubts(practice))]:
        output.note(str(fault))
    if as_text:
        if name is None:
            raise Misuse("whose file?", next_step="podium practices no-code-zone --text")
        output.raw(chosen[0].text.rstrip("\n"))
        return
    if as_json:
        output.raw(output.to_json([explain(p) for p in chosen]))
        return
    for practice in chosen:
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


def mistakes(folder: Path) -> list[Note]:
    """What of her own practices cannot be read, or points at nothing."""
    from podium import practices

    notes: list[Note] = []
    found = practices.every(folder, notes=notes)
    return notes + [one for practice in found for one in doubts(practice)]


def doubts(practice: Practice) -> list[Note]:
    """What of a practice points at nothing: a trap there is not, a number that cannot be told week by week."""
    from podium import traps
    from podium.core.note import Note
    from podium.experiments import metric

    file, known = f"practices/{practice.name}.md", {trap.name for trap in traps.every()}
    found = [
        Note(file, 0, 0, "for", f"there is no trap {name!r}", "`podium traps` lists them")
        for name in practice.traps
        if name not in known
    ]
    told = [("moves", practice.moves.signal), *(("guards", g.signal) for g in practice.guards)]
    told += [("comparison", practice.comparison)] if practice.comparison else []
    for key, signal in told:
        try:
            metric.metric(signal)
        except Misuse as fault:
            found.append(Note(file, 0, 0, key, fault.what, "`podium signals` lists them"))
    return found


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
    return f"{moves.signal} {how} {moves.toward} (by {moves.by * 100:.0f} {_unit(moves.signal)})"


def _unit(signal: str) -> str:
    """A share moves by points, everything else by a part of itself; a signal that is not there may be either."""
    from podium.experiments import metric

    try:
        return "points" if metric.metric(signal).kind == "share" else "%"
    except Misuse:
        return "points or %"


def explain(practice: Practice) -> dict[str, Any]:
    """Everything a practice declares."""
    calendar = practice.calendar
    return {
        "name": practice.name,
        "title": practice.title,
        "traps": list(practice.traps),
        "weeks": practice.weeks,
        "minutes_a_week": practice.minutes_a_week,
        "hypothesis": practice.hypothesis,
        "metric": _data(practice.moves),
        "guards": [_data(g) for g in practice.guards],
        "comparison": practice.comparison,
        "is_reversible": practice.is_reversible,
        "broken_by": list(practice.broken_by),
        "done": practice.done,
        "stop_if": practice.stop_if,
        "source": practice.source,
        "grade": practice.grade,
        "counter": practice.counter,
        "artefact": practice.artefact,
        "cadence": practice.cadence,
        "protocol": practice.body,
        "calendar": None
        if calendar is None
        else {
            "title": calendar.title,
            "line": calendar.line,
            "times": calendar.times,
            "minutes": calendar.minutes,
        },
    }


def _data(moves: Moves) -> dict[str, Any]:
    return {"signal": moves.signal, "toward": moves.toward, "by": moves.by}
