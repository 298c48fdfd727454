"""Registration and calendar together or not at all: noted first, every step repeatable."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from podium.calendar.block import Block
from podium.calendar.ledger import Ledger
from podium.calendar.write import write
from podium.core.errors import CannotReach, CannotRead, CannotWrite, Misuse, Stop
from podium.experiments import blocks as told_blocks
from podium.experiments.blocks import added_blocks
from podium.experiments.pause import Pause
from podium.experiments.registration import state
from podium.journal import open_journal
from podium.journal.kinds.experiment import KIND
from podium.system import files, paths

if TYPE_CHECKING:
    from podium.calendar.places import Place
    from podium.calendar.write import Find, Outcome
    from podium.experiments.registration import Registration
    from podium.journal import Journal
    from podium.practices import Practice

_ENDING = ".json"


class Intent(msgspec.Struct, frozen=True):
    """What is about to be registered.

    Attributes:
        journal: the folder. fields, body: of the journal's file.
        place: the card of the calendar; empty without one.
    """

    id: str
    journal: Path
    starts_on: date
    fields: Mapping[str, Any]
    body: str
    place: Mapping[str, str]
    blocks: tuple[Block, ...]


def register(
    registration: Registration, body: str, journal: Journal, blocks: Sequence[Block], place: Place | None, now: datetime
) -> tuple[Path, list[Outcome]]:
    """Write the registration, then its events; after a kill `repair` does what is left.

    Raises:
        CannotWrite: the journal or the calendar refused; what is left is done by the next `repair`.
    """
    card = dict(place.card) if place is not None and blocks else {}
    intent = Intent(
        registration.id, journal.root, registration.starts_on, registration.promised(), body, card, tuple(blocks)
    )
    with _alone():
        _note(intent)
        try:
            path = _write_down(intent, journal)
        except Stop:
            # Refused before anything stood anywhere: then nothing is meant any more either.
            _forget(intent.id)
            raise
        outcomes = write(blocks, place, Ledger(paths.home()), now) if place is not None and blocks else []
        _forget(intent.id)
    return path, outcomes


def lay_aside(registration: Registration, journal: Journal, today: date) -> Registration:
    """Pause it from today on: weeks that are over cannot be taken out afterwards.

    Raises:
        Misuse: it has not begun, is paused or over already, or has a pause that reaches today.
    """
    where = state(registration, today)
    if where == "registered":
        raise Misuse(
            f"{registration.id} begins on {registration.habit_from}",
            next_step="stop it, and start it again when it fits",
        )
    if where != "running":
        raise Misuse(f"{registration.id} is {where}; only a running practice can be paused")
    if any(pause.last is not None and pause.last >= today for pause in registration.pauses):
        raise Misuse(f"{registration.id} was paused today already", next_step="pause it again tomorrow")
    return _write_pauses(registration, journal, (*registration.pauses, Pause(today)))


def take_up(
    registration: Registration, proposed: Practice, journal: Journal, find: Find, now: datetime
) -> Registration:
    """Go on from today; the weeks that were lost are put behind the end, on the calendar it already stands in.

    The events come first: a kill in between leaves it paused, and doing it again writes none twice.

    Raises:
        Misuse: it is not paused. CannotReach, CannotWrite: the calendar refused; it stays paused.
    """
    if not registration.is_paused or registration.status in {"finished", "stopped"}:
        raise Misuse(f"{registration.id} is not paused")
    today = now.astimezone().date()
    over = tuple(
        pause if pause.last is not None else replace(pause, last=max(pause.first, today - timedelta(days=1)))
        for pause in registration.pauses
    )
    going = replace(registration, pauses=over)
    blocks = added_blocks(registration, going, proposed.calendar, proposed.title)
    ledger = Ledger(paths.home())
    cards = {str(sorted(e.place.items())): e.place for e in ledger.entries(registration.id) if e.state == "written"}
    for card in cards.values() if blocks else ():
        write(blocks, find(card), ledger, now)
    return _write_pauses(registration, journal, over)


def _write_pauses(registration: Registration, journal: Journal, pauses: tuple[Pause, ...]) -> Registration:
    journal.write("experiment", registration.id, {"pauses": [str(pause) for pause in pauses]})
    return replace(registration, pauses=pauses)


def is_cut_short() -> bool:
    """Whether something was noted and not finished."""
    return _folder().is_dir() and any(_folder().glob(f"*{_ENDING}"))


def abandon(name: str) -> None:
    """Forget a registration that was interrupted; what was already written stays."""
    if is_cut_short():
        with _alone():
            _forget(name)


def repair(find: Find, now: datetime) -> list[str]:
    """Finish every registration that was cut short; one whose first day has come unwritten is dropped.

    Returns:
        What was done, one sentence each.
    """
    if not is_cut_short():
        return []
    with _alone():
        return [_try(path, find, now) for path in sorted(_folder().glob(f"*{_ENDING}"))]


def _try(path: Path, find: Find, now: datetime) -> str:
    """One of them; a calendar out of reach or a journal that is locked stops no other command."""
    try:
        return _complete(_read(path), find, now)
    except (CannotReach, CannotRead, CannotWrite, Misuse) as fault:
        return f"{path.stem} is still incomplete: {fault}"


def _complete(intent: Intent, find: Find, now: datetime) -> str:
    journal = open_journal(intent.journal)
    is_there = journal.entry(KIND, intent.id) is not None
    if not is_there and intent.starts_on <= now.date():
        _forget(intent.id)
        return f"{intent.id} was never written down and its first day has come: it was dropped"
    if not is_there:
        _write_down(intent, journal)
    if intent.place:
        write(intent.blocks, find(intent.place), Ledger(paths.home()), now)
    _forget(intent.id)
    return f"{intent.id} had been cut short and is complete now"


@contextlib.contextmanager
def _alone() -> Generator[None]:
    """One podium at a time; a killed one leaves it free."""
    with files.locked(_folder(), what="the folder of experiments"):
        yield


def _write_down(intent: Intent, journal: Journal) -> Path:
    return journal.create("experiment", intent.id, intent.fields, body=intent.body)


def _folder() -> Path:
    return paths.home() / "experiments"


def _note(intent: Intent) -> None:
    intent_data = {
        "id": intent.id,
        "journal": str(intent.journal),
        "starts_on": intent.starts_on.isoformat(),
        "fields": {k: {"day": v.isoformat()} if isinstance(v, date) else v for k, v in intent.fields.items()},
        "body": intent.body,
        "place": dict(intent.place),
        "blocks": [told_blocks.to_told(b) for b in intent.blocks],
    }
    files.remove_leftovers(_folder())
    files.create(_folder() / f"{intent.id}{_ENDING}", json.dumps(intent_data, indent=1, sort_keys=True).encode())


def _read(path: Path) -> Intent:
    try:
        intent_data = json.loads(files.read(path))
        fields = {k: _value(v) for k, v in intent_data["fields"].items()}
        return Intent(
            str(intent_data["id"]),
            Path(intent_data["journal"]),
            date.fromisoformat(intent_data["starts_on"]),
            fields,
            str(intent_data["body"]),
            dict(intent_data["place"]),
            tuple(told_blocks.from_told(b) for b in intent_data["blocks"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise CannotRead(
            f"what podium was about to register cannot be read: {fault}",
            where=str(path),
            next_step="remove that file; then nothing is meant any more",
        ) from fault


def _value(value: Any) -> Any:
    return date.fromisoformat(value["day"]) if isinstance(value, dict) and set(value) == {"day"} else value


def _forget(name: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        (_folder() / f"{name}{_ENDING}").unlink()
    files.sync_folder(_folder())
