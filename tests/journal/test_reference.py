"""The reference page says what the kinds say, and every field says what it means."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from podium.core.errors import Misuse
from podium.journal import fields_of, kinds
from podium.journal.reference import page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_in_the_docs_is_the_one_the_kinds_make() -> None:
    is_same = (DOCS / "reference" / "journal.md").read_text(encoding="utf-8") == page()
    assert is_same, "run `make docs`"


def test_every_field_of_every_kind_says_what_it_means() -> None:
    for kind in kinds.every():
        for field in fields_of(kind):
            assert field.meaning, f"{kind.name}.{field.name}"
            assert str(field.type) != "table", f"{kind.name}.{field.name}"


def test_kinds_name_fields_they_have_and_kinds_that_exist() -> None:
    for kind in kinds.every():
        names = {field.name for field in fields_of(kind)}
        assert {*kind.asks, *kind.id_from, *([kind.today] if kind.today else [])} <= names
        assert {field.refers for field in fields_of(kind)} <= {"", *kinds.names()}


def test_a_kind_is_a_file_and_its_place_is_its_own() -> None:
    places = [kind.place for kind in kinds.every()]
    assert len(set(places)) == len(places) == len(kinds.names())
    with pytest.raises(Misuse, match="no kind 'wim'"):
        kinds.load("wim")


def test_no_kind_holds_a_number_that_rates_a_person() -> None:
    words = ("rating", "rank", "performance", "sentiment", "mood", "toxic", "potential", "velocity", "points")
    for name in ("person", "one-on-one", "feedback", "delegation"):
        for field in fields_of(kinds.load(name)):
            assert not any(word in field.name for word in words), f"{name}.{field.name}"


def test_the_howto_groups_kinds_that_exist_and_leads_to_the_page_of_all() -> None:
    text = (DOCS / "howto" / "your-journal.md").read_text(encoding="utf-8")
    table = text.partition("## What is where")[2].partition("\n## ")[0]
    in_table = re.findall(r"`([a-z-]+)`", table)
    assert "(../reference/journal.md)" in table
    assert "win" in in_table
    assert set(in_table) <= set(kinds.names())
