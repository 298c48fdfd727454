"""The README for its readers: what hinders it, what changed, each version as a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.core.errors import Misuse, Stop
from podium.documents import Document, render
from podium.journal import Journal
from podium.programs.readme import check, page
from podium.programs.readme import publish as making
from podium.programs.readme.publish import Paper
from podium.programs.readme.versions import changes, published, version_read
from podium.web import Page
from podium.web import render as pages
from podium.web.room import Room

PAPERS: dict[str, Paper] = {"a4.pdf": "a4", "us-letter.pdf": "us-letter"}
TYPES = {"md": "text/markdown", "html": "text/html", **dict.fromkeys(PAPERS, "application/pdf")}


def show(request: Request) -> Response:
    """What hinders it, what changed since the version somebody read, and the versions with their files."""
    return _page(request)


def publish(request: Request) -> Response:
    """Keep the page as a version in the journal; its files are made from it whenever they are asked for."""
    room: Room = request.app.state.room
    journal = room.journal()
    try:
        found, versions = page.read(journal.root / page.FILE), published(journal)
        making.refuse_unready(found)
        number = making.next_number(versions)
        text = making.body(found, number, _today(), versions)
        making.one_page(making.document(text, number, _today()))
        journal.create("readme-version", f"v{number}", {"version": number, "published": _today()}, body=text)
    except Stop as fault:
        return _page(request, fault=fault)
    return RedirectResponse(room.keys.root + "/readme/publish?told=published", 303)


def hand_over(request: Request) -> Response:
    """A version, or a proof of the page as it is, as a file."""
    said = request.query_params
    form, which = said.get("format", ""), said.get("version", "proof")
    if form not in TYPES:
        raise Misuse("there is no such format", next_step=f"choose one of {', '.join(TYPES)}")
    made, name = _document(request.app.state.room.journal(), which)
    paper = PAPERS.get(form)
    data = making.one_page(replace(made, paper=paper)) if paper else render(made, "md" if form == "md" else "html")
    return Response(
        data,
        media_type=TYPES[form],
        headers={"content-disposition": f'attachment; filename="manager-readme-{name}.{form}"'},
    )


def _document(journal: Journal, which: str) -> tuple[Document, str]:
    versions = published(journal)
    if which == "proof":
        number = making.next_number(versions)
        text = making.body(page.read(journal.root / page.FILE), number, _today(), versions)
        return making.document(text, number, _today()), f"v{number}-proof"
    if not which.isascii() or not which.isdecimal():
        raise Misuse("that is no version", next_step="choose one from the list")
    found = version_read(versions, which)
    return making.document(found.page.source, found.number, found.published), f"v{found.number}"


def _page(request: Request, fault: Stop | None = None) -> Response:
    journal = request.app.state.room.journal()
    found, versions = page.read(journal.root / page.FILE), published(journal)
    read_by = request.query_params.get("since", "")
    old = version_read(versions, read_by) if read_by and versions else versions[-1] if versions else None
    return pages.page(
        request,
        "readme_publish.html",
        status=422 if fault else 200,
        fault=fault,
        hinders=check.hinders(found),
        versions=versions[::-1],
        number=making.next_number(versions),
        old=old,
        forms=list(TYPES),
        title=found.title,
        changes=changes(old.page, found) if old else (),
    )


def _today() -> date:
    return datetime.now().astimezone().date()


PAGE = Page(
    title="",
    path="/readme/publish",
    order=61,
    routes=[
        Route("/readme/publish", show),
        Route("/readme/publish", publish, methods=["POST"]),
        Route("/readme/file", hand_over),
    ],
)
