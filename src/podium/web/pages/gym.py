"""The gym in the browser: the list, the talk page, its debrief, and the talk's state as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium import app
from podium.app.gym import CODES, TIERS, Say
from podium.core.errors import Misuse
from podium.web import Page, answers, forms, render
from podium.web.pictures import talk as picture

if TYPE_CHECKING:
    from starlette.requests import Request

    from podium.app.gym import SpokenState
    from podium.app.session import Session
    from podium.core.errors import Stop
    from podium.web.room import Room

_MOST_NUMBER = 99


def show(request: Request) -> Response:
    """Every scenario, what lies open, and the sentences that wait for their talk."""
    session = _session(request)
    return render.page(
        request,
        "gym.html",
        scenarios=app.gym.scenarios(session),
        goals=app.rehearsals.live_goals(session) if session.has_journal() else (),
        traps={trap.name: trap.title for trap in app.traps.every()},
    )


def begin(request: Request) -> Response:
    """Start a talk, whole or from one phase on."""
    session = _session(request)
    view = app.gym.start(session, forms.text(request, "scenario"), phase=forms.text(request, "phase"))
    return _to(request, view.id)


def talk(request: Request) -> Response:
    """The talk as it stands; when it is over, her guess, and then the debrief."""
    return _page(request)


def room(request: Request) -> Response:
    """The same talk in three dimensions: the room is loaded here and nowhere else."""
    view = app.gym.view(_session(request), request.path_params["id"])
    return render.page(
        request, "gym_room.html", view=view, other=app.gym.stand_in(view.figure), order=app.rewordings.REWORD
    )


def change(request: Request) -> Response:
    """One turn, a step back, her guess, her own coding, keeping or dropping it."""
    id = request.path_params["id"]
    step = forms.text(request, "step") or "say"
    steps = {"say": _say, "back": _back, "guess": _guess, "code": _code}
    try:
        if step == "drop":
            app.gym.drop(id)
            return RedirectResponse(_room(request).keys.root + "/gym?told=dropped", 303)
        if step == "keep":
            app.rehearsals.keep(_session(request), id, forms.text(request, "take"))
            return RedirectResponse(_room(request).keys.root + "/gym?told=kept", 303)
        if step not in steps:
            raise Misuse("there is no such step", next_step="go back and choose a button")
        steps[step](request, id)
    except Misuse as fault:
        return _page(request, fault=fault, words=forms.raw(request, "words"))
    return _to(request, id)


def _say(request: Request, id: str) -> None:
    pick, words = forms.text(request, "pick"), forms.raw(request, "words")
    spoken = forms.text(request, "spoken") == "yes"
    turn = Say(pick=_number(pick)) if pick else Say(text=words, spoken=spoken)
    app.gym.say(_session(request), id, turn)


def _back(request: Request, id: str) -> None:
    app.gym.rewind(_session(request), id, _number(forms.text(request, "turn")) - 1)


def _guess(request: Request, id: str) -> None:
    app.gym.guess(id, _number(forms.text(request, "turn")))


def _code(request: Request, id: str) -> None:
    app.gym.code(id, _number(forms.text(request, "turn")), forms.text(request, "move"))


def state(request: Request) -> Response:
    """The talk's state, for the room in three dimensions: mood, last lines, replies."""
    return answers.answer(_state(_session(request), request.path_params["id"]))


def say_json(request: Request) -> Response:
    """One turn as JSON, `{"pick": 2}` or `{"text": "..."}`; answers with the state after it."""
    session, id, turn = _session(request), request.path_params["id"], answers.sent(request, Say)
    app.gym.say(session, id, turn)
    return answers.answer(_state(session, id))


def reword_json(request: Request) -> Response:
    """The last lines as the browser's own model phrased them, `{"turn": 2, "lines": ["..."]}`; answers with the state."""
    session, id = _session(request), request.path_params["id"]
    app.rewordings.keep(id, answers.sent(request, app.rewordings.Rewording))
    return answers.answer(_state(session, id))


def _state(session: Session, id: str) -> SpokenState:
    return app.gym.spoken_state(app.gym.view(session, id))


def _page(request: Request, *, fault: Stop | None = None, words: str = "") -> Response:
    session, id = _session(request), request.path_params["id"]
    view = app.gym.view(session, id)
    debrief = app.gym.tell_debrief(session, id) if view.is_over and not view.needs_guess else None
    return render.page(
        request,
        "gym_talk.html",
        status=422 if fault else 200,
        view=view,
        told_debrief=debrief,
        drawing=picture.picture(debrief) if debrief else None,
        heard={turn.number: app.gym.heard_as(turn) for turn in view.talk.turns} if view.is_over else {},
        codes=CODES,
        tiers=TIERS,
        has_journal=session.has_journal(),
        order=app.rewordings.REWORD,
        fault=fault,
        words=words,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 3):
        raise Misuse("Not a valid number", next_step=f"write 0 to {_MOST_NUMBER}")
    return int(text)


def _to(request: Request, id: str) -> Response:
    return RedirectResponse(f"{_room(request).keys.root}/gym/talk/{quote(id)}#now", 303)


def _room(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


def _session(request: Request) -> Session:
    return _room(request).session()


PAGE = Page(
    title="Gym",
    path="/gym",
    order=35,
    routes=[
        Route("/gym", show),
        Route("/gym", begin, methods=["POST"]),
        Route("/gym/talk/{id}", talk),
        Route("/gym/talk/{id}", change, methods=["POST"]),
        Route("/gym/talk/{id}/room", room),
        Route("/gym/talk/{id}/state", state),
        Route("/gym/talk/{id}/say", say_json, methods=["POST"]),
        Route("/gym/talk/{id}/reworded", reword_json, methods=["POST"]),
    ],
)
