"""README: how you work, in your words, drafted by interview, with what a reader would remark."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import journal_file, readme, readme_parts
from podium.app.open_mirrors import ReadingError
from podium.app.readme import FILE, QUESTIONS, WEEKS, PromiseRecord
from podium.app.wording import say
from podium.core.errors import Stop
from podium.system.files import ChangedMeanwhileError
from podium.web import Page, forms, render

if TYPE_CHECKING:
    from podium.app.readme import Offer, PromiseVerdict
    from podium.core.time import Window
    from podium.web.room import Room


def show(request: Request) -> Response:
    """The page with its remarks; before there is one, the interview."""
    room: Room = request.app.state.room
    session = room.session()
    if not readme.path(session).exists():
        offers = _known(room)
        typed = {q.key: offers[q.key].text if q.key in offers else q.usual for q in QUESTIONS}
        return _ask(request, typed, offers)
    page = readme.read(session)
    verdicts, why_none = _audit(room) if page.claims else ([], "")
    return _page(request, page.source, verdicts=verdicts, why_none=why_none)


class HeldPromise(msgspec.Struct, frozen=True):
    """A promise held against your traces, as the page shows it.

    Attributes:
        days, days_before: moments of the first and the last day; none where there is no day.
    """

    record: PromiseRecord
    words: str
    told_before: str
    days: tuple[int, ...]
    days_before: tuple[int, ...]


def _audit(room: Room) -> tuple[list[HeldPromise], str]:
    """Each promise held against your traces, as `podium readme audit` does; or why it was not."""
    try:
        audited = readme.audit_opened(room.session(), room.mirror(room.want(weeks=WEEKS)))
    except ReadingError:
        return [], say("Your repositories are being read. Open this page again to see what was kept.")
    except Stop as fault:
        return [], say("Not held against traces: {what}.", what=fault.what)
    return [_shown(*pair) for pair in zip(audited.facts, audited.promises, strict=True)], ""


def _shown(record: PromiseRecord, promise: PromiseVerdict) -> HeldPromise:
    days_before = _days(promise.before.window) if promise.before else ()
    return HeldPromise(record, promise.words, promise.told_before, _days(promise.measure.window), days_before)


def _days(window: Window) -> tuple[int, ...]:
    """Moments of the first and the last day of a window; none where it is empty."""
    return (window.start_s, window.end_s - 1) if window.start_s < window.end_s else ()


def answer(request: Request) -> Response:
    """Write the first draft from the answers; what nobody said stays open on the page."""
    room: Room = request.app.state.room
    typed = {question.key: forms.text(request, question.key) for question in QUESTIONS}
    offers = _known(room)
    try:
        readme.write_draft(room.session(), readme.draft(readme.answers_beside_offers(typed, offers), offers))
    except Stop as fault:
        return _ask(request, typed, offers, fault)
    return RedirectResponse(room.keys.root + "/readme?told=made", 303)


def fill(request: Request) -> Response:
    """One answer in the place that was left open for it."""
    room: Room = request.app.state.room
    typed = {question.key: forms.text(request, question.key) for question in QUESTIONS}
    readme.fill(room.session(), typed)
    return RedirectResponse(room.keys.root + "/readme?told=saved#open", 303)


def _ask(
    request: Request, typed: Mapping[str, str], offers: Mapping[str, Offer], fault: Stop | None = None
) -> Response:
    return render.page(
        request,
        "readme_ask.html",
        status=422 if fault else 200,
        groups=readme_parts.questions_by_part(),
        given=typed,
        known=offers,
        fault=fault,
    )


def _known(room: Room) -> dict[str, Offer]:
    """What podium knows already, each with its receipt; without the mirror while that is being read."""
    with contextlib.suppress(Stop, ReadingError):
        return readme.known_opened(room.session(), room.mirror(room.want(weeks=WEEKS)))
    return readme.known(room.session(), None)


def change_part(request: Request) -> Response:
    """Other words in one part, unless another program changed the file meanwhile."""
    room: Room = request.app.state.room
    name, text = forms.text(request, "part"), forms.raw(request, "words")
    try:
        readme_parts.save_part(room.session(), name, text, forms.text(request, "stamp"))
    except ChangedMeanwhileError:
        source = readme.read(room.session()).source
        return _page(request, source, status=409, was_changed=True, typed_parts={name: text})
    return RedirectResponse(room.keys.root + "/readme?told=saved#parts", 303)


def change(request: Request) -> Response:
    """First what would change, then, on a second word, the change, unless another program changed the file meanwhile."""
    room: Room = request.app.state.room
    session = room.session()
    text, stamp = forms.raw(request, "text"), forms.text(request, "stamp")
    readme.refuse_unreadable(text)
    if forms.text(request, "step") != "save":
        now = readme.read(session).source
        if text.rstrip("\n") == now.rstrip("\n"):
            return RedirectResponse(room.keys.root + "/readme?told=same", 303)
        was_changed = stamp != readme.stamp(session)
        lines = journal_file.differences(now, text)
        return _page(request, text, lines=lines, was_changed=was_changed, status=409 if was_changed else 200)
    try:
        readme.save(session, text, stamp)
    except ChangedMeanwhileError:
        return _page(request, text, status=409, was_changed=True)
    return RedirectResponse(room.keys.root + "/readme?told=saved", 303)


def _page(
    request: Request,
    text: str,
    *,
    status: int = 200,
    was_changed: bool = False,
    lines: Sequence[tuple[str, str]] = (),
    verdicts: Sequence[HeldPromise] = (),
    why_none: str = "",
    typed_parts: Mapping[str, str] | None = None,
) -> Response:
    session = request.app.state.room.session()
    checked = readme.check(session, text)
    return render.page(
        request,
        "readme.html",
        status=status,
        text=text,
        notes=checked.notes,
        claims=checked.page.claims,
        words=checked.page.words,
        stamp=readme.stamp(session),
        was_changed=was_changed,
        title=checked.page.title,
        file=FILE,
        lines=lines,
        open=readme.open_questions(session) if text == readme.read(session).source else (),
        is_compared=bool(lines),
        versions=checked.versions,
        kept=verdicts,
        why_none=why_none,
        parts=readme_parts.editable_parts(text),
        typed_parts=typed_parts or {},
        known=[words for form in readme.promise_forms() for words in form.written],
    )


PAGE = Page(
    title="README",
    path="/readme",
    order=60,
    routes=[
        Route("/readme", show),
        Route("/readme", change, methods=["POST"]),
        Route("/readme/draft", answer, methods=["POST"]),
        Route("/readme/fill", fill, methods=["POST"]),
        Route("/readme/part", change_part, methods=["POST"]),
    ],
    is_open=lambda room: room.has_journal,
)
