"""Every record can be read: the types it is made of are there when the program runs, not for the checkers alone."""

from __future__ import annotations

import importlib
import pkgutil
from typing import get_type_hints

import msgspec
import pytest

import podium

MODULES = [module.name for module in pkgutil.walk_packages(podium.__path__, "podium.")]


@pytest.mark.parametrize("room", sorted({".".join(name.split(".")[:2]) for name in MODULES}))
def test_the_types_of_a_record_are_there_when_it_is_read(room: str) -> None:
    loaded = [importlib.import_module(name) for name in MODULES if name == room or name.startswith(room + ".")]
    records = {
        found
        for module in loaded
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, msgspec.Struct)
    }
    for record in records:
        get_type_hints(record)
