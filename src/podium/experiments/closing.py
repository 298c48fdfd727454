"""How a finished practice ends: one of five sentences, and one next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from podium.experiments.result import Result

MOST_WEEKS = 52
_NEXT = "`podium start` proposes the next practice"


class Closing(msgspec.Struct, frozen=True):
    """The last words about a practice.

    Attributes:
        says: one sentence. next_step: the one thing to do, with what to type.
    """

    says: str
    next_step: str


def closing_of(result: Result) -> Closing | None:
    """The end of a finished practice, from what was written down when it was judged; None before."""
    registration = result.registration
    if registration.status != "finished":
        return None
    facts = registration.told
    if not registration.is_judged:
        held_words = facts.get("held_words") or result.held.words
        return Closing(
            f"No number of yours could judge it, so this is how it ended: {held_words}.",
            f"Keep the habit if it did you good; {_NEXT}.",
        )
    if facts.get("result") == "better":
        return Closing(
            "It went the way you hoped, farther than your weeks go by themselves.", f"Keep the habit; {_NEXT}."
        )
    if facts.get("result") == "worse":
        undo = f"`podium calendar undo {registration.id}` takes its hours out" if registration.zones else _NEXT
        return Closing(
            "It went the other way, farther than your weeks go by themselves.", f"Give the habit up; {undo}."
        )
    if facts.get("result") == "no change seen":
        return Closing(
            "Your weeks cannot tell whether it changed anything.", f"Keep the habit only if you felt it help; {_NEXT}."
        )
    weeks = min(MOST_WEEKS, 2 * registration.weeks)
    return Closing(
        "Too little was counted to say anything.",
        f"Try it for longer: `podium start {registration.practice} --weeks {weeks}`.",
    )
