"""The journal: every kind with its entries, what is wrong where, and a new entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import entry, journal
from podium.core.errors import Stop
from podium.web import Page, forms, render

if TYPE_CHECKING:
    from podium.app.entry import Field, Kind
    from podium.web.room import Room

USUAL = "~/leadership"
# What a week holds; the other kinds are a click away until they hold something.
EVERYDAY = ("win", "one-on-one", "person", "stakeholder", "delegation", "feedback", "decision", "initiative", "goal")
# What podium writes when something is done elsewhere in the room.
BEGUN_AT = {
    "experiment": "/practices",
    "drill": "/drill",
    "readme-version": "/readme",
    "readme-review": "/readme",
    "portfolio-entry": "/portfolio",
}


def show(request: Request) -> Response:
    """All kinds with their entries; without a journal, the offer of one."""
    room: Room = request.app.state.room
    if not room.has_journal:
        return _offer(request, USUAL, request.query_params.get("next", ""))
    contents = journal.contents(room.session())
    chosen = request.query_params.get("kind", "")
    groups = sorted(contents.groups, key=lambda group: (not group.entries, group.kind.name))
    names = [*EVERYDAY, *(group.kind.name for group in groups)]
    groups.sort(key=lambda group: names.index(group.kind.name))
    first = [g for g in groups if g.entries or g.kind.name in EVERYDAY or g.kind.name == chosen]
    return render.page(
        request,
        "journal.html",
        first=first,
        rest=[group for group in groups if group not in first],
        root=str(contents.root),
        notes=contents.notes,
        begun_at=BEGUN_AT,
    )


def begin(request: Request) -> Response:
    """Make a journal where the form says."""
    folder = forms.text(request, "folder") or USUAL
    try:
        journal.begin_at(folder)
    except Stop as fault:
        return _offer(request, folder, forms.text(request, "next"), fault)
    onward = _onward(forms.text(request, "next")) or "/journal"
    return RedirectResponse(request.app.state.room.keys.root + onward + "?told=journal", 303)


def _offer(request: Request, folder: str, onward: str, fault: Stop | None = None) -> Response:
    return render.page(
        request, "journal_new.html", status=422 if fault else 200, folder=folder, fault=fault, onward=_onward(onward)
    )


def _onward(path: str) -> str:
    """The page of this room that led here; empty for anything else."""
    return path if re.fullmatch(r"/[\w/-]{1,120}", path, re.ASCII) and "//" not in path else ""


def ask(request: Request) -> Response:
    """The form of a new entry."""
    room: Room = request.app.state.room
    kind = entry.kind(request.path_params["kind"])
    names = {field.name for field in entry.fields(kind)}
    typed = {kind.today: room.session().today().isoformat()} if kind.today else {}
    typed |= {name: text for name, text in request.query_params.items() if name in names}
    return _form(request, kind, typed)


def create(request: Request) -> Response:
    """Write the entry; what was typed stays when something is wrong with it."""
    room: Room = request.app.state.room
    kind = entry.kind(request.path_params["kind"])
    fields = entry.asked_fields(kind)
    typed = {field.name: typed_text(request, field) for field in fields}
    name = forms.text(request, "entry-id")
    try:
        new_entry = entry.create(room.session(), kind, entry.values(fields, typed), name)
    except Stop as fault:
        return _form(request, kind, typed, name, fault)
    return RedirectResponse(f"{room.keys.root}/edit/{new_entry.file}?told=made", 303)


def typed_text(request: Request, field: Field) -> str:
    """What stands in a field of the form; a box for a list ends in a line end, since each of its lines is an item."""
    text = forms.raw(request, field.name).strip()
    return f"{text}\n" if text and field.type.is_list else text


def _form(
    request: Request, kind: Kind[Any], typed: Mapping[str, str], name: str = "", fault: Stop | None = None
) -> Response:
    inputs = entry.inputs(request.app.state.room.session(), kind, typed)
    status = 422 if fault else 200
    return render.page(request, "entry_new.html", status=status, kind=kind, inputs=inputs, id=name, fault=fault)


PAGE = Page(
    title="Journal",
    path="/journal",
    order=40,
    routes=[
        Route("/journal", show),
        Route("/journal", begin, methods=["POST"]),
        Route("/journal/{kind}/new", ask),
        Route("/journal/{kind}/new", create, methods=["POST"]),
    ],
)
