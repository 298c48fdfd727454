"""Names that may be automation: what hangs on each is said where it is much, and where the rule of five allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clones import Clone
from podium.app.me import _perhaps_automation
from podium.mirror.look import Asked
from podium.mirror.mirror import Mirror

TEAM = dict.fromkeys(("Bea", "Cem", "Dov", "Eva", "Finn"), 6)

VERBS = ("Add", "Fix", "Move", "Split", "Explain")
NOUNS = ("parser", "cache", "page", "test")


@pytest.fixture
def opened() -> Iterator[list[Mirror]]:
    mirrors: list[Mirror] = []
    yield mirrors
    for mirror in mirrors:
        mirror.close()


def mirror_of(root: Path, counts: Mapping[str, int], opened: list[Mirror], *, subject: str = "") -> Mirror:
    """A clone in which each name landed so many changes in June 2026; `subject` is that of every doubtful name."""
    clone = Clone.new(root)
    number = 0
    for name, count in counts.items():
        for nth in range(count):
            number += 1
            day = f"2026-06-{number % 20 + 3:02} 12:00 +0000"
            email = name.lower().replace(" ", ".") + "@example.org"
            said = (
                f"{subject} {nth}"
                if subject and name == "deploybot"
                else f"{VERBS[nth % 5]} {NOUNS[nth % 4]} for {name}"
            )
            clone.git(
                "-c", f"user.name={name}", "-c", f"user.email={email}", "commit", "-q", "--allow-empty", "-m", said,
                GIT_AUTHOR_DATE=day, GIT_COMMITTER_DATE=day,
            )  # fmt: skip
    asked = Asked(paths=(root,), me=("ada@example.org",), as_of=date(2026, 6, 28))
    opened.append(Mirror(asked, now=datetime(2999, 1, 1, tzinfo=UTC)))
    return opened[-1]


def test_a_name_on_which_much_hangs_is_asked_about_with_her_share_both_ways(tmp_path, opened):
    """20 of hers of 70 are 29 %, of 50 without the name 40 %."""
    mirror = mirror_of(tmp_path, {"Ada": 20, **TEAM, "deploybot": 20}, opened)
    [question] = _perhaps_automation(mirror)
    assert question == (
        "deploybot <deploybot@example.org>: counted as a person; your share of what landed is about 30% beside it as a "
        "person and 40% without it; if that is wrong, add it to `bots`: `podium me --edit`"
    )


def test_a_name_taken_for_automation_by_its_habits_is_asked_about_too(tmp_path, opened):
    mirror = mirror_of(tmp_path, {"Ada": 20, **TEAM, "deploybot": 20}, opened, subject="Deploy version")
    assert mirror.perhaps_bots() == []
    [question] = _perhaps_automation(mirror)
    assert "counted as automation; your share of what landed is about 30% beside it as a person and 40%" in question
    assert "add it to `humans`" in question


def test_a_name_on_which_little_hangs_is_asked_about_without_a_number(tmp_path, opened):
    mirror = mirror_of(tmp_path, {"Ada": 20, **TEAM, "deploybot": 2}, opened)
    assert _perhaps_automation(mirror) == ["deploybot <deploybot@example.org>"]


def test_below_five_people_no_share_is_told(tmp_path, opened):
    mirror = mirror_of(tmp_path, {"Ada": 20, "Bea": 6, "deploybot": 20}, opened)
    assert _perhaps_automation(mirror) == ["deploybot <deploybot@example.org>"]


def test_a_family_name_that_ends_in_bot_is_not_asked_about(tmp_path, opened):
    mirror = mirror_of(tmp_path, {"Ada": 20, **TEAM, "Talbot": 20}, opened)
    assert _perhaps_automation(mirror) == []
