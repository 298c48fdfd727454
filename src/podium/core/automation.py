"""Accounts that are automation or coding agents, by name and address.

Facts from public histories.
"""

from __future__ import annotations

import re

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
# A mere word in a name decides nothing: worth asking about, never dropped on that alone.
WORD = re.compile(r"(?:^|[\s._-])(?:bot|robot|ci|jenkins|automation)(?:$|[\s._@-])", re.IGNORECASE)
