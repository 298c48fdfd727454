"""Every way to stop has its exit code, says where, and says what to type next, in one line."""

from __future__ import annotations

import pytest

from podium.core import errors
from podium.core.errors import CannotRead, Stop

ALL = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, Stop)]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("Stop", 1),
        ("Misuse", 2),
        ("OurFault", 3),
        ("CannotRead", 4),
        ("Locked", 4),
        ("CannotWrite", 4),
        ("CannotReach", 5),
        ("Refused", 5),
        ("CannotTell", 6),
    ],
)
def test_exit_codes(kind: str, code: int) -> None:
    assert getattr(errors, kind).code == code


def test_no_way_to_stop_is_left_out_above() -> None:
    assert {e.__name__ for e in ALL} == {
        "Stop",
        "Misuse",
        "OurFault",
        "CannotRead",
        "Locked",
        "CannotWrite",
        "CannotReach",
        "Refused",
        "CannotTell",
    }


def test_what_where_and_what_next_in_one_line() -> None:
    stop = CannotRead("no such day", where="me.toml:3", next_step="write 2026-11-22")
    assert str(stop) == "no such day (me.toml:3) — write 2026-11-22"
    assert str(CannotRead("no such day")) == "no such day"


@pytest.mark.parametrize("kind", ALL, ids=lambda e: e.__name__)
def test_the_tree_in_the_docstring_is_the_tree(kind: type[Stop]) -> None:
    drawn = next(line for line in (errors.__doc__ or "").splitlines() if kind.__name__ in line.split())
    assert f"exit {kind.code}" in drawn
