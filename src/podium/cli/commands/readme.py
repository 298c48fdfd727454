"""Your manager README: drafted, checked, published, and its promises held against traces."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output
from podium.cli.pulse import pulse
from podium.core.errors import CannotTell, Misuse
from podium.core.lines import lines_of
from podium.core.measure import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from podium.app.readme import Offer, Paper, PromiseVerdict, Question

_looking = options.repositories("Last day looked at. Default: the day of the newest commit.")


@click.group()
def command() -> None:
    """Draft, check, audit and publish your manager README (manager-readme.md in your journal)."""


@command.command()
@_looking
@options.JOURNAL
@click.option(
    "--set", "settings", multiple=True, metavar="KEY=TEXT", help="Answer a question; may be given many times."
)
@click.option("--ask/--no-ask", default=None, help="Ask the questions (default: on a terminal).")
@click.option("--questions", is_flag=True, help="List the questions with their keys and stop.")
@click.option("--dry-run", is_flag=True, help="Print the draft and write nothing.")
def draft(
    settings: tuple[str, ...], ask: bool | None, questions: bool, dry_run: bool, folder: Path | None, **named: Any
) -> None:
    """Interview you in about twenty questions and write manager-readme.md.

    What podium knows from your journal, from PATHS or from your last look is offered with its receipt; Enter takes it,
    a dash leaves the question open. Nothing is written that nobody said and no trace shows.
    """
    if questions:
        for question in app.readme.QUESTIONS:
            output.out(f"{question.key:<14} {question.asks}")
        return
    session = options.session(folder)
    if not dry_run:
        app.readme.refuse_second(session)
    answers = _answers(settings)
    scope = app.readme.asked(**named)
    if scope is None:
        output.note(
            "no repository was looked at, so hours and answers are not known: name PATHS, or `podium look` first"
        )
    offers = app.readme.known(session, scope)
    if sys.stdin.isatty() and sys.stderr.isatty() if ask is None else ask:
        _interview(answers, offers)
    text = app.readme.draft(answers, offers)
    if dry_run:
        output.out(text.rstrip("\n"))
        return
    output.out(str(app.readme.write_draft(session, text)))
    output.note("next: `podium readme check`, then let two reports and a peer read it")


@command.command()
@options.JOURNAL
def resume(folder: Path | None) -> None:
    """Ask what your README still leaves open; Enter leaves a question open, what you answered is kept at once."""
    session = options.session(folder)
    questions = app.readme.open_questions(session)
    for number, question in enumerate(questions, 1):
        if question.example:
            output.note(f"  for example: {question.example}")
        asks = f"({number} of {len(questions)}) {output.plain(question.asks)}"
        try:
            typed = click.prompt(asks, default="", show_default=False, err=True)
        except click.Abort:
            break
        app.readme.fill(session, {question.key: typed})
    output.note(f"{counted(len(app.readme.open_questions(session)), 'question')} left open")


def _answers(settings: tuple[str, ...]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals:
            raise Misuse(
                "--set takes KEY=TEXT", where=ascii(setting[:60]), next_step="`podium readme draft --questions`"
            )
        answers[key.strip()] = text
    return answers


def _interview(answers: dict[str, str], offers: Mapping[str, Offer]) -> None:
    """Ask what is not answered yet; stopping half-way keeps what was answered and leaves the rest open."""
    questions = [question for question in app.readme.QUESTIONS if question.key not in answers]
    for number, question in enumerate(questions, 1):
        try:
            _ask(question, offers.get(question.key), f"({number} of {len(questions)}) ", answers)
        except click.Abort:
            if number == 1:
                raise
            answers.update({later.key: "" for later in questions[number - 1 :]})
            output.note(f"\nstopped: {len(questions) - number + 1} questions stay open in the file")
            return


def _ask(question: Question, offer: Offer | None, number: str, answers: dict[str, str]) -> None:
    default = offer.text if offer else question.usual
    for line in lines_of(offer.receipt) if offer else ():
        output.note(f"  known from {line}")
    if question.example and not offer:
        output.note(f"  for example: {question.example}")
    while True:
        typed = click.prompt(
            number + output.plain(question.asks), default=default, show_default=bool(default), err=True
        )
        if question.key != "promises" or typed in {"", "-", default} or _is_checkable(typed):
            break
    if typed != default:
        answers[question.key] = "" if typed.strip() == "-" else typed


def _is_checkable(typed: str) -> bool:
    """Whether podium can check every promise; says which not, and the question is asked again."""
    try:
        app.readme.refuse_unchecked_promise(typed)
    except Misuse as unknown:
        output.note(f"{unknown.what}\n  {unknown.next_step}")
        return False
    return True


@command.command()
@options.JSON
@options.JOURNAL
def check(as_json: bool, folder: Path | None) -> None:
    """Say what is missing, what is over a page, what is one-way and what is a boast; exit 4 when it is not ready."""
    checked = app.readme.check(options.session(folder))
    page, notes = checked.page, checked.notes
    if as_json:
        rows = [{"line": n.line, "about": n.field, "what": n.what, "instead": n.instead} for n in notes]
        promises = [claim.words for claim in page.claims]
        output.raw(output.to_json({"words": page.words, "promises": promises, "notes": rows}))
    else:
        for note in notes:
            output.out(str(note))
        words = f"{page.words} of {app.readme.MOST_WORDS} words"
        output.note(f"{words}, {counted(len(page.claims), 'promise')}, {counted(len(notes), 'remark')}")
    if checked.hinders:
        raise click.exceptions.Exit(4)


@command.command()
@options.JSON
def claims(as_json: bool) -> None:
    """List the promises podium can check, and what each cannot see."""
    forms = app.readme.promise_forms()
    if as_json:
        output.raw(output.to_json(forms))
        return
    for form in forms:
        output.out(f"Promise: {'   or   '.join(form.written)}")
        output.out(f"    {form.asks}\n    blind to {form.blind_to}")


@command.command()
@_looking
@options.JOURNAL
@click.option("--since", type=options.Day(), help="First day looked at, instead of the day it was promised.")
@click.option("--all", "is_all", is_flag=True, help="Every breach, not the newest ten of each promise.")
@options.JSON
def audit(since: date | None, is_all: bool, as_json: bool, folder: Path | None, **named: Any) -> None:
    """Hold each promise against traces: kept n of m, what could not be judged, and the breaches. For you alone."""
    audited = app.readme.audit(options.session(folder), app.readme.asked(**named), since)
    if as_json:
        output.raw(output.to_json({"window": audited.window, "promises": list(audited.facts)}))
        return
    for verdict, rows in zip(audited.promises, audited.receipts, strict=True):
        _tell_kept(verdict, rows, most=None if is_all else 10)
    judged = sum(verdict.share is not None for verdict in audited.promises)
    output.note(f"{judged} of {counted(len(audited.promises), 'promise')} could be told. Nobody else sees this.")


def _tell_kept(verdict: PromiseVerdict, rows: Sequence[str], most: int | None) -> None:
    since = f"promised since {verdict.since}" if verdict.since else "not published yet"
    window = verdict.measure.window
    days = f"{window}, " if window.start_s < window.end_s else ""
    output.out(f"{verdict.claim.words}\n    {verdict.words}\n    {days}{since}")
    if verdict.words_before:
        output.out(f"    {verdict.words_before}")
    rows_shown = rows if most is None else rows[-most:]
    if len(rows_shown) < len(rows):
        output.out(f"    ... {len(rows) - len(rows_shown)} earlier: --all shows them")
    for row in rows_shown:
        output.out(f"    not kept  {row}")
    output.out(f"    blind to  {verdict.claim.signal.blind_to}")


@command.command()
@click.option(
    "--to", "target", type=click.Path(path_type=Path), default=Path(), help="Folder for the files. Default: here."
)
@click.option("--paper", type=click.Choice(["a4", "us-letter", "both"]), default="both", show_default=True)
@click.option("--dry-run", is_flag=True, help="Write the files as a proof; no version is counted.")
@options.JOURNAL
def publish(target: Path, paper: str, dry_run: bool, folder: Path | None) -> None:
    """Publish a version: one self-contained HTML page, a one-page PDF, Markdown; with version, date and what changed."""
    session = options.session(folder)
    chosen: tuple[Paper, ...] = ("a4", "us-letter") if paper == "both" else ("a4",) if paper == "a4" else ("us-letter",)
    published = app.readme.prepare(session, chosen)
    for remark in published.remarks:
        output.note(remark)
    if not target.is_dir():
        raise Misuse("there is no such folder", where=str(target), next_step=f"mkdir {target}")
    number = published.number
    contents = {target / f"manager-readme-v{number}.{end}": content for end, content in published.files.items()}
    app.new_file.refuse_there(list(contents))
    if not dry_run:
        app.readme.publish(session)
    for path, content in contents.items():
        app.new_file.put(path, content)
        output.out(str(path))
    output.note("a proof; no version was counted" if dry_run else f"version {number} is kept in your journal")


@command.command()
@click.option("--since", "read_by", default="", metavar="VERSION|DAY", help="What they read last: v2, or a day.")
@options.JSON
@options.JOURNAL
def diff(read_by: str, as_json: bool, folder: Path | None) -> None:
    """Show what changed since the last version, or since the version somebody read, part by part."""
    difference = app.readme.difference(options.session(folder), read_by)
    old, changes = difference.old, difference.changes
    if old is None:
        raise CannotTell("nothing was published yet", next_step="`podium readme publish`")
    if as_json:
        rows = [{"part": c.heading, "gone": list(c.gone), "new": list(c.new)} for c in changes]
        output.raw(output.to_json({"since": old.number, "published": old.published.isoformat(), "changes": rows}))
        return
    output.out(
        f"since version {old.number} of {old.published}:" if changes else f"nothing changed since version {old.number}"
    )
    for change in changes:
        output.styled([(change.heading, "bold")])
        for sentence in change.gone:
            output.styled([(f"  - {sentence}", "red")])
        for sentence in change.new:
            output.styled([(f"  + {sentence}", "green")])


@command.command()
@click.argument("reader", type=click.Choice(["report", "peer", "other"]))
@click.option("--unclear", default="", help="The line they found unclear.")
@click.option("--untrue", default="", help="The line they found untrue.")
@click.option("--changed", default="", help="What you changed because of it.")
@options.JOURNAL
def review(reader: str, unclear: str, untrue: str, changed: str, folder: Path | None) -> None:
    """Write down what a READER marked, without a name; two reports and a peer make a round."""
    marks_so_far = app.readme.review(options.session(folder), reader, unclear=unclear, untrue=untrue, changed=changed)
    output.out(str(marks_so_far.file))
    output.note(f"this version: {marks_so_far.reports} of 2 reports, {min(1, marks_so_far.peers)} of 1 peer")


command.add_command(pulse)
