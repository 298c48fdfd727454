"""The portfolio: drafts of a month, answers, remarks, pages to hand over, reminders."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.app import calendars, entry, journal_file, last_look, new_file
from podium.app.entry import Input
from podium.calendar.write import Outcome
from podium.core.errors import CannotReach, CannotRead, Misuse
from podium.documents import FORMATS, Document, Format, Picture, render
from podium.journal import Entry, fields_of, kinds
from podium.programs import portfolio
from podium.programs.portfolio import Period, rephrase, timeline
from podium.programs.portfolio.changes import incidents, landed
from podium.programs.portfolio.draft import Candidate, candidates
from podium.programs.portfolio.draft import keep as keep_draft
from podium.programs.portfolio.export import PAGES, PageName, copy_templates
from podium.programs.portfolio.export import export as make_page
from podium.programs.portfolio.lint import lint_file
from podium.programs.portfolio.remind import PRACTICE, block, standing
from podium.sources.http.client import HttpClient

if TYPE_CHECKING:
    from podium.app.entry import Field
    from podium.app.session import Session
    from podium.journal.entry import Values

__all__ = ["FORMATS", "KIND", "PAGES", "PRACTICE", "Candidate", "Document", "Entry", "Format", "PageName", "Period"]

KIND = portfolio.KIND
# A month's last results are written down in the first days of the next.
EARLY_DAYS = 10
# What an entry of a month is asked for, in this order.
ASKED = ("outcome", "before", "after", "unit", "axis", "for_whom", "worth", "my_part", "credit", "how")


class Year(msgspec.Struct, frozen=True):
    """A year of results.

    Attributes:
        years: those with entries. months: the entries of each month that has some, newest month first.
        missing: months without a result. is_first: there is no entry at all yet.
    """

    years: tuple[int, ...]
    period: Period
    entries: tuple[Entry[Any], ...]
    months: tuple[tuple[str, tuple[Entry[Any], ...]], ...]
    missing: Sequence[str]
    is_first: bool


class Answered(msgspec.Struct, frozen=True):
    """One entry of a month as it is asked on a page.

    Attributes:
        stamp: fingerprint of its file, to see whether another program changed it.
        questions: by the field they ask for.
    """

    entry: Entry[Any]
    stamp: str
    inputs: tuple[Input, ...]
    remarks: Sequence[Any]
    questions: Mapping[str, str]


class SentenceRecord(msgspec.Struct, frozen=True):
    """One drafted sentence and what shows it."""

    text: str
    receipts: list[str]


class DraftRecord(msgspec.Struct, frozen=True):
    """A draft for `--json`."""

    day: str
    outcome: str
    fields: Mapping[str, str | int | float | bool | list[str] | None]
    told: list[SentenceRecord]
    sources: list[str]
    questions: list[str]


def usual_month(session: Session) -> str:
    """This month; in its first days the one before, which is over."""
    return f"{session.today() - timedelta(days=EARLY_DAYS):%Y-%m}"


def month(session: Session, text: str = "") -> Period:
    """The month named, or the usual one."""
    return portfolio.period(text or usual_month(session))


def drafts(session: Session, within: Period, paths: Sequence[Path] = ()) -> tuple[Candidate, ...]:
    """Entries the period could have: merged work, wins, delegations and incidents that are not in the portfolio.

    Args:
        paths: repositories; without any, those looked at last.
    """
    where = tuple(paths) or last_look.paths_there()
    return candidates(session.journal(), within, landed(where, within), incidents(within))


def has_repositories(paths: Sequence[Path]) -> bool:
    """Whether merged work can be read at all."""
    return bool(paths or last_look.paths_there())


def keep(session: Session, draft: Candidate) -> Path:
    """Write a draft into the portfolio; returns its file."""
    return keep_draft(session.journal(), draft)


def draft_name(draft: Candidate) -> str:
    """What tells one draft from another."""
    return f"{draft.day} {draft.outcome}"


def reminders(session: Session) -> list[str]:
    """Months that lack a result, each with what to type."""
    return list(portfolio.reminders(session.journal(), session.today()))


def draft_facts(draft: Candidate) -> DraftRecord:
    """A draft for `--json`."""
    fields = msgspec.to_builtins(dict(draft.fields))
    return DraftRecord(
        day=str(draft.day),
        outcome=draft.outcome,
        fields=fields,
        told=[SentenceRecord(text=sentence.text, receipts=list(sentence.receipts)) for sentence in draft.told],
        sources=list(draft.sources),
        questions=list(draft.questions),
    )


# -- answers ----------------------------------------------------------------------------------------------------------


def fields() -> dict[str, Field]:
    """The fields of an entry by name."""
    return {field.name: field for field in fields_of(kinds.load(KIND))}


def asked_field(question: str) -> str:
    """The field a question of an entry asks for."""
    return question.partition(":")[0]


def answer_questions(session: Session, name: str, questions: Sequence[str], typed: Mapping[str, str]) -> None:
    """Write answers by field name; an entry without open questions is ready.

    Raises:
        Misuse: a field cannot hold its answer.
    """
    field_by_name = fields()
    changes = {field: entry.value(field_by_name[field], text) for field, text in typed.items() if text.strip()}
    if not changes:
        return
    open_questions = [question for question in questions if asked_field(question) not in changes]
    status = "draft" if open_questions else "ready"
    session.journal().write(KIND, name, changes | {"questions": open_questions or None, "status": status})


def save_answers(session: Session, name: str, typed: Mapping[str, str], *, stamp: str, is_ready: bool) -> None:
    """Write what was typed into an entry's fields on a page.

    Args:
        typed: every field of `ASKED`. stamp: of the file the page was made from.

    Raises:
        CannotRead: the entry is gone. Misuse: a field cannot hold its answer, or another program changed the file.
    """
    journal = session.journal()
    old = journal.entry(KIND, name)
    if old is None:
        raise CannotRead("this entry is not in the journal any more", next_step="look at the month again")
    changes = _changes(old, typed, is_ready=is_ready)
    if journal_file.load(session, old.file).stamp != stamp:
        raise Misuse(
            "another program changed this entry meanwhile; nothing was written",
            next_step="your words are below; saving again writes them into the entry as it is now",
        )
    journal.write(KIND, old.id, changes)


def _changes(old: Entry[Any], typed: Mapping[str, str], *, is_ready: bool) -> Values:
    """What changes in the entry: the answers, the questions they leave open, and whether it may be handed over."""
    field_by_name = fields()
    answers = {name: entry.value(field_by_name[name], text) for name, text in typed.items()}
    if answers["outcome"] is None:
        raise Misuse("an entry says what changed", next_step="write one line into the first field")
    open_questions = [question for question in old.head.questions if answers.get(asked_field(question)) is None]
    if "outcome" in map(asked_field, open_questions) or answers["outcome"] != old.head.outcome:
        open_questions = [question for question in open_questions if asked_field(question) != "outcome"]
    open_questions = [] if is_ready else open_questions
    changes = {name: value for name, value in answers.items() if _same(value) != _same(getattr(old.head, name))}
    return changes | {"questions": open_questions or None, "status": "ready" if is_ready else "draft"}


def _same(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) and value else value or None


def asked_entries(
    session: Session, within: Period, typed: Mapping[str, Mapping[str, str]] | None = None
) -> list[Answered]:
    """The entries of a month, each with its fields; `typed` is what was typed into entries, by their id."""
    journal = session.journal()
    by_name = fields()
    rows: list[Answered] = []
    for portfolio_entry in portfolio.entries(journal, within):
        values = (typed or {}).get(portfolio_entry.id) or {
            name: _typed(getattr(portfolio_entry.head, name)) for name in ASKED
        }
        rows.append(
            Answered(
                entry=portfolio_entry,
                stamp=journal_file.load(session, portfolio_entry.file).stamp,
                inputs=tuple(entry.input_of(journal, by_name[name], values) for name in ASKED),
                remarks=lint_file(portfolio_entry, journal.root),
                questions={asked_field(q): q.partition(": ")[2] for q in portfolio_entry.head.questions},
            )
        )
    return rows


def _typed(value: Any) -> str:
    """A value as it is typed."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return portfolio.number(value).replace(",", "") if isinstance(value, float) else str(value)


# -- pages ------------------------------------------------------------------------------------------------------------


def year(session: Session, text: str = "") -> Year:
    """A year with its entries; without a readable one the last that has any."""
    journal = session.journal()
    every = portfolio.entries(journal)
    years = tuple(sorted({portfolio_entry.head.date.year for portfolio_entry in every})) or (session.today().year,)
    is_year = re.fullmatch(r"\d{4}", text, re.ASCII) is not None and 1980 <= int(text) <= 2099
    period = portfolio.period(text if is_year else str(years[-1]))
    entries = tuple(portfolio.entries(journal, period))
    names = sorted({f"{portfolio_entry.head.date:%Y-%m}" for portfolio_entry in entries}, reverse=True)
    months = tuple(
        (name, tuple(portfolio_entry for portfolio_entry in entries if f"{portfolio_entry.head.date:%Y-%m}" == name))
        for name in names
    )
    return Year(years, period, entries, months, portfolio.missing_months(journal, session.today()), not every)


def timeline_svg(entries: Sequence[Entry[Any]], within: Period) -> str:
    """The results of a period on a line of time, as a drawing."""
    return timeline.draw(entries, within)


def page(
    session: Session, name: PageName, when: str, *, picks: Sequence[str] = (), is_with_drafts: bool = False
) -> Any:
    """A page of a period, with remarks on what it leaves out.

    Raises:
        Misuse: no such period, or an id that is not in it. CannotTell: nothing to show.
    """
    within = portfolio.period(when)
    author = session.me().me.name
    return make_page(name, session.journal(), within, picks=picks, is_with_drafts=is_with_drafts, author=author)


def page_files(
    session: Session, name: PageName, when: str, forms: Sequence[Format], *, picks: Sequence[str], is_with_drafts: bool
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """A page in several formats, its pictures beside it: file name and content, and remarks."""
    period = when or str(session.today().year)
    page_made = page(session, name, period, picks=picks, is_with_drafts=is_with_drafts)
    stem = f"{name}-{period.lower()}"
    contents: dict[str, bytes] = {}
    remarks: list[str] = []
    for form in forms or FORMATS:
        try:
            file, its_remarks = _in_format(page_made.document, form)
        except CannotReach as missing_part:
            # A format nobody asked for by name does not keep the others back.
            if forms:
                raise
            remarks.append(f"no {form}: {missing_part.what}: {missing_part.next_step}")
            continue
        contents[f"{stem}.{form}"] = file
        remarks += its_remarks
    contents |= {f"{b.name}.svg": b.svg.encode() for b in page_made.document.blocks if isinstance(b, Picture)}
    return contents, (*remarks, *page_made.notes)


def _in_format(document: Document, form: Format) -> tuple[bytes, tuple[str, ...]]:
    """A document in one format, and what a reader of it should know."""
    return new_file.pdf(document) if form == "pdf" else (render(document, form), ())


def page_file(session: Session, name: PageName, when: str, form: Format, *, is_with_drafts: bool) -> bytes:
    """A page in one format."""
    return render(page(session, name, when, is_with_drafts=is_with_drafts).document, form)


def templates(session: Session) -> list[Path]:
    """Copy the text templates into the journal, where they can be changed; returns the files that were missing."""
    return list(copy_templates(session.journal()))


def lint(session: Session, which: str = "") -> list[Any]:
    """Remarks on an entry, a month, a quarter or a year; on all without any.

    Raises:
        Misuse: it is none of them.
    """
    journal = session.journal()
    chosen_entry = journal.entry(KIND, which) if which else None
    entries = (
        (chosen_entry,) if chosen_entry else portfolio.entries(journal, portfolio.period(which) if which else None)
    )
    return [remark for checked_entry in entries for remark in lint_file(checked_entry, journal.root)]


# -- reminders and rephrasing -----------------------------------------------------------------------------------------


class Reminded(msgspec.Struct, frozen=True):
    """What became of a reminder.

    Attributes:
        since: the day of another reminder that stands there and was left; None when there is none.
    """

    outcomes: tuple[Outcome, ...]
    start: Any
    calendar: str
    since: date | None


def remind(session: Session, calendar: str, at: time, zone: str, months: int) -> Reminded:
    """Put the monthly half hour on a calendar; doing it again adds none twice.

    Raises:
        Misuse: there is no such calendar, or the zone is not known.
    """
    wanted = block(session.today(), at, session.zone(zone), months)
    place = calendars.choose_one(session, calendar)
    there = standing(calendars.ledger(), place, session.today())
    if there is not None and there.uid != wanted.uid:
        return Reminded((), wanted.start, calendars.spoken(place), there.at.date())
    outcomes = calendars.write(session, [wanted], place)
    return Reminded(tuple(outcomes), wanted.start, calendars.spoken(place), None)


class ModelRequest(msgspec.Struct, frozen=True):
    """What would be sent to a language model, before it is sent."""

    entry: Entry[Any]
    url: str
    text: str
    model: Any


def rephrase_request(session: Session, name: str) -> ModelRequest:
    """What would be sent to the model you configured.

    Raises:
        Misuse: no model is configured. CannotRead: there is no such entry.
    """
    model = rephrase.demand_configured()
    entry = session.journal().entry(KIND, name)
    if entry is None:
        raise CannotRead(f"no entry called {name!r} could be read", next_step=f"podium journal list {KIND}")
    return ModelRequest(entry, model.url, rephrase.facts(entry.head), model)


def rephrase_ask(session: Session, request: ModelRequest) -> str:
    """The sentence the model gives, when it holds no number or name that the entry does not.

    Raises:
        CannotTell: it holds one, and is refused.
    """
    journal = session.journal()
    names = [name for portfolio_entry in journal.entries(KIND) for name in portfolio_entry.head.credit]
    names += [person.id for person in journal.entries("person")]
    return rephrase.ask(request.model, request.entry.head, HttpClient(say=session.say), known_names=names)


def rephrase_take(session: Session, request: ModelRequest, sentence: str) -> None:
    """Make the sentence the entry's outcome."""
    session.journal().write(KIND, request.entry.id, {"outcome": sentence})
