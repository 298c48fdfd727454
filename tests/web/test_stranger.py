"""A stranger, a real Chromium, an empty home: to a practice on her calendar and a first result, without the docs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import icalendar
import pytest

from podium.journal import open_journal
from team_clone import weeks_of_work, write
from today import MONDAY, TODAY
from web import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Her home: a clone under `src`, an empty folder for a journal, nothing of podium's."""
    work = weeks_of_work(MONDAY - timedelta(weeks=30), 31, lambda _week: 0.5)
    write(tmp_path / "src" / "web", [commit for commit in work if commit[0].date() < TODAY])
    (tmp_path / "notes").mkdir()
    return tmp_path


@pytest.fixture
def page(browser: Browser, house: Path) -> Iterator[Page]:
    """The page `podium serve` opens, in a browser that has never been here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PODIUM_JOURNAL", raising=False)
        served = chromium.serve(house / ".podium", house, TZ="Europe/Berlin")
    context = chromium.new_context(browser, locale="en-GB", timezone_id="Europe/Berlin", reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(served.address)
    yield opened
    context.close()
    served.close()


def test_from_nothing_to_a_practice_on_her_calendar_and_a_first_result(page: Page, house: Path) -> None:
    """She only ever uses what the page in front of her shows."""
    calendar = house / "work.ics"

    # Which work, and who she is: found, not asked.
    page.get_by_role("button", name="src/").click()
    page.get_by_role("checkbox", name="web").check()
    assert "ana@" in page.get_by_label("The addresses you commit with").input_value()
    page.get_by_role("button", name="Show me").last.click()

    # The mirror, and after it what would tell more.
    page.wait_for_selector("article.trap")
    assert page.locator("article.trap").count() == 5
    more = page.get_by_role("heading", name="What would tell more").locator("xpath=..")
    more.get_by_text("what each would answer").click()
    assert "whom you serve, when you last spoke" in more.inner_text()
    assert more.get_by_role("link", name="Calendar file or secret address").is_visible()

    # A practice: it needs a journal, which is made here and leads back here.
    page.get_by_role("link", name="Practices", exact=True).click()
    page.get_by_text("All the others").click()
    page.get_by_role("link", name="Two half-days a week without code").click()
    page.get_by_label("Where your journal lies").fill(str(house / "notes"))
    page.get_by_role("button", name="Make it").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Two half-days a week without code"
    assert page.get_by_label("Which hours of the week").input_value().count("-") == 2, "hours are offered"
    page.get_by_role("radio", name="a calendar file of yours").check()
    page.get_by_label("Path of your calendar file").fill(str(calendar))
    page.get_by_role("button", name="Show the plan").click()
    assert not calendar.exists(), "a plan writes nothing"
    page.get_by_text("would be seen in 8 measured weeks").wait_for()
    page.get_by_role("button", name="Start it").click()

    # It stands on her calendar, and in her journal.
    page.get_by_role("heading", name="It begins on").wait_for()
    assert page.get_by_text(str(calendar)).is_visible()
    events = icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert len(events) == 2
    assert all(event["RRULE"]["FREQ"] == ["WEEKLY"] for event in events)
    (made,) = open_journal(house / "notes").entries("experiment")
    assert made.head.practice == "no-code-zone"

    # The first result.
    page.get_by_role("link", name="Portfolio", exact=True).click()
    page.get_by_role("button", name="Open the month").click()
    page.get_by_role("link", name="Write a result yourself").click()
    page.get_by_label("Outcome").fill("Finance closes the month in 2 days instead of 5")
    page.get_by_label("Credit").fill("Bo\nChi")
    page.get_by_role("button", name="Write it").click()
    (result,) = open_journal(house / "notes").entries("portfolio-entry")
    assert result.head.outcome == "Finance closes the month in 2 days instead of 5"
    assert result.head.credit == ("Bo", "Chi")
    assert result.file.endswith(".md")
    assert (house / "notes" / result.file).read_text().startswith("+++")

    # And home again: the room says what runs and what waits.
    page.get_by_role("link", name="Today", exact=True).click()
    page.get_by_role("link", name="Two half-days a week without code").wait_for()
    assert page.get_by_role("link", name="Write down a win of the team").is_visible()
