"""The example: a made-up team in a home of its own, read by the readers that read yours."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium import demo
from podium.app import last_look, sources
from podium.app.session import unshown
from podium.mirror.look import Scope
from podium.system import files

if TYPE_CHECKING:
    from podium.app.session import Session

_SOURCES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("ics", "calendar", {"me": demo.ME}),
    ("tables", "work", {}),
)


_MARK = "PODIUM_EXAMPLE"


class Example(msgspec.Struct, frozen=True):
    """What to look at in the example."""

    asked: Scope


@contextmanager
def example(session: Session, last: date) -> Generator[Example]:
    """Make the team, connect and read its sources, and hand out what to look at; afterwards everything is removed."""
    folder = Path(tempfile.mkdtemp(prefix="podium-example-"))
    before = {name: os.environ.get(name) for name in ("PODIUM_HOME", "PODIUM_JOURNAL", _MARK)}
    try:
        made = demo.make(folder, last)
        os.environ |= {"PODIUM_HOME": str(folder / "podium"), "PODIUM_JOURNAL": str(made.journal), _MARK: "1"}
        files.write(folder / "podium" / "me.toml", demo.ABOUT_YOU.encode())
        places = {"calendar": made.calendar, "work": made.work}
        for source, label, answers in _SOURCES:
            _connect(replace(session, progress=unshown), source, label, places[label], answers)
        scope = Scope(paths=(made.clone,), me=(demo.ME,), as_of=last)
        last_look.keep(scope)
        yield Example(scope)
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(folder, ignore_errors=True)


def is_example() -> bool:
    """Whether what is shown now is the example."""
    return _MARK in os.environ


def _connect(session: Session, source: str, label: str, place: Path, answers: Mapping[str, str]) -> None:
    chosen = sources.named(source)
    typed = {chosen.settings[0].name: str(place), **answers}
    sources.keep(sources.new_connection(chosen, typed, label), None)
    sources.read_new(session, label)
