"""Own share: her changes among the team's; bots, agents and merges are nobody's writing."""

import pytest

from podium.signals.own_share import OWN_SHARE


def test_her_changes_among_everybodys(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 10:00+0100 bo  wrote c2 a.py
    2026-03-02 11:00+0100 bo  wrote c3 a.py by=ana             # landed by her hand, written by him
    2026-03-02 12:00+0100 ana landed m1 of=c2                  # a merge is no writing
    2026-03-02 13:00+0100 renovate[bot] wrote c4 a.py
    """
    assert week.receipts(OWN_SHARE) == {"c1": 1, "c2": 0, "c3": 0}


def test_twenty_changes_make_a_share(weeks):
    text = "".join(f"2026-03-02 09:{n:02d}+0100 {'ana' if n < 5 else 'bo'} wrote c{n} a.py\n" for n in range(20))
    assert weeks(text).read(OWN_SHARE).value == pytest.approx(0.25)
    assert weeks(text.replace("wrote c19", "landed m19")).read(OWN_SHARE).value is None
