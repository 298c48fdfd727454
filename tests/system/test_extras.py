"""What an install without extras lacks is installed by one printed line, wherever podium lies."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from podium.system import extras
from podium.system.extras import install_line

ROOT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
OFFERED = sorted(EXTRAS.keys() - {"dev"})


def test_every_extra_is_offered_where_it_is_missing_and_no_other_way_is_printed() -> None:
    source = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    assert sorted(set(re.findall(r"install_line\([\"'](\w+)[\"']\)", source))) == OFFERED
    texts = {path.name for path in (ROOT / "src").rglob("*.py") if "pip install" in path.read_text()}
    assert texts == {"extras.py", "parts.py"}, "parts.py names a package of somebody else"


@pytest.mark.parametrize("extra", OFFERED)
def test_the_line_names_what_the_extra_asks_for(monkeypatch: pytest.MonkeyPatch, extra: str) -> None:
    asked = [f'{requirement}; extra == "{name}"' for name, wanted in EXTRAS.items() for requirement in wanted]
    monkeypatch.setattr(extras, "requires", lambda _: ["msgspec>=0.20", *asked])
    monkeypatch.setattr(sys, "prefix", "/opt/venv")
    assert install_line(extra) == f"pip install 'podium[{extra}]'"
    monkeypatch.setattr(sys, "prefix", "/opt/.local/share/pipx/venvs/podium")
    injected = install_line(extra)
    assert injected.startswith("pipx inject podium ")
    names = [re.split(r"[<>=\[]", requirement)[0] for requirement in EXTRAS[extra]]
    assert all(f"'{name}" in injected for name in names)
    monkeypatch.setattr(sys, "prefix", "/opt/.local/share/uv/tools/podium")
    assert install_line(extra).startswith("uv pip install --python ")
