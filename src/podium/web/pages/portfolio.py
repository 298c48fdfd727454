"""Portfolio: results on a line of time, the months that lack one, and pages to hand over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.app.wording import say
from podium.core.errors import Misuse
from podium.documents import FORMATS, Format, render
from podium.journal import Entry
from podium.programs import portfolio
from podium.programs.portfolio import Period, timeline
from podium.programs.portfolio.export import PAGES, export
from podium.programs.portfolio.export import Page as Sheet
from podium.web import Page
from podium.web import render as pages
from podium.web.pages.portfolio_month import anchor_of, usual_month
from podium.web.pictures import Picture
from podium.web.room import Room

TYPES = {
    "md": "text/markdown",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


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
        request,
        "portfolio.html",
        years=years,
        year=year,
        months=months[::-1],
        count=len(entries),
        pages=_sheets(),
        drawing=_picture(entries, within),
        month=usual_month(),
        formats=FORMATS,
        quarters=[f"{year}-Q{n}" for n in (1, 2, 3, 4)],
        missing=portfolio.missing_months(journal, _today()),
        ready=sum(e.head.status == "ready" for e in entries),
        is_first=not every,
        anchor=anchor_of,
    )


def _sheets() -> list[tuple[str, str]]:
    """Each page with what it is in her words."""
    words = {
        "quarter": say("quarterly roll-up"),
        "skip-level": say("one page for a skip-level"),
        "sync": say("brief for a leadership sync"),
        "packet": say("promotion packet"),
        "timeline": say("picture of the year"),
    }
    return [(page, words[page]) for page in PAGES]


def _picture(entries: Sequence[Entry[Any]], within: Period) -> Picture:
    rows = [(str(n), str(e.head.date), e.head.outcome, e.head.axis or "–") for n, e in enumerate(entries, 1)]
    return Picture(
        name=f"portfolio-{within.name}",
        title=say("The year"),
        caption=say("A numbered dot for each result, on the axis it moved; months without one are grey."),
        svg=Markup(timeline.draw(entries, within)),  # noqa: S704 - drawn by podium from dates and numbers
        columns=(say("Number"), say("Day"), say("Result"), say("Axis")),
        rows=rows,
    )


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
        render(made.document, form),
        media_type=TYPES[form],
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _year(text: str, years: list[int]) -> int:
    return (
        int(text) if text.isascii() and text.isdecimal() and len(text) == 4 and 1980 <= int(text) <= 2099 else years[-1]
    )


def _today() -> date:
    return datetime.now().astimezone().date()


PAGE = Page(
    title="Portfolio",
    path="/portfolio",
    order=70,
    routes=[
        Route("/portfolio", show),
        Route("/portfolio/file", hand_over),
    ],
    is_open=lambda room: room.has_journal,
)
