"""An invented year of an invented manager's journal, and the clone of her team: an example, nobody's real work.

`python tests/example_year.py FOLDER` writes the journal; `docs/example-journal` holds what it writes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from clones import clean_env
from podium.journal.template import as_toml

README = """# An example, invented

This is the journal of a manager who does not exist, about a team and a company that do not exist, for the year 2026.
Every name, number and link in it is made up. It is used by podium's tests and by its documentation.

August is missing on purpose, and November is not in the portfolio yet:

    podium portfolio month 2026-11 --journal docs/example-journal
"""

INITIATIVES: dict[str, dict[str, Any]] = {
    "ledger": {
        "title": "Move the ledger to managed storage",
        "goal": "cost-per-order",
        "paths": ["services/ledger/**"],
        "tickets": ["LEDGER-*"],
        "baseline": 0.23,
        "target": 0.11,
        "unit": "USD per 1,000 orders",
        "by_when": date(2026, 12, 31),
        "value": "1.5M USD a year: (0.23 - 0.11) x 12.5M thousand orders",
        "value_kind": "cost",
        "owner": "me",
        "kill_criterion": "no cost drop after the first two tables",
        "outcome": "0.13 in November",
        "outcome_read_on": date(2026, 11, 17),
    },
    "checkout": {
        "title": "Checkout without the second redirect",
        "goal": "paid-orders",
        "paths": ["web/checkout/**"],
        "tickets": ["SHOP-*"],
        "baseline": 71.0,
        "target": 75.0,
        "unit": "% of started checkouts paid",
        "by_when": date(2026, 9, 30),
        "owner": "Cy",
        "value_kind": "revenue",
        "kill_criterion": "no change after four weeks",
        "status": "done",
        "outcome": "74.2 % in July",
        "value": "3 points are 1.1M EUR a year",
        "outcome_read_on": date(2026, 7, 14),
    },
    "alerts": {
        "title": "Pages that mean something",
        "goal": "quiet-nights",
        "paths": ["ops/alerts/**"],
        "tickets": ["OPS-*"],
        "baseline": 41.0,
        "target": 10.0,
        "unit": "pages a week",
        "by_when": date(2026, 6, 30),
        "owner": "Di",
        "value_kind": "risk",
        "value": "two people rested after each weekend",
        "kill_criterion": "pages rise again",
        "status": "done",
    },
}

GOALS = (
    {
        "id": "cost-per-order",
        "title": "Cheaper orders",
        "measure": "storage cost per order",
        "baseline": 0.23,
        "target": 0.11,
        "unit": "USD per 1,000 orders",
        "by_when": date(2026, 12, 31),
        "owner": "head of product",
        "confirmed_on": date(2026, 11, 12),
    },
    {
        "id": "paid-orders",
        "title": "More orders paid",
        "measure": "checkouts that end paid",
        "baseline": 71.0,
        "target": 75.0,
        "unit": "%",
        "by_when": date(2027, 3, 31),
        "owner": "head of sales",
        "confirmed_on": date(2026, 11, 10),
    },
    {
        "id": "quiet-nights",
        "title": "Quiet nights",
        "measure": "pages at night",
        "baseline": 9.0,
        "target": 2.0,
        "unit": "a week",
        "by_when": date(2026, 12, 31),
        "owner": "me",
        "confirmed_on": date(2026, 11, 2),
        "status": "reached",
    },
)

WINS: dict[str, dict[str, Any]] = {
    "2026-11-06-month-end": {
        "date": date(2026, 11, 6),
        "what": "Finance closes the month in 2 days instead of 5 since Bo automated the ledger checks",
        "problem": "month-end needed three nights of manual checks",
        "for_whom": "finance team, 12 people",
        "before": 5.0,
        "after": 2.0,
        "unit": "days to close the month",
        "axis": "speed",
        "credit": ["Bo"],
        "my_part": "moved the date with finance",
        "receipts": ["https://git.example.org/pay/pull/88"],
        "initiative": "ledger",
    },
    "2026-11-13-refund-hint": {
        "date": date(2026, 11, 13),
        "what": "Support answers refund questions alone since the status page shows the refund's day",
        "for_whom": "support, 30 people",
        "axis": "customer",
    },
}

DELEGATIONS: dict[str, dict[str, Any]] = {
    "2026-10-05-storage-review": {
        "task": "Lead the storage design review",
        "person": "ana",
        "level": 6,
        "started": date(2026, 10, 5),
        "status": "done",
        "ended": date(2026, 11, 9),
        "is_new_area": True,
        "success": "a decision two teams accept",
        "outcome": "both teams accepted the design in one round",
        "tickets": ["LEDGER-41"],
    },
}

GROWTH = (
    {
        "id": "ana-staff",
        "date": date(2026, 11, 16),
        "what": "promoted to staff engineer",
        "person": "ana",
        "name": "Ana",
        "step": "promotion",
        "my_part": "handed over the design reviews",
        "receipts": ["https://wiki.example.org/announce/12"],
    },
)

IMPROVEMENTS = (
    {
        "id": "queue-full-runbook",
        "what": "Write the queue-full runbook and link it from the alert",
        "sort": "runbook",
        "status": "done",
        "incident_class": "queue-full",
        "toil_minutes": 90.0,
        "toil_minutes_after": 20.0,
        "done_on": date(2026, 11, 18),
        "receipts": ["OPS-7"],
    },
)

DECISIONS: dict[str, dict[str, Any]] = {
    "2026-11-02-checks-first": {
        "title": "Checks before the move",
        "date": date(2026, 11, 2),
        "who": "Bo, after asking finance",
        "initiative": "ledger",
        "because": "finance trusts the numbers before the storage changes under them; the move starts two weeks later",
    },
}


PEOPLE = {key: {"relation": "report"} for key in ("ana", "bo", "cy", "di", "eli")}


def _entry(day: date, outcome: str, story: str, **more: Any) -> dict[str, Any]:
    return {
        "date": day,
        "outcome": outcome,
        "status": "ready",
        **more,
        "body": f"# The story in three sentences\n\n{story}\n",
    }


PORTFOLIO: dict[str, dict[str, Any]] = {
    "2026-01-invoice-nights": _entry(
        date(2026, 1, 23),
        "Invoices no longer wait for a person at night",
        "Every night two engineers released stuck invoices by hand. Bo found that one lock caused nine of ten. We removed it.",
        before=14.0,
        after=1.0,
        unit="stuck invoices a week",
        axis="risk",
        for_whom="finance and 4,000 merchants",
        worth="merchants are paid on the day they were promised",
        my_part="kept two other projects waiting for a week",
        team_part="found and removed the lock",
        credit=["Bo", "Di"],
        how="one lock removed instead of a new queue",
        receipts=["https://git.example.org/pay/pull/12"],
    ),
    "2026-02-new-hires": _entry(
        date(2026, 2, 20),
        "A new engineer ships on day 3 instead of day 11",
        "Three people joined in January. Eli wrote down what each of them stumbled over and fixed it the same day.",
        before=11.0,
        after=3.0,
        unit="days to the first change in production",
        axis="people",
        for_whom="everyone who joins",
        worth="a hire pays back a week earlier",
        my_part="gave Eli the first two weeks of his time for it",
        credit=["Eli"],
        how="fix what hurts on the day it hurts",
        receipts=["https://wiki.example.org/start"],
        differently="ask the newcomers for the list before they start",
    ),
    "2026-03-pages": _entry(
        date(2026, 3, 31),
        "The team is paged 9 times a week instead of 41",
        "Most pages asked nobody to do anything. Di deleted or rewrote 63 of 80 alerts with the people who got them.",
        before=41.0,
        after=9.0,
        unit="pages a week",
        axis="risk",
        for_whom="eight people on call",
        worth="real outages are seen first: the last two were found by the team, not by a customer",
        credit=["Di", "Cy"],
        my_part="agreed with the platform lead that an alert without a runbook is deleted",
        how="delete first, tune later",
        receipts=["https://git.example.org/ops/pull/31"],
        initiative="alerts",
        quotes=["I slept. - on-call engineer, March"],
    ),
    "2026-04-search-stopped": _entry(
        date(2026, 4, 17),
        "Six weeks of search work were not spent",
        "The search rewrite had an owner in sales who had left. I asked three customers; none needed it.",
        before=12.0,
        after=0.0,
        unit="person-weeks planned for search",
        axis="cost",
        for_whom="the product budget",
        worth="the weeks went into checkout",
        my_part="asked the customers and told the directors",
        credit=["Cy"],
        how="stopped against the roadmap, in writing",
        receipts=["https://wiki.example.org/decisions/44"],
        level_evidence="ended work of another department with its consent",
    ),
    "2026-05-fraud-rules": _entry(
        date(2026, 5, 29),
        "Fraud analysts change a rule themselves, without a ticket",
        "Analysts filed tickets with us for every rule. Cy gave them an editor with a dry run.",
        before=4320.0,
        after=12.0,
        unit="minutes to change a rule",
        axis="speed",
        for_whom="fraud team, 6 people",
        worth="a new fraud pattern is stopped on the day it is seen",
        my_part="agreed the limits with the risk officer",
        credit=["Cy"],
        how="a dry run instead of an approval",
        receipts=["https://git.example.org/pay/pull/51"],
        quotes=["We stopped calling you. - head of fraud"],
    ),
    "2026-06-on-call-pay": _entry(
        date(2026, 6, 12),
        "On-call is paid and voluntary in three teams",
        "Nobody could say what a night on call was worth. I wrote the case with the people of all three teams.",
        axis="people",
        for_whom="24 engineers",
        worth="nobody left for this reason since",
        credit=["Di", "Ana"],
        my_part="wrote the case and brought it to finance",
        how="pay first, then fewer nights",
        receipts=["https://wiki.example.org/oncall"],
        level_evidence="changed a rule for three teams",
    ),
    "2026-07-checkout": _entry(
        date(2026, 7, 14),
        "74.2 % of started checkouts are paid, 71 % before",
        "The second redirect lost customers on phones. Cy removed it behind a switch and the number was read for four weeks.",
        before=71.0,
        after=74.2,
        unit="% of started checkouts paid",
        axis="revenue",
        for_whom="4,000 merchants",
        worth="1.1M EUR a year in orders that used to be lost",
        credit=["Cy", "Bo"],
        my_part="held the date against two requests to widen it",
        how="one redirect less, nothing else in the release",
        receipts=["https://git.example.org/web/pull/207"],
        initiative="checkout",
        values=["customers first"],
        keep_inside=["1.1M EUR"],
        level_evidence="a number the board reads",
        quotes=["The first quarter in which we did not explain the phone numbers. - head of sales"],
    ),
    "2026-09-audit": _entry(
        date(2026, 9, 25),
        "The payments audit took 2 days of our time instead of 15",
        "Last year the audit stopped the team for three weeks. Ana collected the evidence from the pipeline itself.",
        before=15.0,
        after=2.0,
        unit="working days spent on the audit",
        axis="cost",
        for_whom="finance and the auditors",
        worth="a sprint of the whole team came back",
        my_part="agreed the list with the auditors in May",
        credit=["Ana"],
        how="evidence by machine, read by a person",
        receipts=["https://git.example.org/pay/pull/70"],
        differently="start with the auditors' own list",
    ),
    "2026-10-ledger-copy": _entry(
        date(2026, 10, 23),
        "Half of the ledger runs on managed storage",
        "Six of twelve tables were copied while both stores ran side by side. No write was lost.",
        before=0.23,
        after=0.17,
        unit="USD of storage per 1,000 orders",
        axis="cost",
        for_whom="finance and every merchant",
        worth="0.7M USD a year at today's orders",
        my_part="moved the date of the product launch with sales",
        credit=["Bo", "Ana"],
        how="two stores for six weeks instead of one night of downtime",
        receipts=["https://git.example.org/pay/pull/81"],
        initiative="ledger",
        keep_inside=["0.7M USD"],
        level_evidence="moved a date two departments depended on",
    ),
    "2026-10-refund-draft": {
        "date": date(2026, 10, 30),
        "outcome": "Refunds are significantly faster",
        "status": "draft",
        "axis": "customer",
        "questions": ["before: What was the number before?"],
        "body": "# The story in three sentences\n\nRefunds took long and customers asked and asked, and then, after many talks with "
        "finance and with the "
        "bank and with support and after a lot of work of very many people, they became faster.\n",
    },
}

CASE: dict[str, Any] = {
    "date": date(2026, 11, 20),
    "name": "Ada Example",
    "role": "Engineering Manager",
    "next_role": "Senior Engineering Manager",
    "summary": [
        "Ada Example has led the payments team of eight since September 2025.",
        "In 2026 the team raised paid checkouts to 74.2 % and cut pages to 9 a week.",
        "She ended and moved work across department lines three times, each time with the other side's consent.",
    ],
    "results": ["2026-07-checkout", "2026-10-ledger-copy", "2026-03-pages"],
    "scope": "Payments and fraud share one ledger and no owner; two of this year's three largest costs lie between them.",
    "values": ["Customers first: stopped a rewrite after asking three customers."],
    "growth_areas": [
        "Budget: plans the 2027 storage budget with finance.",
        "Hiring: sits in two panels of another department.",
    ],
    "feedback": ["We stopped calling you. - head of fraud", "She tells us early. - head of sales"],
}


def write_journal(root: Path) -> Path:
    """The journal, the same bytes at every call."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "README.md").write_text(README)
    (root / "journal.toml").write_text("# An invented example.\nformat = 1\n")
    for folder, files in (
        ("initiatives", INITIATIVES),
        ("wins", WINS),
        ("delegations", DELEGATIONS),
        ("decisions", DECISIONS),
        ("portfolio", PORTFOLIO),
        ("promotion-cases", {"2026-senior": CASE}),
        ("people", PEOPLE),
    ):
        for name, fields in files.items():
            _write(root / folder / f"{name}.md", fields)
    for table, heading, rows in (
        ("goals", "goal", GOALS),
        ("growth", "growth", GROWTH),
        ("improvements", "improvement", IMPROVEMENTS),
    ):
        text = "\n".join("\n".join([f"[[{heading}]]", *_lines(row), ""]) for row in rows)
        (root / f"{table}.toml").write_text(text)
    return root


def _write(path: Path, fields: Mapping[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    head = _lines({k: v for k, v in fields.items() if k != "body"})
    path.write_text("\n".join(["+++", *head, "+++", ""]) + (f"\n{fields['body']}" if "body" in fields else ""))


def _lines(fields: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {as_toml(value)}" for key, value in fields.items()]


WORK = (
    ("2026-10-28", "services/ledger/copy.py", "LEDGER-38 Copy the seventh table"),
    ("2026-11-03", "services/ledger/checks.py", "LEDGER-40 Check sums before the copy"),
    ("2026-11-05", "services/ledger/checks.py", "Run the checks every hour"),
    ("2026-11-10", "services/ledger/copy.py", "LEDGER-41 Copy the eighth table"),
    ("2026-11-11", "web/checkout/pay.ts", "SHOP-90 Keep the cart when the bank is slow"),
    ("2026-11-12", "docs/notes.md", "Notes on the launch"),
    ("2026-12-01", "services/ledger/copy.py", "LEDGER-44 Copy the ninth table"),
)


def write_clone(path: Path) -> Path:
    """The team's repository, with changes in and around November."""
    path.mkdir(parents=True)
    env = clean_env(
        GIT_AUTHOR_NAME="Bo",
        GIT_AUTHOR_EMAIL="bo@example.org",
        GIT_COMMITTER_NAME="Bo",
        GIT_COMMITTER_EMAIL="bo@example.org",
    )
    subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True, env=env)
    for nth, (day, file, subject) in enumerate(WORK):
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).write_text(f"{nth}\n")
        when = (datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=10)).isoformat()
        dated = {**env, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        subprocess.run(["git", "-C", str(path), "add", "."], check=True, env=dated)
        subprocess.run(["git", "-C", str(path), "commit", "-q", "-m", subject], check=True, env=dated)
    return path


if __name__ == "__main__":
    write_journal(Path(sys.argv[1]))
