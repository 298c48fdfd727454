"""What words can tell: kinds of work, and the parts of a sentence she wrote.

Nobody else's words. A module is imported when it is first asked for: `from podium import text`, then `text.lint`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.core.submodules import submodule

if TYPE_CHECKING:
    from types import ModuleType

    from podium.text import coaching as coaching
    from podium.text import lint as lint
    from podium.text import own_words as own_words
    from podium.text import slots as slots


def __getattr__(name: str) -> ModuleType:
    """The module of that name, imported now."""
    return submodule(__name__, name)
