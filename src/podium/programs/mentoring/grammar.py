"""A manifest that is a program, read by its language's published grammar; nothing of it runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Node

# The longest of 5,000 manifests of real histories had 29 KB and took 70 ms.
MOST_BYTES = 100_000
MOST_CPU_S = 1.0
_PIECE = 2048


def parse(grammar: str, text: str) -> Node:
    """The tree of a text. Where a text breaks the grammar, what stands around the break is still told.

    Raises:
        ValueError: too large, or made to keep a parser busy. ImportError: what reads it is not installed.
    """
    from tree_sitter import Parser

    data = text.encode("utf-8", "replace")
    if len(data) > MOST_BYTES:
        raise ValueError("it is too large")
    watch = _Watch(data)
    try:
        tree = Parser(_language(grammar)).parse(watch.read, encoding="utf8", progress_callback=watch.is_over)
    except ValueError:
        raise ValueError("it takes too long to read") from None
    if watch.is_over():
        raise ValueError("it takes too long to read")
    return tree.root_node


class _Watch:
    """Hands a parser its text in pieces, and nothing more when its time is over: one token may look at it all."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._until_s = time.thread_time() + MOST_CPU_S

    def read(self, at: int, _: object) -> bytes:
        return b"" if self.is_over() else self._data[at : at + _PIECE]

    def is_over(self, *_: object) -> bool:
        return time.thread_time() > self._until_s


def walk(root: Node) -> Iterator[Node]:
    """Every node, in the order of the text."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(node.children)


def words(node: Node) -> str:
    """The text of a node."""
    return (node.text or b"").decode("utf-8", "replace")


@cache
def _language(grammar: str) -> Language:
    from tree_sitter import Language

    pointer: object = import_module(f"tree_sitter_{grammar}").language()
    return Language(pointer)
