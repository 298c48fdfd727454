"""Ladders: no rung is skipped, no artefact is lost, and nobody is shown who did not agree."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journals import page
from podium.app import ladder
from podium.core.errors import CannotRead, CannotTell, CannotWrite, Misuse
from podium.documents import render
from podium.journal import Journal, open_journal
from podium.journal.entry import Entry
from podium.journal.kinds.ladder import Ladder, Rung
from podium.journal.kinds.ladder_step import LadderStep
from podium.programs.ladders.read import bundled
from podium.programs.ladders.standing import standing

FIRST = date(2026, 3, 2)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal with one person in it."""
    (tmp_path / "journal.toml").write_text("")
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ana.md").write_text(page())
    return open_journal(tmp_path)


def start(journal: Journal, **fields: object) -> str:
    values: dict[str, object] = {"ladder": "em-shadow", "purpose": "find out", "started": FIRST, **fields}
    return ladder.start_run(journal, ladder.StartRun(**values)).stem  # type: ignore[arg-type]


def full_step(run: str, day: date, **fields: object) -> ladder.AddStep:
    values: dict[str, object] = {"artefact": "notes.md", "evidence": "seen", "confirmed_on": day, "checked_on": day}
    return ladder.AddStep(run=run, day=day, **(values | fields))  # type: ignore[arg-type]


def test_podium_brings_four_ladders_of_five_rungs() -> None:
    names = [named.name for named in bundled()]
    assert names == ["bar-raiser-coach", "em-shadow", "incident-commander", "reverse-mentoring"]
    assert all(len(named.ladder.rungs) == 5 for named in bundled())


@pytest.mark.parametrize("named", bundled(), ids=lambda named: named.name)
def test_every_ladder_is_a_page(named: object) -> None:
    _, document = ladder.show_ladder(None, named.name, FIRST)  # type: ignore[attr-defined]
    text = render(document, "md").decode()
    assert all(rung.artefact in text for rung in named.ladder.rungs)  # type: ignore[attr-defined]


def test_her_own_ladder_takes_the_place_of_one_podium_brings(journal: Journal) -> None:
    path = ladder.copy_ladder(journal, "em-shadow")
    path.write_text(path.read_text().replace('title = "EM shadow"', 'title = "Ours"'))
    fresh = journal.fresh()
    assert {named.ladder.title for named in ladder.list_ladders(fresh)} >= {"Ours", "Incident commander"}
    assert fresh.notes() == ()
    with pytest.raises(CannotWrite, match="a file of that name"):
        ladder.copy_ladder(fresh, "em-shadow")


def test_a_file_about_somebody_else_needs_their_agreement(journal: Journal) -> None:
    with pytest.raises(CannotTell, match="agreement"):
        start(journal, person="ana")
    with pytest.raises(CannotRead, match="no person called 'bo'"):
        start(journal, person="bo", agreed_on=FIRST)
    start(journal, person="ana", agreed_on=FIRST)


def test_who_did_not_agree_is_not_shown(journal: Journal) -> None:
    run = start(journal, person="ana", agreed_on=FIRST)
    journal.write("ladder-run", run, {"agreed_on": None})
    status = ladder.status(journal)
    assert status.runs == ()
    assert status.without_consent == (f"ladder-runs/{run}.md",)
    with pytest.raises(CannotTell, match="not agreed"):
        ladder.add_step(journal, full_step(run, FIRST))


def test_runs_are_listed_by_name_and_not_by_rung(journal: Journal) -> None:
    far = start(journal, ladder="reverse-mentoring")
    near = start(journal, ladder="incident-commander")
    ladder.add_step(journal, full_step(far, FIRST))
    ladder.add_step(journal, full_step(far, FIRST))
    assert [run.run.id for run in ladder.status(journal).runs] == sorted([far, near])


def test_a_rung_cannot_be_skipped_by_command(journal: Journal) -> None:
    run = start(journal)
    with pytest.raises(Misuse, match=r"rung 2 is not open: rung 1 \(Growth plan\) comes first"):
        ladder.add_step(journal, full_step(run, FIRST, rung=2))
    ladder.add_step(journal, full_step(run, FIRST))
    _, now = ladder.add_step(journal, full_step(run, FIRST, rung=2))
    assert now.current is not None
    assert now.current.number == 2


def test_what_was_not_confirmed_does_not_count_and_says_so(journal: Journal) -> None:
    run = start(journal)
    path, now = ladder.add_step(journal, full_step(run, FIRST, checked_on=None))
    assert now.rungs[0].waiting[0].why == "your own manager has not confirmed it"
    journal.write("ladder-step", path.stem, {"confirmed_on": None})
    assert "participant has not confirmed" in ladder.status(journal).runs[0].standing.rungs[0].waiting[0].why


def test_sessions_are_invitations_for_what_is_left_of_the_rung(journal: Journal) -> None:
    run = start(journal)
    ladder.add_step(journal, full_step(run, FIRST))
    blocks = ladder.sessions(
        journal, run, date(2026, 3, 7), time(14), "Europe/Berlin", organizer="me@example.org", guest="a@example.org"
    )
    assert [f"{block.start:%a %d}" for block in blocks] == ["Mon 09", "Thu 12", "Mon 16"]
    assert all(block.guests == ("a@example.org",) for block in blocks)


steps = st.lists(
    st.builds(
        LadderStep,
        run=st.just("r"),
        rung=st.integers(0, 5),
        date=st.integers(0, 20).map(lambda n: FIRST + timedelta(days=n)),
        artefact=st.sampled_from(["", "a.md"]),
        evidence=st.sampled_from(["", "e"]),
        confirmed_on=st.sampled_from([None, date(2026, 12, 1)]),
        checked_on=st.sampled_from([None, date(2026, 12, 1)]),
    ),
    max_size=14,
)
RUNGS = tuple(
    Rung(name=f"r{n}", does="d", artefact="a", evidence="e", times=times, confirmed_by=by)
    for n, (times, by) in enumerate([(1, ""), (2, "host"), (1, ""), (2, "")])
)
LADDER = Ladder(title="t", purpose="p", rungs=RUNGS)


@given(steps, st.randoms())
def test_in_whatever_order_files_are_written_no_rung_is_skipped_and_no_artefact_is_lost(
    heads: list[LadderStep], random: object
) -> None:
    entries = [
        Entry(id=f"s{n}", kind="ladder-step", file=f"s{n}.md", line=1, head=head) for n, head in enumerate(heads)
    ]
    now = standing(LADDER, entries)
    random.shuffle(entries)  # type: ignore[attr-defined]
    assert standing(LADDER, entries) == now
    assert sorted(step.id for step in now.steps) == sorted(entry.id for entry in entries)
    for below, above in zip(now.rungs, now.rungs[1:], strict=False):
        if above.counted:
            assert len(below.counted) >= below.rung.times
            assert below.finished_on is not None
            assert all(step.head.date >= below.finished_on for step in above.counted)
    if now.current is not None:
        assert all(rung.finished_on is not None for rung in now.rungs[: now.current.number - 1])
