"""Where scenarios come from: podium, installed packages, and the journal's folder."""

from __future__ import annotations

import os
import stat
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead, Misuse
from podium.core.note import Note
from podium.gym.parse import ENDING, MOST_BYTES, parse, read
from podium.gym.scenario import Scenario
from podium.system import points

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import EntryPoint


# A package names a folder of its own that holds scenario files: `name = "package.folder"` under this group.
GROUP = "podium.scenarios"
FOLDER = "scenarios"
MOST_FILES = 200


class Shelf(msgspec.Struct, frozen=True):
    """Every scenario there is.

    Attributes:
        scenarios: by name; hers win over a package's, a package's over podium's.
        origins: where each comes from: `podium`, `yours`, or the package's name.
        notes: mistakes in her files and in packages.
    """

    scenarios: dict[str, Scenario]
    origins: dict[str, str]
    notes: tuple[Note, ...]

    def named(self, name: str) -> Scenario:
        """One scenario.

        Raises:
            Misuse: there is none of that name. CannotRead: there is, with a mistake in it.
        """
        scenario = self.scenarios.get(name)
        if scenario is not None:
            return scenario
        wrong = next((note for note in self.notes if Path(note.file).name == name + ENDING), None)
        if wrong is not None:
            raise CannotRead(wrong.what, where=f"{wrong.file}:{wrong.line}", next_step=wrong.instead)
        near = ", ".join(sorted(self.scenarios))
        raise Misuse(f"There is no scenario called {name[:60]!r}.", next_step=f"choose one of {near}")


@cache
def bundled() -> dict[str, Scenario]:
    """The first season, in the order of their names."""
    folder = files("podium.gym") / "scenarios"
    scenario_files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(ENDING)), key=lambda file: file.name
    )
    return {name: read(file.read_bytes(), name) for file in scenario_files if (name := file.name.removesuffix(ENDING))}


def shelf(journal: Path | None) -> Shelf:
    """All scenarios; a file with a mistake is left out and noted."""
    scenarios, origins = dict(bundled()), dict.fromkeys(bundled(), "podium")
    notes: list[Note] = []
    for package, folder in _packages(notes):
        _take(folder, package, scenarios, origins, notes)
    if journal is not None:
        _take(journal / FOLDER, "yours", scenarios, origins, notes)
    return Shelf(dict(sorted(scenarios.items())), origins, tuple(notes))


def read_folder(point: EntryPoint) -> tuple[tuple[Scenario, ...], tuple[Note, ...]]:
    """The scenarios of one package's folder, and the mistakes in it."""
    scenarios: dict[str, Scenario] = {}
    notes: list[Note] = []
    for package, folder in _folders([point], notes):
        _take(folder, package, scenarios, {}, notes)
    return tuple(scenarios.values()), tuple(notes)


def _packages(notes: list[Note]) -> list[tuple[str, Path]]:
    return _folders(sorted(points.named(GROUP), key=lambda point: point.name), notes)


def _folders(named: Iterable[EntryPoint], notes: list[Note]) -> list[tuple[str, Path]]:
    folders: list[tuple[str, Path]] = []
    for point in named:
        package, _, folder = point.value.partition(":")[0].rpartition(".")
        try:
            # The folder is looked up as data: nothing of the package's scenarios is run.
            place = files(package or folder)
        except (ModuleNotFoundError, TypeError, ValueError):
            notes.append(Note(point.name, 0, 0, "", f"the package {point.value} cannot be found", "install it again"))
            continue
        folders.append((point.name, Path(str(place)) / folder if package else Path(str(place))))
    return folders


def _take(
    folder: Path, origin: str, scenarios: dict[str, Scenario], origins: dict[str, str], notes: list[Note]
) -> None:
    if not folder.is_dir() or folder.is_symlink():
        return
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(ENDING))
    if len(names) > MOST_FILES:
        notes.append(Note(str(folder), 0, 0, "", f"more than {MOST_FILES} scenarios; the rest is left out"))
    for file in names[:MOST_FILES]:
        name = file.removesuffix(ENDING)
        try:
            scenario, wrong = parse(read_file(folder / file), name, file=f"{folder.name}/{file}")
        except CannotRead as stop:
            notes.append(Note(f"{folder.name}/{file}", 0, 0, "", stop.what, stop.next_step))
            continue
        notes += wrong
        if scenario is not None:
            scenarios[name], origins[name] = scenario, origin


def read_file(path: Path) -> bytes:
    """A scenario file's bytes, never through a link and never more than one byte over the limit.

    Raises:
        CannotRead: it is not there, no regular file, or cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise CannotRead("Not a file.", where=str(path), next_step="name a .talk.md file")
            return stream.read(MOST_BYTES + 1)
    except OSError as fault:
        raise CannotRead(
            f"The file cannot be read: {fault.strerror}.", where=str(path), next_step="check its name and rights"
        ) from None
