"""Who is behind an answer: how many different people there are at least, and how many it depends on."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from podium.core.group import GROUP
from podium.evidence.views.behind import apart, at_least, count_behind

PEOPLE = st.sets(st.integers(0, 60), max_size=40).map(sorted)
SOURCES = st.dictionaries(st.integers(0, 60), st.sampled_from(["github", "jira", "pagerduty"]))


def test_strangers_of_two_sources_are_never_counted_together() -> None:
    only_in = {1: "github", 2: "github", 3: "jira"}
    assert apart([1, 2, 3, 4], only_in) == [[1, 2, 4], [3, 4]]
    assert at_least([1, 2, 3, 4], only_in) == 3


def test_strangers_of_one_source_are_different_people() -> None:
    assert apart([1, 2, 4], {1: "github", 2: "github"}) == [[1, 2, 4]]
    assert apart([], {1: "github"}) == [[]]


@given(PEOPLE, SOURCES)
def test_at_least_is_never_more_than_the_people_and_never_less_than_those_matched(
    people: list[int], only_in: dict[int, str]
) -> None:
    matched = [person for person in people if person not in only_in]
    assert len(matched) <= at_least(people, only_in) <= len(people)
    for group in apart(people, only_in):
        assert len({only_in[person] for person in group if person in only_in}) <= 1
        assert set(matched) <= set(group)


@given(PEOPLE, st.sets(st.integers(0, 60)))
def test_those_an_answer_depends_on_are_counted_up_to_five(people: list[int], behind: set[int]) -> None:
    def is_behind(taken_out: Sequence[int]) -> bool:
        return bool(behind & set(taken_out))

    assert min(count_behind(people, is_behind), GROUP) == min(len(behind & set(people)), GROUP)
