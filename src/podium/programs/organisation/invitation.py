"""An invitation to answer: what is asked, of which groups, and how much it may give away."""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium import practices, traps
from podium.core.errors import CannotRead, Misuse
from podium.system import files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOST_EPSILON = 2.0
LEAST_EPSILON = 0.1
MOST_GROUPS, MOST_BYTES = 500, 64 * 1024
TRAP, PRACTICE = "trap:", "practice:"
TRAP_ANSWERS = ("in it", "not in it", "cannot tell")
PRACTICE_ANSWERS = ("tried, got better", "tried, otherwise", "not tried")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")


class Invitation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an organiser asks.

    Attributes:
        organiser: who receives the files, in words.
        epsilon: how much one contribution may give away; see the page on it.
        ends_on: last day on which podium writes a contribution.
    """

    name: str
    organiser: str
    epsilon: float
    ends_on: date
    groups: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What tells this invitation from one that differs in a word."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:16]


def every_question() -> tuple[str, ...]:
    """All that can be asked: a line for each trap and each practice podium brings."""
    return (
        *(f"{TRAP}{trap.name}" for trap in traps.every()),
        *(f"{PRACTICE}{practice.name}" for practice in practices.own()),
    )


def answers_to(question: str) -> tuple[str, ...]:
    """The answers there are to a question."""
    return TRAP_ANSWERS if question.startswith(TRAP) else PRACTICE_ANSWERS


def in_words(question: str) -> str:
    """`trap:code-refuge` as it is read."""
    titles = {f"{TRAP}{trap.name}": trap.title for trap in traps.every()}
    titles |= {f"{PRACTICE}{practice.name}": practice.title for practice in practices.own()}
    return titles.get(question, question)


def read_invitation(path: Path) -> Invitation:
    """The invitation in a file.

    Raises:
        CannotRead: it is none, or asks for what podium does not tell.
    """
    try:
        content = files.read(path)
        invitation = msgspec.convert(tomllib.loads(content[: MOST_BYTES + 1].decode()), Invitation)
    except OSError as fault:
        raise CannotRead(f"no invitation can be read: {fault.strerror}", where=str(path)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise CannotRead(f"this is no invitation: {fault}", where=str(path)) from None
    if wrong := slips(invitation):
        raise CannotRead(wrong[0], where=str(path), next_step="ask the organiser for another invitation")
    return invitation


def slips(invitation: Invitation) -> list[str]:
    """What an invitation asks for and must not; empty for a good one."""
    wrong: list[str] = []
    if not _NAME.fullmatch(invitation.name):
        wrong.append("the invitation's name is not made of small letters, digits and dashes")
    if not LEAST_EPSILON <= invitation.epsilon <= MOST_EPSILON:
        wrong.append(f"epsilon is {invitation.epsilon:g}; podium answers from {LEAST_EPSILON:g} to {MOST_EPSILON:g}")
    if not 1 <= len(invitation.groups) <= MOST_GROUPS or not all(map(_NAME.fullmatch, invitation.groups)):
        wrong.append(f"groups are 1 to {MOST_GROUPS} names of small letters, digits and dashes")
    unknown = set(invitation.questions) - set(every_question())
    if unknown or not invitation.questions or len(set(invitation.questions)) < len(invitation.questions):
        wrong.append(
            f"it asks what podium does not tell: {', '.join(sorted(unknown)) or 'nothing, or one thing twice'}"
        )
    return wrong


def new_invitation(
    name: str, organiser: str, groups: Iterable[str], *, epsilon: float, ends_on: date, questions: tuple[str, ...] = ()
) -> Invitation:
    """An invitation; without questions all are asked.

    Raises:
        Misuse: podium would not answer it.
    """
    invitation = Invitation(
        name=name,
        organiser=" ".join(organiser.split())[:120],
        epsilon=epsilon,
        ends_on=ends_on,
        groups=tuple(groups),
        questions=questions or every_question(),
    )
    if wrong := slips(invitation):
        raise Misuse(wrong[0])
    return invitation


def as_text(invitation: Invitation) -> str:
    """The file an organiser hands out."""
    import tomlkit

    document = tomlkit.document()
    document.add(
        tomlkit.comment("An invitation to answer by chance. Nobody has to; `podium org contribute FILE` shows")
    )
    document.add(tomlkit.comment("what would leave your machine before anything is written."))
    for key, value in msgspec.to_builtins(invitation, builtin_types=(date,)).items():
        if isinstance(value, list):
            array = tomlkit.array()
            array.extend(value)
            document.add(key, array.multiline(multiline=True))
        else:
            document.add(key, value)
    return tomlkit.dumps(document)
