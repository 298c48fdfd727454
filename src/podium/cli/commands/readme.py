"""Your manager README: drafted, checked, published, and its promises held against traces."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from podium.cli import options, output
from podium.cli.papers import JOURNAL, JSON, journal_of, printed, put, today_is
from podium.cli.pulse import pulse
from podium.core.errors import CannotTell, CannotWrite, Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.mirror.look import Asked
    from podium.programs.readme.audit import Kept
    from podium.programs.readme.known import Offer
    from podium.programs.readme.questions import Question

_Command = TypeVar("_Command", bound=Callable[..., Any])
_WEEKS = 13


def _looking(function: _Command) -> _Command:
    for add in reversed(
        [
            click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
            click.option(
                "--as-of", type=options.Day(), help="Last day looked at. Default: the day of the newest commit."
            ),
            click.option("--me", multiple=True, metavar="EMAIL", help="An address you commit with; may be repeated."),
            click.option("--team", type=click.Path(path_type=Path), metavar="FILE", help="One address or name a line."),
            JOURNAL,
        ]
    ):
        function = add(function)
    return function


@click.group()
def command() -> None:
    """Draft, check, audit and publish your manager README (manager-readme.md in your journal)."""


@command.command()
@_looking
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
    from podium.programs.readme.draft import settle, write
    from podium.programs.readme.page import FILE

    if questions:
        _list_questions()
        return
    journal = journal_of(folder)
    path = journal.root / FILE
    if path.exists() and not dry_run:
        raise Misuse(
            "there is a manager README already", where=str(path), next_step="edit it, then `podium readme check`"
        )
    said = _said(settings)
    known = _offers(journal, _asked(named))
    if sys.stdin.isatty() and sys.stderr.isatty() if ask is None else ask:
        _interview(said, known)
    text = write(settle(said, known))
    if dry_run:
        output.out(text.rstrip("\n"))
        return
    put(path, text.encode())
    output.out(str(path))
    output.note("next: `podium readme check`, then let two reports and a peer read it")


def _list_questions() -> None:
    from podium.programs.readme.questions import QUESTIONS

    for each in QUESTIONS:
        output.out(f"{each.key:<14} {each.asks}")


def _said(settings: tuple[str, ...]) -> dict[str, str]:
    said: dict[str, str] = {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals:
            raise Misuse(
                "--set takes KEY=TEXT", where=ascii(setting[:60]), next_step="`podium readme draft --questions`"
            )
        said[key.strip()] = text
    return said


def _interview(said: dict[str, str], known: dict[str, Offer]) -> None:
    """Ask what is not said yet; stopping half-way keeps what was answered and leaves the rest open."""
    from podium.programs.readme.questions import QUESTIONS

    left = [each for each in QUESTIONS if each.key not in said]
    for number, each in enumerate(left, 1):
        try:
            _ask(each, known.get(each.key), f"({number} of {len(left)}) ", said)
        except click.Abort:
            if number == 1:
                raise
            said.update({one.key: "" for one in left[number - 1 :]})
            output.note(f"\nstopped: {len(left) - number + 1} questions stay open in the file")
            return


def _ask(asked: Question, offer: Offer | None, number: str, said: dict[str, str]) -> None:
    default = offer.text if offer else asked.usual
    for line in offer.receipt.splitlines() if offer else ():
        output.note(f"  known from {line}")
    if asked.example and not offer:
        output.note(f"  for example: {asked.example}")
    while True:
        typed = click.prompt(number + output.plain(asked.asks), default=default, show_default=bool(default), err=True)
        if asked.key != "promises" or typed in {"", "-", default} or _is_checkable(typed):
            break
    if typed != default:
        said[asked.key] = "" if typed.strip() == "-" else typed


def _is_checkable(typed: str) -> bool:
    """Whether podium knows every promise; says which not, and is asked again."""
    from podium.programs.readme.draft import promised

    try:
        promised(typed)
    except Misuse as unknown:
        output.note(f"{unknown.what}\n  {unknown.next_step}")
        return False
    return True


def _offers(journal: Journal, asked: Asked | None) -> dict[str, Offer]:
    from podium.evidence.people import me_file
    from podium.programs.readme.known import offers
    from podium.system import paths as home

    if asked is None:
        output.note(
            "no repository was looked at, so hours and answers are not known: name PATHS, or `podium look` first"
        )
        return offers(None, journal, me_file.read(home.me_file()))
    with options.mirror(asked) as mirror:
        return offers(mirror, journal, mirror.file)


@command.command()
@JSON
@JOURNAL
def check(as_json: bool, folder: Path | None) -> None:
    """Say what is missing, what is over a page, what is one-way and what is a boast; exit 4 when it is not ready."""
    from podium.programs.readme.check import MOST_WORDS, hinders
    from podium.programs.readme.check import check as look
    from podium.programs.readme.versions import published

    journal = journal_of(folder)
    page = _page(journal)
    notes = look(page, published(journal), today_is())
    if as_json:
        rows = [{"line": n.line, "about": n.field, "what": n.what, "instead": n.instead} for n in notes]
        output.raw(output.to_json({"words": page.words, "promises": [c.words for c in page.claims], "notes": rows}))
    else:
        for note in notes:
            output.out(str(note))
        output.note(
            f"{page.words} of {MOST_WORDS} words, {counted(len(page.claims), 'promise')}, {counted(len(notes), 'remark')}"
        )
    if hinders(page):
        raise click.exceptions.Exit(4)


@command.command()
@JSON
def claims(as_json: bool) -> None:
    """List the promises podium can check, and what each cannot see."""
    from podium.programs.readme import claims as known
    from podium.programs.readme.page import recognise

    rows = []
    for form in known.every():
        claim = recognise(form.written[0])
        if claim is not None:
            rows.append(
                {
                    "form": form.name,
                    "written": list(form.written),
                    "asks": claim.signal.asks,
                    "blind_to": claim.signal.blind_to,
                }
            )
    if as_json:
        output.raw(output.to_json(rows))
        return
    for row in rows:
        output.out(f"Promise: {'   or   '.join(row['written'])}")
        output.out(f"    {row['asks']}\n    blind to {row['blind_to']}")


@command.command()
@_looking
@click.option("--since", type=options.Day(), help="First day looked at, instead of the day it was promised.")
@click.option("--all", "is_all", is_flag=True, help="Every breach, not the newest ten of each promise.")
@JSON
def audit(since: date | None, is_all: bool, as_json: bool, folder: Path | None, **named: Any) -> None:
    """Hold each promise against traces: kept n of m, what could not be judged, and the breaches. For you alone."""
    from podium.programs.readme.audit import as_data, receipts
    from podium.programs.readme.audit import audit as hold
    from podium.programs.readme.versions import published

    journal = journal_of(folder)
    page = _page(journal)
    _refuse_unknown(page.notes)
    if not page.claims:
        raise CannotTell("the page makes no promise podium can check", next_step="`podium readme claims` lists them")
    asked = _asked(named)
    if asked is None:
        raise Misuse("nothing was looked at yet", next_step="`podium readme audit PATH...`")
    with options.mirror(asked) as mirror:
        found = hold(page, mirror, published(journal), since)
        if as_json:
            output.raw(output.to_json({"window": str(mirror.window), "promises": as_data(found, mirror)}))
            return
        for kept, rows in zip(found, receipts(found, mirror), strict=True):
            _tell_kept(kept, rows, most=None if is_all else 10)
        _tell_all(found)


def _refuse_unknown(notes: tuple[Any, ...]) -> None:
    if notes:
        first = notes[0]
        raise Misuse(
            f"{len(notes)} of your promises cannot be checked; the first: {first.what}",
            where=f"{first.file}:{first.line}",
            next_step=first.instead,
        )


def _tell_kept(kept: Kept, rows: list[str], most: int | None) -> None:
    since = f"promised since {kept.since}" if kept.since else "not published yet"
    window = kept.measure.window
    days = f"{window}, " if window.start_s < window.end_s else ""
    output.out(f"{kept.claim.words}\n    {kept.words}\n    {days}{since}")
    if kept.words_before:
        output.out(f"    {kept.words_before}")
    shown = rows if most is None else rows[-most:]
    if len(shown) < len(rows):
        output.out(f"    ... {len(rows) - len(shown)} earlier: --all shows them")
    for row in shown:
        output.out(f"    not kept  {row}")
    output.out(f"    blind to  {kept.claim.signal.blind_to}")


def _tell_all(found: tuple[Kept, ...]) -> None:
    told = sum(kept.share is not None for kept in found)
    output.note(f"{told} of {counted(len(found), 'promise')} could be told. Nobody else sees this.")


@command.command()
@click.option(
    "--to", "target", type=click.Path(path_type=Path), default=Path(), help="Folder for the files. Default: here."
)
@click.option("--paper", type=click.Choice(["a4", "us-letter", "both"]), default="both", show_default=True)
@click.option("--dry-run", is_flag=True, help="Write the files as a proof; no version is counted.")
@JOURNAL
def publish(target: Path, paper: str, dry_run: bool, folder: Path | None) -> None:
    """Publish a version: one self-contained HTML page, a one-page PDF, Markdown; with version, date and what changed."""
    from podium.programs.readme import publish as making
    from podium.programs.readme.versions import published

    journal = journal_of(folder)
    page, versions, today = _page(journal), published(journal), today_is()
    making.refuse_unready(page)
    number = making.next_number(versions)
    text = making.body(page, number, today, versions)
    made = making.document(text, number, today)
    papers: Any = ("a4", "us-letter") if paper == "both" else (paper,)
    files = making.files(made, papers)
    printed(made)
    if not target.is_dir():
        raise Misuse("there is no such folder", where=str(target), next_step=f"mkdir {target}")
    paths = {target / f"manager-readme-v{number}.{ending}": data for ending, data in files.items()}
    _refuse_there(list(paths))
    if not dry_run:
        journal.create("readme-version", f"v{number}", {"version": number, "published": today}, body=text)
    for path, data in paths.items():
        put(path.absolute(), data)
        output.out(str(path))
    output.note("a proof; no version was counted" if dry_run else f"version {number} is kept in your journal")


@command.command()
@click.option("--since", "read_by", default="", metavar="VERSION|DAY", help="What they read last: v2, or a day.")
@JSON
@JOURNAL
def diff(read_by: str, as_json: bool, folder: Path | None) -> None:
    """Show what changed since the last version, or since the version somebody read, part by part."""
    from podium.programs.readme.versions import changes, published, version_read

    journal = journal_of(folder)
    versions = published(journal)
    if not versions:
        raise CannotTell("nothing was published yet", next_step="`podium readme publish`")
    old = version_read(versions, read_by) if read_by else versions[-1]
    found = changes(old.page, _page(journal))
    if as_json:
        rows = [{"part": c.heading, "gone": list(c.gone), "new": list(c.new)} for c in found]
        output.raw(output.to_json({"since": old.number, "published": old.published.isoformat(), "changes": rows}))
        return
    output.out(
        f"since version {old.number} of {old.published}:" if found else f"nothing changed since version {old.number}"
    )
    for change in found:
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
@JOURNAL
def review(reader: str, unclear: str, untrue: str, changed: str, folder: Path | None) -> None:
    """Write down what a READER marked, without a name; two reports and a peer make a round."""
    from podium.journal.kinds import readme_review
    from podium.programs.readme.versions import published

    if not unclear and not untrue:
        raise Misuse("which line?", next_step='--unclear "..." or --untrue "..."')
    journal = journal_of(folder)
    versions = published(journal)
    number = versions[-1].number if versions else 0
    fields = {
        "date": today_is(),
        "reader": reader,
        "version": number,
        "unclear": unclear,
        "untrue": untrue,
        "changed": changed,
    }
    taken = len(journal.entries(readme_review.KIND))
    path = journal.create(
        "readme-review", f"{today_is()}-{reader}-{taken + 1}", {k: v for k, v in fields.items() if v != ""}
    )
    output.out(str(path))
    round_of = [e.head.reader for e in journal.entries(readme_review.KIND) if e.head.version == number]
    output.note(f"this version: {round_of.count('report')} of 2 reports, {min(1, round_of.count('peer'))} of 1 peer")


command.add_command(pulse)


def _page(journal: Journal) -> Any:
    from podium.programs.readme.page import FILE, read

    return read(journal.root / FILE)


def _asked(named: dict[str, Any]) -> Asked | None:
    """What to look at: the paths named, else those of the last look; None when there is neither."""
    from podium.app import last_look
    from podium.mirror.look import Asked

    if named["paths"]:
        return Asked(tuple(named["paths"]), named["as_of"], _WEEKS, me=tuple(named["me"]), team=named["team"])
    try:
        last = last_look.last()
    except Misuse:
        return None
    return Asked(
        last.paths, named["as_of"] or last.as_of, _WEEKS, me=named["me"] or last.me, team=named["team"] or last.team
    )


def _refuse_there(paths: list[Path]) -> None:
    for path in paths:
        if path.exists():
            raise CannotWrite("there is a file of that name already", where=str(path), next_step="--to another folder")
