"""Writing scenarios: prove those there are, start one of her own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from podium import traps
from podium.core.errors import Misuse
from podium.gym import check as checker
from podium.gym.library import FOLDER, read_file, shelf
from podium.gym.parse import ENDING, read
from podium.gym.template import TEMPLATE
from podium.system import files

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.gym.check import Verdict
    from podium.gym.library import Shelf
    from podium.journal import Journal


def check(session: Session, file: Path | None) -> tuple[tuple[Verdict, ...], tuple[str, ...]]:
    """The checker's verdict on one file, or on all scenarios; and what could not be read.

    Raises:
        CannotRead: the named file has a mistake in its grammar.
    """
    trap_names = frozenset(trap.name for trap in traps.every())
    people = _people(session.journal_if_readable())
    if file is not None:
        scenario = read(read_file(file), file.name.removesuffix(ENDING), file=str(file))
        return (checker.check(scenario, traps=trap_names, people=people),), ()
    all_scenarios: Shelf = shelf(session.journal_folder())
    verdicts = [
        checker.check(
            scenario, traps=trap_names, people=people if all_scenarios.origins[scenario.name] == "yours" else ()
        )
        for scenario in all_scenarios.scenarios.values()
    ]
    return tuple(verdicts), tuple(str(note) for note in all_scenarios.notes)


def new(session: Session, name: str) -> Path:
    """A scenario of her own from the template, in the journal's `scenarios/` folder.

    Raises:
        Misuse: a name that cannot be. CannotWrite: there is one already.
    """
    if not is_name(name):
        raise Misuse(
            f"{name[:60]!r} cannot be the name of a scenario.", next_step="use small letters, digits and dashes"
        )
    folder = session.journal().root / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{name}{ENDING}"
    files.create(path, TEMPLATE.encode())
    return path


def is_name(name: str) -> bool:
    """Whether a scenario may be called so."""
    return 0 < len(name) <= 60 and all(c.isascii() and (c.islower() or c.isdigit() or c == "-") for c in name)


def _people(journal: Journal | None) -> tuple[str, ...]:
    if journal is None:
        return ()
    entries = journal.entries("person")
    return tuple(
        sorted({name for e in entries for name in (e.id.replace("-", " "), getattr(e.head, "name", "")) if name})
    )
