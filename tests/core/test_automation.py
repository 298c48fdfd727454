"""Robots by name and by habit: a name that sounds like one decides nothing alone."""

from __future__ import annotations

import pytest

from podium.core.automation import Habits, habits_of, is_doubtful, kind_of, kind_of_login
from podium.core.marks import table

UNIFORM = habits_of([(f"Update history to reflect merge of #{n} [ci skip]", False, n * 3571) for n in range(60)])
VARIED = habits_of([(f"{verb} the {thing}", False, 36_000) for verb in ("Fix", "Add", "Drop") for thing in "abcdefgh"])


@pytest.mark.parametrize(
    "name",
    [
        "jekyllbot",
        "hugoreleaser",
        "BrewTestBot",
        "HashiBot",
        "Jenkins Release Bot",
        "OpenStack Proposal Bot",
        "hashicorp-ci",
        "vagrant-bot",
    ],
)
def test_what_sounds_like_a_robot_and_works_like_one_is_one(name: str) -> None:
    assert is_doubtful(name)
    assert kind_of(name, "x@example.org", UNIFORM)[0] == "bot"
    assert kind_of(name, "x@example.org", VARIED)[0] == "human", "asked about, not dropped"
    assert kind_of(name, "x@example.org")[0] == "human", "a name alone decides nothing"


@pytest.mark.parametrize("name", ["botantony", "Evilebot Tnawi"])
def test_a_person_may_sound_like_a_robot(name: str) -> None:
    assert is_doubtful(name)
    assert kind_of(name, "x@example.org", VARIED) == ("human", "")


@pytest.mark.parametrize("name", ["Ada Lindt", "Jane Talbot", "Rob Otto", "Abbot Smith", "Francisco Cirelli"])
def test_ordinary_names_raise_no_doubt(name: str) -> None:
    assert not is_doubtful(name)
    assert kind_of(name, "x@example.org", UNIFORM) == ("human", "")


def test_only_merges_and_too_few_changes() -> None:
    merges = habits_of([(f"Merge pull request #{n} from team{n}/branch-{n}", True, n * 4000) for n in range(20)])
    assert merges.is_uniform
    assert not Habits(9, 9, 9, 1).is_uniform
    assert Habits(10, 10, 0, 1).is_uniform


def test_a_robot_is_told_by_its_merges_unless_two_subjects_say_more() -> None:
    assert Habits(20, 20, 20, 1).words == "named like automation, and 20 of 20 changes only merge"
    assert Habits(20, 3, 18, 1).words == "named like automation, and 18 of 20 changes follow two subjects"


def test_a_login_is_a_robot_when_its_name_its_source_or_the_table_says_so() -> None:
    assert kind_of_login("ada") == "human"
    assert kind_of_login("ada[bot]") == "bot"
    assert kind_of_login("ada", is_declared=True) == "bot"
    assert kind_of_login("dependabot") == "bot"


@pytest.mark.parametrize("number", ["", "198982749+"])
def test_an_agent_is_known_by_the_login_its_host_gave_it_whatever_it_calls_itself(number: str) -> None:
    for account in table().accounts:
        kind = kind_of("Ada Lindt", f"{number}{account.name}@users.noreply.github.com")[0]
        assert kind == ("human" if account.kind == "agent" and account.is_given_name else account.kind)
    assert kind_of("Ada Lindt", f"{number}ada@users.noreply.github.com")[0] == "human"
