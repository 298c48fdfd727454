"""The page of each source says what the source says of itself: reads, never reads, least scope, cannot see, settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from podium.connections.sync import TITLES
from podium.sources import load, names

PAGES = Path(__file__).parents[2] / "docs" / "howto" / "sources"


def test_every_source_has_a_page_and_every_page_a_source() -> None:
    pages = {page.stem for page in PAGES.glob("*.md")} - {"README"}
    assert pages == set(names()), "run `make docs`; take a page away whose source is gone"


@pytest.mark.parametrize("name", names())
def test_the_page_says_what_the_source_says(name: str) -> None:
    page, source = (PAGES / f"{name}.md").read_text(encoding="utf-8"), load(name)
    said = page.lower()
    for line in (source.reads, source.never_reads, source.blind_to, source.scope):
        assert line.lower() in said, line
    assert [TITLES[trap] for trap in source.informs if TITLES[trap] not in page] == []
    for setting in source.settings:
        assert f"| `{setting.name}` | {setting.asks} |" in page
    if source.secret:
        assert "password" in said or f"PODIUM_SECRET_{name.upper().replace('-', '_')}" in page
