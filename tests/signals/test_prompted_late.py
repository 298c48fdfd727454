"""Prompted late: days with a prompt outside her hours; without sessions nobody knows when she asked."""

import pytest

from podium.core.folds import Row
from podium.core.time import DAY_S, Window
from podium.signals.prompted_late import HOUR_UNKNOWN, PROMPTED_LATE, days_outside

FOR_ANA = "says=x\\n\\nRequested-by:_ana_<ana@example.org>"


def test_days_with_a_prompt_outside_her_hours(week):
    """
    2026-03-02 10:00+0100 ana wrote c1 a.py
    2026-03-03 11:00+0100 ana prompted agents:1 kind=thread
    2026-03-03 23:00+0100 ana prompted agents:2 kind=thread
    2026-03-04 11:00+0100 ana prompted agents:3 kind=thread
    2026-03-05 20:00+0100 ana prompted agents:4 kind=thread
    2026-03-05 21:00+0100 ana prompted agents:5 kind=thread
    """
    measure = week.read(PROMPTED_LATE)
    assert measure.value == 2
    assert [row.amount for row in measure.rows] == [1, 0, 1]


def test_what_an_agent_wrote_for_her_without_a_session_is_said(weeks):
    text = f"2026-03-03 01:00+0100 openai-codex wrote c1 a.py {FOR_ANA}\n2026-03-03 10:00+0100 ana wrote c2 a.py\n"
    measure = weeks(text).read(PROMPTED_LATE)
    assert measure.value is None
    assert measure.why_none == "1 change an agent wrote for you; at which hour you asked is not known"
    assert dict(measure.details) == {HOUR_UNKNOWN: "1"}
    asked = weeks(text + "2026-03-02 23:30+0100 ana prompted agents:1 kind=thread\n").read(PROMPTED_LATE)
    assert (asked.value, asked.details) == (1, ())


@pytest.mark.parametrize(("seconds_before", "is_known"), [(-1, False), (0, True), (DAY_S, True), (DAY_S + 1, False)])
def test_what_an_agent_wrote_within_a_day_of_her_asking_has_a_known_hour(seconds_before: int, is_known: bool):
    change = Row(5 * DAY_S, "c1", 0.0)
    measured = days_outside([change], [(5 * DAY_S - seconds_before,)], Window(0, 6 * DAY_S))
    assert measured.details == (() if is_known else ((HOUR_UNKNOWN, "1"),))


def test_what_agents_wrote_for_others_is_no_matter_of_hers(weeks):
    text = "2026-03-03 01:00+0100 openai-codex wrote c1 a.py says=x\\n\\nRequested-by:_bo_<bo@example.org>\n"
    assert weeks(text + "2026-03-03 10:00+0100 ana wrote c2 a.py").read(PROMPTED_LATE).rows == ()


def test_her_prompts_do_not_make_her_hours(weeks):
    from podium.evidence.people.me_file import Me, MeFile

    nowhere = MeFile(me=Me(emails=("ana@example.org",), aliases=("ana",)))
    days = "".join(
        f"2026-03-{d:02d} {h}:00+0100 ana wrote c{d}{h} a.py\n" for d in range(2, 28) for h in (10, 11, 14, 15)
    )
    asked = "".join(
        f"2026-03-{d:02d} 01:{m:02d}+0100 ana prompted agents:{d}{m} kind=thread\n"
        for d in range(2, 28)
        for m in range(9)
    )
    assert weeks(days + asked, file=nowhere).read(PROMPTED_LATE).value == 26
