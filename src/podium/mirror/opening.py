"""Opening: clones read, the window set, the evidence joined with your file and journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from podium import journal as journals
from podium import sources
from podium.connections import sync
from podium.core.errors import CannotRead, CannotTell, Locked, Misuse, OurFault
from podium.core.lines import lines_of
from podium.core.time import DAY_S, Window
from podium.evidence.commits import labels
from podium.evidence.commits.rewrites import Lines
from podium.evidence.commits.store import HistoryStore
from podium.evidence.commits.stored_files import identities, newest
from podium.evidence.commits.work_kinds import Kinds
from podium.evidence.export import copy
from podium.evidence.export.copy import Shared
from podium.evidence.people import disclosure_log, me_file
from podium.evidence.people.book import Book
from podium.evidence.people.disclosure_log import ToldGroup
from podium.evidence.people.me_file import MeFile
from podium.evidence.views import people_here
from podium.evidence.views.query import Clone, Evidence, SourceActs
from podium.mirror import agent_marks, read_clones
from podium.mirror.look import MOST_WEEKS, Scope
from podium.mirror.read_clones import Gathered
from podium.sources import git
from podium.system import paths
from podium.traps import BASELINE_DAYS, MONTHS_BEFORE

if TYPE_CHECKING:
    from pathlib import Path

    from podium.core.journal_facts import Witness
    from podium.evidence.engines.about import About
    from podium.evidence.engines.asked import EngineEvidence
    from podium.evidence.events.store import EventStore
    from podium.evidence.views.build import Build
    from podium.journal import Journal
else:
    # A record's types are there when the program runs; a look without a journal does not load it.
    Journal = Any

ShowCount = Callable[[int, int | None], None]


class Opened(msgspec.Struct, frozen=True):
    """What a mirror rests on.

    Attributes:
        shared: a copy without names that is looked at instead of clones; None for clones.
        file: about you, with the leave of your journal. gathered: what each clone gave.
        why_no_journal: a sentence when there is one that cannot be read; else empty.
        kinds, lines: what was learnt about kinds of work and rewritten lines, kept when the mirror is closed.
        again: opens the same evidence with another book of people; None where it lies on an engine.
        earlier: what was told of lately, before this look.
        trial: the same evidence as if other addresses were hers too, where it was begun early.
    """

    asked: Scope
    shared: Shared | None
    file: MeFile
    gathered: tuple[Gathered, ...]
    window: Window
    book: Book
    journal: Journal | None
    why_no_journal: str
    kinds: Kinds
    lines: Lines
    evidence: Evidence
    again: Callable[[Book], Evidence] | None = None
    earlier: tuple[ToldGroup, ...] = ()
    trial: Trial | None = None


class Trial:
    """Evidence as if some addresses were hers too, opened on another core while her own still is."""

    def __init__(self, hers: Sequence[str], opening: Callable[[], Evidence]) -> None:
        """Begin; `hers` are all addresses that are hers there."""
        self.hers = tuple(hers)
        pool = ThreadPoolExecutor(1, "podium-other-address")
        self._evidence = pool.submit(opening)
        pool.shutdown(wait=False)
        self._is_taken = False

    def take(self) -> Evidence:
        """The evidence, once; whoever takes it closes it."""
        self._is_taken = True
        return self._evidence.result()

    def close(self) -> None:
        """Let it go where nobody took it."""
        if not self._is_taken and self._evidence.exception() is None:
            self.take().close()


def open_evidence(scope: Scope, now: datetime, show: ShowCount, *, for_look: bool = False) -> Opened:
    """Read what is new in the clones and open the evidence of the window and the 26 weeks before it.

    Raises:
        Misuse: a window that makes no sense. CannotReach, Refused: a path that is no readable repository.
        CannotTell: none of the commits is yours.
    """
    if scope.engine:
        return _open_on_engine(scope, now)
    if not scope.paths:
        raise Misuse("no repository named", next_step="`podium look PATH...`, for example `podium look .`")
    shared = copy.find(scope.paths)
    file = shared.file if shared else me_file.read(paths.me_file())
    store = HistoryStore(paths.evidence())
    gathered = read_clones.gather(
        () if shared else scope.paths, store, lambda _repository, count: show(count, None), branches=scope.branches
    )
    if for_look and any(clone.change != "nothing" for clone in gathered):
        _load_for_new_weeks()
    clones = list(shared.clones) if shared else [_clone(clone, store) for clone in gathered]
    window = _managed(_window(scope, clones, now), scope, file)
    book = Book(file, me=_own_addresses(scope, file, gathered), team=_team(scope.team))
    journal, why_no_journal = (None, "") if shared or scope.is_without_journal else _journal()
    witness = None
    if journal is not None:
        file = _with_leave(file, journal)
        witness = journals.facts.read(journal, last_day(window), me_file.circle(file))
    kinds = Kinds(shared.root if shared else paths.evidence())
    lines = Lines(paths.evidence(), lambda wanted: _ask_git(gathered, wanted))
    again = partial(
        Evidence,
        clones,
        file,
        as_of_s=window.end_s,
        recent_days=(1 + MONTHS_BEFORE) * int((window.end_s - window.start_s) / DAY_S) + BASELINE_DAYS,
        ask_lines=None if shared else lines.of,
        classify=kinds.of,
        witness=witness,
        acts=shared.kept if shared else _kept(),
        labels=labels.read(shared.root / "work-labels.txt" if shared else paths.work_labels()),
    )
    trials: list[Trial] = []
    begin_trial = partial(_begin_trial, trials, again, scope) if for_look and not shared else None
    evidence = again(book, meanwhile=begin_trial)
    book.demand_me()
    found = (scope, shared, file, tuple(gathered), window, book, journal, why_no_journal, kinds, lines, evidence)
    trial = trials[0] if trials else None
    opened = Opened(*found, again, disclosure_log.read(paths.told_teams(), now.date()), trial)
    _remember_group(opened, now.date())
    return opened


def _load_for_new_weeks() -> None:
    """Load what the absence test needs to deal weeks that it did not know, on another core."""
    Thread(target=import_module, args=("numpy",), name="podium-loading").start()


def _begin_trial(trials: list[Trial], again: Callable[..., Evidence], scope: Scope, build: Build) -> None:
    """Begin to open the evidence as if addresses with one of your names were yours too, where commits carry them."""
    addresses = build.book.perhaps_me()
    if people_here.has_commits_of(build, addresses):
        hers = (*build.book.me.reasons, *addresses)
        book = Book(build.me, me=hers, team=_team(scope.team))
        trials.append(Trial(hers, partial(again, book, like=build)))


def open_as_hers(opened: Opened, addresses: Sequence[str]) -> Evidence:
    """The same evidence as if some addresses were hers too: nothing is read again, nothing is told, so nothing remembered.

    Raises:
        OurFault: the evidence lies on an engine.
    """
    if opened.again is None:
        raise OurFault("evidence on an engine is not read as somebody else's")
    hers = (*opened.book.me.reasons, *addresses)
    if opened.trial is not None and opened.trial.hers == hers:
        evidence = opened.trial.take()
    else:
        evidence = opened.again(Book(opened.file, me=hers, team=_team(opened.asked.team)))
    _recall_groups(replace(opened, book=evidence.book, evidence=evidence), last_day(opened.window))
    return evidence


def _open_on_engine(scope: Scope, now: datetime) -> Opened:
    """Your evidence on an engine; your journal stays here and is judged here."""
    engine_links = import_module("podium.connections.engine_links")  # what asks an engine is heavy and seldom needed
    engine = engine_links.open_engine(scope.engine, scope.manager)

    def witness_at(end_s: int) -> Witness | None:
        return _witness(last_day(Window(end_s - 1, end_s)))

    there: EngineEvidence = engine_links.open_there(engine, witness_at)
    window = _managed(_window_there(scope, there.about), scope, there.me)
    journal, why_no_journal = _journal()
    shared = Shared(
        paths.evidence(), there.me, (), there.about.repositories, None, there.about.connected, there.about.gaps
    )
    kinds, lines = Kinds(paths.evidence()), Lines(paths.evidence(), lambda _wanted: {})
    opened = Opened(scope, shared, there.me, (), window, there.book, journal, why_no_journal, kinds, lines, there)
    opened = replace(opened, earlier=disclosure_log.read(paths.told_teams(), now.date()))
    _remember_group(opened, now.date())
    return opened


def _witness(day: date) -> Witness | None:
    journal, _ = _journal()
    return None if journal is None else journals.facts.read(journal, day, me_file.circle(me_file.read(paths.me_file())))


def _window_there(scope: Scope, about: About) -> Window:
    """The window of a look on an engine: it ends with the evidence, and is no longer than that was written for."""
    day = last_day(Window(about.as_of_s - 1, about.as_of_s))
    if scope.as_of not in {None, day}:
        raise Misuse(
            f"The evidence there ends on {day}, so a look at {scope.as_of} is not possible",
            next_step="leave out --as-of",
        )
    start_s = day_s(scope.since) if scope.since else about.as_of_s - 7 * scope.weeks * DAY_S
    if not about.as_of_s - 7 * about.weeks * DAY_S <= start_s < about.as_of_s:
        raise Misuse(
            f"The evidence there was written for looks of 1 to {about.weeks} weeks before {day}",
            next_step=f"--weeks {about.weeks} or fewer; whoever fills it may write more: podium export --store ADDRESS --weeks N",
        )
    return Window(start_s, about.as_of_s)


def _ask_git(
    gathered: Sequence[Gathered], wanted: Sequence[tuple[str, str, str, int]]
) -> dict[tuple[str, str], dict[str, int] | None]:
    """Whose fresh lines each (repository, commit, path, fresh from) deleted, from the clones themselves."""
    answers: dict[tuple[str, str], dict[str, int] | None] = {}
    for clone in gathered:
        changes = [git.Change(*change[1:]) for change in wanted if change[0] == clone.repository.name]
        answers |= git.read_rewritten(clone.repository, changes)
    return answers


def last_day(window: Window) -> date:
    """The last day of a window, UTC."""
    return (datetime.fromtimestamp(window.end_s, UTC) - timedelta(days=1)).date()


def _remember_group(opened: Opened, today: date) -> None:
    """Let the evidence know what was told lately, and remember what this look tells."""
    now = _recall_groups(opened, today)
    if not opened.evidence.withheld(opened.window):
        disclosure_log.keep(paths.told_teams(), now, opened.earlier)


def _recall_groups(opened: Opened, today: date) -> ToldGroup:
    """Let the evidence know what was told lately; what this look would tell."""
    book, evidence, person = opened.book, opened.evidence, sync.store().veil()
    everybody = book.everybody()
    keys = {number: person(next(iter(of_person), str(number))) for number, of_person in book.keys_by_number().items()}
    listed = {keys[s.number] for s in everybody if s.in_team} if book.is_listed_team else set[str]()
    clones = {somebody.repository.name: somebody.repository.key for somebody in opened.gathered}
    if opened.asked.engine and opened.shared:
        clones = {name: name for name, _, _ in opened.shared.repositories}
    acted = evidence.people_by("repo", opened.window)
    parts = {key: acted.get(name, set()) for name, key in clones.items()}
    if opened.asked.branches:
        parts |= {"branches": set(), **evidence.people_by("branches", opened.window)}

    def veiled(by: Mapping[str, set[int]]) -> dict[str, frozenset[str]]:
        return {person(f"part:{name}"): frozenset(keys[n] for n in people) for name, people in by.items()}

    earlier = opened.earlier
    picks, labels = evidence.people_by("pick", opened.window), evidence.people_by("label", opened.window)
    now = ToldGroup(today, frozenset(listed), veiled(parts), veiled(picks), veiled(labels))
    if disclosure_log.is_nearly_labelled(now, earlier):
        # Answers about changes of fewer than five people wait until there are more of them.
        known_labels = earlier[-1].labels
        evidence.hold_back_labels(name.split()[0] for name in labels if person(f"part:{name}") not in known_labels)
        now = now._replace(labels={name: now.labels[name] for name in now.labels.keys() & known_labels.keys()})
    evidence.remember(earlier, now, keys)
    return now


def _own_addresses(scope: Scope, file: MeFile, gathered: Sequence[Gathered]) -> list[str]:
    if scope.me:
        return list(scope.me)
    if file.me.emails:
        return []
    return [identity for clone in gathered for identity in git.me(clone.repository)]


def _journal() -> tuple[Journal | None, str]:
    """Your journal, when there is one that can be read; else why not, in a sentence."""
    root = paths.known_journal()
    if root is None:
        return None, ""
    try:
        return journals.open_journal(root, cache_root=paths.cache_root()), ""
    except Locked:
        return None, "your journal is locked, so traps 2 to 4 are not judged: `podium journal unlock`"
    except CannotRead as fault:
        return None, f"{fault.what} ({root}): `podium init FOLDER --use` names another"


def _with_leave(file: MeFile, journal: Journal) -> MeFile:
    """Leave from the file about you and from your journal."""
    spans = tuple(me_file.Span(first, last) for first, last in journals.facts.leave_days(journal))
    return replace(file, me=replace(file.me, leave=(*file.me.leave, *spans)))


def _kept() -> SourceActs | None:
    store = sync.store()
    snapshot = store.snapshot()
    return None if snapshot is None else SourceActs(snapshot, store.veil(), _covered(store))


def _covered(store: EventStore) -> tuple[tuple[int, int], ...]:
    """Between which instants a calendar of yours was read without a gap; a rota says nothing of your meetings."""
    rotas = {c.name for c in sync.connections() if c.settings.get("rota", "").strip().lower() in {"yes", "true", "1"}}
    return tuple(
        (row.complete_from_s, row.complete_until_s)
        for row in store.coverage()
        if "calendar" in sources.feeds(row.source)
        and row.connection not in rotas
        and row.complete_from_s is not None
        and row.complete_until_s is not None
    )


def _clone(gathered: Gathered, store: HistoryStore) -> Clone:
    repository = gathered.repository
    parts, tracked = tuple(store.parts(repository.key)), tuple(git.tracked_paths(repository))
    return Clone(
        repository.name,
        parts,
        repository.tips.get("HEAD", ""),
        git.mailmap(repository, identities(parts)),
        tracked,
        repository.remote_identity,
        repository.tips,
        agent_marks.agent_lines(repository, paths.evidence()),
        agent_marks.traces(repository, tracked),
    )


def _window(scope: Scope, clones: Sequence[Clone], now: datetime) -> Window:
    if not 1 <= scope.weeks <= MOST_WEEKS:
        raise Misuse(f"a look covers 1 to {MOST_WEEKS} weeks, not {scope.weeks}")
    before_s = day_s(scope.as_of) + DAY_S if scope.as_of else int(now.timestamp()) + 1
    newest_s = newest(clones, before_s=before_s)
    if newest_s is None:
        until = f" up to {scope.as_of}" if scope.as_of else ""
        raise CannotTell(f"there are no commits to look at{until}", next_step="name a repository that has some")
    end_s = before_s if scope.as_of else (newest_s // DAY_S + 1) * DAY_S
    if scope.since is None:
        return Window.ending(end_s, days=7 * scope.weeks)
    if day_s(scope.since) >= end_s:
        raise Misuse(
            f"There are no commits from {scope.since} on to look at; the last day is {last_day(Window(0, end_s))}",
            next_step="fetch your clones, or name an earlier --since",
        )
    return Window(day_s(scope.since), end_s)


def _managed(window: Window, scope: Scope, file: MeFile) -> Window:
    """The window without the days before she managed, unless she asked for those by name."""
    since = file.me.manages_since
    if since is None or scope.since is not None or day_s(since) >= window.end_s:
        return window
    return Window(max(window.start_s, day_s(since)), window.end_s)


def day_s(day: date) -> int:
    """The first second of a day, UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _team(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = lines_of(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        raise Misuse(f"the team file cannot be read: {fault}", where=str(path)) from fault
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
