"""The audit: kept n of m from eight on, since it was promised, with receipts; nothing of anybody else's."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from podium.programs.readme.audit import as_data, audit, first_published, judge, receipts
from podium.programs.readme.page import parse, recognise
from podium.programs.readme.versions import Version

PAGE = "- Promise: no commits after 18:00\n"


def days(count: int, late: int, first: date = date(2026, 3, 2)) -> str:
    lines = []
    for n in range(count):
        hour = "19:30" if n < late else "10:00"
        lines.append(f"{first + timedelta(days=n)} {hour}+0100 ana wrote c{n} a.py")
    return "\n".join(lines)


def mirror_of(week):
    return SimpleNamespace(evidence=week.evidence, window=week.window(28))


def claim():
    found = recognise("no commits after 18:00")
    assert found is not None
    return found


def test_kept_and_broken_are_counted_with_the_receipts_of_the_breaches(weeks) -> None:
    week = weeks(days(10, late=2))
    found = judge(claim(), week.evidence, week.window())
    assert found.share == 0.8
    assert found.words == "kept 8 of 10 days with a change of yours"
    assert [week.refs[row.ref] for row in found.breaches] == ["c0", "c1"]
    (lines,) = receipts([found], mirror_of(week))
    assert lines[0].startswith("2026-03-02 19:30 +0100")
    assert lines[0].endswith("web: c0")


def test_below_eight_it_is_insufficient_and_no_breach_is_shown(weeks) -> None:
    week = weeks(days(7, late=3))
    found = judge(claim(), week.evidence, week.window())
    assert found.share is None
    assert found.breaches == ()
    assert found.words == "insufficient: 7 of at least 8 days with a change of yours needed"


def test_what_no_clock_can_judge_is_said(weeks) -> None:
    week = weeks(days(8, late=0) + "\n2026-03-10 23:00 ana wrote x1 a.py")
    found = judge(claim(), week.evidence, week.window())
    assert found.words == "kept 8 of 8 days with a change of yours; 1 more could not be judged"


def test_a_promise_of_today_is_told_by_what_went_before(weeks) -> None:
    week = weeks(days(10, late=2))
    ends = date(1970, 1, 1) + timedelta(seconds=week.window().end_s)
    version = Version(1, ends, parse(PAGE))
    (found,) = audit(parse(PAGE), SimpleNamespace(evidence=week.evidence, window=week.window()), (version,))
    assert found.words == "nothing to keep yet: it was promised after the last day looked at"
    assert found.words_before.endswith(": it would have been kept 8 of 10 times")
    assert found.breaches == ()
    (facts,) = as_data([found], mirror_of(week))
    assert (facts.kept, facts.before.kept, facts.before.of) == (None, 8, 10)


def test_a_young_promise_without_a_past_says_so_and_a_told_one_has_no_past(weeks) -> None:
    week = weeks(days(10, late=2))
    young = Version(1, date(2026, 3, 10), parse(PAGE))
    (found,) = audit(parse(PAGE), SimpleNamespace(evidence=week.evidence, window=week.window()), (young,))
    assert found.words.startswith("insufficient: ")
    assert "it would have been kept 6 of 8 times" in found.words_before
    old = Version(1, date(2026, 3, 2), parse(PAGE))
    (found,) = audit(parse(PAGE), SimpleNamespace(evidence=week.evidence, window=week.window()), (old,))
    assert found.words == "kept 8 of 10 days with a change of yours"
    assert found.words_before == ""
    quiet = weeks(days(3, late=0))
    (found,) = audit(parse(PAGE), SimpleNamespace(evidence=quiet.evidence, window=quiet.window()), (young,))
    assert found.words_before.endswith("3 of at least 8 days with a change of yours needed")


def test_a_promise_counts_from_the_day_it_was_published(weeks) -> None:
    week = weeks(days(20, late=5))
    versions = (Version(1, date(2026, 3, 9), parse(PAGE)),)
    (found,) = audit(parse(PAGE), mirror_of(week), versions)
    assert found.since == date(2026, 3, 9)
    assert found.words == "kept 13 of 13 days with a change of yours"
    (whole,) = audit(parse(PAGE), mirror_of(week), versions, since=date(2026, 3, 1))
    assert whole.words == "kept 15 of 20 days with a change of yours"
    (unpublished,) = audit(parse(PAGE), mirror_of(week), ())
    assert unpublished.since is None
    assert unpublished.measure.n == 20


def test_a_promise_that_was_dropped_and_came_back_counts_anew() -> None:
    versions = tuple(
        Version(n, date(2026, n, 1), parse(text)) for n, text in enumerate([PAGE, "nothing", PAGE, PAGE], 1)
    )
    assert first_published(claim().signal, versions) == date(2026, 3, 1)
    assert first_published(claim().signal, versions[:2]) is None


@pytest.mark.parametrize("people", [4, 5])
def test_a_promise_about_the_team_is_told_from_five_people_and_shows_days_only(weeks, people) -> None:
    others = ["bo", "chi", "dee", "eli"][: people - 1]
    lines = [f"2026-03-02 09:0{n}+0100 {who} wrote w{n} a.py" for n, who in enumerate(["ana", *others])]
    lines += [f"2026-03-{n:02d} 10:00+0100 bo wrote c{n} a.py by=ana" for n in range(3, 13)]
    week = weeks("\n".join(lines))
    gate = recognise("I don't gate deploys")
    assert gate is not None
    found = judge(gate, week.evidence, week.window())
    if people < 5:
        assert found.share is None
        assert found.seen == 0
        assert "five people" in found.words
    else:
        assert found.words == "kept 0 of 10 releases and landings of others' work"
        (lines,) = receipts([found], mirror_of(week))
        assert lines[0].split() == ["2026-03-03", found.breaches[0].ref[:12]]
        assert not any("bo" in line.split() for line in lines)
