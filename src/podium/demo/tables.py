"""The made team's incidents and tickets, as a table anybody could export."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from podium.demo.people import ANA, OTHERS, WEEKS, address, at, is_away, monday_of

_SERVICES = (
    "checkout",
    "ledger",
    "mail",
    "checkout",
    "search",
    "checkout",
    "invoices",
    "checkout",
    "stock",
    "login",
    "checkout",
    "maps",
    "ads",
)
_COLUMNS: tuple[str, ...] = ("id", "verb", "who", "when", "until", "what", "kind", "about", "type", "container")
_WEEKS_SHOWN = 30


def write(path: Path, last_monday: date) -> None:
    """Incidents and tickets in one table."""
    rows: list[dict[str, str]] = []
    dice = random.Random(5)  # noqa: S311 - an example, no secret
    for week in range(WEEKS - _WEEKS_SHOWN, WEEKS):
        monday = monday_of(week, last_monday)
        rows += [*_incident(week, monday), *_tickets(week, monday, dice)]
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def _incident(week: int, monday: date) -> Iterator[dict[str, str]]:
    """One incident a week: who was on duty, who took it, and now and then a note of Ana's."""
    on_duty, incident = OTHERS[week % len(OTHERS)], f"INC-{week}"
    until = at(monday + timedelta(days=7), 9)
    yield _row(f"duty-{week}", "on_call", on_duty, at(monday, 9), kind="shift", until=until.isoformat())
    opened = at(monday + timedelta(days=week % 4), 10 + week % 6, 20)
    acts = [("opened", "", 0), ("acknowledged", on_duty, 6), ("closed", on_duty, 120)]
    if week % 3 == 0 and not is_away(ANA, week):
        acts.append(("commented", ANA, 40))
    for verb, who, minutes in acts:
        when, service = opened + timedelta(minutes=minutes), _SERVICES[week % len(_SERVICES)]
        yield _row(f"{incident}-{verb}", verb, who, when, what=incident, kind="incident", container=service)


def _tickets(week: int, monday: date, dice: random.Random) -> Iterator[dict[str, str]]:
    """Seven a week, some of them bugs; the lesson of an incident is closed within two weeks."""
    for n in range(7):
        ticket, who = f"SHOP-{week * 10 + n}", dice.choice(OTHERS)
        sort = "incident_followup" if n == 6 else "bug" if dice.random() < 0.14 else "feature"
        for verb, when in (
            ("opened", at(monday - timedelta(days=9), 11, n)),
            ("closed", at(monday + timedelta(days=n % 5), 16, n)),
        ):
            yield _row(f"{ticket}-{verb}", verb, who, when, what=ticket, kind="issue", type=sort)


def _row(ref: str, verb: str, who: str, when: datetime, **more: str) -> dict[str, str]:
    row = dict.fromkeys(_COLUMNS, "")
    return row | {"id": ref, "verb": verb, "who": address(who) if who else "", "when": when.isoformat()} | more
