"""Which accounts are automation."""

from __future__ import annotations

import pytest

from podium.sources import bots


@pytest.mark.parametrize(
    ("login", "declared", "kind"),
    [
        ("old-ada", "Mannequin", "human"),
        ("renovate[bot]", "Mannequin", "bot"),
        ("ada", "User", "human"),
        ("ada", "Bot", "bot"),
        ("acme-deploy", "App", "bot"),
    ],
)
def test_a_mannequin_is_a_person_of_the_past(login: str, declared: str, kind: str) -> None:
    assert bots.kind(login, declared) == kind
