"""A team made for the attacker: a real repository, a journal, and what each person truly did."""

from __future__ import annotations

import random
import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from clones import clean_env
from journals import page, table

LAST_MONDAY = datetime(2026, 6, 22, tzinfo=UTC)
WEEKS = 30
NAMES = ("bo", "chi", "dee", "eli", "fay", "gus", "hal", "ida", "jon")
SAYS = {
    "feature": "Add a filter to the {place}",
    "fix": "Fix crash of the {place} when it is empty",
    "docs": "Update the manual of the {place}",
    "chore": "Bump the lock file of the {place}",
}
# In these weeks she is away, counted back from the last one.
AWAY = (3, 10, 17)
START = {
    "journal.toml": "format = 1\n",
    "goals.toml": table("goal", [{"id": "g", "what": "Quiet nights", "for_whom": "users", "status": "alive"}]),
}


@dataclass
class AttackedTeam:
    """A clone, a journal, and the truth by person and week (0 is the last).

    Attributes:
        did: how often somebody did something in a week: (name, week, kind of work or `empty`).
        retries: who makes the empty changes that start the pipeline again; nobody else does.
        own_places: everybody works in a folder of their own; else all work in the same ones.
    """

    clone: Path
    journal: Path
    people: tuple[str, ...]
    retries: str
    own_places: bool
    did: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    fixed: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def truth(self, who: str, last_week: int) -> dict[str, int]:
        """What somebody did in the weeks that end with `last_week`: all of it, and each kind."""
        found: dict[str, int] = {}
        for span, weeks in (("week", 1), ("month", 4), ("quarter", 13), ("half-year", 26)):
            reach = range(last_week, last_week + weeks)
            for kind in (*SAYS, "empty"):
                found[f"{kind} in a {span}"] = sum(self.did[who, week, kind] for week in reach)
            found[f"changes with files in a {span}"] = sum(found[f"{kind} in a {span}"] for kind in SAYS)
            found[f"changes in a {span}"] = found[f"changes with files in a {span}"] + found[f"empty in a {span}"]
        end = LAST_MONDAY - timedelta(weeks=last_week, days=-7)
        fixes = sorted(at for at in self.fixed[who] if end - timedelta(days=90) <= at < end)
        found["fixed again in 90 days"] = sum(b - a <= timedelta(days=14) for a, b in pairwise(fixes))
        return found


def make_team(folder: Path, seed: int) -> AttackedTeam:
    """A team of eight or nine, each at a pace of their own."""
    rng = random.Random(seed)
    people = NAMES[: rng.choice((8, 9))]
    team = AttackedTeam(folder / "web", folder / "journal", people, rng.choice(people), seed % 3 != 0)
    pace = {name: rng.choice((1, 2, 3, 5, 8, 12)) for name in people}
    lines: list[str] = []
    moments: list[tuple[datetime, str, str, str]] = []
    for week in range(WEEKS):
        monday = LAST_MONDAY - timedelta(weeks=week)
        for name in people:
            moments += _week(team, rng, name, pace[name], week, monday)
        if week not in AWAY:
            moments += [(monday + timedelta(days=d, hours=11), "ana", SAYS["feature"], "lead/a.py") for d in range(3)]
    for number, (at, name, says, path) in enumerate(sorted(moments), 1):
        lines.append(_commit(number, at, name, says, path))
    team.clone.mkdir(parents=True)
    for words, said in (
        (("init", "-q", "-b", "main"), b""),
        (("fast-import", "--quiet"), "\n".join(lines).encode()),
    ):
        subprocess.run(["git", "-C", team.clone, *words], input=said, env=clean_env(), check=True, capture_output=True)
    _write_journal(team)
    return team


def _week(
    team: AttackedTeam, rng: random.Random, name: str, pace: int, week: int, monday: datetime
) -> list[tuple[datetime, str, str, str]]:
    made: list[tuple[datetime, str, str, str]] = []
    for _ in range(max(0, round(rng.gauss(pace, pace / 2)))):
        kind = rng.choice((*SAYS, "fix") if rng.random() < 0.5 else ("feature", "fix"))
        kind = "empty" if name == team.retries and rng.random() < 0.3 else kind
        at = monday + timedelta(days=rng.randrange(5), hours=9 + rng.randrange(8), minutes=rng.randrange(60))
        place = name if team.own_places else "core"
        file = f"src/{place}/{name}-{'list' if kind == 'fix' else rng.randrange(9)}.py"
        is_empty = kind == "empty"
        made.append((at, name, "Run the pipeline again" if is_empty else SAYS[kind], "" if is_empty else file))
        team.did[name, week, kind] += 1
        if kind == "fix":
            team.fixed[name].append(at)
    return made


def _commit(number: int, at: datetime, name: str, says: str, path: str) -> str:
    message = f"{says.format(place=path.partition('/')[2] or 'pipeline')}, {number}\n"
    stamp = f"{int(at.timestamp())} +0000"
    person = f"{name.capitalize()} <{name}@example.org> {stamp}"
    head = f"commit refs/heads/main\nauthor {person}\ncommitter {person}\ndata {len(message.encode())}\n{message}"
    content = f"{number}\n"
    return head + (f"M 100644 inline {path}\ndata {len(content)}\n{content}" if path else "")


def _write_journal(team: AttackedTeam) -> None:
    leave = [
        {
            "id": f"away-{week}",
            "first": (LAST_MONDAY - timedelta(weeks=week)).date(),
            "last": (LAST_MONDAY - timedelta(weeks=week, days=-6)).date(),
        }
        for week in AWAY
    ]
    for name, text in {**START, "leave.toml": table("leave", leave)}.items():
        team.journal.mkdir(exist_ok=True)
        (team.journal / name).write_text(text, encoding="utf-8")


def write_initiative(team: AttackedTeam, paths: list[str], *, is_sunset: bool) -> None:
    """One initiative over these paths, alive or long dead."""
    died = {"status": "sunset", "sunset_on": (LAST_MONDAY - timedelta(weeks=WEEKS + 4)).date()}
    fields = {"title": "Filters", "goal": "g", "paths": paths} | (died if is_sunset else {"status": "active"})
    (team.journal / "initiatives").mkdir(exist_ok=True)
    (team.journal / "initiatives" / "filters.md").write_text(page(**fields), encoding="utf-8")
