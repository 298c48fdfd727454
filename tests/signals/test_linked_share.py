"""Linked share: changes that belong to an initiative that is alive."""

from datetime import date

from podium.core.journal_facts import Anchor, Witness
from podium.signals.linked_share import LINKED_SHARE

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


def test_only_what_lives_is_a_link(weeks):
    assert weeks(TEAM, witness=ANCHORS).receipts(LINKED_SHARE) == {"c1": 0, "c2": 0, "c3": 0, "c4": 1, "c5": 0}


def test_fifteen_changes_are_needed(weeks):
    assert weeks(TEAM, witness=ANCHORS).read(LINKED_SHARE).value is None


def test_it_is_told_once_initiatives_claim_half_of_the_changes_whatever_they_touch(weeks):
    people = ("ana", "bo", "chi", "dee", "eli")

    def changes(claimed: int) -> str:
        places = ["pay" if n < 5 * claimed else "other" for n in range(30)]
        return "".join(
            f"2026-03-{2 + n // 5:02d} 1{n % 5}:00+0100 {people[n % 5]} wrote c{n} {place}/a.py {place}/b.py {place}/c.py\n"
            for n, place in enumerate(places)
        )

    assert weeks(changes(3), witness=ANCHORS).read(LINKED_SHARE).value == 0.5
    untold = weeks(changes(2), witness=ANCHORS).read(LINKED_SHARE)
    assert untold.value is None
    assert untold.why_none.startswith("your initiatives claim 10 to 20 of 20 to 40 changes by paths or tickets")
