"""Off-rota acks: incidents she took up while off duty and unasked."""

from datetime import date

from podium.evidence.people.me_file import Me, MeFile, Span
from podium.signals.off_rota_acks import OFF_ROTA_ACKS

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


def test_unasked_and_off_duty(weeks):
    assert weeks(ROTA + INCIDENTS).receipts(OFF_ROTA_ACKS) == {"I1": 1, "I2": 1, "I3": 0, "I4": 1}
    assert weeks(ROTA + INCIDENTS).read(OFF_ROTA_ACKS).value == 3


def test_on_call_there_are_none(weeks):
    assert weeks(INCIDENTS, file=ON_CALL).read(OFF_ROTA_ACKS).value == 0


def test_without_incidents_nothing_is_told(weeks):
    assert weeks("2026-03-02 10:00+0100 ana wrote c1 a.py").read(OFF_ROTA_ACKS).value is None


def test_without_a_known_rota_nothing_is_told(weeks):
    assert weeks(INCIDENTS).receipts(OFF_ROTA_ACKS) == {}
    assert weeks(INCIDENTS * 3).read(OFF_ROTA_ACKS).value is None
