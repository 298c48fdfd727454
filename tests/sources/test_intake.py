"""What came in is accounted for to the last record."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_peers import calendar, event, guests, weekly
from loopback import Clockwork
from podium.core.errors import Stop
from podium.core.intake import Intake
from podium.sources import StreamPage, budget, caldav, devlake, load
from podium.sources.calendars import text as calendar_text
from podium.sources.calendars.dav_client import Changes, Item
from podium.sources.records import Tally
from searching import examples

SAMPLES = Path(os.environ.get("PODIUM_SAMPLES") or Path(__file__).parents[3] / "shared" / "samples")
TODO = "BEGIN:VTODO\nUID:t@lab\nSUMMARY:buy milk\nEND:VTODO\n"
MAIL = (
    b"From a@x Mon Mar  2 10:00:00 2026\nFrom: ada@example.org\nMessage-ID: <1@x>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n"
    b"Subject: [PATCH] a\n\nReviewed-by: Bo <bo@example.org>\n\n"
    b"From b@x Mon Mar  2 11:00:00 2026\nFrom: bo@example.org\nMessage-ID: <2@x>\nSubject: no date\n\nx\n\n"
)
ROWS = b"event_id,verb,who,when\n1,met,ada,2026-03-02T10:00:00Z\n2,juggled,ada,2026-03-02\n3,met,ada,some day\n"
OWN = {
    "ics": calendar(
        weekly().decode(),
        event("old@lab", "20100105T090000", "20100105T093000"),
        event("twin@lab", "20261005T090000", "20261005T093000", *guests(ada="ACCEPTED")),
        event("twin@lab", "20261005T090000", "20261005T093000", *guests(ada="ACCEPTED")),
        event("rule@lab", "20261005T090000", "20261005T093000", "RRULE:FREQ=SECONDLY"),
        TODO,
        "BEGIN:VEVENT\nUID:nostart@lab\nEND:VEVENT\nBEGIN:VEVENT\nUID:noend@lab\n",
    ),
    "mbox": MAIL,
    "tables": ROWS,
}
ENDS = {"ics": "one.ics", "mbox": "one.mbox", "tables": "one.csv"}


def read(source: str, path: Path) -> list[StreamPage]:
    named = {"where": str(path), "path": str(path), "me": "ada@example.org", "since": "2020-01-01"}
    return list(load(source).read(named, None, {}, Clockwork().wire()))


def whole(pages: list[StreamPage]) -> Intake:
    intake = Intake()
    for page in pages:
        assert page.intake.read == page.intake.accounted
        intake.add(page.intake)
    acts = sum(len(page.events) for page in pages)
    assert bool(acts) == bool(intake.as_acts)
    assert intake.as_acts <= acts
    return intake


def laid(folder: Path, source: str, data: bytes) -> Path:
    path = folder / ENDS[source]
    path.write_bytes(data)
    return path


def test_a_calendar_says_of_every_entry_what_became_of_it(tmp_path: Path) -> None:
    intake = whole(read("ics", laid(tmp_path, "ics", OWN["ics"])))
    assert intake.unused == {
        "tasks": 1,
        "older version or copy of an event": 1,
        "events that do not take place in the time looked at": 1,
    }
    assert intake.refused == {"event without a start": 1, "event without an end": 1, "rule finer than an hour": 1}
    assert intake.as_acts == intake.read - 6


def test_mails_and_rows_say_why_they_are_no_act(tmp_path: Path) -> None:
    mails = whole(read("mbox", laid(tmp_path, "mbox", OWN["mbox"])))
    assert (mails.read, mails.as_acts, mails.refused) == (2, 1, {"without date": 1})
    rows = whole(read("tables", laid(tmp_path, "tables", OWN["tables"])))
    assert (rows.read, rows.as_acts, rows.unknown) == (3, 1, {"verb=juggled": 1})
    assert rows.refused == {"records in a form podium cannot read": 1}


def test_what_lies_behind_a_limit_is_counted_as_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "FILE", budget.Budget(records=2))
    rows = whole(read("tables", laid(tmp_path, "tables", OWN["tables"])))
    assert rows.unread == {"rows: more than 2 records": 1}
    monkeypatch.setattr(calendar_text, "MOST_EVENTS", 2)
    assert sum(whole(read("ics", laid(tmp_path, "ics", OWN["ics"]))).unread.values()) > 2


@pytest.mark.parametrize("source", OWN)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=examples(40))
def test_a_mutated_file_is_accounted_for_like_an_honest_one(
    source: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = laid(tmp_path_factory.mktemp("mutated"), source, mutated(OWN[source], seed))
    try:
        whole(read(source, path))
    except Stop:
        return  # nothing of it is kept, and the reason is said


def mutated(data: bytes, seed: int) -> bytes:
    """Lines dropped, doubled, swapped, cut or filled with noise."""
    dice = random.Random(seed)
    lines = data.split(b"\n")
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(lines))
        kind = dice.randrange(5)
        if kind == 0 and len(lines) > 1:
            del lines[place]
        elif kind == 1:
            lines.insert(place, lines[dice.randrange(len(lines))])
        elif kind == 2:
            lines[place] = lines[place][: dice.randint(0, len(lines[place]))]
        elif kind == 3:
            lines[place] = lines[place] + bytes(dice.randrange(256) for _ in range(4))
        else:
            other = dice.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
    return b"\n".join(lines)


def samples() -> Iterator[tuple[str, Path]]:
    for folder, ending, source in (("calendar", "ics", "ics"), ("mail", "mbox", "mbox"), ("generic", "csv", "tables")):
        yield from ((source, path) for path in sorted((SAMPLES / folder).rglob(f"*.{ending}")))
    yield from (("slack-export", path) for path in sorted((SAMPLES / "slack").glob("export.zip")))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not on this machine")
def test_every_sample_and_its_mutations_are_accounted_for(tmp_path: Path) -> None:
    count = 0
    for source, path in samples():
        if path.stat().st_size > 200_000:
            continue
        for seed in (None, 1, 2) if source in ENDS else (None,):
            data = path.read_bytes()
            place = path if seed is None else laid(tmp_path, source, mutated(data, seed))
            try:
                count += whole(read(source, place)).read
            except Stop:
                continue
    assert count > 100


class Shelf:
    """A calendar server's objects, as the conversation with it gives them; those without text it lists and withholds."""

    def __init__(self, objects: list[bytes]) -> None:
        self._objects = {f"/c/{n}.ics": data for n, data in enumerate(objects)}

    def changes(self, path: str, token: str) -> Changes:
        return Changes(tuple(Item(href, "1") for href in self._objects), "t1")

    def fetch(self, path: str, hrefs: list[str]) -> Iterator[Item]:
        yield from (Item(href, "1", self._objects[href]) for href in hrefs)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=examples(30))
def test_every_object_of_a_server_is_accounted_for(seed: int) -> None:
    dice = random.Random(seed)
    objects = [mutated(OWN["ics"], dice.randrange(10_000)) for _ in range(dice.randint(0, 3))]
    objects += [b""] * dice.randint(0, 2)
    asked = {"name": "work", "me": "ada@example.org", "since": "2020-01-01"}
    run = caldav._Run(asked, Clockwork().wire(), Shelf(objects), "/c/", None)  # type: ignore[arg-type]
    intake = whole(list(run.pages()))
    assert intake.refused.get("object whose text the server did not send", 0) == objects.count(b"")


class Rows:
    """What a database answers to any question: these rows, in batches."""

    def __init__(self, rows: list[devlake.Row]) -> None:
        self._rows = rows

    def execute(self, operation: str, parameters: object = ()) -> None:
        """Any question."""

    def fetchmany(self, size: int) -> list[devlake.Row]:
        batch, self._rows = self._rows[:size], self._rows[size:]
        return batch

    def close(self) -> None:
        """Nothing is open."""


MOMENTS = st.one_of(st.none(), st.datetimes(), st.datetimes(timezones=st.just(UTC)), st.text(max_size=5), st.integers())
CELLS = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-5, 5), st.just("status:TODO>IN_PROGRESS"), st.just("REVIEW")
)


@pytest.mark.parametrize("stream", devlake._ASKS)
@given(data=st.data())
@settings(max_examples=examples(40))
def test_every_row_of_a_lake_is_accounted_for(stream: str, data: st.DataObject) -> None:
    verbs = len(devlake._ASKS[stream][1])
    row = st.tuples(*[CELLS] * 9, *[MOMENTS] * (verbs + 1))
    rows = data.draw(st.lists(row, max_size=12))
    lake = devlake.Lake(Rows(rows), ValueError, lambda: Rows(list(rows)))  # type: ignore[arg-type]
    table = devlake._Table(lake, stream, Tally(stream), "lake", {})
    assert whole(list(table.read(None, 0, 2_000_000_000))).read == len(rows)
