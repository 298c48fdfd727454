"""What words can tell: kinds of work, and the parts of a sentence she wrote.

Nobody else's words. A module is imported when it is first asked for: `from podium import text`, then `text.lint`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from podium.text import coaching as coaching
    from podium.text import lint as lint
    from podium.text import own_words as own_words
    from podium.text import slots as slots


def __getattr__(name: str) -> ModuleType:
    """The module of that name, imported now."""
    try:
        return importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as missing:
        if missing.name != f"{__name__}.{name}":
            raise
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
