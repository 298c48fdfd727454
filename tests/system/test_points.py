"""What packages bring is found as Python itself finds it, also where a package comes while a process runs."""

from __future__ import annotations

import zipfile
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from podium.system import points

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GROUP = "podium.signals"


def write_papers(papers: Path, name: str, group: str = GROUP) -> None:
    papers.mkdir(parents=True)
    (papers / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n", encoding="utf-8")
    (papers / "entry_points.txt").write_text(f" [{group}] \nnew = somewhere:NEW\n", encoding="utf-8")


def test_a_package_beside_the_others_is_found_and_another_group_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = points.named(GROUP)
    monkeypatch.syspath_prepend(tmp_path)
    assert points.named(GROUP) == before
    write_papers(tmp_path / "one-1.dist-info", "one")
    write_papers(tmp_path / "two.egg-info", "two", "podium.other")
    assert [point.name for point in points.named(GROUP)] == ["new", *(point.name for point in before)]
    for group in (GROUP, "podium.other", "console_scripts"):
        assert points.named(group) == tuple(entry_points(group=group))


def test_a_package_in_an_archive_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = tmp_path / "papers"
    write_papers(papers, "packed")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        for file in papers.iterdir():
            archive.write(file, f"packed-1.dist-info/{file.name}")
    monkeypatch.syspath_prepend(tmp_path / "packed.zip")
    assert "new" in {point.name for point in points.named(GROUP)}
