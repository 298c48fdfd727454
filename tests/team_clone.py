"""A real repository of a team of six, written week by week through git's own import."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

PEOPLE = ("ana", "bo", "chi", "dee", "eli", "fay")
BERLIN = ZoneInfo("Europe/Berlin")
# A change: who wrote it, who approved it, when, and what it says.
Change = tuple[datetime, str, str, str]


def weeks_of_work(
    first: date, weeks: int, gate: Callable[[int], float], *, changes: int = 12, seed: int = 7
) -> list[Change]:
    """Changes of the others, `gate(week)` of them approved by ana alone; she writes one a week, on Mondays."""
    rng = random.Random(seed)
    made: list[Change] = []
    for week in range(weeks):
        monday = first + timedelta(weeks=week)
        made.append((at(monday, "16:00"), "ana", "bo", f"Plan week {week}"))
        for n in range(changes):
            day, hour = monday + timedelta(days=rng.choice([0, 1, 2, 3, 4])), rng.choice([9, 10, 11, 13, 14, 15, 16])
            author = rng.choice(PEOPLE[1:])
            others = [name for name in PEOPLE[1:] if name != author]
            approver = "ana" if rng.random() < gate(week) else rng.choice(others)
            made.append((at(day, f"{hour:02d}:{rng.randrange(60):02d}"), author, approver, f"Change {week}.{n}"))
    return made


def at(day: date, clock: str) -> datetime:
    """A moment on the clock of Berlin."""
    return datetime.combine(day, time.fromisoformat(clock), BERLIN)


def write(path: Path, changes: Iterable[Change]) -> Path:
    """The repository with these changes, oldest first."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True, env=env)
    lines: list[str] = []
    for n, (moment, author, approver, says) in enumerate(sorted(changes), 1):
        stamp = f"{int(moment.timestamp())} {moment:%z}"
        message = f"{says}\n\nReviewed-by: {approver} <{approver}@example.org>\n" if approver else f"{says}\n"
        content = f"{n}\n"
        lines += [
            "commit refs/heads/main",
            f"author {author} <{author}@example.org> {stamp}",
            f"committer {author} <{author}@example.org> {stamp}",
            f"data {len(message.encode())}",
            message,
            f"M 100644 inline src/{author}{n % 5}.py",
            f"data {len(content)}",
            content,
        ]
    subprocess.run(
        ["git", "-C", str(path), "fast-import", "--quiet"], input="\n".join(lines).encode(), check=True, env=env
    )
    subprocess.run(["git", "-C", str(path), "config", "user.email", "ana@example.org"], check=True, env=env)
    return path
