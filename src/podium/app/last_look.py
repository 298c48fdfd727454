"""What was looked at last, so that `podium why` opens the receipts of the same look."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

from podium.core.errors import Misuse
from podium.mirror.look import Asked
from podium.system import paths


def keep(asked: Asked, as_of: date) -> None:
    """Remember a look with its day fixed; failing to is no reason to stop."""
    said = {
        "paths": [str(p.resolve()) for p in asked.paths],
        "as_of": as_of.isoformat(),
        "weeks": asked.weeks,
        "since": asked.since.isoformat() if asked.since else None,
        "me": list(asked.me),
        "team": str(asked.team.resolve()) if asked.team else None,
        "branches": asked.branches,
    }
    file = paths.home() / "last-look.json"
    draft = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        draft.replace(file)
    except OSError:
        return


def last() -> Asked:
    """The look that was remembered.

    Raises:
        Misuse: there is none yet.
    """
    try:
        said = json.loads((paths.home() / "last-look.json").read_text(encoding="utf-8"))
        return Asked(
            paths=tuple(Path(p) for p in said["paths"]),
            as_of=date.fromisoformat(said["as_of"]),
            weeks=int(said["weeks"]),
            since=date.fromisoformat(said["since"]) if said["since"] else None,
            me=tuple(said["me"]),
            team=Path(said["team"]) if said["team"] else None,
            branches=bool(said["branches"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise Misuse(
            "nothing was looked at yet", next_step="`podium look PATH...` first, or name the paths here"
        ) from None
