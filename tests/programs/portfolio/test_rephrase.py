"""A model may only say what the receipts say: its numbers and names are checked, off by default, never off this machine unasked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback import Answer, Asked, telling
from podium.core.errors import CannotReach, CannotRead, Misuse, Refused
from podium.journal import Journal
from podium.journal.kinds.portfolio_entry import PortfolioEntry
from podium.programs.portfolio import entries
from podium.programs.portfolio.rephrase import (
    KEY,
    NAME,
    URL,
    Model,
    ask,
    configured,
    demand_configured,
    facts,
    mismatches,
)
from podium.sources.http.client import HttpClient

GIVEN = (
    "Sentence: Finance closes the month in 2 days instead of 5\nMeasure: before 5 after 2 days to close the month\n"
    "For whom: finance team, 12 people\nWhy it matters: invoices go out three days earlier, 1,500 of them\nDone by: Bo, Ana"
)


@pytest.mark.parametrize(
    "said",
    [
        "Finance now closes the month in 2 days instead of 5.",
        "Since Bo and Ana automated it, the finance team of 12 closes the month in 2 days, down from 5 days.",
        "The month closes in 2 days, from 5 to 2 days, and 1500 invoices go out three days earlier.",
        "Bo's work lets finance close the month in 2 days.",
        "Our finance team closes earlier.",
    ],
)
def test_what_the_receipts_say_may_be_said(said: str) -> None:
    assert mismatches(said, GIVEN, known_names=["Bo", "Ana", "Cy"]) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Finance closes the month in 3 days.", "number 3"),
        ("Finance closes the month in 2 weeks instead of 5.", "another unit"),
        ("Finance closes the month 60 % sooner.", "number 60"),
        ("Closing went from 2 to 5 days.", "other way"),
        ("Closing takes 5 days instead of 2.", "other way"),
        ("Maria cut closing to 2 days.", "Maria"),
        ("Thanks to Cy, closing takes 2 days.", "Cy"),
        ("thanks to cy, closing takes 2 days.", "Cy"),
        ("Closing takes half the time.", "half"),
        ("Closing time was halved.", "halved"),
        ("Closing takes twenty days less.", "twenty"),
        ("Closing takes ٣ days.", "number 3"),
        ("Closing takes ３ days.", "number 3"),
        ("Closing takes 2½ days.", "number"),
        ("Closing takes Ⅳ days.", "IV"),
        ("All of Acme closes in 2 days.", "Acme"),
        ("We saved $1.5M.", "number 1.5"),
        ("1,501 invoices go out earlier.", "number 1501"),
        ("Revenue grew 2x.", "Revenue"),
    ],
)
def test_what_they_do_not_say_is_named(said: str, why: str) -> None:
    found = mismatches(said, GIVEN, known_names=["Bo", "Ana", "Cy"])
    assert any(why in each for each in found), found


@given(st.integers(0, 10**6))
def test_no_strange_number_passes(n: int) -> None:
    found = mismatches(f"Finance closes the month in {n} days.", GIVEN)
    assert (found == []) == (n in {2, 5}), found


@given(st.text("abcdefgh", min_size=2, max_size=8).map(str.capitalize))
def test_no_strange_name_passes(name: str) -> None:
    assert (mismatches(f"It was {name} who did it.", GIVEN) == []) == (
        name.casefold() in GIVEN.casefold().replace(":", "").replace(",", "").split()
    )


def head(year: Journal) -> PortfolioEntry:
    found = year.entry("portfolio-entry", "2026-03-pages")
    assert found is not None
    assert isinstance(found.head, PortfolioEntry)
    return found.head


def says(sentence: str) -> Callable[[Asked], Answer]:
    return lambda _: Answer.of({"choices": [{"message": {"content": sentence}}]})


def test_only_the_entrys_own_facts_are_sent(year: Journal) -> None:
    with telling(says("“The team is paged 9 times a week instead of 41.”")) as server:
        said = ask(Model(f"{server.address}/v1", "small", "secret"), head(year), HttpClient())
    assert said == "The team is paged 9 times a week instead of 41."
    (request,) = server.asked
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == "Bearer secret"
    sent = json.loads(request.body)
    assert sent["model"] == "small"
    assert sent["messages"][1]["content"] == facts(head(year))
    assert "wiki" not in facts(head(year))
    assert "ops/pull" not in facts(head(year))


def test_an_invented_number_is_refused_and_shown(year: Journal) -> None:
    with telling(says("Pages fell by 78 %.")) as server, pytest.raises(Refused) as stop:
        ask(Model(f"{server.address}/v1", "small"), head(year), HttpClient())
    assert "the number 78 is in no receipt" in str(stop.value)
    assert "It said: Pages fell by 78 %." in str(stop.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        b"[]",
        b'{"choices":[]}',
        b'{"choices":[{"message":{"content":""}}]}',
        b"[" * 5000,
        b'{"choices":[{"message":{"content":7}}]}',
    ],
)
def test_a_strange_answer_is_one_clear_line(year: Journal, answer: bytes) -> None:
    with telling(lambda _: Answer(answer)) as server, pytest.raises(CannotReach, match="model"):
        ask(Model(f"{server.address}/v1", "small"), head(year), HttpClient())


def test_plain_http_to_another_machine_is_refused_before_a_byte_is_sent(year: Journal) -> None:
    with pytest.raises(Misuse, match="plain http"):
        ask(Model("http://models.example.org/v1", "small", "secret"), head(year), HttpClient())


def test_it_is_off_unless_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path))
    for name in (URL, NAME, KEY):
        monkeypatch.delenv(name, raising=False)
    assert configured() is None
    with pytest.raises(Misuse, match="none is needed"):
        demand_configured()
    (tmp_path / "model.toml").write_text('url = "http://127.0.0.1:1/v1"\nname = "small"\nkey = "hidden"\n')
    found = configured()
    assert found == Model("http://127.0.0.1:1/v1", "small", "hidden")
    assert "hidden" not in repr(found)
    monkeypatch.setenv(NAME, "other")
    assert demand_configured().name == "other"
    (tmp_path / "model.toml").write_text("url = ")
    with pytest.raises(CannotRead, match="settings of the model"):
        configured()
    (tmp_path / "model.toml").write_text('url = "http://127.0.0.1:1/v1"\n')
    monkeypatch.delenv(NAME)
    with pytest.raises(CannotRead, match="no name"):
        configured()


def test_facts_hold_every_number_of_the_entry(year: Journal) -> None:
    for entry in entries(year):
        if entry.head.before is not None:
            assert "before" in facts(entry.head)
