"""What an assistant may ask: each tool with the records it takes and answers.

Nothing here changes a file of yours, takes a path, or knows a question about one person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from podium import practices as own_practices
from podium.app import gym, last_look, look, outside_text, portfolio, practices, today, why
from podium.app.assistant_records import (
    AskDuties,
    AskMirror,
    AskMonth,
    AskPractice,
    AskPractices,
    AskScenarios,
    AskWhy,
    DutiesAnswer,
    DutyRecord,
    MirrorAnswer,
    PortfolioAnswer,
    PracticeAnswer,
    PracticeRow,
    PracticesAnswer,
    Problem,
    RunningRecord,
    ScenariosAnswer,
    UpRecord,
    WhyAnswer,
)
from podium.app.open_mirrors import OpenMirrors, ReadingError
from podium.app.session import Session
from podium.core.errors import CannotTell, Misuse
from podium.gym import library

if TYPE_CHECKING:
    from podium.app.open_mirrors import OpenMirror
    from podium.app.session import Clock
    from podium.app.why import Receipt
    from podium.mirror.look import Scope
    from podium.mirror.mirror import Mirror

# A client gives up after a minute; below that it is told how far the reading is.
PATIENCE_S = 45.0
NO_PERSON = (
    "see the tool's schema; podium answers about you and about groups of five or more, never about one person, "
    "and ranks nobody"
)


class StillReading(CannotTell):
    """The repositories are being read; the same question has its answer a moment later."""


class WaitingMirrors(msgspec.Struct, frozen=True):
    """Open mirrors, waited for as long as a client waits."""

    mirrors: OpenMirrors

    def open(self, scope: Scope) -> AbstractContextManager[Mirror]:
        """The open mirror for one thread."""
        return self.mirrors.open(scope, patience_s=PATIENCE_S)

    def open_with_past(
        self, scope: Scope, first_day: Callable[[date], date]
    ) -> AbstractContextManager[tuple[Mirror, Mirror]]:
        """A mirror, and one that reaches further back."""
        return self.mirrors.open_with_past(scope, first_day, patience_s=PATIENCE_S)


class Visit:
    """One client: the session its questions start from, and the mirrors kept open for it."""

    def __init__(self, clock: Clock | None = None) -> None:
        """Nothing is open yet; `clock` tells the moment with its offset."""
        self.session = Session(clock=clock) if clock else Session()
        self.mirrors = OpenMirrors(self.session.clock)
        self.session = replace(self.session, mirrors=WaitingMirrors(self.mirrors))

    def opened(self, scope: Scope | None = None) -> OpenMirror:
        """The mirror of what you looked at last, the one the page shows.

        Raises:
            Misuse: nothing was looked at yet. Stop: it cannot be read.
        """
        return self.mirrors.get(scope or self.scope(AskMirror()), patience_s=PATIENCE_S)

    def scope(self, request: AskMirror) -> Scope:
        """What you looked at last, over the time asked for.

        Raises:
            Misuse: nothing was looked at yet, or a day no calendar has.
        """
        if request.as_of is not None and not 1971 <= request.as_of.year <= 9998:
            raise Misuse("that day is outside the years podium can count", next_step="write it as 2026-11-22")
        scope = last_look.chosen()
        if scope is None:
            raise Misuse("nothing was looked at yet", next_step="type `podium look PATH...` in a terminal first")
        return replace(scope, weeks=request.weeks or scope.weeks, as_of=request.as_of or scope.as_of)

    def names(self, tool: Tool, request: msgspec.Struct) -> outside_text.Names:
        """Everybody whose name stays here; a tool that reads no repository waits for none."""
        scope = last_look.chosen()
        opened: OpenMirror | None = None
        if scope is not None and tool.reads_git:
            opened = self.opened(self.scope(request) if isinstance(request, AskMirror) else scope)
        elif scope is not None:
            opened = self.mirrors.by_asked.get(scope)
        return outside_text.names(self.session.journal_if_readable(), opened.mirror if opened else None)


def _mirror(visit: Visit, request: AskMirror) -> MirrorAnswer:
    return MirrorAnswer(look.look_facts(visit.opened(visit.scope(request)).look()))


def _why(visit: Visit, request: AskWhy) -> WhyAnswer:
    opened = visit.opened(visit.scope(request))
    receipt: Receipt = opened.once(f"why {request.name}", lambda mirror: why.of_mirror(mirror, request.name))
    lines = tuple(msgspec.structs.replace(line, events=line.events[: request.most]) for line in receipt.lines)
    left_out = sum(len(line.events) for line in receipt.lines) - sum(len(line.events) for line in lines)
    return WhyAnswer(msgspec.structs.replace(receipt, lines=lines), left_out)


def _practices(visit: Visit, request: AskPractices) -> PracticesAnswer:
    return PracticesAnswer(
        tuple(
            PracticeRow(
                practice.name, practice.title, practice.traps, practice.weeks, practice.minutes_a_week, practice.grade
            )
            for practice in practices.listed(visit.session).practices
            if not request.trap or request.trap in practice.traps
        )
    )


def _practice(visit: Visit, request: AskPractice) -> PracticeAnswer:
    return PracticeAnswer(practices.facts(practices.named(visit.session, request.name)))


def _portfolio_draft(visit: Visit, request: AskMonth) -> PortfolioAnswer:
    within = portfolio.month(visit.session, request.month)
    drafts = tuple(map(portfolio.draft_facts, portfolio.drafts(visit.session, within)))
    return PortfolioAnswer(within.name, drafts, portfolio.has_repositories(()))


def _gym_scenarios(visit: Visit, request: AskScenarios) -> ScenariosAnswer:
    every = gym.scenarios(visit.session)
    return ScenariosAnswer(tuple(scenario for scenario in every if not request.trap or scenario.trap == request.trap))


def _duties(visit: Visit, request: AskDuties) -> DutiesAnswer:
    page = today.today(visit.session, visit.opened)
    next_practice = page.look.next_practice if page.look else {}
    return DutiesAnswer(
        today=page.today.isoformat(),
        duties=tuple(DutyRecord(d.what, d.why, d.place, d.minutes, d.receipts) for d in page.duties),
        practices=tuple(
            RunningRecord(page.titles.get(run.practice, run.practice), state) for run, state in page.running
        ),
        traps_up=tuple(
            UpRecord(up.trap.title, up.verdict, up.why, (next_practice.get(up.trap.name) or (None,))[0])
            for up in page.up
        ),
        has_journal=page.has_journal,
        is_reading=page.is_reading,
    )


class Tool(msgspec.Struct, frozen=True):
    """One thing an assistant may ask.

    Attributes:
        asks: the record of its arguments. answers: the record it gives. find: the use case behind it.
        reads_git: whether its answer rests on repositories, so that the names in them have to be known.
    """

    name: str
    title: str
    says: str
    asks: type[msgspec.Struct]
    answers: type[msgspec.Struct]
    find: Callable[[Visit, Any], msgspec.Struct]
    reads_git: bool = False


TOOLS = (
    Tool(
        "mirror",
        "Your mirror",
        "Which of the five traps of a new manager the traces in her own repositories speak of: a verdict for each, its "
        "flags with numbers and norms, what could not be seen, and the practice that leads out. Ask this first.",
        AskMirror,
        MirrorAnswer,
        _mirror,
        reads_git=True,
    ),
    Tool(
        "why",
        "The receipt of a finding",
        "Everything one flag or signal rests on: its rule, its norm and the rows counted. Rows about others show days and "
        "counts, never whose they were. There is no receipt about one person.",
        AskWhy,
        WhyAnswer,
        _why,
        reads_git=True,
    ),
    Tool(
        "practices",
        "Practices",
        "What can be done about a trap, with minutes a week and how good the evidence for it is.",
        AskPractices,
        PracticesAnswer,
        _practices,
    ),
    Tool(
        "practice",
        "One practice",
        "One practice whole: what it should move, what it must not harm, its steps and when to stop.",
        AskPractice,
        PracticeAnswer,
        _practice,
    ),
    Tool(
        "portfolio_draft",
        "Portfolio drafts of a month",
        "Entries the month could have in her portfolio, every sentence with its receipt, and questions only she can answer. "
        "Leave the questions open for her; add no number of your own. Nothing is written.",
        AskMonth,
        PortfolioAnswer,
        _portfolio_draft,
        reads_git=True,
    ),
    Tool(
        "gym_scenarios",
        "Talks to rehearse",
        "Difficult conversations she can rehearse in podium, those her journal gives a reason for first.",
        AskScenarios,
        ScenariosAnswer,
        _gym_scenarios,
    ),
    Tool(
        "duties",
        "What needs her now",
        "Her own duties from her own journal (promises, check-ins, talks, drafts), practices under way and traps that are "
        "up; with words, the duties that hold them all. Colleagues are not named.",
        AskDuties,
        DutiesAnswer,
        _duties,
    ),
)
BY_NAME: Mapping[str, Tool] = {tool.name: tool for tool in TOOLS}


def ask(visit: Visit, name: str, arguments: Mapping[str, object]) -> msgspec.Struct:
    """The answer of a tool, with all text from outside marked.

    Raises:
        Misuse: no such tool, or arguments it cannot take. Stop: no answer can be given, with the reason.
    """
    tool = BY_NAME.get(name)
    if tool is None:
        raise Misuse(f"podium has no tool {name[:60]!r}", next_step=f"ask one of {', '.join(BY_NAME)}")
    try:
        request = msgspec.convert(dict(arguments), tool.asks)
    except msgspec.ValidationError as wrong:
        raise Misuse(f"{name} cannot take this: {wrong}", next_step=NO_PERSON) from None
    try:
        answer = tool.find(visit, request)
        people = visit.names(tool, request)
    except ReadingError:
        progress = visit.mirrors.progress()
        total = f" of {progress.total}" if progress.total else ""
        raise StillReading(
            f"the repositories are still being read: {progress.done}{total} commits so far",
            next_step="ask again in a moment",
        ) from None
    own = frozenset({practice.name for practice in own_practices.own()} | set(library.bundled()))
    marked = outside_text.mark(answer, people, own)
    return (
        _holding(marked, request.words)
        if isinstance(marked, DutiesAnswer) and isinstance(request, AskDuties)
        else marked
    )


def _holding(answer: DutiesAnswer, words: str) -> DutiesAnswer:
    """The duties that hold all the words; searched after names were taken out, so that a name finds nothing."""
    wanted = words.casefold().split()
    texts = ((duty, f"{duty.what} {duty.why}".casefold()) for duty in answer.duties)
    duties = tuple(duty for duty, text in texts if all(word in text for word in wanted))
    return msgspec.structs.replace(answer, duties=duties)


def problem(stop: Exception) -> Problem:
    """An error as a client is told it; where it happened may name a person's file, and stays here."""
    return Problem(getattr(stop, "what", str(stop)), getattr(stop, "next_step", ""), isinstance(stop, StillReading))


def schema(record: type[msgspec.Struct]) -> dict[str, Any]:
    """The JSON schema of a record, with an object at its top as clients demand."""
    (top,), components = msgspec.json.schema_components([record], ref_template="#/$defs/{name}")
    name = str(top["$ref"]).rpartition("/")[2]
    return {**components.pop(name), **({"$defs": components} if components else {})}
