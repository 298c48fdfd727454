"""A small team's real repository, made in a second with fixed dates: the same bytes on every machine."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clones import clean_env

OTHERS = ("bo", "chi", "dee", "eli", "fay", "gus", "hal")
LAST_MONDAY = datetime(2026, 6, 22, tzinfo=UTC)
LAST_DAY = "2026-06-28"
EAST_MIN = 120
SAYS = (
    "Add {0} to the {1}",
    "Fix crash when the {1} has no {0}",
    "Update the manual of the {1}",
    "Speed up {0} in the {1}",
    "Test the {1} without {0}",
)
THINGS = ("hinges", "locks", "handles", "panes", "colours")
PARTS = ("door", "window", "roof", "stairs", "kitchen")


@dataclass
class Stream:
    """Commits on their way into `git fast-import`."""

    names: Mapping[str, str]
    pieces: list[str] = field(default_factory=list)
    marks: int = 0

    def person(self, who: str) -> str:
        """How git spells somebody; the others may go by any name."""
        name = self.names.get(who, who)
        return f"{name.capitalize()} <{name}@example.org>"

    def commit(
        self,
        who: str,
        at: datetime,
        message: str,
        path: str,
        *,
        by: str = "",
        ref: str = "main",
        parents: tuple[int, ...] = (),
    ) -> int:
        """One commit; local wall time `at`, two hours east of Greenwich."""
        self.marks += 1
        stamp = f"{int(at.timestamp()) - EAST_MIN * 60} +0200"
        lines = [
            f"commit refs/heads/{ref}",
            f"mark :{self.marks}",
            f"author {self.person(who)} {stamp}",
            f"committer {self.person(by or who)} {stamp}",
            f"data {len(message.encode())}",
            message,
        ]
        lines += [f"{'merge' if n else 'from'} :{mark}" for n, mark in enumerate(parents)]
        content = f"{self.marks}\n"
        lines += [f"M 100644 inline {path}", f"data {len(content)}", content]
        self.pieces.append("\n".join(lines))
        return self.marks


def make(path: Path, *, names: Mapping[str, str] | None = None, weeks: int = 104, people: int = 7) -> Path:
    """Ana's team: she is away every ninth week, lands and approves most, and has worked at night lately."""
    rng = random.Random(11)
    stream = Stream(names or {})
    tip = stream.commit("ana", LAST_MONDAY - timedelta(weeks=weeks, hours=-9), "Begin", "README.md")
    for week in range(weeks):
        tip = _week(stream, rng, week, LAST_MONDAY - timedelta(weeks=weeks - 1 - week), tip, weeks, OTHERS[:people])
    path.mkdir(parents=True)
    for words, said in (
        (("init", "-q", "-b", "main"), b""),
        (("fast-import", "--quiet"), "\n".join(stream.pieces).encode()),
    ):
        subprocess.run(["git", "-C", str(path), *words], input=said, env=clean_env(), check=True, capture_output=True)
    return path


def _week(
    stream: Stream, rng: random.Random, week: int, monday: datetime, tip: int, weeks: int, others: tuple[str, ...]
) -> int:
    is_away = week % 9 == 4
    for n in range(3 if is_away else 10):
        at = monday + timedelta(days=n % 5, hours=9 + n % 8, minutes=rng.randrange(60))
        part = rng.choice(PARTS)
        says = rng.choice(SAYS).format(rng.choice(THINGS), part)
        approver = "ana" if rng.random() < 0.8 and not is_away else rng.choice(others)
        tip = stream.commit(
            rng.choice(others),
            at,
            f"{says}\n\nReviewed-by: {stream.person(approver)}\n",
            f"{part}/{rng.randrange(12)}.py",
            parents=(tip,),
        )
    if is_away:
        return tip
    side = stream.commit(
        others[week % len(others)],
        monday + timedelta(days=3, hours=15),
        "Paint the door",
        "door/paint.py",
        ref="paint",
        parents=(tip,),
    )
    tip = stream.commit(
        "ana", monday + timedelta(days=3, hours=16), "Merge branch 'paint'", "door/paint.py", parents=(tip, side)
    )
    hour = 23 if week >= weeks - 5 else 11
    for day in range(4):
        part = rng.choice(PARTS)
        at = monday + timedelta(days=day, hours=hour, minutes=day)
        says = f"Fix the {part} lock" + ("\n\nCo-authored-by: Claude <noreply@anthropic.com>\n" if day == 2 else "")
        tip = stream.commit("ana", at, says, f"{part}/{rng.randrange(12)}.py", parents=(tip,))
    return tip
