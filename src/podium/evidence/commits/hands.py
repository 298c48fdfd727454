"""Whose hands made each recent change, and for whom an agent made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from podium.core.automation import WEB_EMAILS, agent_beside
from podium.core.hands import is_agents_branch, read_message
from podium.core.marks import table
from podium.evidence.people.book import split

if TYPE_CHECKING:
    from podium.core.hands import Hand
    from podium.evidence.people.book import Somebody
    from podium.evidence.views.build import Build

# Seconds a trace may be younger than the commit it names and still be part of it.
SAME_MOMENT_S = 5
_MERGED = r"^Merge (?:pull request #\d+ from [^/\s]+/|(?:remote-tracking )?branch ')([^\s']+)"


class Trace(NamedTuple):
    """A record of an agent's edit.

    Attributes:
        revision: the commit it names: the one it became, or the one it was made upon.
        at_s: when, epoch seconds. paths: the files.
    """

    revision: str
    at_s: int
    paths: tuple[str, ...]


def fill(build: Build) -> bool:
    """Table `hands`: one row for each recent change that carries a mark, with the person an agent made it for.

    Returns whether an agent left any of the marks.
    """
    db = build.db
    authors = [row[0] for row in db.execute("select identity from who where kind = 'human'").fetchall()]
    beside = [[author] for author in sorted(authors) if agent_beside(*split(author))]
    is_beside = _is_in(build, "c.author", "beside", beside)
    is_marked = _is_in(build, "c.hash", "marked", [[commit] for commit in sorted(_marked_elsewhere(build))])
    rows = db.execute(
        f"select c.hash, a.kind, {is_beside} as is_beside, {is_marked} as is_marked, c.committer, k.kind, c.message"
        " from commits c join who a on a.identity = c.author join who k on k.identity = c.committer"
        " where len(c.parents) < 2 and (a.kind <> 'human' or is_beside or is_marked"
        " or regexp_matches(c.message, $hint)) order by c.hash",
        {"hint": table().hint},
    ).fetchall()
    hands = [_hand_of(build, *row) for row in rows]
    db.execute("create temp table hands (hash varchar, hand varchar, person integer, by_me integer, in_team integer)")
    marked_rows = [
        [commit, hand, *((who.number, int(who.is_me), int(who.in_team)) if who else (None, None, None))]
        for commit, hand, who in hands
        if hand != "no mark"
    ]
    build.fill("hands", ["hash", "hand", "person", "by_me", "in_team"], marked_rows)
    return any(hand in ("with an agent", "by an agent") for _, hand, _ in hands)


def _is_in(build: Build, column: str, name: str, rows: Sequence[Sequence[str]]) -> str:
    """A condition: whether a column is among some values; where there are none, without asking for each row."""
    if not rows:
        return "false"
    build.db.execute(f"create temp table {name} (value varchar)")
    build.fill(name, ["value"], rows)
    return f"{column} in (select value from {name})"


def _hand_of(
    build: Build,
    commit: str,
    kind: str,
    is_beside: bool,
    is_marked: bool,
    committer: str,
    committer_kind: str,
    message: str,
) -> tuple[str, Hand, Somebody | None]:
    """The hand of one change, and the person it was made for where an agent or a machine is its author."""
    reading = read_message(message)
    has_mark = bool(reading.mark) or is_beside or is_marked
    if kind == "human":
        return commit, "with an agent" if has_mark else "no mark", None
    if kind == "bot" and not has_mark:
        return commit, "by automation", None
    people = [f"{name} <{address}>" for name, address in reading.people]
    if committer_kind == "human" and split(committer)[1].lower() not in WEB_EMAILS:
        people.append(committer)
    return commit, "by an agent", _first_person(build, people)


def _first_person(build: Build, people: Iterable[str]) -> Somebody | None:
    for identity in people:
        somebody = build.book.meet(identity, build.mailmaps)
        if somebody.kind == "human":
            return somebody
    return None


def _marked_elsewhere(build: Build) -> set[str]:
    """Commits marked outside their own message: a note with an agent's lines, a trace, an agent's branch."""
    marked_commits = {commit for clone in build.clones for commit, lines in clone.agent_lines.items() if lines}
    traces = [trace for clone in build.clones for trace in clone.traces]
    marked_commits.update(_traced(build, traces) if traces else ())
    marked_commits.update(_on_agents_branches(build))
    return marked_commits


def _traced(build: Build, traces: Sequence[Trace]) -> Iterator[str]:
    """The commit an edit became part of: the one it names when it is older than that, else the next upon it."""
    build.db.execute("create temp table traces (revision varchar, at_s bigint, path varchar)")
    rows = [[trace.revision, trace.at_s, path] for trace in traces for path in trace.paths]
    build.fill("traces", ["revision", "at_s", "path"], rows)
    traced_rows = build.db.execute(
        "select distinct c.hash from traces t join commits r on r.hash = t.revision join commits c"
        " on list_contains(c.paths, t.path) and case when t.at_s <= r.committer_at + $moment then c.hash = t.revision"
        " else list_contains(c.parents, t.revision) end",
        {"moment": SAME_MOMENT_S},
    )
    return (row[0] for row in traced_rows.fetchall())


def _on_agents_branches(build: Build) -> Iterator[str]:
    """What came with a branch an agent works on, back to where it left the trunk."""
    merged = build.db.execute(
        "select parents[2], regexp_extract(subject, $merged, 1) from commits where len(parents) = 2 and subject like 'Merge %'",
        {"merged": _MERGED},
    ).fetchall()
    tips = [tip for tip, branch in merged if branch and is_agents_branch(branch)]
    tips += [tip for clone in build.clones for ref, tip in sorted(clone.tips.items()) if is_agents_branch(ref)]
    if not tips:
        return
    step: Mapping[str, tuple[str | None, bool]] = {
        commit: (parent, on_main)
        for commit, parent, on_main in build.db.execute("select hash, parents[1], on_main from commits").fetchall()
    }
    visited: set[str] = set()
    for tip in tips:
        at: str | None = tip
        while at is not None and at in step and at not in visited and not step[at][1]:
            visited.add(at)
            yield at
            at = step[at][0]
