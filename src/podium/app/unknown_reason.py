"""Why a flag cannot be told, in one short sentence that is true of these traces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from podium import signals
from podium.sentences import say
from podium.sentences.screen import COUNTED_IN_SHORT, SOURCES
from podium.statistics.absence_test import LEAST_ABSENT, LEAST_PRESENT

if TYPE_CHECKING:
    from podium.core.measure import Measure
    from podium.mirror.look import Look
    from podium.traps import Drawn, Raised

MOST_NEEDS = 2
_WEEKS = re.compile(r"(\d+) present, (\d+) absent")
_OF_ENDED_WORK = frozenset({"zombie-changes", "zombie-lag"})
# A reading that decides nothing, by what it means for whoever reads it.
_READINGS = {"cannot tell": "reason.close", "nobody to compare with": "reason.nobody"}
# Beginnings and parts of what the evidence says when it withholds or has nothing.
_WITHHELD = ("a group that differs by", "other paths or tickets, of")
_FEW_BEHIND = "fewer are behind this one"
_NOT_MANAGED, _NO_PAST = "you have not managed", "no baseline:"


def why_unknown(raised: Raised, look: Look) -> str:
    """Why a flag cannot be told, in one sentence."""
    if not raised.drawn:
        return say("reason.role")
    if asked := hours_unknown(raised):
        return asked
    drawn = next((one for one in raised.drawn if one.level is None), raised.drawn[0])
    return _of_group(drawn) or _of_past(drawn) or _of_measure(drawn.measure, look)


def hours_unknown(raised: Raised, words: str = "reason.asked") -> str:
    """What is not known of the hours at which you asked agents; empty where nothing is open."""
    counts = (dict(drawn.measure.details).get(raised.flag.open_while) for drawn in raised.drawn)
    count = next((int(count) for count in counts if count), 0) if raised.flag.open_while else 0
    return say(words, count=count) if count else ""


def needs(names: Sequence[str]) -> str:
    """Which sources a trap or a flag needs."""
    spoken = [SOURCES[name] for name in names[:MOST_NEEDS]]
    return say("reason.needs", needs=" or ".join([*spoken[:1], *(one.removeprefix("your ") for one in spoken[1:])]))


def _of_group(drawn: Drawn) -> str:
    """What the rule about groups keeps back; empty where it keeps nothing back."""
    why = drawn.measure.why_none
    if why.startswith(_WITHHELD):
        return say("reason.near")
    if why.endswith(_FEW_BEHIND):
        return say("reason.behind")
    return say("reason.people") if "five people" in why else ""


def _of_past(drawn: Drawn) -> str:
    """What the weeks before are too few for; empty where they are not the reason."""
    if _NOT_MANAGED in drawn.words:
        return say("reason.new")
    return say("reason.past") if drawn.words.startswith(_NO_PAST) else ""


def _of_measure(measure: Measure, look: Look) -> str:
    signal = signals.named(measure.signal)
    if measure.signal == "absence":
        return _of_absence(measure)
    if measure.signal in _OF_ENDED_WORK and "journal" in look.connected:
        return say("reason.paths")
    not_connected = [what for what in signal.informs if what not in look.connected]
    is_untouched = measure.size in {"", "0", "none"}
    if is_untouched and (wanted := [what for what in not_connected if what != "code review"]):
        return needs(wanted)
    if measure.value is None and f"{measure.least} {signal.rows_are} needed" in measure.why_none:
        rows = COUNTED_IN_SHORT.get(signal.name, signal.rows_are)
        if measure.least == 1:
            return say("reason.none", rows=rows)
        return say("reason.fewer", count=_counted(measure.size), needed=measure.least, rows=rows)
    if not_connected and (measure.value is not None or signal.coverage is not None):
        return needs(not_connected)
    if measure.value is None and signal.coverage is not None:
        return say("reason.untraced")
    return say("reason.little")


def _of_absence(measure: Measure) -> str:
    """Which of the weeks are too few: those with work of yours, or those without."""
    if measure.reading in _READINGS:
        return say(_READINGS[measure.reading])
    weeks = _WEEKS.search(dict(measure.details).get("weeks", ""))
    if weeks is None:
        return say("reason.no week")
    present, away = int(weeks[1]), int(weeks[2])
    if present == 0:
        return say("reason.no work")
    if present < LEAST_PRESENT:
        return say("reason.here", needed=LEAST_PRESENT, count=present)
    if away < LEAST_ABSENT:
        return say("reason.away", needed=LEAST_ABSENT, count=away)
    return say("reason.little")


def _counted(size: str) -> str:
    return {"": "0", "none": "0"}.get(size, size)
