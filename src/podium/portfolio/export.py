"""The portfolio as pages for somebody else.

Roll-up, one-pager, brief, packet and the picture of a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from podium.core.errors import CannotRead, CannotTell, CannotWrite
from podium.portfolio import AXES, Period, entries, filled, has_number, number
from podium.portfolio.lint import story
from podium.portfolio.timeline import draw
from podium.press import Document, Heading, Item, Listing, Paragraph, Picture, Quote, Table, line
from podium.press.document import safe_link
from podium.press.template import Made, document, link
from podium.press.to_pdf import count_pages

if TYPE_CHECKING:
    from podium.journal import Entry, Journal
    from podium.journal.kinds.portfolio_entry import PortfolioEntry
    from podium.journal.kinds.promotion_case import PromotionCase

Page = Literal["quarter", "skip-level", "sync", "packet", "timeline"]
PAGES: tuple[Page, ...] = get_args(Page)
TEMPLATES = ("quarter", "skip-level", "sync", "packet")
MOST_PAGES = {"skip-level": 1, "sync": 1, "packet": 3}
TOP = 3
MOST_RESULTS = 5
MOST_GOALS = 5
MOST_TEMPLATE = 200_000


@dataclass(frozen=True, slots=True)
class Exported:
    """A page and what she should know about it: drafts left out, results chosen for her."""

    document: Document
    notes: tuple[str, ...]


def export(
    page: Page, journal: Journal, within: Period, *, picks: Sequence[str] = (), is_with_drafts: bool = False
) -> Exported:
    """One page of a period, from the entries that are ready.

    Raises:
        CannotTell: there is nothing to say yet. CannotWrite: the page is longer than its reader was promised.
        CannotRead: a template of hers is wrong.
    """
    chosen, notes = _chosen(journal, within, is_with_drafts)
    made = _PAGES[page](journal, within, chosen, picks)
    most = MOST_PAGES.get(page)
    if most is not None and (count := count_pages(made.document)) > most:
        raise CannotWrite(
            f"the {page} takes {count} pages and was promised on {most}",
            next_step="shorten the longest fields, or name fewer results with --pick",
        )
    return Exported(made.document, (*notes, *made.notes))


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
    return files("podium.portfolio").joinpath("templates", f"{name}.md").read_text(encoding="utf-8"), f"{name}.md"


def copy_templates(journal: Journal) -> list[Path]:
    """Put podium's templates into the journal; those that are there stay. Returns what was written."""
    from podium.journal.replace import put

    folder = journal.root / "templates"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        raise CannotWrite(f"could not be made: {fault.strerror}", where=str(folder)) from None
    made: list[Path] = []
    for name in TEMPLATES:
        path = folder / f"{name}.md"
        if not path.exists():
            put(path, files("podium.portfolio").joinpath("templates", f"{name}.md").read_bytes())
            made.append(path)
    return made


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


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


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


def _sync(journal: Journal, within: Period, ready: list[Entry[PortfolioEntry]], picks: Sequence[str]) -> Exported:
    wins = top(ready, TOP, picks)
    values = {"title": f"Three wins, {within.name}" if len(wins) == TOP else f"Wins, {within.name}"}
    return Exported(_filled(journal, "sync", within, {**values, "wins": [told(e) for e in wins]}), _how_picked(picks))


def _skip_level(journal: Journal, within: Period, ready: list[Entry[PortfolioEntry]], picks: Sequence[str]) -> Exported:
    results = [e for e in ready if e.head.axis != "people"]
    people = [told(e) for e in ready if e.head.axis == "people"][:TOP]
    values: dict[str, Any] = {"title": f"Our results, {within.name}", "people": people, "goals": goals(journal)}
    values["differently"] = [e.head.differently for e in ready if e.head.differently]
    count = MOST_RESULTS
    while True:
        wins = top(results, count, picks)
        made = _filled(journal, "skip-level", within, {**values, "wins": [told(e) for e in wins]})
        if count == TOP or count_pages(made) <= 1:
            break
        count -= 1
    left = len(results) - len(wins)
    note = (f"{left} more results did not go on the page; --pick chooses others",) if left and not picks else ()
    return Exported(made, (*note, *_how_picked(picks)))


def _quarter(journal: Journal, within: Period, ready: list[Entry[PortfolioEntry]], picks: Sequence[str]) -> Exported:
    chosen = top(ready, len(ready), picks) if picks else ready
    themes = [
        {"name": name[0].upper() + name[1:], "entries": [told(e) for e in chosen if e.head.axis == axis]}
        for axis, name in AXES.items()
    ]
    themes.append({"name": "Other", "entries": [told(e) for e in chosen if e.head.axis is None]})
    themes = [theme for theme in themes if theme["entries"]]
    counted = sum(has_number(e.head) for e in chosen)
    results = "1 result" if len(chosen) == 1 else f"{len(chosen)} results"
    values = {
        "title": f"Impact, {within.name}", "themes": themes, "goals": goals(journal),
        "count_line": f"{results}, {counted} with a number at both ends.",
        "quotes": [quote for e in chosen for quote in e.head.quotes],
        "differently": [e.head.differently for e in chosen if e.head.differently],
    }  # fmt: skip
    return Exported(_filled(journal, "quarter", within, values), ())


def _packet(journal: Journal, within: Period, ready: list[Entry[PortfolioEntry]], picks: Sequence[str]) -> Exported:
    cases = sorted(journal.entries("promotion-case"), key=lambda e: (e.head.date, e.id))
    if not cases:
        raise CannotTell("a packet needs the case besides the results", next_step="podium new promotion-case")
    case: PromotionCase = cases[-1].head
    results = top(ready, TOP, picks or case.results)
    gaps = [f"{cases[-1].file}: {gap}" for gap in _gaps(case)]
    gaps += [
        f"{e.file}: no {name}"
        for e in results
        for name in ("worth", "for_whom", "my_part")
        if not getattr(e.head, name)
    ]
    gaps += [f"{e.file}: no number at both ends" for e in results if not has_number(e.head)]
    if gaps:
        raise CannotTell(f"the packet has gaps: {'; '.join(gaps)}", next_step="fill them; podium invents nothing")
    values = {
        "title": f"{case.name}: from {case.role} to {case.next_role}",
        "case": {
            "summary": case.summary,
            "scope": case.scope,
            "values_shown": case.values,
            "growth_areas": case.growth_areas,
            "feedback": case.feedback,
        },
        "results": [told(e) for e in results],
    }
    person = [
        f"{e.file}: my_part says “I”; a packet is in the third person"
        for e in results
        if _is_first_person(e.head.my_part)
    ]
    return Exported(_filled(journal, "packet", within, values), tuple(person))


def _gaps(case: PromotionCase) -> list[str]:
    gaps = [] if 3 <= len(case.summary) <= 5 else ["the summary has not 3 to 5 sentences"]
    return gaps + [f"no {name}" for name in ("scope", "growth_areas", "feedback") if not getattr(case, name)]


def _is_first_person(text: str) -> bool:
    return bool({"i", "my", "me"} & {word.strip(".,;:").casefold() for word in text.split()})


def _timeline(journal: Journal, within: Period, ready: list[Entry[PortfolioEntry]], picks: Sequence[str]) -> Exported:
    del journal, picks
    picture = Picture(draw(ready, within), _described(ready, within), "timeline")
    rows = tuple(
        (
            line(str(n)),
            line(f"{e.head.date:%d %b}"),
            line(e.head.outcome),
            line(change(e.head)),
            line(AXES.get(e.head.axis or "", "")),
        )
        for n, e in enumerate(ready, 1)
    )
    head = (line("No."), line("Day"), line("Outcome"), line("Change"), line("Axis"))
    return Exported(Document(f"Impact, {within.name}", (picture, Table(head, rows)), made_on=within.last), ())


def _described(ready: Sequence[Entry[PortfolioEntry]], within: Period) -> str:
    return f"{len(ready)} results of {within.name} by month and axis, numbered as in the text below"


_PAGES: dict[Page, Callable[[Any, Period, list[Any], Sequence[str]], Exported]] = {
    "quarter": _quarter, "skip-level": _skip_level, "sync": _sync, "packet": _packet, "timeline": _timeline,
}  # fmt: skip


def _filled(journal: Journal, name: str, within: Period, values: dict[str, Any]) -> Document:
    text, where = template_text(journal, name)
    return document(text, {**values, "period": within.name}, where=where, made_on=within.last)


def _how_picked(picks: Sequence[str]) -> tuple[str, ...]:
    return () if picks else ("chosen by podium: numbers first, then the fullest, then the newest; --pick ID chooses",)


# -- an entry in words


def told(entry: Entry[PortfolioEntry]) -> dict[str, Any]:
    """An entry as a template sees it: words only."""
    head = entry.head
    draft = " (draft)" if head.status == "draft" else ""
    return {
        "id": entry.id, "date": f"{head.date.day} {head.date:%B %Y}", "outcome": _clause(head.outcome) + draft,
        "change": change(head), "change_sentence": "" if _is_said(head) else _sentence(change(head)), "axis": AXES.get(head.axis or "", ""),
        "worth": _clause(head.worth), "worth_sentence": _sentence(head.worth), "for_whom": _clause(head.for_whom),
        "my_part": _clause(head.my_part), "team_part": _clause(head.team_part), "credit": named(head.credit),
        "how": _clause(head.how), "level_evidence": _clause(head.level_evidence), "values_shown": named(head.values),
        "shown": shown(head.receipts), "story": paragraphs(entry.body),
    }  # fmt: skip


def change(head: PortfolioEntry) -> str:
    """`from 5 to 2 days`; empty when an end is unknown."""
    if not has_number(head) or head.before is None or head.after is None:
        return ""
    return f"from {number(head.before)} to {number(head.after)} {' '.join(head.unit.split())}"


def _is_said(head: PortfolioEntry) -> bool:
    """Whether the outcome says both numbers itself."""
    words = set(re.findall(r"\d[\d,.]*\d|\d", head.outcome))
    return has_number(head) and {number(head.before or 0), number(head.after or 0)} <= words


def named(names: Iterable[str]) -> str:
    """`Bo, Cy and Di`."""
    found = [" ".join(name.split()) for name in names if name.strip()]
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def shown(receipts: Iterable[str]) -> list[str]:
    """Receipts a reader outside can use: links and commits; files of the journal stay hers."""
    found: list[str] = []
    for receipt in receipts:
        if safe_link(receipt):
            found.append(link(receipt.split("://", 1)[-1], receipt))
        elif "@" in receipt or receipt.startswith("and on to "):
            found.append(receipt)
    return [each if isinstance(each, Made) else " ".join(each.split()) for each in found]


def paragraphs(body: str) -> list[str]:
    """What she wrote as a story, paragraph by paragraph."""
    return [" ".join(part.split()) for part in story(body).split("\n\n") if part.strip()]


def goals(journal: Journal) -> list[dict[str, str]]:
    """Goals that are alive, in their order in the register."""
    found: list[dict[str, str]] = []
    for goal in journal.entries("goal"):
        head = goal.head
        if head.status not in {"alive", "changed"}:
            continue
        ends = (
            f"from {number(head.baseline)} to {number(head.target)}" if None not in (head.baseline, head.target) else ""
        )
        when = f"by {head.by_when.day} {head.by_when:%B %Y}" if head.by_when else ""
        words = [head.measure, ends, head.unit if ends else "", when]
        found.append({"title": head.title or goal.id, "line": " ".join(word for word in words if word)})
    return found[:MOST_GOALS]


def _clause(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _sentence(text: str) -> str:
    flat = _clause(text)
    return f"{flat[0].upper()}{flat[1:]}." if flat else ""


def whole(ready: Sequence[Entry[PortfolioEntry]], within: Period) -> Document:
    """Everything of a period on pages that need no template: the picture, then each entry in full."""
    blocks: list[Any] = [Picture(draw(ready, within), _described(ready, within), "timeline")]
    for nth, entry in enumerate(ready, 1):
        words = told(entry)
        blocks.append(Heading(line(f"{nth}. {words['outcome']}")))
        blocks.append(Paragraph(line(words["date"]), is_small=True))
        blocks += [Paragraph(line(paragraph)) for paragraph in words["story"]]
        rows = [(label, words[name]) for label, name in _LABELS if words[name]]
        outside = [receipt for receipt in entry.head.receipts if safe_link(receipt) or "@" in receipt]
        rows += [("Shown by", ", ".join(outside))] if outside else []
        blocks.append(Listing(tuple(Item(line(f"{label}: {text}")) for label, text in rows)))
        blocks += [Quote(line(quote)) for quote in entry.head.quotes]
        if entry.head.differently:
            blocks.append(Paragraph(line("What I would do differently: ", entry.head.differently)))
    return replace(Document(f"Impact portfolio, {within.name}", tuple(blocks)), made_on=_day(ready, within))


def _day(ready: Sequence[Entry[PortfolioEntry]], within: Period) -> date:
    return max((e.head.date for e in ready), default=within.last)


_LABELS = (
    ("Change", "change"), ("Axis", "axis"), ("For whom", "for_whom"), ("Why it matters", "worth"), ("How", "how"),
    ("My part", "my_part"), ("The team", "team_part"), ("Credit", "credit"), ("Level", "level_evidence"), ("Values", "values_shown"),
)  # fmt: skip
