"""Her promises on the README page: kept n of m as the terminal tells it, each breach one click away, hers alone."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from podium.cli.main import podium
from podium.programs.readme.page import FILE
from web.visitor import Visitor

PROMISES = (
    "- Promise: no commits after 19:00\n- Promise: no commits on weekends\n- Promise: no work on leave\n"
    "- Promise: peace <script>alert(1)</script>\n"
)


@pytest.fixture
def promised(her: Visitor, journal: Path) -> Visitor:
    (journal / FILE).write_text(f"# Ana\n\n## What I promise\n\n{PROMISES}")
    return her


def opened(her: Visitor) -> str:
    """The page once the quarter was read."""
    for _ in range(50):
        page = str(her.get("/readme").text)
        if "are being read" not in page:
            return page
        her.settle()
    raise AssertionError("it was read for ever")


def test_each_promise_says_what_the_terminal_says_with_its_breaches(
    promised: Visitor, journal: Path, team: Path
) -> None:
    page = html.unescape(opened(promised))
    (journal / FILE).write_text(
        (journal / FILE).read_text().replace("- Promise: peace <script>alert(1)</script>\n", "")
    )
    told = CliRunner().invoke(podium, ["readme", "audit", str(team), "--me", "ana@example.org", "--json"])
    assert told.exit_code == 0, told.output
    late, weekends, leave = json.loads(told.stdout)["promises"]
    assert f"Kept {late['kept']} of {late['of']} days with a change of yours" in page
    assert f"{len(late['breaches'])} times it was not kept" in page
    assert late["breaches"]
    assert all(f"<li>{line}</li>" in page for line in late["breaches"])
    assert f"Kept {weekends['kept']} of {weekends['of']} weeks" in page
    assert weekends["breaches"] == []
    assert leave["share"] is None
    assert f"Insufficient: {leave['why_none']}" in page, "below eight nothing is told, and never nought"
    assert all(one["blind_to"] in page for one in (late, weekends, leave))
    assert page.count("not published yet") == 3
    assert not re.search(r"(bo|chi|dee|eva|fay)@example", page)


def test_a_promise_nobody_can_check_stays_a_remark_and_text(promised: Visitor) -> None:
    page = opened(promised)
    assert "podium cannot check" in page
    assert "<li>no commits before 07:30</li>" in page, "what can be promised stands on the page"
    assert '<a href="' + promised.keys.root + '/readme#claims">the list below the README</a>' in page
    assert "podium readme claims" not in page
    assert "<script>alert" not in page


def test_before_anything_was_looked_at_the_promises_stand_there_and_why(stranger: Visitor, journal: Path) -> None:
    (journal / FILE).write_text(f"# Ana\n\n{PROMISES}")
    page = stranger.enter().get("/readme").text
    assert "no commits after 19:00" in page
    assert "Not held against traces: no repository was chosen yet." in page


def test_no_published_file_says_what_was_kept(promised: Visitor) -> None:
    opened(promised)
    for form in ("md", "html"):
        assert "Kept " not in promised.get(f"/readme/file?format={form}").text
