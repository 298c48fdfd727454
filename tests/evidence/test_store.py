"""The store of evidence: views limited to the window, the trunk told apart, and the same rows in the same order."""

from __future__ import annotations

from podium.core.time import DAY_S, Window

TEAM = """
2026-03-02 09:00+0100 ana wrote c1 a.py
2026-03-03 09:00+0100 bo  wrote c2 a.py b.py
2026-03-04 09:00+0100 chi wrote c3 a.py
2026-03-05 09:00+0100 dee wrote c4 a.py
2026-03-06 09:00+0100 eli wrote c5 a.py
"""


def authored(week, window: Window) -> list[str]:
    rows = week.rows("select ref from ours where verb = 'authored'", window)
    return sorted(week.refs[row[0]] for row in rows)


def test_a_window_is_half_open(weeks) -> None:
    made = weeks(TEAM)
    start = made.as_of_s - 5 * DAY_S
    assert authored(made, Window(start, start + 2 * DAY_S)) == ["c1", "c2"]
    assert authored(made, Window(start + 8 * 3600, start + DAY_S)) == ["c1"]
    assert authored(made, Window(start + 8 * 3600 + 1, start + DAY_S)) == []


def test_five_in_the_window_make_a_crowd_and_four_do_not(weeks) -> None:
    made = weeks(TEAM)
    select = "select stranger from crowd where verb = 'authored' group by stranger"
    assert len(made.rows(select, made.window())) == 5
    four = Window(made.as_of_s - 4 * DAY_S, made.as_of_s)
    assert made.evidence.group_size(four) == 4
    assert made.rows(select, four) == []


def test_who_knows_a_file_is_counted_over_all_of_history(weeks) -> None:
    made = weeks("2021-03-02 09:00+0100 fay wrote old a.py\n" + TEAM)
    select = "select path, count(distinct stranger) as people from crowd where verb = 'knows' group by path"
    assert dict(made.rows(select, made.window())) == {"a.py": 6, "b.py": 1}


def test_rows_come_in_one_order(weeks) -> None:
    made = weeks(TEAM)
    select = "select ref, path from ours where verb = 'touched'"
    rows = made.rows(select, made.window())
    assert rows == sorted(rows)
    assert rows == made.rows(select, made.window())


def test_a_merge_touches_nothing_and_a_change_each_of_its_paths(weeks) -> None:
    made = weeks(TEAM + "2026-03-06 10:00+0100 ana landed m1 z.py of=c2\n")
    rows = made.rows("select path from ours where verb = 'touched'", made.window())
    assert sorted({row[0] for row in rows}) == ["a.py", "b.py"]


def test_what_is_shown_of_a_commit_is_hers(weeks) -> None:
    made = weeks(TEAM + "2026-03-06 10:00+0100 bo wrote c6 a.py reviewed=ana\n")
    shown = made.evidence.events(made.refs)
    assert sorted(made.refs[name] for name in shown) == ["c1", "c6"]
    assert shown[next(iter(shown))].author, "the spelling is there so that a receipt can say which alias matched"


def test_a_span_of_nothing_is_nothing(weeks) -> None:
    assert not weeks("").evidence.span().commits
