"""Ruby: Gemfile, gemspec and Gemfile.lock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from podium.programs.mentoring.grammar import parse, walk, words
from podium.programs.mentoring.manifests import Dialect, Need

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMING = frozenset({"gem", "add_dependency", "add_runtime_dependency", "add_development_dependency"})
_LOCKED = re.compile(r"^    ([\w.-]+) \(([^)]+)\)$", re.MULTILINE)


def read_gemfile(text: str) -> Iterator[Need]:
    """Gems named by a plain text; what Ruby would compute is not seen."""
    for node in walk(parse("ruby", text)):
        method, arguments = node.child_by_field_name("method"), node.child_by_field_name("arguments")
        if node.type == "call" and method is not None and arguments is not None and words(method) in _NAMING:
            argument_texts = [list(_plain(argument)) for argument in arguments.named_children]
            if argument_texts and argument_texts[0]:
                yield Need(argument_texts[0][0], ", ".join(word for texts in argument_texts[1:] for word in texts))


def _plain(node: Node) -> Iterator[str]:
    """The texts of an argument that are written out: `"~> 8.0"`, or a list of them."""
    if node.type == "array":
        for child in node.named_children:
            yield from _plain(child)
    elif node.type == "string" and [child.type for child in node.named_children] == ["string_content"]:
        yield words(node.named_children[0])


def read_lock(text: str) -> Iterator[Need]:
    """Every resolved gem."""
    for name, version in _LOCKED.findall(text.replace("\r\n", "\n")):
        yield Need(name, version, is_direct=False)


DIALECT = Dialect("Ruby", {"Gemfile": read_gemfile, "*.gemspec": read_gemfile, "Gemfile.lock": read_lock})
