"""What a change says about itself outright.

Its prefix, a revert, a hotfix branch, a bump, a release.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from podium.text.work_kind.judged import Known

SAID: Final = 1.0  # the committer's own word for it
DEFAULT_BOT: Final = 0.9  # podium's own default: bots were left out of the measured data
DEFAULT_INCIDENT: Final = 0.7  # podium's own default: no public ground truth exists

_TYPES: Final[dict[str, Known]] = {
    **dict.fromkeys(("feat", "feature", "features"), "feature"),
    **dict.fromkeys(("fix", "fixes", "bug", "bugfix", "bugs"), "fix"),
    **dict.fromkeys(("hotfix", "incident", "revert", "rollback"), "incident"),
    **dict.fromkeys(("refactor", "perf", "test", "tests", "build", "ci", "style", "improvement"), "improvement"),
    **dict.fromkeys(("doc", "docs", "documentation"), "docs"),
    **dict.fromkeys(("chore", "deps", "dep", "release", "bump"), "chore"),
}
_TICKET: Final = r"(?:\[?[A-Z][A-Z0-9]{1,9}-\d+\]?[:\s]\s*)?"
_PREFIX: Final = re.compile(rf"^{_TICKET}([A-Za-z]{{2,14}})(?:\(([^()]{{0,60}})\))?!?:(?!:)\s*\S")
_BRACKET: Final = re.compile(rf"^{_TICKET}\[([A-Za-z]{{2,14}})\]\s*\S")
# In brackets these name the part of the house that was touched, not what was done to it.
_PARTS: Final = frozenset({"ci", "build", "test", "tests", "release"})
_MERGE: Final = re.compile(
    r"(?i)^merge (?:pull request \S{1,20} from [^\s/]+/|(?:remote-tracking )?branch '?(?:origin/)?|in \S+ from )"
    r"([a-z]+)[/_-]"
)
_REVERTS: Final = re.compile(r"(?im)^this reverts (?:commits? [0-9a-f]{7,64}\b|(?:merge|pull) request [^\s:]{2,80})")
_REVERT_TITLE: Final = re.compile(r"(?i)^(?:\[?revert\]?:?\s+[\"'“]|revert(?:s|ed|ing)?\s+[0-9a-f]{7,40}\b)")
_AGAIN: Final = re.compile(r"(?i)^(?:revert\s+[\"'“]revert\b|re-?apply\b|re-?land\b)[\s\"'“]*")
_INCIDENT: Final = re.compile(
    r"(?i)^hot-?fix\b|\bINC-?\d{2,}\b|\bsev-?[0-2]\b"
    r"|\b(?:prod(?:uction)?|site|service|live)\s+(?:outage|incident|is down|down)\b|\boutage (?:in|on|of|from|since)\b"
    r"|\broll(?:ing|ed)?[ -]?back (?:to \S|prod|production|release|deploy|v?\d)"
    r"|\bun-?break (?:main|master|trunk|prod|production|the build|build|ci|release)\b"
    r"|\bemergency (?:fix|patch|release|change)\b|\bfix broken (?:main|master|trunk|prod|production)\b"
)
_PRODUCT: Final = re.compile(
    r"(?i)\b(?:button|table|page|view|panel|argument|param\w*|endpoint|field|form|list|history|template|plugin|command"
    r"|flag|option|label|column|dashboard|widget|tests?|docs?|support for)\b"
)
_BUMP: Final = re.compile(
    r"(?i)\b(?:bump|upgrade|update|pin|renovate)s?\b.{0,200}?(?:\bto v?\d|\bv?\d+\.\d+|\bdep(?:s|endenc(?:y|ies))\b)"
    r"|\bdep(?:s|endenc(?:y|ies))\b.{0,200}?\b(?:bump|upgrade|update)"
)
_RELEASE: Final = re.compile(r"(?i)^(?:release|publish|prepare|cut|bump version|version bump|v?\d+\.\d+(?:\.\d+)?\s*$)")
_BUMPED: Final = frozenset({"lock", "manifest", "ci", "config"})
_RELEASED: Final = frozenset({"lock", "manifest", "release", "config"})

MeasuredRule = str  # the name of a rule whose odds were counted on the training repositories


class Said(NamedTuple):
    """A kind a change names itself."""

    kind: Known
    p: float
    why: str


def unwrap_relanding(subject: str) -> str:
    """Read a revert of a revert as the change it brings back."""
    return _AGAIN.sub("", subject).rstrip("\"'” ") if _AGAIN.match(subject) else subject


def hear_structure(subject: str, body: str, kinds: AbstractSet[str], *, author_is_bot: bool) -> Said | None:
    """Say the kind a change declares outright, or None."""
    return _hear_revert(subject, body) or _hear_incident(subject, kinds) or _hear_prefix(subject, author_is_bot)


def _hear_revert(subject: str, body: str) -> Said | None:
    if _AGAIN.match(subject):
        return None
    if _REVERT_TITLE.match(subject) or _REVERTS.search(body):
        return Said("incident", SAID, "a revert")
    return None


def _hear_incident(subject: str, kinds: AbstractSet[str]) -> Said | None:
    if kinds == {"docs"} or not (match := _INCIDENT.search(subject)) or _PRODUCT.search(subject):
        return None
    return Said("incident", DEFAULT_INCIDENT, f"incident words: {match[0].strip()!r}")


def _hear_prefix(subject: str, author_is_bot: bool) -> Said | None:
    for pattern, what in ((_PREFIX, "prefix"), (_BRACKET, "prefix"), (_MERGE, "branch name")):
        match = pattern.match(subject)
        word = match[1].lower() if match else ""
        kind = None if pattern is _BRACKET and word in _PARTS else _TYPES.get(word)
        if match and kind:
            scope = match[2] if pattern is _PREFIX else None
            if (scope or "").lower() in {"deps", "deps-dev", "dependencies", "release"} or (
                kind != "incident" and what == "prefix" and is_bump(subject)
            ):
                return Said("chore", SAID, f"prefix {match[1]!r}, a dependency bump or release")
            return Said(kind, SAID, f"{what} {match[1]!r}")
    return Said("chore", DEFAULT_BOT, "a bot wrote it") if author_is_bot else None


def is_bump(subject: str) -> bool:
    """Tell whether a subject moves a dependency to another version."""
    return _BUMP.search(subject) is not None


def find_rule(subject: str, kinds: AbstractSet[str]) -> MeasuredRule | None:
    """Name the measured rule a change falls under: a bump, a release, or all its paths of one sort."""
    if not kinds:
        return None
    if kinds <= _BUMPED and is_bump(subject):
        return "bump"
    if kinds <= _RELEASED and _RELEASE.match(subject):
        return "release"
    (only,) = kinds if len(kinds) == 1 else ("",)
    return f"all-{only}" if only in {"test", "ci", "docs", "lock"} else None
