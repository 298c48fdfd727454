"""The transcript and the debrief as plain lines, the same in the terminal and in the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium.gym.debrief import Debrief, Point
    from podium.gym.log import Talk, Turn
    from podium.gym.rubric import Evidence, RubricLine

_BLOCKS = "▁▂▃▄▅▆▇█"
TIERS = {
    "A": "sure",
    "B": "by its phrase",
    "C": "a guess",
    "author": "the scenario's own tag",
    "you": "your own ear",
    "model": "your model",
}


def transcript(talk: Talk) -> Iterator[str]:
    """Who said what, turn by turn."""
    for line in talk.begun.says:
        yield f"{talk.begun.called}: {line}"
    for turn in talk.turns:
        yield f"{turn.number}. You: {turn.said.text.strip() or '(nothing)'}"
        yield f"     heard as {heard_as(turn)}"
        for line in turn.said.reworded or turn.said.says:
            yield f"{talk.begun.called}: {line}"
        if turn.said.reworded:
            yield f"     reworded by your model; the scenario says: {' '.join(turn.said.says)}"


def heard_as(turn: Turn) -> str:
    """`own (by its phrase), ask.open (sure)`, or that nothing was heard."""
    named = [f"{h.move} ({TIERS['author' if turn.said.source == 'picked' else h.tier]})" for h in turn.said.heard] + [
        f"{move} ({TIERS[coded.by]})" for coded in turn.coded for move in coded.moves
    ]
    return ", ".join(named) or "nothing the rules know; that costs nothing"


def lines(debrief: Debrief) -> Iterator[str]:
    """The whole debrief, in its order."""
    yield f"How it ended: {debrief.ending}. {debrief.called}: {debrief.last_words}"
    yield from _turn_lines(debrief)
    yield ""
    yield from curve_lines(debrief.curve, debrief.turned)
    yield ""
    yield from rubric_lines(debrief.lines)
    yield ""
    yield from _must_lines(debrief)
    yield ""
    yield f"What {debrief.called} thought and did not say:"
    yield from (f'  turn {voice.turn}: "{voice.said}" ({voice.thought})' for voice in debrief.voices)
    yield from _fact_lines(debrief)
    yield ""
    if debrief.better:
        yield f'Another line for turn {debrief.better.turn}, the way you write: "{debrief.better.line}"'
        yield f'    you said "{debrief.better.yours}"; this one is {", ".join(debrief.better.moves)}'
    yield from (_tail_lines(debrief))
    yield f"First thing to try: {debrief.first}"


def rubric_lines(rubric: Sequence[RubricLine]) -> Iterator[str]:
    """Lines of the rubric, each with up to four pieces of its evidence."""
    for line in rubric:
        level = "no evidence" if line.level is None else f"{line.level} of 3"
        yield f"{line.name:<10} {level:<12} {line.words} ({line.framework})"
        yield from (f"    {quoted(piece)}" for piece in line.evidence[:4])


def quoted(piece: Evidence) -> str:
    """One piece of evidence on a line."""
    return f'turn {piece.turn}: "{piece.quote}" heard as {piece.move} ({TIERS.get(piece.tier, piece.tier)})'


def _turn_lines(debrief: Debrief) -> Iterator[str]:
    yours = f"you guessed turn {debrief.guess}" if debrief.guess else "you guessed nowhere"
    if not debrief.turned:
        yield f"Where it turned: {yours}; nothing moved {debrief.called} by two points at once."
        return
    way = "for the better" if debrief.turned_by > 0 else "for the worse"
    yield f"Where it turned: {yours}; {debrief.called} changed most in turn {debrief.turned}, {way}."


def curve_lines(curve: Sequence[Point], turned: int) -> Iterator[str]:
    """Trust and guard over the turns, as blocks and as numbers."""
    for name, values in (("trust", [p.trust for p in curve]), ("guard", [p.guard for p in curve])):
        blocks = " ".join(f" {_BLOCKS[min(7, value * 8 // 11)]}" for value in values)
        yield f"{name:<6}{blocks}"
        yield f"{'':<6}{' '.join(f'{value:>2}' for value in values)}"
    yield f"{'turn':<6}{' '.join(f'{p.turn:>2}' for p in curve)}" + (f"   it turned at {turned}" if turned else "")


def _must_lines(debrief: Debrief) -> Iterator[str]:
    if debrief.is_changed:
        yield "The scenario was changed since: what it asks for now is not held against this talk."
        return
    for must in debrief.musts:
        yield f"{'met' if must.is_met else 'missing':<8} {must.name}"
        yield from (f"    {quoted(piece)}" for piece in must.evidence[:2] if must.is_met)
    for piece in debrief.red:
        yield f"red line {quoted(piece)}"
    if not debrief.red:
        yield "No red line was crossed."


def _fact_lines(debrief: Debrief) -> Iterator[str]:
    if debrief.fact:
        yield f"What you {'found out' if debrief.is_fact else 'did not hear'}: {debrief.fact}"


def _tail_lines(debrief: Debrief) -> Iterator[str]:
    for tail in debrief.tails:
        how = f"ended {tail.ending}" if tail.ending else "was left open"
        yield f"The first try from turn {tail.first_turn or '?'} {how}, with trust {tail.trust} and guard {tail.guard}."
