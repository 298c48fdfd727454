"""The authorship door: only the manager's own words reach a linter, and every way around was tried."""

from __future__ import annotations

import ast
import copy
import dataclasses
import pickle
from pathlib import Path

import pytest

import podium
from podium.core.errors import CannotRead, Misuse, Refused
from podium.text.coaching import is_advice_first, questions
from podium.text.feedback import sbi
from podium.text.lint import lint
from podium.text.own_words import MOST_CHARACTERS, Me, OwnWords
from podium.text.slots import is_win, slots

ME = Me(["email:ada@example.org", "github:ada#17"])
THEIRS = "You always break main."


def test_a_typed_draft_and_her_own_message_come_in() -> None:
    assert OwnWords.typed("Thanks!").text == "Thanks!"
    assert OwnWords.matched("Thanks!", author=" Email:ADA@example.org ", me=ME).text == "Thanks!"
    assert OwnWords.matched("Thanks!", author="ada@example.org", me=ME).text == "Thanks!"


class Chameleon(str):
    """A string that claims to equal everything."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return hash("email:ada@example.org")


@pytest.mark.parametrize(
    "author",
    [
        None,
        "",
        "   ",
        "*",
        "email:*",
        "email:",
        "email:grace@example.org",
        "email:ada@example.org.evil.test",
        "email:ada@example",
        "github:ada",
        "github:ada#1",
        "gitlab:ada#17",
        "email:аda@example.org",
        "email:ada@example.org,email:grace@example.org",
        "email:ada@example.org\nemail:grace@example.org",
        "email:ada@example.org\0",
        Chameleon("email:grace@example.org"),
    ],
)
def test_another_author_is_refused_and_not_named(author: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        OwnWords.matched(THEIRS, author=author, me=ME)
    said = str(refusal.value)
    assert "grace" not in said
    assert THEIRS not in said


@pytest.mark.parametrize("keys", [[], [""], ["*"], ["email:*@example.org"], ["email:a@b.c", ""], "email:a@b.c"])
def test_an_identity_that_would_match_others_is_no_identity(keys: list[str]) -> None:
    with pytest.raises(Misuse):
        Me(keys)


def test_a_me_that_says_yes_to_everyone_is_not_believed() -> None:
    class Anyone:
        def is_author(self, author: str | None) -> bool:
            return True

    with pytest.raises(Refused):
        OwnWords.matched(THEIRS, author="email:grace@example.org", me=Anyone())  # type: ignore[arg-type]


def test_her_identities_cannot_be_widened_later() -> None:
    with pytest.raises(AttributeError):
        ME._keys = frozenset({"email:grace@example.org"})  # type: ignore[attr-defined]


def test_there_is_no_third_door() -> None:
    hers = OwnWords.typed("Thanks!")
    with pytest.raises(TypeError):
        OwnWords(THEIRS, "", object())
    with pytest.raises(AttributeError):
        hers._text = THEIRS
    with pytest.raises(TypeError):
        pickle.dumps(hers)
    with pytest.raises(TypeError):
        copy.copy(hers)
    with pytest.raises(TypeError):
        dataclasses.replace(hers, _text=THEIRS)  # type: ignore[type-var]


def test_the_linters_take_nothing_else() -> None:
    class Forged:
        text = THEIRS
        where = ""
        _seal = object()

    hollow = object.__new__(OwnWords)
    for forged in (THEIRS, Forged(), hollow, None):
        for door in (lambda one: lint(one, "message"), slots, is_win, sbi, questions, is_advice_first):
            with pytest.raises(TypeError):
                door(forged)  # type: ignore[arg-type,no-untyped-call]


def test_readers_of_other_peoples_records_never_call_them_typed() -> None:
    """Sources and evidence hold other people's words; from there only `matched`, which checks, may be called."""
    root = Path(podium.__file__).parent
    for room in ("sources", "evidence", "core"):
        for file in (root / room).rglob("*.py"):
            names = {node.attr for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Attribute)}
            assert "typed" not in names, file


def test_the_words_are_in_no_repr() -> None:
    assert "secret" not in repr(OwnWords.typed("secret plan"))


def test_a_nul_byte_and_a_huge_text_are_clear_errors() -> None:
    with pytest.raises(CannotRead, match=r"NUL.*notes\.md:2"):
        OwnWords.typed("one\ntwo\0", where="notes.md")
    with pytest.raises(CannotRead, match="200,001 characters"):
        OwnWords.typed("a" * (MOST_CHARACTERS + 1))
