"""Every sentence the mirror can say is short, plain and to you; a number has words, and nothing else is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium import practices, sentences, signals, traps
from podium.core.group import quarter
from podium.core.measure import Measure, Words
from podium.core.time import Window
from podium.sentences import flags, limits
from podium.sentences import signals as numbers
from podium.traps import Drawn

MOST_WORDS, LEAST_EASE = 25, 60
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "sentences.md"
# Words of the workshop: no reader of a screen needs to know them.
OURS = re.compile(
    r"\b(norms?|the line|rows?|signals?|flags?|index|median|baseline|ratio|gate|zombie|take-back|sole-gate|quiet|"
    r"not up|cannot tell|counts|spellings?|receipts?|field guide|podium's own|default|placebo|threshold|window|evidence|"
    r"hers?|she|slots?|fold|sprint|stakeholders?|metrics?|rota)\b",
    re.IGNORECASE,
)
# Titles of traps are names; their hard words are nobody's choice in a sentence.
FLAGS = [flag for trap in traps.every() for flag in trap.flags]
OF_SIGNALS = numbers.sentences_of({signal.name: signal.words for signal in signals.every()})
OF_PARTS = (*OF_SIGNALS, *flags.sentences_of(FLAGS))
TITLES = re.compile("|".join(re.escape(trap.title) for trap in traps.every()))


def all_texts() -> Iterator[str]:
    for sentence in all_sentences():
        yield from sentence.samples()
    for words in (*(flag.words for flag in FLAGS), *(signal.spoken for signal in signals.every())):
        yield words.short


def all_sentences() -> list[sentences.Sentence]:
    return [*sentences.every().values(), *OF_PARTS]


def words_in(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9][A-Za-z0-9:'’-]*", text)


def syllables(word: str) -> int:
    """Vowel groups, a silent e at the end not counted; a number counts as one."""
    low = re.sub(r"[^a-z]", "", word.lower())
    if not low:
        return 1
    trimmed = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", low)
    return max(1, len(re.findall(r"[aeiouy]+", trimmed)))


def ease(texts: list[str]) -> float:
    """Flesch reading ease of a page of sentences."""
    said = [TITLES.sub("", text) for text in texts]
    words = [word for text in said for word in words_in(text)]
    return 206.835 - 1.015 * len(words) / len(said) - 84.6 * sum(map(syllables, words)) / len(words)


def test_the_measure_knows_hard_from_easy() -> None:
    assert ease(["You kept six of your nine talks.", "The team took back no change."]) > 90
    assert ease(["Organisational prioritisation necessitates continuous recalibration of accountability."]) < 0


def test_every_signal_and_flag_has_words() -> None:
    silent = {s.name for s in signals.every() if not s.words.fact}
    assert silent == set(), "give each of these signals its `words`: Words(short, fact), in its own file"
    silent = {flag.name for flag in FLAGS if not (flag.words.word and flag.words.short and flag.words.matters)}
    assert silent == set(), "give each of these flags its `words`: FlagWords(word, short, matters), in its trap's file"


def test_no_two_findings_answer_to_one_word() -> None:
    words = [flag.words.word for flag in FLAGS]
    assert sorted(words) == sorted(set(words))
    names = {flag.name for flag in FLAGS} | {signal.name for signal in signals.every()}
    assert [flag.name for flag in FLAGS if flag.words.word in names and flag.words.word != flag.name] == []


def test_a_sentence_of_your_own_acts_says_how_many_of_how_many_and_one_of_the_team_a_share() -> None:
    by_key = {sentence.key: sentence for sentence in OF_SIGNALS}
    for signal in signals.every():
        slots = by_key[f"signal.{signal.name}"].slots
        if signal.is_group and signal.fold.unit == "share":
            assert slots & {"hits", "count", "total"} == set(), signal.name
            assert "about" in slots, signal.name
        elif signal.is_group:
            assert slots & {"hits", "count", "total"} == set(), signal.name
        else:
            assert slots & {"hits", "count", "value", "percent"}, signal.name


@pytest.mark.parametrize("text", sorted(set(all_texts())))
def test_a_sentence_is_short_and_plain(text: str) -> None:
    assert len(words_in(text)) <= MOST_WORDS
    assert OURS.findall(text) == []
    assert not re.search(r"\b(I|my|mine|me)\b(?! --)", text), "the reader is you"


@pytest.mark.parametrize("signal", signals.every(), ids=lambda signal: signal.name)
def test_what_is_counted_is_named_in_plain_words(signal: signals.Signal) -> None:
    assert OURS.findall(signal.rows_are.replace("skip-level", "").replace("rota", "")) == []


@pytest.mark.parametrize("title", sorted(sentences.pages(OF_PARTS)))
def test_a_page_of_sentences_reads_easily(title: str) -> None:
    texts = [text for sentence in sentences.pages(OF_PARTS)[title] for text in sentence.samples()]
    assert ease(texts) >= LEAST_EASE


def test_the_page_shows_every_sentence() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [text for s in all_sentences() for text in s.samples() if f"- {text}\n" not in page]
    assert missing == [], "run `make docs`"


def test_what_was_typed_before_still_opens() -> None:
    for flag in FLAGS:
        assert traps.flag_called(flag.words.word) == flag.name
        assert traps.flag_called(flag.name) == flag.name


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "no changes"),
        (0.01, "hardly any changes"),
        (1 / 9, "about 1 change in 9"),
        (0.3, "about 3 in 10 changes"),
        (0.66, "about 7 in 10 changes"),
        (0.97, "nearly all changes"),
        (1.0, "all changes"),
        (0.46, "just under half the changes"),
        (0.5, "about 5 in 10 changes"),
        (0.54, "just over half the changes"),
    ],
)
def test_a_share_is_said_as_people_say_it(share: float, said: str) -> None:
    assert limits.about(share, "change", "changes") == said


@pytest.mark.parametrize(
    ("pace", "said"), [(0.42, "4 in 10"), (0.94, "9 in 10"), (1.0, "as usual"), (1.13, "as usual")]
)
def test_the_pace_of_a_team_is_never_more_than_usual(pace: float, said: str) -> None:
    words = Words("the team's pace without you", "the others landed {pace}.")
    measure = Measure("absence", Window(0, 1), pace, "index", 30, 1, (), words=words)
    assert numbers.short_number(measure) == said


@given(st.floats(0.03, 0.97), st.floats(0.03, 0.97))
def test_a_share_is_said_on_its_side_of_the_usual_beside_it(share: float, limit: float) -> None:
    said = limits.about(share, "change", "changes", beside=limit)
    if tenths := re.fullmatch(r"about (\d) in 10 changes", said):
        assert share == 0.5 or (int(tenths[1]) / 10 - limit) * (share - limit) > 0
    if fraction := re.fullmatch(r"about 1 change in (\d+)", said):
        assert (1 / int(fraction[1]) - limit) * (share - limit) > 0
    assert limits.about(0.74, "change", "changes", beside=0.73) == "74 % of the changes"


@pytest.mark.parametrize(
    ("value", "unit", "limit", "said"),
    [
        (0.731, "share", 0.728, "just over 73 % of the changes"),
        (0.696, "share", 0.699, "just under 70 % of the changes"),
        (0.73, "share", 0.73, "73 % of the changes"),
        (15.3, "days", 15.0, "just over 15 days"),
        (14.6, "days", 15.0, "just under 15 days"),
        (15.0, "days", 15.0, "15 days"),
        (17.0, "days", 15.0, "17 days"),
        (8.01, "hours", 8.0, "just over 8 hours"),
    ],
)
def test_a_number_that_rounds_to_the_usual_is_said_to_be_just_beside_it(
    value: float, unit: str, limit: float, said: str
) -> None:
    words = Words("a number", "it is {about}." if unit == "share" else "it is {value}.")
    measure = Measure("number", Window(0, 1), value, unit, 30, 1, (), words=words)
    assert numbers.fact(measure, beside=limit) == f"It is {said}."


@pytest.mark.parametrize(
    ("value", "is_group", "side", "said"),
    [
        (0.73, True, "over", "less"),
        (0.73, True, "under", "more"),
        (0.74, True, "over", "under 73 %"),
        (0.73, False, "over", "under 73 %"),
    ],
)
def test_a_number_that_is_the_limit_is_not_held_against_itself(
    value: float, is_group: bool, side: Literal["over", "under"], said: str
) -> None:
    measure = Measure("number", Window(0, 1), value, "share", 30, 1, (), is_group=is_group)
    assert limits.usual_beside(Drawn("amber", "", "", "", measure, limit=0.73, side=side)) == said


def test_practices_named_as_the_next_step_fit_the_screen() -> None:
    assert [p.title for p in practices.every() if len(p.title) > 80] == []


@given(st.floats(0, 1))
def test_a_share_that_is_one_persons_is_told_by_the_quarter_it_lies_in_and_never_by_its_middle(share: float) -> None:
    low, high = quarter(share)
    words = Words(
        "only you approved", "nobody but you approved {about} by others; {about_rest} had another ({percent})."
    )
    measure = Measure(
        "sole-gate", Window(0, 1), (low + high) / 2, "share", None, 20, is_group=True, is_in_quarters=True, words=words
    )
    told, rest = f"{100 * low:.0f} to {100 * high:.0f} %", f"{100 - 100 * high:.0f} to {100 - 100 * low:.0f} %"
    assert numbers.short_number(measure) == told
    assert numbers.fact(measure) == (
        f"Nobody but you approved {told} of the changes by others; {rest} of the changes had another ({told})."
    )
