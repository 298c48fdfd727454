"""Your own acts for a notebook: nothing of anybody else, and nothing that names a thing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from little_team import LAST_DAY, OTHERS, make
from podium.cli.main import podium
from podium.core.errors import Misuse
from podium.core.time import Window
from podium.mirror import notebook
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror

NAMES = dict(zip(OTHERS, ("zebulon", "yolanda", "xanthippe", "wilhelmina", "vladimira", "ulrike", "theo"), strict=True))


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("secret-project") / "paymaster", names=NAMES)


@pytest.fixture
def mirror(team: Path) -> Mirror:
    scope = Scope(paths=(team,), me=("ana@example.org",), as_of=date.fromisoformat(LAST_DAY))
    return Mirror(scope, now=datetime(2026, 7, 1, tzinfo=UTC))


def test_every_act_is_hers_and_nothing_is_named(mirror: Mirror, tmp_path: Path) -> None:
    notebook.write(mirror, tmp_path / "nb")
    acts = pq.read_table(tmp_path / "nb" / "acts.parquet")
    window = Window(mirror.window.end_s - notebook.YEARS_DAYS * 86_400, mirror.window.end_s)
    assert acts.num_rows == len(mirror.evidence.ask("select at_s, ref, verb from mine", window, question="t")) > 100
    for path in (tmp_path / "nb").iterdir():
        words = path.read_bytes().lower()
        assert not [name for name in (*NAMES.values(), "ana@", "paymaster") if name.encode() in words], path.name
    answers = pq.read_table(tmp_path / "nb" / "signals.parquet").to_pylist()
    measures = {measure.signal: measure for measure in mirror.look().measures}
    assert {row["signal"]: row["value"] for row in answers} == {name: m.value for name, m in measures.items()}
    mirror.close()


def test_the_same_look_writes_the_same_bytes(mirror: Mirror, tmp_path: Path) -> None:
    for name in ("a", "b"):
        notebook.write(mirror, tmp_path / name)
    for file in ("acts.parquet", "signals.parquet"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    with pytest.raises(Misuse):
        notebook.write(mirror, tmp_path / "a")
    mirror.close()


def test_one_copy_at_a_time() -> None:
    result = CliRunner().invoke(podium, ["export", "--yes"])
    assert isinstance(result.exception, Misuse)
