"""The kind of work a change was, the shares over many, and what to ask the manager about."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import OurFault
from podium.text.work_kind.classify import KINDS, Judged, Known, classify
from podium.text.work_kind.features import read_marks, strip_prefixes
from podium.text.work_kind.judged import judge, spread
from podium.text.work_kind.paths import look_at
from podium.text.work_kind.shares import Label, choose_to_label, shares
from podium.text.work_kind.weights import LARGEST_BYTES, load_table, parse_table

HOME = Path(__file__).parents[2]
LABELLED = Path(os.environ.get("PODIUM_LABELLED", HOME.parent / "shared" / "data" / "text"))
WEIGHTS = files("podium.text").joinpath("data/work_kind.weights")
CODE = ["src/net/client.py"]


def kind_of(message: str, paths: list[str] | None = None, *, author_is_bot: bool = False) -> tuple[str, str]:
    judged = classify(message, CODE if paths is None else paths, 1, author_is_bot=author_is_bot)
    return judged.kind, judged.how


class TestStructure:
    @pytest.mark.parametrize(
        ("message", "kind"),
        [
            ("feat: add retries", "feature"),
            ("feat(net)!: drop the old client", "feature"),
            ("Fix(parser): do not crash on an empty line", "fix"),
            ("NET-12 fix: do not crash", "fix"),
            ("[docs] say what a token is", "docs"),
            ("refactor: split the client", "improvement"),
            ("ci: run on 3.13", "improvement"),
            ("chore(deps): bump x from 1.0 to 1.1", "chore"),
            ("build(deps-dev): bump y to 2", "chore"),
            ("fix: update dependency x to v2.1.0", "chore"),
            ("hotfix: stop the queue from growing", "incident"),
            ('Revert "feat: add retries"', "incident"),
            ("Go back\n\nThis reverts commit 1234567890abcdef.", "incident"),
            ("Merge branch 'hotfix/queue' into main", "incident"),
            ("Merge pull request #12 from someone/hotfix-queue", "incident"),
            ("Merge pull request #13 from someone/feature/retries", "feature"),
        ],
    )
    def test_a_change_that_says_what_it_is_is_believed(self, message: str, kind: str) -> None:
        assert kind_of(message) == (kind, "structure")

    @pytest.mark.parametrize(
        "message",
        [
            "Roll back to v2.3 after the payment errors",
            "Raise the pool size, production outage since noon",
            "INC-2041 drain the stuck queue",
            "Unbreak main",
        ],
    )
    def test_words_of_an_emergency_make_an_incident(self, message: str) -> None:
        assert kind_of(message) == ("incident", "structure")

    @pytest.mark.parametrize(
        "message",
        [
            "Add a rollback button to the history page",
            "Add an incident table",
            "feat: rollback to a version from the history view",
        ],
    )
    def test_a_product_about_incidents_is_no_incident(self, message: str) -> None:
        assert classify(message, CODE, 1).kind != "incident"

    def test_writing_about_incidents_is_docs(self) -> None:
        assert classify("What to do in a production outage", ["docs/runbook.md"], 1).kind == "docs"

    def test_a_body_that_speaks_of_reverts_is_no_revert(self) -> None:
        body = "Its message says:\n\n    This reverts commit 1234567890abcdef.\n\nThis reverts commit messages to one style."
        assert classify(f"Add a revert mode\n\n{body}", CODE, 1).kind != "incident"

    def test_a_revert_of_a_revert_is_the_change_it_brings_back(self) -> None:
        assert kind_of('Revert "Revert "feat: add retries""')[0] != "incident"
        assert kind_of('Reapply "feat: add retries"')[0] != "incident"

    def test_a_bot_does_chores_unless_it_says_otherwise(self) -> None:
        assert kind_of("Refresh the snapshot", author_is_bot=True) == ("chore", "structure")
        assert kind_of("fix: quote the path", author_is_bot=True) == ("fix", "structure")

    @pytest.mark.parametrize("message", ["[ci] Fix the crash on empty input", "[test] Add a cache", "[build] Drop it"])
    def test_a_part_of_the_house_in_brackets_is_not_the_kind(self, message: str) -> None:
        assert classify(message, CODE, 1).how != "structure"

    def test_a_namespace_is_no_prefix(self) -> None:
        assert classify("build::path now takes a list", CODE, 1).how != "structure"


class TestPaths:
    @pytest.mark.parametrize(
        ("paths", "kind"),
        [
            (["tests/test_client.py", "tests/conftest.py"], "improvement"),
            ([".github/workflows/test.yml"], "improvement"),
            (["README.md", "docs/start.rst"], "docs"),
            (["Cargo.lock"], "chore"),
        ],
    )
    def test_paths_of_one_sort_decide(self, paths: list[str], kind: str) -> None:
        assert kind_of("Some more of it", paths) == (kind, "paths")

    def test_one_other_path_is_enough_to_leave_the_rule(self) -> None:
        assert kind_of("Some more of it", ["tests/test_client.py", "src/client.py"])[1] != "paths"

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("src/a/client_test.go", "test"),
            ("web/src/app.spec.ts", "test"),
            ("docs/index.md", "docs"),
            ("docs/conf.py", "site"),
            (".gitlab-ci.yml", "ci"),
            ("pnpm-lock.yaml", "lock"),
            ("package.json", "manifest"),
            ("CHANGELOG.md", "release"),
            ("api/v1/x.pb.go", "generated"),
            ("examples/hello/main.rs", "example"),
            ("src/lib.rs", "code"),
            ("", "other"),
        ],
    )
    def test_what_a_path_is(self, path: str, kind: str) -> None:
        assert look_at(path).kind == kind


class TestWeights:
    def test_they_are_small_and_load(self) -> None:
        assert len(WEIGHTS.read_bytes()) <= LARGEST_BYTES
        assert len(load_table().rows) > 5_000

    @pytest.mark.parametrize(
        ("message", "paths", "kind", "p"),
        [
            ("Fix crash when the header is missing", ["src/http.py", "tests/test_http.py"], "fix", 0.974),
            ("Add support for custom headers", ["src/http.py", "tests/test_http.py", "docs/http.md"], "feature", 0.994),
            ("Simplify the header parser", ["src/http.py"], "improvement", 0.475),
            ("Move the header parser to its own module", ["src/http.py", "src/header.py"], "improvement", 0.563),
            ("Fix typo in comment", ["src/http.py"], "docs", 0.458),
            ("Update eslint config", ["package.json", ".eslintrc.json"], "chore", 0.845),
        ],
    )
    def test_golden_predictions(self, message: str, paths: list[str], kind: str, p: float) -> None:
        judged = classify(message, paths, len(paths))
        assert (judged.likeliest, round(judged.p, 3)) == (kind, p)

    def test_where_nothing_is_likely_enough_it_abstains_and_keeps_the_odds(self) -> None:
        judged = classify("Things", ["src/x.py", "web/y.css", "z.json"], 3)
        assert (judged.kind, judged.how) == ("unclear", "abstained")
        assert max(judged.odds) == judged.p < 0.6

    @pytest.mark.parametrize("cut", [0, 10, 500, -1])
    def test_damaged_weights_stop_with_a_clear_error(self, cut: int) -> None:
        with pytest.raises(OurFault, match="weights"):
            parse_table(WEIGHTS.read_bytes()[:cut])

    def test_a_prefix_repeated_in_a_squashed_body_gives_nothing_away(self) -> None:
        assert strip_prefixes("* feat(net)!: add it\n* fix: mend it") == "* add it\n* mend it"
        assert read_marks("feat: add it", "", CODE, 1) == read_marks("add it", "", CODE, 1)

    def test_no_word_of_the_training_texts_is_in_the_file(self) -> None:
        head, _, rest = WEIGHTS.read_bytes().partition(b"\n")
        assert b"playwright" in head  # the repositories are named, with their licences
        assert b"crash" not in head + rest


@given(st.text(max_size=400), st.lists(st.text(max_size=60), max_size=8), st.integers(0, 10**6), st.booleans())
def test_any_text_gets_odds_that_sum_to_one(message: str, paths: list[str], n_paths: int, is_bot: bool) -> None:
    judged = classify(message, paths, n_paths, author_is_bot=is_bot)
    assert sum(judged.odds) == pytest.approx(1)
    assert (judged.kind == "unclear") == (judged.p < 0.6)
    assert judged == classify(message, paths, n_paths, author_is_bot=is_bot)


@pytest.mark.parametrize(
    "message", ["a" * 10**6, "update " * 10**5, "x-" * 10**5, "\n" * 10**6, "\x00\ud800", "(" * 10**5]
)
def test_a_huge_or_broken_message_is_judged_quickly(message: str) -> None:
    start = time.process_time()
    classify(message, ["d/" * 5_000 + "f\n\x00.py", "\udcff"], 10**6)
    assert time.process_time() - start < 1


def guess(**chances: float) -> Judged:
    return judge(spread({kind: chances.get(kind, 0.0) for kind in KINDS}), "weights", "")


SURE = judge(spread(dict.fromkeys(KINDS, 0.0) | {"feature": 1.0}), "structure", "")
HALF = guess(feature=0.5, fix=0.5)


class TestShares:
    def test_below_a_hundred_unlabelled_changes_there_is_no_share(self) -> None:
        share = shares([HALF] * 99)["fix"]
        assert (share.estimate, share.low, share.high, share.least) == (None, None, None, 100)

    def test_without_labels_the_interval_is_as_wide_as_the_measured_error(self) -> None:
        share = shares([HALF] * 200)["fix"]
        wide = load_table().unlabelled_error["fix"]
        assert share.estimate == pytest.approx(0.5)
        assert (share.low, share.high) == (pytest.approx(0.5 - wide), pytest.approx(0.5 + wide))

    def test_many_small_odds_do_not_add_up_to_a_share(self) -> None:
        item = guess(feature=0.8, docs=0.1, chore=0.1)
        share = shares([item] * 200)["docs"].estimate
        assert share is not None
        assert 0 < share < 0.06

    def test_what_the_committers_said_is_counted_as_said(self) -> None:
        share = shares([SURE] * 100)["feature"]
        assert share.estimate == share.low == share.high == 1

    def test_forty_labels_move_the_share_by_six_tenths_of_the_shift(self) -> None:
        labels = [Label(i, "feature") for i in range(40)]
        share = shares([HALF] * 1000, labels)["feature"]
        assert share.estimate == pytest.approx((40 + 960 * (0.5 + 0.6 * 0.5)) / 1000, abs=0.001)

    def test_labels_narrow_the_interval(self) -> None:
        kinds: tuple[Known, ...] = ("feature", "fix")
        labels = [Label(i, kinds[i % 2]) for i in range(40)]
        without, with_them = shares([HALF] * 400)["fix"], shares([HALF] * 400, labels)["fix"]
        assert without.low is not None
        assert with_them.low is not None
        assert with_them.low > without.low

    def test_only_randomly_drawn_labels_move_the_rest(self) -> None:
        labels = [Label(i, "feature", is_random=False) for i in range(40)]
        assert shares([HALF] * 1000, labels)["feature"].estimate == pytest.approx((40 + 960 * 0.5) / 1000)

    def test_an_answer_of_unclear_or_out_of_reach_changes_nothing(self) -> None:
        odd = [Label(3, "unclear"), Label(10**6, "fix"), Label(-1, "fix")]
        assert shares([HALF] * 200, odd) == shares([HALF] * 200)

    @given(
        st.lists(st.sampled_from(KINDS), min_size=40, max_size=60), st.lists(st.floats(0, 1), min_size=5, max_size=5)
    )
    def test_shares_sum_to_one_and_lie_in_their_intervals(self, told: list[Known], odds: tuple[float, ...]) -> None:
        item = guess(feature=odds[0] + 0.01, fix=odds[1], improvement=odds[2], docs=odds[3], chore=odds[4])
        found = shares([item] * 120, [Label(i, kind) for i, kind in enumerate(told)]).values()
        assert sum(share.estimate or 0 for share in found) == pytest.approx(1)
        for share in found:
            assert share.estimate is not None
            assert share.low is not None
            assert share.high is not None
            assert 0 <= share.low <= share.estimate <= share.high <= 1


class TestChoosing:
    def test_same_items_and_seed_same_choice(self) -> None:
        items = [HALF] * 300
        assert choose_to_label(items, seed=4) == choose_to_label(items, seed=4) != choose_to_label(items, seed=5)

    def test_most_are_random_and_the_rest_are_the_least_sure(self) -> None:
        items = [guess(fix=0.9, docs=0.1)] * 280 + [guess(fix=0.4, docs=0.3, chore=0.3)] * 20
        asked = choose_to_label(items, 40)
        assert [a.is_random for a in asked] == [True] * 32 + [False] * 8
        assert all(a.at >= 280 for a in asked if not a.is_random)
        assert len({a.at for a in asked}) == 40

    def test_a_change_that_says_what_it_is_gets_no_question(self) -> None:
        assert {a.at for a in choose_to_label([SURE] * 50 + [HALF] * 10, 40)} == set(range(50, 60))
        assert choose_to_label([], 40) == []


def test_running_podium_needs_no_numeric_library() -> None:
    code = (
        "import sys; from podium.text.work_kind.classify import classify; classify('Mend it', ['a.py'], 1);"
        "sys.exit(any(m in sys.modules for m in ('numpy', 'sklearn', 'pickle')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=HOME / "src", check=False).returncode == 0


def test_unseen_repositories_are_judged_as_well_as_promised() -> None:
    table = LABELLED / "t2_commits_val.csv"
    if not table.exists():
        pytest.skip(f"no labelled commits at {LABELLED}; set PODIUM_LABELLED")
    bench = runpy.run_path(str(HOME / "bench" / "text" / "work_kind.py"))
    rows = bench["read_rows"](table)
    truth = [bench["name_label"](row) for row in rows]
    judged = [bench["judge_row"](row) for row in rows]
    f1 = bench["measure_f1"](truth, [item.likeliest for item in judged])
    assert len(f1) == 5
    assert bench["mean"](list(f1.values())) >= 0.61
    held = bench["print_shares"](rows, judged)
    assert len(held) == 5
    assert min(held.values()) >= 0.88


@pytest.mark.slow
def test_training_again_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    table = LABELLED / "t2_commits_train.csv"
    if not table.exists():
        pytest.skip(f"no labelled commits at {LABELLED}; set PODIUM_LABELLED")
    again = tmp_path / "again.weights"
    script = HOME / "tools" / "train_work_kind.py"
    subprocess.run(
        [sys.executable, script, table, again], check=True, env={**os.environ, "PYTHONPATH": str(HOME / "src")}
    )
    assert again.read_bytes() == WEIGHTS.read_bytes()
