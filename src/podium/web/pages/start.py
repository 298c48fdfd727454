"""The first minutes: which repositories, who she is, then the reading."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.core.errors import CannotRead, Stop
from podium.evidence.people import me_file
from podium.mirror.look import Asked
from podium.sources import git
from podium.system import paths
from podium.web import Page, forms, render
from podium.web.room import Room

MOST_SHOWN = 400
# Each asks git twice.
MOST_ASKED = 6


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder she may choose or open."""

    name: str
    path: str
    is_repository: bool


def ask(request: Request) -> Response:
    """Show the folders below one, and what was chosen so far."""
    room: Room = request.app.state.room
    said = request.query_params
    place = said.get("open") or said.get("in", "")
    if not place and room.asked is not None:
        return _form(request, "", [str(p) for p in room.asked.paths], list(room.asked.me))
    return _form(request, place, _chosen(said.getlist("repo"), said.get("paths", "")), said.get("me", "").split())


def _form(request: Request, place: str, chosen: list[str], me: list[str], fault: Stop | None = None) -> Response:
    folder = Path(place).expanduser() if place else Path.home()
    folders, trouble = list_folders(folder)
    return render.page(
        request,
        "start.html",
        status=200 if fault is None else 422,
        folder=str(folder),
        up=str(folder.parent) if folder.parent != folder else "",
        folders=folders,
        trouble=trouble,
        chosen=chosen,
        me=me or _known(chosen or [f.path for f in folders if f.is_repository][:MOST_ASKED]),
        fault=fault,
    )


def choose(request: Request) -> Response:
    """Check what was chosen and start to read."""
    chosen = _chosen(forms.texts(request, "repo"), forms.raw(request, "paths"))
    me = [part for part in forms.text(request, "me").replace(",", " ").split() if part]
    try:
        return _begin(request, chosen, me)
    except Stop as fault:
        return _form(request, forms.text(request, "in"), chosen, me, fault)


def _chosen(ticked: list[str], pasted: str) -> list[str]:
    typed = [*ticked, *(line.strip() for line in pasted.splitlines() if line.strip())]
    return list(dict.fromkeys(str(Path(text).expanduser()) for text in typed))


def _begin(request: Request, chosen: list[str], me: list[str]) -> Response:
    room: Room = request.app.state.room
    if not chosen:
        raise CannotRead("no repository was chosen", next_step="tick one, or paste its folder")
    asked = Asked(paths=tuple(git.open_repository(Path(p)).path for p in chosen), me=tuple(me))
    if not me and not me_file.read(paths.me_file()).me.emails and not _known(chosen):
        raise CannotRead("podium does not know which commits are yours", next_step="write an address you commit with")
    room.choose(asked)
    return RedirectResponse(room.keys.root + "/mirror", 303)


def _known(chosen: list[str]) -> list[str]:
    """The addresses git would write her commits with in these clones."""
    found: list[str] = []
    for path in chosen:
        with contextlib.suppress(Stop):
            found += [identity.rpartition("<")[2].rstrip(">") for identity in git.me(git.open_repository(Path(path)))]
    return list(dict.fromkeys(found))


def list_folders(folder: Path) -> tuple[list[Folder], str]:
    """The folders of a folder, repositories first, hidden ones left out; and what stood in the way."""
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)]
    except (OSError, ValueError) as fault:
        return [], str(getattr(fault, "strerror", None) or "no such folder")
    found = [Folder(n, str(folder / n), _is_repository(folder / n)) for n in names]
    return sorted(found, key=lambda f: (not f.is_repository, f.name.casefold()))[:MOST_SHOWN], ""


def _is_repository(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())
    return False


PAGE = Page(title="", path="/start", order=1, routes=[Route("/start", ask), Route("/start", choose, methods=["POST"])])
