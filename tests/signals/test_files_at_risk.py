"""Files at risk: a file counts when at most one person who is still active has ever changed it."""

import pytest

from podium.signals.files_at_risk import FILES_AT_RISK
from podium.signals.own_share import OWN_SHARE

TEAM = """
2026-03-02 09:00+0100 ana wrote c1 shared.py alone.py
2026-03-02 09:01+0100 bo  wrote c2 shared.py
2026-03-02 09:02+0100 chi wrote c3 other.py
2026-03-02 09:03+0100 dee wrote c4 other.py
2026-03-02 09:04+0100 eli wrote c5 shared.py
"""


def test_a_file_two_active_people_know_is_safe(weeks):
    assert weeks(TEAM).receipts(FILES_AT_RISK) == {"shared.py": 0, "alone.py": 1, "other.py": 0}


def test_whoever_left_three_years_ago_no_longer_knows(weeks):
    made = weeks("2022-01-10 09:00+0100 fay wrote old alone.py legacy.py\n" + TEAM)
    assert made.receipts(FILES_AT_RISK)["alone.py"] == 1
    assert made.receipts(FILES_AT_RISK)["legacy.py"] == 1


@pytest.mark.parametrize(("others", "is_at_risk"), [(199, 0), (200, 1)])
def test_an_import_of_more_than_two_hundred_files_is_no_knowledge(weeks, others: int, is_at_risk: int):
    files = " ".join(f"vendor/{n}.py" for n in range(others))
    made = weeks(TEAM + f"2026-03-02 10:00+0100 bo wrote big {files} alone.py\n")
    assert made.receipts(FILES_AT_RISK)["alone.py"] == is_at_risk


def test_twenty_files_are_needed(weeks):
    measure = weeks(TEAM).read(FILES_AT_RISK)
    assert measure.value is None
    assert measure.why_none == "fewer than the 20 files needed"


def test_four_people_are_no_group(weeks):
    measure = weeks(TEAM.replace("eli", "dee")).read(FILES_AT_RISK)
    assert measure.rows == ()


def test_the_receipt_names_files_and_that_of_changes_none(weeks):
    changes = "".join(
        f"2026-03-02 1{n % 10}:{n:02d}+0100 {who} wrote d{n} src/{n}.py\n"
        for n, who in enumerate(("ana", "bo", "chi", "dee", "eli") * 5)
    )
    made = weeks(TEAM + changes)
    assert {place for place, _ in made.read(FILES_AT_RISK).places} >= {f"src/{n}.py" for n in range(25)}
    assert made.read(OWN_SHARE).places == ()
