"""Diligence in the first ten minutes: the first entry of any kind never turns a trap red."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from podium import traps
from podium.core.journal_facts import Witness
from podium.journal import facts, kinds, open_journal
from podium.journal.entry import Kind
from podium.journal.fields import fields_of
from podium.journal.template import new_file, new_row
from podium.laws.weeks import Week
from podium.traps import Context, Reader

# Thirty changes of a team of six.
TEAM = "\n".join(
    f"2026-03-{2 + n // 2:02d} 1{n % 2}:00+0100 {('ana', 'bo', 'chi', 'dee', 'eli', 'fay')[n % 6]} wrote c{n} src/{n % 4}.py"
    for n in range(30)
)


def verdicts(week: Week) -> dict[str, str]:
    reader = Reader(week.evidence, week.window(), context=Context(connected=frozenset({"journal"})))
    return {trap.name: traps.judge(trap, reader).verdict for trap in traps.every()}


def files(kind: Kind[Any], names: Sequence[str], *, is_full: bool = True) -> dict[str, str]:
    """Entries of a kind with the examples of its fields (all, or those needed), and whatever they must name."""
    fields = [f for f in fields_of(kind) if f.name != "id" and f.example is not None]
    wanted = [f for f in fields if f.is_required or (is_full and not f.refers)]
    values = {field.name: field.example for field in wanted}
    made: dict[str, str] = {}
    for field in wanted:
        if field.refers and field.refers != kind.name:
            made |= files(kinds.load(field.refers), [field.example], is_full=False)
    if kind.is_table:
        return {**made, kind.place: "\n".join(new_row(kind, {**values, "id": name}) for name in names)}
    return made | {f"{kind.place}/{name}.md": new_file(kind, values) for name in names}


SIX = [f"first{n}" for n in range(6)]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The verdicts with an empty journal."""
    return verdicts(Week(TEAM, tmp_path_factory.mktemp("bare"), journal={}))


def witness_of(folder: Path, journal: dict[str, str]) -> Witness:
    """What the evidence is told of a journal."""
    for file, text in {"journal.toml": "format = 1\n", **journal}.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return facts.read(open_journal(folder), date(2026, 3, 16))


@pytest.mark.parametrize("name", kinds.names())
def test_the_first_entries_of_a_kind_turn_no_trap_red(weeks, bare: dict[str, str], tmp_path: Path, name: str) -> None:
    """A kind the evidence is told nothing of leaves the evidence as it was, and with it every trap."""
    entries = files(kinds.load(name), SIX)
    if witness_of(tmp_path / "with", entries) == witness_of(tmp_path / "without", {}):
        return
    after = verdicts(weeks(TEAM, journal=entries))
    turned = {trap for trap, verdict in after.items() if verdict == "in it" and bare[trap] != "in it"}
    assert not turned
