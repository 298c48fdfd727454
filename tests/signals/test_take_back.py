"""Take-back: her change deleted lines that somebody else had written within the fourteen days before."""

import pytest

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


def test_lines_decide_and_not_the_file(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 door.py
    2026-03-03 09:00+0100 ana wrote c2 door.py deletes=0       # added beside his, took nothing back
    2026-03-04 09:00+0100 bo  wrote c3 roof.py
    2026-03-05 09:00+0100 ana wrote c4 roof.py deletes=2       # two lines are a touch, not a rewrite
    """
    assert week.receipts(TAKE_BACK) == {"c2": 0, "c4": 0}


def test_upkeep_and_files_of_everybody_take_nothing_back(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 Gemfile Makefile CHANGELOG.md vendor/lib.c
    2026-03-03 09:00+0100 ana wrote c2 Gemfile CHANGELOG.md vendor/lib.c
    2026-03-03 10:00+0100 ana wrote c3 Makefile says=Bump_rack_from_2.0_to_2.1
    2026-03-03 11:00+0100 bo  wrote c4 a.py
    2026-03-03 12:00+0100 ana wrote c5 a.py says=Run_gofmt
    2026-03-03 13:00+0100 bo  wrote c6 shared.py
    2026-03-03 14:00+0100 chi wrote c7 shared.py
    2026-03-03 14:30+0100 dee wrote c9 shared.py
    2026-03-03 15:00+0100 eli wrote d1 other.py
    2026-03-03 15:10+0100 renovate[bot] wrote e1 lock.json     # machines are none of those who were there
    2026-03-03 15:20+0100 dependabot[bot] wrote e2 lock.json
    2026-03-03 16:00+0100 ana wrote c8 shared.py               # three of the five who were there touched it
    """
    assert set(week.receipts(TAKE_BACK).values()) == {0}


def test_what_three_of_seven_touched_is_not_everybodys_and_ten_lines_of_it_are_gone(weeks):
    people = (
        ("bo", "shared.py"),
        ("chi", "shared.py"),
        ("dee", "shared.py"),
        ("eli", "e.py"),
        ("fay", "f.py"),
        ("gus", "g.py"),
    )
    made = weeks(
        "".join(f"2026-03-0{2 + n} 09:00+0100 {who} wrote c{n} {path}\n" for n, (who, path) in enumerate(people))
        + "2026-03-09 09:00+0100 ana wrote mine shared.py\n"
    )
    assert made.receipts(TAKE_BACK) == {"mine": 1}
    rows = made.rows("select verb, state, with_count from mine where verb = 'rewrote'")
    assert rows == [("rewrote", "confirmed", 10)]


@pytest.mark.parametrize(
    "subject",
    [
        "[ci] yarn format",
        "[ci] release (#10598)",
        "regenerate snapshots",
        "Split_Clap_arguments_into_their_own_module",
        "Move_the_door",
        "Backport_the_door",
        "chore:_format",
        "Merge_branch_main_into_door",
    ],
)
def test_what_moves_generates_or_formats_lines_rewrites_and_writes_none(weeks, subject):
    says = subject.replace(" ", "_")
    made = weeks(
        "2026-03-02 09:00+0100 bo  wrote c1 a.py\n"
        f"2026-03-03 09:00+0100 ana wrote c2 a.py says={says}\n"
        f"2026-03-04 09:00+0100 bo  wrote c3 b.py says={says}\n"
        "2026-03-05 09:00+0100 ana wrote c4 b.py\n"
        "2026-03-06 09:00+0100 bo  wrote c5 c.py\n"
        "2026-03-07 09:00+0100 ana wrote c6 c.py says=Renew_the_format_of_dates\n"
    )
    assert made.receipts(TAKE_BACK) == {"c2": 0, "c4": 0, "c6": 1}


@pytest.mark.parametrize(
    "path", ["tests/test_a.py", "BUILD", ".github/workflows/ci.yml", ".changeset/a.md", "NOTICES.txt", "src/x.snap"]
)
def test_what_follows_the_code_or_is_generated_is_nobodys_work(weeks, path):
    made = weeks(f"2026-03-02 09:00+0100 bo wrote c1 {path}\n2026-03-03 09:00+0100 ana wrote c2 {path}\n")
    assert made.receipts(TAKE_BACK) == {"c2": 0}


def test_the_false_finding_of_a_first_look_is_gone(weeks):
    """Six dependency bumps and a Makefile are upkeep, whoever changed the files before."""
    team = ("bo", "chi", "dee", "eli", "fay")
    lines = [f"2026-03-0{1 + n} 09:00+0100 {who} wrote o{n} go.mod go.sum" for n, who in enumerate(team)]
    lines += [f"2026-03-1{n} 09:00+0100 ana wrote b{n} go.mod go.sum says=Bump_lib_to_1.{n}" for n in range(6)]
    lines += [f"2026-03-2{n} 09:00+0100 ana wrote w{n} own{n}.py" for n in range(6)]
    assert weeks("\n".join(lines)).read(TAKE_BACK).value == 0


def test_where_git_cannot_tell_a_change_counts_neither_way(weeks):
    made = weeks("2026-03-02 09:00+0100 bo wrote c1 a.py\n2026-03-03 09:00+0100 ana wrote c2 a.py\n")
    made.evidence._ask_lines = None
    assert made.receipts(TAKE_BACK) == {}


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


def test_lines_that_another_only_renamed_reformatted_or_swept_over_are_not_their_work(weeks):
    """Who rewrites a line that somebody's clean-up touched last takes nothing back from them."""
    wide = " ".join(f"f{n}.py" for n in range(31))
    made = weeks(
        "2026-03-02 09:00+0100 bo  wrote c1 a.py says=Rename_parameter_i_to_issue\n"
        "2026-03-03 09:00+0100 ana wrote c2 a.py\n"
        "2026-03-04 09:00+0100 bo  wrote c3 b.py says=Misc_formatting_fixes\n"
        "2026-03-05 09:00+0100 ana wrote c4 b.py\n"
        f"2026-03-06 09:00+0100 bo  wrote c5 {wide}\n"
        "2026-03-07 09:00+0100 ana wrote c6 f1.py\n"
        "2026-03-07 10:00+0100 bo  wrote d1 d.py docs/release/notes.rst says=Revert_the_door\n"
        "2026-03-07 11:00+0100 ana wrote d2 d.py docs/release/notes.rst\n"
        "2026-03-08 09:00+0100 bo  wrote c7 c.py says=Renew_the_format_of_dates\n"
        "2026-03-09 09:00+0100 ana wrote c8 c.py phpstan/baseline.neon\n"
    )
    assert made.receipts(TAKE_BACK) == {"c2": 0, "c4": 0, "c6": 0, "d2": 0, "c8": 1}


def test_lines_written_long_ago_are_old_whenever_their_history_landed_anew(week):
    """
    2026-01-02 09:00+0100 bo  wrote c1 door.py waited=60        # written in January, landed in March
    2026-03-04 09:00+0100 ana wrote c2 door.py                  # written two months after him
    2026-03-05 09:00+0100 bo  wrote c3 roof.py
    2026-03-06 09:00+0100 ana wrote c4 roof.py
    """
    assert week.receipts(TAKE_BACK) == {"c2": 0, "c4": 1}


def test_the_same_name_in_another_order_is_not_somebody_else(weeks):
    made = weeks(
        "2026-03-02 09:00+0100 lee-wong wrote c1 a.py\n2026-03-03 09:00+0100 wong-lee wrote c2 a.py\n"
        "2026-03-04 09:00+0100 bo wrote c3 b.py\n2026-03-05 09:00+0100 wong-lee wrote c4 b.py\n",
        me="wong-lee",
    )
    assert made.receipts(TAKE_BACK) == {"c2": 0, "c4": 1}


def test_what_was_signed_together_under_another_address_is_not_taken_back(weeks):
    made = weeks(
        "2026-03-02 09:00+0100 bo wrote c1 a.py\n"
        "2026-03-03 09:00+0100 ana wrote c2 a.py says=x\\n\\nCo-authored-by:_Bo_<home@example.org>\n"
        "2026-03-04 09:00+0100 bo wrote c3 b.py\n2026-03-05 09:00+0100 ana wrote c4 b.py\n"
    )
    assert made.receipts(TAKE_BACK) == {"c2": 0, "c4": 1}
