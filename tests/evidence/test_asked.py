"""Evidence on an engine is asked by the same rule: of a group it tells nothing below five people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine_folder import on_an_engine
from podium.core.journal_facts import Fact
from podium.laws.weeks import Week
from podium.signals import read
from podium.signals.concentration import CONCENTRATION
from podium.signals.files_at_risk import FILES_AT_RISK
from podium.signals.fixed_again_by_hand import FIXED_AGAIN_BY_HAND
from podium.signals.own_share import OWN_SHARE
from podium.signals.reverts_by_hand import REVERTS_BY_HAND
from signals.hand_weeks import AGENT, at_work, taken_back

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


def test_how_changes_with_an_agent_fared_is_told_there_as_here(weeks: Weeks, tmp_path: Path) -> None:
    again = "".join(f"2026-03-14 10:{n:02d}+0100 chi wrote f{n} s{n}.py says=fix:_again\n" for n in range(6))
    features = "".join(f"2026-03-14 11:{n:02d}+0100 bo wrote g{n} s{n}.py says=feature:_g{n}\n" for n in range(20, 50))
    made = weeks(at_work(kind="fix") + again + features + taken_back(0, 1, 2))
    there = on_an_engine(made.evidence, tmp_path / "store")
    for signal in (FIXED_AGAIN_BY_HAND, REVERTS_BY_HAND):
        told = [(row.ref, row.amount) for row in made.read(signal).rows]
        assert len(told) == 2
        assert [(row.ref, row.amount) for row in read(signal, there, made.window()).rows] == told
    there.close()


def test_what_stands_in_her_journal_is_asked_beside_her_acts(weeks: Weeks, tmp_path: Path) -> None:
    """A page named for somebody is a number there as it is here, and leads back to its file."""
    made = weeks("2026-03-10 10:00+0100 ana wrote c1 a.py\n")
    facts = (
        Fact("goal", "goals/orders", None, None, 1.0, "live"),
        Fact("one-on-one", "one-on-ones/bo.md", None, 3, None, ""),
    )
    there = on_an_engine(made.evidence, tmp_path / "store", journal=facts)
    rows = there.every_row("select what, ref, at_s, age_days, amount, state from written", made.window())
    assert rows == [("goal", "goals/orders", 0, None, 1.0, "live"), ("one-on-one", "one-on-one 2", 0, 3, None, "")]
    assert there.file_of("one-on-one 2") == "one-on-ones/bo.md"
    there.close()


def test_how_many_changes_a_side_has_is_told_in_the_same_band_there_as_here(weeks: Weeks, tmp_path: Path) -> None:
    """Fifty with an agent, forty-nine without."""
    lines = [f"{line}\n" for line in at_work().split("\n") if line]
    with_agents, without = [line for line in lines if AGENT in line], [line for line in lines if AGENT not in line]
    made = weeks("".join(sorted(with_agents[:50] + without[:49])))
    there = on_an_engine(made.evidence, tmp_path / "store")
    told = sorted(row.ref for row in made.read(REVERTS_BY_HAND).rows)
    assert told == ["with a mark of an agent, 50 to 199 changes", "without a mark, 20 to 49 changes"]
    assert sorted(row.ref for row in read(REVERTS_BY_HAND, there, made.window()).rows) == told
    there.close()
