"""What a clone does not tell stays unknown: the whole mirror and every receipt are made of any clone all the same."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clones import Clone
from little_team import LAST_DAY, make
from nightly import by_day
from podium import signals, traps
from podium.core.group import Band
from podium.mirror import receipt, receipt_text
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror

CUTS = ("--depth=20", "--depth=21", "--filter=tree:0")
NOW = datetime(2999, 1, 1, tzinfo=UTC)
LAST = date.fromisoformat(LAST_DAY)
DATES = (b"", b" 99999999999999999999 +0000", b" 9999999999999999 +0100", b" -86400 +0100", b" 0 +0000", b" never")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make(tmp_path_factory.mktemp("team") / "web", weeks=30)
    Clone(path).git("config", "uploadpack.allowFilter", "true")
    return path


def copied(team: Path, place: Path, *words: str) -> Path:
    Clone(team).git("clone", "-q", "--no-checkout", *words, team.as_uri(), str(place))
    return place


def undated(team: Path, place: Path) -> tuple[Path, int]:
    """The same history, in which every fourth of her commits records no date a calendar holds."""
    copied(team, place)
    clone = Clone(place)
    number, renamed = 0, dict[str, str]()
    commits = clone.git("rev-list", "--reverse", "--topo-order", "HEAD").split()
    shown = io.BytesIO(clone.raw("cat-file", "--batch", said="\n".join(commits).encode()))
    for commit in commits:
        content = shown.read(int(shown.readline().split()[2]))
        shown.readline()
        for old, new in renamed.items():
            content = content.replace(b"parent " + old.encode(), b"parent " + new.encode())
        if (written := re.search(rb"author Ana <[^>]*>( \d+ \+\d+)", content)) and int(commit, 16) % 4 == 0:
            content = content.replace(written[1], DATES[number % len(DATES)], 1)
            number += 1
        renamed[commit] = clone.object("commit", content)
    clone.point(renamed[commit])
    return place, number


def read_whole(place: Path) -> list[str]:
    """Make everything a look can show; returns what it could not see."""
    mirror = Mirror(Scope(paths=(place,), me=("ana@example.org",), as_of=LAST), now=NOW)
    try:
        mirror.look()
        names = [flag.name for trap in traps.every() for flag in trap.flags]
        for name in [*names, *(signal.name for signal in signals.every())]:
            receipt_text.lines(receipt.of(mirror, name), most=None, width=80)
        for signal in signals.every():
            mirror.weekly(signal)
        return list(mirror.coverage().gaps)
    finally:
        mirror.close()


# At 20 and at 21 a merge or a commit of one parent is cut off.
@pytest.mark.parametrize(
    "cut", by_day(("--depth=1", "--depth=20", "--depth=21", "--depth=90", "--filter=tree:0"), *CUTS)
)
def test_a_clone_cut_off_anywhere_is_read_and_its_unknown_paths_are_counted(
    team: Path, tmp_path: Path, cut: str
) -> None:
    place = copied(team, tmp_path / "cut", cut)
    cut_off = (place / ".git" / "shallow").read_text().split() if "--depth" in cut else ["HEAD"]
    # A merge has no paths of its own, known or not.
    is_expected = any(len(Clone(team).git("log", "-1", "--format=%P", tip).split()) < 2 for tip in cut_off)
    assert any("without known paths" in gap for gap in read_whole(place)) == is_expected


def test_commits_without_a_usable_date_have_no_hour_and_are_counted(team: Path, tmp_path: Path) -> None:
    place, number = undated(team, tmp_path / "undated")
    assert number > len(DATES)
    usable = sum(n % len(DATES) == 4 for n in range(number))
    assert f"{Band.of(number - usable)} commits without a usable date: no hour is told of them" in read_whole(place)


def test_a_whole_clone_has_neither_gap(team: Path) -> None:
    assert not [gap for gap in read_whole(team) if "usable date" in gap or "known paths" in gap]
