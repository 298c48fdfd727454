"""Improvement share: changes that make the system itself better, among all changes of a known kind."""

from types import SimpleNamespace

from podium.core.time import Window
from podium.signals.improvement_share import IMPROVEMENT_SHARE, _range, study
from podium.text.work_kind.classify import KINDS

TEAM = """
2026-03-02 09:00+0100 ana wrote c1 a.py says=improvement:_faster_build
2026-03-02 09:01+0100 bo  wrote c2 a.py says=feature:_door
2026-03-02 09:02+0100 chi wrote c3 a.py says=fix:_hinge
2026-03-02 09:03+0100 dee wrote c4 a.py says=docs:_door
2026-03-02 09:04+0100 eli wrote c5 a.py says=incident:_outage
"""


def test_only_improvement_counts_and_everything_else_is_the_whole(weeks):
    assert weeks(TEAM).receipts(IMPROVEMENT_SHARE) == {"c1": 1, "c2": 0, "c3": 0, "c4": 0, "c5": 0}


def test_a_merge_is_no_second_change_and_a_bot_no_colleague(weeks):
    made = weeks(
        TEAM
        + "2026-03-02 10:00+0100 ana landed m1 of=c2\n"
        + "2026-03-02 10:01+0100 renovate[bot] wrote c6 a.py says=improvement:_bump\n"
    )
    assert set(made.receipts(IMPROVEMENT_SHARE)) == {"c1", "c2", "c3", "c4", "c5"}


def test_four_people_are_no_group_and_five_changes_no_share(weeks):
    assert weeks(TEAM.replace("eli", "dee")).read(IMPROVEMENT_SHARE).rows == ()
    assert weeks(TEAM).read(IMPROVEMENT_SHARE).why_none == "fewer than the 20 changes needed"


def test_a_share_stands_beside_its_bounds_in_whole_points():
    assert _range(SimpleNamespace(estimate=0.9, low=0.6, high=1.0)) == "90 % (60 to 100)"


def test_the_interval_and_its_width_stand_beside_the_share():
    kinds = (("improvement", 30), ("feature", 90))
    beside = [
        (f"c{kind}{n}", kind, 0.9, *(float(kind == each) for each in KINDS), None, None)
        for kind, count in kinds
        for n in range(count)
    ]
    result = study((), beside, Window(0, 1))
    assert result.value is not None
    assert result.interval is not None
    low, high = result.interval
    assert 0.0 < low < result.value < high < 1.0
    assert dict(result.details)["how wide"].startswith(f"{100 * (high - low):.0f} points (90 % interval), no labels")


def test_changes_are_counted_once_however_many_files_they_touch(weeks):
    people = ("ana", "bo", "chi", "dee", "eli")
    text = "".join(
        f"2026-03-{2 + n // 5:02d} 1{n % 5}:00+0100 {people[n % 5]} wrote c{n} a.py b.py c.py says=improvement:_c{n}\n"
        for n in range(60)
    )
    measure = weeks(text).read(IMPROVEMENT_SHARE)
    assert measure.value is None
    assert "changes needed" in measure.why_none
