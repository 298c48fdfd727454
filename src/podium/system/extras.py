"""The one line that installs a part podium works without until it is asked for."""

from __future__ import annotations

import sys
from pathlib import Path


def install_line(extra: str) -> str:
    """What to type so that an extra is there, in the environment podium runs in."""
    parts = Path(sys.prefix).parts
    if "pipx" in parts:
        return f"pipx inject podium {' '.join(_quoted(extra))}"
    if "uv" in parts and "tools" in parts:
        return f"uv pip install --python {sys.executable} {' '.join(_quoted(extra))}"
    return f"pip install 'podium[{extra}]'"


def _quoted(extra: str) -> list[str]:
    """What an extra asks for, each as the shell needs it."""
    from importlib.metadata import PackageNotFoundError, requires  # slow to load, and seldom asked

    try:
        wanted = requires("podium") or []
    except PackageNotFoundError:
        wanted = []
    marks = (f'extra == "{extra}"', f"extra == '{extra}'")
    return [f"'{line.partition(';')[0].strip()}'" for line in wanted if line.endswith(marks)]
