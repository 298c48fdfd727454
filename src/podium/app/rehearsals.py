"""Rehearsals kept in the journal: saving one, reading it again, sentences to take along."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from podium.app.gym import finished, scenario_of, tell_debrief
from podium.core.errors import CannotRead, Misuse
from podium.gym import store, tell
from podium.gym.debrief import debrief
from podium.gym.log import decode, encode, fold
from podium.journal.kinds import rehearsal as kind

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.gym.debrief import Debrief
    from podium.gym.log import Talk
    from podium.journal import Journal
    from podium.journal.entry import Values

MOST_GOALS = 5
MOST_TAKE = 300


def keep(session: Session, id: str, take: str) -> Path:
    """Save the talk and its debrief as a file of the journal, then let go of the open log.

    Raises:
        Misuse: no debrief yet, or five sentences are live already. CannotWrite: the disk refused.
    """
    journal = session.journal()
    sentence = " ".join(take.split())[:MOST_TAKE]
    if sentence and len(live_goals(session)) >= MOST_GOALS:
        raise Misuse(
            f"{MOST_GOALS} sentences wait for their talk already.",
            next_step="`podium gym goals --done ID for one that was said or let go`, or keep this talk without a sentence",
        )
    talk, debrief = finished(id), tell_debrief(session, id)
    fields: Values = {
        "date": session.today(),
        "scenario": talk.begun.scenario,
        "ending": talk.ending,
        "missed": list(missed(debrief)),
        "guess": debrief.guess,
        "turned": debrief.turned,
    }
    path = journal.create(
        "rehearsal",
        _free(journal, id),
        fields | ({"take": sentence} if sentence else {}),
        body=_body(talk, debrief, id),
    )
    store.drop(id)
    return path


def missed(debrief: Debrief) -> tuple[str, ...]:
    """The parts to come back to: musts that were not met, and rubric lines at their lowest levels."""
    least = {"safety": 0}
    low = [line.name for line in debrief.lines if line.level is not None and line.level <= least.get(line.name, 1)]
    return tuple([must.name for must in debrief.musts if not must.is_met] + low)


def live_goals(session: Session) -> tuple[tuple[str, str, date], ...]:
    """(id, sentence, day) of sentences she took along and has not said yet."""
    entries = session.journal().entries(kind.KIND)
    return tuple((e.id, e.head.take, e.head.date) for e in entries if e.head.take and e.head.done_on is None)


def finish_goal(session: Session, id: str) -> None:
    """A sentence was said, or let go.

    Raises:
        CannotRead: no such rehearsal.
    """
    session.journal().write("rehearsal", id, {"done_on": session.today()})


def _free(journal: Journal, id: str) -> str:
    known_ids = {entry.id for entry in journal.entries(kind.KIND)}
    name, number = id, 2
    while name in known_ids:
        name, number = f"{id}-{number}", number + 1
    return name


def _body(talk: Talk, debrief: Debrief, id: str) -> str:
    """Transcript and debrief as she reads them, and the log itself, so that it can be read again."""
    events = "".join(encode(event).decode() for event in store.load(id))
    transcript = "\n".join(f"    {line}" if line else "" for line in tell.transcript(talk))
    read_back = "\n".join(f"    {line}" if line else "" for line in tell.lines(debrief))
    return f"# The talk\n\n{transcript}\n\n# The debrief\n\n{read_back}\n\n# The log\n\n```jsonl\n{events}```\n"


def any_debrief(session: Session, id: str) -> Debrief:
    """The debrief of a talk that lies open and has ended, or of one she kept.

    Raises:
        Misuse: it goes on, or waits for her guess. CannotRead: there is no such talk.
    """
    return tell_debrief(session, id) if id in store.ids() else old_debrief(session, id)


def old_debrief(session: Session, id: str) -> Debrief:
    """The debrief of a kept talk, made anew from its log; after a change of the scenario without what only it knows.

    Raises:
        CannotRead: no such rehearsal.
    """
    talk = old_talk(session, id)
    return debrief(talk, scenario_of(session, talk))


def old_talk(session: Session, id: str) -> Talk:
    """A kept talk, read from its file.

    Raises:
        CannotRead: no such rehearsal, or its log was changed by hand.
    """
    entry = session.journal().entry(kind.KIND, id)
    if entry is None:
        raise CannotRead(f"There is no rehearsal called {id[:80]}.", next_step="`podium journal list rehearsal`")
    _, _, rest = entry.body.partition("```jsonl\n")
    return fold(decode(rest.partition("```")[0].encode(), entry.file))
