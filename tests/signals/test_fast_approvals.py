"""Fast approvals: her own, of large changes with a mark of an agent, and only where five authors stand behind them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine_folder import on_an_engine
from podium.core.arrow_stream import as_stream
from podium.core.event import Event, Verb
from podium.core.time import Window
from podium.evidence import parquet
from podium.evidence.events.columns import Veil, table, veiled
from podium.evidence.people.book import Book
from podium.evidence.people.me_file import Me, MeFile
from podium.evidence.views.query import Clone, Evidence, SourceActs
from podium.laws.weeks import Week
from podium.signals import read
from podium.signals.fast_approvals import FAST_APPROVALS
from podium.signals.sole_gate import SOLE_GATE

KEY = b"a key for tests only"
ANA = MeFile(me=Me(emails=("ana@example.org",), zone="Europe/Berlin", hours="Mon-Fri 09:00-18:00"))
WINDOW = Window.ending(int(datetime(2026, 4, 1, tzinfo=UTC).timestamp()), days=28)
AUTHORS = ("bo", "chi", "dee", "eli", "fay", "gus")


def act(number: int, verb: Verb, who: str, minutes: float, **named: Any) -> Event:
    made: dict[str, Any] = {
        "event_id": f"x:{number}:{verb}:{who}",
        "source": "github",
        "instance": "acme/pay",
        "verb": verb,
        "ts": datetime(2026, 3, 9, 10, tzinfo=UTC) + timedelta(hours=number, minutes=minutes),
        "actor": f"email:{who}@example.org",
        "object_id": f"github:acme/pay#{number}",
        "container": "acme/pay",
        **named,
    }
    return Event(**made)


def a_change(number: int, author: str, *, read_for: float, lines: int = 500) -> list[Event]:
    return [
        act(number, "opened", author, 0, size=lines),
        act(number, "requested", author, 10, subject="email:ana@example.org"),
        act(number, "reviewed", "ana", 10 + read_for, state="approved", subject=f"email:{author}@example.org"),
    ]


def evidence(folder: Path, events: list[Event], *, marks: int = 12) -> Evidence:
    """The changes land as commits whose message says `(#N)`; the first `marks` of them carry a mark of an agent."""
    agent = "\\n\\nCo-authored-by:_Claude_<noreply@anthropic.com>"
    landed = "\n".join(
        f"2026-03-{10 + n // 6:02d} {10 + n % 6}:30+0100 {AUTHORS[n % 6]} wrote c{n} a.py by=github"
        f" says=x_(#{n}){agent if n < marks else ''}"
        for n in range(12)
    )
    week = Week(landed, folder / "week")
    week.evidence.close()
    snapshot = folder / "events.parquet"
    parquet.write(as_stream(table([events], Veil(KEY, lambda _: True))), snapshot)
    clone = Clone(
        "pay", (week.folder / "commits.parquet",), week.evidence.clones[0].head, {}, (), "github.com/acme/pay"
    )
    return Evidence(
        [clone], ANA, Book(ANA), as_of_s=WINDOW.end_s, acts=SourceActs(snapshot, lambda key: veiled(KEY, key))
    )


def test_large_agent_written_changes_approved_within_two_minutes(tmp_path: Path) -> None:
    events = [e for n in range(12) for e in a_change(n, AUTHORS[n % 6], read_for=1 if n < 3 else 40)]
    found = read(FAST_APPROVALS, evidence(tmp_path, events), WINDOW)
    assert (found.value, found.n) == (0.25, 12)


def test_asked_again_the_time_runs_from_the_last_question_before_the_approval(tmp_path: Path) -> None:
    def again(number: int, minutes: float) -> Event:
        name = f"x:{number}:again:{minutes}"
        return act(number, "requested", AUTHORS[number % 6], minutes, subject="email:ana@example.org", event_id=name)

    events = [e for n in range(12) for e in a_change(n, AUTHORS[n % 6], read_for=40)]
    events += [again(n, 49) for n in range(3)] + [again(n, 55) for n in range(3, 12)]
    found = read(FAST_APPROVALS, evidence(tmp_path, events), WINDOW)
    assert (found.value, found.n) == (0.25, 12)


def test_small_changes_and_changes_without_a_mark_are_no_part_of_it(tmp_path: Path) -> None:
    events = [e for n in range(12) for e in a_change(n, AUTHORS[n % 6], read_for=1, lines=400 if n == 11 else 401)]
    found = read(FAST_APPROVALS, evidence(tmp_path, events, marks=10), WINDOW)
    assert found.n == 10


@pytest.mark.parametrize(("authors", "rows"), [(4, 0), (5, 10)])
def test_below_five_authors_nothing_is_told_here_or_on_an_engine(tmp_path: Path, authors: int, rows: int) -> None:
    events = [e for n in range(12) for e in a_change(n, AUTHORS[n % 6], read_for=1) if n % 6 < authors]
    here = evidence(tmp_path, events)
    there = on_an_engine(here, tmp_path / "store")
    assert len(read(FAST_APPROVALS, here, WINDOW).rows) == rows
    assert len(read(FAST_APPROVALS, there, WINDOW).rows) == rows
    there.close()


def test_an_agent_that_opened_it_is_no_author_of_the_five(tmp_path: Path) -> None:
    events = [e for n in range(12) for e in a_change(n, AUTHORS[n % 4], read_for=1)]
    events = [
        Event(
            **{f: getattr(e, f) for f in e.__struct_fields__}
            | {"actor_kind": "agent", "actor": f"github:agent{e.object_id}"}
        )
        if e.verb == "opened"
        else e
        for e in events
    ]
    assert read(FAST_APPROVALS, evidence(tmp_path, events, marks=0), WINDOW).rows == ()


def test_a_bots_approval_is_no_gate(weeks) -> None:
    text = "".join(
        f"2026-03-{2 + n:02d} 09:00+0100 {AUTHORS[n % 5]} wrote c{n} a.py reviewed=ana,renovate[bot],openai-codex\n"
        for n in range(24)
    )
    measure = weeks(text).read(SOLE_GATE)
    assert (measure.value, measure.for_judging.n) == (1.0, 24), (
        "two machines approved, too, and she is still the only one"
    )
