"""Diligence in the first ten minutes: the first entry of any kind never turns a trap red."""

from __future__ import annotations

from typing import Any

import pytest

from podium import traps
from podium.journal import kinds
from podium.journal.entry import Kind
from podium.journal.fields import fields_of
from podium.journal.template import new_file, new_row
from podium.traps import Context, Reader
from weeks import Week

# Thirty changes of a team of six.
TEAM = "\n".join(
    f"2026-03-{2 + n // 2:02d} 1{n % 2}:00+0100 {('ana', 'bo', 'chi', 'dee', 'eli', 'fay')[n % 6]} wrote c{n} src/{n % 4}.py"
    for n in range(30)
)


def verdicts(week: Week) -> dict[str, str]:
    reader = Reader(week.evidence, week.window(), context=Context(connected=frozenset({"journal"})))
    return {trap.name: traps.judge(trap, reader).verdict for trap in traps.every()}


def files(kind: Kind[Any], count: int) -> dict[str, str]:
    """The first entries of a kind, every field that has an example filled in with it, and whom they must name."""
    fields = fields_of(kind)
    wanted = [field for field in fields if field.example is not None and (field.is_required or not field.refers)]
    values = {field.name: field.example for field in wanted}
    made = {}
    for field in wanted:
        if field.refers and field.refers != kind.name:
            other = kinds.load(field.refers)
            made |= {f"{other.place}/{field.example}.md": new_file(other, values_needed(other))}
    names = [f"first{n}" for n in range(count)]
    if kind.is_table:
        return {**made, kind.place: "\n".join(new_row(kind, {**values, "id": name}) for name in names)}
    return made | {f"{kind.place}/{name}.md": new_file(kind, values) for name in names}


def values_needed(kind: Kind[Any]) -> dict[str, Any]:
    """The fields an entry cannot be without."""
    return {field.name: field.example for field in fields_of(kind) if field.is_required and field.name != "id"}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The verdicts with an empty journal."""
    return verdicts(Week(TEAM, tmp_path_factory.mktemp("bare"), journal={}))


@pytest.mark.parametrize("name", kinds.names())
def test_the_first_entries_of_a_kind_turn_no_trap_red(weeks, bare: dict[str, str], name: str) -> None:
    after = verdicts(weeks(TEAM, journal=files(kinds.load(name), 6)))
    turned = {trap for trap, verdict in after.items() if verdict == "in it" and bare[trap] != "in it"}
    assert not turned
