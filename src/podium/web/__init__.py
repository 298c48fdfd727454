"""The room in the browser: one file, one template and one test for each page.

Nothing leaves this machine.

A page is a file in `pages/` with an object called `PAGE`. The menu is the folder, in the order the pages ask for; a
page whose room does not exist yet (no journal, no practice) says so with `is_open` and has no menu entry.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.errors import OurFault

if TYPE_CHECKING:
    from starlette.routing import Route

    from podium.web.room import Room
else:
    # A record's types are there when the program runs; the room, which imports this, is not loaded for it.
    Room = Route = Any


def _always(_room: Room) -> bool:
    return True


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the room.

    Attributes:
        title: its word in the menu; empty for a page reached from another one.
        path: where the menu leads.
        order: place in the menu, small first.
        routes: what it answers.
        is_open: whether there is anything to show yet.
    """

    title: str
    path: str
    order: int
    routes: Sequence[Route]
    is_open: Callable[[Room], bool] = _always


@cache
def every() -> tuple[Page, ...]:
    """All pages, in the order of the menu."""
    from podium.web import pages

    pages_found: list[Page] = []
    for module_info in pkgutil.iter_modules(pages.__path__):
        module = importlib.import_module(f"{pages.__name__}.{module_info.name}")
        if not isinstance(module.PAGE, Page):
            raise OurFault(f"{module.__name__} holds no page called PAGE")
        pages_found.append(module.PAGE)
    return tuple(sorted(pages_found, key=lambda p: (p.order, p.path)))
