"""What the manager wrote: plain text, hers.

A module is imported when it is first asked for: most looks of somebody without a journal need none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from podium.core.submodules import submodule

if TYPE_CHECKING:
    from podium.journal import facts as facts
    from podium.journal import kinds as kinds
    from podium.journal import write as write
    from podium.journal.entry import Entry, Field, Head, Kind
    from podium.journal.fields import fields_of
    from podium.journal.folder import Journal, open_journal

__all__ = ["Entry", "Field", "Head", "Journal", "Kind", "fields_of", "open_journal"]

_PLACES = {
    "Entry": "entry",
    "Field": "entry",
    "Head": "entry",
    "Journal": "folder",
    "Kind": "entry",
    "fields_of": "fields",
    "open_journal": "folder",
}


def __getattr__(name: str) -> Any:
    """What is called so, or the module of that name, imported now."""
    module = submodule(__name__, _PLACES.get(name, name))
    return getattr(module, name) if name in _PLACES else module
