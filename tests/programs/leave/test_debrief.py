"""After an absence: what waited for her and what did not, her traces, the team without her, never a name."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from looking import about, look
from podium.core.errors import CannotTell, Misuse
from podium.programs.leave import describe
from podium.programs.leave.debrief import Debrief, choose, debrief, ideas

WEEK = ("2026-03-09", "2026-03-13")
OTHERS = ("bo", "chi", "dee", "eli", "fay")
END = "2026-03-27 09:00+0100 ana wrote last z.py\n"


def told(weeks, text: str, journal=None, *, leave=(WEEK,), day: date | None = None) -> Debrief:
    looked = look(weeks(text + END, file=about(journal, *leave)), journal)
    return debrief(looked, choose(looked, day))


def waited(found: Debrief) -> list[tuple[str, str, str]]:
    return [(one.ref, one.what, one.became) for one in found.waited]


def team(first: date, weeks: int, each: int) -> str:
    days = [first + timedelta(weeks=w, days=n % 5) for w in range(weeks) for n in range(each)]
    return "".join(
        f"{day} 1{n % 8}:0{n % 6}+0100 {OTHERS[n % 5]} wrote t{day:%m%d}n{n} a.py\n" for n, day in enumerate(days)
    )


def test_a_request_nobody_answered_until_she_was_back_waited(weeks) -> None:
    found = told(
        weeks,
        "2026-03-10 10:00+0100 bo requested web#1 of=ana\n"
        "2026-03-17 10:00+0100 ana reviewed web#1 state=approved\n"
        "2026-03-11 10:00+0100 chi requested web#2 of=ana\n"
        "2026-03-06 10:00+0100 chi requested web#3 of=ana\n"
        "2026-03-16 10:00+0100 dee merged web#3\n",
    )
    assert waited(found) == [
        ("web#3", "a request for your review", "somebody else, day 3 after your return"),
        ("web#1", "a request for your review", "you, day 4 after your return"),
        ("web#2", "a request for your review", "still waits"),
    ]


def test_what_went_on_without_her_or_was_done_before_or_asked_of_others_did_not_wait(weeks) -> None:
    found = told(
        weeks,
        "2026-03-10 10:00+0100 bo requested web#1 of=ana\n"
        "2026-03-12 10:00+0100 chi merged web#1\n"
        "2026-03-05 10:00+0100 bo requested web#2 of=ana\n"
        "2026-03-06 10:00+0100 ana reviewed web#2 state=approved\n"
        "2026-03-10 11:00+0100 bo requested web#3 of=chi\n"
        "2026-03-18 11:00+0100 bo requested web#4 of=ana\n"
        "2026-01-10 11:00+0100 bo requested web#5 of=ana\n",
    )
    assert waited(found) == []


def test_a_ticket_in_her_name_waited_unless_it_was_handed_on(weeks) -> None:
    found = told(
        weeks,
        "2026-03-04 10:00+0100 ana assigned T-1 kind=issue of=ana\n"
        "2026-03-04 10:00+0100 ana assigned T-2 kind=issue of=ana\n"
        "2026-03-10 10:00+0100 bo  assigned T-2 kind=issue of=chi\n"
        "2026-03-10 10:00+0100 bo  assigned T-3 kind=issue of=ana\n"
        "2026-03-11 10:00+0100 bo  closed   T-3 kind=issue\n"
        "2026-03-16 10:00+0100 ana closed   T-1 kind=issue\n",
    )
    assert waited(found) == [("T-1", "a ticket in your name", "you, day 3 after your return")]


def test_what_she_lands_in_the_week_after_is_set_against_her_usual_week(weeks) -> None:
    found = told(
        weeks,
        "2026-03-03 10:00+0100 chi wrote c1 a.py by=ana\n"
        "2026-03-16 10:00+0100 bo  wrote c2 a.py by=ana\n"
        "2026-03-17 10:00+0100 bo  wrote c3 a.py by=ana\n"
        "2026-03-17 11:00+0100 bo  wrote c4 a.py\n",
    )
    assert found.landed_back == 2
    assert found.usual_landed == pytest.approx(1 / 13)


def test_a_leave_without_a_trace_was_kept(weeks) -> None:
    found = told(weeks, "2026-03-06 17:00+0100 ana wrote c1 a.py\n2026-03-16 09:00+0100 ana wrote c2 a.py\n")
    assert found.kept.value == 0
    assert found.traces == ()
    assert "Was it kept? yes" in "\n".join(describe.lines(found, ()))


def test_every_trace_of_hers_on_leave_is_a_receipt_also_a_mere_comment(weeks) -> None:
    found = told(
        weeks,
        "2026-03-10 00:30+0100 ana wrote c1 a.py\n"
        "2026-03-11 10:00+0100 ana commented web#1 of=bo\n"
        "2026-03-11 10:00+0100 bo  commented web#1\n",
    )
    assert found.kept.value == 1
    assert [trace.split()[:2] for trace in found.traces] == [["2026-03-10", "wrote"], ["2026-03-11", "commented"]], (
        "on the day of her own clock"
    )
    assert any("traces of yours" in idea for idea in ideas(found))


def test_four_people_have_no_team_number(weeks) -> None:
    text = team(date(2025, 12, 8), 15, 12).replace(" fay ", " bo ").replace(" eli ", " bo ")
    found = told(weeks, text)
    assert found.without == ()
    assert "five people" in found.why_none


def test_what_the_team_did_without_her_is_told_for_a_group(weeks) -> None:
    found = told(weeks, team(date(2025, 12, 8), 13, 10) + team(date(2026, 3, 9), 1, 5))
    assert found.why_none == ""
    pace = {p.what: p for p in found.without}["changes of the others that landed"]
    assert str(pace.usual) == "100 to 200"
    assert pace.share == 0.5, "five working days are a week"


def test_the_newest_whole_leave_is_meant_and_a_day_names_another(weeks) -> None:
    leave = (("2026-02-02", "2026-02-06"), WEEK, ("2026-03-19", "2026-03-20"))
    assert told(weeks, "", leave=leave).away.first == date(2026, 3, 9)
    assert told(weeks, "", leave=leave, day=date(2026, 2, 4)).away.last == date(2026, 2, 6)
    assert told(weeks, "", leave=leave, day=date(2026, 3, 20)).away.working_days == 2


def test_no_leave_a_leave_that_is_not_over_and_a_day_at_work_are_said(weeks) -> None:
    with pytest.raises(CannotTell, match="no declared leave of five working days"):
        told(weeks, "", leave=())
    with pytest.raises(CannotTell, match="no declared leave of five working days"):
        told(weeks, "", leave=(("2026-03-23", "2026-04-03"),))
    with pytest.raises(CannotTell, match="before this absence does"):
        told(weeks, "", leave=(("2026-03-23", "2026-03-31"),), day=date(2026, 3, 24))
    with pytest.raises(Misuse, match="no leave is declared on 2026-03-02"):
        told(weeks, "", day=date(2026, 3, 2))


def test_decisions_that_were_parked_or_taken_on_her_return_waited(journal, weeks) -> None:
    for name, day, status in (("a", 10, "parked"), ("b", 10, "decided"), ("c", 17, "decided"), ("d", 5, "open")):
        journal.create("decision", name, {"title": name, "date": date(2026, 3, day), "status": status})
    found = told(weeks, "", journal)
    assert [line.partition(":")[0] for line in found.parked] == ["decisions/a.md", "decisions/c.md"]


def test_the_absence_test_of_the_mirror_comes_with_it_or_says_why_not(weeks) -> None:
    found = told(weeks, team(date(2025, 12, 8), 15, 10))
    assert dict(found.test.details)["absence is"].startswith("declared leave in 1 of 12 weeks, inferred")
    thin = told(weeks, "")
    assert thin.test.value is None
    assert f"cannot tell: {thin.test.why_none}" in "\n".join(describe.lines(thin, ()))


def test_nobody_elses_name_is_in_a_word_of_it(weeks) -> None:
    text = "".join(
        f"2026-03-1{n} 10:00+0100 {who} requested web#{n} of=ana\n2026-03-1{n} 11:00+0100 {who} wrote c{n} a.py\n"
        for n, who in enumerate(("zebulon", "yolanda", "xanthippe", "wilhelmina"))
    )
    found = told(weeks, text)
    said = "\n".join(describe.lines(found, ())) + msgspec.json.encode(describe.as_data(found, ())).decode()
    assert len(found.waited) == 4
    assert not [name for name in ("zebulon", "yolanda", "xanthippe", "wilhelmina") if name in said]


def test_three_removals_are_asked_for_and_counted(weeks) -> None:
    found = told(weeks, "2026-03-10 10:00+0100 bo requested web#1 of=ana\n")
    assert "0 of 3 written" in "\n".join(describe.lines(found, ()))
    assert "name a second reviewer" in "\n".join(describe.lines(found, ()))
    done = "\n".join(describe.lines(found, ("a", "b", "c")))
    assert "3 of 3 written" in done
    assert "perhaps" not in done
