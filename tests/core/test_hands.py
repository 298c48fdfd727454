"""Whose hands a message tells of: trailers, lines, names and branches, from one file of marks."""

from __future__ import annotations

from datetime import date

import pytest

from podium.core.automation import kind_of, kind_of_login
from podium.core.hands import hand_of, is_agents_branch, read_message
from podium.core.marks import table

ADA = ("Ada Lindt", "ada@example.org")


@pytest.mark.parametrize(
    ("lines", "mark"),
    [
        ("Co-authored-by: Claude <noreply@anthropic.com>", "co-authored-by"),
        ("Co-Authored-By: Claude Opus 4.6 (1M context) <noreply@anthropic.com>", "co-authored-by"),
        ("Co-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>", "co-authored-by"),
        ("Assisted-by: Claude:claude-3-opus coccinelle sparse", "assisted-by"),
        ("Assisted-by: GLM-4.7 via Crush <crush@charm.land>", "assisted-by"),
        ("Generated-by: Cursor", "generated-by"),
        ("Made-with: Cursor", "made-with"),
        ("Amp-Thread-ID: https://ampcode.com/threads/T-1", "amp-thread-id"),
        ("Copilot-Session: 1-2-3", "copilot-session"),
        ("🤖 Generated with [Claude Code](https://claude.com/claude-code)", "line"),
        ("I used coding agent assist with small steps.", "line"),
        ("https://chatgpt.com/codex/tasks/task_i_1", "session link"),
    ],
)
def test_each_form_of_mark_is_read(lines: str, mark: str) -> None:
    assert read_message(f"fix: a thing\n\nBecause.\n\n{lines}\n").mark == mark
    assert hand_of(*ADA, f"fix: a thing\n\n{lines}") == ("with an agent", mark)


@pytest.mark.parametrize(
    "lines",
    [
        "Co-authored-by: Jules Verne <jules@example.org>",
        "Co-authored-by: Claude <claude@example.org>",
        "Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
        "Generated-By: project-config:roles/files/add_release_note_page.sh",
        "Assisted-by: Claude Paroz <claude@2xlibre.example>",
        "Reported by Codex Security",
        "Update the Claude Code action to v2",
        "the cursor agent keeps its place in the session",
        "Reviewed-by: Devin Hale <devin@example.org>",
    ],
)
def test_what_only_names_a_tool_or_a_person_is_no_mark(lines: str) -> None:
    assert hand_of(*ADA, f"fix: a thing\n\n{lines}") == ("no mark", "")


@pytest.mark.parametrize(
    "head", ["AI disclosure", "AI usage", "LLM Disclosure", "AI-Assistance", "**AI Notes", "## AI usage"]
)
@pytest.mark.parametrize(
    "answer", ["none", "None.", "N/A", "no", "No AI was used", "not used", "[none]", "\n\nNone", "", "0 %"]
)
def test_a_line_that_says_no_agent_was_there_is_no_mark(head: str, answer: str) -> None:
    for message in (f"Fix\n\n{head}: {answer}", f"Fix\n\n{head}: {answer}\n\nSigned-off-by: Ada <ada@example.org>\n"):
        if answer or not message.endswith("\n"):
            assert hand_of(*ADA, message) == ("no mark", ""), message
    assert hand_of(*ADA, f"Fix\n\n{head}: none\n\nGenerated with Claude Code")[0] == "with an agent"
    assert hand_of(*ADA, f"Fix\n\n{head}: Claude Code, reviewed by me")[0] == "with an agent"


@pytest.mark.parametrize("name", ["Jules", "Claude", "Devin", "Kiro", "Cline"])
def test_a_person_called_so_stays_a_person(name: str) -> None:
    address = f"{name.lower()}@example.org"
    assert kind_of(name, address)[0] == "human"
    assert kind_of(name, f"1234+{name.lower()}smith@users.noreply.github.com")[0] == "human"
    assert kind_of_login(name.lower()) == "human"
    assert kind_of_login(f"{name.lower()}[bot]") == "agent"


def test_an_agents_own_spellings() -> None:
    assert kind_of("Claude", "noreply@anthropic.com")[0] == "agent"
    assert kind_of("google-labs-jules[bot]", "161369871+google-labs-jules[bot]@users.noreply.github.com")[0] == "agent"
    assert kind_of("Copilot", "198982749+Copilot@users.noreply.github.com")[0] == "agent"
    assert hand_of("Copilot", "198982749+Copilot@users.noreply.github.com", "x")[0] == "by an agent"
    assert hand_of("renovate[bot]", "r@example.org", "chore: bump")[0] == "by automation"
    assert hand_of("github-actions[bot]", "g@example.org", "x\n\nCo-authored-by: Claude <noreply@anthropic.com>")[
        0
    ] == ("by an agent")
    assert hand_of("Ada (aider)", "ada@example.org", "x")[0] == "with an agent"
    assert hand_of("Ada", "ada+claude@example.org", "x")[0] == "with an agent"


def test_for_whom_an_agent_wrote() -> None:
    said = "x\n\nSigned-off-by: Bo <bo@example.org>\nCo-authored-by: Claude <noreply@anthropic.com>\nCo-authored-by: Ana <ana@example.org>"
    assert read_message(said).people == (("Ana", "ana@example.org"), ("Bo", "bo@example.org"))


@pytest.mark.parametrize(
    ("branch", "is_agents"),
    [
        ("copilot/fix-12", True),
        ("refs/remotes/origin/claude/issue-3", True),
        ("acme/codex/x", True),
        ("feature/claude", False),
        ("main", False),
        ("codexes", False),
    ],
)
def test_branches_agents_work_on(branch: str, is_agents: bool) -> None:
    assert is_agents_branch(branch) is is_agents


def test_every_mark_says_where_and_when_it_was_seen() -> None:
    marks = table()
    every = [
        *marks.accounts,
        *marks.addresses,
        *marks.names,
        *marks.tools,
        *marks.trailers,
        *marks.lines,
        *marks.branches,
    ]
    assert len(every) > 150
    assert all(one.where and date(2025, 1, 1) < one.on < date(2030, 1, 1) for one in every)
    assert len({account.name for account in marks.accounts}) == len(marks.accounts)
