"""The use cases of ladders: list, show, start, add a step, where runs stand, sessions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead, CannotTell, Misuse
from podium.journal import Entry
from podium.journal.entry import alike
from podium.journal.kinds import ladder as ladder_kind
from podium.journal.kinds import ladder_run, ladder_step
from podium.journal.kinds import leave as leave_kind
from podium.journal.typed import make_id
from podium.programs.ladders.page import ladder_page
from podium.programs.ladders.read import NamedLadder, bundled_texts, ladder_named, ladders
from podium.programs.ladders.sessions import session_blocks, session_days
from podium.programs.ladders.standing import Standing, standing
from podium.system.files import create

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time
    from pathlib import Path

    from podium.app.session import Session
    from podium.calendar.block import Block
    from podium.documents import Document
    from podium.journal import Journal


class StartRun(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody begins a ladder.

    Attributes:
        person: an id of people/; empty for herself.
        agreed_on: the day they agreed that she keeps the file; needed for anybody else.
    """

    ladder: str
    purpose: str
    started: date
    person: str = ""
    agreed_on: date | None = None


class AddStep(msgspec.Struct, frozen=True, kw_only=True):
    """One time on a rung; `rung` None for the one the run stands on."""

    run: str
    day: date
    rung: int | None = None
    artefact: str = ""
    evidence: str = ""
    confirmed_on: date | None = None
    checked_by: str = ""
    checked_on: date | None = None


class RunStatus(msgspec.Struct, frozen=True):
    """A run that may be shown, and where it stands."""

    run: Entry[ladder_run.LadderRun]
    ladder: NamedLadder
    standing: Standing


class LadderStatus(msgspec.Struct, frozen=True):
    """All runs in the order of their names; never in the order of their rungs.

    Attributes:
        without_consent: files of runs that are not shown, because nobody agreed to be shown.
        unreadable: runs whose ladder is not there, as a sentence.
    """

    runs: tuple[RunStatus, ...]
    without_consent: tuple[str, ...]
    unreadable: tuple[str, ...]


def list_ladders(journal: Journal | None) -> tuple[NamedLadder, ...]:
    """Every ladder there is."""
    return ladders(journal)


def show_ladder(journal: Journal | None, name: str, today: date) -> tuple[NamedLadder, Document]:
    """One ladder, and its page."""
    named = ladder_named(journal, name)
    return named, ladder_page(named, today)


def copy_ladder(journal: Journal, name: str, new_name: str = "") -> Path:
    """Put a ladder podium brings into the journal, to be changed there.

    Raises:
        CannotRead: podium brings none of that name. CannotWrite: there is a file of that name.
    """
    text = bundled_texts().get(name)
    if text is None:
        raise CannotRead(
            f"podium brings no ladder called {name!r}", next_step="choose one of: " + ", ".join(bundled_texts())
        )
    from podium.journal.write import check_id

    target = new_name or name
    check_id(target)
    folder = journal.root / ladder_kind.KIND.place
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{target}.md"
    create(path, text.encode())
    return path


def start_run(journal: Journal, request: StartRun) -> Path:
    """Write the file of a run.

    Raises:
        CannotTell: it is about somebody else and they did not agree. CannotRead: no such ladder or person.
    """
    named = ladder_named(journal, request.ladder)
    if not request.purpose.strip():
        raise Misuse("the purpose is empty", next_step='--purpose "find out whether I want to manage"')
    if request.person:
        if journal.entry("person", request.person) is None:
            raise CannotRead(
                f"there is no person called {request.person!r} in people/",
                next_step=f"podium new person {request.person}",
            )
        if request.agreed_on is None:
            raise CannotTell(
                "a file about somebody else needs their agreement first",
                next_step="ask them, then --agreed and the day they said yes",
            )
    fields = {
        "ladder": named.name,
        "purpose": request.purpose,
        "started": request.started,
        "person": request.person or None,
        "agreed_on": request.agreed_on,
    }
    run_id = make_id(ladder_run.KIND, {**fields, "person": request.person or "me"})
    return journal.create(ladder_run.KIND.name, run_id, fields)


def add_step(journal: Journal, request: AddStep) -> tuple[Path, Standing]:
    """Write one time on a rung; a rung cannot be skipped.

    Raises:
        CannotRead: no such run. Misuse: the rung is not open yet, or the ladder is finished.
    """
    run = run_named(journal, request.run)
    named = ladder_named(journal, run.head.ladder)
    now = standing(named.ladder, steps_of(journal, run.id))
    if request.rung is None and now.current is None:
        raise Misuse("every rung of this ladder is finished", where=run.file)
    number = request.rung or (now.current.number if now.current else len(now.rungs))
    if not 1 <= number <= len(now.rungs):
        raise Misuse(f"this ladder has rungs 1 to {len(now.rungs)}, not {number}", where=run.file)
    if now.current is not None and number > now.current.number:
        raise Misuse(
            f"rung {number} is not open: rung {now.current.number} ({now.current.rung.name}) comes first",
            where=run.file,
            next_step=f"--rung {now.current.number}",
        )
    fields = {
        "run": run.id,
        "rung": number,
        "date": request.day,
        "artefact": request.artefact or None,
        "evidence": request.evidence or None,
        "confirmed_on": request.confirmed_on,
        "checked_by": request.checked_by or None,
        "checked_on": request.checked_on,
    }
    taken_ids = {alike(entry.id) for entry in journal.entries(ladder_step.KIND)}
    base = make_id(ladder_step.KIND, fields)
    step_id, nth = base, 2
    while alike(step_id) in taken_ids:
        step_id, nth = f"{base}-{nth}", nth + 1
    path = journal.create(ladder_step.KIND.name, step_id, fields)
    return path, standing(named.ladder, steps_of(journal, run.id))


def status(journal: Journal) -> LadderStatus:
    """Where every run stands that may be shown: her own, and those of people who agreed."""
    visible_runs: list[RunStatus] = []
    hidden: list[str] = []
    unreadable: list[str] = []
    for run in sorted(journal.entries(ladder_run.KIND), key=lambda entry: alike(entry.id)):
        if run.head.person and run.head.agreed_on is None:
            hidden.append(run.file)
            continue
        try:
            named = ladder_named(journal, run.head.ladder)
        except CannotRead as fault:
            unreadable.append(f"{run.file}: {fault.what}")
            continue
        visible_runs.append(RunStatus(run, named, standing(named.ladder, steps_of(journal, run.id))))
    return LadderStatus(tuple(visible_runs), tuple(hidden), tuple(unreadable))


def run_named(journal: Journal, name: str) -> Entry[ladder_run.LadderRun]:
    """A run by its name, whose participant agreed.

    Raises:
        CannotRead: there is none. CannotTell: they did not agree.
    """
    run = journal.entry(ladder_run.KIND, name)
    if run is None:
        names = ", ".join(entry.id for entry in journal.entries(ladder_run.KIND))
        raise CannotRead(f"there is no run called {name!r}", next_step=names or "podium ladder start")
    if run.head.person and run.head.agreed_on is None:
        raise CannotTell("they have not agreed to take part", where=run.file, next_step="ask them; write agreed_on")
    return run


def steps_of(journal: Journal, run: str) -> tuple[Entry[ladder_step.LadderStep], ...]:
    """The steps of one run."""
    return tuple(entry for entry in journal.entries(ladder_step.KIND) if alike(entry.head.run) == alike(run))


def sessions(
    journal: Journal,
    run_name: str,
    first: date,
    at: time,
    zone: str,
    *,
    organizer: str = "",
    guest: str = "",
    away: Sequence[tuple[date, date]] = (),
) -> tuple[Block, ...]:
    """The sessions of the rung a run stands on, as calendar blocks.

    Raises:
        Misuse: every rung is finished, or an hour that cannot be.
    """
    run = run_named(journal, run_name)
    named = ladder_named(journal, run.head.ladder)
    now = standing(named.ladder, steps_of(journal, run.id))
    if now.current is None:
        raise Misuse("every rung of this ladder is finished; there is nothing to schedule", where=run.file)
    days = session_days(now.current, first, away)
    return session_blocks(run.id, named.ladder.title, now.current, days, at, zone, organizer=organizer, guest=guest)


def leave(session: Session) -> list[tuple[date, date]]:
    """Your leave, from the file about you and from the journal."""
    declared = [(span.first, span.last) for span in session.me().me.leave]
    return declared + [(entry.head.first, entry.head.last) for entry in session.journal().entries(leave_kind.KIND)]


def own_address(session: Session, typed: str) -> str:
    """The address invitations come from: the one typed, else the first of the file about you.

    Raises:
        Misuse: none is known.
    """
    for address in (typed, *session.me().me.emails):
        if address:
            return address
    raise Misuse("an invitation needs your own address", next_step="--from you@example.org, or `podium me --edit`")


def journal_if_any(session: Session) -> Journal | None:
    """The journal; None before there is one."""
    return session.journal() if session.has_journal() else None
