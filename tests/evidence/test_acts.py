"""From commits to acts: whose hand it was in each role, by which clock, and what is nobody's."""

from __future__ import annotations

import pytest

from podium.core.group import Band
from podium.evidence.people.me_file import Me, MeFile


def acts(week, verb: str) -> set[tuple[str, int, int]]:
    """(ref, by me, on others) of the team's acts of one verb."""
    rows = week.rows(f"select ref, by_me, on_others from ours where verb = '{verb}'", week.window())
    return {(week.refs.get(ref, ref), mine, others) for ref, mine, others in rows}


def test_authors_committers_mergers_and_reviewers_are_told_apart(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py reviewed=chi,ana
    2026-03-02 10:00+0100 bo  wrote c2 a.py by=ana
    2026-03-02 11:00+0100 ana landed m1 of=c1
    """
    assert acts(week, "authored") == {("c1", 0, 0), ("c2", 0, 0)}
    assert acts(week, "committed") == {("c2", 1, 1)}
    assert acts(week, "merged") == {("m1", 1, 1)}
    assert acts(week, "reviewed") == {("c1", 1, 1), ("c1", 0, 1)}


@pytest.mark.parametrize("machine", ["renovate[bot]", "bors", "openai-codex", "copilot-swe-agent"])
def test_bots_and_agents_are_nobodys_colleague_in_any_role(weeks, machine: str) -> None:
    made = weeks(
        f"2026-03-02 09:00+0100 {machine} wrote c1 a.py\n"
        f"2026-03-02 10:00+0100 bo wrote c2 a.py by={machine}\n"
        f"2026-03-02 11:00+0100 bo wrote c3 a.py reviewed={machine}\n"
        f"2026-03-02 12:00+0100 {machine} landed m1 of=c3\n"
        "2026-03-02 13:00+0100 ana wrote c4 a.py\n"
    )
    assert {ref for ref, _, _ in acts(made, "authored")} == {"c2", "c3", "c4"}
    assert acts(made, "committed") == acts(made, "merged") == acts(made, "reviewed") == set()
    assert made.evidence.group_size(made.window()) == 2


def test_a_person_with_an_agent_stays_a_person_and_it_is_said(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py says=x\\n\\nCo-authored-by:_Claude_<noreply@anthropic.com>
    2026-03-02 10:00+0100 ana wrote c2 a.py says=x\\n\\nCo-authored-by:_Bo_<bo@example.org>
    """
    rows = week.rows("select ref, hand from mine where verb = 'authored'", week.window())
    assert {(week.refs[ref], agent) for ref, agent in rows} == {("c1", "with an agent"), ("c2", "no mark")}


def test_a_change_made_on_the_web_has_no_hour_of_its_author(week):
    """
    2026-03-02 23:00+0900 ana wrote c1 a.py by=github
    """
    rows = week.rows("select off_hours, wmin from mine where verb = 'authored'", week.window())
    assert rows == [(None, None)]
    assert acts(week, "committed") == set()


def test_a_merge_made_on_the_web_is_its_authors_by_his_clock(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py
    2026-03-02 23:00+0100 ana landed m1 of=c1 by=github
    """
    rows = week.rows("select wmin from mine where verb = 'merged'", week.window())
    assert rows == [(23 * 60,)]


def test_an_approval_has_a_day_and_no_hour(week):
    """
    2026-03-02 23:00+0100 bo wrote c1 a.py reviewed=ana
    """
    rows = week.rows("select wmin, off_hours, clock from mine where verb = 'reviewed'", week.window())
    assert rows == [(None, None, "nobody")]


def test_approving_ones_own_work_is_no_approval(week):
    """
    2026-03-02 09:00+0100 bo wrote c1 a.py reviewed=bo
    """
    assert acts(week, "reviewed") == set()


def test_a_list_of_people_limits_the_team(weeks) -> None:
    file = MeFile(me=Me(emails=("ana@example.org",)), team=("bo@example.org",))
    made = weeks(
        "2026-03-02 09:00+0100 bo wrote c1 a.py\n2026-03-02 10:00+0100 chi wrote c2 a.py\n"
        "2026-03-02 11:00+0100 ana wrote c3 a.py\n",
        file=file,
    )
    assert {ref for ref, _, _ in acts(made, "authored")} == {"c1", "c3"}


def test_what_comes_after_the_day_looked_at_is_not_seen(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py
    2026-03-09 09:00+0100 bo  wrote c2 a.py
    """
    from podium.core.time import DAY_S

    asked = "select count(*) from ours where verb = 'authored'"
    assert week.rows(asked) == [(2,)]
    earlier = week.build(as_of_s=week.as_of_s - 3 * DAY_S)
    assert earlier.span().commits == Band(1, 5)
    assert earlier._run(asked, week.window(), "t") == [(1,)]
    earlier.close()


BERLIN = MeFile(me=Me(emails=("ana@example.org",), aliases=("ana",), zone="Europe/Berlin"))


def nights(made) -> list[tuple[int | None, int | None, str]]:
    asked = "select night_no, wmin, clock from mine where verb in ('authored', 'merged')"
    return made.rows(asked, made.window())


def test_nothing_the_host_wrote_at_utc_enters_a_night_whatever_zone_is_declared(weeks):
    text = """
    2026-03-02 09:00+0100 bo  wrote c1 a.py
    2026-03-02 23:30+0000 ana landed m1 of=c1 by=github
    2026-03-03 23:30+0000 ana wrote c2 a.py by=github
    """
    unknown = (None, None, "nobody")
    assert nights(weeks(text, file=BERLIN)) == [unknown, unknown]
    assert nights(weeks(text)) == [unknown, unknown]


def test_the_hosts_own_word_of_a_landing_at_utc_has_no_hour_either(weeks):
    made = weeks(
        """
        2026-03-02 23:30+0000 bo  wrote c1 a.py by=github
        2026-03-02 23:30+0000 ana merged acme/web#1 of=bo
        2026-03-04 23:30+0000 ana merged acme/web#2 of=bo
        """,
        file=BERLIN,
    )
    rows = made.rows(
        "select night_no is null, clock from mine where verb = 'merged' and source <> 'git'", made.window()
    )
    assert sorted(rows) == [(False, "landed"), (True, "nobody")]


def test_a_squash_on_the_web_is_no_hour_of_its_author(weeks):
    made = weeks("2026-03-02 23:30+0900 ana wrote c1 a.py by=github", file=BERLIN)
    assert nights(made) == [(None, None, "nobody")]


def test_a_review_no_clock_was_recorded_with_is_read_by_the_clock_of_her_commits(weeks):
    commits = "".join(f"2026-02-{d:02d} {h}:00+0100 ana wrote c{d}{h} a.py\n" for d in range(1, 29) for h in (10, 11))
    made = weeks(f"{commits}2026-02-20 21:30 ana reviewed web#1 of=bo\n2026-02-21 21:30 ana merged web#1 of=bo\n")
    assert made.rows(
        "select verb, wmin % 1440, clock from mine where verb in ('merged', 'reviewed')", made.window()
    ) == [("merged", None, "landed"), ("reviewed", 22 * 60 + 30, "wrote")]
    assert set(made.evidence.clocks(["web#1"]).values()) == {(60, "inferred")}


def test_the_hosts_word_of_one_project_replaces_gits_between_its_first_and_last_act_of_that_project(weeks):
    made = weeks(
        """
        2026-03-02 09:00+0100 ana landed m1 of=c1            # before the host tells anything of this project
        2026-03-04 09:00+0100 ana landed m2 of=c2
        2026-03-09 09:00+0100 ana landed m3 of=c3            # after its last word
        2026-03-01 08:00 bo opened acme/api#7 in=acme/api
        2026-03-03 08:00 bo opened acme/web#1 in=acme/web
        2026-03-04 08:00 ana merged acme/web#1 in=acme/web of=bo
        2026-03-10 08:00 bo opened acme/api#9 in=acme/api
        """,
        remote="host.example/acme/web",
    )
    assert {ref for ref, _, _ in acts(made, "merged")} == {"m1", "acme/web#1", "m3"}


def test_a_landing_of_hers_that_git_and_the_host_tell_is_one_by_gits_clock(weeks):
    made = weeks(
        """
        2026-03-04 23:30+0100 ana landed m1 of=c1
        2026-03-05 09:00+0100 bo landed m2 of=c2
        2026-03-04 22:30 ana merged acme/web#1 in=acme/web of=bo
        2026-03-05 08:00 ana merged acme/web#2 in=acme/web of=bo
        2026-03-06 09:00 ana merged acme/web#3 in=acme/web of=bo
        """,
        remote="host.example/acme/web",
    )
    told = made.rows("select ref, source from mine where verb = 'merged' order by ref", made.window())
    named = [(made.refs.get(ref, ref), source) for ref, source in told]
    assert sorted(named) == [("acme/web#2", "notation"), ("acme/web#3", "notation"), ("m1", "git")]
