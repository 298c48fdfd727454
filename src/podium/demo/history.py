"""The made team's repository: who wrote, approved and rewrote what, through git's own import."""

from __future__ import annotations

import os
import random
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from podium.demo.people import ANA, OTHERS, WEEKS, address, at, is_away, monday_of

_PARTS = ("checkout", "ledger", "refunds", "search")
_SAYS = (
    "Add the {0} to {1}",
    "Show the {0} in {1}",
    "Speed up the {0} of {1}",
    "Test {1} with an empty {0}",
    "Fix the {0} of {1}",
    "Describe the {0} of {1}",
)
_THINGS = ("totals", "dates", "export", "filter", "receipt", "history")
_FIRES = ("hotfix: {0} is down", "Hotfix for the outage of {0}", "Roll back {0} after the incident")
_LINES = 24


class _Stream(msgspec.Struct):
    """Commits on their way into `git fast-import`, and what each file holds."""

    last: date
    pieces: list[str] = msgspec.field(default_factory=list)
    files: dict[str, list[str]] = msgspec.field(default_factory=dict)
    # File to who changed which lines last, and when.
    fresh: dict[str, tuple[str, datetime, int]] = msgspec.field(default_factory=dict)

    def commit(self, who: str, moment: datetime, message: str, path: str, first: int, count: int) -> None:
        """One change of some lines of one file, approved as the message says; nothing after the last day."""
        if moment.date() > self.last:
            return
        number = len(self.pieces) + 1
        lines = self.files.setdefault(path, [f"line {n} of {path}" for n in range(_LINES)])
        for n in range(first, first + count):
            lines[n % _LINES] = f"line {n % _LINES} of {path}, as of change {number}"
        self.fresh[path] = (who, moment, first)
        stamp = f"{int(moment.timestamp())} {moment:%z}"
        content = "\n".join(lines) + "\n"
        self.pieces.append(
            "\n".join(
                [
                    "commit refs/heads/main",
                    f"author {who.capitalize()} <{address(who)}> {stamp}",
                    f"committer {who.capitalize()} <{address(who)}> {stamp}",
                    f"data {len(message.encode())}",
                    message,
                    f"M 100644 inline {path}",
                    f"data {len(content)}",
                    content,
                ]
            )
        )


def write(path: Path, last_monday: date, last: date) -> None:
    """The repository, the same at every call."""
    dice = random.Random(29)  # noqa: S311 - an example, no secret
    stream = _Stream(last)
    for week in range(WEEKS):
        _week(stream, dice, week, monday_of(week, last_monday))
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True, env=env)
    stream_bytes = "\n".join(stream.pieces).encode()
    subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input=stream_bytes, check=True, env=env)


def _week(stream: _Stream, dice: random.Random, week: int, monday: date) -> None:
    """Ten to fourteen changes of the others, fewer while Ana is away, and four of hers."""
    ana_is_away = is_away(ANA, week)
    changes: list[tuple[datetime, str]] = []
    writers = [who for who in OTHERS if not is_away(who, week)]
    for _ in range(dice.randrange(4, 6) if ana_is_away else dice.randrange(13, 17)):
        moment = at(
            monday + timedelta(days=dice.randrange(5)), dice.choice((9, 10, 11, 13, 14, 15, 16)), dice.randrange(60)
        )
        changes.append((moment, dice.choice(writers)))
    if not ana_is_away:
        for day in (0, 1, 2, 3, 4)[: 4 + week % 2]:
            hour = 19 if day == 3 and week >= WEEKS - 8 else 11
            changes.append((at(monday + timedelta(days=day), hour, dice.randrange(60)), ANA))
    for moment, who in sorted(changes):
        if who == ANA:
            _of_ana(stream, dice, week, moment)
        else:
            _of_others(stream, dice, week, moment, who)


def _of_others(stream: _Stream, dice: random.Random, week: int, moment: datetime, who: str) -> None:
    part = dice.choice(_PARTS) if dice.random() < 0.93 else "tools"
    is_fire = dice.random() < (0.36 if week >= WEEKS - 14 else 0.08)
    says = dice.choice(_FIRES).format(part) if is_fire else dice.choice(_SAYS).format(dice.choice(_THINGS), part)
    is_gate = not is_away(ANA, week) and dice.random() < 0.72
    approver = ANA if is_gate else dice.choice([person for person in OTHERS if person != who])
    message = f"{says}\n\nReviewed-by: {approver.capitalize()} <{address(approver)}>\n"
    stream.commit(who, moment, message, f"{part}/{who}_{dice.randrange(5)}.py", dice.randrange(_LINES), 8)


def _of_ana(stream: _Stream, dice: random.Random, week: int, moment: datetime) -> None:
    """Every third change of hers in the last months rewrites what somebody wrote days before."""
    new = [
        (path, first)
        for path, (who, when, first) in stream.fresh.items()
        if who != ANA and timedelta(hours=20) < moment - when < timedelta(days=9) and not path.startswith("tools")
    ]
    if week >= WEEKS - 16 and new and dice.random() < 0.36:
        path, first = dice.choice(new)
        stream.commit(ANA, moment, f"Simplify the {path.partition('/')[0]}\n", path, first, 6)
        return
    part = dice.choice(_PARTS)
    says = dice.choice(_SAYS).format(dice.choice(_THINGS), part)
    stream.commit(ANA, moment, f"{says}\n", f"{part}/ana_{dice.randrange(6)}.py", dice.randrange(_LINES), 6)
