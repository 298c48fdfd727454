"""What a look is asked, what it rests on, and what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.group import GROUP

if TYPE_CHECKING:
    from podium.core.measure import Measure
    from podium.core.time import Window
    from podium.traps import Judged
else:
    # A record's types are there when the program runs; nothing is loaded for these, `Scope` is asked by every command.
    Judged = Measure = Window = Any

WEEKS = 4
MOST_WEEKS = 104


class Scope(msgspec.Struct, frozen=True):
    """What to look at.

    Attributes:
        paths: repositories.
        as_of: last day seen, UTC; None for the day of the newest commit that is not in the future.
        weeks: length of the window.
        since: first day of the window instead of `weeks`.
        me: further addresses of hers.
        team: a text file with one address or name a line; limits every team number to them.
        branches: read every branch instead of the trunk alone.
        engine: the address of an engine that holds her evidence, asked instead of clones. manager: her name there.
        is_without_journal: leave her journal out, as where evidence is written for an engine.
    """

    paths: tuple[Path, ...]
    as_of: date | None = None
    weeks: int = WEEKS
    since: date | None = None
    me: tuple[str, ...] = ()
    team: Path | None = None
    branches: bool = False
    engine: str = ""
    manager: str = ""
    is_without_journal: bool = False


class Coverage(msgspec.Struct, frozen=True):
    """What the look rests on, and what it could not see.

    Attributes:
        repositories: name, branch read, commits in a band; by name.
        commits: all commits seen, in a band. first_s, last_s: the days of the first and the last, epoch seconds.
        spellings: of hers.
        people, bots, agents: spelled identities sorted out, counts only.
        group_size: people who acted in the window.
        yardstick: what late means for her.
        behind: commits that were fetched and are not in what was read.
        gaps: what was not read or could not be trusted, one sentence each.
    """

    repositories: tuple[tuple[str, str, str], ...]
    commits: str
    first_s: int
    last_s: int
    spellings: int
    people: int
    bots: int
    agents: int
    group_size: int
    yardstick: str
    gaps: tuple[str, ...]
    behind: int = 0

    @property
    def has_group(self) -> bool:
        """Whether enough people acted that how many may be said."""
        return self.group_size >= GROUP


class Look(msgspec.Struct, frozen=True):
    """One look: the verdicts, what they rest on, the weeks of each trap and the next practice.

    Attributes:
        connected: what there is beside git, by the names `Trap.needs` uses.
    """

    as_of: date
    window: Window
    judged: tuple[Judged, ...]
    coverage: Coverage
    weeks: dict[str, tuple[float | None, ...]]
    next_practice: dict[str, tuple[str, str]]
    measures: tuple[Measure, ...]
    connected: frozenset[str]
