"""A talk of the gym in the terminal: its loop, its commands, and the debrief."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import output
from podium.core.errors import Misuse
from podium.system import aloud

if TYPE_CHECKING:
    from podium.app.gym import Debrief, Model, View
    from podium.app.session import Session
    from podium.system.aloud import Voice

_HELP = (
    "a number picks that reply; anything else is said as you type it; an empty line says nothing. "
    "/back N goes back before turn N, /retry takes your last line back, /pause leaves, the talk waits for you"
)


def converse(session: Session, view: View, model: Model | None, voice: Voice | None = None) -> None:
    """Play to the end or until she pauses, then the debrief."""
    _introduce(view)
    _read_aloud(view, voice)
    while not view.is_over:
        words = click.prompt(f"{view.turn + 1}. You", default="", show_default=False, err=True)
        try:
            after = _turn(session, view, words.strip(), model)
        except Misuse as slip:
            output.note(str(slip))
            continue
        if after is None:
            output.note(f"the talk waits: podium gym play --resume {view.id}")
            return
        view = after
        _show(view)
        _read_aloud(view, voice)
    _debrief(session, view, model)


def _read_aloud(view: View, voice: Voice | None) -> None:
    """The other's last lines; a voice that fails is told, and the talk goes on."""
    if voice is not None:
        try:
            aloud.read_aloud(voice, view.says)
        except Misuse as fault:
            output.note(str(fault))


def _introduce(view: View) -> None:
    output.styled([(view.title, "bold")])
    if view.about:
        output.out(view.about)
    output.out(f"You are {view.you}. With: {view.counterpart}. At most {view.most_turns} turns.")
    if view.law:
        output.out("This is no HR or legal advice; talk to your own people first.")
    output.note(_HELP)
    _show(view)


def _show(view: View) -> None:
    output.out()
    for line in view.says:
        output.styled([(f"{view.called}: ", "bold"), (line, "")])
    if view.talk.turns and view.talk.turns[-1].said.reworded:
        output.note("reworded by your model")
    for offer in view.offers:
        output.out(f"  {offer.pick}  {offer.text}")


def _turn(session: Session, view: View, words: str, model: Model | None) -> View | None:
    """What she typed as a turn; None when she leaves."""

    command, _, number = words.partition(" ")
    if command in {"/pause", "/leave", "/quit"}:
        return None
    if command == "/help":
        raise Misuse(_HELP)
    if command == "/retry":
        return app.gym.rewind(session, view.id, view.turn - 1)
    if command == "/back":
        if not number.strip().isdecimal():
            raise Misuse("Say which turn.", next_step="/back 2 goes back before turn 2")
        return app.gym.rewind(session, view.id, int(number[:4]) - 1)
    if words.startswith("/"):
        raise Misuse(f"There is no {command[:20]}.", next_step=_HELP)
    return app.gym.say(session, view.id, say_of(words), model)


def say_of(words: str) -> Any:
    """A number as a pick, everything else as words."""
    from podium.app.gym import Say

    return Say(pick=int(words)) if words.isascii() and words.isdecimal() and len(words) < 3 else Say(text=words)


def _debrief(session: Session, view: View, model: Model | None) -> None:
    output.note("the talk is over. First your own guess, before anything is said.")
    while view.needs_guess:
        try:
            app.gym.guess(view.id, click.prompt("In which turn did it change? 0 for nowhere", type=int, err=True))
        except Misuse as slip:
            output.note(str(slip))
            continue
        view = app.gym.view(session, view.id)
    if model is not None:
        output.note(f"{app.gym.code_by_model(view.id, model)} moves were proposed by your model; each is marked")
    debrief = app.gym.tell_debrief(session, view.id)
    tell(debrief, as_json=False)
    if debrief.to_code:
        _ask_codes(view, debrief.to_code)
        lines = app.gym.changed_lines(app.gym.tell_debrief(session, view.id), debrief)
        output.out("With your own coding:" if lines else "Your own coding changes no line.")
        for line in lines:
            output.out(line)
    turn = debrief.turned or 1
    if click.confirm(f"What if: say turn {turn} again?", default=False, err=True):
        converse(session, app.gym.rewind(session, view.id, turn - 1), model)
        return
    _keep(session, view)


def _ask_codes(view: View, turns: tuple[int, ...]) -> None:
    """What the rules cannot judge she judges herself."""

    output.note("the rules cannot tell what these were. What were they, by your own ear? " + ", ".join(app.gym.CODES))
    for number in turns:
        text = view.talk.turns[number - 1].said.text
        move = click.prompt(f'turn {number}: "{text}"', type=click.Choice(app.gym.CODES), default="other", err=True)
        app.gym.code(view.id, number, move)


def _keep(session: Session, view: View) -> None:

    if not session.has_journal():
        output.note(f"there is no journal to keep it in (podium init FOLDER); podium gym drop {view.id} deletes it")
        return
    if not click.confirm("Keep the talk and this debrief in your journal?", default=False, err=True):
        app.gym.drop(view.id)
        output.note("dropped: nothing of it is left")
        return
    take = click.prompt("One sentence to take to the real talk, or nothing", default="", show_default=False, err=True)
    output.out(str(app.rehearsals.keep(session, view.id, take)))


def tell(debrief: Debrief, *, as_json: bool) -> None:
    """The debrief, whole."""
    if as_json:
        output.raw(output.to_json(debrief))
        return
    output.out()
    for line in app.gym.debrief_lines(debrief):
        output.out(line)


def script(
    session: Session,
    view: View,
    words: tuple[str, ...],
    model: Model | None,
    *,
    as_json: bool,
    named: Mapping[str, Any],
) -> None:
    """Turns from the command line; the debrief when they end the talk and a guess was given."""

    for words_typed in words:
        if view.is_over:
            raise Misuse(
                f"The talk was over before: {words_typed[:40]}", where=view.id, next_step="leave that --say out"
            )
        view = app.gym.say(session, view.id, say_of(words_typed.strip()), model)
        if not as_json:
            output.out(f"{view.turn}. You: {view.talk.turns[-1].said.text}")
            for line in view.says:
                output.out(f"{view.called}: {line}")
    if view.is_over and named["guess"] is not None:
        app.gym.guess(view.id, named["guess"])
        tell(app.gym.tell_debrief(session, view.id), as_json=as_json)
        if named["is_kept"] is True:
            if not session.has_journal():
                raise Misuse("There is no journal to keep it in.", next_step="podium init FOLDER")
            output.note(str(app.rehearsals.keep(session, view.id, named["take"])))
        elif named["is_kept"] is False:
            app.gym.drop(view.id)
        return
    if as_json:
        output.raw(output.to_json(view))
        return
    after = (
        f"podium gym play --resume {view.id} --guess N --say ..."
        if not view.is_over
        else f"podium gym play --resume {view.id}"
    )
    output.note(f"{'over' if view.is_over else 'the talk waits'}: {after}")
