"""The 20 % reserve: what it bought, what keeps coming back, and the dip before it pays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.reserve import Checked

_PEOPLE = click.option(
    "--people", type=click.IntRange(1, 10_000), help="Head count. Default: `reports` of `podium me`."
)


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Keep the ledger of system improvement; without a word behind it, show the ledger."""
    if context.invoked_subcommand is None:
        context.invoke(list_all)


@command.command("list")
@click.option(
    "--weeks", type=click.IntRange(1, 104), default=12, show_default=True, help="Booked against kept over these."
)
@_PEOPLE
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@options.JOURNAL
def list_all(weeks: int = 12, people: int | None = None, as_json: bool = False, folder: Path | None = None) -> None:
    """List the items, what they leave open, and the share booked against the share kept."""
    session = options.session(folder)
    items = app.reserve.items(session)
    share = app.reserve.share(session, weeks, people)
    if as_json:
        facts = {
            "items": [app.reserve.item_facts(session, item) for item in items],
            "weeks": share.weeks,
            "booked_days": share.booked,
            "kept_days": share.kept,
            "unsaid": share.unsaid,
            "capacity_days": share.capacity,
        }
        output.raw(output.to_json(facts))
        return
    for item in items:
        output.out(f"{item.id:<36} {item.head.status:<11} {item.head.sort:<16} {item.head.what}")
        for blank in app.reserve.blanks(item):
            output.out(f"    open: {blank}")
    if not items:
        output.note("the ledger is empty: `podium reserve check` proposes items, `podium new improvement` writes one")
    output.out(f"last {counted(share.weeks, 'week')}: {share.words}")


@command.command()
@options.repositories()
@click.option("--write", is_flag=True, help="Put the proposals into the ledger, as proposed.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(write: bool, as_json: bool, **named: Any) -> None:
    """Tell whether finished items did what they were for, and propose items for what keeps coming back.

    Incidents come from a connected source; from git alone podium sees folders fixed or reverted again and again.
    A group of five or more is needed. PATHS are clones; without any, those of the last look.
    """
    scope = options.asked_or_last(named, weeks=app.reserve.WEEKS)
    checked = app.reserve.check(options.session(), scope, is_written=write)
    if as_json:
        proposals = [
            {
                "says": proposal.says,
                "what": proposal.what,
                "sort": proposal.sort,
                "incident_class": proposal.incident_class,
                "receipts": list(proposal.receipts),
            }
            for proposal in checked.proposals
        ]
        facts = {"done": checked.outcomes, "proposals": proposals, "why_none": checked.why_none}
        output.raw(output.to_json(facts | {"written": list(checked.written)}))
        return
    for outcome in checked.outcomes:
        output.out(f"{outcome.id:<36} {outcome.outcome}: {outcome.why}")
    _tell(checked, is_written=write)


def _tell(checked: Checked, *, is_written: bool) -> None:
    for proposal in checked.proposals:
        output.out(proposal.says)
        output.out(f"    propose: {proposal.what} ({proposal.sort}); receipts: {', '.join(proposal.receipts[:5])}")
    if checked.why_none:
        output.out(f"what keeps coming back: cannot tell: {checked.why_none}")
    elif not checked.proposals:
        times, days = app.reserve.LEAST_TIMES, app.reserve.WITHIN_DAYS
        output.out(f"nothing came back {times} times in {days} days without an item")
    elif not is_written:
        output.note("`podium reserve check --write` puts them into the ledger")
    for name in checked.written:
        output.note(f"written: {name} in {app.reserve.PLACE} of your journal; to take it back, remove its row")


@command.command()
@options.repositories()
@_PEOPLE
@click.option("--share", type=float, default=0.2, show_default=True, help="Put aside, of the capacity.")
@click.option(
    "--reactive", type=float, help="Share that answers what is broken now. Default: the signal reactive-share."
)
@click.option("--removes", type=float, default=0.3, show_default=True, help="Share of that which is gone by week 12.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def forecast(
    people: int | None, share: float, reactive: float | None, removes: float, as_json: bool, **named: Any
) -> None:
    """Show the dip of weeks 1 to 4 before you start: arithmetic, with what it assumes.

    \b
      podium reserve forecast --people 6 --reactive 0.35
    """
    session = options.session()
    count = app.reserve.head_count(session, people)
    if reactive is None:
        reactive = app.reserve.reactive_share(session, options.asked_or_last(named))
    reckoned = app.reserve.reckon(session, count, reactive, share, removes)
    if as_json:
        weeks = [
            {
                "week": week.number,
                "reserve_days": round(week.reserve, 3),
                "reactive_days": round(week.reactive, 3),
                "planned_days": round(week.planned, 3),
            }
            for week in reckoned.weeks
        ]
        sentences, assumptions = list(reckoned.sentences), list(reckoned.assumptions)
        output.raw(output.to_json({"weeks": weeks, "says": sentences, "assumes": assumptions}))
        return
    output.out("week  planned  reactive  reserve   (person-days)")
    for week in reckoned.weeks:
        bar = "█" * round(30 * week.planned / reckoned.capacity)
        output.out(f"{week.number:>4}  {week.planned:>7.1f}  {week.reactive:>8.1f}  {week.reserve:>7.1f}   {bar}")
    for sentence in reckoned.sentences:
        output.out(sentence)
    for assumption in reckoned.assumptions:
        output.out(f"  assumes: {assumption}")
