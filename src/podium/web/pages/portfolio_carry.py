"""The portfolio taken along: each name, link and figure shown and decided, then a zip."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.core.errors import CannotTell, Misuse
from podium.programs import portfolio
from podium.programs.portfolio import carry as bag
from podium.programs.portfolio.carry import Decided, Found
from podium.web import Page, forms, render
from podium.web.room import Room

MOST = 500


def show(request: Request) -> Response:
    """What perhaps must not leave, each with the words around it; nothing is replaced without her."""
    return _page(request, request.query_params.get("when", ""), {})


def take(request: Request) -> Response:
    """The redacted copy, once each is decided; what came in meanwhile is shown again."""
    when = forms.text(request, "when")
    given: dict[str, str | None] = {}
    for n in range(MOST):
        if text := forms.text(request, f"text-{n}"):
            new = forms.text(request, f"instead-{n}")
            choice = forms.text(request, f"choice-{n}")
            if choice not in {"replace", "keep"} or (choice == "replace" and not new):
                return _page(request, when, given, is_open=True)
            given[text] = new if choice == "replace" else None
    journal = request.app.state.room.journal()
    ready, within = bag.ready(journal, when)
    document = bag.copy(ready, within)
    decided = Decided(
        {text: new for text, new in given.items() if new is not None},
        frozenset(text for text, new in given.items() if new is None),
    )
    try:
        bag.demand_all(bag.find(journal, ready, document), decided)
    except CannotTell:
        return _page(request, when, given, is_open=True)
    data = bag.pack(bag.redact(document, decided), within)
    return Response(
        data, media_type="application/zip", headers={"content-disposition": 'attachment; filename="portfolio.zip"'}
    )


def _page(request: Request, when: str, given: dict[str, str | None], *, is_open: bool = False) -> Response:
    room: Room = request.app.state.room
    journal = room.journal()
    ready, within = bag.ready(journal, when)
    found = bag.find(journal, ready, bag.copy(ready, within))
    if len(found) > MOST:
        raise Misuse(
            f"{len(found)} words to decide are too many for one page",
            next_step="take a quarter or a month, or `podium portfolio carry --propose`",
        )
    return render.page(
        request,
        "portfolio_carry.html",
        status=409 if is_open else 200,
        when=when,
        within=within,
        count=len(ready),
        rows=[_row(each, given) for each in found],
        is_open=is_open,
        drafts=len(portfolio.entries(journal)) - len(ready),
    )


def _row(each: Found, given: dict[str, str | None]) -> dict[str, object]:
    """One word with what podium would write, or with what she decided before."""
    is_kept = given[each.text] is None if each.text in given else each.sort == "perhaps a name"
    return {"found": each, "is_kept": is_kept, "instead": given.get(each.text) or each.instead}


PAGE = Page(
    title="",
    path="/portfolio/carry",
    order=72,
    routes=[Route("/portfolio/carry", show), Route("/portfolio/carry", take, methods=["POST"])],
)
