"""Proves a scenario: reachable, hard to win by reflex, tags that the rules hear."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import msgspec

from podium.gym import explore
from podium.gym.explore import SILENCE
from podium.gym.hearing import hear, names
from podium.gym.moves import MOVES

if TYPE_CHECKING:
    from podium.gym.explore import Path, Walk
    from podium.gym.scenario import Beat, Scenario

MOST_CHARACTERS = 140
MOST_RANDOM = 0.20
MOST_LENGTH_RATIO = 2.5


class Verdict(msgspec.Struct, frozen=True):
    """What the check found.

    Attributes:
        mistakes: one sentence each; a scenario without any is ready.
        states: how many states picks can reach.
        paths: the shortest way to each ending, in the words of the picks.
        random: the chance that blind picks reach the best ending, 0 to 1.
    """

    name: str
    mistakes: tuple[str, ...]
    states: int
    paths: tuple[tuple[str, tuple[str, ...]], ...]
    random: float


def check(scenario: Scenario, *, traps: Collection[str] = (), people: Collection[str] = ()) -> Verdict:
    """Everything the house asks of a scenario.

    Args:
        traps: names a scenario may train against; empty for any.
        people: names in her journal; none of them may be the counterpart.
    """
    walk = explore.walk(scenario)
    mistakes = [
        *_about_people(scenario, people, traps),
        *_lines(scenario),
        *_tags(scenario),
        *_taken_back(scenario),
    ]
    if walk.is_whole:
        share = explore.random_share(scenario)
        mistakes += [*_reach(scenario, walk), *_reflexes(scenario, walk, share)]
    else:
        share = 1.0
        mistakes.append(f"more than {explore.MOST_STATES:,} states can be reached; offer fewer replies")
    paths = tuple((ending.name, _words(scenario, walk.endings.get(ending.name, ()))) for ending in scenario.endings)
    return Verdict(scenario.name, tuple(mistakes), walk.states, paths, share)


def _words(scenario: Scenario, path: Path) -> tuple[str, ...]:
    replies = (scenario.reply(pick) for pick in path)
    return tuple(reply.text if reply else "(say nothing)" for reply in replies)


def _about_people(scenario: Scenario, people: Collection[str], traps: Collection[str]) -> Iterator[str]:
    if traps and scenario.trap not in traps:
        yield f"{scenario.trap!r} is not a trap; write one of {', '.join(sorted(traps))}"
    counterpart_words = set(re.findall(r"\w+", scenario.counterpart.split(",")[0].casefold()))
    hits = sorted(name for name in people if counterpart_words & set(re.findall(r"\w{2,}", name.casefold())))
    if hits:
        yield (
            f"the counterpart is called like somebody in your journal ({', '.join(hits)}); rehearse the situation, "
            "not the person: take another name"
        )


def _lines(scenario: Scenario) -> Iterator[str]:
    spoken = [line for beat in scenario.beats for line in _of_beat(beat)] + [e.text for e in scenario.endings]
    for line in spoken:
        if len(line) > MOST_CHARACTERS:
            yield f"{len(line)} characters, at most {MOST_CHARACTERS}: {line[:60]}..."
    for beat in scenario.beats:
        lengths = [len(reply.text) for reply in beat.replies]
        if max(lengths) > MOST_LENGTH_RATIO * min(lengths):
            yield (
                f"in {beat.name} the longest reply is more than {MOST_LENGTH_RATIO} times the shortest; "
                "length gives the answer away"
            )


def _of_beat(beat: Beat) -> list[str]:
    return [beat.opening, *(r.text for r in beat.replies), *(r.text for r in beat.reactions)]


def _tags(scenario: Scenario) -> Iterator[str]:
    """The rules hear each tag in the reply's own words, and no harm the author did not mean."""
    for beat in scenario.beats:
        for reply in beat.replies:
            moves_heard = names(hear(reply.text))
            deaf = [move for move in reply.moves if move not in moves_heard]
            if deaf:
                yield f"{', '.join(deaf)} is not heard in: {reply.text}"
            harm = [move for move in moves_heard if MOVES[move].is_harm and move not in reply.moves]
            if harm:
                yield f"{', '.join(harm)} is heard, and not tagged, in: {reply.text}"


def _taken_back(scenario: Scenario) -> Iterator[str]:
    """Lines for the same moves as the hidden fact, and weaker: once it was told they would take it back."""
    for beat in scenario.beats:
        facts = [tests for reaction in beat.reactions if reaction.is_fact for tests in reaction.when]
        moves_of_facts = [{test.name for test in tests if test.name in MOVES} for tests in facts]
        for reaction in beat.reactions:
            for tests in reaction.when if not reaction.is_fact else ():
                moves = {test.name for test in tests if test.name in MOVES}
                is_after = not any(test.name == "fact" and test.is_not for test in tests)
                if is_after and any(moves == of_fact for of_fact in moves_of_facts):
                    yield f"after the hidden fact was told this can still be said; add `& not fact`: {reaction.text}"


def _reach(scenario: Scenario, walk: Walk) -> Iterator[str]:
    for ending in scenario.endings:
        if ending.name not in walk.endings:
            yield f"the ending {ending.name} cannot be reached by picks"
    for beat in scenario.beats:
        if beat.name not in walk.beats:
            yield f"the beat {beat.name} cannot be reached"
    reactions = set(walk.reactions)
    wanted = {r.number: r.text for beat in scenario.beats for r in beat.reactions}
    if not wanted.keys() <= reactions:
        for answer in explore.random_talks(scenario):
            reactions.add(answer.reaction)
            if wanted.keys() <= reactions:
                break
    for number in sorted(wanted.keys() - reactions):
        yield f"nothing brings the reaction: {wanted[number]}"
    if walk.dead_ends:
        replies = _words(scenario, walk.dead_ends[0])
        yield f"after {len(replies)} picks nothing is left to pick and the talk goes on: {' / '.join(replies)}"


def _reflexes(scenario: Scenario, walk: Walk, share: float) -> Iterator[str]:
    best = scenario.best
    for name, ending in explore.strategies(scenario).items():
        if ending == best:
            yield f"always picking the {name} reply reaches {best}"
    if share > MOST_RANDOM:
        yield f"blind picks reach {best} in {share:.0%} of talks, at most {MOST_RANDOM:.0%} may"
    unmet_musts = sorted(walk.wins_without - explore.NEEDED)
    if unmet_musts:
        yield f"{best} can be reached without {', '.join(unmet_musts)}"
    for move, word in (("ask.open", "an open question"), ("reflect", "saying back what was meant")):
        if move in walk.wins_without:
            yield f"{best} can be reached without {word}"
    if not any(r.is_fact for beat in scenario.beats for r in beat.reactions) and not any(
        beat.is_fact for beat in scenario.beats
    ):
        yield "no line tells the hidden fact; mark it with ~! or >!"
    if best in walk.endings and SILENCE in walk.endings[best] and len(walk.endings[best]) < 3:
        yield f"{best} is reached by saying nothing"
    for line in explore.farms(scenario):
        yield f"said over and over, one line wins: {line}"
