"""Which reverts stand: a revert of a revert cancels both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_TARGET = re.compile(r"This reverts commit ([0-9a-f]{7,64})")
_QUOTED = re.compile(r'^(Revert|Reapply) "(.*)"(?:\s+\(#\d+\))?\s*$', re.DOTALL)
# A squashed branch lists its own commits; one of them taken back on the way took nothing back from anybody.
_LISTED = re.compile(r"^\s*[*-] ", re.MULTILINE)
_SAYS_SO = re.compile(
    r"\b(?:revert|reapply|back(?:s|ed|ing)? ?out|undo|roll(?:s|ed|ing)? ?back|take back)", re.IGNORECASE
)
_NUMBER = re.compile(r"\s+\(#\d+\)$")


class Revert(NamedTuple):
    """One commit that says it takes another back.

    Attributes:
        commit: its hash. landed_s: when it landed, epoch seconds.
        subject, message: as written; the message may be empty where it was not read.
    """

    commit: str
    landed_s: int
    subject: str
    message: str


def standing(reverts: Sequence[Revert]) -> list[str]:
    """The hashes of those that take back an ordinary change and were not taken back themselves."""
    reverts = [revert for revert in reverts if not _is_squashed_branch(revert)]
    ordered = sorted(reverts, key=lambda revert: (revert.landed_s, revert.commit))
    by_subject: dict[str, list[Revert]] = {}
    for revert in ordered:
        by_subject.setdefault(_NUMBER.sub("", revert.subject), []).append(revert)
    hashes = sorted(revert.commit for revert in ordered)
    targets = {revert.commit: _target(revert, hashes, by_subject) for revert in ordered}
    cancelled: set[str] = set()
    # Newest first: whether a revert stands is known before what it takes back is asked about.
    for revert in reversed(ordered):
        target = targets[revert.commit]
        if target and revert.commit not in cancelled:
            cancelled.add(target)
    undoings = {commit for commit, target in targets.items() if target} | {
        revert.commit for revert in ordered if revert.subject.startswith(("Reapply ", 'Revert "Revert "'))
    }
    return sorted({revert.commit for revert in ordered} - cancelled - undoings)


def _is_squashed_branch(revert: Revert) -> bool:
    """Whether only one of the commits listed in the message took something back, and not the change as a whole."""
    return bool(_LISTED.search(revert.message)) and not _SAYS_SO.search(revert.subject)


def _target(revert: Revert, hashes: Sequence[str], by_subject: Mapping[str, Iterable[Revert]]) -> str:
    """The revert this one takes back; empty when it takes back an ordinary change."""
    for prefix in _TARGET.findall(revert.message):
        for commit in hashes:
            if commit.startswith(prefix) and commit != revert.commit:
                return commit
    quoted = _QUOTED.match(revert.subject)
    if not quoted:
        return ""
    # git calls the revert of `Revert "X"` either `Revert "Revert "X""` or `Reapply "X"`.
    wanted = quoted[2] if quoted[1] == "Revert" else f'Revert "{quoted[2]}"'
    earlier = [
        earlier_revert.commit
        for earlier_revert in by_subject.get(_NUMBER.sub("", wanted), ())
        if (earlier_revert.landed_s, earlier_revert.commit) < (revert.landed_s, revert.commit)
    ]
    return earlier[-1] if earlier else ""
