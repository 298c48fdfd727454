"""Postmortems: a timeline with a link on each line, nobody as a cause, few actions, lag told."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clones import clean_env
from journals import page, table
from podium.app import postmortem
from podium.connections import sync
from podium.core.errors import CannotRead, CannotTell
from podium.core.event import Event
from podium.documents import render
from podium.journal import Journal, open_journal
from podium.programs.postmortems import check, evidence
from podium.sources import StreamPage

DAY = date(2026, 10, 6)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal in which one responder is listed and the others are not."""
    root = tmp_path / "lead"
    (root / "people").mkdir(parents=True)
    (root / "journal.toml").write_text("")
    (root / "people" / "kim.md").write_text(page(keys=["pd:PKIM", "email:kim.lee@example.org"]))
    return open_journal(root)


def entry(kind: str, at: str, agent: str, *, person: bool = True, to: str = "") -> dict[str, object]:
    return {
        "id": f"R{at}",
        "type": f"{kind}_log_entry",
        "created_at": f"2026-10-06T{at}:00Z",
        "agent": {"id": agent, "type": "user_reference" if person else "service_reference", "summary": "A Name"},
        "incident": {"id": "PINC1", "type": "incident_reference"},
        "assignees": [{"id": to, "type": "user_reference", "summary": "A Name"}] if to else None,
        "html_url": f"https://pd.example/{at}",
    }


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An incident of three quarters of an hour."""
    acts = [
        entry("trigger", "21:30", "PSVC", person=False),
        entry("assign", "21:30", "PSVC", person=False, to="PBO"),
        entry("acknowledge", "21:36", "PKIM"),
        entry("annotate", "21:50", "PBO"),
        entry("notify", "21:31", "PBO"),
        entry("resolve", "22:15", "PKIM"),
    ]
    path = tmp_path / "log.json"
    path.write_text(json.dumps({"log_entries": acts}))
    return path


def new(journal: Journal, export: Path, **more: object) -> str:
    request = postmortem.NewPostmortem(title="Payments slow", exports=(export,), **more)  # type: ignore[arg-type]
    return postmortem.draft(journal, request).stem


def test_the_timeline_is_in_utc_with_a_link_on_each_line_and_roles_for_people(journal: Journal, export: Path) -> None:
    name = new(journal, export)
    made = postmortem.named(journal, name)
    assert made.head.minutes == 45
    assert made.head.resolved == DAY
    lines = [line for line in made.body.splitlines() if line.startswith("- ")]
    assert lines == [
        "- 2026-10-06 21:30 opened [https://pd.example/21:30]",
        "- 2026-10-06 21:30 paged: responder 1 [https://pd.example/21:30]",
        "- 2026-10-06 21:36 acknowledged by kim [https://pd.example/21:36]",
        "- 2026-10-06 21:50 note by responder 1 [https://pd.example/21:50]",
        "- 2026-10-06 22:15 resolved by kim [https://pd.example/22:15]",
    ]
    assert "A Name" not in (journal.root / made.file).read_text()


def test_a_real_export_is_drafted(journal: Journal, samples: Path) -> None:
    files = tuple(samples / "pagerduty" / f"log_entries.page{n}.json" for n in (1, 2))
    path = postmortem.draft(journal, postmortem.NewPostmortem(title="t", incident="PINC001", exports=files))
    assert "acknowledged by responder" in path.read_text()


def test_an_incident_of_a_connected_source_is_drafted(journal: Journal) -> None:
    acts = [
        Event(
            event_id=f"pagerduty:a:{n}:{verb}",
            source="pagerduty",
            instance="a",
            verb=verb,  # type: ignore[arg-type]
            ts=datetime(2026, 10, 6, 21, 30 + n, tzinfo=UTC),
            actor="pd:PX",
            object_kind="incident",
            object_id="pagerduty:a:PINC7",
            ref_url="https://pd.example/i",
        )
        for n, verb in enumerate(("opened", "acknowledged", "closed"))
    ]
    with sync.store().writing() as writer:
        batch = writer.begin("pagerduty", "pagerduty", 1)
        writer.add(batch, writer.lot([StreamPage("log", tuple(acts))]))
        writer.end(batch, 2)
    path = postmortem.draft(journal, postmortem.NewPostmortem(title="t", incident="PINC7"))
    assert "acknowledged by responder 1 [https://pd.example/i]" in path.read_text()
    with pytest.raises(CannotRead, match="no incidents are called 'PINC8'"):
        postmortem.draft(journal, postmortem.NewPostmortem(title="t", incident="PINC8"))


def test_changes_around_it_are_on_the_timeline_without_their_authors(
    journal: Journal, export: Path, tmp_path: Path
) -> None:
    lines = []
    for n, at in enumerate((datetime(2026, 10, 6, 21, 10, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC))):
        stamp = f"Eve Adams <eve@example.org> {int(at.timestamp())} +0000"
        says = f"Change the retry {n}"
        lines += ["commit refs/heads/main", f"author {stamp}", f"committer {stamp}", f"data {len(says)}", says]
        lines += [f"M 100644 inline f{n}", "data 1", "x"]
    clone = tmp_path / "pay"
    subprocess.run(["git", "init", "-q", "-b", "main", str(clone)], check=True, env=clean_env())
    said = "\n".join(lines).encode()
    subprocess.run(["git", "-C", str(clone), "fast-import", "--quiet"], input=said, check=True, env=clean_env())
    text = (journal.root / "postmortems" / f"{new(journal, export, clones=(clone,))}.md").read_text()
    assert "21:10 change landed in pay: Change the retry 0 [pay@" in text
    assert "retry 1" not in text
    assert "Eve" not in text


def test_nobody_is_a_cause(journal: Journal, export: Path) -> None:
    name = new(journal, export)
    for text, hit in {
        "Kim pushed it": "Kim",
        "kim.lee was tired": "kim.lee",
        "@bo did it": "@bo",
        "human error in the config": "human error",
        "the operator forgot the flag": "operator forgot",
    }.items():
        journal.write("postmortem", name, {"factors": [text, "the retry had no limit"]})
        assert any(hit.lower() in p.what.lower() for p in postmortem.problems(journal, name)), text
        with pytest.raises(CannotTell, match="individuals are never a cause"):
            postmortem.page(journal, name, DAY)
    journal.write("postmortem", name, {"factors": ["a config could be pushed without review", "no limit"]})
    assert "without review" in render(postmortem.page(journal, name, DAY), "md").decode()


def test_a_dozen_actions_without_owners_are_a_wish_list(journal: Journal, export: Path) -> None:
    name = new(journal, export)
    rows = [{"id": f"a{n}", "postmortem": name, "what": "x", "sort": "prevent"} for n in range(4)]
    (journal.root / "postmortem-actions.toml").write_text(table("postmortem_action", rows))
    whats = [p.what for p in postmortem.problems(journal.fresh(), name)]
    assert "4 actions are a wish list; 3 get done" in whats
    assert whats.count("has no owner and no due") == 4


def test_a_line_of_the_timeline_without_evidence_is_named(journal: Journal, export: Path) -> None:
    name = new(journal, export)
    made = postmortem.named(journal, name)
    body = made.body.replace("# What happened", "- 22:20 we went home\n\n# What happened")
    journal.write("postmortem", name, {}, body=body)
    assert any("no evidence" in p.what for p in postmortem.problems(journal, name))


@pytest.mark.parametrize(
    ("severity", "met", "days", "is_over"),
    [
        ("sev1", date(2026, 10, 9), 3, False),
        ("sev1", date(2026, 10, 10), 4, True),
        ("sev2", date(2026, 10, 13), 5, False),
        ("sev2", date(2026, 10, 14), 6, True),
    ],
)
def test_a_talk_is_late_after_three_days_or_five_working_days(
    journal: Journal, export: Path, severity: str, met: date, days: int, *, is_over: bool
) -> None:
    name = new(journal, export, severity=severity)
    journal.write("postmortem", name, {"met_on": met})
    (row,) = postmortem.status(journal, date(2026, 12, 1))
    assert (row.talk.days, row.talk.is_over, row.talk.is_open) == (days, is_over, False)


def test_actions_are_late_after_their_day_or_thirty(journal: Journal, export: Path) -> None:
    name = new(journal, export)
    head = postmortem.named(journal, name).head
    from podium.journal.kinds.postmortem_action import PostmortemAction

    made = PostmortemAction(id="a", postmortem=name, what="x", sort="prevent")
    assert not check.action_lag(head, made, date(2026, 11, 5)).is_over
    assert check.action_lag(head, made, date(2026, 11, 6)).is_over


def test_what_was_changed_becomes_a_draft_of_the_portfolio(journal: Journal, export: Path) -> None:
    name = new(journal, export)
    with pytest.raises(CannotTell, match="nothing is changed"):
        postmortem.to_portfolio(journal, name)
    journal.write("postmortem", name, {"decision_changed": "the retry library has an owner", "teams": ["pay", "infra"]})
    path = postmortem.to_portfolio(journal, name)
    made = journal.entry("portfolio-entry", path.stem)
    assert made is not None
    assert made.head.status == "draft"
    assert made.head.drafted_from == (f"postmortems/{name}.md",)
    assert journal.fresh().notes() == ()


@pytest.mark.parametrize("text", ["", "[]", '{"log_entries": 3}', "\x00", '{"log_entries": []}'])
def test_another_file_is_refused_with_a_next_step(journal: Journal, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(CannotRead, match="not an export"):
        evidence.from_export((path,), "")
