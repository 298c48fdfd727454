"""The portfolio taken along: each name, link and figure shown and decided, then a zip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.app import redacted_copy
from podium.core.errors import CannotTell, Misuse
from podium.web import Page, forms, render

if TYPE_CHECKING:
    from podium.app.redacted_copy import WordToDecide

MOST = 500


def show(request: Request) -> Response:
    """What perhaps must not leave, each with the words around it; nothing is replaced without a decision."""
    return _page(request, request.query_params.get("when", ""), {})


def take(request: Request) -> Response:
    """The redacted copy, once each is decided; what came in meanwhile is shown again."""
    when = forms.text(request, "when")
    instead: dict[str, str | None] = {}
    for n in range(MOST):
        if text := forms.text(request, f"text-{n}"):
            new = forms.text(request, f"instead-{n}")
            choice = forms.text(request, f"choice-{n}")
            if choice not in {"replace", "keep"} or (choice == "replace" and not new):
                return _page(request, when, instead, is_open=True)
            instead[text] = new if choice == "replace" else None
    copy = redacted_copy.prepare(request.app.state.room.session(), when)
    decided = redacted_copy.decisions(instead)
    try:
        redacted_copy.demand_all(copy.words, decided)
    except CannotTell:
        return _page(request, when, instead, is_open=True)
    headers = {"content-disposition": 'attachment; filename="portfolio.zip"'}
    return Response(redacted_copy.pack(copy, decided), media_type="application/zip", headers=headers)


def _page(request: Request, when: str, instead: Mapping[str, str | None], *, is_open: bool = False) -> Response:
    copy = redacted_copy.prepare(request.app.state.room.session(), when)
    if len(copy.words) > MOST:
        raise Misuse(
            f"{len(copy.words)} words to decide are too many for one page",
            next_step="take a quarter or a month, or `podium portfolio carry --propose`",
        )
    return render.page(
        request,
        "portfolio_carry.html",
        status=409 if is_open else 200,
        when=when,
        within=copy.within,
        count=len(copy.entries),
        rows=[_row(word, instead) for word in copy.words],
        is_open=is_open,
        drafts=copy.drafts,
    )


class Decision(NamedTuple):
    """One word, and what podium would write instead or what was decided before."""

    found: WordToDecide
    is_kept: bool
    instead: str


def _row(word: WordToDecide, instead: Mapping[str, str | None]) -> Decision:
    """One word with what podium would write, or with what was decided before."""
    is_kept = instead[word.text] is None if word.text in instead else word.sort == "perhaps a name"
    return Decision(word, is_kept, instead.get(word.text) or word.instead)


PAGE = Page(
    title="",
    path="/portfolio/carry",
    order=72,
    routes=[Route("/portfolio/carry", show), Route("/portfolio/carry", take, methods=["POST"])],
)
