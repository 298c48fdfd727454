"""Every way podium stops, with the exit code and the words the manager reads.

Stop                  exit 1
├── Misuse            exit 2   the command was called with something it cannot take
├── OurFault          exit 3   a bug of ours
├── CannotRead        exit 4   a text or file of yours
│   └── Locked        exit 4   it is there, and encrypted
├── CannotWrite       exit 4   a file of yours could not be changed; nothing was lost
├── CannotReach       exit 5   a source: a repository, a server, a program
│   └── Refused       exit 5   the source answered, and said no
└── CannotTell        exit 6   too little evidence to say anything

Errors in user text and in source records are values (`core.note.Note`) beside results; these classes are for stopping.
"""

from __future__ import annotations


class Stop(Exception):  # noqa: N818 - the house names what could not be done, not that it is an error
    """A reason to stop.

    Attributes:
        what: what happened, one sentence, never another person's name.
        where: file:line, path, address or option; empty when there is none.
        next_step: what to type or change next; empty when nothing helps.
    """

    code = 1

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __str__(self) -> str:
        """One line: what, where, and what to do next."""
        where = f" ({self.where})" if self.where else ""
        step = f" — {self.next_step}" if self.next_step else ""
        return f"{self.what}{where}{step}"


class Misuse(Stop):
    """The command was called with something it cannot take."""

    code = 2


class OurFault(Stop):
    """Something podium should never do."""

    code = 3


class CannotRead(Stop):
    """A text or file of the manager's could not be understood."""

    code = 4


class Locked(CannotRead):
    """The text is there, and encrypted."""


class CannotWrite(Stop):
    """A file of the manager's could not be changed; what was there is still there."""

    code = 4


class CannotReach(Stop):
    """A repository, server or program did not answer as it should."""

    code = 5


class Refused(CannotReach):
    """The source answered and said no: no right, no scope, not trusted."""


class CannotTell(Stop):
    """Too little evidence to say anything."""

    code = 6
