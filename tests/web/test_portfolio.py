"""The Portfolio page: a month drafted from receipts, kept when she ticks it, handed over as a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from podium.journal import open_journal
from podium.programs import portfolio
from web.visitor import Visitor


def test_a_first_entry_comes_from_a_month(her: Visitor, journal: Path) -> None:
    page = her.get("/portfolio/month?month=2026-02").text
    drafts = re.findall(r'name="keep" value="([^"]+)"', page)
    assert drafts
    assert not portfolio.entries(open_journal(journal))
    assert her.post("/portfolio/month", {"month": "2026-02", "keep": drafts[:1]}).status_code == 303
    assert len(portfolio.entries(open_journal(journal))) == 1
    shown = her.get("/portfolio?year=2026").text
    assert "<svg" in shown
    assert not re.search(r"\sstyle=", shown)
    for form, start in (("md", b"#"), ("html", b"<!doctype"), ("docx", b"PK")):
        made = her.get(f"/portfolio/file?page=timeline&period=2026&format={form}&drafts=yes")
        assert made.status_code == 200, made.text[-500:]
        assert made.content.lower().startswith(start.lower())
        assert made.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "query",
    ["page=x&period=2026&format=md", "page=sync&period=%0d%0a&format=md", "page=sync&period=2026&format=exe", ""],
)
def test_a_file_nobody_knows_is_refused(her: Visitor, journal: Path, query: str) -> None:
    assert her.get(f"/portfolio/file?{query}").status_code == 400
