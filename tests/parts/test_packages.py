"""A package brings a signal, a source, a practice and a scenario; `podium check` holds them against the laws."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from parts.installed import EXAMPLE, install, podium


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("site"))


def test_the_example_keeps_every_law(site: Path, tmp_path: Path) -> None:
    answer = podium(site, tmp_path, "check", "podium-example", "--json")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    parts = json.loads(answer.stdout)
    assert [(part["kind"], part["name"]) for part in parts] == [
        ("practice", "laptop-shut"),
        ("scenario", "slipping-dates"),
        ("signal", "evening-share"),
        ("source", "notebook"),
    ]
    assert [part["broken"] for part in parts] == [[], [], [], []]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("signals", "--json"), "evening-share"),
        (("practices", "--json"), "laptop-shut"),
        (("gym", "list", "--json"), "slipping-dates"),
        (("connect", "notebook", "--help"), "podium"),
    ],
)
def test_what_it_brings_is_there(site: Path, tmp_path: Path, words: tuple[str, ...], name: str) -> None:
    answer = podium(site, tmp_path, *words)
    assert answer.returncode == 0, answer.stderr
    assert name in answer.stdout


def test_each_broken_part_is_named_with_the_law_it_breaks(tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(EXAMPLE, package, ignore=shutil.ignore_patterns("__pycache__"))
    folder = package / "podium_example"
    for file, right, wrong in (
        ("evening_share.py", "from mine", "from acts"),
        ("notebook.py", 'never_reads="anything else on the line"', 'never_reads=""'),
        ("practices/laptop-shut.md", 'toward = "down", by = 0.1 }\nguards', 'toward = "up", by = 0.1 }\nguards'),
        ("scenarios/slipping-dates.talk.md", "talk: 1", "talk: 99"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        assert right in text
        (folder / file).write_text(text.replace(right, wrong), encoding="utf-8")
    (tmp_path / "site").mkdir()
    answer = podium(install(tmp_path / "site", package), tmp_path / "home", "check", "podium-example")
    assert answer.returncode == 4
    for law in ("asks_only_the_views", "says_what_it_reads", "moves_it_the_better_way", "slipping-dates"):
        assert law in answer.stdout, answer.stdout
    assert "mend the lines marked with !" in answer.stderr


def test_a_package_that_is_not_there_or_brings_nothing_is_a_clear_line(site: Path, tmp_path: Path) -> None:
    missing = podium(site, tmp_path, "check", "no-such-package")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "no package called 'no-such-package' is installed" in missing.stderr
    empty = podium(site, tmp_path, "check", "click")
    assert empty.returncode == 2
    assert "brings no part" in empty.stderr
