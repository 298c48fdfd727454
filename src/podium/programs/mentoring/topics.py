"""What is worth learning: what entered, where she has not been, what rubs, what she added."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.core.errors import CannotReach
from podium.core.group import Band
from podium.core.measure import counted
from podium.core.time import DAY_S, Window
from podium.journal.kinds import topic as own_topic
from podium.programs.mentoring import manifests
from podium.programs.mentoring.file_names import tool_of
from podium.programs.mentoring.frictions import HERS, RETRIES, REVERTS
from podium.programs.mentoring.snapshot import changed_between, held_at, is_own

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.mirror.mirror import Mirror
    from podium.programs.mentoring.snapshot import Snapshot
    from podium.sources.git import Repository

Sort = Literal["yours", "new", "major version", "tool", "unseen area", "reverts", "retries"]
TWO_QUARTERS_DAYS = 182
YEAR_DAYS = 365
_NAMED = 6
# `^18.2`, `~> 8.0, >= 8.0.1`, `22-slim`; neither a hash nor a day.
_FIRST = re.compile(r"[~^>=<!v ]*([0-9]{1,5})(?=[.,\s-]|$)")
# podium's own defaults: fewer are a day's bad luck.
_FEWEST_REVERTS, _FEWEST_RETRIES, _FEWEST_FILES = 3, 5, 5


class Topic(msgspec.Struct, frozen=True, order=True):
    """One thing to learn.

    Attributes:
        area: repository and folder, the words a mentor's areas are compared with. sort: why it is offered.
        what: in words. receipt: where it can be looked up.
    """

    area: str
    sort: Sort
    what: str
    receipt: str


class TopicList(msgspec.Struct, frozen=True):
    """Topics in alphabetical order of their area, and what could not be read."""

    topics: tuple[Topic, ...]
    unread: tuple[str, ...]


def propose(mirror: Mirror, journal: Journal | None) -> TopicList:
    """Everything the last two quarters and her journal offer; nothing is ranked."""
    topics = [*_own(journal), *_rubs(mirror)]
    unread: list[str] = []
    touched = _touched(mirror)
    for gathered in mirror.gathered:
        repository = gathered.repository
        try:
            repository_topics, missing = _of_repository(
                repository, mirror.window.end_s, touched.get(repository.name, set())
            )
        except CannotReach as wrong:
            unread.append(f"{repository.name}: {wrong.what}")
            continue
        topics += repository_topics
        unread += [f"{repository.name}: {reason}" for reason in missing]
    return TopicList(tuple(sorted(dict.fromkeys(topics))), tuple(sorted(set(unread))))


def _own(journal: Journal | None) -> Iterator[Topic]:
    for entry in journal.entries(own_topic.KIND) if journal is not None else ():
        why = f" ({entry.head.why})" if entry.head.why else ""
        yield Topic(entry.head.area, "yours", f"{entry.head.what}{why}", f"{entry.file}:{entry.line}")


def _of_repository(repository: Repository, end_s: int, touched: set[str]) -> tuple[list[Topic], tuple[str, ...]]:
    old = held_at(repository.path, end_s - TWO_QUARTERS_DAYS * DAY_S)
    new = held_at(repository.path, end_s)
    if not old.commit or not new.commit:
        return [], (("it has no commit older than two quarters, so nothing can be new in it",) if new.commit else ())
    if old.commit == new.commit:
        return [], ()
    name = repository.name
    topics = [*_needs(name, old, new), *_tools(name, old, new), *_unseen(repository, old, new, touched)]
    return topics, new.unread


def _needs(name: str, old: Snapshot, new: Snapshot) -> Iterator[Topic]:
    """What entered, and what rose by a major version: each name once a language, at the first manifest that has it."""
    before: dict[str, set[str]] = defaultdict(set)
    for path, needs in old.needs.items():
        before[_dialect(path)].update(need.name for need in needs)
    places: dict[tuple[Sort, str, str], list[str]] = defaultdict(list)
    for path, needs in sorted(new.needs.items()):
        for entered in {need.name for need in needs if need.is_direct} - before[_dialect(path)]:
            places["new", _dialect(path), entered].append(path)
        for risen in _majors(old.needs.get(path, frozenset()), needs):
            places["major version", _dialect(path), risen].append(path)
    grouped: dict[tuple[str, Sort, int], list[str]] = defaultdict(list)
    for (sort, _, words), paths in sorted(places.items()):
        grouped[paths[0], sort, len(paths)].append(words)
    for (path, sort, files), things in grouped.items():
        more = f" and {files - 1} more" if files > 1 else ""
        receipt = f"{path}{more} at {new.commit[:12]}, not at {old.commit[:12]}"
        what = _things(path, len(things)) if sort == "new" else _dialect(path)
        yield Topic(area_of(name, path), sort, f"{what}: {_list(things)}", receipt)


def _dialect(path: str) -> str:
    dialects = manifests.find(path)
    return dialects[0].name if dialects else ""


def _things(path: str, count: int) -> str:
    dialects = manifests.find(path)
    things = dialects[0].things if dialects else "dependencies"
    word = {"dependencies": "dependency"}.get(things, things.removesuffix("s")) if count == 1 else things
    return f"{count} new {_dialect(path)} {word}"


def _majors(old: frozenset[manifests.Need], new: frozenset[manifests.Need]) -> Iterator[str]:
    """Direct needs whose first number grew between two states of one manifest."""
    were = {need.name: major_of(need.version) for need in old if need.is_direct}
    for need in new:
        was, now = were.get(need.name), major_of(need.version)
        if need.is_direct and was is not None and now is not None and now > was:
            yield f"{need.name} {was} to {now}"


def major_of(version: str) -> int | None:
    """The first number of a version; None where it is a word, a hash or a day."""
    digits = _FIRST.match(version)
    return int(digits[1]) if digits else None


def _tools(name: str, old: Snapshot, new: Snapshot) -> Iterator[Topic]:
    had = {tool for path in old.files if (tool := tool_of(path))}
    entered: dict[str, str] = {}
    for path in sorted(new.files):
        tool = tool_of(path) if is_own(path) else ""
        if tool and tool not in had:
            entered.setdefault(tool, path)
    for tool, path in sorted(entered.items()):
        yield Topic(
            area_of(name, path), "tool", tool, f"{path} at {new.commit[:12]}, none like it at {old.commit[:12]}"
        )


def _unseen(repository: Repository, old: Snapshot, new: Snapshot, touched: set[str]) -> Iterator[Topic]:
    """Folders that changed in the two quarters and where she wrote and reviewed nothing for a year."""
    changed = [
        path for path in changed_between(repository.path, old.commit, new.commit) if path in new.files and is_own(path)
    ]
    sizes = Counter(area_of(repository.name, path) for path in changed)
    touched_areas = {area_of(repository.name, path) for path in touched}
    for area in sorted(sizes.keys() - touched_areas):
        if sizes[area] >= _FEWEST_FILES and area != repository.name:
            yield Topic(
                area,
                "unseen area",
                f"{Band.of(sizes[area])} files changed in two quarters, and for a year you wrote and reviewed nothing here",
                f"git diff --stat {old.commit[:12]} {new.commit[:12]} -- {area.removeprefix(repository.name + '/')}",
            )


def area_of(repository: str, path: str) -> str:
    """`api/services/pay`: the repository and at most two folders."""
    folders = path.split("/")[:-1][:2]
    return "/".join([repository, *folders])


def _touched(mirror: Mirror) -> dict[str, set[str]]:
    """Paths she wrote or reviewed in the last year, by repository."""
    window = Window.ending(mirror.window.end_s, days=YEAR_DAYS)
    paths_by_repository: dict[str, set[str]] = defaultdict(set)
    for repository, path, _ in mirror.evidence.ask_hers(HERS, window, question="areas-of-mine"):
        paths_by_repository[str(repository)].add(str(path))
    return paths_by_repository


def _rubs(mirror: Mirror) -> Iterator[Topic]:
    window = Window.ending(mirror.window.end_s, days=TWO_QUARTERS_DAYS)
    yield from _by_area(
        mirror, REVERTS, window, "reverts", _FEWEST_REVERTS, "changes to files were reverted in two quarters"
    )
    yield from _by_area(
        mirror,
        RETRIES,
        window,
        "retries",
        _FEWEST_RETRIES,
        "empty changes in two quarters: the usual way to start a pipeline again",
    )


def _by_area(mirror: Mirror, select: str, window: Window, sort: Sort, least: int, words: str) -> Iterator[Topic]:
    """Each folder that a group, or nobody but a machine and you, is behind; a group's is told by its weeks."""
    # The rows name no repository; with one there is no doubt.
    only = mirror.gathered[0].repository.name if len(mirror.gathered) == 1 else ""
    places, _ = mirror.evidence.ask_places(select, window, question=sort)
    for place in places:
        count = len(place.moments)
        if count >= least:
            area = "/".join(filter(None, (only, place.name)))
            times = f"in {counted(count, 'week')}, {words}" if place.is_group else f"{count} {words}"
            yield Topic(area, sort, times, f"{sort}, {window}")


def _list(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
