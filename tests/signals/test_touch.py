"""Touch: how many of the others' landed changes she approved or landed herself."""

import pytest

from podium.signals.sole_gate import SOLE_GATE
from podium.signals.touch import READERS_SEEN, TOUCH


def test_approving_or_landing_is_touching_writing_is_not(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py reviewed=ana       # approved
    2026-03-02 10:00+0100 bo  wrote c2 a.py by=ana             # landed
    2026-03-02 11:00+0100 bo  wrote c3 a.py reviewed=chi       # without me
    2026-03-02 12:00+0100 bo  wrote c4 a.py                    # without anybody
    2026-03-02 13:00+0100 ana wrote c5 a.py reviewed=bo        # my own
    2026-03-02 14:00+0100 chi wrote c6 a.py reviewed=ana,bo    # together is touched, too
    2026-03-02 15:00+0100 dee wrote c7 a.py reviewed=ana
    2026-03-02 16:00+0100 eli wrote c8 a.py
    """
    assert week.receipts(TOUCH) == {"c1": 1, "c2": 1, "c3": 0, "c4": 0, "c6": 1, "c7": 1, "c8": 0}


MERGES = """
2026-03-02 09:00+0100 bo  wrote c1 a.py
2026-03-02 10:00+0100 ana landed m1 of=c1                  # another's work, landed by me
2026-03-02 11:00+0100 ana wrote c2 a.py
2026-03-02 12:00+0100 ana landed m2 of=c2                  # my own
2026-03-02 13:00+0100 chi wrote c3 a.py
2026-03-02 14:00+0100 bo  landed m3 of=c3                  # without me
2026-03-02 15:00+0100 ana landed m4                        # whose work is not known
"""


def test_a_merge_of_mine_is_a_hand_on_the_work_of_others_alone(weeks) -> None:
    made = weeks(MERGES)
    assert made.receipts(TOUCH) == {"c1": 0, "m1": 1, "c3": 0, "m3": 0}
    seen = {made.refs[ref]: amount for _, ref, amount in made.rows(READERS_SEEN)}
    assert seen == {"c1": 0, "m1": 1, "c3": 0, "m3": 1}


def test_twenty_changes_by_others_are_needed(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py reviewed=ana
    2026-03-02 10:00+0100 ana wrote c2 a.py
    2026-03-02 11:00+0100 chi wrote c3 a.py
    2026-03-02 12:00+0100 dee wrote c4 a.py
    2026-03-02 13:00+0100 eli wrote c5 a.py
    """
    assert week.read(TOUCH).why_none == "fewer than the 20 changes by others needed"


PEOPLE = ("ana", "bo", "chi", "dee", "eli", "fay")


def changes(says) -> str:
    """Ninety-six changes of six people; `says(n, who)` is what stands behind the path."""
    return "\n".join(
        f"2026-03-{2 + n // 4:02d} 1{n % 4}:00+0100 {who} wrote c{n} a.py {says(n, who)}"
        for n in range(96)
        for who in (PEOPLE[n % 6],)
    )


@pytest.mark.parametrize("signal", [TOUCH, SOLE_GATE], ids=lambda signal: signal.name)
def test_changes_landed_on_the_web_say_nothing_of_who_read_them(weeks, signal) -> None:
    squashed = weeks(changes(lambda n, who: "by=github" + " reviewed=ana" * (n in range(60))))
    assert squashed.read(signal).value is not None, "most of them carry a trailer"
    silent = weeks(changes(lambda n, who: "by=github" + " reviewed=ana" * (n in range(30))))
    assert silent.read(signal).value is None


def test_without_any_trace_of_a_reader_nobody_touched_anything_is_not_said(weeks) -> None:
    found = weeks(changes(lambda n, who: "")).read(TOUCH)
    assert found.value is None
    assert found.why_none.startswith("who read or landed a change shows in none of 60 to 100 changes by others")
