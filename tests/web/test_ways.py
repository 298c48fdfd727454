"""An error on a page names the page's own way as the next step; a command only where the room has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.routing import Match

from podium import web
from podium.web.command_links import WAYS, Way, coded, in_words, steps
from web.visitor import Visitor


def at(path: str) -> str:
    return "/room" + path


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("run `podium sync` later", 'run <a href="/room/sources">“Read what is new” on the Sources page</a> later'),
        ("`podium connect caldav --as work` again", '<a href="/room/sources/caldav">its page under Sources</a> again'),
        ("`podium practice resume mine`", '<a href="/room/practices/run/mine">its page under Practices</a>'),
        ("`podium me --template` shows every key", '<a href="/room/settings">the Settings page</a> shows every key'),
        ("if it is true: `podium sync work --believe`", "if it is true: <code>podium sync work --believe</code>"),
        ("`podium look . --as-of 2026-01-01`", "<code>podium look . --as-of 2026-01-01</code>"),
        ("`podium why <b>`, or <i>", "<code>podium why &lt;b&gt;</code>, or &lt;i&gt;"),
        ("`podium why ../../x`", "<code>podium why ../../x</code>"),
        ("`PODIUM_SECRET_GITHUB` wins", "<code>PODIUM_SECRET_GITHUB</code> wins"),
        ("write `<b>`", "write <code>&lt;b&gt;</code>"),
        ("go back", "go back"),
    ],
)
def test_a_command_becomes_a_link_where_there_is_a_page(said: str, shown: str) -> None:
    assert steps(said, at) == shown


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.page)
def test_every_way_leads_to_a_page_there_is(way: Way) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": way.page.partition("#")[0].replace("{name}", "x"),
        "root_path": "",
    }
    assert any(route.matches(scope)[0] is Match.FULL for page in web.every() for route in page.routes)


def test_pages_link_and_never_send_her_to_a_terminal_for_what_they_can_do(her: Visitor, journal: Path) -> None:
    strange = her.get("/practices/run/nobody").text
    assert f'What to do: <a href="{her.keys.root}/practices">the Practices page</a>' in strange
    assert "podium practice list" not in strange
    lost = her.get("/why/no-such-flag").text
    assert f'<a href="{her.keys.root}/mirror">the Mirror page</a>' in lost
    assert "podium traps" not in lost


def test_an_endpoint_names_the_page_where_the_command_stood() -> None:
    assert in_words("see `podium traps`, or `podium why late`") == "see the Mirror page, or its receipt"
    assert in_words("type `podium journal unlock`") == "type `podium journal unlock`", "the room has no way there"


def test_what_is_asked_for_by_a_wrong_name_leads_to_a_page(her: Visitor) -> None:
    told = her.get("/api/why/nothing").json()
    assert "podium traps" not in told["next_step"]
    assert "page" in told["next_step"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("`a` and `<b>`", "<code>a</code> and <code>&lt;b&gt;</code>"),
        ("`podium sync`", "<code>podium sync</code>"),
        ("one ` alone <b>", "one ` alone &lt;b&gt;"),
        ("plain", "plain"),
    ],
)
def test_what_stands_between_backticks_is_code(said: str, shown: str) -> None:
    assert coded(said) == shown
