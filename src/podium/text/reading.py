"""What of a text is read: its sentences, with quotes, code, markup and addresses blanked out.

Everything keeps its place: the blanked text is as long as the original, so a span found in one is a span of the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

LONGEST_SENTENCE = 2_000

_FENCE = re.compile(r"^[ \t]*(```+|~~~+)[^\n]*\n.*?(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n.*?^---[ \t]*$", re.MULTILINE | re.DOTALL)
_MAIL_HEADERS = re.compile(
    r"\A(?:commit [0-9a-f]{7,64}[^\n]*\n)?(?:(?:From|To|Cc|Bcc|Date|Subject|Author|AuthorDate|Sender|Reply-To|"
    r"Message-ID|Commit|CommitDate)\b:?[^\n]*\n)+(?=[ \t]*\n)",
    re.IGNORECASE,
)
_BLANKED = (
    _MAIL_HEADERS,
    _FRONT_MATTER,
    _FENCE,
    re.compile(r"^-{2,} ?Original Message ?-{2,}.*\Z", re.MULTILINE | re.DOTALL | re.IGNORECASE),
    re.compile(r"^On [^\n]{0,200} wrote:[ \t]*$", re.MULTILINE),
    re.compile(r"^[ \t]*>[^\n]*", re.MULTILINE),
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(
        r"<(script|style|pre|code|blockquote)\b[^>]{0,1000}>.*?(?:</\1[^>]{0,50}>|\Z)", re.DOTALL | re.IGNORECASE
    ),
    re.compile(r"</?[a-zA-Z][^<>]{0,1000}>"),
)
# Blanked to a word, because it stands where a noun stands.
_WORDED = (re.compile(r"`[^`\n]{1,500}`"), re.compile(r"\b(?:https?|ftp|file)://[^\s<>]{1,2000}"))
_LIST_MARK = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
_EMPHASIS = re.compile(r"(?<!\w)_+|_+(?!\w)|\*+|^#+(?= )", re.MULTILINE)
_SAME_LENGTH = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2011": "-",
    }
    | dict.fromkeys("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff", " ")
)
_END = re.compile(r"[.!?\u2026]+[\"')\]]*(?=\s|$)|\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*+•]|\d{1,3}[.)]|#+)[ \t])")
_SHORT_FORM = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|approx|ca|no|dr|mr|mrs|ms|prof|st|inc|resp|incl|min|max)|(?<=\s)[A-Z])\.\Z", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_SPEECH = re.compile(r'"[^"\n]{1,500}"')


class Span(msgspec.Struct, frozen=True, order=True):
    """A piece of the text, from `start` up to and without `end`, counted in characters."""

    start: int
    end: int

    def touches(self, span: Span) -> bool:
        """Whether the two share a character."""
        return self.start < span.end and span.start < self.end

    def holds(self, span: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= span.start and span.end <= self.end


class Reading(msgspec.Struct, frozen=True):
    """A text made ready for the rules.

    Attributes:
        text: the original.
        seen: the same length, with everything that is not her sentence blanked.
        sentences: where her sentences are.
        speech: where she quotes somebody inside a sentence.
        breaks: where its lines end.
    """

    text: str
    seen: str
    sentences: tuple[Span, ...]
    speech: tuple[Span, ...]
    breaks: tuple[int, ...]

    def quote(self, span: Span) -> str:
        """Her own words at a span, on one line."""
        return " ".join(self.text[span.start : span.end].split())

    def line(self, span: Span) -> int:
        """The 1-based line on which a span starts."""
        return bisect_left(self.breaks, span.start) + 1


def inside(spans: Sequence[Span], unit: Span) -> Sequence[Span]:
    """Those of the sorted spans that start within a unit."""
    return spans[bisect_left(spans, Span(unit.start, -1)) : bisect_left(spans, Span(unit.end, -1))]


def read(text: str) -> Reading:
    """Blank what is not hers, find the sentences."""
    blanked = _blank(text)
    speech = tuple(Span(*match.span()) for match in _SPEECH.finditer(blanked))
    breaks = tuple(at for at, letter in enumerate(text) if letter == "\n")
    return Reading(text, blanked, tuple(_split(blanked)), speech, breaks)


def _blank(text: str) -> str:
    blanked = text.translate(_SAME_LENGTH).replace("\r", " ")
    for pattern in _BLANKED:
        blanked = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), blanked)
    blanked = _blank_indented(blanked)
    for pattern in _WORDED:
        blanked = pattern.sub(lambda match: "x" * len(match[0]), blanked)
    return _EMPHASIS.sub(lambda match: " " * len(match[0]), blanked)


def _blank_indented(blanked: str) -> str:
    """Code indented by four spaces or a tab after an empty line, the way Markdown marks it; list items stay."""
    lines = blanked.split("\n")
    is_code_possible = True
    for at, line in enumerate(lines):
        if not line.strip():
            is_code_possible = is_code_possible or at > 0
            continue
        if is_code_possible and line.startswith(("    ", "\t")) and not _LIST_MARK.match(line):
            lines[at] = " " * len(line)
        else:
            is_code_possible = False
        if at + 1 < len(lines) and not lines[at + 1].strip():
            is_code_possible = True
    return "\n".join(lines)


def _split(blanked: str) -> Iterator[Span]:
    start = 0
    for match in _END.finditer(blanked):
        if match[0].startswith(".") and _SHORT_FORM.search(blanked, max(start, match.start() - 8), match.start() + 1):
            continue
        yield from _trimmed(blanked, start, match.end())
        start = match.end()
    yield from _trimmed(blanked, start, len(blanked))


def _trimmed(blanked: str, start: int, end: int) -> Iterator[Span]:
    for begin in range(start, end, LONGEST_SENTENCE):
        piece = blanked[begin : min(end, begin + LONGEST_SENTENCE)]
        if _LETTER.search(piece):
            indent = len(piece) - len(piece.lstrip(" \t\n-+•#"))
            yield Span(begin + indent, begin + len(piece.rstrip()))
