"""Whatever order and however often a server tells its records: the same table, byte for byte; cut anywhere, too."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nightly import by_day
from podium.connections import sync
from podium.core.errors import CannotReach
from podium.evidence.people.me_file import MeFile
from podium.sources.secrets import variable
from podium.system import paths
from source_worlds import WORLDS, World

SERVED = sorted(name for name, world in WORLDS.items() if world.pick is not None)


def table(place: Path, monkeypatch: pytest.MonkeyPatch, *worlds: World) -> bytes:
    """The snapshot after one sync of each world into a fresh store, one after the other."""
    monkeypatch.setenv("PODIUM_HOME", str(place))
    kept = paths.evidence() / "sources"
    kept.mkdir(parents=True)
    (kept / "key").write_bytes(b"k" * 32)
    for world in worlds:
        monkeypatch.setenv(variable(world.source), "token")
        asked = sync.Connection(world.source, world.source, world.settings | {"address": "https://here.example"})
        try:
            sync.run(asked, MeFile(), world.wire(world.told), None)
        except CannotReach:
            continue
    found = sync.store().snapshot()
    assert found is not None
    return found.read_bytes()


def mixed(value: Any, dice: random.Random) -> Any:
    """Every list in another order, and one of its records twice."""
    if isinstance(value, dict):
        return {key: mixed(held, dice) for key, held in value.items()}
    if not isinstance(value, list):
        return value
    told = [mixed(one, dice) for one in value]
    told += told[:1]
    dice.shuffle(told)
    return told


@pytest.mark.parametrize("name", by_day(SERVED, "github", "linear"))
def test_any_order_and_any_doubling_is_the_same_table(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = WORLDS[name]
    straight = table(tmp_path / "straight", monkeypatch, world)
    for seed in range(3):
        told = mixed(world.told, random.Random(seed))
        assert table(tmp_path / str(seed), monkeypatch, replace(world, told=told)) == straight, seed
    assert table(tmp_path / "twice", monkeypatch, world, world) == straight


@pytest.mark.parametrize("name", by_day(SERVED, "jira", "pagerduty"))
def test_cut_at_any_answer_and_read_again_is_the_same_table(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = WORLDS[name]
    straight = table(tmp_path / "straight", monkeypatch, world)
    for cut in range(1, 8):
        left = [cut]

        def tell(asked: Any, left: list[int] = left) -> str:
            left[0] -= 1
            if left[0] < 0:
                raise CannotReach("the cable was pulled")
            assert world.pick is not None
            return world.pick(asked)

        assert table(tmp_path / f"cut{cut}", monkeypatch, replace(world, pick=tell), world) == straight, cut
