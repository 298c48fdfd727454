"""The gym's use cases: begin, say, go back, debrief, keep; surfaces only print them.

A talk lies in podium's own folder until she keeps it in the journal or drops it. Nothing here sends anything anywhere,
except to the model she configured herself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from podium.app.forecasts import in_it, why_now
from podium.core.errors import CannotRead, Misuse
from podium.gym import engine, store, tell
from podium.gym.debrief import Debrief, debrief
from podium.gym.hearing import HeardMove, hear, names
from podium.gym.library import shelf
from podium.gym.log import Coded, Guessed, Rewound, Talk, fold, replay, said, started
from podium.gym.model import Model, leaves, settings, settings_file
from podium.gym.moves import MOVES, SCALES
from podium.gym.scenario import FIGURES
from podium.gym.tell import TIERS
from podium.journal.kinds import rehearsal as kind

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.gym.engine import State
    from podium.gym.log import Source, Turn, Utterance
    from podium.gym.scenario import Reply, Scenario

__all__ = ["TIERS", "Debrief", "Model"]

# What can be coded by her own ear after a talk.
CODES = ("reflect", "ask.open", "ask.closed", "own", "observe", "advise", "affirm", "other")


class ScenarioRow(msgspec.Struct, frozen=True):
    """One scenario as the list shows it.

    Attributes:
        minutes: least and most. why_now: what in her own journal speaks for it today; empty for nothing.
        open_talk: the id of a talk she left; empty for none. times: how often she kept it.
        origin: `podium`, `yours`, or the package's name.
    """

    name: str
    title: str
    trap: str
    about: str
    minutes: tuple[int, int]
    law: bool
    origin: str
    why_now: str
    open_talk: str
    times: int
    phases: tuple[str, ...]


class Say(msgspec.Struct, frozen=True):
    """One turn of hers: an offered reply by its place in the list (1 is the first), or words of her own."""

    pick: int = 0
    text: str = ""
    spoken: bool = False


class Offer(msgspec.Struct, frozen=True):
    """A reply she may pick, by its place in the list."""

    pick: int
    text: str


class TalkState(msgspec.Struct, frozen=True):
    """What may be seen of a talk while it runs; the room in three dimensions takes its figure from `mood`.

    Attributes:
        says: what the other said last, in order; captions.
        mood: trust, guard, clarity and commit, 0 to 10.
        offers: empty when it is over.
        is_over: it has an ending; the debrief comes next.
        needs_guess: she has not said yet where it turned, and the debrief waits for it.
    """

    id: str
    scenario: str
    title: str
    about: str
    you: str
    counterpart: str
    called: str
    figure: str
    law: bool
    beat: str
    turn: int
    most_turns: int
    says: tuple[str, ...]
    mood: dict[str, int]
    offers: tuple[Offer, ...]
    is_over: bool
    ending: str
    needs_guess: bool


class View(TalkState, frozen=True):
    """A talk as the surfaces show it, with everything said so far."""

    talk: Talk


class SpokenTurn(msgspec.Struct, frozen=True):
    """What you said in one turn, what the other answered, and the mood after it.

    Attributes:
        thought: what the other did not say; empty until the debrief may tell it.
        is_reworded: a model of hers phrased what the other answered.
    """

    you: str
    says: tuple[str, ...]
    after: tuple[int, int, int, int]
    thought: str = ""
    is_reworded: bool = False


class SpokenState(TalkState, frozen=True):
    """The state with the turns so far; what the other thought comes with the debrief."""

    turns: tuple[SpokenTurn, ...]


def spoken_state(view: View) -> SpokenState:
    """The state for the room in three dimensions."""
    fields = {name: getattr(view, name) for name in TalkState.__struct_fields__}
    is_told = view.is_over and not view.needs_guess
    turns = tuple(
        SpokenTurn(
            t.said.text,
            t.said.reworded or t.said.says,
            t.said.after,
            t.said.thought if is_told else "",
            bool(t.said.reworded),
        )
        for t in view.talk.turns
    )
    return SpokenState(**fields, turns=turns)


def stand_in(figure: str) -> str:
    """Who sits in her chair when she looks at the talk from the other one: the next of the three people."""
    return FIGURES[(FIGURES.index(figure) + 1) % len(FIGURES)]


def scenarios(session: Session, *, looks: bool = False) -> tuple[ScenarioRow, ...]:
    """Every scenario, those with a reason today first.

    Args:
        looks: read the repositories of the last look too, for traps it finds her in.
    """
    all_scenarios = shelf(session.journal_folder())
    reasons = why_now(session, in_it(session) if looks else ())
    journal = session.journal_if_readable()
    talks_kept = [entry.head.scenario for entry in journal.entries(kind.KIND)] if journal else []
    lying = {fold(store.load(id)).begun.scenario: id for id in store.ids()}
    rows = [
        ScenarioRow(
            name=scenario.name,
            title=scenario.title,
            trap=scenario.trap,
            about=scenario.about,
            minutes=scenario.minutes,
            law=scenario.law,
            origin=all_scenarios.origins[scenario.name],
            why_now=reasons.get(scenario.name, ""),
            open_talk=lying.get(scenario.name, ""),
            times=talks_kept.count(scenario.name),
            phases=tuple(beat.name for beat in scenario.beats),
        )
        for scenario in all_scenarios.scenarios.values()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.why_now, row.name)))


def start(session: Session, name: str, *, phase: str = "") -> View:
    """Begin a talk, whole or from one phase on.

    Raises:
        Misuse: no such scenario or phase. CannotWrite: the disk refused.
    """
    scenario = shelf(session.journal_folder()).named(name)
    if phase and scenario.beat(phase) is None:
        phases = ", ".join(beat.name for beat in scenario.beats)
        raise Misuse(f"{name} has no phase called {phase[:40]!r}.", next_step=f"choose one of {phases}")
    id = store.create(started(scenario, session.today().isoformat(), phase))
    return view(session, id)


def view(session: Session, id: str) -> View:
    """A talk as it stands.

    Raises:
        CannotRead: no such talk, or its scenario was changed while it lay open.
    """
    talk = fold(store.load(id))
    scenario = scenario_of(session, talk)
    if scenario is None:
        if not talk.ending:
            raise CannotRead(
                "The scenario was changed since this talk began, so it cannot go on.",
                where=id,
                next_step=f"`podium gym play {talk.begun.scenario}` starts it again; podium gym drop {id} lets go of this one",
            )
        return _changed_view(id, talk)
    return _view(id, talk, scenario, replay(scenario, talk))


def say(session: Session, id: str, turn: Say, model: Model | None = None) -> View:
    """One turn: what she said is heard, the engine answers, the log grows by one event.

    Raises:
        Misuse: it is over, the pick is none, or the words are too many. CannotRead: no such talk.
    """
    with store.held():
        talk = fold(store.load(id))
        scenario = _playable(session, talk, id)
        state = replay(scenario, talk)
        if state.ending:
            raise Misuse("This talk is over.", next_step="read its debrief, or go back to a turn")
        event = _turn(scenario, state, turn)
        if model is not None:
            spoken = [t.said.text for t in talk.turns[-2:]] + [event.text]
            event = msgspec.structs.replace(event, reworded=model.phrase(event.says, spoken))
        store.append(id, event)
    return view(session, id)


def _turn(scenario: Scenario, state: State, turn: Say) -> Utterance:
    source: Source = "spoken" if turn.spoken else "typed"
    text, pick = turn.text.strip(), -1
    if turn.pick:
        reply = _offered(scenario, state, turn.pick)
        moves_heard = tuple(HeardMove(move, MOVES[move].tier, reply.text, "reply") for move in reply.moves)
        text, pick, source = reply.text, reply.number, "picked"
    else:
        moves_heard = hear(text)
    answer = engine.step(scenario, state, names(moves_heard), picked=pick)
    return said(state, answer, text, source, pick, moves_heard)


def _offered(scenario: Scenario, state: State, pick: int) -> Reply:
    numbers = engine.offered(scenario, state)
    reply = scenario.reply(numbers[pick - 1]) if 1 <= pick <= len(numbers) else None
    if reply is None:
        raise Misuse(f"There is no reply {pick}.", next_step=f"choose 1 to {len(numbers)}, or say it in your own words")
    return reply


def rewind(session: Session, id: str, turns: int) -> View:
    """Go back so that `turns` turns stand; what came after is kept aside and shown in the debrief.

    Raises:
        Misuse: there are not that many turns.
    """
    with store.held():
        talk = fold(store.load(id))
        _playable(session, talk, id)
        if not 0 <= turns < len(talk.turns):
            raise Misuse(f"There is no turn {turns + 1} to repeat.", next_step=f"choose 1 to {len(talk.turns)}")
        store.append(id, Rewound(turns))
    return view(session, id)


def guess(id: str, turn: int) -> None:
    """Her own guess where it turned, once the talk is over; 0 for nowhere.

    Raises:
        Misuse: it is not over, or there is no such turn.
    """
    talk = finished(id)
    if not 0 <= turn <= len(talk.turns):
        raise Misuse(f"There is no turn {turn}.", next_step=f"choose 0 for nowhere, or 1 to {len(talk.turns)}")
    store.append(id, Guessed(turn))


def code(id: str, turn: int, move: str) -> None:
    """What a turn of hers was by her own ear.

    Raises:
        Misuse: no such turn, or no such move.
    """
    talk = finished(id)
    if move not in CODES or not 1 <= turn <= len(talk.turns):
        raise Misuse(f"{move[:40]!r} in turn {turn} cannot be coded.", next_step="choose one of " + ", ".join(CODES))
    store.append(id, Coded(turn, () if move == "other" else (move,), "you"))


def code_by_model(id: str, model: Model) -> int:
    """Moves a model proposes for turns in her own words, each with a literal quote; how many were taken."""
    talk = finished(id)
    moves_accepted = 0
    for turn in talk.turns:
        if turn.said.source == "picked" or any(coded.by == "model" for coded in turn.coded):
            continue
        before = talk.turns[turn.number - 2].said.says if turn.number > 1 else talk.begun.says
        proposed = [
            proposal for proposal in model.code(turn.said.text, " ".join(before)) if proposal[0] not in turn.moves
        ]
        if proposed:
            moves, quotes = zip(*proposed, strict=True)
            store.append(id, Coded(turn.number, moves, "model", quotes))
            moves_accepted += len(moves)
    return moves_accepted


def tell_debrief(session: Session, id: str) -> Debrief:
    """The debrief; it waits for her guess.

    Raises:
        Misuse: the talk goes on, or she has not guessed yet.
    """
    talk = finished(id)
    if talk.guess is None:
        raise Misuse("First your own guess: in which turn did it change?", next_step="0 for nowhere")
    return debrief(talk, scenario_of(session, talk))


def drop(id: str) -> None:
    """Delete an open talk for good."""
    store.drop(id)


def finished(id: str) -> Talk:
    """A talk that has ended.

    Raises:
        CannotRead: no such talk. Misuse: it goes on.
    """
    talk = fold(store.load(id))
    if not talk.ending:
        raise Misuse("The talk goes on.", next_step=f"`podium gym play --resume {id}`")
    return talk


def scenario_of(session: Session, talk: Talk) -> Scenario | None:
    """The scenario a talk was held with; None when it was changed or is gone."""
    scenario = shelf(session.journal_folder()).scenarios.get(talk.begun.scenario)
    is_same = scenario is not None and scenario.sha256 == talk.begun.sha256 and talk.begun.engine == engine.VERSION
    return scenario if is_same else None


def _playable(session: Session, talk: Talk, id: str) -> Scenario:
    scenario = scenario_of(session, talk)
    if scenario is None:
        raise CannotRead(
            "The scenario was changed since this talk began, so it cannot go on.",
            where=id,
            next_step=f"`podium gym play {talk.begun.scenario}` starts it again",
        )
    return scenario


def _mood(state: State) -> Sequence[tuple[str, int]]:
    return (("trust", state.trust), ("guard", state.guard), ("clarity", state.clarity), ("commit", state.commit))


def _view(id: str, talk: Talk, scenario: Scenario, state: State) -> View:
    replies = [scenario.reply(number) for number in engine.offered(scenario, state)]
    last = talk.turns[-1].said if talk.turns else None
    return View(
        id=id,
        scenario=scenario.name,
        title=scenario.title,
        about=scenario.about,
        you=scenario.you,
        counterpart=scenario.counterpart,
        called=scenario.called,
        figure=scenario.figure,
        law=scenario.law,
        beat=state.beat,
        turn=state.turn,
        most_turns=scenario.turns,
        says=(last.reworded or last.says) if last else talk.begun.says,
        mood=dict(_mood(state)),
        offers=tuple(Offer(n, reply.text) for n, reply in enumerate(replies, 1) if reply),
        is_over=bool(state.ending),
        ending=state.ending,
        needs_guess=bool(state.ending) and talk.guess is None,
        talk=talk,
    )


def _changed_view(id: str, talk: Talk) -> View:
    """A talk that is over, and whose scenario is another one by now: its log is all there is."""
    last = talk.turns[-1].said
    mood: dict[str, int] = dict(zip(SCALES, last.after, strict=True))
    begun = talk.begun
    return View(
        id=id,
        scenario=begun.scenario,
        title=begun.title,
        about="",
        you="",
        counterpart=begun.called,
        called=begun.called,
        figure=FIGURES[0],
        law=False,
        beat=last.beat,
        turn=len(talk.turns),
        most_turns=len(talk.turns),
        says=last.reworded or last.says,
        mood=mood,
        offers=(),
        is_over=True,
        ending=talk.ending,
        needs_guess=talk.guess is None,
        talk=talk,
    )


def model_of_her_own(session: Session) -> Model:
    """The model she named, after saying what will leave the machine.

    Raises:
        Misuse: she named none. CannotRead: the file that names it has a mistake.
    """
    from podium.gym.chat_model import ChatModel

    model_settings = settings()
    if model_settings is None:
        raise Misuse("No model is named.", where=str(settings_file()), next_step="docs/howto/gym.md shows the file")
    session.say(leaves(model_settings))
    return ChatModel(model_settings)


def debrief_lines(debrief: Debrief) -> list[str]:
    """The whole debrief as plain lines."""
    return list(tell.lines(debrief))


def changed_lines(debrief: Debrief, before: Debrief) -> list[str]:
    """The lines of the rubric that her own coding changed."""
    return list(tell.rubric_lines([line for line, old in zip(debrief.lines, before.lines, strict=True) if line != old]))


def heard_as(turn: Turn) -> str:
    """What one turn was heard as, and how surely."""
    return tell.heard_as(turn)
