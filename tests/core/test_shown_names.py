"""A guest a calendar shows by name has one of a few keys, whichever way the name is written."""

from __future__ import annotations

import pytest

from podium.core.shown_names import keys_of_name, shown_key


@pytest.mark.parametrize("name", ["Wong, Lee (Finance)", "Lee Wong", "lee wong [guest]", "WONG Lee"])
def test_a_guest_is_found_by_any_way_the_name_is_written(name: str) -> None:
    assert shown_key(name, "lee@example.org") == "shown:lee wong#1"
    assert shown_key(name, "lee@example.org") in keys_of_name("Lee Wong")


def test_a_name_has_sixteen_keys_and_every_address_falls_on_one_of_them() -> None:
    keys = {shown_key("Lee Wong", f"lee{n}@example.org") for n in range(400)}
    assert keys == set(keys_of_name("Lee Wong"))
    assert len(keys) == 16


@pytest.mark.parametrize("name", ["lee@example.org", "", "(Finance)", "--"])
def test_an_address_and_what_says_nothing_is_no_name(name: str) -> None:
    assert shown_key(name, "lee@example.org") == ""


def test_nobody_of_no_name_has_a_key() -> None:
    assert keys_of_name("(guest)") == []
