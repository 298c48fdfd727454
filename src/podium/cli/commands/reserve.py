"""The 20 % reserve: what it bought, what keeps coming back, and the dip before it pays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import again, options, output
from podium.core.errors import CannotRead, Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.mirror.mirror import Mirror
    from podium.programs.reserve.forecast import Plan
    from podium.programs.reserve.recurring import Found, Proposal

_JOURNAL = click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")
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
@_JOURNAL
def list_all(weeks: int = 12, people: int | None = None, as_json: bool = False, folder: Path | None = None) -> None:
    """List the items, what they leave open, and the share booked against the share kept."""
    from podium.programs.reserve import ledger

    journal, today = again.journal(folder), again.today()
    found = ledger.items(journal)
    share = ledger.share(found, today, weeks=weeks, people=people or _reports())
    if as_json:
        output.raw(
            output.to_json(
                {
                    "items": [ledger.as_data(item, today, None) for item in found],
                    "weeks": share.weeks,
                    "booked_days": share.booked,
                    "kept_days": share.kept,
                    "unsaid": share.unsaid,
                    "capacity_days": share.capacity,
                }
            )
        )
        return
    for item in found:
        output.out(f"{item.id:<36} {item.head.status:<11} {item.head.sort:<16} {item.head.what}")
        for blank in ledger.blanks(item.head):
            output.out(f"    open: {blank}")
    if not found:
        output.note("the ledger is empty: `podium reserve check` proposes items, `podium new improvement` writes one")
    output.out(f"last {counted(share.weeks, 'week')}: {share.words}")


def _reports() -> int | None:
    from podium.evidence.people import me_file
    from podium.system import paths as home

    return me_file.read(home.me_file()).me.reports or None


@command.command()
@again.options
@click.option("--write", is_flag=True, help="Put the proposals into the ledger, as proposed.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(paths: tuple[Path, ...], write: bool, as_json: bool, **named: Any) -> None:
    """Tell whether finished items did what they were for, and propose items for what keeps coming back.

    Incidents come from a connected source; from git alone podium sees folders fixed or reverted again and again.
    A group of five or more is needed. PATHS are clones; without any, those of the last look.
    """
    from podium.programs.reserve import ledger, recurring

    with options.mirror(again.asked(paths, weeks=27, **named)) as mirror:
        if mirror.journal is None:
            raise CannotRead("the journal cannot be read now", next_step="podium init ~/leadership, or journal unlock")
        items = ledger.items(mirror.journal)
        found = recurring.find(mirror)
        came = recurring.days_of(mirror)
        proposals = recurring.propose(found, items)
        written = recurring.write(mirror.journal, proposals) if write else ()
        last = recurring.last_day(mirror)
    done = [(item, *ledger.outcome(item.head, last, came)) for item in items if item.head.status == "done"]
    if as_json:
        output.raw(
            output.to_json(
                {
                    "done": [{"id": item.id, "outcome": how, "why": why} for item, how, why in done],
                    "proposals": [
                        {
                            "says": p.says,
                            "what": p.what,
                            "sort": p.sort,
                            "incident_class": p.incident_class,
                            "receipts": list(p.receipts),
                        }
                        for p in proposals
                    ],
                    "why_none": found.why_none,
                    "written": list(written),
                }
            )
        )
        return
    for item, how, why in done:
        output.out(f"{item.id:<36} {how}: {why}")
    _tell(found, proposals, written, is_written=write)


def _tell(found: Found, proposals: tuple[Proposal, ...], written: tuple[str, ...], *, is_written: bool) -> None:
    from podium.journal.kinds.improvement import KIND
    from podium.programs.reserve import recurring

    for one in proposals:
        output.out(one.says)
        output.out(f"    propose: {one.what} ({one.sort}); receipts: {', '.join(one.receipts[:5])}")
    if found.why_none:
        output.out(f"what keeps coming back: cannot tell: {found.why_none}")
    elif not proposals:
        output.out(f"nothing came back {recurring.LEAST} times in {recurring.DAYS} days without an item")
    elif not is_written:
        output.note("`podium reserve check --write` puts them into the ledger")
    for name in written:
        output.note(f"written: {name} in {KIND.place} of your journal; to take it back, remove its row")


@command.command()
@again.options
@_PEOPLE
@click.option("--share", type=float, default=0.2, show_default=True, help="Put aside, of the capacity.")
@click.option(
    "--reactive", type=float, help="Share that answers what is broken now. Default: the signal reactive-share."
)
@click.option("--removes", type=float, default=0.3, show_default=True, help="Share of that which is gone by week 12.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def forecast(paths: tuple[Path, ...], people: int | None, reactive: float | None, as_json: bool, **named: Any) -> None:
    """Show the dip of weeks 1 to 4 before you start: arithmetic, with what it assumes.

    \b
      podium reserve forecast --people 6 --reactive 0.35
    """
    from podium.journal.find import known_journal
    from podium.programs.reserve import ledger
    from podium.programs.reserve.forecast import Plan, assumptions, words
    from podium.programs.reserve.forecast import forecast as reckon

    count = people or _reports()
    if count is None:
        raise Misuse("how many people?", next_step="--people 6, or `reports` in `podium me`")
    share, removes = named.pop("share"), named.pop("removes")
    now = reactive if reactive is not None else _reactive(paths, named)
    items = ledger.items(again.journal()) if known_journal() is not None else ()
    toil = sum(i.head.toil_minutes or 0.0 for i in items if i.head.status in {"proposed", "booked", "in-progress"})
    plan = Plan(count, now, share, removes, toil)
    found = reckon(plan)
    if as_json:
        output.raw(
            output.to_json(
                {
                    "weeks": [
                        {
                            "week": w.number,
                            "reserve_days": round(w.reserve, 3),
                            "reactive_days": round(w.reactive, 3),
                            "planned_days": round(w.planned, 3),
                        }
                        for w in found
                    ],
                    "says": words(plan, found),
                    "assumes": assumptions(plan),
                }
            )
        )
        return
    output.out("week  planned  reactive  reserve   (person-days)")
    for week in found:
        output.out(
            f"{week.number:>4}  {week.planned:>7.1f}  {week.reactive:>8.1f}  {week.reserve:>7.1f}   {_bar(plan, week.planned)}"
        )
    for line in words(plan, found):
        output.out(line)
    for line in assumptions(plan):
        output.out(f"  assumes: {line}")


def _bar(plan: Plan, planned: float) -> str:
    return "█" * round(30 * planned / plan.capacity)


def _reactive(paths: tuple[Path, ...], named: dict[str, Any]) -> float:
    with options.mirror(again.asked(paths, **named)) as mirror:
        return _measured(mirror)


def _measured(mirror: Mirror) -> float:
    from podium.core.errors import CannotTell
    from podium.signals.reactive_share import REACTIVE_SHARE

    found = mirror.reader(REACTIVE_SHARE)
    if found.value is None:
        raise CannotTell(f"the reactive share cannot be told: {found.why_none}", next_step="say it: --reactive 0.35")
    output.note(f"reactive share of the last weeks: {found.text} (n = {found.n}); from git alone a lower bound")
    return found.value
