"""What podium knows already of her hours, answers, 1:1s and reviews.

Sentences offered, each with its receipt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from podium.core.measure import counted
from podium.journal.kinds import person
from podium.programs.readme import claims
from podium.programs.readme.audit import judge
from podium.programs.readme.page import recognise
from podium.signals.active_days import ACTIVE_DAYS
from podium.signals.feedback_delay import FEEDBACK_DELAY
from podium.signals.late_share import LATE_SHARE
from podium.signals.meeting_hours import MEETING_HOURS
from podium.signals.talks_held import TALKS_HELD
from podium.signals.touch import TOUCH
from podium.signals.wait_on_me import WAIT_ON_ME
from podium.signals.zones_held import ZONES_HELD
from podium.traps.lines import is_lower_bound

if TYPE_CHECKING:
    from podium.evidence.people.me_file import MeFile
    from podium.journal import Journal
    from podium.mirror.mirror import Mirror
    from podium.programs.readme.audit import PromiseVerdict
    from podium.signals import Signal

_RHYTHMS = {7: "every week", 14: "every two weeks", 28: "every four weeks"}
_LATE = 0.1
# A promise is offered when it was kept this often anyway; podium's own default.
_KEPT_ANYWAY = 0.9


class Offer(msgspec.Struct, frozen=True):
    """A sentence for an answer, and what it rests on; one line for each thing."""

    key: str
    text: str
    receipt: str


def offers_of_traces(mirror: Mirror) -> tuple[Offer, ...]:
    """What a mirror alone tells."""
    return (*_measured(mirror), *_promises(mirror))


def offers(of_traces: Sequence[Offer], journal: Journal, file: MeFile) -> dict[str, Offer]:
    """By question; what nobody knows is not there."""
    new_offers = [*_declared(file), *_rhythm(journal), *of_traces]
    joined: dict[str, Offer] = {}
    for offer in new_offers:
        before = joined.get(offer.key)
        joined[offer.key] = offer if before is None else _join(before, offer)
    return joined


def _join(first: Offer, then: Offer) -> Offer:
    return Offer(first.key, f"{first.text} {then.text}", f"{first.receipt}\n{then.receipt}")


def _declared(file: MeFile) -> Iterator[Offer]:
    me = file.me
    if me.name:
        yield Offer("name", me.name.split()[0], "name in the file about you (`podium me`)")
    if me.hours:
        zone = f", {me.zone}" if me.zone else ""
        yield Offer("hours", f"I work {me.hours}{zone}.", "hours you declared (`podium me`)")


def _rhythm(journal: Journal) -> Iterator[Offer]:
    days = [
        e.head.rhythm_days for e in journal.entries(person.KIND) if e.head.relation == "report" and not e.head.until
    ]
    meetings_by_day = Counter(day for day in days if day)
    if not meetings_by_day:
        return
    rhythm, times = min(meetings_by_day.items(), key=lambda item: (-item[1], item[0]))
    words = _RHYTHMS.get(rhythm, f"every {counted(rhythm, 'day')}")
    yield Offer(
        "one_on_ones",
        f"We have a 1:1 {words}.",
        f"rhythm_days = {rhythm} for {times} of {len(days)} reports in people/",
    )


def _measured(mirror: Mirror) -> Iterator[Offer]:
    if not mirror.file.me.hours and mirror.evidence.yardstick.own_hours and mirror.evidence.yardstick.is_zone_trusted:
        yield Offer(
            "hours",
            f"Most of my commits and merges fall between {_spans(mirror.evidence.yardstick.own_hours)}.",
            "your eight usual hours (`podium why late-share`); declare others with `podium me`",
        )
    for signal, key, words in _SENTENCES:
        reading = mirror.reader(signal)
        if reading.value is None or (signal is LATE_SHARE and reading.value < _LATE):
            continue
        if is_lower_bound(signal, mirror.reader.context):
            continue
        yield Offer(
            key,
            words.format(reading.text),
            f"`podium why {signal.name}`: {reading.text}, n = {reading.size} {signal.rows_are}, {reading.window}",
        )


def _spans(hours: Collection[int]) -> str:
    """Clock hours as a person says them: `9 and 12, 14 and 19 o'clock`."""
    spans: list[list[int]] = []
    for hour in sorted(hours):
        if spans and spans[-1][1] == hour:
            spans[-1][1] = hour + 1
        else:
            spans.append([hour, hour + 1])
    return ", ".join(f"{first} and {last}" for first, last in spans) + " o'clock"


_SENTENCES: tuple[tuple[Signal, str, str], ...] = (
    (WAIT_ON_ME, "response", "Half of the review requests to me are answered within {} of my working time."),
    (TALKS_HELD, "one_on_ones", "In the last quarter {} of the planned ones took place within a week of their day."),
    (FEEDBACK_DELAY, "feedback_give", "Half of my feedback comes within {} of the event."),
    (ACTIVE_DAYS, "code", "I still write or land code: on {} of the last quarter."),
    (TOUCH, "code", "I approved or landed {} of what the others changed."),
    (MEETING_HOURS, "hours", "My calendar held {} of meetings in the last quarter."),
    (ZONES_HELD, "code_not", "My calendar has no-code zones; {} of them were kept."),
    (LATE_SHARE, "bugs", "I slip out of my hours: {} of my commits and merges fell outside them."),
)


def _promises(mirror: Mirror) -> Iterator[Offer]:
    """Promises she has been keeping without making them; the first that reads well of each form."""
    for form in claims.every():
        for words in form.written:
            claim = recognise(words)
            verdict = None if claim is None else judge(claim, mirror.evidence, mirror.window)
            if verdict is not None and _is_kept_anyway(verdict):
                yield Offer("promises", f"{words};", f"{words}: {verdict.words}, {verdict.measure.window}")
                break


def _is_kept_anyway(verdict: PromiseVerdict) -> bool:
    return verdict.share is not None and verdict.share >= _KEPT_ANYWAY
