"""The portfolio as pages for somebody else.

Roll-up, one-pager, brief, packet and the picture of a year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec
from msgspec.structs import replace

from podium.core.errors import CannotRead, CannotTell, CannotWrite
from podium.documents import Document, Heading, Item, Listing, Paragraph, Picture, Quote, Table, line
from podium.documents.document import safe_link
from podium.documents.template import document, sentence
from podium.documents.to_pdf import count_pages
from podium.journal import Entry, Journal
from podium.journal.kinds.portfolio_entry import PortfolioEntry
from podium.programs.portfolio import AXES, Period, entries, filled, has_number
from podium.programs.portfolio.format_entry import change, goals, is_first_person, named, paragraphs, quoted, told
from podium.programs.portfolio.timeline import draw

if TYPE_CHECKING:
    from podium.journal.kinds.promotion_case import PromotionCase

PageName = Literal["quarter", "skip-level", "sync", "packet", "timeline"]
PAGES: tuple[PageName, ...] = get_args(PageName)
TEMPLATES = ("quarter", "skip-level", "sync", "packet")
MOST_PAGES = {"skip-level": 1, "sync": 1, "packet": 3}
TOP = 3
MOST_RESULTS = 5
MOST_TEMPLATE = 200_000
# Characters that fit on one line of the brief beside its label; podium's own default.
ONE_LINE = 90


class Exported(msgspec.Struct, frozen=True):
    """A page and what she should know about it: drafts left out, results chosen for her."""

    document: Document
    notes: tuple[str, ...]


def export(
    page: PageName,
    journal: Journal,
    within: Period,
    *,
    picks: Sequence[str] = (),
    is_with_drafts: bool = False,
    author: str = "",
) -> Exported:
    """One page of a period, from the entries that are ready.

    Args:
        author: whose page it is, written under the title; empty for none.

    Raises:
        CannotTell: there is nothing to say yet. CannotWrite: the page is longer than its reader was promised.
        CannotRead: a template of hers is wrong.
    """
    chosen, notes = _chosen(journal, within, is_with_drafts)
    page_made = _PAGES[page](_Wanted(journal, within, chosen, picks, author))
    most = MOST_PAGES.get(page)
    if most is not None and (count := count_pages(page_made.document)) > most:
        raise CannotWrite(
            f"the {page} takes {count} pages and was promised on {most}",
            next_step="shorten the longest fields, or name fewer results with --pick",
        )
    return Exported(page_made.document, (*notes, *page_made.notes))


def template_text(journal: Journal, name: str) -> tuple[str, str]:
    """A template and where it lies: hers in the journal's `templates/`, else podium's own."""
    own = journal.root / "templates" / f"{name}.md"
    if own.is_file() and not own.is_symlink():
        try:
            with own.open("rb") as handle:
                text = handle.read(MOST_TEMPLATE + 1)
            if len(text) > MOST_TEMPLATE:
                raise CannotRead(f"the template is larger than {MOST_TEMPLATE:,} bytes", where=str(own))
            return text.decode("utf-8-sig"), str(own)
        except (OSError, UnicodeDecodeError) as fault:
            raise CannotRead(f"the template cannot be read: {fault}", where=str(own)) from None
    return files("podium.programs.portfolio").joinpath("templates", f"{name}.md").read_text(
        encoding="utf-8"
    ), f"{name}.md"


def copy_templates(journal: Journal) -> list[Path]:
    """Put podium's templates into the journal; those that are there stay. Returns what was written."""
    from podium.system.files import create

    folder = journal.root / "templates"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        raise CannotWrite(f"could not be made: {fault.strerror}", where=str(folder)) from None
    copies: list[Path] = []
    for name in TEMPLATES:
        path = folder / f"{name}.md"
        if not path.exists():
            create(path, files("podium.programs.portfolio").joinpath("templates", f"{name}.md").read_bytes())
            copies.append(path)
    return copies


def _chosen(journal: Journal, within: Period, is_with_drafts: bool) -> tuple[list[Entry[PortfolioEntry]], list[str]]:
    there = entries(journal, within)
    open_ones = [e for e in there if not e.head.is_confidential]
    ready = [e for e in open_ones if is_with_drafts or e.head.status == "ready"]
    notes: list[str] = []
    if len(there) > len(open_ones):
        notes.append(f"{_counted(len(there) - len(open_ones), 'confidential entry', 'confidential entries')} left out")
    if len(open_ones) > len(ready):
        notes.append(
            f"{_counted(len(open_ones) - len(ready), 'draft', 'drafts')} of {within.name} left out; see --drafts"
        )
    if not ready:
        raise CannotTell(
            f"no entry of {within.name} is ready",
            next_step=f'podium portfolio month {within.last:%Y-%m}, then write status = "ready"',
        )
    return ready, notes


def _counted(count: int, singular: str, plural: str) -> str:
    return f"{count} {singular if count == 1 else plural}"


def top(ready: Sequence[Entry[PortfolioEntry]], count: int, picks: Sequence[str]) -> list[Entry[PortfolioEntry]]:
    """The results named, in that order; else those with a number first, then the fullest, then the newest.

    Raises:
        CannotTell: a name that is no ready entry of the period.
    """
    by_id = {e.id: e for e in ready}
    if picks:
        strange = [name for name in picks if name not in by_id]
        if strange:
            raise CannotTell(
                f"no ready entry is called {', '.join(strange)}", next_step="`podium journal list portfolio-entry`"
            )
        return [by_id[name] for name in picks[:count]]
    order = sorted(ready, key=lambda e: (has_number(e.head), len(filled(e.head)), e.head.date, e.id), reverse=True)
    return order[:count]


# -- one page each


class _Wanted(msgspec.Struct, frozen=True):
    """What a page is made of."""

    journal: Journal
    within: Period
    ready: list[Entry[PortfolioEntry]]
    picks: Sequence[str]
    author: str

    def filled(self, name: str, values: Mapping[str, object]) -> Document:
        """The page's template with its words in."""
        text, where = template_text(self.journal, name)
        template_values = {"byline": self.author, "period": self.within.name, **values}
        return document(text, template_values, where=where, made_on=self.within.last, author=self.author)

    def top(self, count: int) -> list[Entry[PortfolioEntry]]:
        """The results for a short page."""
        return top(self.ready, count, self.picks)

    @property
    def how_picked(self) -> tuple[str, ...]:
        """What she should know when podium chose."""
        how_chosen = "chosen by podium: numbers first, then the fullest, then the newest; --pick ID chooses"
        return () if self.picks else (how_chosen,)


def _sync(wanted: _Wanted) -> Exported:
    wins = wanted.top(TOP)
    name = wanted.within.name
    values = {"title": f"Three wins, {name}" if len(wins) == TOP else f"Wins, {name}", "wins": [told(e) for e in wins]}
    long = [
        f"{e.file}: {field} takes more than one line of the brief"
        for e in wins
        for field, size in _sync_lines(e.head)
        if size > ONE_LINE
    ]
    return Exported(wanted.filled("sync", values), (*wanted.how_picked, *long))


def _sync_lines(head: PortfolioEntry) -> tuple[tuple[str, int], ...]:
    why = len(head.worth) + len(head.for_whom)
    return (
        ("outcome", len(head.outcome)),
        ("unit", len(change(head))),
        ("worth", why),
        ("credit", len(named(head.credit))),
    )


def _skip_level(wanted: _Wanted) -> Exported:
    results = replace(wanted, ready=[e for e in wanted.ready if e.head.axis != "people"])
    people = [told(e) for e in wanted.ready if e.head.axis == "people"][:TOP]
    values = {
        "title": f"Our results, {wanted.within.name}",
        "people": people,
        "goals": goals(wanted.journal),
        "differently": [e.head.differently for e in wanted.ready if e.head.differently],
    }
    count = MOST_RESULTS
    while True:
        wins = results.top(count)
        page_document = wanted.filled("skip-level", {**values, "wins": [told(e) for e in wins]})
        if count == TOP or count_pages(page_document) <= 1:
            break
        count -= 1
    left_out = len(results.ready) - len(wins)
    is_one = left_out == 1
    note = f"{left_out} more {'result' if is_one else 'results'} did not go on the page; --pick chooses others"
    return Exported(page_document, (*((note,) if left_out and not wanted.picks else ()), *wanted.how_picked))


def _quarter(wanted: _Wanted) -> Exported:
    chosen = wanted.top(len(wanted.ready)) if wanted.picks else wanted.ready
    themes = [
        {"name": name[0].upper() + name[1:], "entries": [told(e) for e in chosen if e.head.axis == axis]}
        for axis, name in AXES.items()
    ]
    themes.append({"name": "Other", "entries": [told(e) for e in chosen if e.head.axis is None]})
    counted = sum(has_number(e.head) for e in chosen)
    results = "1 result" if len(chosen) == 1 else f"{len(chosen)} results"
    values = {
        "title": f"Impact, {wanted.within.name}",
        "themes": [theme for theme in themes if theme["entries"]],
        "goals": goals(wanted.journal),
        "count_line": f"{results}, {counted} with a number at both ends.",
        "quotes": [quoted(quote) for e in chosen for quote in e.head.quotes],
        "differently": [e.head.differently for e in chosen if e.head.differently],
    }
    return Exported(wanted.filled("quarter", values), ())


def _packet(wanted: _Wanted) -> Exported:
    cases = sorted(wanted.journal.entries("promotion-case"), key=lambda e: (e.head.date, e.id))
    if not cases:
        raise CannotTell("a packet needs the case besides the results", next_step="podium new promotion-case")
    case: PromotionCase = cases[-1].head
    results = top(wanted.ready, TOP, wanted.picks or case.results)
    gaps = [f"{cases[-1].file}: {gap}" for gap in _gaps(case)]
    gaps += [f"{e.file}: {gap}" for e in results for gap in _result_gaps(e.head)]
    if gaps:
        raise CannotTell(f"the packet has gaps: {'; '.join(gaps)}", next_step="fill them; podium invents nothing")
    stories = [paragraphs(e.body) for e in results]
    values = {
        "title": f"{case.name}: from {case.role} to {case.next_role}",
        "byline": f"{case.date.day} {case.date:%B %Y}",
        "case": {
            "summary": case.summary,
            "scope": case.scope,
            "values_shown": case.values,
            "growth_areas": case.growth_areas,
            "feedback": [quoted(quote) for quote in case.feedback],
        },
        "results": [
            replace(told(e), story=[] if is_first_person(" ".join(s)) else s)
            for e, s in zip(results, stories, strict=True)
        ],
    }
    third = "a packet is in the third person"
    fields = ("outcome", "worth", "my_part", "how", "level_evidence")
    notes = [
        f"{e.file}: {field} says “I” or “we”; {third}"
        for e in results
        for field in fields
        if is_first_person(getattr(e.head, field))
    ]
    notes += [
        f"{e.file}: the story says “I” or “we” and was left out; {third}"
        for e, s in zip(results, stories, strict=True)
        if is_first_person(" ".join(s))
    ]
    return Exported(wanted.filled("packet", values), tuple(notes))


def _gaps(case: PromotionCase) -> list[str]:
    gaps = [] if 3 <= len(case.summary) <= 5 else ["the summary has not 3 to 5 sentences"]
    return gaps + [f"no {name}" for name in ("scope", "growth_areas", "feedback") if not getattr(case, name)]


def _result_gaps(head: PortfolioEntry) -> list[str]:
    gaps = [f"no {name}" for name in ("worth", "for_whom", "my_part") if not getattr(head, name)]
    return gaps if has_number(head) else [*gaps, "no number at both ends"]


def _timeline(wanted: _Wanted) -> Exported:
    picture = Picture(draw(wanted.ready, wanted.within), _described(wanted.ready, wanted.within), "timeline")
    rows = tuple(
        (
            line(str(n)),
            line(f"{e.head.date.day} {e.head.date:%b}"),
            line(e.head.outcome),
            line(change(e.head)),
            line(AXES.get(e.head.axis or "", "")),
        )
        for n, e in enumerate(wanted.ready, 1)
    )
    head = (line("No."), line("Day"), line("Outcome"), line("Change"), line("Axis"))
    page_document = Document(
        f"Impact, {wanted.within.name}", (picture, Table(head, rows)), wanted.author, wanted.within.last, wanted.author
    )
    return Exported(page_document, ())


def _described(ready: Sequence[Entry[PortfolioEntry]], within: Period) -> str:
    return f"{len(ready)} results of {within.name} by month and axis, numbered as in the text below"


_PAGES: dict[PageName, Callable[[_Wanted], Exported]] = {
    "quarter": _quarter,
    "skip-level": _skip_level,
    "sync": _sync,
    "packet": _packet,
    "timeline": _timeline,
}


def whole(ready: Sequence[Entry[PortfolioEntry]], within: Period) -> Document:
    """Everything of a period on pages that need no template: the picture, then each entry in full."""
    blocks: list[Any] = [Picture(draw(ready, within), _described(ready, within), "timeline")]
    for nth, entry in enumerate(ready, 1):
        words = told(entry)
        blocks.append(Heading(line(f"{nth}. {words.outcome}")))
        blocks.append(Paragraph(line(words.date), is_small=True))
        blocks += [Paragraph(line(paragraph)) for paragraph in words.story]
        rows = [(label, sentence(value, start=False)) for label, name in _LABELS if (value := getattr(words, name))]
        outside = [receipt for receipt in entry.head.receipts if safe_link(receipt) or "@" in receipt]
        rows += [("Shown by", ", ".join(outside))] if outside else []
        blocks.append(Listing(tuple(Item(line(f"{label}: {text}")) for label, text in rows)))
        blocks += [Quote(line(quoted(quote))) for quote in entry.head.quotes]
        if entry.head.differently:
            blocks.append(
                Paragraph(line("What I would do differently: ", sentence(entry.head.differently, start=False)))
            )
    return replace(Document(f"Impact portfolio, {within.name}", tuple(blocks)), made_on=_day(ready, within))


def _day(ready: Sequence[Entry[PortfolioEntry]], within: Period) -> date:
    return max((e.head.date for e in ready), default=within.last)


_LABELS = (
    ("Change", "change"),
    ("Axis", "axis"),
    ("For whom", "for_whom"),
    ("Why it matters", "worth"),
    ("How", "how"),
    ("My part", "my_part"),
    ("The team", "team_part"),
    ("Credit", "credit"),
    ("Level", "level_evidence"),
    ("Values", "values_shown"),
)
