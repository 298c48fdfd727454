"""What prints and what writes Word files is installed only where it is needed; without it one line says how."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from podium.core.errors import CannotReach
from podium.documents import Document, Format, Paragraph, line, render

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGE = Document("A page", (Paragraph(line("One line.")),))


@pytest.mark.parametrize(("form", "module"), [("pdf", "typst"), ("docx", "docx")])
def test_a_missing_part_is_named_with_the_line_that_installs_it(
    form: Format, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(CannotReach) as refused:
        render(PAGE, form)
    (extra,) = re.findall(r"pip install 'podium\[(\w+)\]'", str(refused.value))
    assert any(re.split(r"[<>=]", part)[0].endswith(module) for part in PROJECT["optional-dependencies"][extra])
    assert render(PAGE, "html").startswith(b"<!")
