"""What is typed for a field is one value, whether it is typed at the terminal or on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from podium.app import entry
from podium.app.session import Session
from podium.core.errors import Misuse
from podium.journal.find import pointer
from podium.journal.make import make, point_to


def field_of(form: str) -> entry.Field:
    """The first field of any kind that has this form."""
    kinds = [entry.kind(name) for name in entry.kind_names()]
    return next(field for kind in kinds for field in entry.fields(kind) if str(field.type) == form)


@pytest.mark.parametrize(
    ("form", "typed", "value"),
    [
        ("true or false", "y", True),
        ("true or false", "Yes", True),
        ("true or false", "no", False),
        ("number", "1,5", 1.5),
        ("number", "1.5", 1.5),
        ("number", "1e3", 1000.0),
        ("number", "2", 2),
        ("whole number", "3", 3),
        ("list of texts", "a, b", ["a", "b"]),
        ("list of texts", "a, b\n", ["a, b"]),
        ("list of texts", "first, then\nsecond\n", ["first, then", "second"]),
    ],
)
def test_a_typed_field_is_one_value(form: str, typed: str, value: object) -> None:
    read = entry.value(field_of(form), typed)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        ("true or false", "maybe"),
        ("number", "1,500"),
        ("number", "nan"),
        ("number", "1e999"),
        ("number", "1_000"),
        ("whole number", "3.0"),
        ("whole number", "٣"),
        ("date", "2026-13-01"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_an_example(form: str, typed: str) -> None:
    with pytest.raises(Misuse) as refused:
        entry.value(field_of(form), typed)
    assert "write " in refused.value.next_step


def test_nothing_typed_is_no_value() -> None:
    assert entry.value(field_of("number"), "  ") is None


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    make(tmp_path / "lead")
    point_to(pointer(), tmp_path / "lead")
    return tmp_path / "lead"


@pytest.mark.usefixtures("journal")
def test_an_id_is_made_of_plain_letters_and_is_free() -> None:
    kind, session = entry.kind("win"), Session()
    values = entry.with_today(session, kind, {field.name: "Zoë's café, straße" for field in entry.missing(kind, {})})
    values = entry.with_today(session, kind, values | {kind.today: session.today()})
    first = entry.create(session, kind, values)
    second = entry.create(session, kind, values)
    assert "zoe-s-cafe-strasse" in first.file
    assert second.file == first.file.replace(".md", "-2.md")
