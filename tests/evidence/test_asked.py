"""Evidence on an engine is asked by the same rule: of a group it tells nothing below five people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine_folder import on_an_engine
from podium.laws.weeks import Week
from podium.signals import read
from podium.signals.concentration import CONCENTRATION
from podium.signals.files_at_risk import FILES_AT_RISK
from podium.signals.own_share import OWN_SHARE

Weeks = Callable[..., Week]
PEOPLE = ("ana", "bo", "chi", "dee", "eli")


def changes(people: tuple[str, ...], files: int = 24) -> str:
    """A change on each file, by one after the other."""
    return "".join(
        f"2026-03-{10 + n // 8} {9 + n % 8:02d}:00+0100 {people[n % len(people)]} wrote c{n} src/{n}.py\n"
        for n in range(files)
    )


@pytest.mark.parametrize("people", [4, 5])
def test_five_people_are_needed_there_as_here(weeks: Weeks, tmp_path: Path, people: int) -> None:
    made = weeks(changes(PEOPLE[:people]))
    there = on_an_engine(made.evidence, tmp_path / "store")
    for signal in (CONCENTRATION, FILES_AT_RISK, OWN_SHARE):
        here = made.read(signal)
        assert (here.value is not None) == (people == 5)
        answer = read(signal, there, made.window())
        assert (answer.value, answer.size, answer.why_none) == (here.value, here.size, here.why_none)
    there.close()
