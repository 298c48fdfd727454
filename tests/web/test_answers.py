"""Answering a receipt on its page: kept in the journal, shown beside the event, counted by doctor."""

from __future__ import annotations

import re
from pathlib import Path

from web.visitor import Visitor

PAGE = "/why/own-writing"


def test_ticked_events_are_answered_and_the_page_says_so(her: Visitor, journal: Path) -> None:
    page = her.get(PAGE).text
    refs = re.findall(r'name="event" value="([^"]+)"', page)
    assert len(refs) > 2
    sent = her.post(PAGE, {"says": "wrong", "because": "a pair wrote it", "event": refs[:2]})
    assert sent.status_code == 303, sent.text
    kept = (journal / "answers.toml").read_text(encoding="utf-8")
    assert [ref in kept for ref in refs[:3]] == [True, True, False]
    assert her.get(PAGE).text.count("You said: wrong, because a pair wrote it") == 2
