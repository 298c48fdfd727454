"""What the linters see, on a few sentences a manager could have written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium.text.coaching import is_advice_first, questions
from podium.text.feedback import sbi
from podium.text.lint import lint
from podium.text.own_words import OwnWords
from podium.text.rules import KINDS
from podium.text.slots import is_win, slots, win_sentences
from searching import examples

FULL = "Customers in Spain get their parcel label in 2 seconds instead of 11."


def hers(text: str) -> OwnWords:
    return OwnWords.typed(text)


def flagged(text: str, kind: str = "message") -> set[str]:
    return {found.rule for found in lint(hers(text), kind).findings}  # type: ignore[arg-type]


def test_a_result_has_five_slots_and_each_points_at_its_words() -> None:
    found = slots(hers(FULL))
    assert found.filled == ("beneficiary", "change", "number", "unit", "axis")
    assert found.is_business
    assert FULL[found.beneficiary[0].start : found.beneficiary[0].end] == "Customers"
    assert found.axes == ("speed", "customer")


def test_output_alone_is_a_win_without_business() -> None:
    found = slots(hers("Migrated the billing service to Kubernetes."))
    assert is_win(hers("Migrated the billing service to Kubernetes."))
    assert not found.is_business
    assert "so-what" in flagged("Migrated the billing service to Kubernetes.", "win")


@pytest.mark.parametrize("text", ["We will cut the bill by half.", "Is the bill lower?", "Hi all,", ""])
def test_a_plan_a_question_and_a_greeting_are_no_win(text: str) -> None:
    assert not is_win(hers(text))


def test_the_business_ratio_can_be_counted_from_a_whole_update() -> None:
    text = hers(f"Hi all.\n\n- {FULL}\n- Migrated the billing service.\n- Next week we will rest.")
    assert [found.is_business for _, found in win_sentences(text)] == [True, False]


@pytest.mark.parametrize("number", ["version 4.2.1", "PAY-221", "3 June", "Q3", "14:30", "#88", "2024"])
def test_a_date_a_version_and_a_ticket_are_no_quantity(number: str) -> None:
    assert not slots(hers(f"We shipped the importer, see {number}.")).number


def test_a_complete_feedback_note_has_situation_behaviour_and_impact() -> None:
    note = hers("In Tuesday's review you rewrote the query without asking, and she stopped commenting.")
    assert sbi(note).is_complete
    assert sbi(hers("Great work!")).missing == ("situation", "behaviour", "impact")


def test_words_about_the_person_are_pointed_at() -> None:
    assert {"trait", "absolute"} <= flagged("You are always so careless.", "feedback")
    assert "fake-feeling" in flagged("I feel that you do not care.", "feedback")


def test_questions_are_told_apart() -> None:
    found = questions(hers("What happened? Did you restart it?"))
    assert found.open
    assert found.closed
    assert found.stacked


def test_advice_first_means_before_any_open_question() -> None:
    assert is_advice_first(hers("You should split it. What do you think?"))
    assert is_advice_first(hers("Have you tried a queue?"))
    assert not is_advice_first(hers("What did you see? You should split it."))
    assert not is_advice_first(hers("Thanks!"))


@pytest.mark.parametrize(
    "harmless",
    [
        "> You are an idiot.",
        "```\nstupid\n```",
        "There is a useless import in line 12.",
        "My stupid mistake, sorry.",
        "Garbage collection kicks in after 2 GB.",
        "The dumb terminal case is handled in tty.py.",
        "This is wrong because the index starts at 1.",
    ],
)
def test_quotes_code_words_about_things_and_about_herself_are_left_alone(harmless: str) -> None:
    assert not flagged(harmless) & {"strong", "look-again", "blame", "missing", "exasperation", "at-you"}


@pytest.mark.parametrize(
    "harsh",
    [
        "Damn, this broke the release again.",
        "That sucks, and the next one will too.",
        "This is an ugly hack.",
        "What the hell does this flag do?",
        "Oh dammit, the lock is held twice.",
        "WTF is this for?",
    ],
)
def test_mild_swear_words_are_of_the_strong_tier(harsh: str) -> None:
    assert "strong" in flagged(harsh)


@pytest.mark.parametrize(
    "harmless",
    [
        "Use WTF::Vector here instead of wtf/Deque.h.",
        "A dumb terminal has no cursor; the useless cast can go.",
        "What a stupid default for a timeout of zero.",
        "This garbage value comes from the old header.",
        "Run it in a shell, then destroy the handle.",
        "The importer sucks in all the rows at once.",
        "Damnation is the name of the level.",
    ],
)
def test_code_words_that_only_look_harsh_are_not(harmless: str) -> None:
    assert not flagged(harmless) & {"strong", "look-again", "blame", "exasperation", "at-you"}


def test_a_bare_criticism_lacks_something() -> None:
    assert "missing" in flagged("This is not good enough.")


def test_marks_that_reorder_text_hide_nothing_and_move_nothing() -> None:
    text = "\u202eYou always\u202c break main."
    found = next(one for one in lint(hers(text), "message").findings if one.rule == "look-again")
    assert text[found.span.start : found.span.end] == "You always"


def test_another_language_is_said_not_guessed() -> None:
    linted = lint(hers("Wir haben gestern die ganze Nacht das neue System getestet und repariert."), "update")
    assert linted.sentences == ()
    assert "does not look English" in linted.notes[0].what


@settings(max_examples=examples(40))
@given(st.text(max_size=400), st.sampled_from(KINDS))
def test_every_finding_quotes_her_own_words(text: str, kind: str) -> None:
    text = text.replace("\0", "")
    linted = lint(hers(text), kind)  # type: ignore[arg-type]
    for found in linted.findings:
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert found.quote == " ".join(text[found.span.start : found.span.end].split())
    assert linted == lint(hers(text), kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    [
        "AI adoption rose from 20 % to 80 % of developers",
        "Agents wrote 40,000 lines.",
        "60 % of our code is written by agents now",
        "We used 4 million tokens this quarter",
        "We cut 10,000 lines of code",
        "Copilot usage doubled, from 300 to 600 people",
    ],
)
def test_tokens_lines_and_adoption_are_no_result(said: str) -> None:
    linted = lint(OwnWords.typed(said, where="test"), "win")
    assert "means" in {finding.rule for finding in linted.findings}
    assert slots(OwnWords.typed(said, where="test")).filled == ()


def test_what_an_introduction_changed_for_somebody_is_one() -> None:
    said = "Since we introduced the triage agent, customers wait 2 hours instead of 8 for a first answer"
    found = slots(OwnWords.typed(said, where="test"))
    assert found.is_business
    assert {"beneficiary", "change", "number", "unit"} <= set(found.filled)
