"""What podium is unsure of and asks about: spellings, automation, kinds of work."""

from __future__ import annotations

from collections.abc import Container, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from podium import traps
from podium.core.time import DAY_S, Window
from podium.evidence.people.book import is_doubtful, split
from podium.mirror.opening import open_as_hers
from podium.text.work_kind import classify
from podium.text.work_kind.shares import choose_to_label
from podium.traps import BASELINE_DAYS, Reader

if TYPE_CHECKING:
    from podium.mirror.mirror import Mirror
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
    names = {split(spelling)[0].casefold() for spelling in mirror.book.me.reasons} - {""}
    others = (somebody for somebody in mirror.book.everybody() if not somebody.is_me and somebody.kind == "human")
    return sorted(i for somebody in others for i in somebody.reasons if split(i)[0].casefold() in names)


def doubt(mirror: Mirror) -> str:
    """What has to be answered before a verdict, since the other answer would change it; empty when nothing has to be."""
    perhaps = perhaps_me(mirror)
    if not perhaps or mirror.shared or not mirror.evidence.has_traces_of(perhaps):
        return ""
    # Nothing of the second reading hangs on the first, so it is done on another core meanwhile.
    with ThreadPoolExecutor(1, "podium-other-address") as pool:
        other_outcomes = pool.submit(_outcomes_as_hers, mirror, perhaps)
        outcomes = [_outcome(traps.judge(trap, mirror.reader)) for trap in traps.every()]
        if outcomes == other_outcomes.result():
            return ""
    addresses = ", ".join(split(spelling)[1] or spelling for spelling in perhaps[:MOST_ASKED])
    return f"say first whether {addresses} is yours too: `podium me` asks, and your answer changes this"


def _outcomes_as_hers(mirror: Mirror, addresses: Sequence[str]) -> list[tuple[object, ...]]:
    """What each trap would come to if some addresses were hers too."""
    evidence = open_as_hers(mirror.opened, addresses)
    try:
        reader = Reader(evidence, mirror.window, context=mirror.reader.context)
        return [_outcome(traps.judge(trap, reader)) for trap in traps.every()]
    finally:
        evidence.close()


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
