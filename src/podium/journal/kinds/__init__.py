"""The kinds of entry, one file each; the folder is the list."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from podium.journal.entry import Kind


@cache
def names() -> tuple[str, ...]:
    """Every kind's name, sorted; imports none of them."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__)))


@cache
def load(name: str) -> Kind[Any]:
    """One kind by its name.

    Raises:
        Misuse: there is no such kind.
    """
    from podium.core.errors import Misuse, OurFault
    from podium.journal.entry import Kind

    if name not in names():
        raise Misuse(f"the journal has no kind {name!r}", next_step="write one of: " + ", ".join(names()))
    kind = importlib.import_module(f"podium.journal.kinds.{name.replace('-', '_')}").KIND
    if not isinstance(kind, Kind) or kind.name != name:
        raise OurFault(f"the file of the kind {name} does not hold a kind of that name")
    return kind


def every() -> tuple[Kind[Any], ...]:
    """All kinds, by name."""
    return tuple(load(name) for name in names())
