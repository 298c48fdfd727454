"""Every kind of source has words on the first screen and a command that connects it."""

from __future__ import annotations

from typing import get_args

from podium import sources
from podium.app import screen
from podium.sentences import screen as words


def test_every_feed_can_be_named_and_connected() -> None:
    feeds = set(get_args(sources.Feed)) | {"journal"}
    assert set(words.SOURCES) == feeds
    assert {sentence.key for sentence in words.SENTENCES} >= {f"missing.{feed}" for feed in feeds}
    assert set(screen.CONNECT) == feeds
