"""A number about others needs five people, and a size is told by the band it lies in."""

from __future__ import annotations

import pytest

from podium.core.group import GROUP, Band, coarse, quarter, rounded


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "none"),
        (1, "fewer than 5"),
        (4, "fewer than 5"),
        (5, "5 to 10"),
        (9, "5 to 10"),
        (10, "10 to 20"),
        (39, "20 to 40"),
        (59, "40 to 60"),
        (60, "60 to 100"),
        (99, "60 to 100"),
        (100, "100 to 200"),
        (599, "400 to 600"),
        (2840, "2,000 to 4,000"),
    ],
)
def test_a_size_is_told_by_its_band(count: int, words: str) -> None:
    assert str(Band.of(count)) == words


def test_every_count_lies_in_its_band() -> None:
    assert all(Band.of(n).low <= n < Band.of(n).high for n in range(12_000))


@pytest.mark.parametrize(("count", "words"), [(0, "no commit"), (1, "fewer than 5 commits"), (5, "5 to 10 commits")])
def test_a_band_of_things_names_them_and_none_of_them_is_nothing(count: int, words: str) -> None:
    assert Band.of(count).of_a("commit") == words
    assert bool(Band.of(count)) == (count > 0)


def test_a_team_is_five_people() -> None:
    assert GROUP == 5


def test_a_share_of_a_group_is_never_finer_than_it_may_be_told() -> None:
    assert [coarse(share) for share in (0.0, 0.52, 0.53, 1.0)] == [0.0, 0.5, 0.55, 1.0]
    assert [quarter(share) for share in (0.0, 0.24, 0.25, 1.0)] == [(0.0, 0.25), (0.0, 0.25), (0.25, 0.5), (0.75, 1.0)]
    assert (rounded(0.1234, "share"), rounded(12.34, "hours")) == (0.12, 12.3)
