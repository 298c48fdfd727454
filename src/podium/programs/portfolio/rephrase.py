"""An optional language model may rephrase a line of hers.

Every number and name is checked, a mismatch is refused.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotReach, CannotRead, Misuse, Refused
from podium.core.hidden_fields import repr_without
from podium.programs.portfolio import AXES, number
from podium.system import paths

if TYPE_CHECKING:
    from podium.journal.kinds.portfolio_entry import PortfolioEntry
    from podium.sources.http.client import HttpClient

URL, NAME, KEY = "PODIUM_MODEL_URL", "PODIUM_MODEL_NAME", "PODIUM_MODEL_KEY"
MOST_CHARACTERS = 2_000
_TOLD = (
    "Rephrase the sentence for a business reader: at most 30 words, plain English, one sentence, no adjectives. "
    "Keep every number with its unit and every name exactly. Add no fact. Answer with the sentence alone."
)
_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f' ]*\d|\d")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_UNIT = re.compile(r"\s*-?(%|[^\W\d_]+)")
_COUNTING = re.compile(
    r"zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?"
    r"|dozens?|half|halve[sd]?|thirds?|quarters?|doubled?|doubles|tripled?|triples|twice|thrice|once|percent|couple|tenfold"
    r"|none|nobody|all|every|never|always|most"
)
# Words a sentence may begin with although the facts do not hold them.
_OPENER = re.compile(
    r"the|an?|we|our|they|their|this|that|these|its?|since|after|before|by|with|now|today|when|where|as|because|in|on|at"
    r"|from|for|and|to|i|my|what|who|more|fewer|less"
)
_UNITS = re.compile(
    r"%|m?s|[hkmd]|bn|days?|weeks?|months?|years?|hours?|minutes?|seconds?|percent|usd|eur|gbp|chf|dollars?|euros?"
    r"|thousand|million|billion|people|engineers|customers|users|pages|incidents|points|tickets"
)
_FROM_TO = re.compile(r"\bfrom\b[^\d]{0,30}(\d[\d.,]*)[^\d]{0,60}\bto\b[^\d]{0,30}(\d[\d.,]*)", re.IGNORECASE)
_INSTEAD = re.compile(
    r"(\d[\d.,]*)[^\d]{0,60}\b(?:instead of|rather than|down from|up from|against|compared (?:to|with)|not|was|were|before:)"
    r"[^\d]{0,30}(\d[\d.,]*)",
    re.IGNORECASE,
)


class Model(msgspec.Struct, frozen=True):
    """Where the model answers; off unless she names one.

    Attributes:
        key: sent as a bearer token, never shown.
    """

    url: str
    name: str
    key: str = ""

    def __repr__(self) -> str:
        """Without the key."""
        return repr_without(self, "key")


def configured() -> Model | None:
    """The model of the environment, else of `model.toml` beside the file about her; None when there is none.

    Raises:
        CannotRead: the file is wrong. Misuse: an address that is neither https nor this machine.
    """
    path = paths.home() / "model.toml"
    settings = _file(path)
    url = os.environ.get(URL) or str(settings.get("url", ""))
    if not url:
        return None
    name = os.environ.get(NAME) or str(settings.get("name", ""))
    if not name:
        raise CannotRead("the model has no name", where=str(path), next_step=f'write name = "..." or set {NAME}')
    return Model(url, name, os.environ.get(KEY) or str(settings.get("key", "")))


def _file(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, ValueError) as wrong:
        raise CannotRead(f"the settings of the model cannot be read: {wrong}", where=str(path)) from None


def facts(head: PortfolioEntry) -> str:
    """All that is sent and all that may come back: the entry's own line and its numbers and names."""
    ends = f"before {number(head.before)}" if head.before is not None else ""
    ends += f" after {number(head.after)}" if head.after is not None else ""
    lines = [
        ("Sentence", head.outcome),
        ("Measure", f"{ends} {head.unit}".strip()),
        ("For whom", head.for_whom),
        ("Why it matters", head.worth),
        ("Done by", ", ".join(head.credit)),
        ("Axis", AXES.get(head.axis or "", "")),
    ]
    return "\n".join(f"{label}: {' '.join(text.split())}" for label, text in lines if text.strip())


def ask(model: Model, head: PortfolioEntry, wire: HttpClient, *, known_names: Iterable[str] = ()) -> str:
    """One sentence from the model, checked.

    Raises:
        CannotReach: no answer, or none podium understands. Refused: the answer holds what the facts do not.
    """
    facts_text = facts(head)
    body = {
        "model": model.name,
        "temperature": 0,
        "stream": False,
        "messages": [{"role": "system", "content": _TOLD}, {"role": "user", "content": facts_text}],
    }
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {model.key}"} if model.key else {})
    with wire.line(model.url, headers=headers) as line:
        reply = line.ask("POST", "chat/completions", body=json.dumps(body).encode())
    sentence = _sentence(reply.body)
    wrong = mismatches(sentence, facts_text, known_names=known_names)
    if wrong:
        raise Refused(
            f"the model's sentence was refused: {'; '.join(wrong)}. It said: {sentence}",
            next_step="keep your own words",
        )
    return sentence


def _sentence(body: bytes) -> str:
    try:
        sentence = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise CannotReach("the model's answer has another form than chat completions") from None
    if not isinstance(sentence, str) or not sentence.strip() or len(sentence) > MOST_CHARACTERS:
        raise CannotReach("the model answered with no sentence")
    return " ".join(sentence.split()).strip('"“”')


def mismatches(sentence: str, facts_text: str, *, known_names: Iterable[str] = ()) -> list[str]:
    """What the sentence holds and the facts do not; empty when every number and name can be found there."""
    sentence, facts_text = unicodedata.normalize("NFKC", sentence), unicodedata.normalize("NFKC", facts_text)
    return [*_wrong_numbers(sentence, facts_text), *_wrong_names(sentence, facts_text, known_names)]


def _wrong_numbers(sentence: str, facts_text: str) -> list[str]:
    there = _numbers(facts_text)
    given_values = {value for value, _ in there}
    wrong: list[str] = []
    for value, unit in _numbers(sentence):
        if value not in given_values:
            wrong.append(f"the number {value} is in no receipt")
        elif _UNITS.fullmatch(unit) and (value, unit) not in there and not _is_measured(value, unit, facts_text):
            wrong.append(f"{value} {unit}: the receipts have {value} with another unit")
    wrong += _turned(sentence, facts_text)
    given_words = set(_words(facts_text))
    counting_words = dict.fromkeys(
        word for word in _words(sentence) if _COUNTING.fullmatch(word) and word not in given_words
    )
    return wrong + [f"“{word}” counts something the receipts do not" for word in counting_words]


def _turned(sentence: str, facts_text: str) -> list[str]:
    """Whether the change runs the other way than the facts have it."""
    ends = [value for value, _ in _numbers(_measure(facts_text))][:2]
    if len(ends) < 2 or ends[0] == ends[1]:
        return []
    pairs = [(hit[1], hit[2]) for hit in _FROM_TO.finditer(sentence)] + [
        (hit[2], hit[1]) for hit in _INSTEAD.finditer(sentence)
    ]
    changes_stated = [tuple(value for text in pair for value, _ in _numbers(text)) for pair in pairs]
    return ["the change runs the other way than in the receipts"] if (ends[1], ends[0]) in changes_stated else []


def _measure(facts_text: str) -> str:
    return next((line for line in facts_text.split("\n") if line.startswith("Measure:")), "")


def _numbers(text: str) -> list[tuple[str, str]]:
    """Each number in one spelling, and the word behind it; digits of any script."""
    numbers: list[tuple[str, str]] = []
    for hit in _NUMBER.finditer(text):
        digits = "".join(str(unicodedata.digit(c, c)) for c in hit[0])
        plain = re.sub(r"[,'\u00a0\u202f ](?=\d{3}(?:\D|$))", "", digits)
        unit = _UNIT.match(text, hit.end())
        for piece in re.split(r"[\s,']+", plain):
            value = piece.strip(".")
            value = value.rstrip("0").rstrip(".") if "." in value else value.lstrip("0") or "0"
            numbers.append((value, unit[1].casefold() if unit else ""))
    odd = [c for c in text if not c.isdigit() and unicodedata.category(c) in {"No", "Nl"}]
    return numbers + [(c, "") for c in odd]


def _is_measured(value: str, unit: str, facts_text: str) -> bool:
    """Whether the number is one of the two ends, whose unit the facts name once behind both."""
    measure = _measure(facts_text)
    return value in [v for v, _ in _numbers(measure)] and unit in ("%" if "%" in measure else "", *_words(measure))


def _wrong_names(sentence: str, facts_text: str, known_names: Iterable[str]) -> list[str]:
    there = {_bare(word) for word in _words(facts_text)}
    wrong: list[str] = []
    for hit in _WORD.finditer(sentence):
        word = _bare(hit[0])
        if not any(c.isupper() for c in hit[0]) or word in there:
            continue
        is_first = hit.start() == 0 or sentence[: hit.start()].rstrip()[-1:] in ".!?:"
        if not (is_first and _OPENER.fullmatch(word)) and word != "i":
            wrong.append(f"the name “{hit[0]}” is in no receipt")
    for name in known_names:
        parts = [_bare(part) for part in _words(name)]
        sentence_words = {_bare(word) for word in _words(sentence)}
        wrong += [
            f"the name “{name}” is in no receipt" for part in parts if part in sentence_words and part not in there
        ]
    return list(dict.fromkeys(wrong))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _bare(word: str) -> str:
    return re.sub(r"[’']s$", "", word.casefold())


def demand_configured() -> Model:
    """The model, or how to name one.

    Raises:
        Misuse: none is configured; podium works without.
    """
    model = configured()
    if model is None:
        raise Misuse(
            "no language model is configured, and none is needed",
            next_step=f'set {URL} and {NAME}, or write url = "http://127.0.0.1:8080/v1" and name = "..." in model.toml',
        )
    return model
