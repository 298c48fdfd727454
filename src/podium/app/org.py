"""The organisation's view: an invitation, a contribution she may refuse, and the report."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from podium.app import last_look, new_file
from podium.core.errors import CannotRead, Misuse
from podium.journal.kinds import experiment
from podium.programs.organisation import contribution as giving
from podium.programs.organisation import invitation as inviting
from podium.programs.organisation import release as releasing
from podium.programs.organisation.chance import chances, half_width
from podium.programs.organisation.contribution import Line
from podium.programs.organisation.invitation import Invitation
from podium.programs.organisation.page import report_page
from podium.programs.organisation.release import Release
from podium.system import files, paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from podium.app.session import Session
    from podium.documents import Document
    from podium.programs.organisation.contribution import Ledger

MOST_FILES = 1_000_000
YEAR_EPSILON = giving.YEAR_EPSILON

__all__ = [
    "YEAR_EPSILON",
    "Offer",
    "Release",
    "contribute",
    "invite",
    "ledger",
    "offer",
    "refuse",
    "report",
    "spent",
]


class Offer(msgspec.Struct, frozen=True):
    """What would leave, before anything does.

    Attributes:
        text: the file, byte for byte as it would leave.
        truth, other: of 100 draws, those with the true answer, and with each other one.
        prices: for groups of 100, 1,000 and 10,000 who take part, half of the interval of a share; None: cannot tell.
        spent: what was given away in the last year.
        was_written: it left before; this is the same file again, at no further cost.
    """

    invitation: Invitation
    line: Line
    text: str
    truth: float
    other: float
    prices: tuple[tuple[int, float | None], ...]
    spent: float
    was_written: bool


def invite(
    name: str,
    organiser: str,
    groups: tuple[str, ...],
    target: Path,
    *,
    epsilon: float,
    ends_on: date,
    questions: tuple[str, ...] = (),
) -> Invitation:
    """Write an invitation into a new file.

    Raises:
        Misuse: podium would not answer it. CannotWrite: the file is there, or the disk refused.
    """
    invitation = inviting.new_invitation(name, organiser, groups, epsilon=epsilon, ends_on=ends_on, questions=questions)
    new_file.put(target, inviting.as_text(invitation).encode())
    return invitation


def offer(session: Session, source: Path, group: str) -> Offer:
    """What would leave for an invitation: drawn once and remembered, so that asking again tells nothing new.

    Raises:
        CannotRead: no invitation. Misuse: no such group, too late, or the year's budget does not reach.
        CannotTell: nothing was looked at yet, or the extra is not installed.
    """
    invitation, today = inviting.read_invitation(source), session.today()
    with files.locked(paths.home(), what="the ledger"):
        book = giving.read_ledger(_ledger_file())
        line = giving.shown_line(book, invitation, group, today, lambda: _truth(session))
        giving.write_ledger(_ledger_file(), book.with_line(line))
    likely = chances(invitation.epsilon, 3)
    widths = [
        (size, half_width(invitation.epsilon, 3, size / len(invitation.questions))) for size in (100, 1000, 10_000)
    ]
    prices = tuple((size, width if width <= releasing.WIDEST_HALF else None) for size, width in widths)
    return Offer(
        invitation,
        line,
        giving.as_bytes(line.contribution).decode(),
        likely.truth * 100,
        likely.other * 100,
        prices,
        book.spent_by(today),
        line.state == "written",
    )


def contribute(session: Session, offered: Offer, target: Path) -> None:
    """Write the contribution into a new file, which podium sends nowhere, and the ledger first.

    Raises:
        CannotWrite: the file is there, or the disk refused. Misuse: another one was written meanwhile, and the budget is used up.
    """
    new_file.refuse_there([target])
    _keep(session, offered, "written")
    new_file.put(target, giving.as_bytes(offered.line.contribution))


def refuse(session: Session, offered: Offer) -> None:
    """Say no; it costs nothing, and the draw stays what it is."""
    if not offered.was_written:
        _keep(session, offered, "refused")


def _keep(session: Session, offered: Offer, state: giving.State) -> None:
    with files.locked(paths.home(), what="the ledger"):
        book = giving.read_ledger(_ledger_file())
        day = offered.line.day if offered.was_written else session.today()
        if state == "written" and not offered.was_written:
            giving.refuse_too_much(book, offered.line.epsilon, day)
        line = msgspec.structs.replace(offered.line, state=state, day=day)
        giving.write_ledger(_ledger_file(), book.with_line(line))


def ledger() -> Ledger:
    """Every invitation she was shown, and what it cost."""
    return giving.read_ledger(_ledger_file())


def spent(session: Session) -> float:
    """What she gave away in the last year."""
    return ledger().spent_by(session.today())


def _ledger_file() -> Path:
    return paths.home() / "given-away.json"


def _truth(session: Session) -> Mapping[str, str]:
    """Her own answer to every question: the verdicts of the last look, and the practices in her journal."""
    with session.mirror(last_look.last()) as mirror:
        judged = mirror.look().judged
    words = {"in it": "in it", "watch": "not in it", "clear": "not in it", "not enough evidence": "cannot tell"}
    truth = {f"{inviting.TRAP}{one.trap.name}": words[one.verdict] for one in judged}
    journal = session.journal_if_readable()
    tried: dict[str, str] = {}
    for entry in journal.entries(experiment.KIND) if journal else ():
        is_better = entry.extra.get("result") == "better"
        if is_better or entry.head.practice not in tried:
            tried[entry.head.practice] = "tried, got better" if is_better else "tried, otherwise"
    for question in inviting.every_question():
        truth.setdefault(question, tried.get(question.partition(":")[2], "not tried"))
    return truth


def report(source: Path, folder: Path, today: date) -> tuple[Release, Document]:
    """What the contributions in a folder tell, and its page. There is no way to ask for less than a whole invitation.

    Raises:
        CannotRead: no invitation, or no folder. Misuse: more files than podium reads.
    """
    invitation = inviting.read_invitation(source)
    if not folder.is_dir():
        raise CannotRead("there is no such folder", where=str(folder))
    contributions, not_counted = releasing.read_contributions(invitation, _texts(folder))
    shares = releasing.release(invitation, contributions, not_counted)
    return shares, report_page(shares, today)


def _texts(folder: Path) -> Iterator[bytes]:
    names = sorted(itertools.islice(folder.glob("*.json"), MOST_FILES + 1))
    if len(names) > MOST_FILES:
        raise Misuse(f"more than {MOST_FILES} files", where=str(folder))
    for path in names:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > releasing.MOST_BYTES:
            yield b""
        else:
            yield path.read_bytes()
