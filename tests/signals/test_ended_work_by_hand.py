"""Ended work by hand: changes on what was declared dead, told for groups on either side."""

from datetime import date

import pytest

from podium.core.journal_facts import Anchor, Witness
from podium.signals.ended_work_by_hand import ENDED_WORK_BY_HAND
from signals.hand_weeks import at_work

DEAD = (date(2026, 2, 1) - date(1970, 1, 1)).days
ANCHORS = Witness(
    (), (Anchor("fax.md", ("fax/**",), (), "sunset", DEAD), Anchor("pay.md", ("pay/**",), (), "live", None))
)


def test_changes_on_ended_things(weeks):
    made = weeks(at_work(path="pay/s{n}.py").replace("pay/s1.py", "fax/s1.py"), witness=ANCHORS).read(
        ENDED_WORK_BY_HAND
    )
    told = {row.ref.partition(",")[0]: row.amount for row in made.rows}
    assert told == {"with a mark of an agent": round(1 / 60, 2), "without a mark": 0.0}


@pytest.mark.parametrize(("ended_on", "share"), [(date(2026, 2, 23), 0.0), (date(2026, 2, 22), round(1 / 60, 2))])
def test_a_change_within_seven_days_of_the_end_still_winds_down(weeks, ended_on: date, share: float):
    anchors = tuple(
        anchor._replace(sunset_day=(ended_on - date(1970, 1, 1)).days) if anchor.state == "sunset" else anchor
        for anchor in ANCHORS.anchors
    )
    made = weeks(at_work(path="pay/s{n}.py").replace("pay/s1.py", "fax/s1.py"), witness=Witness((), anchors))
    told = {row.ref.partition(",")[0]: row.amount for row in made.read(ENDED_WORK_BY_HAND).rows}
    assert told == {"with a mark of an agent": share, "without a mark": 0.0}


def test_nothing_where_few_have_agents(weeks):
    assert weeks(at_work(path="pay/s{n}.py", with_agents=4), witness=ANCHORS).read(ENDED_WORK_BY_HAND).rows == ()
