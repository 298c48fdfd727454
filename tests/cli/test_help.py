"""`podium help` reads the same pages as the docs and the room, finds words, and needs no network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from podium.app import handbook
from podium.core.errors import Misuse
from podium.documents.from_markdown import read_markdown

DOCS = Path(__file__).parents[2] / "docs"
Run = Callable[..., Result]


def test_every_page_of_the_docs_but_decisions_is_a_topic() -> None:
    pages = {p for part in ("tutorial", "howto", "why", "reference") for p in (DOCS / part).rglob("*.md")}
    assert {topic.path for topic in handbook.topics()} == {p for p in pages if p.name != "README.md"}
    names = [topic.name for topic in handbook.topics()]
    assert len(names) == len(set(names))


def test_the_first_topic_says_what_podium_is_for(run: Run) -> None:
    lines = run("help").stdout.splitlines()
    assert lines[0] == "Begin"
    assert lines[1].split()[0] == "what-podium-is-for"


def test_a_topic_is_the_page_itself(run: Run) -> None:
    assert run("help", "your-journal").stdout == (DOCS / "howto" / "your-journal.md").read_text(encoding="utf-8")
    assert run("help", "connect", "github").stdout.startswith("# ")


def test_words_find_the_pages_in_which_all_of_them_stand(run: Run) -> None:
    found = run("help", "calendar", "leave").stdout
    named = [line.split()[2] for line in found.splitlines() if line.startswith("podium help ")]
    assert named
    for name in named:
        text = handbook.named(name).text.casefold()
        assert "calendar" in text
        assert "leave" in text


def test_what_stands_nowhere_names_the_nearest_topic(run: Run) -> None:
    with pytest.raises(Misuse, match="no topic") as refused:
        run("help", "your-jurnal")
    assert "your-journal" in str(refused.value)


@pytest.mark.parametrize("topic", handbook.topics(), ids=lambda topic: topic.name)
def test_every_topic_can_be_shown_as_a_page(topic: handbook.Topic) -> None:
    assert read_markdown(topic.text).title == topic.title
