"""A copy to share: the same verdicts, and nothing that names a person, a thing or a word."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import subject
from clones import clean_env
from little_team import LAST_DAY, OTHERS, PARTS, make
from podium.cli.main import podium
from podium.core.arrow_stream import as_stream
from podium.core.errors import CannotRead, Misuse
from podium.evidence import parquet
from podium.evidence.events.columns import Veil, table
from podium.evidence.events.store import EventStore
from podium.mirror import as_data, export
from podium.mirror.look import Look, Scope
from podium.mirror.mirror import Mirror
from podium.sources.notation import read as read_notation
from podium.system import paths

NOW = datetime(2026, 7, 1, tzinfo=UTC)
NAMES = dict(zip(OTHERS, ("zebulon", "yolanda", "xanthippe", "wilhelmina", "vladimira", "ulrike", "theo"), strict=True))
ME = """
team = ["zebulon@example.org", "yolanda@example.org", "xanthippe@example.org", "wilhelmina@example.org", "ulrike@example.org"]
[me]
emails = ["ana@example.org"]
hours = "Mon-Fri 09:00-17:30"
zone = "Europe/Berlin"
leave = [{ from = 2026-05-04, to = 2026-05-08 }]
"""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("secret-project") / "paymaster", names=NAMES)


@dataclass(frozen=True)
class Copied:
    """A mirror that stays open, what it showed, and a copy written from it."""

    mirror: Mirror
    look: Look
    out: Path


@pytest.fixture(scope="module")
def copied(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    """Looked at and written once for the tests of this file."""
    root = tmp_path_factory.mktemp("copied")
    with subject.kept_home(root / "podium"):
        mirror, look = look_at(team)
        export.write(mirror, root / "out")
    yield Copied(mirror, look, root / "out")
    mirror.close()


@pytest.fixture
def out(copied: Copied, tmp_path: Path) -> Path:
    """The copy, in a place of the test's own."""
    return Path(shutil.copytree(copied.out, tmp_path / "out"))


def look_at(path: Path, me: tuple[str, ...] = ("ana@example.org",)) -> tuple[Mirror, Look]:
    opened = Mirror(Scope(paths=(path,), me=me, as_of=date.fromisoformat(LAST_DAY)), now=NOW)
    return opened, opened.look()


def copy(team: Path, out: Path) -> Look:
    mirror, look = look_at(team)
    export.write(mirror, out)
    mirror.close()
    return look


def told(look: Look) -> dict[str, object]:
    """Everything a look says but the names of the clones, and take-back: a copy carries no lines git could be asked about."""
    said: dict[str, object] = msgspec.to_builtins(as_data.of_look(look))
    for trap in said["traps"]:
        trap["flags"] = [flag for flag in trap["flags"] if flag["name"] != "take-back"]
        trap["why"] = ""
    del said["coverage"]["repositories"], said["coverage"]["your_spellings"], said["coverage"]["gaps"]
    return said


def test_the_copy_says_the_same_to_the_last_digit(copied: Copied, out: Path) -> None:
    first = copied.look
    mirror, again = look_at(out, me=())
    assert told(again) == told(first)
    assert again.judged[0].verdict == "in it", "and it is a look that says something"
    kept, before = (
        [(m.signal, m.value, m.n) for m in seen.measures if m.signal != "take-back"] for seen in (again, first)
    )
    assert kept == before
    mirror.close()


def test_so_does_a_copy_with_declared_hours_leave_and_team(team: Path, tmp_path: Path) -> None:
    paths.me_file().parent.mkdir(parents=True, exist_ok=True)
    paths.me_file().write_text(ME)
    first = copy(team, tmp_path / "out")
    paths.me_file().unlink()
    mirror, again = look_at(tmp_path / "out", me=())
    assert told(again) == told(first)
    mirror.close()


def test_a_copy_of_the_copy_still_says_it(copied: Copied, out: Path, tmp_path: Path) -> None:
    mirror, _ = look_at(out, me=())
    export.write(mirror, tmp_path / "two")
    mirror.close()
    mirror, again = look_at(tmp_path / "two", me=())
    assert told(again) == told(copied.look)
    mirror.close()


def everything_in(out: Path) -> str:
    said = [file.name for file in out.iterdir()]
    for file in out.iterdir():
        parts = pq.read_table(file).to_pylist() if file.suffix == ".parquet" else file.read_text()
        said.append(json.dumps(parts, default=str))
    return "\n".join(said).lower()


def test_nothing_of_the_original_is_in_it(team: Path, out: Path) -> None:
    said = everything_in(out)
    words = [*NAMES.values(), "ana@", "example.org", *PARTS, "hinges", "paymaster", "secret-project", "paint"]
    assert [word for word in words if word in said] == []
    log = subprocess.run(["git", "-C", team, "log", "--format=%H"], env=clean_env(), capture_output=True, check=True)
    assert [name for name in log.stdout.decode().split() if name in said] == []
    assert "person-3@example.invalid" in said


def test_two_copies_cannot_be_laid_side_by_side(copied: Copied, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export.write(copied.mirror, tmp_path / name)
    one, two = (pq.read_table(tmp_path / name / "repository-1.parquet") for name in ("one", "two"))
    assert set(one["hash"].to_pylist()).isdisjoint(two["hash"].to_pylist())
    assert sorted(one["author_at"].to_pylist()) == sorted(two["author_at"].to_pylist())


def test_acts_of_other_sources_come_along_without_their_words(team: Path, tmp_path: Path) -> None:
    lines = "".join(
        f"2026-06-{day:02d} 10:00+0200 {who} acknowledged INC-{day} kind=incident in=payroll-outages\n"
        f"2026-06-{day:02d} 10:05+0200 email:ana@example.org joined INC-{day} kind=incident in=payroll-outages state=lead\n"
        f"2026-06-{day:02d} 09:55+0200 email:ana@example.org acknowledged INC-{day} kind=incident in=payroll-outages\n"
        for day in range(1, 25)
        for who in ("email:zebulon@example.org",)
    )
    lines += "2026-06-01 00:00+0200 email:zebulon@example.org on_call S1 kind=shift until=23:00\n"
    events, notes = read_notation(lines)
    assert not notes
    store = EventStore(paths.evidence() / "sources")
    key = store.person("x") and store._key()
    parquet.write(as_stream(table([events], Veil(key, lambda _: True))), store.root / "events.parquet")
    first = copy(team, tmp_path / "out")
    (store.root / "events.parquet").unlink()
    mirror, again = look_at(tmp_path / "out", me=())
    measured = {m.signal: m.value for m in first.measures}
    assert measured["first-mover"] == 1.0
    assert {m.signal: m.value for m in again.measures} == measured
    said = everything_in(tmp_path / "out")
    assert "payroll" not in said
    assert "inc-1" not in said
    mirror.close()


def type_in(*words: str, answers: str = "") -> tuple[int, str]:
    found = CliRunner().invoke(podium, words, input=answers)
    return found.exit_code, found.stdout + found.stderr


def test_the_command_says_what_it_holds_before_it_writes_and_takes_no_for_an_answer(team: Path, tmp_path: Path) -> None:
    words = ["export", "--metadata", str(tmp_path / "out"), str(team), "--me", "ana@example.org", "--as-of", LAST_DAY]
    code, said = type_in(*words, answers="n\n")
    assert code != 0
    assert "commits of 1 repository" in said
    assert "the key is thrown away" in said
    assert not (tmp_path / "out").exists()
    code, said = type_in(*words, "--yes")
    assert code == 0
    assert f"podium look {tmp_path / 'out'} --as-of {LAST_DAY}" in said
    code, said = type_in("look", str(tmp_path / "out"), "--as-of", LAST_DAY)
    assert code == 0
    assert "Code Refuge" in said


def test_it_never_writes_over_anything(copied: Copied, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(Misuse, match="already exists"):
        export.write(copied.mirror, tmp_path / "out")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 99}', '{"format": 1, "repositories": [{}], "connected": []}']
)
def test_a_broken_export_is_a_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "podium-export.json").write_text(text)
    with pytest.raises(CannotRead):
        look_at(tmp_path)


def test_an_export_is_looked_at_alone(team: Path, out: Path) -> None:
    with pytest.raises(Misuse, match="alone"):
        Mirror(Scope(paths=(out, team)), now=NOW)
