"""Zombie lag: for how long changes still land on what was declared dead."""

from datetime import date, datetime

import pytest

from podium.core.journal_facts import Anchor, Witness
from podium.signals.zombie_lag import ZOMBIE_LAG

DAY_NO = (date(2026, 3, 1) - date(1970, 1, 1)).days
ANCHORS = Witness(
    (),
    (
        Anchor("pay.md", ("pay/**",), (), "live", None),
        Anchor("fax.md", ("fax/**",), (), "sunset", DAY_NO),
    ),
)
TEAM = """
2026-03-05 09:00+0100 ana wrote c1 fax/a.py                       # four days after: still winding down
2026-03-20 09:00+0100 bo  wrote c2 fax/a.py                       # nineteen days after
2026-03-21 09:00+0100 chi wrote c3 fax/a.py says=Remove_the_fax   # a farewell
2026-03-22 09:00+0100 dee wrote c4 pay/a.py
2026-03-23 09:00+0100 eli wrote c5 other/a.py
"""


def test_the_longest_counts(weeks):
    assert weeks(TEAM, witness=ANCHORS).receipts(ZOMBIE_LAG) == {"c2": 19, "all other changes": 0}
    late = [
        f"2026-03-2{4 + n} 09:00+0100 {who} wrote z{n} fax/a.py\n" for n, who in enumerate(("chi", "dee", "eli", "fay"))
    ]
    assert weeks(TEAM + "".join(late), witness=ANCHORS).read(ZOMBIE_LAG).value == 26
    assert weeks(TEAM, witness=ANCHORS).read(ZOMBIE_LAG).value is None


@pytest.mark.parametrize(("day", "counted"), [("08", {}), ("09", {"mine": 8})])
def test_a_week_of_grace_is_seven_days(weeks, day: str, counted: dict[str, int]):
    made = weeks(f"{TEAM}2026-03-{day} 10:00+0100 ana wrote mine fax/a.py\n", witness=ANCHORS)
    assert made.receipts(ZOMBIE_LAG) == {"c2": 19, "all other changes": 0} | counted


def test_all_other_changes_stand_at_the_newest_of_them(weeks):
    made = weeks(TEAM, witness=ANCHORS)
    moments = {ref: moment for moment, ref, _ in made.rows(ZOMBIE_LAG.rows)}
    assert moments["all other changes"] == datetime.fromisoformat("2026-03-23T09:00+01:00").timestamp()


def test_without_an_initiative_of_hers_nothing_is_told(weeks):
    assert weeks(TEAM).read(ZOMBIE_LAG).value is None
