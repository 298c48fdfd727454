"""The docs, from the same Markdown on paper, in the terminal and in the room."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

import podium
from podium.core.errors import Misuse
from podium.core.lines import lines_of

# Of each folder of the docs: what its topics are about, and what stands before their names.
PARTS = (
    ("tutorial", "Begin", ""),
    ("howto", "How to", ""),
    ("howto/sources", "Connect", "connect-"),
    ("why", "Why", ""),
    ("reference", "Look up", "reference-"),
)
FIRST = "what-podium-is-for"
MOST_HITS = 20
_REMARK = re.compile(r"<!--.*?-->\n*", re.DOTALL)


class Topic(msgspec.Struct, frozen=True):
    """One page of the docs.

    Attributes:
        name: as it is typed. title: its heading. part: what it is about.
    """

    name: str
    title: str
    part: str
    path: Path

    @property
    def text(self) -> str:
        """The whole page as Markdown, without remarks to whoever writes it."""
        return _REMARK.sub("", self.path.read_text(encoding="utf-8"))


class Hit(msgspec.Struct, frozen=True):
    """A topic in which all words stand, and the first line with one of them."""

    topic: Topic
    line: str


def folder() -> Path:
    """Where the docs lie: in the installed package, else beside its source."""
    installed = Path(podium.__file__).parent / "handbook"
    return installed if installed.is_dir() else Path(podium.__file__).parents[2] / "docs"


def topics() -> tuple[Topic, ...]:
    """All topics, part by part."""
    return tuple(topic for place, part, before in PARTS for topic in _of(place, part, before))


def named(name: str) -> Topic:
    """One topic.

    Raises:
        Misuse: there is no such topic; names the nearest.
    """
    every = {topic.name: topic for topic in topics()}
    if name not in every:
        near = difflib.get_close_matches(name, every, n=1)
        raise Misuse(f"There is no topic {name!r}", next_step=f"podium help {near[0]}" if near else "podium help")
    return every[name]


def find(words: str) -> tuple[Hit, ...]:
    """Topics in which every word stands, those with a word in their title first."""
    wanted = words.casefold().split()
    texts = [(topic, topic.text) for topic in topics()]
    hits = [
        Hit(topic, next((line for line in _plain_lines(text) if any(w in line.casefold() for w in wanted)), ""))
        for topic, text in texts
        if wanted and all(word in text.casefold() for word in wanted)
    ]

    def is_beside_the_title(hit: Hit) -> bool:
        return not any(word in hit.topic.title.casefold() for word in wanted)

    return tuple(sorted(hits, key=is_beside_the_title)[:MOST_HITS])


def _of(place: str, part: str, before: str) -> Iterator[Topic]:
    for path in sorted((folder() / place).glob("*.md"), key=lambda page: (page.stem != FIRST, page.name)):
        if path.name != "README.md":
            with path.open(encoding="utf-8") as file:
                title = next((line.removeprefix("# ").strip() for line in file if line.startswith("# ")), path.stem)
            yield Topic(before + path.stem, title, part, path)


def _plain_lines(text: str) -> Iterator[str]:
    for line in lines_of(text):
        if line.strip() and not line.startswith(("#", "<!--", "```", "| -")):
            yield line.strip().replace("`", "").replace("**", "")
