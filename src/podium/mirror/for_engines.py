"""Evidence written for an engine: acts week by week, and what each question answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium import signals
from podium.connections import engine_links, sync
from podium.core.time import DAY_S, Window
from podium.evidence.engines import about as about_it
from podium.evidence.engines.asked import open_there
from podium.evidence.engines.folder import Folder
from podium.mirror import coverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from podium.evidence.engines.asked import EngineEvidence
    from podium.evidence.engines.written import Store
    from podium.mirror.mirror import Mirror

HOLDS = (
    "acts of three years, yours and those of the people in your repositories: what, when, on which commit, ticket and path",
    "people as numbers made with a key that stays on this machine",
    "what each question answered of each week, as the screen would tell it",
)
LACKS = ("names, addresses, messages, titles, code, and anything of your journal",)
_WEEK_S, _MONDAY_S = 7 * DAY_S, 4 * DAY_S


class Filled(msgspec.Struct, frozen=True):
    """What one writing did: weeks there are, weeks written, acts in them, weeks asked anew, and bytes read for that."""

    weeks: int
    changed: int
    acts: int
    asked_anew: int
    bytes_read: int | None


def fill(mirror: Mirror, store: Store, address: str, manager: str) -> Filled:
    """Write what changed since the last writing, and ask anew what rests on it."""
    mirror.look()  # every question once, so that what is only found out when asked for lies there too
    about = about_it.of(
        mirror.evidence,
        weeks=max(1, (mirror.window.end_s - mirror.window.start_s) // _WEEK_S),
        repositories=coverage.repositories(mirror),
        gaps=mirror.coverage().gaps,
        connected=mirror.shared.connected
        if mirror.shared
        else tuple(sorted({row.source for row in sync.store().coverage() if row.source != "agents"})),
    )
    written_weeks = mirror.evidence.write_for_engines(store, manager, about, _keys(mirror))
    there = open_there(engine_links.open_engine(address, manager))
    try:
        before = store.digests(manager)
        has_results = {int(name.partition("/")[2]) for name in before if name.startswith("results/")}
        weeks = _to_ask(written_weeks.weeks, written_weeks.changed, has_results)
        for week in weeks:
            rows = of_week(there, week)
            store.put_results(manager, week, rows)
        for week in sorted(has_results - set(written_weeks.weeks)):
            store.drop(manager, "results", week)
        opened = there.engine.opened if isinstance(there.engine, Folder) else None
        bytes_read = None if opened is None else sum(file.stat().st_size for file in opened)
    finally:
        there.close()
    return Filled(len(written_weeks.weeks), len(written_weeks.changed), written_weeks.rows, len(weeks), bytes_read)


def of_week(evidence: EngineEvidence, week: int) -> list[tuple[str, str, float | None, str, str]]:
    """What each question that needs its own weeks alone answered of a week: name, unit, number, size, why there is none."""
    window = Window(week * _WEEK_S + _MONDAY_S, (week + 1) * _WEEK_S + _MONDAY_S)
    measures = [signals.read(signal, evidence, window, with_own=False) for signal in _weekly()]
    return [(m.signal, m.unit, m.value, m.size, m.why_none) for m in measures]


def _weekly() -> Sequence[signals.Signal]:
    """Questions about a window; one about what others did to hers needs to know all of hers, whenever it was."""
    return [
        signal
        for signal in signals.every()
        if signal.over == "window" and (signal.is_group or not signal.is_about_others) and "written" not in signal.rows
    ]


def _to_ask(weeks: Iterable[int], changed: Iterable[int], has_results: set[int]) -> list[int]:
    """The weeks whose answers rest on a changed week, and those nobody asked yet; the newest two years at most."""
    reach = max(-(-signal.looks_back // 7) for signal in _weekly())
    touched = {week + later for week in changed for later in range(reach + 1)}
    there = sorted(weeks)[-104:]
    return [week for week in there if week in touched or week not in has_results]


def _keys(mirror: Mirror) -> Mapping[int, str]:
    """Everybody's key: the same in every writing from this machine, and no name."""
    person = sync.store().person
    keys: dict[int, str] = {}
    for somebody in mirror.book.everybody():
        known_by = (*mirror.book.keys(somebody), *sorted(somebody.reasons), f"number {somebody.number}")
        keys[somebody.number] = person(f"engine:{known_by[0]}")
    return keys
