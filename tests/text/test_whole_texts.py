"""Results, notes and languages judged as a whole."""

from __future__ import annotations

import pytest

from podium.text.lint import is_english, is_read
from podium.text.own_words import OwnWords
from podium.text.slots import slots
from podium.text.whole_texts import agreements, whole_texts, wilson


@pytest.mark.parametrize(
    "text",
    [
        "Wheelchair users can now book a ride without phoning the desk.",
        "Cleared the regulator's remediation list six weeks ahead of the FCA deadline.",
        "Diesel costs the growers 4 lakh rupees less a season.",
        "We closed the books early, saving the auditors two days.",
        "Complaints are down 35 %.",
        "The fine of CHF 12'000 was avoided.",
    ],
)
def test_a_result_needs_no_number_and_no_dollar(text: str) -> None:
    assert slots(OwnWords.typed(text)).is_business


@pytest.mark.parametrize(
    "text",
    [
        "Contract tests now cover all 23 payment endpoints.",
        "Our velocity rose from 31 to 44 points.",
        "Complaints rose by 40 % after the release.",
        "Customers wait three days for a refund.",
        "Migrated customers to the new id scheme.",
        "By June, customers will get their refund in a day.",
    ],
)
def test_work_trouble_and_plans_are_no_result(text: str) -> None:
    assert not slots(OwnWords.typed(text)).is_business


def test_the_labelled_texts_are_enough_and_told_apart() -> None:
    rows = whole_texts()
    assert len({row.text for row in rows}) == len(rows)
    count = {kind: sum(row.kind == kind for row in rows) for kind in ("win", "feedback", "goal")}
    assert count["win"] >= 300
    assert count["feedback"] >= 100
    assert count["goal"] >= 60


def test_held_out_texts_do_not_get_worse_unnoticed() -> None:
    rows = {row.question: row for row in agreements("held_out")}
    for question, least_precision, least_recall in (("business result", 0.93, 0.85), ("complete note", 0.9, 0.86)):
        precision, recall = rows[question].precision, rows[question].recall
        assert precision is not None
        assert precision[0] >= least_precision
        assert recall is not None
        assert recall[0] >= least_recall


def test_an_interval_holds_its_share_and_nothing_is_no_share() -> None:
    assert wilson(0, 0) is None
    share = wilson(9, 10)
    assert share is not None
    assert share[1] < share[0] < share[2] < 1


@pytest.mark.parametrize(
    "text",
    [
        "Woran merkst du, dass das Design trägt?",
        "Comment vois-tu la suite pour la migration des paiements ?",
        "Redujimos el coste mensual de la nube.",
        "O tempo de espera caiu para metade desde maio.",
        "Abbiamo ridotto i costi del 30 %.",
        "Wat zou jij nu doen?",
        "Hvad tænker du om planen?",
        "Co o tym myślisz?",
        "Что ты уже видел?",
    ],
)
def test_another_language_is_not_read_as_english(text: str) -> None:
    assert not is_english(text)
    assert not is_read(OwnWords.typed(text))


def test_english_with_foreign_names_is_read() -> None:
    rows = whole_texts()
    assert sum(not is_english(row.text) for row in rows) <= 0.01 * len(rows)
    assert is_english("Zoë and Jürgen fixed it for the café in Málaga.")
