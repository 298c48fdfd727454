"""What was written down before a practice began, and whether it still says the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec
from msgspec.structs import replace

from podium.core import weekly_hours
from podium.core.errors import CannotRead, Misuse
from podium.core.time import week_start
from podium.core.weekly_hours import Zone
from podium.experiments import pause
from podium.experiments.metric import week_of
from podium.experiments.pause import Pause
from podium.journal.kinds.experiment import KIND
from podium.practices import Direction, Moves
from podium.statistics.overlap import Span

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.journal.entry import Entry, Values
    from podium.journal.kinds.experiment import Experiment

Design = Literal["before-after", "on-off"]
Status = Literal["registered", "running", "finished", "stopped"]
# Neither the hash itself nor what becomes of the practice later belongs to what was promised.
_PROMISED = (
    "practice",
    "registered_on",
    "starts_on",
    "ends_on",
    "metric",
    "direction",
    "hypothesis",
    "guardrails",
    "baseline_from",
    "minimum_change",
    "comparison",
    "weeks",
    "when",
    "zone",
    "design",
    "on_weeks",
    "was_found",
    "confounded_with",
)
# Promised too, by a practice that is judged by several numbers.
_TOGETHER = "together"
_MARK = "sha256:"


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """One registered practice.

    Attributes:
        id: its name in the journal and in the calendar.
        starts_on, ends_on: Monday of the first week and Sunday of the last one as promised, both included.
        minimum: smallest change worth having, as `Moves.by`.
        guardrails: signals, each with the direction that would do harm.
        weeks: measured weeks it runs for; weeks known to say nothing come on top.
        zones: hours set aside each week; zone: whose clock they are on.
        on_weeks: Mondays of the weeks with the practice, of a randomised one; empty otherwise.
        was_found: a finding of the mirror led here, so the start was put off.
        confounded_with: practices on the same metric she started it beside.
        together: further numbers judged in the same test as `metric`, the most relevant first; mostly none.
        pauses: stretches it was laid aside after it began; the promise stays as it was.
        amended: promised fields that were edited afterwards.
        told: everything else in the file, as it stands.
    """

    id: str
    practice: str
    registered_on: date
    starts_on: date
    ends_on: date
    metric: str
    direction: Direction
    hypothesis: str
    guardrails: tuple[Moves, ...]
    baseline_from: date
    minimum: float
    comparison: str
    weeks: int
    zones: tuple[Zone, ...]
    zone: str
    design: Design
    on_weeks: tuple[date, ...]
    was_found: bool
    confounded_with: tuple[str, ...]
    status: Status = "registered"
    pauses: tuple[Pause, ...] = ()
    amended: tuple[str, ...] = ()
    together: tuple[Moves, ...] = ()
    told: Mapping[str, Any]

    @property
    def start_week(self) -> int:
        """The first week that counts."""
        return week_of(self.starts_on)

    @property
    def habit_from(self) -> date:
        """The first day of the habit: the next working day after it was registered; its weeks may count later."""
        return min(self.starts_on, _day(self.told.get("habit_from")) or self.starts_on)

    @property
    def extended_weeks(self) -> int:
        """Weeks added behind the promised end because as many had nothing to count."""
        weeks = self.told.get("extended_weeks")
        return weeks if isinstance(weeks, int) and weeks > 0 else 0

    @property
    def measure_version(self) -> int:
        """How its number was counted when it was registered: the version of its signal."""
        version = self.told.get("measure_version")
        return version if isinstance(version, int) else 1

    @property
    def together_versions(self) -> tuple[int, ...]:
        """The same of each number judged with it."""
        versions = self.told.get("together_versions")
        known_versions = [v for v in versions if isinstance(v, int)] if isinstance(versions, list) else []
        return tuple(known_versions) if len(known_versions) == len(self.together) else (1,) * len(self.together)

    @property
    def is_judged(self) -> bool:
        """False where no number could show anything: then the outcome is how often it was held."""
        return self.told.get("outcome") != "adherence"

    @property
    def last_week(self) -> int:
        """The last week that counts: the planned one, or the last full one before it was stopped."""
        planned, stopped = week_of(self.runs_until), self.stopped_on
        if not self.has_begun:
            return self.first_habit_week - 1
        return planned if stopped is None else max(self.first_habit_week, min(planned, week_of(stopped) - 1))

    @property
    def first_habit_week(self) -> int:
        """The week of the first day of the habit; its first weeks may not count yet."""
        return week_of(self.habit_from)

    @property
    def stopped_on(self) -> date | None:
        """The day it was ended without a verdict; None while it was not."""
        return _day(self.told.get("stopped_on"))

    @property
    def has_begun(self) -> bool:
        """False only of one that was stopped before its first day: it moved nothing and is in nobody's way."""
        return self.stopped_on is None or self.stopped_on >= self.habit_from

    @property
    def is_paused(self) -> bool:
        """Whether a pause lasts."""
        return any(pause.last is None for pause in self.pauses)

    @property
    def runs_until(self) -> date:
        """The last day that counts: the promised one, later by the weeks lost to pauses that are over.

        A drawn order of on and off weeks cannot be made longer; its paused weeks are only left out.
        """
        if self.design == "on-off":
            return self.ends_on
        more = timedelta(weeks=self.extended_weeks)
        if not self.pauses:
            return self.ends_on + more
        return (
            more + week_start(pause.moved_end(self.pauses, self.start_week, week_of(self.ends_on))) + timedelta(days=6)
        )

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number it is judged by, the most relevant first."""
        return (self.metric, *(moves.signal for moves in self.together))

    @property
    def spans(self) -> tuple[Span, ...]:
        """The weeks in which it can get in another's way, for each of its numbers; of one that has begun."""
        weeks = week_of(self.baseline_from), self.first_habit_week, self.last_week
        return tuple(Span(self.id, number, *weeks) for number in self.numbers)

    def promised(self) -> Values:
        """What the journal's file holds of it, hash included."""
        fields = self.terms()
        paused = {"pauses": [str(pause) for pause in self.pauses]} if self.pauses else {}
        return {**fields, "status": self.status, **paused, **_sealed(fields), **self.told}

    def terms(self) -> Values:
        """The promise itself, which the hash covers."""
        return {
            "practice": self.practice,
            "registered_on": self.registered_on,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "metric": self.metric,
            "direction": self.direction,
            "hypothesis": self.hypothesis,
            "guardrails": [_say_moves(guard) for guard in self.guardrails],
            "baseline_from": self.baseline_from,
            "minimum_change": float(self.minimum),
            "comparison": self.comparison,
            "weeks": self.weeks,
            "when": weekly_hours.say(self.zones),
            "zone": self.zone,
            "design": self.design,
            "on_weeks": [day.isoformat() for day in self.on_weeks],
            "was_found": self.was_found,
            "confounded_with": list(self.confounded_with),
            **({_TOGETHER: [_say_moves(moves) for moves in self.together]} if self.together else {}),
        }


def _sealed(fields: Mapping[str, Any]) -> Values:
    """One hash over everything, and a short one for each field so that an edit can be named."""
    # A practice judged by one number is sealed as it was before several could be.
    names = (*_PROMISED, _TOGETHER) if fields.get(_TOGETHER) else _PROMISED
    text_by_field = {name: json.dumps(fields.get(name), default=str, ensure_ascii=True) for name in names}
    hash_by_field = {name: hashlib.sha256(text.encode()).hexdigest()[:12] for name, text in text_by_field.items()}
    return {"hash": _MARK + _over(hash_by_field), "sealed": hash_by_field}


def _over(hash_by_field: Mapping[str, str]) -> str:
    return hashlib.sha256("\n".join(f"{name} {short}" for name, short in hash_by_field.items()).encode()).hexdigest()


def read(entry: Entry[Experiment]) -> Registration:
    """A registration from its file; what was edited since shows in `amended`.

    Raises:
        CannotRead: it lacks what `podium start` writes.
    """
    head, extra = entry.head, dict(entry.extra)
    sealed = {name: extra.pop(name, None) for name in ("comparison", "weeks", "when", "zone", "design", "on_weeks")}
    was_found, beside = extra.pop("was_found", False), extra.pop("confounded_with", [])
    hashes, together = extra.pop("sealed", {}), extra.pop(_TOGETHER, ())
    try:
        registration = Registration(
            id=entry.id,
            practice=head.practice,
            registered_on=head.registered_on,
            starts_on=head.starts_on,
            ends_on=head.ends_on,
            metric=head.metric,
            direction=head.direction,
            hypothesis=head.hypothesis,
            guardrails=tuple(map(_guard, head.guardrails)),
            baseline_from=cast("date", head.baseline_from),
            minimum=float(head.minimum_change or 0.0),
            comparison=str(sealed["comparison"] or ""),
            weeks=int(sealed["weeks"]),
            zones=weekly_hours.parse(str(sealed["when"])) if sealed["when"] else (),
            zone=str(sealed["zone"] or ""),
            design=_design(sealed["design"]),
            on_weeks=tuple(date.fromisoformat(str(day)) for day in sealed["on_weeks"] or ()),
            was_found=bool(was_found),
            confounded_with=tuple(map(str, beside)),
            status=head.status,
            pauses=tuple(sorted(map(pause.parse, head.pauses))),
            together=tuple(map(_guard, together)),
            told=extra,
        )
        if head.baseline_from is None or not head.baseline_from <= head.starts_on <= head.ends_on:
            raise ValueError("baseline, start and end are not in this order")
    except (TypeError, ValueError, AttributeError, Misuse) as fault:
        raise CannotRead(
            f"podium cannot judge this registration: {fault}",
            where=entry.file,
            next_step="`podium start` writes one; an edit by hand may have taken a field away",
        ) from fault
    return _with_amended(registration, head.hash, hashes if isinstance(hashes, dict) else {})


def _with_amended(registration: Registration, whole: str, hashes: Mapping[str, Any]) -> Registration:
    now = _sealed(registration.terms())
    if now["hash"] == whole:
        return registration
    changed = tuple(name for name in (*_PROMISED, _TOGETHER) if now["sealed"].get(name) != hashes.get(name))
    return replace(registration, amended=changed or ("hash",))


def _say_moves(moves: Moves) -> str:
    return f"{moves.signal} {moves.toward} {moves.by:g}"


def _guard(text: str) -> Moves:
    signal, toward, by = text.split()
    if toward not in {"up", "down"}:
        raise ValueError(f"{text!r} names no direction of harm")
    return Moves(signal, cast("Direction", toward), float(by))


def _design(value: Any) -> Design:
    if value not in {"before-after", "on-off"}:
        raise ValueError(f"{value!r} is not a design")
    return cast("Design", value)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) else None


def every(journal: Journal) -> tuple[Registration, ...]:
    """All registrations that can be read, oldest first; others are in the journal's own notes or are left out."""
    registrations: list[Registration] = []
    for entry in journal.entries(KIND):
        try:
            registrations.append(read(entry))
        except CannotRead:
            continue
    return tuple(sorted(registrations, key=lambda r: (r.starts_on, r.id)))


def named(journal: Journal, name: str) -> Registration:
    """One registration by its id, or of a practice the one that runs or is due, else the newest.

    Raises:
        Misuse: there is none of that name. CannotRead: it was edited beyond reading.
    """
    entry = journal.entry(KIND, name)
    if entry is not None:
        return read(entry)
    of_practice = [r for r in every(journal) if r.practice == name]
    if not of_practice:
        raise Misuse(f"no practice {name!r} was started", next_step="`podium practice list`")
    # Oldest first: what runs or waits for its end stands before what is only planned.
    return next((r for r in of_practice if r.status in {"registered", "running"}), of_practice[-1])


def is_over(registration: Registration, today: date) -> bool:
    """Whether its last day has gone by; while it is paused its end is still to be found, unless the weeks were drawn."""
    return today > registration.runs_until and (registration.design == "on-off" or not registration.is_paused)


def state(registration: Registration, today: date) -> str:
    """`registered` until its first day, then `running` or `paused`, `over` until judged; `finished` or `stopped`."""
    if registration.status in {"finished", "stopped"}:
        return registration.status
    if today < registration.habit_from:
        return "registered"
    if is_over(registration, today):
        return "over"
    return "paused" if registration.is_paused else "running"
