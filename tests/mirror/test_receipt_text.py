"""A receipt in words bears the sentence above it: each number once, from the weeks that tell it."""

from __future__ import annotations

import msgspec
import pytest

from podium.mirror.receipt import Receipt, ReceiptLine, Row
from podium.mirror.receipt_text import lines
from podium.sentences import say

NOW = ReceiptLine(
    signal="sole-gate",
    short="only you approved",
    sentence="",
    rows_are="approved changes by others",
    is_group=True,
    better="lower",
    unit="share",
    asks="What share of the others' approved changes had my approval and nobody else's?",
    value="?",
    n=None,
    size="10 to 20",
    least=20,
    why_none="fewer than the 20 approved changes by others needed",
    window="2018-06-03 to 2018-06-30",
    fold="share",
    select="select 1",
    blind_to="approval by voice",
    confounders="",
    source="",
    grade="moderate",
    counter="",
    details={},
    events=(),
)
BEFORE = msgspec.structs.replace(
    NOW, value="75 to 100 %", size="20 to 40", why_none="", window="2017-12-03 to 2018-06-02", is_in_quarters=True
)
GATE = Receipt(
    flag="gate",
    word="approvals",
    short="only you approved",
    answer=("Nobody but you approved 75 to 100 % of the changes by others.",),
    says="",
    level="amber",
    because="",
    why_none="",
    as_of="2018-06-03 to 2018-06-30",
    lines=(NOW, BEFORE),
)


def told(receipt: Receipt) -> str:
    return " ".join(" ".join(lines(receipt, width=200)).split())


def test_what_stands_on_the_weeks_before_shows_their_number_and_names_them() -> None:
    assert "Only you approved: 75 to 100 %" in told(GATE)
    assert "Looked at: 2017-12-03 to 2018-06-02." in told(GATE)
    assert say("why.unknown.number") not in told(GATE)


def test_the_weeks_looked_at_come_first_where_they_tell_it() -> None:
    now = msgspec.structs.replace(NOW, value="25 to 50 %", is_in_quarters=True)
    text = told(msgspec.structs.replace(GATE, lines=(now, BEFORE)))
    assert "Only you approved: 25 to 50 %" in text
    assert "2017" not in text


def test_where_no_week_is_shown_it_is_said_why() -> None:
    assert say("why.quarter") in told(GATE)
    assert say("why.none") in told(msgspec.structs.replace(GATE, lines=(NOW,)))


def test_where_fewer_than_five_are_behind_it_no_count_is_told_not_even_none() -> None:
    withheld = msgspec.structs.replace(
        NOW, size="", why_none="team numbers need five people, fewer are behind this one"
    )
    text = told(msgspec.structs.replace(GATE, lines=(withheld,)))
    assert say("why.withheld") in text
    assert "counted no" not in text


@pytest.mark.parametrize(
    ("better", "first", "second"),
    [("higher", "1 of 3 did not:", "2 of 3 did:"), ("lower", "2 of 3 did:", "1 of 3 did not:")],
)
def test_of_a_share_of_your_own_acts_it_says_which_did_and_which_did_not(better: str, first: str, second: str) -> None:
    events = tuple(
        Row(f"talk-{day}", when=f"2026-06-0{day} 14:00 +0200", counts=counts)
        for day, counts in ((1, 1), (2, 0), (3, 1))
    )
    own = msgspec.structs.replace(
        NOW, is_group=False, better=better, value="67 %", size="3", why_none="", events=events, short="1:1s"
    )
    receipt = msgspec.structs.replace(GATE, lines=(own,))
    said = told(receipt)
    assert first in said
    assert second not in said, "the rest is one command away"
    everything = " ".join(" ".join(lines(receipt, width=200, most=None)).split())
    assert everything.index(first) < everything.index(second)
