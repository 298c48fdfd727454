"""Repeat fixes: a fix to a file that was already fixed in the fourteen days before."""

import pytest

from podium.signals.repeat_fixes import REPEAT_FIXES

TEAM = """
2026-03-02 09:00+0100 ana wrote c1 door.py says=fix:_hinge
2026-03-02 09:01+0100 bo  wrote c2 door.py says=feature:_paint
2026-03-03 09:02+0100 chi wrote c3 window.py says=fix:_pane
2026-03-09 09:03+0100 dee wrote c4 door.py says=incident:_fell_off
2026-03-27 09:04+0100 eli wrote c5 door.py says=fix:_lock
"""


def test_the_second_fix_within_a_fortnight_counts(weeks):
    # c4 comes a week after c1; c5 eighteen days after c4; c3 is another file; c2 is no fix.
    assert weeks(TEAM).receipts(REPEAT_FIXES) == {"c1": 0, "c3": 0, "c4": 1, "c5": 0}


def test_a_sweep_over_many_files_is_no_fix_of_each(weeks):
    files = " ".join(f"f{n}.py" for n in range(10))
    made = weeks(TEAM + f"2026-03-28 09:00+0100 bo wrote c6 door.py {files} says=fix:_everything\n")
    assert "c6" not in made.receipts(REPEAT_FIXES)


@pytest.mark.parametrize("path", ["CHANGELOG.md", "yarn.lock", "package.json", "docs/whatsnew/v2.rst", "vendor/x.go"])
def test_a_change_log_in_two_fixes_is_no_second_fix_of_a_place(weeks, path):
    lines = [
        line if " c3 " in line or not line else f"{line.replace('door.py', line.split()[4] + '.py ' + path)}"
        for line in TEAM.split("\n")
    ]
    assert weeks("\n".join(lines)).receipts(REPEAT_FIXES) == {"c1": 0, "c3": 0, "c4": 0, "c5": 0}


def test_four_people_are_no_group_however_many_fixed_something(weeks):
    assert weeks(TEAM.replace("eli", "dee")).read(REPEAT_FIXES).rows == ()
    assert weeks(TEAM).read(REPEAT_FIXES).why_none == "team numbers need five people, fewer are behind this one"
