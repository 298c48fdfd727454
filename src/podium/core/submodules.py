"""Modules of a package that are imported when they are first asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def submodule(package: str, name: str) -> ModuleType:
    """One module of a package, imported now; for the package's own `__getattr__`.

    Raises:
        AttributeError: the package has no such module.
    """
    place = f"{package}.{name}"
    try:
        return importlib.import_module(place)
    except ModuleNotFoundError as missing:
        if missing.name != place:
            raise
        raise AttributeError(f"module {package!r} has no attribute {name!r}") from None
