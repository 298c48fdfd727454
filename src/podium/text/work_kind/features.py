"""The marks read off one change.

Its words, its first verb, the shape of its subject, its paths.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from podium.text.work_kind.paths import look_at, take_first

LONGEST_SUBJECT: Final = 300
LONGEST_BODY: Final = 200

_PREFIX: Final = re.compile(
    r"(?i)\b(?:feat|feature|fix|bugfix|hotfix|docs?|chore|refactor|perf|tests?|build|ci|style|revert|deps|release)"
    r"(?:\([^()\n]{0,60}\))?!?:\s*"
)
_LINK: Final = re.compile(r"https?://\S+|<url>")
_MAIL: Final = re.compile(r"\S+@\S+\.\w+|<email>")
_TOKEN: Final = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)+|\d+|[`#&<>]")
_VERSION: Final = re.compile(r"\bv?\d+\.\d+")
_CAMEL: Final = re.compile(r"[a-z][A-Z]|_[a-z]|::|\(\)|\w\.\w")
_ISSUE: Final = re.compile(r"(?i)\b(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?)\b:?\s+(?:\w+/\w+)?(?:#\d+|<url>)")
_PULL: Final = re.compile(r"\(#\d+\)")
_STOP: Final = frozenset(re.findall(r"\w+", "the a an of to in for and on with by from is it be as that this at"))


class Marks(NamedTuple):
    """What one change shows: marks that count in full, and words that share one voice."""

    shape: list[str]
    words: list[str]


def strip_prefixes(text: str) -> str:
    """Take every conventional prefix out: squash bodies repeat them, and they give the answer away."""
    return _PREFIX.sub("", text)


def _stem(word: str) -> str:
    for tail, least in (("ing", 6), ("ied", 6), ("ed", 5), ("es", 5), ("s", 4)):
        if word.endswith(tail) and len(word) >= least and not word.endswith("ss"):
            word = word[: -len(tail)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


def _tokens(text: str) -> list[str]:
    stems: list[str] = []
    for token in _TOKEN.findall(_MAIL.sub(" xmail ", _LINK.sub(" xlink ", text)).lower()):
        if token[0].isdigit():
            stems.append("0.0" if "." in token else "0")
        else:
            stems.append(_stem(token))
    return stems


def _size(count: int) -> str:
    for edge in (0, 1, 2, 3, 5, 8, 15, 40, 200):
        if count <= edge:
            return str(edge)
    return "more"


def _path_marks(kinds: Sequence[str], signature: str, paths: Sequence[str], n_paths: int) -> list[str]:
    looked_at = [look_at(path) for path in paths]
    marks = [f"n={_size(n_paths)}", f"sig={signature}"]
    for kind in kinds:
        share = sum(looked.kind == kind for looked in looked_at) / len(looked_at)
        marks += [f"has={kind}", f"{'all' if share == 1 else 'most' if share > 0.5 else 'some'}={kind}"]
    marks += [f"kk={a}|{b}" for a in kinds for b in kinds if a < b]
    marks += sorted({f"dir={word}" for looked in looked_at for word in looked.words})
    return marks


def _shape_marks(subject: str, body: str, tokens: Sequence[str]) -> list[str]:
    marks = [f"long={_size(len(tokens))}", f"body={_size(len(body) // 20)}"]
    for name, is_shaped in (
        ("capital", subject[:1].isupper()),
        ("code", "`" in subject),
        ("identifier", bool(_CAMEL.search(subject))),
        ("version", bool(_VERSION.search(subject))),
        ("pull", bool(_PULL.search(subject))),
        ("dot", subject.endswith(".")),
        ("closes", bool(_ISSUE.search(subject))),
        ("body-closes", bool(_ISSUE.search(body))),
        ("list", "* " in body or "- " in body),
        ("quote", '"' in subject or "'" in subject),
        ("breaking", "BREAKING" in body),
        ("colon", ":" in subject),
        ("slash", "/" in subject),
    ):
        if is_shaped:
            marks.append(f"is={name}")
    return marks


def _word_marks(tokens: Sequence[str], body: Sequence[str]) -> list[str]:
    plain = [t for t in tokens if t not in _STOP]
    marks = [f"w={t}" for t in plain]
    marks += [f"b={a} {b}" for a, b in pairwise(tokens)]
    marks += [f"t={t}" for t in body if t not in _STOP]
    return list(dict.fromkeys(marks))


def read_marks(subject: str, body: str, paths: Sequence[str], n_paths: int) -> Marks:
    """Read every mark of one change; the training and the running podium both read them here."""
    subject = strip_prefixes(subject[:LONGEST_SUBJECT]).strip()
    body = " ".join(strip_prefixes(body[: 4 * LONGEST_BODY]).split())[:LONGEST_BODY]
    tokens = _tokens(subject)
    first_paths = take_first(paths)
    kinds = sorted({look_at(path).kind for path in first_paths})
    signature = "+".join(kinds)
    words = [token for token in tokens if token[0].isalpha()]
    first = words[0] if words else ""
    shape = _path_marks(kinds, signature, first_paths, n_paths)
    shape += _shape_marks(subject, body, tokens)
    shape += [f"v={first}", *(f"v={first}|{kind}" for kind in kinds)]
    shape += [f"w+{word}|{signature}" for word in words[1:] if word not in _STOP]
    return Marks(list(dict.fromkeys(shape)), _word_marks(tokens, _tokens(body)))
