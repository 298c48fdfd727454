"""How many of the hours set aside were kept, and her own acts that broke the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from podium.core.time import Window, local_text, offset_in
from podium.experiments.blocks import Slot

if TYPE_CHECKING:
    from podium.experiments.calendar_state import Standing
    from podium.experiments.registration import Registration
    from podium.mirror.mirror import Mirror
    from podium.practices import Practice

MOST_RECEIPTS = 5
# A trailer in git tells that she approved, and not when.
_ACTS = "select at_s, verb, ref, repo from mine where not (verb = 'reviewed' and source = 'git') and verb in ({verbs})"
_SAYS: Mapping[str, str] = {
    "authored": "wrote",
    "merged": "landed",
    "committed": "landed",
    "reviewed": "reviewed",
    "released": "released",
}
BLIND = (
    "podium sees commits, landings and connected reviews; it is blind to reading, talking and work that leaves no trace"
)


class Broken(msgspec.Struct, frozen=True):
    """One stretch that was not kept.

    Attributes:
        acts: of hers in it, each with its time on her clock, what it was, and where to look it up; none when she took
            the stretch out of the calendar.
    """

    slot: Slot
    acts: tuple[tuple[str, str, str], ...]


class Adherence(msgspec.Struct, frozen=True):
    """The account of the stretches that are over.

    Attributes:
        kept, told: how many of how many. away: left out, because she was on leave that day.
        paused: left out, because the practice was paused that day.
        to_come: stretches the evidence does not reach yet.
        words: `held 6 of 8`; or why it cannot be told.
        unseen: why the calendar was not looked at, so that these are the hours as registered; empty when it was.
    """

    kept: int
    told: int
    away: int
    paused: int
    to_come: int
    broken: tuple[Broken, ...]
    words: str
    unseen: str = ""


def account(registration: Registration, stands: Standing, practice: Practice, mirror: Mirror) -> Adherence:
    """Read her own acts inside each stretch; the last second of the evidence bounds what is told."""
    every = sorted([*stands.slots, *stands.taken_out], key=lambda slot: slot.start_s)
    over = [slot for slot in every if slot.end_s <= mirror.window.end_s]
    if not every or not practice.broken_by:
        why = "no hours were set aside" if not every else "traces cannot tell whether these hours were kept"
        return Adherence(0, 0, 0, 0, len(every) - len(over), (), why)
    paused = [slot for slot in over if any(pause.holds(slot.day) for pause in registration.pauses)]
    away = [
        slot
        for slot in over
        if slot not in paused and any(span.first <= slot.day <= span.last for span in mirror.file.me.leave)
    ]
    counted = [slot for slot in over if slot not in away and slot not in paused]
    broken = tuple(b for slot in counted if (b := _look(slot, registration, stands, practice, mirror)) is not None)
    hours_kept = len(counted) - len(broken)
    words = f"held {hours_kept} of {len(counted)}" if counted else "none of the hours is over yet"
    return Adherence(
        hours_kept, len(counted), len(away), len(paused), len(every) - len(over), broken, words, stands.words
    )


def _look(
    slot: Slot, registration: Registration, stands: Standing, practice: Practice, mirror: Mirror
) -> Broken | None:
    if slot in stands.taken_out:
        return Broken(slot, ())
    breach = _broken(slot, registration.zone, practice, mirror)
    return breach if breach.acts else None


def _broken(slot: Slot, zone: str, practice: Practice, mirror: Mirror) -> Broken:
    verbs = ", ".join(f"'{verb}'" for verb in practice.broken_by)
    rows = mirror.evidence.ask(
        _ACTS.format(verbs=verbs), Window(slot.start_s, slot.end_s), question="what broke a zone"
    )
    acts = tuple(
        (local_text(at, offset_in(zone, at)), _SAYS.get(str(verb), str(verb)), f"{repo} {ref[:12]}".strip())
        for at, verb, ref, repo in rows
    )
    return Broken(slot, acts)


def say(adherence: Adherence) -> list[str]:
    """The account in lines, the receipts below what they broke."""
    rest = [f"{adherence.away} on leave"] if adherence.away else []
    rest += [f"{adherence.paused} in a pause"] if adherence.paused else []
    rest += [f"{adherence.to_come} to come"] if adherence.to_come else []
    lines = [adherence.words + (f" ({', '.join(rest)})" if rest else "")]
    lines += [f"  {adherence.unseen}"] if adherence.unseen else []
    for broken in adherence.broken:
        counted = Counter(verb for _, verb, _ in broken.acts)
        what = ", ".join(f"{verb} {n}" for verb, n in sorted(counted.items()))
        lines.append(f"  {broken.slot.day} {broken.slot.zone}: {what or 'taken out of the calendar'}")
        lines += [f"    {at}  {verb} {where}" for at, verb, where in broken.acts[:MOST_RECEIPTS]]
        if len(broken.acts) > MOST_RECEIPTS:
            lines.append(f"    and {len(broken.acts) - MOST_RECEIPTS} more")
    return lines + ([f"  {BLIND}"] if adherence.told else [])
