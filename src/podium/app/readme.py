"""The manager README: drafted by interview, checked, audited, published, compared."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium.app import journal_file, last_look, new_file
from podium.core.errors import CannotTell, Misuse
from podium.core.note import Note
from podium.documents import render
from podium.journal.kinds import pulse as pulse_kind
from podium.journal.kinds import readme_review
from podium.programs.readme import audit as auditing
from podium.programs.readme import check as checking
from podium.programs.readme import claims as claim_forms
from podium.programs.readme import draft as drafting
from podium.programs.readme import page as paging
from podium.programs.readme import publish as publishing
from podium.programs.readme import pulse
from podium.programs.readme.audit import PromiseRecord, PromiseVerdict
from podium.programs.readme.page import FILE, MOST_BYTES, Readme
from podium.programs.readme.prefill import Offer, offers, offers_of_traces
from podium.programs.readme.publish import Paper
from podium.programs.readme.questions import QUESTIONS, Question
from podium.programs.readme.versions import Change, Version, changes, published, version_read
from podium.system import files, last_writes
from podium.system.files import ChangedMeanwhileError

if TYPE_CHECKING:
    from podium.app.open_mirrors import OpenMirror
    from podium.app.session import Session
    from podium.documents import Document
    from podium.journal import Journal
    from podium.mirror.look import Scope
    from podium.mirror.mirror import Mirror

__all__ = ["FILE", "QUESTIONS", "Offer", "Paper", "PromiseRecord", "PromiseVerdict", "Question", "Readme", "Version"]

# A quarter: what you usually do, not what you did last week.
WEEKS = 13
FORMATS: dict[str, Paper | None] = {"md": None, "html": None, "a4.pdf": "a4", "us-letter.pdf": "us-letter"}
MOST_WORDS = checking.MOST_WORDS
FEWEST_SLIPS, MOST_SLIPS = pulse_kind.FEWEST, pulse_kind.MOST_SLIPS


class Checked(msgspec.Struct, frozen=True):
    """A page with its remarks.

    Attributes:
        hinders: those that keep it from its readers.
    """

    page: Readme
    notes: tuple[Note, ...]
    hinders: tuple[Note, ...]
    versions: tuple[Version, ...]


class Audited(msgspec.Struct, frozen=True):
    """Promises held against traces: each with its receipts, and the same for `--json`."""

    window: str
    promises: tuple[PromiseVerdict, ...]
    receipts: tuple[tuple[str, ...], ...]
    facts: tuple[PromiseRecord, ...]


class Form(msgspec.Struct, frozen=True):
    """A promise podium can check: how it is written, what is asked of the traces, and what they cannot show."""

    form: str
    written: tuple[str, ...]
    asks: str
    blind_to: str


class Difference(msgspec.Struct, frozen=True):
    """What changed since a version; `old` is None before the first one."""

    old: Version | None
    changes: tuple[Change, ...]


class Review(msgspec.Struct, frozen=True):
    """A reader's marks, written down, and how many readers of this version there were."""

    file: Path
    reports: int
    peers: int


def path(session: Session) -> Path:
    """Where the page lies in the journal."""
    return session.journal().root / FILE


def asked(
    paths: Sequence[Path] = (), as_of: date | None = None, me: Sequence[str] = (), team: Path | None = None
) -> Scope | None:
    """What to look at: the paths named, else those of the last look; None when there is neither."""
    with contextlib.suppress(Misuse):
        return last_look.named_or_last(paths, as_of=as_of, me=me, team=team, weeks=WEEKS, is_same_day=True)
    return None


# -- draft ------------------------------------------------------------------------------------------------------------


def refuse_second(session: Session) -> None:
    """Stop where there is a page already.

    Raises:
        Misuse: names it.
    """
    if (there := path(session)).exists():
        raise Misuse(
            "there is a manager README already",
            where=str(there),
            next_step="podium readme resume asks what it leaves open",
        )


def known(session: Session, scope: Scope | None) -> dict[str, Offer]:
    """What podium knows already for each question, with its receipt; hours and answers only with repositories."""
    journal, file = session.journal(), session.me()
    if scope is None:
        return offers((), journal, file)
    with session.mirror(scope) as mirror:
        return offers(offers_of_traces(mirror), journal, mirror.file)


def known_opened(session: Session, opened: OpenMirror) -> dict[str, Offer]:
    """The same for a page; what the traces tell is reckoned once for an open mirror."""
    return offers(opened.once("readme offers", offers_of_traces), session.journal(), opened.mirror.file)


def refuse_unchecked_promise(typed: str) -> None:
    """Stop where podium cannot check a promise.

    Raises:
        Misuse: names it and the forms there are.
    """
    drafting.promised(typed)


def draft(answers: Mapping[str, str], offers: Mapping[str, Offer]) -> str:
    """The page from answers; what nobody said and no trace shows stays open in it."""
    return drafting.write(drafting.settle(answers, offers))


def answers_beside_offers(typed: Mapping[str, str], offers: Mapping[str, Offer]) -> dict[str, str]:
    """What was changed of the offered texts; one left as it was offered keeps its receipt."""
    offered = {q.key: offers[q.key].text if q.key in offers else q.usual for q in QUESTIONS}
    return {key: text for key, text in typed.items() if not text or text != offered[key].strip()}


def write_draft(session: Session, text: str) -> Path:
    """A draft as the page.

    Raises:
        CannotWrite: there is a page already, or the disk refused.
    """
    target = path(session)
    last_writes.create(target, text.encode())
    return target


def open_questions(session: Session) -> tuple[Question, ...]:
    """What the page still leaves open, in its order.

    Raises:
        CannotRead: there is no page, or it cannot be read.
    """
    return tuple(drafting.open_questions(read(session).source))


def fill(session: Session, answers: Mapping[str, str]) -> Path:
    """Answers in the places that were left open for them.

    Raises:
        CannotRead: there is no page. CannotWrite: the disk refused.
    """
    target = path(session)
    with files.locked(target.parent):
        content = files.read(target)
        text = drafting.fill(read(session).source, answers)
        if text.encode() != content:
            last_writes.replace(target, content, text.encode())
    return target


# -- check and save ---------------------------------------------------------------------------------------------------


def read(session: Session) -> Readme:
    """The page.

    Raises:
        CannotRead: there is none, or it cannot be read.
    """
    return paging.read(path(session))


def check(session: Session, text: str | None = None) -> Checked:
    """The page, or a text that could become it, with what a reader would remark."""
    page = read(session) if text is None else paging.parse(text)
    versions = published(session.journal())
    return Checked(page, checking.check(page, versions, session.today()), checking.hinders(page), versions)


def stamp(session: Session) -> str:
    """The fingerprint of the page, to see whether another program changed it."""
    return journal_file.fingerprint(path(session))


def refuse_unreadable(text: str) -> None:
    """Stop before a text that is no page replaces one.

    Raises:
        Misuse: it is empty, or longer than a page may be.
    """
    if not text.strip() or len(text) > MOST_BYTES:
        raise Misuse("this page cannot be shown to a reader")


def save(session: Session, text: str, stamp: str) -> None:
    """Put a text in the place of the page that had this stamp.

    Raises:
        ChangedMeanwhileError: the page is another one by now. Misuse: it is no page. CannotWrite: the disk refused.
    """
    refuse_unreadable(text)
    target = path(session)
    with files.locked(target.parent):
        content = files.read(target)
        if journal_file.stamp_of(content) != stamp:
            raise ChangedMeanwhileError("another program changed this file meanwhile; nothing was written", where=FILE)
        last_writes.replace(target, content, (text.rstrip("\n") + "\n").encode())


# -- promises ---------------------------------------------------------------------------------------------------------


def promise_forms() -> list[Form]:
    """The promises podium can check."""
    forms: list[Form] = []
    for form in claim_forms.every():
        claim = paging.recognise(form.written[0])
        if claim is not None:
            forms.append(Form(form.name, tuple(form.written), claim.signal.asks, claim.signal.blind_to))
    return forms


def audit(session: Session, scope: Scope | None, since: date | None = None) -> Audited:
    """Each promise of the page held against your traces.

    Args:
        since: first day looked at, instead of the day it was promised.

    Raises:
        Misuse: a promise cannot be checked, or nothing was looked at yet. CannotTell: the page makes none.
    """
    page = read(session)
    if page.notes:
        first = page.notes[0]
        raise Misuse(
            f"{len(page.notes)} of your promises cannot be checked; the first: {first.what}",
            where=f"{first.file}:{first.line}",
            next_step=first.instead,
        )
    if not page.claims:
        raise CannotTell("the page makes no promise podium can check", next_step="`podium readme claims` lists them")
    if scope is None:
        raise Misuse("nothing was looked at yet", next_step="`podium readme audit PATH...`")
    return _audit(session, page, scope, since)


def audit_opened(session: Session, opened: OpenMirror) -> Audited:
    """The same of those promises podium knows, for a page that names the others itself; reckoned once for a text."""
    page = read(session)
    name = f"readme {journal_file.stamp_of(page.source.encode())}"
    return opened.once(name, lambda mirror: _audited(session, page, mirror, None))


def _audit(session: Session, page: Readme, scope: Scope, since: date | None) -> Audited:
    with session.mirror(scope) as mirror:
        return _audited(session, page, mirror, since)


def _audited(session: Session, page: Readme, mirror: Mirror, since: date | None) -> Audited:
    promises = auditing.audit(page, mirror, published(session.journal()), since)
    receipts = tuple(tuple(rows) for rows in auditing.receipts(promises, mirror))
    return Audited(str(mirror.window), promises, receipts, tuple(auditing.as_data(promises, mirror)))


# -- versions ---------------------------------------------------------------------------------------------------------


class Published(msgspec.Struct, frozen=True):
    """A version, or a proof of one: its files by ending, and remarks."""

    number: int
    files: dict[str, bytes]
    remarks: tuple[str, ...]


def next_number(session: Session) -> int:
    """The number the next version gets."""
    return publishing.next_number(published(session.journal()))


def prepare(session: Session, papers: Sequence[Paper] = ("a4", "us-letter")) -> Published:
    """The next version as files, to be looked at before it counts.

    Raises:
        Misuse: the page is not ready. CannotTell: it does not fit on one sheet.
    """
    journal = session.journal()
    number, text = _next(session, journal)
    document = publishing.document(text, number, session.today())
    contents = publishing.files(document, tuple(papers))
    return Published(number, contents, new_file.pdf(document)[1])


def publish(session: Session) -> int:
    """Keep the page as a version in the journal; returns its number.

    Raises:
        Misuse: the page is not ready. CannotTell: it does not fit on one sheet.
    """
    journal = session.journal()
    number, text = _next(session, journal)
    publishing.one_page(publishing.document(text, number, session.today()))
    fields = {"version": number, "published": session.today()}
    journal.create("readme-version", f"v{number}", fields, body=text)
    return number


def _next(session: Session, journal: Journal) -> tuple[int, str]:
    page, versions = read(session), published(journal)
    publishing.refuse_unready(page)
    number = publishing.next_number(versions)
    return number, publishing.body(page, number, session.today(), versions)


def file(session: Session, which: str, form: str) -> tuple[bytes, str]:
    """A version, or a `proof` of the page as it is, in one of `FORMATS`; with the name for it.

    Raises:
        Misuse: there is no such format or version.
    """
    if form not in FORMATS:
        raise Misuse("there is no such format", next_step=f"choose one of {', '.join(FORMATS)}")
    document, name = _document(session, which)
    paper = FORMATS[form]
    if paper is not None:
        return publishing.one_page(replace(document, paper=paper)), name
    return render(document, "md" if form == "md" else "html"), name


def _document(session: Session, which: str) -> tuple[Document, str]:
    versions = published(session.journal())
    if which == "proof":
        number = publishing.next_number(versions)
        text = publishing.body(read(session), number, session.today(), versions)
        return publishing.document(text, number, session.today()), f"v{number}-proof"
    if not which.isascii() or not which.isdecimal():
        raise Misuse("not a valid version", next_step="choose one from the list")
    version = version_read(versions, which)
    return publishing.document(version.page.source, version.number, version.published), f"v{version.number}"


def difference(session: Session, since: str = "") -> Difference:
    """What changed since the last version, or since the version somebody read (`v2`, or a day)."""
    versions, page = published(session.journal()), read(session)
    old = version_read(versions, since) if since and versions else versions[-1] if versions else None
    return Difference(old, tuple(changes(old.page, page)) if old else ())


def review(session: Session, reader: str, *, unclear: str = "", untrue: str = "", changed: str = "") -> Review:
    """Write down what a reader marked, without a name.

    Raises:
        Misuse: no line was marked.
    """
    if not unclear and not untrue:
        raise Misuse("which line?", next_step='--unclear "..." or --untrue "..."')
    journal, today = session.journal(), session.today()
    versions = published(journal)
    number = versions[-1].number if versions else 0
    fields = {
        "date": today,
        "reader": reader,
        "version": number,
        "unclear": unclear,
        "untrue": untrue,
        "changed": changed,
    }
    count = len(journal.entries(readme_review.KIND))
    target = journal.create(
        "readme-review",
        f"{today}-{reader}-{count + 1}",
        {name: value for name, value in fields.items() if value != ""},
    )
    readers = [e.head.reader for e in journal.entries(readme_review.KIND) if e.head.version == number]
    return Review(target, readers.count("report"), readers.count("peer"))


# -- the pulse --------------------------------------------------------------------------------------------------------


def pulse_form() -> Document:
    """The slips to print: two on a page, no name asked."""
    return pulse.form()


def add_pulse(session: Session, when: str, slips: Sequence[str]) -> int:
    """Add slips up and keep the sums alone; returns how many there were.

    Raises:
        Misuse: a slip is no five digits. CannotTell: there are fewer than five.
    """
    counts = pulse.add_up(slips)
    today = session.today()
    session.journal().create("pulse", f"{today}-{when}", {"date": today, "asked": when, **counts})
    return sum(counts["hours"])


def pulses(session: Session) -> tuple[pulse.PulseChange, ...]:
    """How many said mostly or yes to each question, before and after.

    Raises:
        CannotTell: no pulse was added up yet.
    """
    rows = sorted(session.journal().entries(pulse_kind.KIND), key=lambda entry: entry.head.date)
    if not rows:
        raise CannotTell("no pulse was added up yet", next_step="`podium readme pulse form --to slips.pdf`")
    return pulse.compare([(e.head.asked, {name: getattr(e.head, name) for name in pulse_kind.QUESTIONS}) for e in rows])
