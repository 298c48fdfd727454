"""Accounts that are automation or coding agents, by name, address and habit.

One classifier for every source. A name alone decides only where it is known; a name that sounds like automation counts
as it once what it does is as uniform as a machine's, and until then it is a person she is asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from podium.core.marks import table

AuthorKind = Literal["human", "bot", "agent"]

# The host's own committer: a landing on the web, by whom git does not say.
WEB_EMAILS = frozenset({"noreply@github.com", "noreply@gitlab.com"})
# A mere word in a name decides nothing: worth asking about, never dropped on that alone. Nor does a glued one: `jekyllbot`
# is a machine, Talbot a person, `botantony` may be either.
WORD = re.compile(r"(?:^|[\s._(\[-])(?:bot|robot|ci|jenkins|automation)(?:$|[\s._@)\]-])", re.IGNORECASE)
GLUED = re.compile(r"[a-z0-9]{2,}(?:bot|robot|releaser)$|^bot[a-z]{3,}$", re.IGNORECASE)
SURNAMES = frozenset({"abbot", "cabot", "talbot", "tolbot", "garbot", "herbot", "jabot", "turbot", "botha", "bothe"})
LEAST_HABITS = 10
UNIFORM = 0.8
ROUND_THE_CLOCK_HOURS = 22
_GITHUB_NO_REPLY = re.compile(r"^(?:(\d+)\+)?([^@]+)@users\.noreply\.github\.com$")
_VARYING = re.compile(r"[`'\"][^`'\"]*[`'\"]|\S*[/@#._\d]\S*|\b[0-9a-f]{7,}\b")
_LABEL = re.compile(r"^\S+:\s+")


class Habits(NamedTuple):
    """How somebody's changes look, counted over the history.

    Attributes:
        changes: how many there are. merges: how many of them only merge.
        in_patterns: how many follow one of their two most common subjects, numbers and names apart.
        hours: hours of the UTC day in which at least one landed.
    """

    changes: int
    merges: int
    in_patterns: int
    hours: int

    @property
    def is_uniform(self) -> bool:
        """Whether a person would hardly work so: the same sentence again and again, or nothing but merges."""
        if self.changes < LEAST_HABITS:
            return False
        least = UNIFORM * (0.75 if self.hours >= ROUND_THE_CLOCK_HOURS else 1.0)
        return max(self.in_patterns, self.merges) >= least * self.changes

    @property
    def words(self) -> str:
        """The reason, for `podium me`."""
        if self.merges >= self.in_patterns:
            return f"named like automation, and {self.merges} of {self.changes} changes only merge"
        return f"named like automation, and {self.in_patterns} of {self.changes} changes follow two subjects"


def habits_of(changes: Iterable[tuple[str, bool, int]]) -> Habits:
    """Habits from (subject, whether it merges, second of the epoch in UTC) of each change."""
    patterns: Counter[str] = Counter()
    hours: set[int] = set()
    merges = 0
    for subject, is_merge, at_s in changes:
        patterns[pattern_of(subject)] += 1
        hours.add(at_s % 86_400 // 3600)
        merges += is_merge
    common = sum(count for _, count in patterns.most_common(2))
    return Habits(patterns.total(), merges, common, len(hours))


def pattern_of(subject: str) -> str:
    """The first three words of a subject, without its label, numbers, versions, paths and quoted names."""
    return " ".join(_VARYING.sub("*", _LABEL.sub("", subject.strip().lower())).split()[:3])


@lru_cache(maxsize=65_536)
def is_doubtful(name: str, email: str = "") -> bool:
    """Whether a name or address sounds like automation: worth asking about, never dropped on that alone."""
    local = email.partition("@")[0]
    if WORD.search(name) or WORD.search(local):
        return True
    words = [word for text in (name, local.rpartition("+")[2]) for word in re.split(r"[\s._-]+", text)]
    return any(GLUED.search(word) and word.lower() not in SURNAMES for word in words)


@lru_cache(maxsize=65_536)
def kind_of(name: str, email: str, habits: Habits | None = None) -> tuple[AuthorKind, str]:
    """Human, bot or agent, and the reason; what only sounds like automation is human unless its habits say so too.

    A name people bear, too, makes nobody an agent: the address or login must be the agent's.
    """
    marks, slug, address = table(), _slug(name), email.strip().lower()
    login = _GITHUB_NO_REPLY.match(address)
    account, bare = (login[2] if login else slug).removesuffix("[bot]"), slug.removesuffix("[bot]")
    by_address = marks.by_address.get(address)
    account_kind = marks.by_account.get(account) or marks.by_account.get(bare)
    is_machines = slug.endswith("[bot]") or "[bot]@" in address
    if (
        by_address == "agent"
        or (
            account_kind is not None
            and account_kind.kind == "agent"
            and (is_machines or not account_kind.is_given_name)
        )
        or _is_named_as(name.strip(), "agent")
    ):
        return "agent", "known coding agent"
    if is_machines:
        return "bot", "account ends in [bot]"
    if address in WEB_EMAILS:
        return "bot", "the host's own committer"
    if (
        (account_kind is not None and account_kind.kind == "bot")
        or by_address == "bot"
        or _is_bot(address.partition("@")[0])
    ):
        return "bot", "known automation account"
    if habits is not None and habits.is_uniform and is_doubtful(name, email):
        return "bot", habits.words
    return "human", ""


def kind_of_login(login: str, *, is_declared: bool = False) -> AuthorKind:
    """The same of an account known by its login alone; `is_declared` where the source itself says it is a machine."""
    slug = _slug(login)
    account_kind = table().by_account.get(slug.removesuffix("[bot]"))
    is_machines = is_declared or slug.endswith("[bot]")
    if account_kind is not None and account_kind.kind == "agent" and (is_machines or not account_kind.is_given_name):
        return "agent"
    return "bot" if is_machines or (account_kind is not None and account_kind.kind == "bot") else "human"


@lru_cache(maxsize=65_536)
def agent_beside(name: str, email: str) -> bool:
    """Whether a person's own name or address says that an agent was there: `Ada (aider)`, `ada+claude@example.org`."""
    local = email.partition("@")[0].lower()
    tag = "" if _GITHUB_NO_REPLY.match(email.lower()) else local.partition("+")[2]
    account_kind = table().by_account.get(tag) if tag else None
    return (account_kind is not None and account_kind.kind == "agent") or _is_named_as(name.strip(), "with")


def _is_named_as(name: str, kind: Literal["agent", "with"]) -> bool:
    return any(of == kind and pattern.fullmatch(name) for pattern, of in table().name_patterns)


def _is_bot(name: str) -> bool:
    account_kind = table().by_account.get(name)
    return account_kind is not None and account_kind.kind == "bot"


def _slug(name: str) -> str:
    return re.sub(r"[\s_]+", "-", name.strip().lower())
