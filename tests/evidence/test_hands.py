"""Whose hands, in a whole look: for whom an agent wrote, by which marks, and what stays nobody's."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clones import Clone
from podium.app import screen
from podium.laws.weeks import Week
from podium.mirror.look import Asked
from podium.mirror.mirror import Mirror
from podium.signals import named

Weeks = Callable[..., Week]
AGENT = "copilot-swe-agent[bot]"
FOR_ANA = "says=x\\n\\nRequested-by:_ana_<ana@example.org>"


def hands(week: Week, verb: str = "arrived") -> set[tuple[str, str, str]]:
    rows = week.evidence.ask(f"select ref, hand, clock from mine where verb = '{verb}'", week.window(), question="test")
    return {(week.refs.get(ref, ref), hand, clock) for ref, hand, clock in rows}


def test_what_an_agent_wrote_for_her_is_hers_and_has_no_hour_of_hers(weeks: Weeks) -> None:
    week = weeks(f"2026-03-03 01:00+0100 {AGENT} wrote c1 a.py {FOR_ANA}\n2026-03-03 10:00+0100 ana wrote c2 a.py")
    assert hands(week) == {("c1", "by an agent", "landed"), ("c2", "no mark", "landed")}
    assert hands(week, "authored") == {("c1", "by an agent", "nobody"), ("c2", "no mark", "wrote")}
    rows = week.evidence.ask("select ref from mine where night_no is not null", week.window(), question="t")
    assert rows == []
    assert hands(week, "seen") == {("c2", "no mark", "landed")}, "an agent at work shows nobody at work"


def test_what_an_agent_wrote_for_a_colleague_is_theirs(weeks: Weeks) -> None:
    said = FOR_ANA.replace("ana", "bo")
    week = weeks(f"2026-03-03 10:00+0100 {AGENT} wrote c1 a.py {said}\n2026-03-03 11:00+0100 ana wrote c2 a.py")
    rows = week.rows("select ref, by_me from ours where verb = 'arrived'", week.window())
    assert {(week.refs[ref], mine) for ref, mine in rows} == {("c1", 0), ("c2", 1)}
    assert week.evidence.group_size(week.window()) == 1


def test_for_nobody_known_it_is_nobodys(weeks: Weeks) -> None:
    week = weeks(f"2026-03-03 10:00+0100 {AGENT} wrote c1 a.py\n2026-03-03 11:00+0100 ana wrote c2 a.py")
    rows = week.evidence.ask("select ref from ours where verb = 'arrived'", week.window(), question="t")
    assert [week.refs[row[0]] for row in rows] == ["c2"]


def test_whoever_committed_an_agents_change_had_it_made(weeks: Weeks) -> None:
    week = weeks(f"2026-03-03 10:00+0100 {AGENT} wrote c1 a.py by=ana")
    assert hands(week) == {("c1", "by an agent", "landed")}
    assert hands(week, "committed") == set(), "it is her own change, not somebody else's that she landed"


TEAM = ("ana", "bo", "chi", "dee", "eli", "fay")


def agents_at_work(*names: str) -> str:
    """A month in which agents write for everybody; `names` are what the agents are called, in turn."""
    lines = []
    for n in range(120):
        who = TEAM[n % 6]
        when = f"2026-03-{1 + n % 28:02d} {9 + n % 8:02d}:{n % 60:02d}+0100"
        kind = ("feature", "fix", "docs")[n % 3]
        agent = names[n % len(names)]
        lines.append(
            f"{when} {agent} wrote c{n} s{n % 7}.py says={kind}:_x\\n\\nRequested-by:_{who}_<{who}@example.org>"
            if n % 3 == 0
            else f"{when} {who} wrote c{n} s{n % 7}.py says={kind}:_x"
        )
    return "\n".join(lines)


@pytest.mark.parametrize(
    "signal",
    ["own-share", "concentration", "truck-factor", "files-at-risk", "absence", "reactive-share", "improvement-share"],
)
def test_one_agent_or_many_give_the_same_reading(weeks: Weeks, signal: str) -> None:
    many = ("copilot-swe-agent[bot]", "openai-codex", "devin-ai-integration[bot]", "cursor-agent", "claude[bot]")
    first, second = (weeks(agents_at_work(*names)).read(named(signal)) for names in (many[:1], many))
    assert (first.value, first.n, first.why_none, first.details) == (
        second.value,
        second.n,
        second.why_none,
        second.details,
    )


# -- real repositories ----------------------------------------------------------------------------------------------


def seen_hands(path: Path, **named_options: object) -> dict[str, str]:
    """Subject to hand, of her own changes."""
    asked = Asked(paths=(path,), me=("ada@example.org",), as_of=date(2026, 3, 31), **named_options)  # type: ignore[arg-type]
    mirror = Mirror(asked, now=datetime(2026, 4, 1, tzinfo=UTC))
    try:
        rows = mirror.evidence.ask("select ref, hand from mine where verb = 'arrived'", mirror.window, question="hands")
        said = mirror.evidence.events(ref for ref, _ in rows)
        return {said[ref].subject: hand for ref, hand in rows}
    finally:
        mirror.close()


def dated(day: int) -> dict[str, str]:
    return {f"GIT_{role}_DATE": f"2026-03-{day:02d}T10:00:00+0100" for role in ("AUTHOR", "COMMITTER")}


def test_notes_of_git_ai_are_read_and_read_again_when_they_change(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    first = clone.commit("one", {"a.py": "1\n2\n3\n"}, **dated(9))
    clone.commit("two", {"b.py": "1\n"}, **dated(10))
    third = clone.commit("three", {"c.py": "1\n"}, **dated(11))
    note = b'a.py\n  s_1::t_1 1-2\n  h_9 3\n---\n{"schema_version": "authorship/3.0.0", "prompts": {"x": {"messages": ["SECRET"]}}}\n'
    clone.git("notes", "--ref=ai", "add", "-C", clone.blob(note), first, **dated(9))
    clone.git("notes", "--ref=ai", "add", "-C", clone.blob(b"c.py\n  h_9 1\n---\n{}\n"), third, **dated(9))
    assert seen_hands(clone.path) == {"one": "with an agent", "two": "no mark", "three": "no mark"}
    clone.git("notes", "--ref=ai", "add", "-f", "-C", clone.blob(b"c.py\n  abc 1\n---\n{}\n"), third, **dated(9))
    assert seen_hands(clone.path)["three"] == "with an agent"


def test_no_word_of_a_note_is_kept(tmp_path: Path) -> None:
    from podium.system import paths

    clone = Clone.new(tmp_path / "web")
    first = clone.commit("one", {"a.py": "1\n"}, **dated(9))
    note = b'a.py\n  s_1::t_1 1\n---\n{"prompts": {"x": {"messages": ["SECRETWORD"]}}}\n'
    clone.git("notes", "--ref=ai", "add", "-C", clone.blob(note), first, **dated(9))
    seen_hands(clone.path)
    assert [p for p in paths.evidence().rglob("*") if p.is_file() and b"SECRETWORD" in p.read_bytes()] == []


def test_a_trace_marks_the_commit_it_became_part_of(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    base = clone.commit("base", {"a.py": "1\n"}, **dated(9))
    clone.commit("upon it", {"a.py": "2\n"}, **dated(10))
    clone.commit("another file", {"b.py": "2\n"}, **dated(11))

    def record(revision: str, at: str, kind: str, path: str) -> str:
        contributor = {"contributor": {"type": kind}, "ranges": [{"start_line": 1, "end_line": 1}]}
        told = {"path": path, "conversations": [contributor]}
        return json.dumps(
            {"version": "0.1", "timestamp": at, "vcs": {"type": "git", "revision": revision}, "files": [told]}
        )

    traces = tmp_path / "web" / ".agent-trace" / "traces.jsonl"
    traces.parent.mkdir()
    traces.write_text(
        record(base, "2026-03-10T08:00:00Z", "ai", "a.py")
        + "\n{broken\n"
        + record(base, "2026-03-10T08:00:00Z", "human", "b.py")
        + "\n"
    )
    assert seen_hands(clone.path) == {"base": "no mark", "upon it": "with an agent", "another file": "no mark"}


def test_what_came_on_an_agents_branch(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    clone.commit("base", {"a.py": "1\n"}, **dated(9))
    clone.git("switch", "-qc", "copilot/fix-3")
    clone.commit("on the branch", {"b.py": "1\n"}, **dated(10))
    clone.git("switch", "-q", "main")
    clone.commit("meanwhile", {"c.py": "1\n"}, **dated(10))
    clone.git(
        "merge", "-q", "--no-ff", "-m", "Merge pull request #3 from acme/copilot/fix-3", "copilot/fix-3", **dated(11)
    )
    assert seen_hands(clone.path) == {"base": "no mark", "on the branch": "with an agent", "meanwhile": "no mark"}


def test_a_copy_that_is_shared_says_the_same(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    agent = {"GIT_AUTHOR_NAME": AGENT, "GIT_AUTHOR_EMAIL": "198982749+Copilot@users.noreply.github.com"}
    hosted = {"GIT_COMMITTER_NAME": "GitHub", "GIT_COMMITTER_EMAIL": "noreply@github.com"}
    for n in range(3):
        clone.commit(f"own {n}", {"a.py": f"{n}\n"}, **dated(9 + n))
        clone.commit(
            f"agent {n}\n\nCo-authored-by: Ada <ada@example.org>", {"b.py": f"{n}\n"}, **dated(9 + n), **agent, **hosted
        )
    asked = Asked(paths=(clone.path,), me=("ada@example.org",), as_of=date(2026, 3, 31))
    mirror = Mirror(asked, now=datetime(2026, 4, 1, tzinfo=UTC))
    copy = tmp_path / "copy"
    copy.mkdir()
    mirror.disguise(copy, b"s" * 32)
    counts = "select hand, count(*) from mine where verb = 'arrived' group by hand"
    told = mirror.evidence.ask(counts, mirror.window, question="t")
    mirror.close()
    again = Mirror(Asked(paths=(copy,), as_of=date(2026, 3, 31)), now=datetime(2026, 4, 1, tzinfo=UTC))
    assert again.evidence.ask(counts, again.window, question="t") == told == [("by an agent", 3), ("no mark", 3)]
    again.close()


def test_a_manager_who_asks_an_agent_every_night_is_never_clear(tmp_path: Path) -> None:
    """The case of the trap in its newest form, made small."""
    clone = Clone.new(tmp_path / "web")
    agent = {"NAME": AGENT, "EMAIL": "198982749+Copilot@users.noreply.github.com"}
    n = 0
    for day in range(2, 28):
        for who in ("Bo", "Cy", "Di", "Ed", "Fay"):
            n += 1
            as_who = {f"GIT_{role}_NAME": who for role in ("AUTHOR", "COMMITTER")}
            as_who |= {f"GIT_{role}_EMAIL": f"{who.lower()}@example.org" for role in ("AUTHOR", "COMMITTER")}
            clone.commit(f"feat: {n}", {f"f{n % 7}.txt": f"{n}\n"}, **dated(day), **as_who)
        clone.commit(f"fix: {day}", {"own.txt": f"{day}\n"}, **dated(day))
        if day % 2:
            night = {f"GIT_{role}_DATE": f"2026-03-{day:02d}T01:10:00+0100" for role in ("AUTHOR", "COMMITTER")}
            night |= {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in agent.items()}
            clone.commit(f"feat: agent {day}\n\nCo-authored-by: Ada <ada@example.org>", {"g.txt": f"{day}\n"}, **night)
    mirror = Mirror(
        Asked(paths=(clone.path,), me=("ada@example.org",), as_of=date(2026, 3, 28)),
        now=datetime(2026, 4, 1, tzinfo=UTC),
    )
    look = mirror.look()
    judged, row = look.judged[0], screen.row_of(look.judged[0], look)
    own = mirror.reader(named("own-share"))
    mirror.close()
    assert judged.verdict != "clear"
    assert row.says == "At which hour you asked agents for 13 changes is not known."
    assert "13 changes an agent wrote for you; at which hour you asked is not known." in dict(row.unknown)
    assert not [words for words in row.fine if "night" in words]
    assert "13 changes an agent wrote for you; at which hour you asked is not known" in judged.why
    assert own.value == pytest.approx(39 / (39 + 130), abs=0.005)
