"""Own share: her changes among the team's; bots, agents and merges are nobody's writing."""

import pytest

from podium.signals.own_share import OWN_SHARE

OTHERS = ("bo", "chi", "dee", "eli")


def test_her_changes_among_everybodys(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 10:00+0100 bo  wrote c2 a.py
    2026-03-02 11:00+0100 bo  wrote c3 a.py by=ana             # landed by her hand, written by him
    2026-03-02 12:00+0100 ana landed m1 of=c2                  # a merge is no writing
    2026-03-02 13:00+0100 renovate[bot] wrote c4 a.py
    2026-03-02 14:00+0100 chi wrote c5 a.py
    2026-03-02 15:00+0100 dee wrote c6 a.py
    2026-03-02 16:00+0100 eli wrote c7 a.py
    """
    assert week.receipts(OWN_SHARE) == {"c1": 1, "c2": 0, "c3": 0, "c5": 0, "c6": 0, "c7": 0}


def test_twenty_changes_make_a_share(weeks):
    text = "".join(f"2026-03-02 09:{n:02d}+0100 {(*['ana'] * 5, *OTHERS * 4)[n]} wrote c{n} a.py\n" for n in range(20))
    assert weeks(text).read(OWN_SHARE).value == pytest.approx(0.25)
    assert weeks(text.replace("wrote c19", "landed m19")).read(OWN_SHARE).value is None


def test_in_a_team_of_two_it_would_be_a_number_about_the_other(weeks):
    text = "".join(f"2026-03-02 09:{n:02d}+0100 {'ana' if n < 5 else 'bo'} wrote c{n} a.py\n" for n in range(20))
    measure = weeks(text).read(OWN_SHARE)
    assert measure.rows == ()
    assert measure.why_none == "team numbers need five people, fewer acted"
