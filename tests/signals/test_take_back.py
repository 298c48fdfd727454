"""Take-back: her change on a file that somebody else had changed within the fourteen days before."""

from podium.signals.take_back import TAKE_BACK


def test_on_top_of_fresh_work_of_another(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 door.py
    2026-03-04 09:00+0100 ana wrote c2 door.py                 # two days after him
    2026-03-05 09:00+0100 ana wrote c3 door.py                 # after herself
    2026-03-06 09:00+0100 ana wrote c4 window.py               # after nobody
    2026-03-07 09:00+0100 bo  wrote c5 roof.py
    2026-03-25 09:00+0100 ana wrote c6 roof.py                 # eighteen days after: no longer fresh
    2026-03-26 09:00+0100 bo  wrote c7 roof.py                 # he on her is not hers
    """
    assert week.receipts(TAKE_BACK) == {"c2": 1, "c3": 0, "c4": 0, "c6": 0}


def test_one_taken_back_file_among_several_is_enough(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 door.py
    2026-03-03 09:00+0100 ana wrote c2 window.py door.py roof.py
    """
    assert week.receipts(TAKE_BACK) == {"c2": 1}


def test_a_sweep_over_the_whole_tree_takes_nothing_back(weeks):
    files = " ".join(f"f{n}.py" for n in range(31))
    made = weeks(
        f"2026-03-02 09:00+0100 bo wrote c1 f1.py\n2026-03-03 09:00+0100 ana wrote c2 {files}\n"
        "2026-03-03 10:00+0100 ana wrote c3 other.py\n"
    )
    assert made.receipts(TAKE_BACK) == {"c3": 0}
