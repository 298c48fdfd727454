"""The Mirror page: verdicts in words, receipts a click away, hostile text as text, within its budgets."""

from __future__ import annotations

import gzip
import html
import re
from datetime import date

from podium import traps
from web import demo
from web.visitor import Visitor


def test_all_five_traps_stand_there_with_a_verdict_in_words(her: Visitor) -> None:
    page = her.get("/mirror").text
    for trap in traps.every():
        assert html.escape(trap.title) in page
    assert re.search(r"Caught|Watch|Clear", page)


def test_receipts_lead_down_to_the_commit(her: Visitor) -> None:
    page = her.get("/mirror").text
    links = re.findall(r'href="([^"]*/why/[^"]*)"', page)
    assert links
    for link in sorted(set(links)):
        assert her.client.get(html.unescape(link)).status_code == 200
    own = her.get("/why/own-writing").text
    assert re.search(r"<code>[0-9a-f]{12}</code>", own)


def test_what_is_counted_by_the_week_names_its_weeks(her: Visitor) -> None:
    page = her.get("/why/absence").text
    rows = re.findall(r'<th scope="row">Week of <time datetime="([0-9-]+)"', page)
    assert len(rows) > 10
    assert all(date.fromisoformat(day).weekday() == 0 for day in rows), "weeks begin on Mondays"
    assert not re.search(r'<th scope="row">\d+</th>', page)


def test_a_commit_message_is_text_never_markup(her: Visitor) -> None:
    page = her.get("/why/own-writing?all=yes").text
    shown = html.unescape(page)
    for message in demo.HOSTILE[:4]:
        assert message in shown
    assert "49" not in re.findall(r"\{\{ ?(.*?) ?\}\}", page)
    assert "{{ 7 * 7 }}" in html.unescape(page)
    assert "<script>" not in page
    assert "<svg onload" not in page


def test_no_inline_script_or_style_and_no_foreign_address(her: Visitor) -> None:
    for path in ("/mirror", "/why/absence", "/start"):
        page = her.get(path).text
        assert not re.search(r"\son[a-z]+=|\sstyle=|<style|javascript:", page), path
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), path
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_every_picture_has_its_numbers_behind_it(her: Visitor) -> None:
    page = her.get("/mirror").text
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert len(figures) >= 4
    for figure in figures:
        assert 'role="img"' in figure
        assert "<figcaption>" in figure
        numbers = her.get(re.findall(r'data-numbers href="[^"]*(/mirror/numbers/[^"]+)"', figure)[0]).text
        assert numbers.count("<tr>") > 10
    assert {"absence", "clock", "work-mix"} <= set(re.findall(r'data-name="([^"]+)"', page))


def test_the_numbers_are_those_of_the_stretch_that_is_looked_at(her: Visitor) -> None:
    page = her.get("/mirror?weeks=12&as_of=2026-11-08&more=%22%3E").text
    assert 'data-numbers href="' in page
    assert all(
        way.endswith("?weeks=12&amp;as_of=2026-11-08") for way in re.findall(r'data-numbers href="([^"]+)"', page)
    )
    assert her.get("/mirror/numbers/absence?weeks=0").status_code == 400
    assert her.get("/mirror/numbers/nothing").status_code == 404


def test_a_page_stays_within_200_kilobytes_compressed(her: Visitor) -> None:
    for path in ("/mirror", "/why/own-writing?all=yes"):
        assert len(gzip.compress(her.get(path).content)) < 200_000, path


def test_another_stretch_of_time(her: Visitor) -> None:
    opened = her.room.mirror(her.room.want(weeks=8), patience_s=60)
    assert opened.mirror.window.days == 56
    assert "8 weeks up to" in her.get("/mirror?weeks=8").text
    for odd in ("weeks=0", "weeks=105", "weeks=²", "weeks=x", "as_of=31", "as_of=0001-01-01", "weeks=" + "9" * 5000):
        assert her.get(f"/mirror?{odd}").status_code == 400, odd
