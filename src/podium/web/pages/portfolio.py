"""Portfolio: results on a line of time, the months that lack one, and pages to hand over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.app import portfolio
from podium.app.portfolio import FORMATS, PAGES
from podium.app.wording import say
from podium.core.errors import Misuse
from podium.web import Page, render
from podium.web.pictures import Picture

if TYPE_CHECKING:
    from podium.app.portfolio import Format, Year
    from podium.app.portfolio import PageName as Sheet
    from podium.web.room import Room

TYPES = {
    "md": "text/markdown",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def show(request: Request) -> Response:
    """A year as a picture, its entries by month, and what can be handed over."""
    session = request.app.state.room.session()
    year = portfolio.year(session, request.query_params.get("year", ""))
    name = year.period.name
    return render.page(
        request,
        "portfolio.html",
        years=year.years,
        year=int(name),
        months=year.months,
        count=len(year.entries),
        pages=_sheets(),
        drawing=_picture(year),
        month=portfolio.usual_month(session),
        formats=FORMATS,
        quarters=[f"{name}-Q{n}" for n in (1, 2, 3, 4)],
        missing=year.missing,
        ready=sum(entry.head.status == "ready" for entry in year.entries),
        is_first=year.is_first,
        anchor=anchor_of,
    )


def anchor_of(name: str) -> str:
    """The place of an entry on its month's page."""
    return "e-" + re.sub(r"[^\w-]", "-", name)


def _sheets() -> list[tuple[str, str]]:
    """Each page with what it is in plain words."""
    words = {
        "quarter": say("quarterly roll-up"),
        "skip-level": say("one page for a skip-level"),
        "sync": say("brief for a leadership sync"),
        "packet": say("promotion packet"),
        "timeline": say("picture of the year"),
    }
    return [(page, words[page]) for page in PAGES]


def _picture(year: Year) -> Picture:
    rows = [(str(n), str(e.head.date), e.head.outcome, e.head.axis or "–") for n, e in enumerate(year.entries, 1)]
    svg = portfolio.timeline_svg(year.entries, year.period)
    return Picture(
        name=f"portfolio-{year.period.name}",
        title=say("The year"),
        caption=say("A numbered dot for each result, on the axis it moved; months without one are grey."),
        svg=Markup(svg),  # noqa: S704 - drawn by podium from dates and numbers
        columns=(say("Number"), say("Day"), say("Result"), say("Axis")),
        rows=rows,
    )


def hand_over(request: Request) -> Response:
    """One page of a period as a file."""
    room: Room = request.app.state.room
    query = request.query_params
    sheets: dict[str, Sheet] = {sheet: sheet for sheet in PAGES}
    formats: dict[str, Format] = {form: form for form in FORMATS}
    sheet, form = sheets.get(query.get("page", "")), formats.get(query.get("format", ""))
    if sheet is None or form is None:
        raise Misuse("there is no such page or format")
    period, is_with_drafts = query.get("period", ""), query.get("drafts") == "yes"
    content = portfolio.page_file(room.session(), sheet, period, form, is_with_drafts=is_with_drafts)
    headers = {"content-disposition": f'attachment; filename="{sheet}-{period}.{form}"'}
    return Response(content, media_type=TYPES[form], headers=headers)


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
