"""The one object every surface talks to: it joins clones, her file and the traps.

It decides nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Container, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from podium import practices, traps
from podium.connections import sync
from podium.core.errors import CannotTell, Locked, Misuse
from podium.core.measure import counted
from podium.core.time import DAY_S, WEEK_S, Window
from podium.evidence.commits import labels
from podium.evidence.commits.rewrites import Lines
from podium.evidence.commits.store import HistoryStore
from podium.evidence.commits.work_kinds import Kinds
from podium.evidence.events.store import EventStore
from podium.evidence.export import copy
from podium.evidence.people import disclosure_log, me_file
from podium.evidence.people.book import Book, Somebody, is_doubtful, split
from podium.evidence.people.me_file import MeFile
from podium.evidence.views.query import Clone, Evidence, Kept, identities, newest
from podium.journal import Journal, facts, open_journal
from podium.journal.find import cache_root, known_journal
from podium.journal.kinds import leave
from podium.mirror import read_clones
from podium.mirror.look import Asked, Coverage, Look
from podium.mirror.read_clones import Gathered
from podium.signals import GROUP, Signal, read
from podium.sources import git
from podium.system import paths
from podium.text.work_kind import classify
from podium.traps import BASELINE_DAYS, Context, Reader

Progress = Callable[[int, int | None], None]
# What a connected source is called where a trap says what would tell more.
_FEEDS = {
    "ics": "calendar",
    "caldav": "calendar",
    "github": "code review",
    "gitlab": "code review",
    "gerrit": "code review",
    "mbox": "code review",
    "pagerduty": "incidents",
    "incident_io": "incidents",
    "jira": "tickets",
    "linear": "tickets",
    "slack_export": "chat",
}
MOST_WEEKS = 104


class Mirror:
    """Her evidence, opened once and asked as often as a surface likes."""

    def __init__(self, asked: Asked, *, now: datetime, progress: Progress | None = None) -> None:
        """Read what is new in the clones and open the evidence.

        Raises:
            Misuse: a window that makes no sense. CannotReach, Refused: a path that is no readable repository.
            CannotTell: none of the commits is hers.
        """
        if not asked.paths:
            raise Misuse("no repository named", next_step="`podium look PATH...`, for example `podium look .`")
        self.asked = asked
        self.shared = copy.find(asked.paths)
        self.file = self.shared.file if self.shared else me_file.read(paths.me_file())
        store = HistoryStore(paths.evidence())
        show = progress or _silent
        self.gathered = read_clones.gather(
            () if self.shared else asked.paths,
            store,
            lambda _repository, done: show(done, None),
            branches=asked.branches,
        )
        clones = list(self.shared.clones) if self.shared else [_clone(g, store) for g in self.gathered]
        self.window = _window(asked, clones, now)
        self.book = Book(self.file, me=self._spellings(), team=_team(asked.team))
        self.journal, self._unread = (None, "") if self.shared else _journal()
        self.file = _with_leave(self.file, self.journal)
        self.evidence = self._open(clones)
        self.book.demand_me()
        self._remember_group(now.date())
        me = self.file.me
        self.reader = Reader(self.evidence, self.window, context=Context(me.integrator, me.reports, self._connected()))

    def _open(self, clones: Sequence[Clone]) -> Evidence:
        """The evidence of the window and the 26 weeks before it."""
        witness = facts.read(self.journal, _last_day(self.window)) if self.journal is not None else None
        root = self.shared.root if self.shared else None
        self._kinds = Kinds(root or paths.evidence())
        self._lines = Lines(paths.evidence(), self._ask_git)
        return Evidence(
            clones,
            self.file,
            self.book,
            as_of_s=self.window.end_s,
            recent_days=3 * int((self.window.end_s - self.window.start_s) / DAY_S) + BASELINE_DAYS,
            classify=self._kinds.of,
            witness=witness,
            kept=self.shared.kept if self.shared else _kept(),
            ask_lines=None if self.shared else self._lines.of,
            labels=labels.read(root / "work-labels.txt" if root else paths.work_labels()),
        )

    def _ask_git(self, wanted: Sequence[tuple[str, str, str, int]]) -> dict[tuple[str, str], dict[str, int] | None]:
        """Whose fresh lines each (repository, commit, path, fresh from) deleted, from the clones themselves."""
        answers: dict[tuple[str, str], dict[str, int] | None] = {}
        for repository in (gathered.repository for gathered in self.gathered):
            changes = [git.Change(*change[1:]) for change in wanted if change[0] == repository.name]
            answers |= git.read_rewritten(repository, changes)
        return answers

    def _remember_group(self, today: date) -> None:
        """Let the evidence know which groups were told lately, and remember this one when it is told."""
        person = EventStore(paths.evidence() / "sources").person
        everybody = self.book.everybody()
        keys = {s.number: person(next(iter(self.book.keys(s)), str(s.number))) for s in everybody}
        file = paths.told_teams()
        told = disclosure_log.read(file, today)
        self.evidence.remember([{n for n, key in keys.items() if not t.people or key in t.people} for t in told])
        if not self.evidence.withheld(self.window):
            is_list = self.book.is_listed_team
            disclosure_log.keep(file, {keys[s.number] for s in everybody if s.in_team and is_list}, told, today)

    def _spellings(self) -> list[str]:
        if self.asked.me:
            return list(self.asked.me)
        if self.file.me.emails:
            return []
        return [identity for g in self.gathered for identity in git.me(g.repository)]

    def look(self, *, is_started: Container[str] = ()) -> Look:
        """Judge all five traps; practices already on their way are not suggested again."""
        judged = tuple(traps.judge(trap, self.reader) for trap in traps.every())
        weeks = {t.name: self.weekly(t.picture) for t in traps.every() if t.picture is not None}
        return Look(
            as_of=_last_day(self.window),
            window=self.window,
            judged=judged,
            coverage=self.coverage(),
            weeks=weeks,
            next_practice={j.trap.name: f for j in judged if (f := practices.next_for(j.trap.name, is_started))},
            measures=self.reader.measures,
            connected=self._connected(),
        )

    @property
    def look_day(self) -> date:
        """The last day looked at."""
        return _last_day(self.window)

    def disguise(self, root: Path, secret: bytes) -> None:
        """Write a copy that may be shared into an empty folder."""
        branches = [branch for _, branch, _ in map(_read, self.gathered)] or [r[1] for r in self._repositories()]
        connected = self.shared.connected if self.shared else [c.source for c in _events().coverage()]
        self.evidence.disguise(root, secret, branches=branches, connected=connected)

    def _repositories(self) -> tuple[tuple[str, str, int], ...]:
        return self.shared.repositories if self.shared else tuple(sorted(_read(g) for g in self.gathered))

    def _connected(self) -> frozenset[str]:
        if self.shared:
            return frozenset(_FEEDS[source] for source in self.shared.connected if source in _FEEDS)
        written = {"journal"} if self.journal is not None else set[str]()
        return frozenset(written | {_FEEDS[c.source] for c in _events().coverage() if c.source in _FEEDS})

    def weekly(self, signal: Signal) -> tuple[float | None, ...]:
        """A signal week by week over baseline and window; None for weeks without rows."""
        whole = Window(self.window.start_s - BASELINE_DAYS * DAY_S, self.window.end_s)
        rows = read(dataclasses.replace(signal, least=0), self.evidence, whole).rows
        count = (whole.end_s - whole.start_s) // WEEK_S
        weeks: list[list[float]] = [[] for _ in range(count)]
        for row in rows:
            place = (row.moment - (whole.end_s - count * WEEK_S)) // WEEK_S
            if 0 <= place < count:
                weeks[place].append(row.amount)
        return tuple(sum(w) / len(w) if w else None for w in weeks)

    def coverage(self) -> Coverage:
        """What was read, counted; names stay out."""
        everybody = self.book.everybody()
        return Coverage(
            repositories=self._repositories(),
            span=self.evidence.span(),
            spellings=len(self.book.me.reasons),
            people=_count(everybody, "human"),
            bots=_count(everybody, "bot"),
            agents=_count(everybody, "agent"),
            group_size=self.evidence.group_size(self.window),
            yardstick=self.evidence.yardstick.words,
            gaps=self._gaps(everybody),
        )

    def _gaps(self, everybody: Sequence[Somebody]) -> tuple[str, ...]:
        gaps = [gap for g in self.gathered for gap in _missing(g.repository)]
        if self._unread:
            gaps.append(self._unread)
        if self.journal is not None and (mistakes := len(self.journal.notes())):
            gaps.append(f"{counted(mistakes, 'mistake')} in your journal: `podium journal check` names each")
        doubtful = sum(s.kind == "human" and any(is_doubtful(*split(i)) for i in s.reasons) for s in everybody)
        if doubtful:
            gaps.append(
                f"{counted(doubtful, 'name')} that may be automation, counted as people: `podium me` asks about them"
            )
        if withheld := self.evidence.withheld(self.window):
            gaps.append(f"nothing about others is told: {withheld}")
        unknown = self.evidence.count("landed", f"by_web and n_parents < 2 and committer_at >= {self.window.start_s}")
        if unknown:
            gaps.append(
                f"{counted(unknown, 'change')} landed on the web; git does not say by whom, a code review source would"
            )
        untimed = self.evidence.count("acts", f"verb = 'answered' and dur_s is null and at_s >= {self.window.start_s}")
        if untimed:
            gaps.append(
                f"{counted(untimed, 'answer')} to a request for your review cannot be timed, no clock of yours is known:"
                " `podium me --edit`, write your zone"
            )
        future = self.evidence.count("everything", f"committer_at >= {self.window.end_s}")
        if future:
            gaps.append(f"{counted(future, 'commit')} after the day looked at, left out")
        return tuple(gaps)

    def changes_to_label(self, count: int, seed: int, known: Container[str]) -> list[tuple[str, str, str, bool]]:
        """Changes of the window worth an answer of hers: hash, subject, repository, and whether drawn at random."""
        whole = Window(self.window.start_s - BASELINE_DAYS * DAY_S, self.window.end_s)
        changes = self.evidence.changes(whole)
        judged = [
            classify.Judged(kind, "weights", p, "", (o[0], o[1], o[2], o[3], o[4], o[5]))
            for _, _, _, kind, p, *o in changes
        ]
        asked = classify.choose_to_label(judged, count, seed)
        found = [(changes[a.at], a.is_random) for a in asked]
        return [(c[0], c[1], c[2], is_random) for c, is_random in found if c[0] not in known]

    def why_nothing_to_label(self) -> str:
        """Why no change of the team may be asked about; empty when there may be some."""
        whole = Window(self.window.start_s - BASELINE_DAYS * DAY_S, self.window.end_s)
        size = self.evidence.group_size(whole)
        few = f"team numbers need five people, {size} acted" if size < GROUP else ""
        return self.evidence.withheld(whole) or few

    def perhaps_me(self) -> list[str]:
        """Spellings that carry one of her names but none of her addresses: proposed, never merged silently."""
        names = {split(spelling)[0].casefold() for spelling in self.book.me.reasons} - {""}
        others = (s for s in self.book.everybody() if not s.is_me and s.kind == "human")
        return sorted(i for s in others for i in s.reasons if split(i)[0].casefold() in names)

    def perhaps_bots(self) -> list[str]:
        """Spellings with a word of automation in them that were counted as people."""
        people = (s for s in self.book.everybody() if not s.is_me and s.kind == "human")
        return sorted(i for s in people for i in s.reasons if is_doubtful(*split(i)))

    def close(self) -> None:
        """Let the engine go and keep what was learnt about kinds of work."""
        self._kinds.keep()
        self._lines.keep()
        self.evidence.close()


def _journal() -> tuple[Journal | None, str]:
    """Her journal, when there is one that can be read; else why not, in a sentence."""
    root = known_journal()
    if root is None:
        return None, ""
    try:
        return open_journal(root, cache_root=cache_root()), ""
    except Locked:
        return None, "your journal is locked, so traps 2 to 4 are not judged: `podium journal unlock`"


def _with_leave(file: MeFile, journal: Journal | None) -> MeFile:
    """Leave from her file and from her journal."""
    if journal is None:
        return file
    spans = tuple(me_file.Span(e.head.first, e.head.last) for e in journal.entries(leave.KIND))
    return replace(file, me=replace(file.me, leave=(*file.me.leave, *spans)))


def _events() -> EventStore:
    return EventStore(paths.evidence() / "sources")


def _kept() -> Kept | None:
    store = _events()
    snapshot = store.snapshot()
    return None if snapshot is None else Kept(snapshot, store.person, _covered(store))


def _covered(store: EventStore) -> tuple[tuple[int, int], ...]:
    """Between which instants a calendar of hers was read without a gap; a rota says nothing of her meetings."""
    rotas = {c.name for c in sync.connections() if c.settings.get("rota", "").strip().lower() in {"yes", "true", "1"}}
    return tuple(
        (told.complete_from_s, told.complete_until_s)
        for told in store.coverage()
        if told.source in {"ics", "caldav"}
        and told.connection not in rotas
        and told.complete_from_s is not None
        and told.complete_until_s is not None
    )


def _silent(_done: int, _total: int | None) -> None:
    """Progress nobody asked for."""


def _count(everybody: Sequence[Somebody], kind: str) -> int:
    return sum(s.kind == kind and bool(s.reasons) for s in everybody)


def _clone(gathered: Gathered, store: HistoryStore) -> Clone:
    repository = gathered.repository
    parts = tuple(store.parts(repository.key))
    return Clone(
        repository.name,
        parts,
        repository.tips.get("HEAD", ""),
        git.mailmap(repository, identities(parts)),
        tuple(git.tracked_paths(repository)),
        repository.remote_identity,
    )


def _read(gathered: Gathered) -> tuple[str, str, int]:
    repository = gathered.repository
    return repository.name, repository.head.removeprefix("refs/heads/") or "detached", gathered.manifest.commits


def _missing(repository: git.Repository) -> list[str]:
    gaps = []
    if repository.unread_branches:
        gaps.append(f"{repository.unread_branches} other branches of {repository.name}: --branches reads them too")
    if repository.is_shallow:
        gaps.append(f"{repository.name} is a shallow clone: `git fetch --unshallow` brings the rest of its history")
    if repository.is_without_trees:
        gaps.append(f"{repository.name} is a clone without trees: no changed path is known")
    return gaps


def _window(asked: Asked, clones: Sequence[Clone], now: datetime) -> Window:
    if not 1 <= asked.weeks <= MOST_WEEKS:
        raise Misuse(f"a look covers 1 to {MOST_WEEKS} weeks, not {asked.weeks}")
    before_s = _day_s(asked.as_of) + DAY_S if asked.as_of else int(now.timestamp()) + 1
    found = newest(clones, before_s=before_s)
    if found is None:
        until = f" up to {asked.as_of}" if asked.as_of else ""
        raise CannotTell(f"there are no commits to look at{until}", next_step="name a repository that has some")
    end_s = before_s if asked.as_of else (found // DAY_S + 1) * DAY_S
    if asked.since is None:
        return Window.ending(end_s, days=7 * asked.weeks)
    if _day_s(asked.since) >= end_s:
        raise Misuse(f"--since {asked.since} is not before the last day looked at")
    return Window(_day_s(asked.since), end_s)


def _day_s(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _last_day(window: Window) -> date:
    return (datetime.fromtimestamp(window.end_s, UTC) - timedelta(days=1)).date()


def _team(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise Misuse(f"the team file cannot be read: {fault}", where=str(path)) from fault
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
