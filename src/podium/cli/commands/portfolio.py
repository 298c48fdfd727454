"""`podium portfolio`: draft the month from receipts, check it, hand it over, take it along."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import CannotRead

if TYPE_CHECKING:
    from podium.app.portfolio import Candidate
    from podium.app.redacted_copy import Decided, WordToDecide
    from podium.app.session import Session

PAGES = ("quarter", "skip-level", "sync", "packet", "timeline")
FORMATS = ("md", "html", "pdf", "docx")


@click.group()
def command() -> None:
    """Your results with receipts: month by month, as pages to hand over, and as a copy that leaves with you."""


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
@options.JOURNAL
def month(
    month: str | None, paths: tuple[Path, ...], dry_run: bool, ask: bool | None, as_json: bool, folder: Path | None
) -> None:
    """Draft the entries of a MONTH (2026-11; default: this one, or the last one until its tenth day).

    Every drafted sentence carries its receipt in brackets; what no receipt tells is a question to you.
    """
    session = options.session(folder)
    within = app.portfolio.month(session, month or "")
    if not app.portfolio.has_repositories(paths):
        output.note("no repository named or looked at yet: only the journal is read; --path PATH adds merged work")
    drafts = app.portfolio.drafts(session, within, paths)
    if as_json:
        output.raw(output.to_json([app.portfolio.draft_facts(draft) for draft in drafts]))
        return
    is_asking = sys.stdin.isatty() and sys.stderr.isatty() if ask is None else ask
    for draft in drafts:
        _show(draft)
        if not dry_run:
            _keep(session, draft, is_asking=is_asking)
    if not drafts:
        output.note(
            f"nothing new in {within.name}: no work, win, delegation, step or incident that is not in the portfolio"
        )
    if within.last >= session.today():
        output.note(f"{within.name} is not over: what still lands in it belongs into the entries drafted now")
    for reminder in app.portfolio.reminders(session):
        output.note(reminder)


def _show(draft: Candidate) -> None:
    output.styled([(f"{draft.day}  {draft.outcome}", "bold")])
    for sentence in draft.told:
        output.out(f"  {sentence.text} [{'; '.join(sentence.receipts)}]")
    for question in draft.questions:
        output.out(f"  ? {question}")


def _keep(session: Session, draft: Candidate, *, is_asking: bool) -> None:
    """Write a draft, and ask its questions; what is skipped stays open."""
    file = app.portfolio.keep(session, draft)
    output.note(f"written: {file.relative_to(session.journal().root).as_posix()}")
    if not is_asking:
        return
    typed = {
        app.portfolio.asked_field(question): str(
            click.prompt(f"{question} (Enter to skip)", default="", show_default=False, err=True)
        )
        for question in draft.questions
    }
    app.portfolio.answer_questions(session, file.stem, draft.questions, typed)


@command.command()
@click.argument("which", required=False)
@click.option("--json", "as_json", is_flag=True, help="The remarks as JSON.")
@options.JOURNAL
def lint(which: str | None, as_json: bool, folder: Path | None) -> None:
    """Say what a reader would miss, line by line, and what would make it pass.

    WHICH is an entry's id, a month, a quarter or a year; default: all. A `?` marks what podium may have misread.
    """
    session = options.session(folder)
    remarks = app.portfolio.lint(session, which or "")
    if as_json:
        output.raw(output.to_json(remarks))
    for remark in [] if as_json else remarks:
        output.out(str(remark))
    sure = sum(not remark.is_question for remark in remarks)
    output.note(f"{sure} to mend, {len(remarks) - sure} to ask yourself" if remarks else "nothing to say")
    if sure:
        raise CannotRead(f"{sure} remarks on the portfolio", where=str(session.journal().root))


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
@options.JOURNAL
def export(
    page: Any,
    when: str | None,
    forms: tuple[Any, ...],
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
    contents, remarks = app.portfolio.page_files(
        options.session(folder), page, when or "", forms, picks=picks, is_with_drafts=drafts
    )
    for name, content in contents.items():
        _put(target / name, content, is_forced=force)
    for remark in remarks:
        output.note(remark)


def _put(path: Path, content: bytes, *, is_forced: bool) -> None:
    app.new_file.put_or_replace(path, content, is_forced=is_forced)
    output.out(str(path))


@command.command()
@options.JOURNAL
def templates(folder: Path | None) -> None:
    """Copy the text templates into the journal's `templates/`, where you can change them."""
    copies = app.portfolio.templates(options.session(folder))
    for path in copies:
        output.out(str(path))
    if not copies:
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
@options.JOURNAL
def carry(
    target: Path, when: str | None, list_file: Path | None, propose: bool, force: bool, folder: Path | None
) -> None:
    """Write a redacted copy to TARGET, a zip of Markdown and PDF that opens without podium.

    Names, links, tickets, project names, and what an entry lists in `keep_inside` are shown one by one.
    """
    copy = app.redacted_copy.prepare(options.session(folder), when or "")
    if propose:
        _put(target, app.redacted_copy.list_text(copy.words).encode(), is_forced=force)
        return
    if list_file is not None:
        decided = app.redacted_copy.read_decisions(list_file)
        app.redacted_copy.demand_all(copy.words, decided)
    else:
        decided = _decide(copy.words)
    for word in copy.words:
        new = decided.instead.get(word.text)
        output.note(
            f"{word.count:>4} x  {word.text} -> {new}" if new is not None else f"{word.count:>4} x  {word.text} stays"
        )
    _put(target, app.redacted_copy.pack(copy, decided), is_forced=force)


def _decide(words: Sequence[WordToDecide]) -> Decided:
    """Show each, ask; Enter takes what podium proposes."""
    instead: dict[str, str | None] = {}
    for word in words:
        output.note(f"\n{word.sort}, {word.times}: {word.text}\n    ... {word.around} ...")
        proposal = "k" if word.sort == "perhaps a name" else word.instead
        typed = str(click.prompt("replace by (k keeps it)", default=proposal, err=True)).strip()
        instead[word.text] = None if typed.casefold() == "k" else typed or word.instead
    return app.redacted_copy.decisions(instead)


@command.command()
@click.argument("calendar", default="feed", metavar="[WHERE]")
@click.option(
    "--zone", default="", metavar="ZONE", help="Your time zone, as Europe/Berlin; else the one of `podium me`."
)
@click.option("--at", type=options.Hour(), default="09:00", show_default=True, help="The hour on your clock.")
@click.option("--months", default=12, show_default=True, type=click.IntRange(1, 36), help="For how many months.")
def remind(calendar: str, zone: str, at: time, months: int) -> None:
    """Put 30 minutes on the first Friday of each month into a calendar.

    WHERE is FILE.ics, the label of a connected CalDAV calendar, or feed, the file of podium's own that other programs
    can subscribe to (the default). `podium calendar undo portfolio` takes them back out.
    """
    reminded = app.portfolio.remind(options.session(), calendar, at, zone, months)
    name = app.portfolio.PRACTICE
    if reminded.since is not None:
        output.note(f"a reminder stands there since {reminded.since}; `podium calendar undo {name}` first to change it")
        return
    for outcome in reminded.outcomes:
        output.out(f"{outcome.what:<14} {outcome.title}, from {reminded.start:%Y-%m-%d %H:%M}")
    output.note(f"in {reminded.calendar}; `podium calendar undo {name}` takes it out")


@command.command()
@click.argument("entry")
@click.option("--yes", is_flag=True, help="Take the checked sentence without asking.")
@options.JOURNAL
def rephrase(entry: str, yes: bool, folder: Path | None) -> None:
    """Let the language model you configured rephrase the outcome of an ENTRY; off unless you name one.

    What is sent is shown first. A sentence with a number or name that the entry does not hold is refused and shown.
    """
    session = options.session(folder)
    request = app.portfolio.rephrase_request(session, entry)
    output.note(f"sent to {request.url}:\n{request.text}")
    if not yes and not click.confirm("send this?", err=True):
        return
    sentence = app.portfolio.rephrase_ask(session, request)
    output.out(sentence)
    if yes or click.confirm("take it as the outcome?", err=True):
        app.portfolio.rephrase_take(session, request, sentence)
