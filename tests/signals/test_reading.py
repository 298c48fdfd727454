"""How a signal is asked: over which stretch, and what a receipt of files shows."""

from podium.core.time import DAY_S
from podium.signals import _sides, read
from podium.signals.files_at_risk import FILES_AT_RISK
from podium.signals.late_share import LATE_SHARE
from podium.signals.touch import TOUCH
from podium.signals.zombie_changes import ZOMBIE_CHANGES

TEAM = "".join(f"2026-03-0{n} 09:00+0100 {who} wrote c{n} {who}.py\n" for n, who in enumerate(("ana", "bo", "chi"), 1))


def test_two_years_of_her_past_begin_when_she_became_a_manager_and_a_window_stays(weeks):
    made = weeks(TEAM)
    window = made.window(28)
    since_s = window.end_s - 5 * DAY_S
    assert read(FILES_AT_RISK, made.evidence, window, since_s=since_s).window.start_s == since_s
    assert read(FILES_AT_RISK, made.evidence, window).window.start_s == window.end_s - 2 * 52 * 7 * DAY_S
    assert read(LATE_SHARE, made.evidence, window, since_s=since_s).window == window


def test_of_a_share_both_sides_tell_and_of_a_sum_the_rows_with_an_amount():
    assert _sides(TOUCH) == "each"
    assert _sides(ZOMBIE_CHANGES) == "with"
