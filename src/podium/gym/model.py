"""A model of her own: what it may do, where she names it, what leaves the machine.

It may reword the engine's line and propose moves with literal quotes, nothing else. It is off until `gym-model.toml` in
podium's folder names a server. It never sees or sets the state, the endings or the debrief.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from podium.core.errors import CannotRead
from podium.system import paths

TIMEOUT_S = 2.0
MOST_CHARACTERS = 220
REWORD = (
    "You reword one line of a person in a rehearsal of a conversation at work. Keep its meaning, its facts and its "
    "temper. Do not agree to anything it does not agree to. Answer with the reworded line alone, at most 220 characters."
)


class Model(Protocol):
    """What a model may do."""

    def phrase(self, says: Sequence[str], spoken: Sequence[str]) -> tuple[str, ...]:
        """The counterpart's lines in other words; empty to keep them as written."""
        ...

    def code(self, words: str, before: str) -> list[tuple[str, str]]:
        """(move, quote) pairs for her words; each quote is a literal part of them."""
        ...


class Settings(msgspec.Struct, frozen=True):
    """Which server she named, and how long it may take.

    Attributes:
        url: up to and without `/chat/completions`. key: sent as a bearer token when there is one.
    """

    url: str
    model: str
    key: str = ""
    timeout_s: float = TIMEOUT_S
    rewords: bool = True


def settings_file() -> Path:
    """Where she names her model."""
    return paths.home() / "gym-model.toml"


def settings() -> Settings | None:
    """Her model; None when she named none.

    Raises:
        CannotRead: the file is there and cannot be understood.
    """
    file = settings_file()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        model_settings = msgspec.convert(data, Settings)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, msgspec.ValidationError) as wrong:
        raise CannotRead(
            f"The file that names your model cannot be read: {wrong}.",
            where=str(file),
            next_step='write url = "http://localhost:11434/v1" and model = "NAME", or delete the file',
        ) from None
    if not model_settings.url.startswith(("http://", "https://")) or not 0 < model_settings.timeout_s <= 60:
        raise CannotRead("The model's url starts with http, its timeout_s is 0 to 60.", where=str(file))
    return model_settings


def leaves(model_settings: Settings) -> str:
    """What leaves this machine, said before the first call."""
    return (
        f"Your model at {model_settings.url} will be sent the counterpart's line and your last three sentences at every turn, and "
        "your sentences once more for coding. It never sees the scales, the endings or your journal."
    )
