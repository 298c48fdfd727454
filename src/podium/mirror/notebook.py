"""Your own acts and what each question answered, as Parquet; no row is about anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from podium.core.arrow import Table, from_values
from podium.core.arrow_stream import as_stream
from podium.core.time import DAY_S, Window
from podium.evidence import parquet
from podium.mirror.export import new_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from podium.mirror.mirror import Mirror

YEARS_DAYS = 2 * 364
# Nothing that names a thing, a person or a place: no commit, file, ticket, meeting, repository or word.
ACT_COLUMNS = (
    "at_s", "day_no", "week_no", "wmin", "off_hours", "night_no", "away", "on_call", "verb", "source", "object_kind", "kind",
    "work_type", "on_me", "on_others", "n_paths", "dur_s", "clock", "hand",
)  # fmt: skip
SIGNAL_COLUMNS = ("signal", "start_s", "end_s", "unit", "value", "size", "is_group", "why_none")
HOLDS = (
    "acts.parquet: every act of yours in two years, when and of what kind; no name, no file, no ticket, no repository",
    "signals.parquet: what each question answered in the window of the look; of a group what the screen tells, rounded",
)
LACKS = ("any row of a person who is not you, and any number of fewer than five",)


def write(mirror: Mirror, out: Path) -> None:
    """Write both tables into a new folder, whole or not at all.

    Raises:
        Misuse: there is something already. CannotWrite: the disk refused.
    """
    end_s = mirror.window.end_s
    select = f"select {', '.join(ACT_COLUMNS)} from mine"  # noqa: S608 - columns of ours
    years = Window(end_s - YEARS_DAYS * DAY_S, end_s)
    acts = mirror.evidence.ask(select, years, question="notebook")
    answers = [
        (m.signal, m.window.start_s, m.window.end_s, m.unit, m.value, m.size, m.is_group, m.why_none)
        for m in sorted(mirror.look().measures, key=lambda measure: measure.signal)
    ]
    with new_folder(out) as draft:
        _put(draft / "acts.parquet", ACT_COLUMNS, acts)
        _put(draft / "signals.parquet", SIGNAL_COLUMNS, answers)
        (draft / "README.md").write_text(_readme(mirror), encoding="utf-8")


def _put(path: Path, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    columns = [from_values([row[at] for row in rows]) for at in range(len(names))]
    parquet.write(as_stream(Table(dict(zip(names, columns, strict=True)))), path)


def _readme(mirror: Mirror) -> str:
    lines = [f"- {line}" for line in HOLDS]
    return "\n".join(
        [
            "# Your own acts, for a notebook",
            "",
            f"Of the look of {mirror.look_day}. It holds:",
            "",
            *lines,
            "",
            f"It does not hold {LACKS[0]}. What each column means: the views page of podium's reference.",
            "",
        ]
    )
