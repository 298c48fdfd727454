"""The panel's figures against published examples and panels with a known truth."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import CannotTell, Misuse
from podium.programs.interviews.reliability import alpha, design, g_q_k, icc, is_crossed, panels_of, reliability
from podium.programs.interviews.severity import Interval, Vote, fit

NONE = 0
# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", four observers and twelve units.
KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3),
    (NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE),
)
# Shrout and Fleiss 1979, six targets and four judges.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def table(rows: tuple[tuple[int, ...], ...]) -> list[Vote]:
    """Rows of interviewers over candidates."""
    return [
        Vote(f"c{c:02}", f"i{i}", value) for i, row in enumerate(rows) for c, value in enumerate(row) if value != NONE
    ]


def test_ordinal_alpha_of_the_published_four_by_twelve() -> None:
    assert alpha(table(KRIPPENDORFF)) == pytest.approx(0.815, abs=0.0005)


def test_icc_of_the_published_six_by_four() -> None:
    single, mean = icc(table(tuple(zip(*SHROUT_FLEISS, strict=True))))
    assert single == pytest.approx(0.29, abs=0.005)
    assert mean == pytest.approx(0.62, abs=0.005)


def test_an_icc_is_only_told_where_everybody_saw_everybody() -> None:
    votes = table(KRIPPENDORFF)
    assert not is_crossed(votes)
    with pytest.raises(CannotTell, match="every candidate"):
        icc(votes)


def test_q_is_nothing_when_crossed_and_one_over_k_when_nested() -> None:
    crossed = {f"c{n}": frozenset("abc") for n in range(5)}
    nested = {f"c{n}": frozenset({f"{n}a", f"{n}b"}) for n in range(5)}
    assert design(crossed).q == pytest.approx(0)
    assert design(crossed).k == pytest.approx(3)
    assert design(nested).q == pytest.approx(1 / 2)
    with pytest.raises(Misuse):
        design({"c": frozenset("ab")})


# The three designs of two raters and three ratees in Putka and others (2008), as a public R function of q carries them, with
# q by the article's formula: crossed, partly crossed, nested.
@pytest.mark.parametrize(
    ("raters", "q"),
    [
        (({1, 2}, {1, 2}, {1, 2}), 0.0),
        (({1, 2}, {2, 3}, {3, 4}), 1 / 3),
        (({1, 2}, {3, 4}, {5, 6}), 1 / 2),
    ],
    ids=["crossed", "partly crossed", "nested"],
)
def test_q_of_the_three_published_designs(raters: tuple[set[int], ...], q: float) -> None:
    made = design({f"c{n}": frozenset(map(str, names)) for n, names in enumerate(raters)})
    assert made.q == pytest.approx(q)
    assert made.k == pytest.approx(2)


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), min_size=2, max_size=8))
def test_q_is_the_share_of_the_interviewers_variance_in_candidates_differences(sets: list[frozenset[str]]) -> None:
    """Its definition: half the mean squared difference of two candidates' mean interviewer effect."""
    made = design({f"c{n}": names for n, names in enumerate(sets)})
    halves = []
    for a, b in itertools.combinations(sets, 2):
        weights = [(name in a) / len(a) - (name in b) / len(b) for name in "abcdef"]
        halves.append(sum(weight**2 for weight in weights) / 2)
    assert made.q == pytest.approx(sum(halves) / len(halves), abs=1e-9)


def test_g_q_k_meets_the_icc_at_both_ends() -> None:
    crossed = design({f"c{n}": frozenset("abcd") for n in range(5)})
    assert g_q_k(2.0, 9.0, 1.0, crossed) == pytest.approx(2 / (2 + 1 / 4))
    nested = design({f"c{n}": frozenset(f"{n}{letter}" for letter in "abcd") for n in range(5)})
    assert g_q_k(2.0, 3.0, 1.0, nested) == pytest.approx(2 / (2 + 4 / 4))


def panel_of_one_severe(candidates: int = 30) -> list[Vote]:
    """Six interviewers, three a candidate; one of them votes a point lower, and everybody else agrees."""
    votes = []
    for c in range(candidates):
        for i in ((c + step) % 6 for step in (0, 1, 3)):
            quality = 2 + c % 2 + (c % 3 == 0)
            votes.append(Vote(f"c{c:02}", f"i{i}", max(1, min(4, quality - (i == 2)))))
    return votes


def test_the_severe_one_stands_out_and_nobody_else_does() -> None:
    result = fit(panel_of_one_severe(60))
    assert result.severity["i2"].estimate < -0.5
    outside = [name for name, interval in result.severity.items() if not interval.low_90 <= 0 <= interval.high_90]
    assert outside == ["i2"]
    assert result.severity["i2"].cards == 30


def test_a_flag_needs_half_a_point_and_a_wide_interval_without_zero() -> None:
    assert Interval(0.8, 0.4, 1.2, 0.1, 1.5, 20).is_flagged
    assert not Interval(0.8, 0.2, 1.4, -0.1, 1.7, 20).is_flagged
    assert not Interval(0.4, 0.3, 0.5, 0.2, 0.6, 20).is_flagged


def test_intervals_hold_their_estimate_and_the_wider_one_holds_the_narrower() -> None:
    for interval in fit(panel_of_one_severe()).severity.values():
        assert interval.low_99 <= interval.low_90 <= interval.estimate <= interval.high_90 <= interval.high_99


def test_weights_add_up_and_reliability_lies_between_nothing_and_one() -> None:
    votes = panel_of_one_severe()
    result = fit(votes)
    assert math.isclose(sum(result.weights), 1, abs_tol=1e-3)
    trust = reliability(result, panels_of(votes))
    assert 0 <= trust.low_90 <= trust.value <= trust.high_90 <= 1


def test_the_order_of_votes_and_the_names_of_interviewers_change_nothing() -> None:
    votes = panel_of_one_severe()
    renamed = [Vote(vote.candidate, f"z{vote.interviewer}", vote.value) for vote in reversed(votes)]
    first, second = fit(votes), fit(renamed)
    for name, interval in first.severity.items():
        assert second.severity[f"z{name}"].estimate == pytest.approx(interval.estimate, abs=1e-3)


@pytest.mark.parametrize(
    "votes",
    [
        [],
        [Vote("c1", "i1", 3)] * 9,
        [Vote(f"c{n}", f"i{m}", 3) for n in range(5) for m in range(3)],
    ],
)
def test_too_little_is_no_number(votes: list[Vote]) -> None:
    with pytest.raises(CannotTell):
        fit(votes)


@pytest.mark.slow
def test_on_a_thousand_panels_the_intervals_hold_what_they_say() -> None:
    from bench.interviews.panels import tally

    result = tally(1000, seed=3)
    assert 0.88 <= result.covered <= 0.92
    assert abs(result.reliability - result.true_reliability) <= 0.05
    assert result.false_flags <= 0.02
