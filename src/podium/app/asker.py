"""Whose mirror this is: yours from the first look on; nobody else's address is taken."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotWrite, Misuse, Stop
from podium.evidence.export import copy
from podium.evidence.people import me_file
from podium.evidence.people.book import split, tidy_email
from podium.sources import git
from podium.system import files, paths

if TYPE_CHECKING:
    from podium.evidence.people.me_file import MeFile
    from podium.mirror.look import Scope
    from podium.mirror.mirror import Mirror

Confirm = Callable[[str], bool]
Say = Callable[[str], None]

WHY = (
    "podium shows one person's mirror: your own. The address of your first look stays yours, and podium refuses "
    "everybody else's from then on, so that it never becomes a file on somebody who reports to you. "
    "It cannot stop anybody who counts commits with git instead."
)
_BY_CLAIM = frozenset({"same address", "name listed as one of this person's", "same name, no address"})


class _Kept(msgspec.Struct, frozen=True):
    """The file: addresses that are hers, `is_seen` once a look found commits under one; her name on an engine."""

    addresses: tuple[str, ...] = ()
    is_seen: bool = False
    manager: str = ""


def admit(scope: Scope, confirm: Confirm | None, say: Say | None = None) -> None:
    """Refuse a look at somebody else before anything is read; a fresh home is asked once whether this is you.

    Args:
        confirm: puts a question to you and returns whether you said yes; None where nobody can be asked.
        say: takes the remark that stands for the question where nobody can be asked: the address of a first look
            that is typed in a script stays yours. Without it such a look is refused.

    Raises:
        Misuse: an address that is not yours, or nobody said yet that it is.
    """
    typed = _addresses(scope.me)
    if scope.engine:
        _admit_on_engine(scope, confirm, say)
        return
    if copy.find(scope.paths) is not None:
        if typed:
            raise Misuse("a copy without names shows the person who made it, nobody else", next_step="leave out --me")
        return
    file = me_file.read(paths.me_file())
    _refuse_listed(file, (*typed, *_addresses(file.me.emails)))
    if _known(file):
        return
    of_git = _addresses(identities(scope.paths))
    claimed = typed or of_git
    if claimed and (not of_git or (confirm is not None and set(claimed) <= set(of_git))):
        if confirm is None and say is not None and typed:
            say(f"{' and '.join(claimed)} counts as you from now on. {WHY}")
        else:
            _ask(claimed, confirm)


def _admit_on_engine(scope: Scope, confirm: Confirm | None, say: Say | None) -> None:
    """On an engine you are the name you are filed under; the first one stays yours."""
    if scope.me or scope.team:
        raise Misuse(
            "On an engine you and your team are who you were when the evidence was written",
            next_step="leave out --me and --team",
        )
    stored = _read()
    if stored.manager and stored.manager != scope.manager:
        _refuse({scope.manager})
    if stored.manager:
        return
    if confirm is not None and not confirm(f"{WHY}\nAre you {scope.manager}?"):
        raise Misuse("nothing was read", next_step="name yourself: podium look --engine ADDRESS --manager NAME")
    if confirm is None and say is not None:
        say(f"{scope.manager} counts as you on an engine from now on. {WHY}")
    _keep(msgspec.structs.replace(stored, manager=scope.manager))


def check_typed(typed: Sequence[str], confirm: Confirm | None) -> None:
    """Refuse an address of somebody else where no clone is read: a calendar, a mail.

    Raises:
        Misuse: an address that is not yours, or nobody said yet that it is.
    """
    claimed = _addresses(typed)
    if claimed and not refuse_others(claimed):
        _ask(claimed, confirm)


def refuse_others(typed: Sequence[str]) -> bool:
    """Refuse what is not among the addresses known as yours; False when none is known yet.

    Raises:
        Misuse: an address that is not yours.
    """
    claimed, file = _addresses(typed), me_file.read(paths.me_file())
    _refuse_listed(file, claimed)
    known_addresses = {*_known(file), *_addresses(file.me.emails)}
    if known_addresses and not set(claimed) <= known_addresses:
        _refuse(set(claimed) - known_addresses)
    return bool(known_addresses)


def settle(mirror: Mirror) -> None:
    """Refuse a mirror in which somebody else's commits count as yours; else remember the addresses that are yours.

    An address podium does not know yet is yours when its commits carry one of your names.

    Raises:
        Misuse: commits of somebody else are counted as yours.
    """
    if mirror.shared is not None:
        return
    me, of_git = mirror.file.me, identities(mirror.asked.paths)
    typed, declared = _addresses(mirror.asked.me), _addresses(me.emails)
    claimed = {*typed, *(declared or (() if typed else _addresses(of_git)))}
    known_addresses = _known(mirror.file)
    hers = set(known_addresses or _addresses(of_git) or typed)
    names = {
        _plain(name)
        for name in (me.name, *me.aliases, *(() if known_addresses else (split(identity)[0] for identity in of_git)))
    }
    for somebody in mirror.book.everybody():
        names |= {_plain(split(identity)[0]) for identity in somebody.reasons if tidy_email(split(identity)[1]) in hers}
    names -= {""}
    is_all_known = claimed <= hers
    for spelling, reason in mirror.book.me.reasons.items():
        name, address = split(spelling)
        if tidy_email(address) in hers or _plain(name) in names or (is_all_known and reason not in _BY_CLAIM):
            continue
        _refuse(claimed - hers)
    addresses_in_git = {tidy_email(split(identity)[1]) for identity in mirror.book.me.reasons}
    _keep(_Kept(tuple(sorted(hers | (claimed & addresses_in_git))), is_seen=True, manager=_read().manager))


def read_me() -> MeFile:
    """The file about you, as it is now.

    Raises:
        CannotRead: a value in it cannot be read.
    """
    return me_file.read(paths.me_file())


def declare(typed: Sequence[str]) -> None:
    """Remember the answer given on the page; until a look has found commits under it, it may be given again."""
    claimed = _addresses(typed)
    if claimed and not _known(me_file.read(paths.me_file())):
        _keep(_Kept(tuple(sorted(claimed)), manager=_read().manager))


def identities(clones: Iterable[Path]) -> list[str]:
    """The identities git would write commits with in these clones, as far as they can be read."""
    names: list[str] = []
    for path in clones:
        with contextlib.suppress(Stop):
            names += [identity for identity in git.me(git.open_repository(path)) if identity not in names]
    return names


def _known(file: MeFile) -> tuple[str, ...]:
    """Addresses that are hers already: of earlier looks, else those she wrote into the file about her."""
    stored = _read()
    return stored.addresses if stored.is_seen else _addresses(file.me.emails)


def _ask(claimed: Sequence[str], confirm: Confirm | None) -> None:
    stored = _read()
    if set(claimed) <= set(stored.addresses):
        return
    spoken = " and ".join(claimed)
    if confirm is None:
        raise Misuse(
            f"nobody has said yet that {spoken} is you. {WHY}",
            where=str(paths.me_file()),
            next_step=f"write it down once, below [me]: emails = {json.dumps(list(claimed))}",
        )
    if not confirm(f"{WHY}\nIs {spoken} you?"):
        raise Misuse("nothing was read", next_step="name an address of your own: podium look PATH --me YOUR-ADDRESS")


def _refuse_listed(file: MeFile, claimed: Collection[str]) -> None:
    listed = {address for person in file.people for address in _addresses(person.emails)}
    if listed_addresses := sorted(listed & set(claimed)):
        raise Misuse(
            f"{listed_addresses[0]} is listed as somebody else's in the file about you, so it cannot be yours",
            where=str(paths.me_file()),
        )
    logins = {_login(login) for person in file.people for login in person.logins}
    if listed_addresses := sorted(logins & {_login(login) for login in file.me.logins}):
        raise Misuse(
            f"the login {listed_addresses[0]} is listed as somebody else's in the file about you, so it cannot be yours",
            where=str(paths.me_file()),
        )


def _refuse(others: Collection[str]) -> None:
    spoken = " and ".join(sorted(others))
    raise Misuse(
        f"{spoken} is not known as yours, and podium opens nobody's mirror but your own"
        if spoken
        else "commits that carry none of your addresses and names would count as yours, so nothing is shown",
        next_step="if it is you, write the address below [me] under emails and the name it commits under "
        "under aliases: podium me --edit",
    )


def _addresses(identities: Iterable[str]) -> tuple[str, ...]:
    """The addresses of `Ada <ada@example.org>` or of bare addresses, tidied, each once."""
    bare = (split(identity)[1] if "<" in identity else identity for identity in identities)
    return tuple(dict.fromkeys(tidy_email(address) for address in bare if address.strip()))


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())


def _login(login: str) -> str:
    return login.rpartition(":")[2].lower()


def _read() -> _Kept:
    try:
        return msgspec.json.decode(paths.first_address().read_bytes(), type=_Kept)
    except (OSError, ValueError):
        return _Kept()


def _keep(stored: _Kept) -> None:
    if stored != _read():
        with contextlib.suppress(CannotWrite):  # a look that cannot be remembered is a look all the same
            files.write(paths.first_address(), msgspec.json.encode(stored) + b"\n")
