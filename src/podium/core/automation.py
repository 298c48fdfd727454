"""Accounts that are automation or coding agents, by name, address and habit.

One classifier for every source. A name alone decides only where it is known; a name that sounds like automation counts
as it once what it does is as uniform as a machine's, and until then it is a person she is asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

Kind = Literal["human", "bot", "agent"]

BOTS = frozenset(
    {
        "alert-bot",
        "allcontributors",
        "automation-for-jira",
        "bors",
        "bors-ng",
        "circleci",
        "codecov",
        "codecov-io",
        "copybara-service",
        "dependabot",
        "dependabot-preview",
        "fossabot",
        "gerrit-code-review",
        "ghost-bot",
        "github-actions",
        "gitlab-bot",
        "gitlab-dependency-bot",
        "gopher-robot",
        "gopherbot",
        "grafanabot",
        "greenkeeper",
        "homu",
        "imgbot",
        "imgbotapp",
        "jenkins",
        "jenkins-bot",
        "jira-automation",
        "k8s-ci-robot",
        "kodiakhq",
        "mergify",
        "openshift-ci-robot",
        "openshift-merge-robot",
        "openstack-release-bot",
        "pagerduty",
        "pre-commit-ci",
        "project_bot",
        "pyup-bot",
        "renovate",
        "renovate-bot",
        "restyled-io",
        "security-bot",
        "semantic-release",
        "semantic-release-bot",
        "slackbot",
        "snyk-bot",
        "support-bot",
        "travis-ci",
        "web-flow",
        "weblate",
        "zuul",
    }
)
AGENTS = frozenset(
    {
        "aider",
        "amazon-q-developer",
        "claude",
        "claude-code",
        "codex",
        "copilot",
        "copilot-swe-agent",
        "cursor-agent",
        "cursoragent",
        "devin-ai-integration",
        "gemini-code-assist",
        "google-labs-jules",
        "jules",
        "openai-codex",
        "opencode",
        "openhands",
        "sweep-ai",
    }
)
AGENT_EMAILS = frozenset(
    {
        "aider@aider.chat",
        "codex@openai.com",
        "copilot@github.com",
        "cursoragent@cursor.com",
        "noreply@aider.chat",
        "noreply@anthropic.com",
        "noreply@openai.com",
        "noreply@opencode.ai",
        "openhands@all-hands.dev",
    }
)
# The host's own committer: a landing on the web, by whom git does not say.
WEB_EMAILS = frozenset({"noreply@github.com", "noreply@gitlab.com"})
# A mere word in a name decides nothing: worth asking about, never dropped on that alone. Nor does a glued one: `jekyllbot`
# is a machine, Talbot a person, `botantony` may be either.
WORD = re.compile(r"(?:^|[\s._-])(?:bot|robot|ci|jenkins|automation)(?:$|[\s._@-])", re.IGNORECASE)
GLUED = re.compile(r"[a-z0-9]{2,}(?:bot|robot)$|^bot[a-z]{3,}$", re.IGNORECASE)
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


def is_doubtful(name: str, email: str = "") -> bool:
    """Whether a name or address sounds like automation: worth asking about, never dropped on that alone."""
    local = email.partition("@")[0]
    if WORD.search(name) or WORD.search(local):
        return True
    words = [word for text in (name, local.rpartition("+")[2]) for word in re.split(r"[\s._-]+", text)]
    return any(GLUED.search(word) and word.lower() not in SURNAMES for word in words)


def kind_of(name: str, email: str, habits: Habits | None = None) -> tuple[Kind, str]:
    """Human, bot or agent, and the reason; what only sounds like automation is human unless its habits say so too."""
    slug, address = re.sub(r"[\s_]+", "-", name.strip().lower()), email.lower()
    login = _GITHUB_NO_REPLY.match(address)
    account = re.sub(r"\[bot\]$", "", login[2] if login else slug)
    if address in AGENT_EMAILS or account in AGENTS or slug.removesuffix("[bot]") in AGENTS:
        return "agent", "known coding agent"
    if slug.endswith("[bot]") or "[bot]@" in address:
        return "bot", "account ends in [bot]"
    if address in WEB_EMAILS:
        return "bot", "the host's own committer"
    if account in BOTS or slug in BOTS or address.partition("@")[0] in BOTS:
        return "bot", "known automation account"
    if habits is not None and habits.is_uniform and is_doubtful(name, email):
        return "bot", habits.words
    return "human", ""
