"""A small team's repository and a journal with fixed dates, made once for all page tests."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

ME = "ana@example.org"
TEAM = ("bo", "chi", "dee", "eva", "fay")
LAST = datetime(2026, 3, 1, tzinfo=UTC)
# What a hostile colleague could write into a commit message; all of it is text.
HOSTILE = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %} ${7*7} #{7*7}",
    "<svg onload=alert(1)><style>*{display:none}</style>",
    "‮reversed \N{ZERO WIDTH JOINER} fix: \t tabs",
)


def repository(folder: Path, *, last: datetime = LAST, weeks: int = 52) -> Path:
    """A year of six people's work; ana writes much of it, at night too, and is away for some weeks."""
    folder.mkdir(parents=True)
    run = {"cwd": folder, "check": True, "capture_output": True}
    clean = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
    subprocess.run(["git", "init", "-q", "-b", "main"], **run, env=clean)
    stream = "\n".join(_commits(last, weeks)) + "\n"
    subprocess.run(["git", "fast-import", "--quiet"], input=stream.encode(), **run, env=clean)
    for key, value in (("user.email", ME), ("user.name", "Ana")):
        subprocess.run(["git", "config", key, value], **run, env=clean)
    return folder


def _commits(last: datetime, weeks: int) -> list[str]:
    out: list[str] = []
    first = last.replace(hour=9) - timedelta(days=last.weekday() + 7 * (weeks - 1))
    number, day = 0, first
    while day < last:
        week = (day - first).days // 7
        is_away = week % 9 in (4, 5)
        workers = [*TEAM] if is_away else ["ana", *TEAM, "ana"]
        if is_away:
            workers = workers[:3]
        if day.weekday() < 5:
            for place, who in enumerate(workers):
                number += 1
                hour = 21 if who == "ana" and number % 3 == 0 else 9 + place
                at = int((day.replace(hour=0) + timedelta(hours=hour, minutes=number % 60)).timestamp())
                out += _commit(number, who, at, _message(number, day, last))
        day += timedelta(days=1)
    return out


def _message(number: int, day: datetime, last: datetime) -> str:
    if day > last - timedelta(days=6):
        return HOSTILE[number % len(HOSTILE)]
    words = ("fix: rounding of the totals", "add the ledger export", "hotfix: outage of billing", "refactor the parser")
    return f"{words[number % 4]} {number}"


def _commit(number: int, who: str, at: int, message: str) -> list[str]:
    text, content = message.encode(), f"{number}\n"
    lines = ["commit refs/heads/main"]
    lines += [f"{role} {who.title()} <{who}@example.org> {at} +0100" for role in ("author", "committer")]
    lines += [f"data {len(text)}", message, f"M 644 inline src/{who}{number % 7}.py", f"data {len(content)}", content]
    return lines


JOURNAL = {
    "wins": {"date": "2026-02-20", "what": "Finance closes the month in 2 days instead of 5"},
}


def write_journal(root: Path) -> None:
    """A few entries of the kinds the pages show."""
    from datetime import date

    from podium.journal import open_journal

    it = open_journal(root)
    it.create("person", "bo", {})
    it.create("win", "2026-02-20-ledger", {"date": date(2026, 2, 20), "what": JOURNAL["wins"]["what"], "axis": "speed"})
    it.create(
        "stakeholder",
        "lee",
        {"relation": "product", "is_top": True, "needs": "invoices", "contacts": [date(2026, 1, 5), date(2026, 2, 2)]},
    )
    it.create(
        "delegation",
        "ledger",
        {
            "task": "Run the migration",
            "person": "bo",
            "level": 5,
            "started": date(2026, 2, 2),
            "check_ins": [date(2026, 2, 16)],
        },
    )
    it.create(
        "one-on-one",
        "2026-02-17-bo",
        {
            "person": "bo",
            "planned": date(2026, 2, 17),
            "status": "moved",
            "moved_by": "me",
            "promised": ["ask about <b>"],
        },
    )


def make_journal(root: Path) -> Path:
    """A journal with those entries, known to the podium of PODIUM_HOME."""
    from podium.journal.find import pointer
    from podium.journal.make import make, point_to

    make(root)
    point_to(pointer(), root)
    write_journal(root)
    return root
