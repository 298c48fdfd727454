"""Sources: what is connected and how far it reaches, what could be, syncing with progress.

And letting go.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from podium import sources
from podium.app.wording import say
from podium.connections import sync
from podium.connections.sync import TITLES, Connection
from podium.core.errors import Misuse, Stop
from podium.core.measure import counted
from podium.evidence.people import me_file
from podium.sources import Source, secrets
from podium.sources.http.client import Wire
from podium.sources.secrets import Secret
from podium.system import paths
from podium.web import Page, forms, render
from podium.web.room import Room


@dataclass
class Run:
    """One sync in its own thread."""

    name: str
    done: int = 0
    total: int | None = None
    words: str = ""
    fault: str = ""
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        """Begin."""
        self.thread = threading.Thread(target=self._run, name=f"podium-sync-{self.name}", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            report = sync.run(
                sync.connection(self.name),
                me_file.read(paths.me_file()),
                Wire(),
                secrets.system_ring(),
                show=self._show,
            )
            self.words = f"{counted(report.events, 'act')} read, {report.fresh:,} new, {report.changed:,} changed"
        except Stop as stop:
            self.fault = str(stop)
        finally:
            if not self.words and not self.fault:
                self.fault = say("The reading broke off. See the terminal in which podium runs, then read again.")

    @property
    def is_running(self) -> bool:
        """Whether it still reads."""
        return self.thread.is_alive()

    def _show(self, done: int, total: int | None) -> None:
        self.done, self.total = done, total


_RUNS: dict[str, Run] = {}
# A secret between trying and keeping, in memory only: it is never written back into a page.
_TRIED: dict[tuple[str, str], Secret] = {}


def show(request: Request) -> Response:
    """What is connected, then what could be."""
    reach = sync.store().coverage()
    rows: list[dict[str, Any]] = []
    for one in sync.connections():
        streams = [row for row in reach if row.connection == one.name]
        rows.append(
            {
                "one": one,
                "acts": sum(row.events for row in streams),
                "streams": streams,
                "run": _RUNS.get(one.name),
                "first": min((r.first_s for r in streams if r.first_s is not None), default=None),
                "until": min((r.complete_until_s for r in streams if r.complete_until_s is not None), default=None),
            }
        )
    known = [sources.load(name) for name in sources.names()]
    return render.page(request, "sources.html", rows=rows, known=known, titles=TITLES)


def ask(request: Request) -> Response:
    """What one source reads, never reads, needs and cannot see, and its few questions."""
    found = sources.load(request.path_params["name"])
    given = {s.name: s.default for s in found.settings}
    if "me" in given:
        given["me"] = given["me"] or ", ".join(_addresses(request.app.state.room))
    return _form(request, found, given, found.name)


def _addresses(room: Room) -> list[str]:
    """The addresses she is known by, so that a calendar need not ask for them."""
    with contextlib.suppress(Stop):
        if emails := me_file.read(paths.me_file()).me.emails:
            return list(emails)
    asked = room.asked
    return [one for one in asked.me if "@" in one] if asked else []


def connect(request: Request) -> Response:
    """Try it first and show what comes; keep it on a second word."""
    found = sources.load(request.path_params["name"])
    given = {s.name: forms.text(request, s.name) for s in found.settings}
    label = forms.text(request, "label") or found.name
    try:
        fresh = Connection(label, found.name, _answers(found, given, "" if label == found.name else label))
        session = forms.of(request).session.key
        if typed := forms.text(request, "secret"):
            _TRIED[session, label] = Secret(typed)
        held = _TRIED.get((session, label)) or _kept(found, label)
        seen = _seen(fresh, held)
        if forms.text(request, "step") != "keep":
            return _form(request, found, given, label, seen=seen)
        sync.keep(fresh)
        if (tried := _TRIED.pop((session, label), None)) is not None:
            secrets.keep(paths.home(), fresh.name, tried, secrets.system_ring())
    except Stop as fault:
        return _form(request, found, given, label, fault=fault)
    _RUNS[label] = Run(label)
    return RedirectResponse(request.app.state.room.keys.root + "/sources?told=connected", 303)


def act(request: Request) -> Response:
    """Read what is new of a connection, or let go of it and of everything it brought."""
    one = sync.connection(forms.text(request, "name"))
    root = request.app.state.room.keys.root
    step = forms.text(request, "step")
    running = _RUNS.get(one.name)
    if step == "disconnect":
        if forms.text(request, "sure") != "yes":
            return render.page(request, "source_gone.html", one=one, acts=_acts(one.name))
        if running is not None and running.is_running:
            raise Misuse(
                "it is being read right now", where=one.name, next_step="wait until that ended, then disconnect it"
            )
        sync.drop(one.name, secrets.system_ring())
        _RUNS.pop(one.name, None)
        return RedirectResponse(root + "/sources?told=gone", 303)
    if running is None or not running.is_running:
        _RUNS[one.name] = Run(one.name)
    return RedirectResponse(root + "/sources", 303)


def progress(_request: Request) -> JSONResponse:
    """How far each sync is."""
    return JSONResponse(
        {
            name: {
                "done": run.done,
                "total": run.total,
                "words": run.words,
                "fault": run.fault,
                "is_done": not run.is_running,
            }
            for name, run in sorted(_RUNS.items())
        }
    )


def _acts(name: str) -> int:
    return sum(row.events for row in sync.store().coverage() if row.connection == name)


def _answers(found: Source, given: dict[str, str], label: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    for setting in found.settings:
        typed = given[setting.name]
        value = setting.usual(label) if typed in {"", setting.default} else typed
        if not value and setting.is_needed:
            raise Misuse("one question is open", where=setting.asks, next_step="answer it, then try again")
        if value:
            kept[setting.name] = str(Path(value).expanduser().absolute()) if setting.is_path else value
    return kept


def _kept(found: Source, label: str) -> Secret | None:
    kept = secrets.find(paths.home(), label, secrets.system_ring()) if found.secret else None
    if kept is None and found.is_secret_needed:
        raise Misuse(f"{found.secret} is needed", next_step=found.scope)
    return kept.secret if kept else None


def _seen(fresh: Connection, held: Secret | None) -> list[str]:
    """The first page in counts: what was done to what, never by whom."""
    pages = sync.try_out(fresh, held, Wire())
    kinds = Counter((event.verb, event.object_kind) for page in pages for event in page.events)
    lines = [f"{count:,} {verb} ({kind})" for (verb, kind), count in sorted(kinds.items())]
    return [*lines, *(str(note) for page in pages for note in page.notes[:20])] or ["nothing on the first pages"]


def _form(
    request: Request,
    found: Source,
    given: dict[str, str],
    label: str,
    *,
    seen: list[str] | None = None,
    fault: Stop | None = None,
) -> Response:
    return render.page(
        request,
        "source.html",
        status=422 if fault else 200,
        found=found,
        given=given,
        label=label,
        seen=seen,
        fault=fault,
        titles=TITLES,
    )


PAGE = Page(
    title="Sources",
    path="/sources",
    order=80,
    routes=[
        Route("/sources", show),
        Route("/sources", act, methods=["POST"]),
        Route("/sources/{name}", ask),
        Route("/sources/{name}", connect, methods=["POST"]),
        Route("/api/syncs", progress),
    ],
)
