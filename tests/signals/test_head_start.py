"""Head start: by how much she was before the first of the rota; below nought she waited."""

from datetime import date

from podium.evidence.people.me_file import Me, MeFile, Span
from podium.signals.head_start import HEAD_START

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


def test_seconds_before_the_first_of_the_others(weeks):
    assert weeks(ROTA + INCIDENTS).receipts(HEAD_START) == {"I1": 900, "I2": -1800, "I3": 600}


def test_on_call_there_is_no_head_start(weeks):
    assert weeks(INCIDENTS, file=ON_CALL).receipts(HEAD_START) == {}


def test_three_incidents_are_too_few(weeks):
    assert weeks(ROTA + INCIDENTS).read(HEAD_START).value is None


def test_without_a_known_rota_nothing_is_told(weeks):
    assert weeks(INCIDENTS).receipts(HEAD_START) == {}
    assert weeks(INCIDENTS * 3).read(HEAD_START).value is None
