"""Postmortem days: from an incident's last closing to the next talk about it in her calendar."""

import pytest

from podium.signals.postmortem_days import POSTMORTEM_DAYS

PEOPLE = ("ana", "bo", "chi", "dee", "eli")
TEAM = "".join(f"2026-03-31 1{n}:00+0100 {who} wrote c{n} a.py\n" for n, who in enumerate(PEOPLE))


def incidents(count: int, *, days: int) -> str:
    """Each closed at ten in the morning and talked over some days later at ten."""
    return "".join(
        f"2026-03-{1 + n:02d} 09:00+0100 bo opened I-{n} kind=incident\n"
        f"2026-03-{1 + n:02d} 10:00+0100 {PEOPLE[n // 4]} closed I-{n} kind=incident\n"
        f"2026-03-{1 + n + days:02d} 10:00+0100 ana met P-{n} type=postmortem\n"
        for n in range(0, count * 4, 4)
    )


def test_the_middle_one_decides(weeks):
    assert weeks(incidents(5, days=3) + TEAM).read(POSTMORTEM_DAYS).value == pytest.approx(3)


def test_the_last_closing_and_the_first_talk_after_it_count(weeks):
    """A talk before the last closing, a second one after it and an incident still open say nothing."""
    text = """
2026-03-02 09:00+0100 bo  opened I1 kind=incident
2026-03-02 10:00+0100 bo  closed I1 kind=incident
2026-03-02 11:00+0100 ana met early type=postmortem
2026-03-02 12:00+0100 bo  reopened I1 kind=incident
2026-03-03 10:00+0100 bo  closed I1 kind=incident
2026-03-04 10:00+0100 ana met P1 type=postmortem
2026-03-05 10:00+0100 ana met P2 type=postmortem
2026-03-05 12:00+0100 chi opened I2 kind=incident
2026-03-06 10:00+0100 ana met other type=strategy
"""
    assert weeks(text + TEAM).receipts(POSTMORTEM_DAYS) == {"I1": 86_400}


def test_an_incident_nobody_talked_over_is_no_answer_and_five_are_needed(weeks):
    text = incidents(4, days=3) + "2026-03-20 10:00+0100 bo closed I-99 kind=incident\n" + TEAM
    assert weeks(text).read(POSTMORTEM_DAYS).value is None


def test_one_meeting_is_the_postmortem_of_the_incident_closed_last_before_it(weeks):
    """Ten incidents of a week and one talk: the talk is about the last of them, not about ten."""
    text = "".join(
        f"2026-03-{2 + n:02d} 09:00+0100 bo opened I-{n} kind=incident\n2026-03-{2 + n:02d} 10:00+0100 bo closed I-{n} kind=incident\n"
        for n in range(10)
    )
    found = weeks(f"{text}2026-03-13 10:00+0100 ana met P type=postmortem\n{TEAM}").receipts(POSTMORTEM_DAYS)
    assert found == {"I-9": 2 * 86_400}


def test_a_meeting_whose_title_names_an_incident_is_its_postmortem(weeks):
    """A talk about the older one while a younger one is closed: the title decides."""
    text = """
2026-03-02 09:00+0100 bo  opened pager:acme:INC-204 kind=incident
2026-03-02 10:00+0100 bo  closed pager:acme:INC-204 kind=incident
2026-03-04 09:00+0100 chi opened pager:acme:INC-4 kind=incident
2026-03-04 10:00+0100 chi closed pager:acme:INC-4 kind=incident
2026-03-05 10:00+0100 ana met P1 type=postmortem goal=INC-204
"""
    assert weeks(text + TEAM).receipts(POSTMORTEM_DAYS) == {"pager:acme:INC-204": 3 * 86_400}
