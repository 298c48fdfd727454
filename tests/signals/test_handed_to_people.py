"""Handed to people: what her own cards say; a card that does not say is no card against her."""

from journals import page
from podium.signals.handed_to_people import HANDED_TO_PEOPLE


def card(n: int, **more: str) -> tuple[str, str]:
    told = {"task": f"Task {n}", "person": "bo", "level": 5, "started": f"2026-03-{n:02d}", **more}
    return f"delegations/2026-03-{n:02d}-task.md", page(**told)


def test_the_share_of_cards_that_went_to_a_person(weeks):
    cards = dict(card(n, to="agent" if n % 4 == 0 else "person") for n in range(1, 9))
    cards["people/bo.md"] = page()
    measure = weeks("2026-03-20 10:00+0100 ana wrote c1 a.py", journal=cards).read(HANDED_TO_PEOPLE)
    assert (measure.value, measure.n) == (0.75, 8)


def test_four_cards_have_to_say_it(weeks):
    cards = dict([*(card(n, to="person") for n in range(1, 4)), *(card(n) for n in range(4, 9))])
    cards["people/bo.md"] = page()
    measure = weeks("2026-03-20 10:00+0100 ana wrote c1 a.py", journal=cards).read(HANDED_TO_PEOPLE)
    assert (measure.value, measure.n) == (None, 3)
