"""From a change to what it serves: paths, tickets, repositories, sunsets and farewells."""

from __future__ import annotations

import pytest

from cost import at_most
from podium.core.journal_facts import Anchor, AnchorState
from podium.evidence.commits.initiatives import Linked, Links, path_pattern, ticket_pattern


def anchor(
    state: AnchorState = "live",
    *,
    paths: tuple[str, ...] = ("src/ledger/**",),
    tickets: tuple[str, ...] = (),
    day: int | None = None,
) -> Anchor:
    return Anchor(f"initiatives/{state}.md", paths, tickets, state, day)


def of(links: Links, *paths: str, subject: str = "Change", repo: str = "web", day: int = 100) -> Linked:
    return links.of(subject, paths, repo, day)


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("src/ledger", "src/ledger/a/b.py", True),
        ("src/ledger/", "src/ledger/a.py", True),
        ("src/ledger", "src/ledgers/a.py", False),
        ("src/*/api.py", "src/pay/api.py", True),
        ("src/*/api.py", "src/pay/v2/api.py", False),
        ("src/**/api.py", "src/pay/v2/api.py", True),
        ("src/**/api.py", "src/api.py", True),
        ("**/ledger.py", "ledger.py", True),
        ("/src/a.py", "src/a.py", True),
        ("src/a.py", "src/axpy", False),
        ("src/?.py", "src/a.py", True),
        ("src/(a|b).py", "src/a.py", False),
    ],
)
def test_a_path_pattern_means_what_a_shell_would_mean(pattern: str, path: str, fits: bool) -> None:
    made = path_pattern(pattern)
    assert made is not None
    assert bool(made.fullmatch(path)) == fits


@pytest.mark.parametrize("pattern", ["", "a" + "*" * 9])
def test_a_pattern_that_says_nothing_or_tries_too_much_fits_nothing(pattern: str) -> None:
    assert path_pattern(pattern) is None
    assert ticket_pattern(pattern) is None


def test_a_hostile_path_is_tried_in_no_time() -> None:
    made = path_pattern("**/a/**/a/**/b")
    assert made is not None
    with at_most(cpu_s=10):
        assert not made.fullmatch("a/" * 300 + "c")


@pytest.mark.parametrize(
    ("subject", "link"),
    [("LEDGER-12: close the month", "live"), ("LEDGERS-12", "none"), ("fixes acme/pay#12", "live"), ("no key", "none")],
)
def test_a_ticket_in_the_subject_counts_like_a_path(subject: str, link: str) -> None:
    assert of(Links([anchor(paths=(), tickets=("LEDGER-*", "acme/pay#12"))]), "x.py", subject=subject).link == link


def test_a_pattern_may_name_its_repository() -> None:
    links = Links([anchor(paths=("web:src/**",))])
    assert of(links, "src/a.py", repo="web").link == "live"
    assert of(links, "src/a.py", repo="api").link == "none"


def test_the_living_win_over_the_dead() -> None:
    assert of(Links([anchor("sunset", day=50), anchor("live"), anchor("orphan")]), "src/ledger/a.py").link == "live"


def test_work_on_the_dead_is_counted_from_the_day_after_the_sunset() -> None:
    links = Links([anchor("sunset", day=90)])
    assert of(links, "src/ledger/a.py", day=132) == Linked("sunset", 42, 0)
    assert of(links, "src/ledger/a.py", day=91) == Linked("sunset", 1, 0)
    assert of(links, "src/ledger/a.py", day=90) == Linked("ended", None, 0)
    assert of(links, "src/ledger/a.py", day=10).link == "ended"


@pytest.mark.parametrize(
    "subject", ["Remove the old ledger", "ledger: migrate to v2", "Deprecate it", "drops ledger", "Clean up ledger"]
)
def test_a_farewell_is_no_work_for_the_dead(subject: str) -> None:
    assert of(Links([anchor("sunset", day=90)]), "src/ledger/a.py", subject=subject).is_farewell == 1


def test_a_word_that_only_looks_like_one_is_none() -> None:
    assert of(Links([anchor("sunset", day=90)]), "src/ledger/a.py", subject="Add dropdown to ledger").is_farewell == 0
