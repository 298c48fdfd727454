"""Incident repeats: an incident of a service that had one within ninety days before."""

from podium.signals.incident_repeats import INCIDENT_REPEATS

TEAM = "".join(
    f"2026-03-02 1{n}:00+0100 {who} wrote c{n} a.py\n" for n, who in enumerate(("ana", "bo", "chi", "dee", "eli"))
)
INCIDENTS = """
2026-01-10 10:00+0100 ana opened I1 kind=incident in=pay
2026-02-10 10:00+0100 bo opened I2 kind=incident in=pay
2026-02-11 10:00+0100 chi opened I3 kind=incident in=search
2026-03-01 10:00+0100 dee opened I4 kind=incident in=pay
2026-03-02 10:00+0100 eli opened I5 kind=incident in=mail
"""


def test_the_second_of_a_service_is_a_repeat(weeks):
    measure = weeks(INCIDENTS + TEAM).read(INCIDENT_REPEATS)
    assert {r.ref: r.amount for r in measure.for_judging.rows} == {"I1": 0, "I2": 1, "I3": 0, "I4": 1, "I5": 0}
    assert measure.value == 0.4


def test_incidents_one_person_opened_are_theirs(weeks):
    one = INCIDENTS.replace("ana", "bo").replace("chi", "bo").replace("dee", "bo").replace("eli", "bo")
    assert weeks(one + TEAM).read(INCIDENT_REPEATS).value is None


def test_below_five_people_it_is_not_told(weeks):
    assert weeks(INCIDENTS + TEAM.replace("eli", "bo")).read(INCIDENT_REPEATS).rows == ()
