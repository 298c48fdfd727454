"""The labelled sentences, and what the rules reach on them."""

from __future__ import annotations

from podium.text.measure import PARTS, Tally, labelled, measure
from podium.text.rules import table_for


def test_two_hundred_sentences_each_with_its_reason_and_none_in_both_parts() -> None:
    rows = [one for part in PARTS for one in labelled(part)]
    assert len(rows) >= 200
    assert len({one.text for one in rows}) == len(rows)
    assert all(len(one.why) >= 4 for one in rows)


def test_every_label_is_a_rule_or_is_collected_by_one() -> None:
    for one in (row for part in PARTS for row in labelled(part)):
        assert one.has <= {rule.id for rule in table_for(one.kind).rules}, one.text


def test_a_rule_that_pointed_at_nothing_has_no_precision() -> None:
    assert Tally("win", "change", 0, 0, 3).precision is None
    assert Tally("win", "change", 0, 0, 3).recall == 0
    assert Tally("win", "change", 0, 2, 0).recall is None


def test_the_rules_do_not_get_worse_unnoticed() -> None:
    """Floors under what was measured when the held-out part was read for the first time."""
    for part, floor_precision, floor_recall in (("development", 0.95, 0.9), ("held_out", 0.8, 0.58)):
        tallies = measure(labelled(part))  # type: ignore[arg-type]
        right = sum(one.right for one in tallies)
        assert right / (right + sum(one.wrong for one in tallies)) >= floor_precision
        assert right / (right + sum(one.overlooked for one in tallies)) >= floor_recall
