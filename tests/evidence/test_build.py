"""The tables of one look: what is kept once, what counts as hers, and what the journal adds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journals import day, page, table
from podium.core.journal_facts import Fact, Witness
from podium.laws.weeks import Week

Weeks = Callable[..., Week]
LEDGER = {
    "goals.toml": table("goal", [{"id": "orders", "title": "Orders", "confirmed_on": day("03-20")}]),
    "initiatives/ledger.md": page(title="Ledger", goal="orders", paths=["src/ledger/**"]),
    "initiatives/old.md": page(title="Old", status="sunset", sunset_on=day("02-01"), paths=["src/old/**"]),
}
FIVE = "".join(f"2026-03-31 1{n}:00+0200 {who} wrote x{n} z.py\n" for n, who in enumerate(("bo", "chi", "dee", "eli")))


def links(made: Week) -> dict[str, tuple[str, int | None]]:
    rows = made.rows("select ref, link, lag_days from ours where verb = 'authored' and link is not null", made.window())
    return {made.refs[ref]: (link, lag) for ref, link, lag in rows}


def test_each_change_is_tied_to_what_it_serves(weeks: Weeks) -> None:
    made = weeks(
        "2026-03-16 10:00+0100 ana wrote live src/ledger/a.py\n"
        "2026-03-16 11:00+0100 bo wrote dead src/old/a.py\n"
        "2026-03-16 12:00+0100 bo wrote loose README.md\n",
        journal=LEDGER,
    )
    assert links(made) == {"live": ("live", None), "dead": ("sunset", 43), "loose": ("none", None)}


@pytest.mark.parametrize(("files", "told"), [(200, 200), (201, 0)])
def test_a_commit_of_more_than_two_hundred_files_touched_none_of_them(weeks: Weeks, files: int, told: int) -> None:
    made = weeks(f"2026-03-16 10:00+0100 ana wrote c1 {' '.join(f'src/{n}.py' for n in range(files))}\n")
    ((touched, known),) = made.rows("select count(path), max(n_paths) from ours where repo <> ''", made.window())
    assert (touched, known) == (told, files)


def test_duty_begins_an_hour_before_and_ends_an_hour_after_and_leave_at_its_own_bounds(weeks: Weeks) -> None:
    minutes = ("07:59", "08:00", "08:59", "09:00", "11:59", "12:00", "12:59", "13:00")
    text = (
        "2026-03-16 09:00+0100 ana on_call s1 kind=shift until=12:00\n2026-03-17 09:00+0100 ana away l1 until=12:00\n"
    )
    text += "".join(
        f"2026-03-{day} {at}+0100 ana wrote c{day}{at[:2]}{at[3:]} a.py\n" for day in (16, 17) for at in minutes
    )
    made = weeks(text)
    marked = made.rows("select ref, on_call, away from mine where verb = 'authored'", made.window())
    on_call = {made.refs[ref] for ref, is_on_call, _ in marked if is_on_call}
    away = {made.refs[ref] for ref, _, is_away in marked if is_away}
    assert on_call == {f"c16{at[:2]}{at[3:]}" for at in minutes[1:-1]}
    assert away == {f"c17{at[:2]}{at[3:]}" for at in minutes[3:5]}


def test_without_a_journal_nothing_is_tied(weeks: Weeks) -> None:
    assert links(weeks("2026-03-16 10:00+0100 ana wrote live src/ledger/a.py\n")) == {}


def test_a_meeting_with_somebody_on_her_map_is_a_talk_and_a_crowd_is_none(weeks: Weeks) -> None:
    made = weeks(
        "2026-03-16 10:00+0100 ana met m1 with=email:lee@example.org until=10:30 kind=meeting\n"
        "2026-03-17 10:00+0100 ana met m2 with=email:lee@example.org,a,b,c,d,e,f,g until=10:30 kind=meeting\n"
        "2026-03-18 10:00+0100 ana met m3 with=email:kim@example.org until=10:30 kind=meeting\n" + FIVE,
        journal={"stakeholders/lee.md": page(is_top=True, keys=["lee@example.org"])},
    )
    rows = made.rows("select ref, age_days, state from written where what = 'contact'", made.window())
    assert rows == [("stakeholders/lee.md", 15, "top")]


def test_how_long_a_request_waited_is_told_in_her_working_hours(weeks: Weeks) -> None:
    # Friday 17:00 to Monday 10:00 is two hours of a working week from nine to six.
    made = weeks(
        "2026-03-13 17:00+0100 bo requested web#1 of=ana\n2026-03-16 10:00+0100 ana reviewed web#1 of=bo\n"
        "2026-03-16 11:00+0100 ana wrote c1 a.py\n"
    )
    rows = made.rows("select dur_s from mine where verb = 'answered'", made.window())
    assert rows == [(2 * 3600,)]


def test_what_holds_until_it_is_changed_has_no_moment_and_stands_in_every_window(weeks: Weeks) -> None:
    goal = Fact("goal", "goals/orders", None, None, None, "live")
    made = weeks("2026-03-31 10:00+0200 ana wrote c1 a.py\n", witness=Witness((goal,), ()))
    assert made.rows("select ref, at_s, state from written", made.window(1)) == [("goals/orders", 0, "live")]


def test_talks_are_numbered_and_the_receipt_alone_knows_the_file(weeks: Weeks) -> None:
    made = weeks(
        "2026-03-31 10:00+0200 ana wrote c1 a.py\n",
        journal={
            "people/bo.md": page(),
            "one-on-ones/2026-03-16-bo.md": page(person="bo", planned=day("03-16")),
        },
    )
    ((ref,),) = made.rows("select ref from written where what = 'one-on-one'", made.window())
    assert "bo" not in ref
    assert made.evidence.file_of(ref) == "one-on-ones/2026-03-16-bo.md"
