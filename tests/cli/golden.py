"""Files people keep, compared byte for byte; `PODIUM_GOLDEN=write` writes them anew, to be read in review."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def expect(name: str, text: str) -> None:
    """The text is what the golden file holds."""
    file = FOLDER / name
    if os.environ.get("PODIUM_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{name} differs; PODIUM_GOLDEN=write writes it anew"
