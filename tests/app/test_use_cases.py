"""The package of use cases: what it names is there, and each is imported only when it is asked for."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from podium import app

MODULES = sorted(module.name for module in pkgutil.iter_modules(app.__path__))


def test_every_use_case_is_named_for_the_type_checker() -> None:
    tree = ast.parse(Path(app.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "podium.app"]
    assert sorted(alias.name for node in imports for alias in node.names) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_what_a_use_case_hands_on_is_there(name: str) -> None:
    module = importlib.import_module(f"podium.app.{name}")
    assert [handed for handed in getattr(module, "__all__", ()) if not hasattr(module, handed)] == []
    assert getattr(app, name) is module


def test_a_name_that_is_no_use_case_is_an_attribute_error() -> None:
    assert not hasattr(app, "nothing_of_the_kind")


def test_a_command_starts_without_what_only_others_need() -> None:
    code = "import sys; from podium import app; app.entry; print(*sorted(m for m in sys.modules if 'podium.' in m))"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "podium.app.entry" in modules
    assert not {"podium.mirror.mirror", "podium.experiments", "podium.web", "podium.app.readme"} & set(modules)
