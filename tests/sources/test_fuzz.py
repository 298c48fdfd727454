"""Whatever a server says: no reader stops on a record, every act has a word and a date, what is lost is counted."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightly import by_day
from podium.core.errors import Stop
from podium.core.event import VERBS
from podium.evidence.events.columns import Veil, table
from podium.sources import StreamPage, names
from searching import examples
from source_worlds import WORLDS, acts

DROP = object()
WORST: list[Any] = [
    DROP,
    None,
    0,
    -1,
    10**30,
    2**63,
    1.5,
    True,
    "",
    "x" * 100_000,
    "never-heard-of-it",
    "\ud800",
    "a\x00b",
    "1970-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-02-30T25:00:00Z",
    "2026-09-20",
    "2026-09-20T10:00:00",
    [],
    {},
    [None],
    [[]],
    {"id": {}},
    ["x"],
    "https://elsewhere.example/?token=x",
]


# Where nothing is an answer: not landed, not closed, no vote, nobody assigned, a note or a field without a word for podium.
QUIET = frozenset(
    {
        "mergedAt",
        "merged_at",
        "closed_at",
        "submitted",
        "labels",
        "Code-Review",
        "all",
        "value",
        "body",
        "assignee",
        "role",
        "toState",
        "toAssignee",
        "field",
    }
)


def places(told: Any) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside an answer or a file; the answer itself is another matter."""
    return (way for way in _places(told) if len(way) > 1)


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in inner:
        yield (*way, key)
        yield from _places(held, (*way, key))


def spoiled(told: Any, way: tuple[Any, ...], worst: Any) -> Any:
    """The same, with one value dropped or made bad."""
    made = copy.deepcopy(told)
    holder = made
    for step in way[:-1]:
        holder = holder[step]
    if worst is DROP:
        del holder[way[-1]]
    else:
        holder[way[-1]] = worst
    return made


def counted(pages: list[StreamPage]) -> int:
    return sum(sum(page.missing.values()) + sum(page.unknown.values()) + len(page.notes) for page in pages)


def checked(pages: list[StreamPage]) -> None:
    """What every reader must say whatever it was told, up to the columns of the store."""
    found = acts(pages)
    for event in found:
        assert event.verb in VERBS
        assert event.ts.tzinfo is not None
        assert 1970 <= event.ts.year <= 9999
        assert event.event_id
        assert len(event.event_id) < 10_000
        assert "token=" not in event.ref_url
    assert len(table([found], Veil(b"k" * 32, lambda _key: False))) == len(found)
    assert "secret word" not in repr(pages)
    for page in pages:
        assert page.intake.accounted == page.intake.read, "each record that came in has one fate"
    assert bool(found) == (sum(page.intake.as_acts for page in pages) > 0)
    same = Counter(event.event_id for event in found)
    twice = [name for name, n in same.items() if n > 1]
    assert counted(pages) or all(len({repr(e) for e in found if e.event_id == name}) == 1 for name in twice)


def test_every_source_with_records_has_a_world() -> None:
    elsewhere = {
        "ics",
        "caldav",
        "mbox",
        "devlake",
        "agents",
    }  # calendars, mail, databases and sessions have fuzz tests of their own
    told = {world.source for world in WORLDS.values()} | elsewhere
    assert set(names()) - told == set(), "write a small honest world for each into WORLDS of tests/source_worlds.py"
    assert told - set(names()) == set(), "these are no sources any more; take them out"


@pytest.mark.parametrize("name", WORLDS)
def test_an_honest_world_is_read_without_a_complaint(name: str, tmp_path: Path) -> None:
    pages = WORLDS[name].pages(tmp_path, WORLDS[name].told)
    checked(pages)
    assert len(acts(pages)) >= 2
    assert counted(pages) == 0


@pytest.mark.parametrize("name", WORLDS)
@given(data=st.data())
@settings(max_examples=examples(30))
def test_whatever_is_said_ends_in_acts_or_in_a_count(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    world = WORLDS[name]
    told: Any = world.told
    for _ in range(data.draw(st.integers(1, 3))):
        if ways := sorted(places(told), key=repr):
            told = spoiled(told, data.draw(st.sampled_from(ways)), data.draw(st.sampled_from(WORST)))
    try:
        pages = world.pages(tmp_path_factory.mktemp("world"), told)
    except Stop:
        return  # an envelope nobody can read is an error with a next step, and nothing of it is kept
    checked(pages)


@pytest.mark.parametrize("name", by_day(WORLDS, "gitlab", "pagerduty"))
def test_no_act_is_lost_without_a_count(name: str, tmp_path: Path) -> None:
    """Each value of the world made bad in turn: fewer acts than before means that something was counted."""
    world = WORLDS[name]
    honest = len(acts(world.pages(tmp_path, world.told)))
    silent = []
    named = [way for way in places(world.told) if isinstance(way[-1], str) and way[-1] not in QUIET]
    for way in named:
        for worst in (DROP, None, 7, "never-heard-of-it", {}, [None]):
            try:
                pages = world.pages(tmp_path, spoiled(world.told, way, worst))
            except Stop:
                continue
            checked(pages)
            if len(acts(pages)) < honest and not counted(pages):
                silent.append((".".join(map(str, way)), "dropped" if worst is DROP else worst))
    assert silent == [], silent
