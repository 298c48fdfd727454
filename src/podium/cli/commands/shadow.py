"""The EM shadow rota: growth plans, two weeks without clashes, reflections, go or not now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
import msgspec

from podium import app
from podium.cli import options, output
from podium.cli.options import JOURNAL, JSON
from podium.core.errors import CannotTell
from podium.core.measure import counted

if TYPE_CHECKING:
    from datetime import date

    from podium.app.shadow import Planned

_TO = click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new .pdf, .html, .md or .docx file."
)


class VisitRecord(msgspec.Struct, frozen=True):
    """A visit of the rota."""

    shadow: str
    slot: str
    leads: bool


class BrokenRecord(msgspec.Struct, frozen=True):
    """A promise that cannot be kept."""

    shadow: str
    slot: str


class LoadRecord(msgspec.Struct, frozen=True):
    """How many one host sees."""

    host: str
    shadows: int
    visits: int


class NoRotaRecord(msgspec.Struct, frozen=True):
    """Why there is no rota, for `--json`; `rota` is null."""

    rota: None
    reason: list[str]
    is_minimal: bool


class RotaRecord(msgspec.Struct, frozen=True):
    """A rota, for `--json`."""

    rota: list[VisitRecord]
    broken: list[BrokenRecord]
    load: list[LoadRecord]
    left_out: list[str]


@click.group()
def command() -> None:
    """Let people find out whether they want to manage. Consent first; at most three shadows a host.

    \b
      podium new shadow-host mara         who takes shadows
      podium new shadow-slot              what may be shadowed, with consent
      podium new shadow-plan ana          what somebody wants to find out
      podium shadow plan --first 2026-12-07 --write
    """


@command.command()
@click.option("--first", type=options.Day(), required=True, help="The Monday the two weeks start on.")
@click.option("--write", is_flag=True, help="Keep the visits as promises in shadow-visits.toml.")
@JSON
@JOURNAL
def plan(first: date, write: bool, as_json: bool, folder: Path | None) -> None:
    """Place everybody without clashes, keep earlier promises, or say in words why it cannot be."""
    journal = options.session(folder).journal()
    planned = app.shadow.plan(journal, first)
    if as_json:
        output.raw(output.to_json(_facts(planned)))
    elif isinstance(planned.answer, app.shadow.Rota):
        _print_rota(planned)
    if not isinstance(planned.answer, app.shadow.Rota):
        sentences = app.shadow.in_words(planned.answer)
        if not as_json:
            output.out("These cannot hold together; leave out any one of them and they can:")
            for sentence in sentences:
                output.out(f"    {sentence}")
        raise CannotTell("there is no rota for these two weeks", next_step="change one of the lines above")
    if write:
        visits_written, cancelled = app.shadow.keep(journal, planned)
        output.note(f"{counted(visits_written, 'visit')} promised, {cancelled} cancelled, in shadow-visits.toml")
    elif not as_json:
        output.note("nothing was written; --write keeps these visits as promises")


def _print_rota(planned: Planned) -> None:
    assert isinstance(planned.answer, app.shadow.Rota)
    slots = {slot.name: slot for slot in planned.cycle.problem.slots}
    for visit in planned.answer.visits:
        slot = slots[visit.slot]
        what = f"{app.shadow.activity_in_words(slot.activity)} with {slot.host}"
        output.out(f"{slot.start:%a %Y-%m-%d %H:%M}  {visit.shadow:<16} {'leads' if visit.leads else 'sees'} {what}")
    output.out("")
    for host, shadows, visits in planned.load:
        bands = "; ".join(planned.bands[host])
        output.out(
            f"{host:<16} {counted(shadows, 'shadow')}, {counted(visits, 'visit')}{f' ({bands})' if bands else ''}"
        )
    for visit in planned.answer.broken:
        output.note(f"a promise that cannot be kept: {visit.shadow} in {visit.slot}")
    if planned.answer.broken and planned.answer.is_least_change:
        output.note("no other rota keeps more of the promises")
    for sentence in planned.cycle.left_out:
        output.note(f"not placed: {sentence}")


def _facts(planned: Planned) -> RotaRecord | NoRotaRecord:
    if not isinstance(planned.answer, app.shadow.Rota):
        return NoRotaRecord(
            rota=None,
            reason=list(planned.answer.sentences),
            is_minimal=planned.answer.is_minimal,
        )
    return RotaRecord(
        rota=[VisitRecord(shadow=v.shadow, slot=v.slot, leads=v.leads) for v in planned.answer.visits],
        broken=[BrokenRecord(shadow=v.shadow, slot=v.slot) for v in planned.answer.broken],
        load=[LoadRecord(host=host, shadows=shadows, visits=visits) for host, shadows, visits in planned.load],
        left_out=list(planned.cycle.left_out),
    )


@command.command()
@JSON
@JOURNAL
def status(as_json: bool, folder: Path | None) -> None:
    """Say what everybody who agreed has done, and what is left; nobody is compared."""
    rows = app.shadow.status(options.session(folder).journal())
    if as_json:
        keys = ("name", "seen", "led", "reflections", "answer")
        output.raw(output.to_json([{**{k: getattr(r, k) for k in keys}, "missing": list(r.missing)} for r in rows]))
        return
    for row in rows:
        output.styled(
            [(row.name, "bold"), (f"  saw {row.seen}, led {row.led}, {counted(row.reflections, 'reflection')}", "")]
        )
        output.out(f"    {row.answer or 'no answer yet'}{'; left: ' + ', '.join(row.missing) if row.missing else ''}")
    if not rows:
        output.note("nobody agreed yet: podium new shadow-plan NAME")


@command.command()
@click.argument("visit")
@click.option("--cancelled", "state", flag_value="cancelled", help="It did not take place.")
@click.option("--held", "state", flag_value="held", default="held", help="It took place (default).")
@JOURNAL
def mark(visit: str, state: str, folder: Path | None) -> None:
    """Write down that a VISIT (an id of shadow-visits.toml) took place, or did not."""
    output.out(str(options.session(folder).journal().write("shadow-visit", visit, {"state": state})))


@command.command()
@click.argument("name")
@_TO
@JOURNAL
def commit(name: str, target: Path, folder: Path | None) -> None:
    """Write the questionnaire and what one commits to, on one page."""
    options.write_document(
        app.shadow.pages(options.session(folder).journal(), name, options.session().today())[0], target
    )


@command.command()
@click.argument("name")
@click.option("--answer", type=click.Choice(["go", "no-go", "not-now"]), help="What came out of the talk.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Write the page for the talk.")
@JOURNAL
def exit(name: str, answer: Literal["go", "no-go", "not-now"] | None, target: Path | None, folder: Path | None) -> None:
    """Prepare the exit talk, or write its answer: go, no-go or not now."""
    journal = options.session(folder).journal()
    if target is not None:
        options.write_document(app.shadow.pages(journal, name, options.session().today())[1], target)
    if answer is not None:
        app.shadow.close(journal, name, answer, options.session().today())
        output.note(f"{name}: {answer}")
    if target is None and answer is None:
        raise click.UsageError("say --answer, or --to for the page of the talk")
