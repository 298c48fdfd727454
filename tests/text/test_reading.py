"""What of a text is read: her sentences; quotes, code, markup and marks keep their place and stay unread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.text.reading import LONGEST_SENTENCE, Span, read

PIECES = st.sampled_from(
    [
        "You never listen. ",
        "> quoted\n",
        "```\n",
        "code\n",
        "<b>",
        "<!--",
        "-->",
        "\n\n",
        '"',
        "- ",
        "\u202e",
        "e.g. ",
        "`x`",
        "https://a.b/c ",
        "    ",
        "On Monday, Sam wrote:\n",
        "---\n",
        "😀",
        "é",
        "\r\n",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join)))
def test_the_blanked_text_keeps_every_place(text: str) -> None:
    reading = read(text)
    assert len(reading.seen) == len(text)
    ends = 0
    for span in reading.sentences:
        assert ends <= span.start < span.end <= len(text)
        assert span.end - span.start <= LONGEST_SENTENCE
        ends = span.end


def sentences(text: str) -> list[str]:
    reading = read(text)
    return [reading.quote(span) for span in reading.sentences]


@pytest.mark.parametrize(
    "unread",
    [
        "> You never listen.",
        "```\nyou never\n```",
        "~~~\nyou never",
        "    you_never = 1",
        "<!-- you never -->",
        "<script>you('never')</script>",
        "<blockquote>you never</blockquote>",
        "---\ntitle: you never\n---",
        "On Monday, 3 May, Sam wrote:\n> you never",
        "-----Original Message-----\nyou never, ever",
    ],
)
def test_what_is_not_hers_is_not_read(unread: str) -> None:
    assert sentences(f"{unread}\n") == []


def test_sentences_end_where_a_reader_would_say() -> None:
    text = "We cut costs, e.g. AWS, by 3.5 %. Was it worth it? Yes!\n- First point\n- Second point\n\nThe end"
    assert sentences(text) == [
        "We cut costs, e.g. AWS, by 3.5 %.",
        "Was it worth it?",
        "Yes!",
        "First point",
        "Second point",
        "The end",
    ]


def test_a_line_break_inside_a_paragraph_ends_no_sentence() -> None:
    assert sentences("We cut the\nbill.") == ["We cut the bill."]


def test_one_endless_word_is_read_in_pieces() -> None:
    assert len(read("a" * 10_000).sentences) == 5


def test_lines_are_counted_from_one() -> None:
    reading = read("one.\ntwo.\n\nthree.")
    assert [reading.line(span) for span in reading.sentences] == [1, 2, 4]
    assert reading.line(Span(0, 1)) == 1
