"""The journal: every kind she writes, what is wrong where.

And a new entry with the few fields that matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.core.errors import Misuse, Stop
from podium.core.note import Note
from podium.journal import Entry, Field, Journal, Kind, fields_of, kinds
from podium.journal.find import pointer
from podium.journal.make import make, point_to
from podium.web import Page, forms, render
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
    journal = room.journal()
    chosen = request.query_params.get("kind", "")
    notes = journal.notes()
    groups = [_group(journal, kind, notes) for kind in kinds.every()]
    groups.sort(key=lambda group: (not group["entries"], group["kind"].name))
    names = [*EVERYDAY, *(group["kind"].name for group in groups)]
    groups.sort(key=lambda group: names.index(group["kind"].name))
    first = [g for g in groups if g["entries"] or g["kind"].name in EVERYDAY or g["kind"].name == chosen]
    return render.page(
        request,
        "journal.html",
        first=first,
        rest=[g for g in groups if g not in first],
        root=str(journal.root),
        notes=notes,
        begun_at=BEGUN_AT,
    )


def _group(journal: Journal, kind: Kind[Any], notes: tuple[Note, ...]) -> dict[str, Any]:
    entries = sorted(journal.entries(kind), key=_newest, reverse=True)
    mistakes = [n for n in notes if n.file == kind.place or n.file.startswith(kind.place + "/")]
    return {"kind": kind, "entries": [(e, told(kind, e)) for e in entries], "notes": mistakes}


def _newest(entry: Entry[Any]) -> tuple[str, str]:
    days = [v for f in type(entry.head).__struct_fields__ if isinstance(v := getattr(entry.head, f), date)]
    return (max(days).isoformat() if days else "", entry.id)


def told(kind: Kind[Any], entry: Entry[Any]) -> str:
    """The first needed text of an entry, to recognise it by."""
    for field in fields_of(kind):
        value = getattr(entry.head, field.name)
        if field.is_required and field.name != "id" and isinstance(value, str):
            return value
    return ""


def begin(request: Request) -> Response:
    """Make a journal where she says."""
    folder = forms.text(request, "folder") or USUAL
    try:
        root = Path(folder).expanduser()
        if not root.is_absolute():
            raise Misuse("that is no full path", where=folder[:80], next_step=f"write it as {USUAL}")
        make(root)
        point_to(pointer(), root)
    except Stop as fault:
        return _offer(request, folder, forms.text(request, "next"), fault)
    onward = _onward(forms.text(request, "next")) or "/journal"
    return RedirectResponse(request.app.state.room.keys.root + onward + "?told=journal", 303)


def _offer(request: Request, folder: str, onward: str, fault: Stop | None = None) -> Response:
    return render.page(
        request, "journal_new.html", status=422 if fault else 200, folder=folder, fault=fault, onward=_onward(onward)
    )


def _onward(path: str) -> str:
    """The page of this room that sent her here; empty for anything else."""
    return path if re.fullmatch(r"/[\w/-]{1,120}", path, re.ASCII) and "//" not in path else ""


def ask(request: Request) -> Response:
    """The form of a new entry."""
    kind = kinds.load(request.path_params["kind"])
    given = {kind.today: _today().isoformat()} if kind.today else {}
    given |= {k: v for k, v in request.query_params.items() if k in {f.name for f in fields_of(kind)}}
    return render.page(request, "entry_new.html", kind=kind, inputs=_inputs(request, kind, given), id="", fault=None)


def create(request: Request) -> Response:
    """Write the entry; what she typed stays when something is wrong with it."""
    room: Room = request.app.state.room
    kind = kinds.load(request.path_params["kind"])
    given = {f.name: forms.raw(request, f.name) for f in _asked(kind)}
    name = forms.text(request, "entry-id")
    try:
        values = {f.name: value for f in _asked(kind) if (value := read_field(f, given[f.name])) is not None}
        values.pop("id", None)
        path = room.journal().create(kind.name, name or _name(kind, values), values)
    except Stop as fault:
        inputs = _inputs(request, kind, given)
        return render.page(request, "entry_new.html", status=422, kind=kind, inputs=inputs, id=name, fault=fault)
    file = path.relative_to(room.journal().root).as_posix()
    return RedirectResponse(f"{room.keys.root}/edit/{file}?told=made", 303)


def _today() -> date:
    return datetime.now().astimezone().date()


def _asked(kind: Kind[Any]) -> list[Field]:
    return [
        f for f in fields_of(kind) if f.name != "id" and (f.is_required or f.name in kind.asks or f.name == kind.today)
    ]


def _name(kind: Kind[Any], values: Mapping[str, Any]) -> str:
    parts = [str(values[name]) for name in kind.id_from if name in values]
    words = re.sub(r"[^\w-]+", "-", " ".join(parts).casefold()).strip("-")
    if not words:
        raise Misuse("this entry needs a name of your own", next_step="write a short one, such as lee or ledger")
    return words[:60].strip("-")


def _inputs(request: Request, kind: Kind[Any], given: Mapping[str, str]) -> list[dict[str, Any]]:
    journal = request.app.state.room.journal()
    return [input_of(journal, field, given) for field in _asked(kind)]


def input_of(journal: Journal, field: Field, given: Mapping[str, str]) -> dict[str, Any]:
    """A field with what stands in it and what can be chosen."""
    choices = field.form.removeprefix("one of ").split(", ") if field.form.startswith("one of ") else []
    known = [entry.id for entry in journal.entries(field.refers)] if field.refers else []
    return {"field": field, "value": given.get(field.name, ""), "choices": choices, "known": known}


def read_field(field: Field, text: str) -> Any:
    """What she typed as the field's value; None when she left it empty.

    Raises:
        Misuse: it cannot be that.
    """
    text = text.strip()
    if not text:
        return None
    if field.form.startswith("list of"):
        parts = [p.strip() for p in re.split(r"[\n,]" if "date" in field.form else r"\n", text) if p.strip()]
        return [_day(field, p) if "date" in field.form else p for p in parts]
    if field.form == "date":
        return _day(field, text)
    if field.form == "true or false":
        return text in {"yes", "true", "on"}
    if field.form in {"whole number", "number"}:
        return _number(field, text)
    return text


def _day(field: Field, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(f"{field.name}: that is no day", next_step="write it as 2026-11-22") from None


def _number(field: Field, text: str) -> float | int:
    try:
        return int(text) if field.form == "whole number" else float(text.replace(",", "."))
    except ValueError:
        raise Misuse(f"{field.name}: that is no {field.form}", next_step="write digits only") from None


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
