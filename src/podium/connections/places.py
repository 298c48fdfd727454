"""Where connected files and folders lie, read without opening any source."""

from __future__ import annotations

import tomllib
from pathlib import Path

from podium.system import paths


def places() -> dict[str, Path]:
    """Each connected file or folder by the label it was connected under; a list that cannot be read holds none."""
    try:
        table = tomllib.loads((paths.home() / "sources.toml").read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
    places_by_name: dict[str, Path] = {}
    for label, settings in table.items():
        for value in settings.values() if isinstance(settings, dict) else ():
            if isinstance(value, str) and value.startswith(("/", "~/")):
                places_by_name[label] = Path(value).expanduser()
    return places_by_name


def gone() -> dict[str, Path]:
    """Those that are not there any more: moved, deleted, or on a disk that is not mounted."""
    return {label: path for label, path in places().items() if not path.exists()}
