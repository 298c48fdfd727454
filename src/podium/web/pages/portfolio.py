"""Portfolio: results on a line of time, the month drafted from receipts, pages to hand over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium import portfolio
from podium.core.errors import Misuse
from podium.portfolio import Period, changes, draft, timeline
from podium.portfolio.draft import Candidate
from podium.portfolio.export import PAGES, export
from podium.portfolio.export import Page as Sheet
from podium.press import FORMATS, Format, render
from podium.web import Page, visit
from podium.web import render as pages
from podium.web.room import Room

EARLY_DAYS = 10
TYPES = {
    "md": "text/markdown", "html": "text/html", "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


def show(request: Request) -> Response:
    """A year as a picture, its entries by month, and what can be handed over."""
    room: Room = request.app.state.room
    journal = room.journal()
    every = portfolio.entries(journal)
    years = sorted({e.head.date.year for e in every}) or [_today().year]
    year = _year(request.query_params.get("year", ""), years)
    within = portfolio.period(str(year))
    entries = portfolio.entries(journal, within)
    months = [(name, list(group)) for name, group in groupby(entries, lambda e: f"{e.head.date:%Y-%m}")]
    return pages.page(
        request, "portfolio.html", years=years, year=year, months=months[::-1], count=len(entries), pages=PAGES,
        drawing=Markup(timeline.draw(entries, within)),  # noqa: S704 - drawn by podium from dates and numbers
        entries=entries, month=_usual_month(), quarters=[f"{year}-Q{n}" for n in (1, 2, 3, 4)], formats=FORMATS,
        reminders=portfolio.reminders(journal, _today()),
    )  # fmt: skip


def month(request: Request) -> Response:
    """What the month left behind that is not in the portfolio yet; nothing is written."""
    room: Room = request.app.state.room
    within = portfolio.period(request.query_params.get("month") or _usual_month())
    return pages.page(request, "portfolio_month.html", found=_candidates(room, within), within=within,
                      month=f"{within.first:%Y-%m}")  # fmt: skip


def keep(request: Request) -> Response:
    """Write the drafts she ticked into her journal."""
    room: Room = request.app.state.room
    within = portfolio.period(visit.text(request, "month"))
    chosen = set(visit.texts(request, "keep"))
    for each in _candidates(room, within):
        if name_of(each) in chosen:
            draft.keep(room.journal(), each)
    return RedirectResponse(f"{room.keys.root}/portfolio?year={within.first.year}&told=made", 303)


def hand_over(request: Request) -> Response:
    """One page of a period as a file."""
    journal = request.app.state.room.journal()
    said = request.query_params
    sheets: dict[str, Sheet] = {sheet: sheet for sheet in PAGES}
    forms: dict[str, Format] = {form: form for form in FORMATS}
    chosen, form = sheets.get(said.get("page", "")), forms.get(said.get("format", ""))
    if chosen is None or form is None:
        raise Misuse("there is no such page or format")
    within = portfolio.period(said.get("period", ""))
    made = export(chosen, journal, within, is_with_drafts=said.get("drafts") == "yes")
    name = f"{chosen}-{said['period']}.{form}"
    return Response(
        render(made.document, form), media_type=TYPES[form],
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def name_of(candidate: Candidate) -> str:
    """What tells one draft from another."""
    return f"{candidate.day} {candidate.outcome}"


def _candidates(room: Room, within: Period) -> tuple[Candidate, ...]:
    paths = room.asked.paths if room.asked else ()
    return draft.candidates(room.journal(), within, changes.landed(paths, within), changes.incidents(within))


def _year(text: str, years: list[int]) -> int:
    return (
        int(text) if text.isascii() and text.isdecimal() and len(text) == 4 and 1980 <= int(text) <= 2099 else years[-1]
    )


def _usual_month() -> str:
    return f"{_today() - timedelta(days=EARLY_DAYS):%Y-%m}"


def _today() -> date:
    return datetime.now().astimezone().date()


PAGE = Page(
    title="Portfolio", path="/portfolio", order=70,
    routes=[
        Route("/portfolio", show),
        Route("/portfolio/month", month),
        Route("/portfolio/month", keep, methods=["POST"]),
        Route("/portfolio/file", hand_over),
    ],
    is_open=lambda room: room.has_journal,
)  # fmt: skip
