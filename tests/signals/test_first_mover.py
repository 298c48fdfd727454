"""First mover: incidents she touched before the rota did, unasked and off duty."""

from datetime import date

from podium.evidence.people.me_file import Me, MeFile, Span
from podium.signals.first_mover import FIRST_MOVER

ON_CALL = MeFile(
    me=Me(emails=("ana@example.org",), aliases=("ana",), rota=(Span(date(2026, 3, 1), date(2026, 3, 31)),))
)
ROTA = "".join(f"2026-03-0{n} 09:00+0100 bo on_call S{n} kind=shift until=17:00\n" for n in range(1, 7))
INCIDENTS = """
2026-03-02 10:05+0100 ana acknowledged I1 kind=incident
2026-03-02 10:20+0100 bo  acknowledged I1 kind=incident        # fifteen minutes after her
2026-03-03 10:00+0100 bo  acknowledged I2 kind=incident
2026-03-03 10:30+0100 ana joined       I2 kind=incident        # after him
2026-03-04 10:00+0100 dee requested    I3 kind=incident of=ana # she was asked
2026-03-04 10:05+0100 ana joined       I3 kind=incident
2026-03-04 10:15+0100 bo  joined       I3 kind=incident
2026-03-05 10:00+0100 ana acknowledged I4 kind=incident        # nobody else ever came
2026-03-06 10:00+0100 bo  acknowledged I5 kind=incident        # without her
"""


def test_before_the_others_and_unasked(weeks):
    assert weeks(ROTA + INCIDENTS).receipts(FIRST_MOVER) == {"I1": 1, "I2": 0, "I3": 0, "I4": 1}


def test_a_colleague_off_duty_is_not_the_rota(weeks):
    chi = "2026-03-02 10:01+0100 chi acknowledged I1 kind=incident\n"
    assert weeks(ROTA + chi + INCIDENTS).receipts(FIRST_MOVER)["I1"] == 1
    hers = MeFile(
        me=Me(emails=("ana@example.org",), aliases=("ana",), rota=(Span(date(2026, 3, 20), date(2026, 3, 21)),))
    )
    later = "2026-03-22 10:00+0100 ana wrote c1 a.py\n"
    assert weeks(chi + INCIDENTS + later, file=hers).receipts(FIRST_MOVER)["I1"] == 0, "nobody else's turns are known"


def test_in_the_same_second_as_the_rota_or_as_her_page_she_was_not_first(weeks):
    """
    Not before the one on duty, and not unasked.
    """
    together = """
2026-03-02 10:05+0100 ana acknowledged I6 kind=incident
2026-03-02 10:05+0100 bo  acknowledged I6 kind=incident
2026-03-03 10:00+0100 dee requested    I7 kind=incident of=ana
2026-03-03 10:00+0100 ana joined       I7 kind=incident
2026-03-04 10:00+0100 ana joined       I8 kind=incident
2026-03-04 10:01+0100 dee requested    I8 kind=incident of=ana
"""
    assert weeks(ROTA + together).receipts(FIRST_MOVER) == {"I6": 0, "I7": 0, "I8": 1}


def test_five_incidents_are_enough(weeks):
    fifth = "2026-03-06 11:00+0100 ana acknowledged I9 kind=incident\n"
    assert weeks(ROTA + INCIDENTS + fifth).read(FIRST_MOVER).value == 0.6


def test_on_call_it_is_her_job(weeks):
    assert set(weeks(INCIDENTS, file=ON_CALL).receipts(FIRST_MOVER).values()) == {0}


def test_four_incidents_are_too_few(weeks):
    assert weeks(ROTA + INCIDENTS).read(FIRST_MOVER).value is None


def test_without_a_known_rota_nothing_is_told(weeks):
    assert weeks(INCIDENTS).receipts(FIRST_MOVER) == {}
    assert weeks(INCIDENTS * 3).read(FIRST_MOVER).value is None


def test_what_she_does_later_does_not_undo_that_she_was_first(weeks):
    again = "2026-03-02 10:30+0100 ana joined       I1 kind=incident\n"
    assert weeks(ROTA + INCIDENTS + again).receipts(FIRST_MOVER)["I1"] == 1
