"""A look as records for scripts: what the page says, with every number beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium.traps import Level, Verdict

if TYPE_CHECKING:
    from podium.core.measure import Measure
    from podium.mirror.look import Coverage, Look
    from podium.traps import Drawn, Judged, Raised


class MeasureRecord(msgspec.Struct, frozen=True):
    """A number without its rows; `podium why` has those. Of a group `n` is null, and `size` is a band."""

    signal: str
    value: float | None
    unit: str
    n: int | None
    size: str
    least: int
    why_none: str
    reading: str
    details: dict[str, str]


class LineRecord(msgspec.Struct, frozen=True):
    """One line of a flag: how far it is crossed, its norm, and what would make it quiet."""

    level: Level | None
    words: str
    norm: str
    change: str
    measure: MeasureRecord
    baseline: MeasureRecord | None


class FlagRecord(msgspec.Struct, frozen=True):
    """One flag; its level is null when it cannot be told, and `why_none` says why."""

    name: str
    says: str
    level: Level | None
    why_none: str
    lines: tuple[LineRecord, ...]


class NeedRecord(msgspec.Struct, frozen=True):
    """What could be connected, and what it would tell."""

    connect: str
    tells: str


class TrapRecord(msgspec.Struct, frozen=True):
    """One trap: its verdict, its flags, its weeks from the oldest on, and the practice that leads out."""

    name: str
    number: int
    title: str
    verdict: Verdict
    why: str
    flags: tuple[FlagRecord, ...]
    needs: tuple[NeedRecord, ...]
    weeks: tuple[float | None, ...]
    weeks_of: str | None
    next_practice: str | None


class RepositoryRecord(msgspec.Struct, frozen=True):
    """A clone, the branch read, and its commits in a band."""

    name: str
    branch: str
    commits: str


class CoverageRecord(msgspec.Struct, frozen=True):
    """What the look rests on, and what it could not see; commits in a band, people from five on."""

    repositories: tuple[RepositoryRecord, ...]
    commits: str
    first_s: int
    last_s: int
    your_spellings: int
    spellings_of_people: int
    bots: int
    agents: int
    people_in_window: int | None
    late_means: str
    gaps: tuple[str, ...]


class LookRecord(msgspec.Struct, frozen=True):
    """Five verdicts and what they rest on; `reminders` only from the command."""

    as_of: str
    window: str
    coverage: CoverageRecord
    traps: tuple[TrapRecord, ...]
    reminders: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


def of_look(look: Look, reminders: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET) -> LookRecord:
    """The whole look; the same input gives the same bytes."""
    return LookRecord(
        as_of=look.as_of.isoformat(),
        window=str(look.window),
        coverage=_coverage(look.coverage),
        traps=tuple(_trap(j, look) for j in look.judged),
        reminders=reminders,
    )


def _coverage(coverage: Coverage) -> CoverageRecord:
    return CoverageRecord(
        repositories=tuple(RepositoryRecord(*repository) for repository in coverage.repositories),
        commits=coverage.commits,
        first_s=coverage.first_s,
        last_s=coverage.last_s,
        your_spellings=coverage.spellings,
        spellings_of_people=coverage.people,
        bots=coverage.bots,
        agents=coverage.agents,
        people_in_window=coverage.group_size if coverage.has_group else None,
        late_means=coverage.yardstick,
        gaps=coverage.gaps,
    )


def _trap(judged: Judged, look: Look) -> TrapRecord:
    name = judged.trap.name
    practice = look.next_practice.get(name)
    return TrapRecord(
        name=name,
        number=judged.trap.number,
        title=judged.trap.title,
        verdict=judged.verdict,
        why=judged.why,
        flags=tuple(_flag(r) for r in judged.raised),
        needs=tuple(NeedRecord(what, tells) for what, tells in judged.trap.needs),
        weeks=tuple(look.weeks.get(name, ())),
        weeks_of=judged.trap.picture.name if judged.trap.picture else None,
        next_practice=practice[0] if practice else None,
    )


def _flag(raised: Raised) -> FlagRecord:
    lines = tuple(_line(d) for d in raised.drawn)
    return FlagRecord(raised.flag.name, raised.flag.says, raised.level, raised.why_none, lines)


def _line(drawn: Drawn) -> LineRecord:
    baseline = of_measure(drawn.baseline) if drawn.baseline else None
    return LineRecord(drawn.level, drawn.words, drawn.norm, drawn.change, of_measure(drawn.measure), baseline)


def of_measure(measure: Measure) -> MeasureRecord:
    """A number without its rows; `podium why` has those."""
    return MeasureRecord(
        signal=measure.signal,
        value=None if measure.value is None else round(measure.value, 6),
        unit=measure.unit,
        n=measure.n,
        size=measure.size,
        least=measure.least,
        why_none=measure.why_none,
        reading=measure.reading,
        details=dict(measure.details),
    )
