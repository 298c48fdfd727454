"""The pictures say what the numbers say: the same blocks, the same weeks, days as days, words as text."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from podium.app.picture_data import WeekOfOthers
from podium.journal import open_journal
from podium.journal.make import make
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.signals.absence import ABSENCE
from podium.traps import code_refuge
from podium.web.pictures import absence, clock, delegation, stakeholders, weeks, work_mix
from podium.web.pictures.draw import Drawing, clipped
from team_clone import write
from web import demo, full_room

TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    """Two years of the made team, over a turn of the year; ana is away for ten weeks of them."""
    folder = tmp_path_factory.mktemp("pictures")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_HOME", str(folder / "podium"))
        clone = write(folder / "web", full_room.changes(TODAY))
        made = Mirror(Scope(paths=(clone,), me=(demo.ME,)), now=datetime(2026, 3, 2, tzinfo=UTC))
        yield made
        made.close()


def test_the_blocks_one_sees_are_the_blocks_that_were_counted(mirror: Mirror) -> None:
    """What lies in the picture, put together by hand, is the detrended ratio of the receipt."""
    picture = absence.picture(mirror)
    assert picture
    counted = dict(mirror.reader(ABSENCE).details)
    states = {"with you": "here", "without you": "away", "left out": "out"}
    drawn = [
        WeekOfOthers(n, int(str(row[1]).removesuffix(" %")) / 100, states[str(row[2])])
        for n, row in enumerate(picture.rows)
    ]
    assert (
        f"{sum(w.state == 'here' for w in drawn)} present, {sum(w.state == 'away' for w in drawn)} absent"
        == counted["weeks"]
    )
    landed = expected = 0.0
    for block in absence.in_blocks(drawn):
        here, away = absence.mean(block, "here"), absence.mean(block, "away")
        if here is not None and away is not None:
            number = sum(week.state == "away" for week in block)
            landed, expected = landed + away * number, expected + here * number
    # Each week is drawn in twentieths of a usual one.
    assert landed / expected == pytest.approx(float(counted["detrended ratio"]), abs=0.03)
    assert any(week.state == "out" for week in drawn), "the turn of the year is left out, as in the test"
    shares = re.findall(r'class="share"[^>]*>(\d+) %<', picture.svg)
    assert len(shares) == sum({"here", "away"} <= {w.state for w in block} for block in absence.in_blocks(drawn))


def test_weeks_have_a_floor_a_norm_and_shades_where_too_little_is_known(mirror: Mirror) -> None:
    found = {picture.name: picture for picture in weeks.pictures(mirror, code_refuge.CODE_REFUGE)}
    own = found["own-share"]
    assert {"band", "norm"} <= set(re.findall(r'class="(\w+)"', own.svg))
    assert ">0</text>" in own.svg
    assert all(isinstance(row[0], date) for row in own.rows)
    late = found["late-share"]
    empty = sum(row[1] == "–" for row in late.rows)
    (shaded,) = re.findall(r'class="unseen" d="([^"]+)"', late.svg)
    assert empty == shaded.count("M")
    assert empty
    marks = {mark.partition(" ")[0] for mark, _ in weeks.key()}
    assert set(re.findall(r'class="(\w+)"', own.svg)) - {"axis", "label", "band"} <= marks | {"unseen"}


def test_a_question_with_a_value_in_hardly_any_week_has_no_picture(mirror: Mirror) -> None:
    for picture in weeks.pictures(mirror, code_refuge.CODE_REFUGE):
        assert sum(row[1] != "–" for row in picture.rows) >= weeks.LEAST_WEEKS


def test_clock_and_mix_name_what_their_heights_mean(mirror: Mirror) -> None:
    day, mix = clock.picture(mirror), work_mix.picture(mirror)
    assert day
    assert mix
    assert re.search(r"the outer ring is \d+ acts in one hour", day.caption)
    assert [row[0] for row in day.rows][:3] == ["00:00", "01:00", "02:00"]
    assert "per cent of a week's changes" in html.unescape(mix.svg)
    assert re.search(r"team's changes by kind of work, [\d,]+ to [\d,]+ in all", mix.caption)
    assert all(str(cell).endswith(" %") or cell == "–" for row in mix.rows for cell in row[1:])
    assert len(mix.rows) == 30


def test_recency_is_told_in_days_and_what_was_typed_is_text(tmp_path: Path) -> None:
    root = tmp_path / "journal"
    make(root)
    it = open_journal(root)
    for name, days in (("lee", 5), ("noor", 41), ("kim", None)):
        contacts = [TODAY - timedelta(days=days)] if days else []
        it.create("stakeholder", name, {"relation": "peer", "contacts": contacts})
    it.create("delegation", "x", {"task": demo.HOSTILE[0], "person": "bo", "level": 5, "started": TODAY})
    people, cards = stakeholders.picture(it.fresh(), TODAY), delegation.picture(it.fresh())
    assert people
    assert cards
    told = re.findall(r'class="(label|overdue)"[^>]*>([^<]*(?:ago|never))<', people.svg)
    assert sorted(told) == [("label", "5 days ago"), ("overdue", "41 days ago"), ("overdue", "never")]
    assert "<script>" not in cards.svg
    assert html.escape(demo.HOSTILE[0], quote=False)[:20] in html.unescape(cards.svg).replace("<", "&lt;").replace(
        ">", "&gt;"
    )


def test_words_that_do_not_fit_end_in_a_mark() -> None:
    assert clipped("Run the migration of the ledger", 12) == "Run the mig…"
    assert clipped("short", 12) == "short"


def test_a_drawing_escapes_everything_it_is_given() -> None:
    drawing = Drawing(10, 10, '"><script>')
    drawing.text(0, 0, "<b>&</b>")
    drawing.bar(0, 0, 1, 1, "bar", '"></title><script>')
    drawing.dot(0, 0, 1, "late", '"></title><script>')
    assert "<script>" not in drawing.svg()
    assert '""' not in drawing.svg()
    assert "<b>" not in drawing.svg()
    assert os.linesep not in drawing.svg()


def test_bars_of_one_mark_are_one_path_with_a_line_of_words_for_each() -> None:
    drawing = Drawing(10, 10, "bars")
    drawing.bar(0, 1, 2, 3.5, "bar", "first")
    drawing.bar(3, 1, 2, 3, "late", "other")
    drawing.bar(6, 1, 2, 0, "bar", "of no height")
    drawing.bar(9, 1, 2, 3, "bar", "two\nlines")
    svg = drawing.svg()
    assert '<path class="bar" d="M0 1h2v3.5h-2zM9 1h2v3h-2z" data-tips="first\ntwo lines"></path>' in svg
    assert '<path class="late" d="M3 1h2v3h-2z" data-tips="other"></path>' in svg
