"""Every kind of source has words on the first screen and a command that connects it."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import get_args

from podium import practices, signals, sources, traps
from podium.app import screen
from podium.sentences import say
from podium.sentences import screen as words


def test_every_feed_can_be_named_and_connected() -> None:
    feeds = set(get_args(sources.Feed)) | {"journal"}
    assert set(words.SOURCES) == feeds
    assert {sentence.key for sentence in words.SENTENCES} >= {f"missing.{feed}" for feed in feeds}
    assert set(screen.CONNECT) == feeds


def test_what_is_missing_fits_beside_the_name_of_its_trap() -> None:
    for signal in signals.every():
        rows = words.COUNTED_IN_SHORT.get(signal.name, signal.rows_are)
        size = "10 to 20" if signal.is_group else "12"
        assert len(say("reason.fewer", count=size, needed=signal.least, rows=rows)) <= words.MOST_REASON, signal.name
    assert set(words.COUNTED_IN_SHORT) <= {signal.name for signal in signals.every()}


def test_where_a_line_comes_from_is_said_in_words_anybody_can_follow() -> None:
    lines = [line for trap in traps.every() for flag in trap.flags for line in flag.all_of]
    sources_said = [signal.source for signal in signals.every()] + [line.norm for line in lines]
    sources_said += [practice.source for practice in practices.every()]
    for name in ("message", "win"):
        text = (files("podium.text.rules") / f"{name}.toml").read_text(encoding="utf-8")
        sources_said += re.findall(r'^source = "(.*)"$', text, re.MULTILINE)
    assert len(sources_said) > 100
    unknown = re.compile(
        r"field guide|own default|no norm|\b(?:text|next|git|gym)\.md|design T\d|\bseed\b", re.IGNORECASE
    )
    assert [text for text in sources_said if unknown.search(text)] == []
