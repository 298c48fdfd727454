"""The one file about you: what it says, what counts as yours and why, and saving it safely."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.app import journal_file, me_form
from podium.core.errors import CannotRead
from podium.evidence.people import me_file
from podium.evidence.people.me_file import TEMPLATE
from podium.system import files, last_writes, paths
from podium.system.files import ChangedMeanwhileError

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.core.errors import Stop
    from podium.mirror.look import Scope
    from podium.mirror.mirror import Mirror

__all__ = ["TEMPLATE"]


class Spellings(msgspec.Struct, frozen=True):
    """What counts as you and why, and what perhaps is yours too."""

    reasons: tuple[tuple[str, str], ...]
    perhaps: tuple[str, ...]


class DeclaredRecord(msgspec.Struct, frozen=True):
    """What the file says, in words."""

    hours: str
    zone: str
    role: str
    reports: int | str
    leave: list[str]
    rota: list[str]
    team: str


class RecognisedRecord(
    msgspec.Struct,
    frozen=True,
    rename={
        "perhaps_you": "perhaps you",
        "perhaps_automation": "perhaps automation",
        "late_means": "late means",
        "clock_elsewhere": "time zone",
        "left_out": "left out",
    },
):
    """What counts as yours in the repositories looked at, in words."""

    you: list[str]
    perhaps_you: list[str]
    perhaps_automation: list[str]
    late_means: str
    clock_elsewhere: str
    left_out: str


def path() -> Path:
    """Where the file lies."""
    return paths.me_file()


def home() -> Path:
    """Where podium keeps everything."""
    return paths.home()


def text() -> str:
    """The file as it stands; empty when there is none yet.

    Raises:
        CannotRead: it is no text.
    """
    try:
        return paths.me_file().read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotRead("the file about you cannot be read", where=str(paths.me_file())) from fault


def stamp() -> str:
    """The fingerprint of the file, to see whether another program changed it."""
    return journal_file.fingerprint(paths.me_file())


def fault_of(text: str) -> Stop | None:
    """Why a text cannot be the file; None when it can."""
    try:
        me_file.parse(text, "me.toml")
    except CannotRead as fault:
        return fault
    return None


def fields(text: str) -> dict[str, str] | None:
    """A text as fields; None while it cannot be read, then only the text itself helps."""
    with contextlib.suppress(CannotRead):
        return me_form.shown(me_file.parse(text, "me.toml").me)
    return None


def with_fields(typed: Mapping[str, str]) -> str:
    """The file with these fields, everything else in it as it was.

    Raises:
        Misuse: a field cannot hold what was typed. CannotRead: the file cannot be read as it is.
    """
    return me_form.change(text() or TEMPLATE, typed)


def save(fresh: str, stamp: str) -> None:
    """Put a text in the place of the file that had this stamp; an empty stamp means there was none.

    Raises:
        CannotRead: a value in it cannot be. ChangedMeanwhileError: the file is another one by now.
        CannotWrite: the disk refused.
    """
    if fault := fault_of(fresh):
        raise fault
    target = paths.me_file()
    content = files.read(target) if target.exists() else b""
    if (journal_file.stamp_of(content) if target.exists() else "") != stamp:
        raise ChangedMeanwhileError(
            "another program changed this file meanwhile; nothing was written", where=target.name
        )
    if stamp:
        last_writes.replace(target, content, fresh.encode())
    else:
        files.write(target, fresh.encode())


def begin() -> Path:
    """The file, made from the template when there is none yet, to be edited."""
    if not paths.me_file().exists():
        files.write(paths.me_file(), TEMPLATE.encode())
    return paths.me_file()


def check() -> None:
    """Read the file.

    Raises:
        CannotRead: it cannot be read; says where and why.
    """
    me_file.read(paths.me_file())


def declared(session: Session) -> DeclaredRecord:
    """What the file says, in words."""
    file = session.me()
    me, count = file.me, len(file.team)
    people = f"{count} {'person' if count == 1 else 'people'} listed" if count else "everybody in the repositories"
    return DeclaredRecord(
        hours=me.hours or "not declared: your eight usual hours are taken",
        zone=me.zone or "not declared: each commit's own offset is taken",
        role="integrator" if me.integrator else "not an integrator",
        reports=me.reports if me.reports is not None else "not said",
        leave=[f"{span.first} to {span.last}" for span in me.leave],
        rota=[f"{span.first} to {span.last}" for span in me.rota],
        team=people,
    )


def recognised(session: Session, scope: Scope) -> RecognisedRecord:
    """What counts as yours in these repositories, in words."""
    with session.mirror(scope) as mirror:
        spellings, coverage = spellings_of(mirror), mirror.coverage()
        yardstick = mirror.evidence.yardstick
        return RecognisedRecord(
            you=[f"{spelling}: {why}" for spelling, why in spellings.reasons],
            perhaps_you=list(spellings.perhaps),
            perhaps_automation=_perhaps_automation(mirror),
            late_means=yardstick.words,
            clock_elsewhere=_clock(*yardstick.home.place_at(mirror.window.end_s - 1)),
            left_out=f"{coverage.bots} bots, {coverage.agents} coding agents",
        )


def _perhaps_automation(mirror: Mirror) -> list[str]:
    """Names that may be automation, each with what hangs on it where that is much."""
    hanging = mirror.hanging_on()
    names = sorted({*mirror.perhaps_bots(), *hanging})
    return [f"{name}: {hanging[name]}" if name in hanging else name for name in names]


def spellings_of(mirror: Mirror) -> Spellings:
    """What counts as you, and what perhaps is yours too."""
    return Spellings(tuple(sorted(mirror.book.me.reasons.items())), tuple(mirror.perhaps_me()))


def _clock(place: str, how: str) -> str:
    """By what an act that carries no clock is read, on the last day looked at."""
    words = {
        "declared": f"{place}, as you declared",
        "profile": f"{place}, from an account's profile",
        "calendar": f"{place}, from your calendar",
        "inferred": f"that of {place}, inferred from your commits of these weeks",
    }
    source = words.get(how, "no time zone set: add zone = ... below")
    return source if how == "declared" else f"{source}; zone = in this file settles it"
