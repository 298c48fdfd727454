"""A month of the portfolio: its entries with their open questions, and what it left behind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import portfolio
from podium.app.portfolio import ASKED
from podium.core.errors import CannotWrite, Misuse
from podium.web import Page, forms, render
from podium.web.pages.journal import typed_text
from podium.web.pages.portfolio import anchor_of

if TYPE_CHECKING:
    from podium.app.portfolio import Period
    from podium.core.errors import Stop
    from podium.web.room import Room


def show(request: Request) -> Response:
    """The entries of a month, each to be answered where it stands, then what is not in the portfolio yet."""
    return _page(request, _within(request, request.query_params.get("month", "")))


def change(request: Request) -> Response:
    """Write the drafts that were ticked, or the answers to one entry."""
    room: Room = request.app.state.room
    within = _within(request, forms.text(request, "month"))
    if forms.text(request, "step") == "answer":
        return _answer(request, within)
    ticked = set(forms.texts(request, "keep"))
    for draft in portfolio.drafts(room.session(), within):
        if portfolio.draft_name(draft) in ticked:
            portfolio.keep(room.session(), draft)
    return RedirectResponse(f"{room.keys.root}/portfolio/month?month={within.first:%Y-%m}&told=made", 303)


def _answer(request: Request, within: Period) -> Response:
    room: Room = request.app.state.room
    name = forms.text(request, "entry")
    fields = portfolio.fields()
    typed = {field: typed_text(request, fields[field]) for field in ASKED}
    try:
        portfolio.save_answers(
            room.session(),
            name,
            typed,
            stamp=forms.text(request, "stamp"),
            is_ready=forms.text(request, "ready") == "yes",
        )
    except (Misuse, CannotWrite) as fault:
        return _page(request, within, fault=fault, typed={name: typed})
    return RedirectResponse(
        f"{room.keys.root}/portfolio/month?month={within.first:%Y-%m}&told=saved#{anchor_of(name)}", 303
    )


def _page(
    request: Request,
    within: Period,
    *,
    fault: Stop | None = None,
    typed: Mapping[str, Mapping[str, str]] | None = None,
) -> Response:
    session = request.app.state.room.session()
    rows = [
        {
            "entry": answered.entry,
            "anchor": anchor_of(answered.entry.id),
            "stamp": answered.stamp,
            "inputs": answered.inputs,
            "remarks": answered.remarks,
            "is_typed": answered.entry.id in (typed or {}),
            "questions": answered.questions,
        }
        for answered in portfolio.asked_entries(session, within, typed)
    ]
    return render.page(
        request,
        "portfolio_month.html",
        status=422 if fault else 200,
        within=within,
        month=f"{within.first:%Y-%m}",
        rows=rows,
        found=portfolio.drafts(session, within),
        fault=fault,
        name_of=portfolio.draft_name,
        before=f"{within.first - timedelta(days=1):%Y-%m}",
        after=f"{within.last + timedelta(days=1):%Y-%m}",
        first=within.first,
    )


def _within(request: Request, text: str) -> Period:
    if not re.fullmatch(r"(\d{4}-\d\d)?", text):
        raise Misuse("not a valid month", next_step="write it as YYYY-MM")
    return portfolio.month(request.app.state.room.session(), text)


PAGE = Page(
    title="",
    path="/portfolio/month",
    order=71,
    routes=[Route("/portfolio/month", show), Route("/portfolio/month", change, methods=["POST"])],
)
