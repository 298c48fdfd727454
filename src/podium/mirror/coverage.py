"""Coverage: what a look rests on and what it could not see, counted; names stay out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from podium import sources
from podium.connections import sync
from podium.core.group import Band
from podium.core.measure import counted
from podium.core.time import DAY_S, local_text
from podium.evidence.people.book import is_doubtful, split
from podium.evidence.views import gaps
from podium.mirror.look import Coverage
from podium.sources import git
from podium.traps import BASELINE_DAYS

if TYPE_CHECKING:
    from podium.evidence.people.book import Somebody
    from podium.mirror.mirror import Mirror
    from podium.mirror.read_clones import Gathered
    from podium.sources.git import Repository

# A clone without anything newer may be one that nobody fetched.
OLD_DAYS = 14


def coverage(mirror: Mirror) -> Coverage:
    """What was read."""
    everybody, span = mirror.book.everybody(), mirror.evidence.span()
    behind = _behind(mirror)
    return Coverage(
        repositories=tuple((name, branch, str(Band.of(commits))) for name, branch, commits in repositories(mirror)),
        commits=span.commits.of_a("commit"),
        first_s=span.first_s,
        last_s=span.last_s,
        spellings=len(mirror.book.me.reasons),
        people=_count(everybody, "human"),
        bots=_count(everybody, "bot"),
        agents=_count(everybody, "agent"),
        group_size=mirror.evidence.group_size(mirror.window),
        yardstick=mirror.evidence.yardstick.words,
        gaps=tuple(_gaps(mirror, everybody, behind)),
        behind=sum(behind.values()) if mirror.asked.as_of is None else 0,
    )


def repositories(mirror: Mirror) -> tuple[tuple[str, str, int], ...]:
    """Name, branch read and commits of each repository, by name."""
    if mirror.shared:
        return mirror.shared.repositories
    return tuple(sorted(_repository(clone) for clone in mirror.gathered))


def branches(mirror: Mirror) -> list[str]:
    """The branch read of each repository, in the order they were opened."""
    rows = mirror.shared.repositories if mirror.shared else map(_repository, mirror.gathered)
    return [branch for _, branch, _ in rows]


def connected(mirror: Mirror) -> frozenset[str]:
    """What there is beside git, by the names a trap uses for what would tell more."""
    journal = {"journal"} if mirror.journal is not None else set[str]()
    if mirror.shared:
        return frozenset(journal | {what for source in mirror.shared.connected for what in sources.feeds(source)})
    return frozenset(journal | {what for row in sync.store().coverage() for what in sources.feeds(row.source)})


def _gaps(mirror: Mirror, everybody: Sequence[Somebody], behind: Mapping[str, int]) -> Iterator[str]:
    evidence, window = mirror.evidence, mirror.window
    if mirror.shared:
        yield from mirror.shared.gaps
    for gathered in mirror.gathered:
        yield from _stale(mirror, gathered.repository, behind)
    for gathered in mirror.gathered:
        yield from _missing(gathered.repository)
    if (since := mirror.file.me.manages_since) and not mirror.reader.is_hers(mirror.window.before(days=BASELINE_DAYS)):
        whole = since + timedelta(days=BASELINE_DAYS + (mirror.window.end_s - mirror.window.start_s) // DAY_S)
        yield f"you manage since {since}: nothing before that day is held against you; comparisons are whole from {whole} on"
    if mirror.why_no_journal:
        yield mirror.why_no_journal
    if mirror.journal is not None and (mistakes := len(mirror.journal.notes())):
        yield f"{counted(mistakes, 'mistake')} in your journal: `podium journal check` names each"
    doubtful = sum(
        somebody.kind == "human" and any(is_doubtful(*split(i)) for i in somebody.reasons) for somebody in everybody
    )
    if doubtful:
        yield f"{counted(doubtful, 'name')} that may be automation, counted as people: `podium me` asks about them"
    for ref in evidence.unsure_names():
        yield f'several attendees of your calendar may be {ref}: write theirs there, keys = ["email:..."]'
    if withheld := evidence.withheld(window):
        yield f"nothing about others is told: {withheld}"
    if unknown := gaps.landed_on_web(evidence, window.start_s):
        yield f"{unknown.of_a('change')} landed on the web; git does not say by whom, a code review source would"
    if untimed := gaps.untimed_answers(evidence, window.start_s):
        yield (
            f"{counted(untimed, 'answer')} to a request for your review cannot be timed, no clock of yours is known:"
            " `podium me --edit`, write your zone"
        )
    if undated := gaps.undated(evidence):
        yield f"{undated.of_a('commit')} without a usable date: no hour is told of them"
    if unknown_paths := gaps.unknown_paths(evidence):
        yield f"{unknown_paths.of_a('change')} without known paths: what kind of work they were is not told"
    if future := gaps.commits_after(evidence, window.end_s):
        yield f"{future.of_a('commit')} after the day looked at, left out"


def _behind(mirror: Mirror) -> dict[str, int]:
    """How many commits of each repository were fetched already and are not in what was read."""
    if mirror.asked.branches:
        return {}
    counts = {gathered.repository.name: git.count_behind(gathered.repository) for gathered in mirror.gathered}
    return {name: commits for name, commits in counts.items() if commits}


def _stale(mirror: Mirror, repository: Repository, behind: Mapping[str, int]) -> Iterator[str]:
    """A clone that was not updated for long, or whose branch lacks what was fetched already."""
    if mirror.asked.as_of is None:
        newest = mirror.evidence.newest_of(repository.name)
        if newest is not None and mirror.now.timestamp() // DAY_S - newest // DAY_S > OLD_DAYS:
            day = local_text(newest, 0)[:10]
            yield f"the newest commit of {repository.name} is of {day}, over {OLD_DAYS} days ago: `git pull` if there is more"
    if commits := behind.get(repository.name):
        yield f"{repository.name} is {counted(commits, 'commit')} behind what was fetched last: `git pull` brings them"


def _missing(repository: Repository) -> Iterator[str]:
    if repository.unread_branches:
        yield f"{repository.unread_branches} other branches of {repository.name}: --branches reads them too"
    if repository.is_shallow:
        yield f"{repository.name} is a shallow clone: `git fetch --unshallow` brings the rest of its history"
    if repository.is_without_trees:
        yield f"{repository.name} is a clone without trees: no changed path is known"


def _count(everybody: Sequence[Somebody], kind: str) -> int:
    return sum(somebody.kind == kind and bool(somebody.reasons) for somebody in everybody)


def _repository(gathered: Gathered) -> tuple[str, str, int]:
    repository = gathered.repository
    return repository.name, repository.head.removeprefix("refs/heads/") or "detached", gathered.manifest.commits
