"""A room with something on every page: two clones of two years, the example year as journal, a practice that runs."""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from example_year import write_journal
from podium.core.time import week_no
from podium.journal import open_journal
from podium.journal.find import pointer
from podium.journal.make import point_to
from podium.mirror.look import Scope
from podium.programs.readme.page import FILE
from podium.programs.readme.questions import QUESTIONS
from promised import promise
from team_clone import Change, at, write
from today import TODAY
from web import demo
from web.visitor import Visitor, fresh_app

SAYS = (
    "Add the export of {0}",
    "Fix the rounding of {0}",
    "Speed up {0}",
    "Write down how {0} works",
    "Tidy {0}",
    "hotfix: {0} is down",
    "Revert the change to {0}",
    "Test {0} with an empty cart",
)
PARTS = ("the ledger", "refunds", "checkout", "the nightly copy", "invoices", "the fraud rules")
HOURS = ("09:12", "10:40", "11:05", "13:30", "14:15", "15:50", "16:25")
NIGHTS = ("21:40", "22:15", "07:05")
WEEKS = 104


@dataclass(frozen=True, slots=True)
class FullRoom:
    """Where it lies, and the address of every page in it."""

    home: Path
    journal: Path
    pages: tuple[str, ...]


def make(folder: Path, today: date | None = None) -> FullRoom:
    """Furnish a home below `folder`, as of `today`; the caller points PODIUM_HOME to `folder/podium`."""
    today = today or TODAY
    home = folder / "podium"
    assert os.environ["PODIUM_HOME"] == str(home)
    midnight = datetime.combine(today, datetime.min.time(), UTC)
    clones = (
        write(folder / "src" / "payments", changes(today)),
        demo.repository(folder / "src" / "web", last=midnight, weeks=60),
    )
    root = write_journal(folder / "leadership")
    point_to(pointer(), root)
    _live(root, today)
    home.mkdir(exist_ok=True)
    (home / "me.toml").write_text('[me]\nzone = "Europe/Berlin"\nhours = "Mon-Fri 08:00-18:00"\n')
    her = Visitor(*fresh_app()).enter()
    with her.room.closing():
        her.room.choose(Scope(paths=clones, me=(demo.ME,)))
        her.room.mirror(her.room.want(), patience_s=120)
        run = _practice(her)
        _practices(her, root, clones, today)
        _readme(her, today)
    said = {"paths": [str(p) for p in clones], "me": [demo.ME], "weeks": 4, "branches": False, "team": None}
    (home / "last-look.json").write_text(json.dumps(said))
    return FullRoom(home, root, (*OUTER, run))


WIN = "/edit/wins/2026-11-06-month-end.md"
OUTER = (
    "/",
    "/mirror",
    "/mirror?weeks=12",
    "/mirror/numbers/absence",
    "/why/absence",
    "/why/own-writing",
    "/why/late",
    "/practices",
    "/practices/no-code-zone",
    "/journal",
    "/journal/win/new",
    "/journal/stakeholder/new",
    "/practices/run/running",
    "/practices/run/paused",
    "/practices/run/finished",
    "/drill",
    WIN,
    "/people",
    "/readme",
    "/readme/publish",
    "/portfolio",
    "/portfolio/month?month=2026-11",
    "/portfolio/carry",
    "/gym",
    "/questions",
    "/questions?ask=toxic",
    "/sources",
    "/sources/github",
    "/sources/ics",
    "/settings",
    "/help",
    "/help?words=calendar",
    "/help/your-journal",
    "/start",
    "/nowhere",
)


def _practice(her: Visitor) -> str:
    form = {"when": "Tue 09:00-12:30, Thu 13:00-17:00", "zone": "Europe/Berlin", "calendar": "feed", "hypothesis": ""}
    started = her.post("/practices/no-code-zone", form)
    assert started.status_code == 303, started.text
    return str(started.headers["location"]).removeprefix(her.keys.root).partition("?")[0]


def _practices(her: Visitor, root: Path, clones: tuple[Path, ...], today: date) -> None:
    """One that runs, one laid aside this week, and one that is over and was judged, the end of a year in it or not."""
    monday, journal = today - timedelta(days=today.weekday()), open_journal(root)
    told = {"paths": [str(clone) for clone in clones], "me": [demo.ME]}
    for name, begun in (("running", 3), ("paused", 4), ("finished", 14)):
        starts = monday - timedelta(weeks=begun)
        made = promise(
            id=name,
            registered_on=starts - timedelta(days=3),
            starts_on=starts,
            ends_on=starts + timedelta(days=55),
            baseline_from=starts - timedelta(weeks=26),
            told=told,
        )
        journal.create("experiment", name, made.promised())
    for name, step in (("paused", "pause"), ("finished", "finish")):
        answer = her.post(f"/practices/run/{name}", {"step": step})
        assert answer.status_code == 303, answer.text


def _readme(her: Visitor, today: date) -> None:
    """A page that was published ten weeks ago, and has changed since."""
    said = {q.key: q.usual or q.example or "Tell me." for q in QUESTIONS}
    said |= {"name": "Ana", "promises": "no commits after 19:00; no commits on weekends; no work on leave"}
    for path, form in (("/readme/draft", said), ("/readme/publish", {})):
        answer = her.post(path, form)
        assert answer.status_code == 303, answer.text
    her.room.session().journal().write("readme-version", "v1", {"published": today - timedelta(weeks=10)})
    page = her.room.session().journal().root / FILE
    page.write_text(page.read_text().replace("Chat within half a day.", "Chat within an hour."))


def changes(today: date) -> list[Change]:
    """Two years of six people; ana approves more and more, works some nights, and is away five times."""
    dice, made = random.Random(11), list[Change]()
    first = today - timedelta(days=today.weekday(), weeks=WEEKS)
    away = {n for start in (9, 30, 52, 71, 90) for n in (start, start + 1)}
    for week in range(WEEKS):
        monday = first + timedelta(weeks=week)
        is_away = week_no(int(at(monday, "12:00").timestamp())) and week in away
        season = 1 + 0.35 * ((week % 26) / 26)
        if not is_away:
            for _ in range(dice.randrange(3, 8)):
                clock = dice.choice(HOURS if dice.random() > 0.25 else NIGHTS)
                made.append((at(monday + timedelta(days=dice.randrange(5)), clock), "ana", "bo", _says(dice)))
        for _ in range(int(dice.randrange(16, 24) * season * (0.5 if is_away else 1))):
            who = dice.choice(("bo", "chi", "dee", "eli", "fay"))
            is_hers = not is_away and dice.random() < 0.2 + 0.5 * week / WEEKS
            by = "ana" if is_hers else dice.choice([n for n in ("bo", "chi", "dee", "eli", "fay") if n != who])
            made.append((at(monday + timedelta(days=dice.randrange(5)), dice.choice(HOURS)), who, by, _says(dice)))
    return made


def _says(dice: random.Random) -> str:
    return dice.choice(SAYS).format(dice.choice(PARTS))


def _live(root: Path, today: date) -> None:
    """The part of a journal that moves: talks, stakeholders, cards and what waits, told from today."""
    it = open_journal(root)

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    for name, relation, is_top, days, ahead in (
        ("lee", "product", True, (150, 121, 88, 61, 33, 5), 9),
        ("noor", "finance", True, (170, 99, 41), 0),
        ("sam-okafor", "own-manager", True, (175, 161, 147, 133, 105, 91, 77, 63, 49, 35, 21, 7), 7),
        ("kim", "skip-level", True, (140,), 21),
        ("jo-from-the-payments-bank", "customer", True, (), 0),
        ("rio", "peer", False, (66, 12), 0),
    ):
        it.create(
            "stakeholder",
            name,
            {
                "relation": relation,
                "is_top": is_top,
                "needs": "invoices that never wait a night",
                "contacts": [ago(d) for d in days],
                **({"next_contact": ago(-ahead)} if ahead else {}),
            },
        )
    for task, person, level, days, status in (
        ("Run the migration of the ledger to managed storage", "bo", 5, 80, "open"),
        ("Choose the fraud vendor", "cy", 3, 40, "open"),
        ("On-call rota", "di", 7, 150, "done"),
        ("Interview loop for the two new roles", "eli", 6, 20, "open"),
    ):
        it.create(
            "delegation",
            task.lower().replace(" ", "-")[:30],
            {
                "task": task,
                "person": person,
                "level": level,
                "started": ago(days),
                "status": status,
                "check_ins": [ago(days - 14), ago(-6)],
            },
        )
    for person, days, status in (("bo", 2, "moved"), ("bo", 9, "moved"), ("cy", 3, "held"), ("di", -4, "planned")):
        it.create(
            "one-on-one",
            f"{ago(days)}-{person}",
            {
                "person": person,
                "planned": ago(days),
                "status": status,
                **({"moved_by": "me"} if status == "moved" else {}),
                **({"promised": ["ask finance about <b>the closing date</b>"]} if status == "held" else {}),
            },
        )
