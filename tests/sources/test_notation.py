"""Hand notation: one act a line, mistakes as notes with their line, the same act twice only once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.event import VERBS
from podium.sources.notation import parse, read

DAY = """
2026-03-02 10:00+0100 ana reviewed web#1 of=bo state=approved   # a remark
2026-03-02 23:31      ana acknowledged INC-41
2026-03-03 14:00+0100 ana met 1:1-bo with=bo,chi until=14:30 type=one_on_one

# a line that is only a remark
"""


def test_a_day_written_by_hand() -> None:
    events, notes = read(DAY)
    assert notes == ()
    review, page, talk = events
    assert (review.verb, review.actor, review.subject, review.state) == ("reviewed", "name:ana", "name:bo", "approved")
    assert (review.local_hour, review.local_dow, review.utc_offset_min) == (10, 0, 60)
    assert page.local_hour is page.utc_offset_min is None, "without an offset there is no local hour"
    assert (talk.dur_s, talk.with_count, talk.work_type) == (1800, 2, "one_on_one")


def test_a_talk_past_midnight_ends_the_next_day() -> None:
    events, _ = read("2026-03-02 23:30+0100 ana met x until=00:30")
    assert events[0].dur_s == 3600


def test_the_same_act_twice_is_one() -> None:
    events, _ = read(DAY + DAY)
    assert len(events) == 3


def test_a_bad_line_is_a_note_with_its_number_and_stops_nothing() -> None:
    events, notes = read("nonsense\n2026-03-02 10:00 ana dawdled x\n2026-13-40 10:00 ana met x\n" + DAY)
    assert len(events) == 3
    assert [n.line for n in notes] == [1, 2, 3]
    assert all("write for example" in n.instead for n in notes)


def test_a_hash_inside_a_word_is_no_remark() -> None:
    lines, _ = parse("2026-03-02 10:00 ana merged web#1")
    assert lines[0].ref == "web#1"


@pytest.mark.parametrize("words", ["until=99:99", "until=2026-99-99"])
def test_an_end_no_calendar_has_is_a_note(words: str) -> None:
    events, notes = read(f"2026-03-02 10:00 ana met x {words}\n0001-01-01 00:00+0100 ana met x\n" + DAY)
    assert len(events) == 3
    assert [n.line for n in notes] == [1, 2]


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    events, _ = read(text)
    assert all(e.verb in VERBS for e in events)


@given(st.sampled_from(sorted(VERBS)), st.integers(-840, 840))
def test_every_verb_and_every_clock_can_be_written(verb: str, offset: int) -> None:
    sign = "-" if offset < 0 else "+"
    zone = f"{sign}{abs(offset) // 60:02d}{abs(offset) % 60:02d}"
    events, notes = read(f"2026-03-02 12:00{zone} ana {verb} x#1")
    assert notes == ()
    assert events[0].utc_offset_min == offset
    assert events[0].local_hour == 12


def test_what_is_acted_on_may_be_an_incident_or_an_issue_and_nothing_unheard_of() -> None:
    events, notes = read("2026-03-02 10:00 ana joined INC-1 kind=incident\n2026-03-02 10:00 ana joined x kind=cat\n")
    assert [e.object_kind for e in events] == ["incident"]
    assert [n.line for n in notes] == [2]
