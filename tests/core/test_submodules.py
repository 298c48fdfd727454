"""A module that is asked for is imported; what is missing inside it is not taken for the module itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from podium import app, journal, text
from podium.core.submodules import submodule


def test_a_module_is_imported_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lazy_example").mkdir()
    (tmp_path / "lazy_example" / "__init__.py").write_text("")
    (tmp_path / "lazy_example" / "there.py").write_text("VALUE = 3\n")
    (tmp_path / "lazy_example" / "broken.py").write_text("import a_module_nobody_has\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert "lazy_example.there" not in sys.modules
    assert submodule("lazy_example", "there").VALUE == 3
    with pytest.raises(AttributeError, match="has no attribute 'elsewhere'"):
        submodule("lazy_example", "elsewhere")
    with pytest.raises(ModuleNotFoundError, match="a_module_nobody_has"):
        submodule("lazy_example", "broken")


@pytest.mark.parametrize("package", [app, journal, text])
def test_a_misspelt_name_is_no_attribute(package: object) -> None:
    assert not hasattr(package, "no_such_module")


def test_what_a_journal_hands_out_is_found_by_its_name() -> None:
    assert journal.open_journal.__module__ == "podium.journal.folder"
    assert journal.facts.__name__ == "podium.journal.facts"
