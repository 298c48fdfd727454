"""What one manager hands over, and the ledger of what she gave away, on her own machine."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.core.errors import CannotRead, Misuse
from podium.programs.organisation.chance import Randomiser, draw
from podium.programs.organisation.invitation import answers_to
from podium.system import files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from podium.programs.organisation.invitation import Invitation

# What one manager gives away in a year at most, over all invitations together.
YEAR_EPSILON = 2.0
YEAR = timedelta(days=365)
State = Literal["shown", "written", "refused"]


class Contribution(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that leaves the machine.

    Attributes:
        invitation: digest of what was asked.
        answer: left to chance; not her true answer.
        ticket: a number by chance, so that a copy is not counted twice; it stands nowhere else.
    """

    invitation: str
    group: str
    question: str
    answer: str
    ticket: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the ledger: one invitation, what it cost, and what was drawn."""

    name: str
    day: date
    epsilon: float
    state: State
    contribution: Contribution

    @property
    def spent(self) -> float:
        """What left the machine; nothing while it was only shown, or refused."""
        return self.epsilon if self.state == "written" else 0.0


class Ledger(msgspec.Struct, frozen=True):
    """Every invitation she was shown, the oldest first."""

    lines: tuple[Line, ...] = ()

    def line_of(self, invitation: Invitation) -> Line | None:
        """What was drawn for an invitation; the same forever, so that asking again tells nothing new."""
        return next((line for line in self.lines if line.contribution.invitation == invitation.digest), None)

    def spent_by(self, day: date) -> float:
        """What she gave away in the year up to a day."""
        return sum(line.spent for line in self.lines if line.day > day - YEAR)

    def with_line(self, line: Line) -> Ledger:
        """The ledger with a line new, or in the place of the one of the same invitation."""
        others = tuple(old for old in self.lines if old.contribution.invitation != line.contribution.invitation)
        return Ledger((*others, line))


def read_ledger(path: Path) -> Ledger:
    """The ledger; an empty one where there is none yet.

    Raises:
        CannotRead: it cannot be understood; then nothing is given away.
    """
    try:
        return msgspec.json.decode(files.read(path), type=Ledger)
    except FileNotFoundError:
        return Ledger()
    except (OSError, msgspec.DecodeError) as fault:
        raise CannotRead(
            f"the ledger of what you gave away cannot be read: {fault}", where=str(path), next_step="restore a copy"
        ) from None


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Keep the ledger.

    Raises:
        CannotWrite: the disk refused.
    """
    files.write(path, msgspec.json.format(msgspec.json.encode(ledger), indent=1) + b"\n")


def shown_line(
    ledger: Ledger, invitation: Invitation, group: str, today: date, truth_of: Callable[[], Mapping[str, str]]
) -> Line:
    """What would leave: drawn once, and the same whenever it is asked again.

    Raises:
        Misuse: no such group, too late, or the year's budget does not reach.
    """
    if group not in invitation.groups:
        raise Misuse(f"the invitation has no group {group!r}", next_step="one of: " + ", ".join(invitation.groups[:20]))
    if today > invitation.ends_on:
        raise Misuse(f"the invitation ended on {invitation.ends_on}")
    earlier = ledger.line_of(invitation)
    if earlier is not None and earlier.state == "written":
        return earlier
    refuse_too_much(ledger, invitation.epsilon, today)
    if earlier is not None:
        moved = msgspec.structs.replace(earlier.contribution, group=group)
        return msgspec.structs.replace(earlier, contribution=moved)
    question = draw(invitation.questions)
    answer = Randomiser(invitation.epsilon).answer(truth_of()[question], answers_to(question))
    contribution = Contribution(
        invitation=invitation.digest, group=group, question=question, answer=answer, ticket=secrets.token_hex(16)
    )
    return Line(name=invitation.name, day=today, epsilon=invitation.epsilon, state="shown", contribution=contribution)


def refuse_too_much(ledger: Ledger, epsilon: float, today: date) -> None:
    """Stop where the year's budget does not reach.

    Raises:
        Misuse: with what was given away already.
    """
    spent = ledger.spent_by(today)
    if spent + epsilon > YEAR_EPSILON + 1e-9:
        raise Misuse(
            f"you gave away {spent:g} of {YEAR_EPSILON:g} in the last year, and this costs {epsilon:g}",
            next_step="podium org ledger",
        )


def as_bytes(contribution: Contribution) -> bytes:
    """The file that leaves, byte for byte."""
    return msgspec.json.encode(contribution) + b"\n"
