"""What podium is unsure of and asks about: spellings, automation, kinds of work."""

from __future__ import annotations

from collections.abc import Container, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from podium import signals, traps
from podium.core.time import DAY_S, Window
from podium.evidence.people.book import is_doubtful, split
from podium.mirror.opening import open_as_hers
from podium.text.work_kind import classify
from podium.text.work_kind.shares import choose_to_label
from podium.traps import BASELINE_DAYS, Reader, ahead

if TYPE_CHECKING:
    from podium.core.measure import Measure
    from podium.mirror.mirror import Mirror
    from podium.signals import Signal
    from podium.traps import Judged


MOST_ASKED = 3


def changes_to_label(
    mirror: Mirror, count: int, seed: int, known_answers: Container[str]
) -> list[tuple[str, str, str, bool]]:
    """Changes of the window worth an answer: hash, subject, repository, and whether drawn at random."""
    changes = mirror.evidence.changes(_whole(mirror))
    judged = [
        classify.Judged(kind, "weights", p, "", (o[0], o[1], o[2], o[3], o[4], o[5]))
        for _, _, _, kind, p, *o in changes
    ]
    chosen = [(changes[choice.at], choice.is_random) for choice in choose_to_label(judged, count, seed)]
    return [
        (change[0], change[1], change[2], is_random) for change, is_random in chosen if change[0] not in known_answers
    ]


def why_nothing_to_label(mirror: Mirror) -> str:
    """Why no change of the team may be asked about; empty when there may be some."""
    return mirror.evidence.why_few(_whole(mirror))


def perhaps_me(mirror: Mirror) -> list[str]:
    """Spellings that carry one of your names but none of your addresses: proposed, never merged silently."""
    return mirror.book.perhaps_me()


def doubt(mirror: Mirror) -> str:
    """What has to be answered before a verdict, since the other answer would change it; empty when nothing has to be."""
    perhaps = perhaps_me(mirror)
    if not perhaps or mirror.shared or not mirror.evidence.has_traces_of(perhaps):
        return ""
    # Nothing of the second reading hangs on the first, so it is done on another core meanwhile.
    with ThreadPoolExecutor(1, "podium-other-address") as pool:
        begun = pool.submit(_OtherReading, mirror, perhaps)
        outcomes = [_outcome(traps.judge(trap, mirror.reader)) for trap in traps.every()]
        other = begun.result()
    try:
        if outcomes == other.outcomes():
            return ""
    finally:
        other.evidence.close()
    addresses = ", ".join(split(spelling)[1] or spelling for spelling in perhaps[:MOST_ASKED])
    return f"say first whether {addresses} is yours too: `podium me` asks, and your answer changes this"


class _OtherReading:
    """The mirror as if some addresses were hers too: read anew only where they can change anything."""

    def __init__(self, mirror: Mirror, addresses: Sequence[str]) -> None:
        """Open it, and read what the first reading does not tell."""
        self._mirror = mirror
        self.evidence = open_as_hers(mirror.opened, addresses)
        self._unchanged = self.evidence.unchanged_since(mirror.evidence)
        # Only the outcomes are compared, and they rest on every row: nobody needs to know which of them are her own.
        self._reader = Reader(self.evidence, mirror.window, context=mirror.reader.context, past=True)
        for question in ahead.questions(traps.every(), self._reader):
            if not self._may_be_same(question.signal, question.window):
                self._reader.read_for(question.signal, question.window)

    def outcomes(self) -> list[tuple[object, ...]]:
        """What each trap would come to; asked once the first reading has been judged."""
        self._reader.ahead = self
        return [_outcome(traps.judge(trap, self._reader)) for trap in traps.every()]

    def take(self, signal: Signal, window: Window, *, with_own: bool) -> Measure | None:
        """The first reading's measure, where it cannot differ; None where it has to be read."""
        first = self._mirror.reader
        if not self._may_be_same(signal, window):
            return None
        over = signals.window_of(signal, window)
        for asked in (over, Window(over.start_s - signal.looks_back * DAY_S, over.end_s)):
            if self.evidence.withheld(asked) != self._mirror.evidence.withheld(asked):
                return None
        return first.measure_of(signal, window)

    def _may_be_same(self, signal: Signal, window: Window) -> bool:
        if self._unchanged is None or signal.over in {"two years", "history"}:
            return False
        if not all(self._is_bound(select) for select in signal.selects):
            return False
        over = signals.window_of(signal, window)
        return self._unchanged.is_in(Window(over.start_s - signal.looks_back * DAY_S, over.end_s))

    def _is_bound(self, select: str) -> bool:
        """Whether what a SELECT reads lies in its window."""
        return self.evidence.is_ready(select) and not self.evidence.picks(select)


def _outcome(judged: Judged) -> tuple[object, ...]:
    """The verdict with the flags it rests on, as far as they count."""
    return judged.verdict, [raised.level for raised in judged.raised if not raised.flag.context_only]


def perhaps_bots(mirror: Mirror) -> list[str]:
    """Spellings with a word of automation in them that were counted as people."""
    people = (somebody for somebody in mirror.book.everybody() if not somebody.is_me and somebody.kind == "human")
    return sorted(i for somebody in people for i in somebody.reasons if is_doubtful(*split(i)))


def hanging_on(mirror: Mirror) -> dict[str, str]:
    """What hangs on each doubtful name where it is much: spelling to your share with it and without, in a sentence.

    Both those counted as people and those taken for automation by their habits.
    """
    doubtful = {
        somebody.number: somebody
        for somebody in mirror.book.everybody()
        if not somebody.is_me and somebody.kind != "agent" and any(is_doubtful(*split(i)) for i in somebody.reasons)
    }
    sentences: dict[str, str] = {}
    for number, (beside, alone) in mirror.evidence.own_share_beside(doubtful, mirror.window).items():
        somebody = doubtful[number]
        spelling = min(i for i in somebody.reasons if is_doubtful(*split(i)))
        counted_as, key = ("a person", "bots") if somebody.kind == "human" else ("automation", "humans")
        sentences[spelling] = (
            f"counted as {counted_as}; your share of what landed is about {beside:.0%} beside it as a person and "
            f"{alone:.0%} without it; if that is wrong, add it to `{key}`: `podium me --edit`"
        )
    return dict(sorted(sentences.items()))


def _whole(mirror: Mirror) -> Window:
    return Window(mirror.window.start_s - BASELINE_DAYS * DAY_S, mirror.window.end_s)
