"""Reactive tickets: closed tickets that answered something broken."""

import re

from podium.signals.reactive_tickets import REACTIVE_TICKETS

PEOPLE = ("ana", "bo", "chi", "dee", "eli")
TEAM = "".join(f"2026-03-02 1{n}:00+0100 {who} wrote c{n} a.py\n" for n, who in enumerate(PEOPLE))


def tickets(bugs: int, features: int) -> str:
    kinds = ["bug"] * bugs + ["feature"] * features
    return "".join(
        f"2026-03-03 10:{n:02d}+0100 {PEOPLE[n % 5]} closed T-{n} kind=issue type={kind}\n"
        for n, kind in enumerate(kinds)
    )


def test_bugs_among_closed_tickets(weeks):
    assert weeks(TEAM + tickets(5, 15)).read(REACTIVE_TICKETS).value == 0.25


def test_tickets_one_person_closed_are_theirs(weeks):
    text = re.sub(r"\w+ closed", "bo closed", tickets(5, 15))
    assert weeks(TEAM + text).read(REACTIVE_TICKETS).value is None


def test_an_opened_one_is_not_yet_answered_and_twenty_are_needed(weeks):
    text = TEAM + tickets(5, 14) + "2026-03-04 10:00+0100 bo opened T-99 kind=issue type=bug\n"
    assert weeks(text).read(REACTIVE_TICKETS).value is None
