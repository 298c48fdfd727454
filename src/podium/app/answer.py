"""Answering a receipt: wrong, true, or covered for somebody; kept in your journal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

import msgspec

from podium import app, traps
from podium.core.errors import Misuse
from podium.journal.kinds import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.app.session import Session
    from podium.mirror.look import Scope

SAYS: tuple[str, ...] = get_args(answer.Says)


class Given(msgspec.Struct, frozen=True):
    """An answer as it was kept: its file inside the journal, and the events it is about."""

    file: str
    events: tuple[str, ...]


class Count(msgspec.Struct, frozen=True):
    """How often events of a finding were answered, by what was said."""

    finding: str
    wrong: int
    true: int
    covered: int


def give(
    session: Session, finding: str, says: str, events: Sequence[str], because: str, scope: Scope | None = None
) -> Given:
    """Keep an answer to events of a finding; without any, to all that count.

    Raises:
        Misuse: no such finding, event or answer. NoJournalError: there is no journal to keep it in.
    """
    if says not in SAYS:
        raise Misuse(f"{says!r} is no answer", next_step="say one of " + ", ".join(SAYS))
    if traps.named(finding)[1] is None:
        raise Misuse(f"{finding!r} is a trap; an answer is about one finding", next_step="`podium traps` lists them")
    session.journal()
    receipt = app.why.why(session, finding, scope or app.last_look.last())
    counted = {row.ref for line in receipt.lines for row in line.events if row.ref is not None and row.counts}
    chosen = sorted({_match(event, counted, finding) for event in events} or counted)
    if not chosen:
        raise Misuse(f"no event counts for {finding} now", next_step=f"`podium why {finding}`")
    values = {
        "on": session.today(),
        "finding": finding,
        "says": says,
        "events": chosen,
        "because": " ".join(because.split()),
    }
    new_entry = app.entry.create(session, answer.KIND, {name: value for name, value in values.items() if value != ""})
    return Given(new_entry.file, tuple(chosen))


def counts(session: Session) -> tuple[Count, ...]:
    """How many events of each finding she called wrong, true or covered; none without a journal."""
    journal = session.journal_if_readable()
    answers_by_finding: dict[str, Counter[str]] = {}
    for entry in journal.entries(answer.KIND) if journal else ():
        answers_by_finding.setdefault(entry.head.finding, Counter())[entry.head.says] += len(entry.head.events)
    return tuple(Count(name, *(answers_by_finding[name][word] for word in SAYS)) for name in sorted(answers_by_finding))


def _match(typed: str, counted: set[str], finding: str) -> str:
    """The event that is named so or begins so."""
    matching_refs = [ref for ref in counted if ref == typed] or [ref for ref in counted if ref.startswith(typed)]
    if len(matching_refs) == 1 and typed:
        return matching_refs[0]
    what = "names several events" if matching_refs else "is no event that counts"
    raise Misuse(f"{typed!r} {what} for {finding}", next_step=f"`podium why {finding} --all` lists them")
