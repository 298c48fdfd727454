"""A talk of the gym in the terminal: its loop, its commands, and the debrief."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from podium.cli import output
from podium.core.errors import Misuse

if TYPE_CHECKING:
    from podium.app.gym import View
    from podium.gym.debrief import Debrief
    from podium.gym.model import Model
    from podium.journal import Journal

_HELP = (
    "a number picks that reply; anything else is said as you type it; an empty line says nothing. "
    "/back N goes back before turn N, /retry says the last line anew, /pause leaves, the talk waits for you"
)


def model(say: Callable[[str], None]) -> Model:
    """Her own model, with what leaves the machine said before the first call.

    Raises:
        Misuse: she named none.
    """
    from podium.gym.chat_model import ChatModel
    from podium.gym.model import leaves, settings, settings_file

    found = settings()
    if found is None:
        raise Misuse("No model is named.", where=str(settings_file()), next_step="docs/howto/gym.md shows the file")
    say(leaves(found))
    return ChatModel(found)


def converse(journal: Journal | None, view: View, model: Model | None) -> None:
    """Play to the end or until she pauses, then the debrief."""
    _introduce(view)
    while not view.is_over:
        words = click.prompt(f"{view.turn + 1}. You", default="", show_default=False, err=True)
        try:
            after = _turn(journal, view, words.strip(), model)
        except Misuse as slip:
            output.note(str(slip))
            continue
        if after is None:
            output.note(f"the talk waits: podium gym play --resume {view.id}")
            return
        view = after
        _show(view)
    _debrief(journal, view, model)


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
    for offer in view.offers:
        output.out(f"  {offer.pick}  {offer.text}")


def _turn(journal: Journal | None, view: View, words: str, model: Model | None) -> View | None:
    """What she typed as a turn; None when she leaves."""
    from podium.app import gym

    command, _, number = words.partition(" ")
    if command in {"/pause", "/leave", "/quit"}:
        return None
    if command == "/help":
        raise Misuse(_HELP)
    if command == "/retry":
        return gym.rewind(journal, view.id, view.turn - 1)
    if command == "/back":
        if not number.strip().isdecimal():
            raise Misuse("Say which turn.", next_step="/back 2 goes back before turn 2")
        return gym.rewind(journal, view.id, int(number[:4]) - 1)
    if words.startswith("/"):
        raise Misuse(f"There is no {command[:20]}.", next_step=_HELP)
    return gym.say(journal, view.id, say_of(words), model)


def say_of(words: str) -> Any:
    """A number as a pick, everything else as words."""
    from podium.app.gym import Say

    return Say(pick=int(words)) if words.isascii() and words.isdecimal() and len(words) < 3 else Say(text=words)


def _debrief(journal: Journal | None, view: View, model: Model | None) -> None:
    from podium.app import gym
    from podium.gym import tell as words

    output.note("the talk is over. First your own guess, before anything is said.")
    while view.needs_guess:
        try:
            gym.guess(view.id, click.prompt("In which turn did it change? 0 for nowhere", type=int, err=True))
        except Misuse as slip:
            output.note(str(slip))
            continue
        view = gym.view(journal, view.id)
    if model is not None:
        output.note(f"{gym.code_by_model(view.id, model)} moves were proposed by your model; each is marked")
    told = gym.tell_debrief(journal, view.id)
    tell(told, as_json=False)
    if told.to_code:
        _ask_codes(view, told.to_code)
        after_codes = gym.tell_debrief(journal, view.id)
        changed = [line for line, old in zip(after_codes.lines, told.lines, strict=True) if line != old]
        output.out("With your own coding:" if changed else "Your own coding changes no line.")
        for text in words.rubric_lines(changed):
            output.out(text)
    turn = told.turned or 1
    if click.confirm(f"What if: say turn {turn} anew?", default=False, err=True):
        converse(journal, gym.rewind(journal, view.id, turn - 1), model)
        return
    _keep(journal, view)


def _ask_codes(view: View, turns: tuple[int, ...]) -> None:
    """What the rules cannot judge she judges herself."""
    from podium.app import gym

    output.note("the rules cannot tell what these were. What were they, by your own ear? " + ", ".join(gym.CODES))
    for number in turns:
        text = view.talk.turns[number - 1].said.text
        move = click.prompt(f'turn {number}: "{text}"', type=click.Choice(gym.CODES), default="other", err=True)
        gym.code(view.id, number, move)


def _keep(journal: Journal | None, view: View) -> None:
    from podium.app import gym
    from podium.cli.papers import today_is

    if journal is None:
        output.note(f"there is no journal to keep it in (podium init FOLDER); podium gym drop {view.id} deletes it")
        return
    if not click.confirm("Keep the talk and this debrief in your journal?", default=False, err=True):
        gym.drop(view.id)
        output.note("dropped: nothing of it is left")
        return
    take = click.prompt("One sentence to take to the real talk, or nothing", default="", show_default=False, err=True)
    output.out(str(gym.keep(journal, view.id, take, today_is())))


def tell(told: Debrief, *, as_json: bool) -> None:
    """The debrief, whole."""
    from podium.app import gym
    from podium.gym import tell as words

    if as_json:
        output.raw(output.to_json(gym.to_data(told)))
        return
    output.out()
    for line in words.lines(told):
        output.out(line)


def script(
    journal: Journal | None,
    view: View,
    words: tuple[str, ...],
    model: Model | None,
    *,
    as_json: bool,
    named: dict[str, Any],
) -> None:
    """Turns from the command line; the debrief when they end the talk and a guess was given."""
    from podium.app import gym
    from podium.cli.papers import today_is

    for each in words:
        if view.is_over:
            raise Misuse(f"The talk was over before: {each[:40]}", where=view.id, next_step="leave that --say out")
        view = gym.say(journal, view.id, say_of(each.strip()), model)
        if not as_json:
            output.out(f"{view.turn}. You: {view.talk.turns[-1].said.text}")
            for line in view.says:
                output.out(f"{view.called}: {line}")
    if view.is_over and named["guess"] is not None:
        gym.guess(view.id, named["guess"])
        tell(gym.tell_debrief(journal, view.id), as_json=as_json)
        if named["is_kept"] is True:
            if journal is None:
                raise Misuse("There is no journal to keep it in.", next_step="podium init FOLDER")
            output.note(str(gym.keep(journal, view.id, named["take"], today_is())))
        elif named["is_kept"] is False:
            gym.drop(view.id)
        return
    if as_json:
        output.raw(output.to_json(gym.to_data(view)))
        return
    after = (
        f"podium gym play --resume {view.id} --guess N --say ..."
        if not view.is_over
        else f"podium gym play --resume {view.id}"
    )
    output.note(f"{'over' if view.is_over else 'the talk waits'}: {after}")
