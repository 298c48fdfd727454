"""Files people keep, compared byte for byte; `PODIUM_GOLDEN=write` writes them anew, to be read in review."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def expect(name: str, text: str, folder: Path = FOLDER) -> None:
    """The text is what the golden file holds."""
    file = folder / name
    if os.environ.get("PODIUM_GOLDEN") == "write":
        folder.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    kept = file.read_text(encoding="utf-8")
    assert text == kept, difference(name, kept, text)


def difference(name: str, kept: str, text: str) -> str:
    """What changed, line by line, and how to take it over."""
    lines = difflib.unified_diff(kept.split("\n"), text.split("\n"), f"{name} as kept", f"{name} now", lineterm="", n=1)
    return "\n".join([*lines, f"PODIUM_GOLDEN=write pytest ... writes {name} anew; read the difference first"])
