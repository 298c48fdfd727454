"""`podium portfolio`: draft the month from receipts, check it, hand it over, take it along."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import output
from podium.cli.papers import printed
from podium.core.errors import CannotRead, CannotWrite, Misuse

if TYPE_CHECKING:
    from podium.documents import Format
    from podium.journal import Entry, Journal
    from podium.programs.portfolio.carry import Decided, Found
    from podium.programs.portfolio.draft import Candidate

PAGES = ("quarter", "skip-level", "sync", "packet", "timeline")
FORMATS: tuple[Format, ...] = ("md", "html", "pdf", "docx")
EARLY_DAYS = 10


@click.group()
def command() -> None:
    """Your results with receipts: month by month, as pages to hand over, and as a copy that leaves with you."""


def _folder(run: Callable[..., None]) -> Callable[..., None]:
    return click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")(run)


def _open(folder: Path | None) -> Journal:
    from podium.journal import open_journal
    from podium.journal.find import cache_root, find_journal

    return open_journal(find_journal(folder), cache_root=cache_root())


def _today() -> date:
    return datetime.now().astimezone().date()


@command.command()
@click.argument("month", required=False)
@click.option(
    "--path",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A repository; default: those looked at last.",
)
@click.option("--dry-run", is_flag=True, help="Show the drafts and write nothing.")
@click.option("--ask/--no-ask", default=None, help="Ask the open questions now (default: on a terminal).")
@click.option("--json", "as_json", is_flag=True, help="The drafts as JSON; writes nothing.")
@_folder
def month(
    month: str | None, paths: tuple[Path, ...], dry_run: bool, ask: bool | None, as_json: bool, folder: Path | None
) -> None:
    """Draft the entries of a MONTH (2026-11; default: this one, or the last one until its tenth day).

    Every drafted sentence carries its receipt in brackets; what no receipt tells is a question to you.
    """
    from podium.programs.portfolio import month_of, period, reminders
    from podium.programs.portfolio.changes import incidents, landed
    from podium.programs.portfolio.draft import candidates, keep

    journal = _open(folder)
    day = _today() - timedelta(days=EARLY_DAYS)
    within = period(month) if month else month_of(day.year, day.month)
    where = paths or _looked_at()
    if not where:
        output.note("no repository named or looked at yet: only the journal is read; --path PATH adds merged work")
    found = candidates(journal, within, landed(where, within), incidents(within))
    if as_json:
        output.raw(output.to_json([_as_data(each) for each in found]))
        return
    for each in found:
        _show(each)
        if not dry_run:
            file = keep(journal, each)
            output.note(f"written: {file.relative_to(journal.root).as_posix()}")
            if (sys.stdin.isatty() and sys.stderr.isatty()) if ask is None else ask:
                _answer(journal.fresh(), file.stem, each.questions)
            journal = journal.fresh()
    if not found:
        output.note(
            f"nothing new in {within.name}: no work, win, delegation, step or incident that is not in the portfolio"
        )
    if within.last >= _today():
        output.note(f"{within.name} is not over: what still lands in it belongs into the entries drafted now")
    for said in reminders(journal, _today()):
        output.note(said)


def _looked_at() -> tuple[Path, ...]:
    from podium.app import last_look

    try:
        return tuple(path for path in last_look.last().paths if path.exists())
    except Misuse:
        return ()


def _as_data(each: Candidate) -> dict[str, Any]:
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in each.fields.items()}
    told = [{"text": t.text, "receipts": list(t.receipts)} for t in each.told]
    return {
        "day": str(each.day),
        "outcome": each.outcome,
        "fields": fields,
        "told": told,
        "sources": list(each.sources),
        "questions": list(each.questions),
    }


def _show(each: Candidate) -> None:
    output.styled([(f"{each.day}  {each.outcome}", "bold")])
    for told in each.told:
        output.out(f"  {told.text} [{'; '.join(told.receipts)}]")
    for question in each.questions:
        output.out(f"  ? {question}")


def _answer(journal: Journal, id: str, questions: Sequence[str]) -> None:
    """Ask her; what she skips stays open, and an entry without open questions is ready."""
    from podium.journal import fields_of, kinds
    from podium.journal.typed import value_of
    from podium.programs.portfolio import KIND

    fields = {field.name: field for field in fields_of(kinds.load(KIND))}
    left, changes = list(questions), dict[str, Any]()
    for question in questions:
        name = question.partition(":")[0]
        typed = str(click.prompt(f"{question} (Enter to skip)", default="", show_default=False, err=True))
        if typed.strip():
            changes[name] = value_of(fields[name], typed)
            left.remove(question)
    if changes:
        changes |= {"questions": left or None, "status": "ready" if not left else "draft"}
        journal.write(KIND, id, changes)


@command.command()
@click.argument("which", required=False)
@click.option("--json", "as_json", is_flag=True, help="The remarks as JSON.")
@_folder
def lint(which: str | None, as_json: bool, folder: Path | None) -> None:
    """Say what a reader would miss, line by line, and what would make it pass.

    WHICH is an entry's id, a month, a quarter or a year; default: all. A `?` marks what podium may have misread.
    """
    from dataclasses import asdict

    from podium.programs.portfolio.lint import lint_file

    journal = _open(folder)
    remarks = [remark for entry in _named(journal, which) for remark in lint_file(entry, journal.root)]
    if as_json:
        output.raw(output.to_json([asdict(remark) for remark in remarks]))
    for remark in [] if as_json else remarks:
        output.out(str(remark))
    sure = sum(not remark.is_question for remark in remarks)
    output.note(f"{sure} to mend, {len(remarks) - sure} to ask yourself" if remarks else "nothing to say")
    if sure:
        raise CannotRead(f"{sure} remarks on the portfolio", where=str(journal.root))


def _named(journal: Journal, which: str | None) -> tuple[Entry[Any], ...]:
    from podium.programs.portfolio import KIND, entries, period

    one = journal.entry(KIND, which) if which else None
    return (one,) if one else entries(journal, period(which) if which else None)


@command.command()
@click.argument("page", type=click.Choice(PAGES))
@click.argument("when", required=False)
@click.option("--format", "forms", multiple=True, type=click.Choice(FORMATS), help="One or more; default: all four.")
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder; default: this one.",
)
@click.option("--pick", "picks", multiple=True, metavar="ID", help="A result by its id, in the order given.")
@click.option("--drafts", is_flag=True, help="Take drafts in; they are marked.")
@click.option("--force", is_flag=True, help="Replace files of the same name.")
@_folder
def export(
    page: Any,
    when: str | None,
    forms: tuple[Format, ...],
    target: Path,
    picks: tuple[str, ...],
    drafts: bool,
    force: bool,
    folder: Path | None,
) -> None:
    """Write a PAGE of WHEN (2026-11, 2026-Q4 or 2026; default: this year) as Markdown, HTML, PDF and DOCX.

    quarter: roll-up. skip-level: one page. sync: three wins, five lines each. packet: promotion, three pages at most.
    timeline: the picture.
    """
    from podium.documents import Picture, render
    from podium.evidence.people import me_file
    from podium.programs.portfolio import period
    from podium.programs.portfolio.export import export as make
    from podium.system import paths as home

    within = period(when or str(_today().year))
    author = me_file.read(home.me_file()).me.name
    made = make(page, _open(folder), within, picks=picks, is_with_drafts=drafts, author=author)
    name = f"{page}-{(when or within.name).lower()}"
    files = {
        f"{name}.{form}": printed(made.document) if form == "pdf" else render(made.document, form)
        for form in forms or FORMATS
    }
    files |= {f"{b.name}.svg": b.svg.encode() for b in made.document.blocks if isinstance(b, Picture)}
    for file, data in files.items():
        _put(target / file, data, is_forced=force)
    for said in made.notes:
        output.note(said)


def _put(path: Path, data: bytes, *, is_forced: bool) -> None:
    from podium.system import files as replace

    if not is_forced and path.exists():
        raise CannotWrite("there is such a file already", where=str(path), next_step="--force replaces it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            replace.replace(path, path.read_bytes(), data)
        else:
            replace.put(path.absolute(), data)
    except OSError as fault:
        raise CannotWrite(f"could not be written: {fault.strerror}", where=str(path)) from None
    output.out(str(path))


@command.command()
@_folder
def templates(folder: Path | None) -> None:
    """Copy the text templates into the journal's `templates/`, where you can change them."""
    from podium.programs.portfolio.export import copy_templates

    made = copy_templates(_open(folder))
    for path in made:
        output.out(str(path))
    if not made:
        output.note("they are there already; delete one to get podium's own back")


@command.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--when", help="A month, a quarter or a year; default: all of it.")
@click.option(
    "--yes",
    "list_file",
    type=click.Path(path_type=Path),
    metavar="LIST",
    help="Decide by a redaction list; no questions.",
)
@click.option(
    "--propose", is_flag=True, help="Write a redaction list to TARGET instead, to be edited and used with --yes."
)
@click.option("--force", is_flag=True, help="Replace TARGET.")
@_folder
def carry(
    target: Path, when: str | None, list_file: Path | None, propose: bool, force: bool, folder: Path | None
) -> None:
    """Write a redacted copy to TARGET, a zip of Markdown and PDF that opens without podium.

    Names, links, tickets, project names, and what an entry lists in `keep_inside` are shown one by one.
    """
    from podium.programs.portfolio import carry as bag

    journal = _open(folder)
    ready, within = bag.ready(journal, when)
    document = bag.copy(ready, within)
    found = bag.find(journal, ready, document)
    if propose:
        _put(target, bag.list_text(found).encode(), is_forced=force)
        return
    if list_file is not None:
        decided = bag.read_list(_text(list_file), str(list_file))
        bag.demand_all(found, decided)
    else:
        decided = _decide(found)
    for each in found:
        new = decided.instead.get(each.text)
        output.note(
            f"{each.count:>4} x  {each.text} -> {new}" if new is not None else f"{each.count:>4} x  {each.text} stays"
        )
    _put(target, bag.pack(bag.redact(document, decided), within), is_forced=force)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise CannotRead("the redaction list cannot be read", where=str(path)) from None


def _decide(found: Sequence[Found]) -> Decided:
    """Show each, ask; Enter takes what podium proposes."""
    from podium.programs.portfolio.carry import Decided

    instead, stays = dict[str, str](), set[str]()
    for each in found:
        output.note(f"\n{each.sort}, {each.times}: {each.text}\n    ... {each.around} ...")
        said = "k" if each.sort == "perhaps a name" else each.instead
        typed = str(click.prompt("replace by (k keeps it)", default=said, err=True)).strip()
        if typed.casefold() == "k":
            stays.add(each.text)
        else:
            instead[each.text] = typed or each.instead
    return Decided(instead, frozenset(stays))


@command.command()
@click.argument("calendar", default="feed", metavar="[WHERE]")
@click.option(
    "--zone", default="", metavar="ZONE", help="Your time zone, as Europe/Berlin; else the one of `podium me`."
)
@click.option("--at", "hour", default="09:00", show_default=True, help="The hour on your clock.")
@click.option("--months", default=12, show_default=True, type=click.IntRange(1, 36), help="For how many months.")
def remind(calendar: str, zone: str, hour: str, months: int) -> None:
    """Put 30 minutes on the first Friday of each month into a calendar.

    WHERE is FILE.ics, the label of a connected CalDAV calendar, or feed, the file of podium's own that other programs
    can subscribe to (the default). `podium calendar undo portfolio` takes them back out.
    """
    from podium.calendar.ledger import Ledger
    from podium.calendar.write import write
    from podium.cli import again
    from podium.programs.portfolio.remind import PRACTICE, block, standing
    from podium.system import paths as home

    try:
        at = time.fromisoformat(hour)
    except ValueError:
        raise Misuse(f"{hour!r} is no hour", next_step="write --at 09:00") from None
    made = block(_today(), at, again.zone(zone), months)
    ledger, place = Ledger(home.home()), again.place(calendar)
    there = standing(ledger, place, _today())
    if there is not None and there.uid != made.uid:
        output.note(
            f"a reminder stands there since {there.at:%Y-%m-%d}; `podium calendar undo {PRACTICE}` first to change it"
        )
        return
    for outcome in write([made], place, ledger, datetime.now(UTC)):
        output.out(f"{outcome.what:<14} {outcome.title}, from {made.start:%Y-%m-%d %H:%M}")
    output.note(f"in {place.card.get('path', '')}; `podium calendar undo {PRACTICE}` takes it out")


@command.command()
@click.argument("entry")
@click.option("--yes", is_flag=True, help="Take the checked sentence without asking.")
@_folder
def rephrase(entry: str, yes: bool, folder: Path | None) -> None:
    """Let the language model you configured rephrase the outcome of an ENTRY; off unless you name one.

    What is sent is shown first. A sentence with a number or name that the entry does not hold is refused and shown.
    """
    from podium.programs.portfolio import KIND
    from podium.programs.portfolio.rephrase import ask, demand_configured, facts
    from podium.sources.http.client import Wire

    model = demand_configured()
    journal = _open(folder)
    found = journal.entry(KIND, entry)
    if found is None:
        raise CannotRead(f"no entry called {entry!r} could be read", next_step=f"podium journal list {KIND}")
    output.note(f"sent to {model.url}:\n{facts(found.head)}")
    if not yes and not click.confirm("send this?", err=True):
        return
    names = [name for e in journal.entries(KIND) for name in e.head.credit] + [e.id for e in journal.entries("person")]
    said = ask(model, found.head, Wire(say=output.note), known_names=names)
    output.out(said)
    if yes or click.confirm("take it as the outcome?", err=True):
        journal.write(KIND, found.id, {"outcome": said})
