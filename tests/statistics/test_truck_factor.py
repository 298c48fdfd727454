"""Authors of files, the truck factor and files at risk, checked by hand."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium.statistics.truck_factor import Knowledge, Share, degree_of_authorship, truck_factor

ANN, BO, CY, DEE = 1, 2, 3, 4


def share_out(touches: Iterable[tuple[str, int, int]]) -> Iterator[Share]:
    """Fold single touches (path, who, when) into shares; created by whoever touched first, in any order of touches.

    Millions of touches are better folded by the store that holds them.
    """
    files: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for path, who, when in touches:
        parts = files[path]
        count, first = parts.get(who, (0, when))
        parts[who] = (count + 1, min(first, when))
    for path, parts in files.items():
        created = min(first for _, first in parts.values())
        for who, (count, first) in parts.items():
            yield Share(path, who, first == created, count - (first == created))


def asked(shares: list[Share], **more: object) -> Knowledge:
    answer = truck_factor(shares, **more)  # type: ignore[arg-type]
    assert answer is not None
    return answer


def owned(who: int, *paths: str) -> list[Share]:
    return [Share(path, who, True, 0) for path in paths]


def test_the_degree_of_authorship_is_avelinos_formula() -> None:
    assert degree_of_authorship(0, 0, is_first=True) == pytest.approx(4.391)
    assert degree_of_authorship(0, 0, is_first=False) == pytest.approx(3.293)
    assert degree_of_authorship(10, 6, is_first=True) == pytest.approx(3.293 + 1.098 + 1.64 - 0.321 * math.log(7))


def test_no_file_gives_no_answer() -> None:
    assert truck_factor([]) is None


def test_a_file_of_one_person_is_theirs() -> None:
    answer = asked(owned(ANN, "a"))
    assert (answer.truck_factor, answer.files, answer.authored, answer.authors) == (1, 1, 1, 1)


def test_somebody_who_changed_it_a_lot_becomes_an_author_beside_the_creator() -> None:
    # 4.391 - 0.321 ln 11 = 3.62 for the creator, 3.293 + 1.64 = 4.93 for the other: 3.62 / 4.93 = 0.734, not near.
    assert asked([Share("a", ANN, True, 0), Share("a", BO, False, 10)], me=ANN).my_files == 0
    # With six changes: 3.766 and 4.277, 0.88: both.
    six = asked([Share("a", ANN, True, 0), Share("a", BO, False, 6)], me=ANN)
    assert (six.my_files, six.authors) == (1, 2)


def test_one_small_change_does_not_make_an_author() -> None:
    # 3.457 - 0.321 ln 2 = 3.235 for the visitor after one change by the creator: below 3.293.
    answer = asked([Share("a", ANN, True, 1), Share("a", BO, False, 1)], me=BO)
    assert (answer.my_files, answer.authors) == (0, 1)


def test_people_leave_until_fewer_than_half_of_the_files_have_an_author() -> None:
    # 4 + 3 + 3 files of ten: without the first six are left, without the second three.
    shares = owned(ANN, *"abcd") + owned(BO, *"efg") + owned(CY, *"hij")
    answer = asked(shares, me=ANN)
    assert (answer.truck_factor, answer.is_mine_to_miss, answer.my_files) == (2, True, 4)


def test_half_still_covered_is_not_yet_fewer_than_half() -> None:
    assert asked(owned(ANN, "a", "b") + owned(BO, "c", "d")).truck_factor == 2


def test_hangers_on_with_under_a_tenth_of_the_first_ones_files_do_not_count() -> None:
    first = owned(ANN, *(f"a{n}" for n in range(40)))
    others = [share for who in range(10, 70) for share in owned(who, f"b{who}")]
    assert asked(first + others).truck_factor == 1


def test_a_file_nobody_is_author_of_counts_as_a_file() -> None:
    # Five people who each changed it four times after a creator whose mark has faded.
    crowd = [Share("a", who, False, 4) for who in range(10, 40)]
    answer = asked([*crowd, *owned(ANN, "b")])
    assert (answer.files, answer.authored) == (2, 1)


def test_files_known_by_none_or_one_of_the_active_people_are_at_risk() -> None:
    shares = [*owned(ANN, "a", "b", "c"), Share("b", BO, False, 1), Share("c", BO, False, 1), Share("c", CY, False, 1)]
    assert asked(shares, active={ANN, BO, CY}).at_risk == ("a",)
    assert asked(shares, active={BO, CY}).at_risk == ("a", "b")
    assert asked(shares, active=[]).at_risk == ("a", "b", "c")
    assert asked(shares).at_risk is None


def test_whoever_touched_first_created_it_and_creating_is_not_a_change() -> None:
    touches = [("a", BO, 20), ("a", ANN, 10), ("a", ANN, 30), ("b", BO, 5)]
    assert sorted(share_out(touches)) == [Share("a", ANN, True, 1), Share("a", BO, False, 1), Share("b", BO, True, 0)]


def test_two_people_in_the_same_second_both_created_it() -> None:
    assert sorted(share_out([("a", BO, 5), ("a", ANN, 5)])) == [Share("a", ANN, True, 0), Share("a", BO, True, 0)]


HISTORIES = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 5), st.integers(0, 30)), max_size=60)


@given(HISTORIES, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_touches_and_numbers_of_people_change_nothing(
    touches: list[tuple[str, int, int]], chance: random.Random
) -> None:
    mixed = [(path, 1000 - 7 * who, when) for path, who, when in touches]
    chance.shuffle(mixed)
    before = truck_factor(share_out(touches), active={1, 2}, me=1)
    after = truck_factor(share_out(mixed), active={993, 986}, me=993)
    assert before == after


@given(HISTORIES)
@settings(deadline=None)
def test_a_truck_factor_is_at_least_one_and_at_most_everybody(touches: list[tuple[str, int, int]]) -> None:
    answer = truck_factor(share_out(touches))
    if answer is None:
        assert not touches
    else:
        assert answer.authored <= answer.files
        assert answer.truck_factor <= answer.authors
        assert answer.truck_factor >= (answer.authored >= answer.files / 2)
