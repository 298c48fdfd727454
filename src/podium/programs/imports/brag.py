"""A brag document: Markdown headings or bullets by date, each a win."""

from __future__ import annotations

import re

import msgspec

from podium.core.lines import lines_of
from podium.core.note import Note
from podium.programs.imports import Dated, Proposed, Reading, find_day

MOST_WORDS = 300
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_BULLET = re.compile(r"( {0,1})[-*+]\s+(.*)")
_LINK = re.compile(r"https?://[^\s)>\]\"']+")
_NAMED_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\s]{1,2000}\)")
_MARKS = re.compile(r"[*_`]{1,3}")
# A day that may be two: 3 April or 4 March. The heading above does not decide it.
_EITHER_DAY = re.compile(r"\W*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_EDGE = " \t-\u2013\u2014:|.,"


class _Piece(msgspec.Struct):
    """A heading or a bullet, with the lines under it."""

    line: int
    text: str
    dated: Dated | None
    under: list[str] = msgspec.field(default_factory=list[str])


def read(text: str, name: str) -> Reading:
    """Each dated bullet, and each dated heading with words of its own, as a win."""
    pieces: list[_Piece] = []
    remarks: list[Note] = []
    above: dict[int, Dated | None] = {}
    is_fenced = False
    for number, line in enumerate(lines_of(text), 1):
        is_fenced ^= line.lstrip().startswith("```")
        heading, bullet = _HEADING.fullmatch(line), _BULLET.fullmatch(line)
        if is_fenced or not (heading or bullet):
            if pieces and line.strip():
                pieces[-1].under.append(line)
            continue
        if heading:
            level, words = len(heading[1]), heading[2]
            above = {depth: day for depth, day in above.items() if depth < level}
            above[level] = find_day(words)
            pieces.append(_Piece(number, words if above[level] else "", above[level]))
        elif bullet:
            own = find_day(bullet[2])
            days_above = [] if _EITHER_DAY.match(bullet[2]) else sorted(above, reverse=True)
            near = next((above[depth] for depth in days_above if above[depth]), None)
            pieces.append(_Piece(number, bullet[2], own or near))
    proposed = [win for piece in pieces if (win := _win(piece, name, remarks))]
    return Reading("a brag document", tuple(proposed), tuple(remarks))


def _win(piece: _Piece, name: str, remarks: list[Note]) -> Proposed | None:
    dated = piece.dated
    own = find_day(piece.text)
    words = piece.text[: own.start] + piece.text[own.end :] if own else piece.text
    words = _LINK.sub("", _NAMED_LINK.sub(r"\1", words)).replace("()", "").replace("<>", "")
    sentence = " ".join(_MARKS.sub("", words).split()).strip(_EDGE)
    if not sentence:
        return None
    if dated is None:
        instead = "write a day in front of it, as 2026-03-14, or a dated heading above"
        remarks.append(Note(name, piece.line, 0, "", f"no day is said for: {sentence[:60]}", instead))
        return None
    fields: dict[str, object] = {"date": dated.day, "what": sentence[:MOST_WORDS]}
    if links := tuple(dict.fromkeys(_LINK.findall("\n".join([piece.text, *piece.under])))):
        fields["receipts"] = links
    under = "\n".join(line.strip() for line in piece.under)
    if dated.is_month:
        under = f"{under}\n\nThe document says the month only.".strip()
    return Proposed("win", fields, under + "\n", f"{name}:{piece.line}")
