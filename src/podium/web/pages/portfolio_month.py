"""A month of the portfolio: its entries with their open questions, and what it left behind."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.core.errors import CannotRead, Misuse, Stop
from podium.journal import Entry, fields_of, kinds
from podium.programs import portfolio
from podium.programs.portfolio import Period, changes, draft
from podium.programs.portfolio.draft import Candidate
from podium.programs.portfolio.lint import lint_file
from podium.web import Page, drafts, forms, render
from podium.web.pages.journal import input_of, read_field
from podium.web.room import Room

EARLY_DAYS = 10
ASKED = ("outcome", "before", "after", "unit", "axis", "for_whom", "worth", "my_part", "credit", "how")


def show(request: Request) -> Response:
    """The entries of a month, each to be answered where it stands, then what is not in the portfolio yet."""
    return _page(request, _within(request.query_params.get("month", "")))


def change(request: Request) -> Response:
    """Write the drafts she ticked, or her answers to one entry."""
    room: Room = request.app.state.room
    within = _within(forms.text(request, "month"))
    if forms.text(request, "step") == "answer":
        return _answer(request, within)
    chosen = set(forms.texts(request, "keep"))
    for each in _candidates(room, within):
        if name_of(each) in chosen:
            draft.keep(room.journal(), each)
    return RedirectResponse(f"{room.keys.root}/portfolio/month?month={within.first:%Y-%m}&told=made", 303)


def _answer(request: Request, within: Period) -> Response:
    room: Room = request.app.state.room
    journal = room.journal()
    entry = journal.entry(portfolio.KIND, forms.text(request, "entry"))
    if entry is None:
        raise CannotRead("this entry is not in the journal any more", next_step="look at the month again")
    given = {name: forms.raw(request, name) for name in ASKED}
    try:
        values = _values(entry, given, is_ready=forms.text(request, "ready") == "yes")
        if drafts.load(room, entry.file).stamp != forms.text(request, "stamp"):
            raise Misuse(
                "another program changed this entry meanwhile; nothing was written",
                next_step="your words are below; saving again writes them into the entry as it is now",
            )
        journal.write(portfolio.KIND, entry.id, values)
    except Stop as fault:
        return _page(request, within, fault=fault, typed={entry.id: given})
    return RedirectResponse(
        f"{room.keys.root}/portfolio/month?month={within.first:%Y-%m}&told=saved#{anchor_of(entry.id)}", 303
    )


def _values(entry: Entry[Any], given: dict[str, str], *, is_ready: bool) -> dict[str, Any]:
    """What changes in the entry: her answers, the questions they leave open, and whether it may be handed over."""
    fields = {field.name: field for field in fields_of(kinds.load(portfolio.KIND))}
    told = {name: read_field(fields[name], text) for name, text in given.items()}
    if told["outcome"] is None:
        raise Misuse("an entry says what changed", next_step="write one line into the first field")
    left = [q for q in entry.head.questions if _asks(q) not in told or told[_asks(q)] is None]
    if "outcome" in map(_asks, left) or told["outcome"] != entry.head.outcome:
        left = [q for q in left if _asks(q) != "outcome"]
    left = [] if is_ready else left
    found = {name: value for name, value in told.items() if _kept(value) != _kept(getattr(entry.head, name))}
    return found | {"questions": left or None, "status": "ready" if is_ready else "draft"}


def _asks(question: str) -> str:
    return question.partition(":")[0]


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) and value else value or None


def _page(
    request: Request, within: Period, *, fault: Stop | None = None, typed: dict[str, dict[str, str]] | None = None
) -> Response:
    room: Room = request.app.state.room
    journal = room.journal()
    fields = [field for field in fields_of(kinds.load(portfolio.KIND)) if field.name in ASKED]
    rows = []
    for entry in portfolio.entries(journal, within):
        given = (typed or {}).get(entry.id) or {name: _typed(getattr(entry.head, name)) for name in ASKED}
        rows.append(
            {
                "entry": entry,
                "anchor": anchor_of(entry.id),
                "stamp": drafts.load(room, entry.file).stamp,
                "inputs": [
                    input_of(journal, field, given) for field in sorted(fields, key=lambda f: ASKED.index(f.name))
                ],
                "remarks": lint_file(entry, journal.root),
                "is_typed": entry.id in (typed or {}),
                "questions": {_asks(q): q.partition(": ")[2] for q in entry.head.questions},
            }
        )
    before = within.first - timedelta(days=1)
    return render.page(
        request,
        "portfolio_month.html",
        status=422 if fault else 200,
        within=within,
        month=f"{within.first:%Y-%m}",
        rows=rows,
        found=_candidates(room, within),
        fault=fault,
        name_of=name_of,
        before=f"{before:%Y-%m}",
        after=f"{within.last + timedelta(days=1):%Y-%m}",
        first=within.first,
    )


def anchor_of(name: str) -> str:
    """The place of an entry on its month's page."""
    return "e-" + re.sub(r"[^\w-]", "-", name)


def _typed(value: Any) -> str:
    """A value as she would type it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return portfolio.number(value).replace(",", "") if isinstance(value, float) else str(value)


def name_of(candidate: Candidate) -> str:
    """What tells one draft from another."""
    return f"{candidate.day} {candidate.outcome}"


def _candidates(room: Room, within: Period) -> tuple[Candidate, ...]:
    paths = room.asked.paths if room.asked else ()
    return draft.candidates(room.journal(), within, changes.landed(paths, within), changes.incidents(within))


def _within(text: str) -> Period:
    if not re.fullmatch(r"(\d{4}-\d\d)?", text):
        raise Misuse("that is no month", next_step="write it as 2026-11")
    return portfolio.period(text or usual_month())


def usual_month() -> str:
    """This month; in its first days the one before, which is over."""
    return f"{_today() - timedelta(days=EARLY_DAYS):%Y-%m}"


def _today() -> date:
    return datetime.now().astimezone().date()


PAGE = Page(
    title="",
    path="/portfolio/month",
    order=71,
    routes=[Route("/portfolio/month", show), Route("/portfolio/month", change, methods=["POST"])],
)
