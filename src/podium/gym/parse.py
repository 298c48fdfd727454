"""Reads a scenario file, `*.talk.md`; a mistake is told with its line.

Head: `# title`, then `key: value` lines. Then `## beat` with `>` opening lines, `- [moves] reply`, `~ when: reaction (thought)`
and `=> beat if when`; and `## END name` with `>` lines. `>!` and `~!` mark the line that tells the hidden fact.
A condition joins tests with `&` (binds first) and `|`; `not` turns one around. `//` starts a remark.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead
from podium.core.lines import lines_of
from podium.core.note import Note
from podium.gym.moves import LEAST, MOST, MOVES, SCALES
from podium.gym.scenario import FIGURES, FORMAT, Beat, Ending, Exit, Must, Reaction, Reply, Scenario, Test

if TYPE_CHECKING:
    from podium.gym.scenario import Condition

MOST_BYTES = 64_000
MOST_TURNS = 30
MOST_NOTES = 20
ENDING = ".talk.md"
_KEYS = ("talk", "trap", "you", "with", "about", "fact", "law", "mood", "temper", "turns", "must", "never", "figure")
_NEEDED = ("talk", "trap", "you", "with", "fact", "mood", "turns")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TEST = re.compile(r"(not\s+)?([a-z][a-z0-9.-]*)\s*(?:(>=|<=|>|<|=)\s*(\d{1,3}))?")
_REPLY = re.compile(r"- \[([^\]]*)\]\s*(.+)")
_REACTION = re.compile(r"~(!?)\s*([^:]+):\s*(.+)")
_EXIT = re.compile(r"=>\s*(\S+)(?:\s+if\s+(.+))?")
_THOUGHT = re.compile(r"\s*\(([^()]{1,200})\)\s*$")
_EFFECT = re.compile(r"([a-z.]+)\s+((?:[a-z]+[+-]\d+\s*)+)")


class _Draft(msgspec.Struct):
    """A file as it is being read: what was found, and the mistakes."""

    file: str
    head: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    lines: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    title: str = ""
    beats: list[tuple[str, int, list[tuple[int, str]]]] = msgspec.field(
        default_factory=list[tuple[str, int, list[tuple[int, str]]]]
    )
    endings: list[Ending] = msgspec.field(default_factory=list[Ending])
    notes: list[Note] = msgspec.field(default_factory=list[Note])
    replies: int = 0
    reactions: int = 0
    names: set[str] = msgspec.field(default_factory=set[str])

    def wrong(self, line: int, what: str, instead: str = "") -> None:
        """Note a mistake."""
        self.notes.append(Note(self.file, line, 0, "", what, instead))


def parse(data: bytes, name: str, *, file: str = "") -> tuple[Scenario | None, list[Note]]:
    """The scenario in a file's bytes, and every mistake; None when there is any."""
    draft = _Draft(file or name + ENDING)
    if len(data) > MOST_BYTES:
        draft.wrong(0, f"the file has {len(data):,} bytes; a scenario has at most {MOST_BYTES:,}", "cut it in two")
        return None, draft.notes
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        draft.wrong(0, "this is no UTF-8 text", "save it as UTF-8")
        return None, draft.notes
    _sort_lines(draft, text)
    scenario = _build(draft, name, hashlib.sha256(data).hexdigest())
    return (None, draft.notes[:MOST_NOTES]) if draft.notes else (scenario, [])


def read(data: bytes, name: str, *, file: str = "") -> Scenario:
    """As `parse`, for a caller that needs a scenario that can be played.

    Raises:
        CannotRead: it has a mistake; the first is told with its line.
    """
    scenario, notes = parse(data, name, file=file)
    if scenario is None:
        first = notes[0]
        raise CannotRead(
            first.what, where=f"{first.file}:{first.line}" if first.line else first.file, next_step=first.instead
        )
    return scenario


def _sort_lines(draft: _Draft, text: str) -> None:
    """Each line to the head, its beat or its ending."""
    ending: list[str] | None = None
    ending_name, ending_line = "", 0

    def close() -> None:
        if ending is not None:
            if not ending:
                draft.wrong(ending_line, f"the ending {ending_name} says nothing", "write a line that starts with >")
            draft.endings.append(Ending(ending_name, " ".join(ending)))

    for number, raw in enumerate(lines_of(text), 1):
        line = re.sub(r"(?:^|\s)//.*$", "", raw).strip()
        if not line:
            continue
        if line.startswith("## END "):
            close()
            ending_name, ending_line, ending = _named(draft, number, line[7:]), number, []
        elif line.startswith("## "):
            close()
            ending = None
            draft.beats.append((_named(draft, number, line[3:]), number, []))
        elif line.startswith("# ") and not draft.title:
            draft.title = line[2:].strip()
        elif ending is not None:
            if line.startswith(">"):
                ending.append(line[1:].strip())
            else:
                draft.wrong(number, "an ending holds only lines that start with >", "put it into a beat")
        elif draft.beats:
            draft.beats[-1][2].append((number, line))
        else:
            _head_line(draft, number, line)
    close()


def _named(draft: _Draft, line: int, text: str) -> str:
    name = text.strip()
    if not _NAME.fullmatch(name):
        draft.wrong(line, f"{name[:40]!r} is not a name", "use small letters, digits and dashes")
    elif name in draft.names:
        draft.wrong(line, f"there are two called {name}", "give one another name")
    draft.names.add(name)
    return name


def _head_line(draft: _Draft, number: int, line: str) -> None:
    key, colon, value = line.partition(":")
    key = key.strip()
    if not colon or key not in _KEYS:
        draft.wrong(number, f"{line[:40]!r} is nothing a head holds", "write one of " + ", ".join(_KEYS))
    elif key in draft.head:
        draft.wrong(number, f"{key} stands twice", "keep one")
    else:
        draft.head[key], draft.lines[key] = value.strip(), number


def _build(draft: _Draft, name: str, sha256: str) -> Scenario | None:
    for key in _NEEDED:
        if not draft.head.get(key):
            draft.wrong(1, f"the head has no {key}", f"write {key}: ...")
    if not draft.title:
        draft.wrong(1, "there is no title", "begin with `# title`")
    if draft.head.get("talk", str(FORMAT)) != str(FORMAT):
        draft.wrong(draft.lines["talk"], "this format is of another podium", f"write talk: {FORMAT}")
    musts = _musts(draft)
    must_names = frozenset(must.name for must in musts)
    beats = tuple(_beat(draft, *beat, must_names) for beat in draft.beats)
    if not beats or not draft.endings:
        draft.wrong(1, "a scenario has at least one beat and one ending", "write ## open and ## END agreed")
    turns, late = _turns(draft)
    for exit, line in ((late, draft.lines.get("turns", 1)), *_targets(draft)):
        if exit and exit not in draft.names:
            draft.wrong(line, f"there is no beat or ending called {exit}", "write ## " + exit)
    if draft.notes:
        return None
    head = draft.head
    return (
        Scenario(
            name=name,
            sha256=sha256,
            title=draft.title,
            trap=head["trap"],
            you=head["you"],
            counterpart=head["with"],
            called=head["with"].split(",")[0].split(" ")[0],
            about=head.get("about", ""),
            fact=head["fact"],
            law="law" in head,
            mood=_mood(draft),
            temper=_temper(draft),
            turns=turns,
            late=late,
            musts=musts,
            never=_never(draft),
            beats=beats,
            endings=tuple(draft.endings),
            figure=_figure(draft),
        )
        if not draft.notes
        else None
    )


def _figure(draft: _Draft) -> str:
    figure = draft.head.get("figure", FIGURES[0])
    if figure not in FIGURES:
        draft.wrong(draft.lines["figure"], f"{figure[:40]!r} is nobody in the room", "choose " + " or ".join(FIGURES))
    return figure


def _targets(draft: _Draft) -> list[tuple[str, int]]:
    targets = [(_EXIT.fullmatch(line), number) for _, _, lines in draft.beats for number, line in lines]
    return [(match[1], number) for match, number in targets if match]


def _turns(draft: _Draft) -> tuple[int, str]:
    turns_text = draft.head.get("turns", "")
    match = re.fullmatch(r"(\d{1,3})\s*=>\s*(\S+)", turns_text)
    if not match or not 2 <= int(match[1]) <= MOST_TURNS:
        if turns_text:
            draft.wrong(draft.lines["turns"], "turns says how many and which ending follows", "turns: 9 => stalled")
        return MOST_TURNS, ""
    if draft.endings and match[2] not in {ending.name for ending in draft.endings}:
        draft.wrong(draft.lines["turns"], f"{match[2]} is not an ending", "name an ending")
    return int(match[1]), match[2]


def _mood(draft: _Draft) -> tuple[tuple[str, int], ...]:
    mood: dict[str, int] = {}
    for piece in draft.head["mood"].split(","):
        scale, _, value = piece.strip().partition(" ")
        if scale not in SCALES or not re.fullmatch(r"\d{1,2}", value.strip()) or int(value) > MOST:
            draft.wrong(
                draft.lines["mood"], f"{piece.strip()!r} is not a mood", "trust 4, guard 5, clarity 2, commit 1"
            )
            continue
        mood[scale] = int(value)
    return tuple((scale, mood.get(scale, LEAST)) for scale in SCALES)


def _temper(draft: _Draft) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    temper: list[tuple[str, tuple[tuple[str, int], ...]]] = []
    for piece in filter(None, (piece_text.strip() for piece_text in draft.head.get("temper", "").split(","))):
        match = _EFFECT.fullmatch(piece)
        effects = tuple((s, int(n)) for s, n in re.findall(r"([a-z]+)([+-]\d+)", match[2])) if match else ()
        if not match or match[1] not in MOVES or any(s not in SCALES or abs(n) > 5 for s, n in effects):
            draft.wrong(draft.lines["temper"], f"{piece[:40]!r} is not a temper", "write: blame guard+1, own trust+1")
            continue
        temper.append((match[1], effects))
    return tuple(temper)


def _never(draft: _Draft) -> tuple[str, ...]:
    names = tuple(filter(None, (name.strip() for name in draft.head.get("never", "").split(","))))
    for name in names:
        if name not in MOVES:
            draft.wrong(draft.lines["never"], f"{name[:40]!r} is not a move", "write one of " + ", ".join(MOVES))
    return names


def _musts(draft: _Draft) -> tuple[Must, ...]:
    musts: list[Must] = []
    for piece in filter(None, (piece_text.strip() for piece_text in draft.head.get("must", "").split(";"))):
        name, equals, when = (part.strip() for part in piece.partition("="))
        line = draft.lines["must"]
        if not equals or not _NAME.fullmatch(name) or name in MOVES or name in (*SCALES, "turn", "fact"):
            draft.wrong(line, f"{piece[:40]!r} is not a must", "write: hear-them = ask.open & reflect")
            continue
        condition = _condition(draft, line, when, frozenset())
        if any(test.name not in MOVES for tests in condition for test in tests):
            draft.wrong(line, f"the must {name} asks for more than moves", "name moves only, joined with & and |")
        musts.append(Must(name, condition))
    return tuple(musts)


def _condition(draft: _Draft, line: int, text: str, musts: frozenset[str]) -> Condition:
    """`own & trust >= 4 | fact` as a condition; a mistake is noted."""
    anys: list[tuple[Test, ...]] = []
    for alternative in text.split("|"):
        tests: list[Test] = []
        for piece in alternative.split("&"):
            match = _TEST.fullmatch(piece.strip())
            name = match[2] if match else ""
            if not match or not _is_known(name, match[3] or "", musts):
                draft.wrong(
                    line,
                    f"{piece.strip()[:40]!r} cannot be asked",
                    "ask a move, a must, `fact`, a scale or the turn: trust >= 6",
                )
                continue
            tests.append(Test(name, match[3] or "", int(match[4] or 0), bool(match[1])))
        anys.append(tuple(tests))
    return tuple(anys)


def _is_known(name: str, sign: str, musts: frozenset[str]) -> bool:
    return name in (*SCALES, "turn") if sign else name in MOVES or name in musts or name == "fact"


def _beat(draft: _Draft, name: str, line: int, lines: list[tuple[int, str]], musts: frozenset[str]) -> Beat:
    opening: list[str] = []
    is_fact = False
    replies: list[Reply] = []
    reactions: list[Reaction] = []
    exits: list[Exit] = []
    for number, text in lines:
        if text.startswith(">"):
            is_fact = is_fact or text.startswith(">!")
            opening.append(text.lstrip(">!").strip())
        elif match := _REPLY.fullmatch(text):
            replies.append(Reply(draft.replies, _moves_of(draft, number, match[1]), match[2].strip()))
            draft.replies += 1
        elif match := _REACTION.fullmatch(text):
            reactions.append(_reaction(draft, number, match, musts))
        elif match := _EXIT.fullmatch(text):
            exits.append(Exit(match[1], _condition(draft, number, match[2], musts) if match[2] else ()))
        else:
            draft.wrong(number, f"{text[:40]!r} is not a line of a beat", "start it with >, - [moves], ~ when: or =>")
    if not replies:
        draft.wrong(line, f"the beat {name} offers no reply", "write - [ask.open] ...")
    if not any(not reaction.when for reaction in reactions):
        draft.wrong(line, f"the beat {name} has no answer to everything else", "write ~ else: ...")
    return Beat(name, " ".join(opening), is_fact, tuple(replies), tuple(reactions), tuple(exits))


def _moves_of(draft: _Draft, line: int, text: str) -> tuple[str, ...]:
    names = tuple(text.split())
    for name in names:
        if name not in MOVES:
            draft.wrong(line, f"{name[:40]!r} is not a move", "write one of " + ", ".join(MOVES))
    if not names:
        draft.wrong(line, "the reply has no moves", "write - [ask.open] ...")
    return names


def _reaction(draft: _Draft, line: int, match: re.Match[str], musts: frozenset[str]) -> Reaction:
    when, text = match[2].strip(), match[3].strip()
    thought = _THOUGHT.search(text)
    spoken = text[: thought.start()].strip() if thought else text
    if not spoken:
        draft.wrong(line, "the reaction says nothing", "write what they say before the thought in brackets")
    draft.reactions += 1
    return Reaction(
        number=draft.reactions - 1,
        when=() if when == "else" else _condition(draft, line, when, musts),
        text=spoken,
        thought=thought[1] if thought else "",
        is_fact=bool(match[1]),
    )
