"""The book of people: which spellings are one person, which are automation, and what is only asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import CannotTell
from podium.evidence.people.book import Book, is_doubtful, kind_of, split, tidy_email
from podium.evidence.people.me_file import Me, MeFile, Person

ADA = Me(name="Ada Lovelace", emails=("ada@example.org",), aliases=("alovelace",), logins=("github:ada",))


def book(**named: object) -> Book:
    return Book(MeFile(me=ADA, **named))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spelling", "why"),
    [
        ("Ada <ada@example.org>", "same address"),
        ("Ada <ADA@Example.ORG>", "same address"),
        ("A. L. <17+ada@users.noreply.github.com>", "GitHub no-reply address with the same login"),
        ("A. L. <ada@users.noreply.github.com>", "GitHub no-reply address with the same login"),
        ("alovelace <somewhere@else.example>", "name listed as one of this person's"),
        ("Ada  Lovelace <work@else.example>", "name listed as one of this person's"),
    ],
)
def test_every_spelling_of_hers_is_hers_and_says_why(spelling: str, why: str) -> None:
    found = book().meet(spelling, {})
    assert found.is_me
    assert found.reasons[spelling] == why


def test_a_mailmap_comes_first_and_is_named() -> None:
    old = "Countess <ada@old.example>"
    found = book().meet(old, {old: "Ada Lovelace <ada@example.org>"})
    assert found.is_me
    assert found.reasons[old] == ".mailmap, then same address"


def test_a_namesake_with_another_address_is_another_person_when_no_name_is_listed() -> None:
    made = Book(MeFile(me=Me(emails=("ada@example.org",))))
    assert made.meet("Ada <ada@example.org>", {}).is_me
    assert not made.meet("Ada <ada@other.example>", {}).is_me


def test_two_addresses_of_a_listed_colleague_are_one_person() -> None:
    made = book(people=(Person(name="Bo", emails=("bo@example.org", "bo@old.example")),))
    assert made.meet("Bo <bo@example.org>", {}) is made.meet("B <bo@old.example>", {})


def test_an_address_seen_twice_is_one_person_whatever_the_name() -> None:
    made = book()
    assert made.meet("Bo <bo@example.org>", {}) is made.meet("Bo Ek <BO@example.org>", {})


def test_a_plus_tag_goes_only_where_the_host_ignores_it() -> None:
    assert tidy_email("Ada+git@gmail.com") == "ada@gmail.com"
    assert tidy_email("Ada+git@example.org") == "ada+git@example.org"


@pytest.mark.parametrize(
    ("name", "email", "kind"),
    [
        ("renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com", "bot"),
        ("dependabot[bot]", "", "bot"),
        ("GitHub", "noreply@github.com", "bot"),
        ("k8s-ci-robot", "robot@example.org", "bot"),
        ("Claude", "noreply@anthropic.com", "agent"),
        ("copilot-swe-agent[bot]", "198982749+Copilot@users.noreply.github.com", "agent"),
        ("Cursor Agent", "cursoragent@cursor.com", "agent"),
        ("Abbott", "abbott@example.org", "human"),
        ("Roberta", "roberta@example.org", "human"),
        ("Bo Botha", "bo@ci.example.org", "human"),
        ("Claude Shannon", "claude@example.org", "human"),
        ("Jules Verne", "jules.verne@example.org", "human"),
    ],
)
def test_automation_is_known_by_its_account_and_people_by_default(name: str, email: str, kind: str) -> None:
    assert kind_of(name, email)[0] == kind


@pytest.mark.parametrize(
    ("name", "email", "is_asked"),
    [
        ("deploy bot", "deploy@example.org", True),
        ("Bo", "ci@example.org", True),
        ("Abbott", "abbott@example.org", False),
        ("Lucia", "lucia@example.org", False),
    ],
)
def test_a_mere_word_is_asked_about_and_decides_nothing(name: str, email: str, is_asked: bool) -> None:
    assert is_doubtful(name, email) is is_asked
    assert kind_of(name, email)[0] == "human"


def test_her_file_has_the_last_word_on_who_is_automation() -> None:
    made = book(bots=("deploy@example.org",), humans=("zo[bot]",))
    assert made.meet("Deploy <deploy@example.org>", {}).kind == "bot"
    assert made.meet("zo[bot] <zo@example.org>", {}).kind == "human"


def test_a_team_limits_who_is_counted_and_she_is_always_in_it() -> None:
    made = book(team=("bo@example.org", "Chi Ng"))
    assert made.meet("Bo <bo@example.org>", {}).in_team
    assert made.meet("Chi Ng <chi@example.org>", {}).in_team
    assert not made.meet("Dee <dee@example.org>", {}).in_team
    assert made.meet("Ada <ada@example.org>", {}).in_team


def test_without_a_trace_of_hers_nothing_is_told() -> None:
    made = book()
    made.meet("Bo <bo@example.org>", {})
    with pytest.raises(CannotTell) as stop:
        made.demand_me()
    assert "bo@example.org" not in str(stop.value)
    assert "--me" in str(stop.value)


def test_her_keys_in_other_sources_are_what_she_listed() -> None:
    made = book()
    assert {"email:ada@example.org", "github:ada"} <= set(made.keys(made.me))


@given(st.text(max_size=60))
def test_any_spelling_can_be_met_and_stays_the_same_person(spelling: str) -> None:
    made = book()
    assert made.meet(spelling, {}) is made.meet(spelling, {})


@given(st.text(alphabet="ab <>@.\n", max_size=30))
def test_a_broken_spelling_is_taken_apart_without_loss_of_reason(spelling: str) -> None:
    name, email = split(spelling)
    assert ">" not in email[-1:]
    assert name == name.strip()
