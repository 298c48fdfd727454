"""Sources: what is connected and how far it reaches, what could be, syncing, disconnecting."""

from __future__ import annotations

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import sources
from podium.app.sources import Secret
from podium.app.wording import say
from podium.core.errors import CannotReach, Misuse, Stop
from podium.core.measure import counted
from podium.web import Page, answers, forms, render

if TYPE_CHECKING:
    from podium.app.session import Session, ShowCount
    from podium.app.sources import Connection, FirstPages, Source
    from podium.web.room import Room

_MOST_NOTES = 20
# How long a page waits for a reading to end after the button; it ends by itself later.
_STOPS_WITHIN_S = 2.0


@dataclass
class Run:
    """One sync in its own thread."""

    name: str
    session: Session
    done: int = 0
    total: int | None = None
    words: str = ""
    fault: str = ""
    remark: str = ""
    asked_to_stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        """Begin."""
        self.session = replace(
            self.session, progress=self._progress, say=self._say, is_stopped=self.asked_to_stop.is_set
        )
        self.thread = threading.Thread(target=self._run, name=f"podium-sync-{self.name}", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            report = sources.read_new(self.session, self.name)
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

    @contextmanager
    def _progress(self, _what: str) -> Generator[ShowCount]:
        yield self._show

    def _show(self, items_done: int, total: int | None) -> None:
        self.done, self.total, self.remark = items_done, total, ""
        if self.asked_to_stop.is_set():
            raise CannotReach("you stopped it", next_step="what was read is kept; read again whenever you like")

    def _say(self, remark: str) -> None:
        """What it waits for, without the key that stops it in a terminal."""
        self.remark = remark.partition("; Ctrl-C")[0]


_RUNS: dict[str, Run] = {}
# A secret between trying and keeping, in memory only: it is never written back into a page.
_TRIED: dict[tuple[str, str], Secret] = {}


def show(request: Request) -> Response:
    """What is connected, then what could be."""
    rows = [
        {
            "one": reach.connection,
            "acts": reach.acts,
            "streams": reach.streams,
            "run": _RUNS.get(reach.connection.name),
            "first": reach.first_s,
            "until": reach.complete_until_s,
            "reach": reach,
            "came_in": sources.in_words(reach.came_in()) if reach.came_s is not None else "",
            "fates": sources.fates(reach.came_in()),
        }
        for reach in sources.reaches()
    ]
    return render.page(request, "sources.html", rows=rows, known=sources.every(), informed=sources.informed_traps)


def ask(request: Request) -> Response:
    """What one source reads, never reads, needs and cannot see, and its few questions."""
    room: Room = request.app.state.room
    source = sources.named(request.path_params["name"])
    typed = {setting.name: setting.default for setting in source.settings}
    if "me" in typed:
        typed["me"] = typed["me"] or ", ".join(sources.own_addresses(room.session()))
    return _form(request, source, typed, source.name)


def connect(request: Request) -> Response:
    """Try it first and show what comes; keep it on a second word."""
    room: Room = request.app.state.room
    source = sources.named(request.path_params["name"])
    typed = {setting.name: forms.text(request, setting.name) for setting in source.settings}
    label = forms.text(request, "label") or source.name
    try:
        fresh = sources.new_connection(source, typed, label)
        session = forms.of(request).session.key
        if secret_text := forms.text(request, "secret"):
            _TRIED[session, label] = Secret(secret_text)
        stored = sources.kept_secret(source, label)
        secret = _TRIED.get((session, label)) or (stored.secret if stored else None)
        sources.refuse_without_secret(source, secret)
        pages = sources.try_out(room.session(), fresh, secret)
        if forms.text(request, "step") != "keep":
            return _form(request, source, typed, label, pages=pages)
        sources.keep(fresh, _TRIED.pop((session, label), None))
    except Stop as fault:
        return _form(request, source, typed, label, fault=fault)
    _RUNS[label] = Run(label, room.session())
    return RedirectResponse(room.keys.root + "/sources?told=connected", 303)


def act(request: Request) -> Response:
    """Read what is new of a connection, or disconnect it with everything it brought."""
    room: Room = request.app.state.room
    connection = sources.connection(forms.text(request, "name"))
    run = _RUNS.get(connection.name)
    if forms.text(request, "step") == "stop":
        if run is not None:
            run.asked_to_stop.set()
            run.thread.join(_STOPS_WITHIN_S)
        return RedirectResponse(room.keys.root + "/sources", 303)
    if forms.text(request, "step") == "disconnect":
        return _disconnect(request, connection, run)
    if run is None or not run.is_running:
        _RUNS[connection.name] = Run(connection.name, room.session())
    return RedirectResponse(room.keys.root + "/sources", 303)


def _disconnect(request: Request, connection: Connection, run: Run | None) -> Response:
    name = connection.name
    if forms.text(request, "sure") != "yes":
        return render.page(request, "source_gone.html", one=connection, acts=sources.acts_of(name))
    if run is not None and run.is_running:
        raise Misuse("it is being read right now", where=name, next_step="wait until that ended, then disconnect it")
    sources.disconnect(name)
    _RUNS.pop(name, None)
    return RedirectResponse(request.app.state.room.keys.root + "/sources?told=gone", 303)


def progress(_request: Request) -> Response:
    """How far each sync is."""
    return answers.answer(
        {
            name: answers.Sync(run.done, run.total, run.remark, run.words, run.fault, not run.is_running)
            for name, run in sorted(_RUNS.items())
        }
    )


def _lines(pages: FirstPages) -> list[str]:
    lines = [f"{count:,} {verb} ({kind})" for verb, kind, count in pages.kinds]
    # What a limit cut away is said here too: an empty page would look like an empty source.
    lines += [f"{what} ({count:,})" for what, count in (*pages.missing, *pages.unknown) if what.startswith("unread")]
    return [*lines, *pages.notes[:_MOST_NOTES]] or ["nothing on the first pages"]


def _form(
    request: Request,
    source: Source,
    typed: Mapping[str, str],
    label: str,
    *,
    pages: FirstPages | None = None,
    fault: Stop | None = None,
) -> Response:
    return render.page(
        request,
        "source.html",
        status=422 if fault else 200,
        found=source,
        given=typed,
        label=label,
        seen=_lines(pages) if pages else None,
        fault=fault,
        informed=sources.informed_traps,
        lies_in=sources.lies_in,
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
