"""Which accounts are automation: what the source says first, then a list; a mere word in a name only raises a doubt."""

from __future__ import annotations

import re

from podium.core.trace import Kind

LISTED = frozenset({
    "alert-bot", "allcontributors", "automation-for-jira", "bors", "bors-ng", "circleci", "codecov", "codecov-io",
    "copybara-service", "dependabot", "dependabot-preview", "fossabot", "gerrit-code-review", "ghost-bot",
    "github-actions", "gitlab-bot", "gitlab-dependency-bot", "gopher-robot", "gopherbot", "grafanabot",
    "greenkeeper", "homu", "imgbot", "imgbotapp", "jenkins", "jenkins-bot", "jira-automation", "k8s-ci-robot",
    "kodiakhq", "mergify", "openshift-ci-robot", "openshift-merge-robot", "openstack-release-bot", "pagerduty",
    "pre-commit-ci", "project_bot", "pyup-bot", "renovate", "renovate-bot", "restyled-io", "security-bot",
    "semantic-release", "semantic-release-bot", "slackbot", "snyk-bot", "support-bot", "travis-ci", "web-flow",
    "weblate", "zuul",
})  # fmt: skip
AGENTS = frozenset({
    "aider", "amazon-q-developer", "claude", "claude-code", "codex", "copilot", "copilot-swe-agent",
    "cursor-agent", "cursoragent", "devin-ai-integration", "gemini-code-assist", "google-labs-jules", "jules",
    "openai-codex", "opencode", "openhands", "sweep-ai",
})  # fmt: skip
_TYPES = frozenset({"bot", "app", "service_user", "service-user", "service_account", "mannequin"})
_WORD = re.compile(r"(?:^|[\s._-])(?:bot|robot|ci|jenkins|automation)(?:$|[\s._-])", re.IGNORECASE)


def kind(login: str, declared: str = "") -> Kind:
    """Human, agent or bot, by what the source declares and by name."""
    slug = re.sub(r"[\s_]+", "-", login.strip().lower())
    bare = slug.removesuffix("[bot]")
    if bare in AGENTS:
        return "agent"
    if declared.lower() in _TYPES or slug.endswith("[bot]") or bare in LISTED:
        return "bot"
    return "human"


def is_doubtful(login: str) -> bool:
    """A name with `bot` or `ci` as a word: worth asking about, never dropped on that alone."""
    return bool(_WORD.search(login)) and kind(login) == "human"
