"""What a repository says it needs: one file a language, read as text, running nothing."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from itertools import islice

import msgspec

from podium.core.errors import CannotRead, OurFault
from podium.system.extras import install_line

MOST_NEEDS = 20_000
MOST_YAML = 300_000
_LONGEST = 200


class Need(msgspec.Struct, frozen=True, order=True):
    """Something a manifest names.

    Attributes:
        name: as its registry writes it.
        version: as written; empty when free.
        is_direct: named by people in a manifest; False for what a lock file adds.
    """

    name: str
    version: str = ""
    is_direct: bool = True


Reader = Callable[[str], Iterable[Need]]


class Dialect(msgspec.Struct, frozen=True):
    """One language's files.

    Attributes:
        name: for people: Python. things: what its needs are called: dependencies, images, actions.
        files: patterns of a path's last piece, or of the whole path when they hold a slash, to their readers.
    """

    name: str
    files: Mapping[str, Reader]
    things: str = "dependencies"


def find(path: str) -> tuple[Dialect, Reader] | None:
    """Who reads a path; None when it is no manifest."""
    last = path.rpartition("/")[2]
    for dialect in every():
        for pattern, reader in dialect.files.items():
            if fnmatchcase(path if "/" in pattern else last, pattern):
                return dialect, reader
    return None


def read(reader: Reader, text: str, where: str) -> frozenset[Need]:
    """The needs of a manifest, odd names cut away.

    Raises:
        CannotRead: it is no manifest a tool would take, or what reads its language is not installed.
    """
    try:
        needs = list(islice(reader(text), MOST_NEEDS))
    except ImportError:
        raise CannotRead(f"reading it needs one more part: `{install_line('manifests')}`", where=where) from None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, SyntaxError) as wrong:
        why = str(wrong) if type(wrong) is ValueError else type(wrong).__name__
        raise CannotRead(f"this manifest cannot be read: {why}", where=where) from None
    return frozenset(
        Need(name, need.version.strip()[:40], need.is_direct)
        for need in needs
        if (name := need.name.strip()) and len(name) <= _LONGEST and name.isprintable()
    )


@cache
def every() -> tuple[Dialect, ...]:
    """All dialects, by name."""
    dialects = []
    for module in pkgutil.iter_modules(__path__):
        dialect = getattr(importlib.import_module(f"{__name__}.{module.name}"), "DIALECT", None)
        if not isinstance(dialect, Dialect):
            raise OurFault(f"the file {module.name} holds no dialect")
        dialects.append(dialect)
    return tuple(sorted(dialects, key=lambda dialect: dialect.name))


def load_yaml(text: str) -> object:
    """Plain values of a YAML text; tags make nothing.

    Raises:
        ValueError: it is no YAML, or too large to be read by hand.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if len(text) > MOST_YAML:
        raise ValueError("it is too large")
    try:
        return YAML(typ="safe", pure=False).load(text)
    except YAMLError as wrong:
        raise ValueError("it is no YAML") from wrong


def texts(value: object, depth: int = 12) -> Iterator[tuple[str, str]]:
    """Every (key, text) below a value, as deep as people nest and no deeper; what is met twice is told once."""
    visited_ids: set[int] = set()
    stack: list[tuple[object, int]] = [(value, depth)]
    while stack:
        at, levels_left = stack.pop()
        if not isinstance(at, dict | list) or levels_left < 0 or id(at) in visited_ids:
            continue
        visited_ids.add(id(at))
        pairs = at.items() if isinstance(at, dict) else [("", item) for item in at]
        for key, below in pairs:
            if isinstance(below, str):
                yield str(key), below
            else:
                stack.append((below, levels_left - 1))
