"""Pagers to numbers: who moved first, whose page it was, which roles were doubled, what came back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from loopback import Answer, Asked
from payload import counted, iso, looked_at, number, pages, read, serve
from payloads.conftest import ME
from podium.system import paths

ANA = {"id": "PANA", "type": "user_reference", "summary": "Ana"}
BO = {"id": "PBO", "type": "user_reference", "summary": "Bo"}
CHI = {"id": "PCHI", "type": "user_reference", "summary": "Chi"}
PAY = {"id": "SPAY", "type": "service_reference", "summary": "pay"}
MAIL = {"id": "SMAIL", "type": "service_reference", "summary": "mail"}
FIRST = datetime(2026, 6, 1, 12, tzinfo=UTC)


def at(day: int, minutes: int = 0) -> datetime:
    return FIRST + timedelta(days=day, minutes=minutes)


def entry(
    day: int, minutes: int, kind: str, who: Any, *paged: Any, service: Any = PAY, channel: str = "web"
) -> dict[str, Any]:
    """One log entry of the incident of a day, as the pager writes it."""
    return {
        "id": f"R{day}-{minutes}-{kind}-{who['id']}",
        "type": f"{kind}_log_entry",
        "created_at": iso(at(day, minutes)),
        "agent": who,
        "channel": {"type": channel, "summary": "never kept"},
        "service": service,
        "assignees": list(paged),
        "teams": [],
        "incident": {
            "id": f"I{day}",
            "type": "incident_reference",
            "summary": "never kept",
            "html_url": f"https://pager.example/{day}",
        },
    }


def machine(day: int, *paged: Any, service: Any = PAY) -> list[dict[str, Any]]:
    """What the pager does by itself: opens an incident, pages, and closes it two hours later."""
    return [
        entry(day, 0, "trigger", service, service=service, channel="api"),
        entry(day, 0, "assign", service, *paged, service=service, channel="auto"),
        entry(day, 1, "notify", service, *paged, service=service, channel="auto"),
        entry(day, 120, "resolve", service, service=service, channel="api"),
    ]


ENTRIES = [
    # Bo is on duty and acts after five minutes; Ana acts a minute in, but on the fourth day, where Bo was first.
    *(one for day in range(1, 7) for one in machine(day, BO, *([ANA] if day == 5 else []))),
    *(entry(day, 5, "acknowledge", BO) for day in range(1, 7)),
    *(entry(day, 7 if day == 4 else 1, "acknowledge", ANA) for day in range(1, 7)),
    # Chi, who is off duty too, is there before either of them on the second.
    entry(2, 0, "acknowledge", CHI),
    # She puts herself on the first, which is no page; the first is taken up again after it was reopened.
    entry(1, 0, "assign", ANA, ANA),
    entry(1, 40, "acknowledge", BO),
    # On the seventh she leaves a note and no more. The eighth is another service's; nobody came.
    *machine(7, BO),
    entry(7, 2, "annotate", ANA),
    entry(7, 5, "acknowledge", BO),
    *machine(8, BO, service=MAIL),
    # On the ninth Bo asked for help and she accepted.
    *machine(9, BO),
    entry(9, 5, "acknowledge", BO),
    entry(9, 5, "responder_request", BO),
    entry(9, 6, "responder_accept", ANA),
    # Before the quarter: 74 days before the first, and 100 days before the eighth.
    *machine(-73, BO),
    *machine(-92, BO, service=MAIL),
]


def pager(asked: Asked) -> Answer:
    """Bo's duty all month, Ana's for four hours of the sixth day only."""
    duties = [
        {"user": BO, "schedule": {"id": "S1"}, "escalation_level": 1, "start": iso(at(-5)), "end": iso(at(25))},
        {
            "user": ANA,
            "schedule": {"id": "S2"},
            "escalation_level": 1,
            "start": iso(at(6, -120)),
            "end": iso(at(6, 120)),
        },
    ]
    inside = [e for e in ENTRIES if asked.query.get("since", "") <= e["created_at"] < asked.query.get("until", "9")]
    users = [{"id": "PANA", "email": "ana@example.org"}, {"id": "PBO", "email": "bo@example.org"}]
    what = asked.path.strip("/")
    return Answer.of({what: {"users": users, "oncalls": duties, "log_entries": inside}[what], "more": False})


def test_incidents_of_a_pager_become_first_mover_head_start_off_rota_acks_and_repeats(team: Path) -> None:
    serve("pagerduty", pager, since="2026-02-20")
    # Eight touched. First, off rota and unpaged on days 1 to 3; day 4 Bo was first, 5 she was paged, 6 on duty, 7 a note, 9
    # she was asked.
    assert number("first-mover", team) == ("38 %", 8)
    assert counted("first-mover", team) == {"I1": 1, "I2": 1, "I3": 1, "I4": 0, "I5": 0, "I6": 0, "I7": 0, "I9": 0}
    # Days 1, 2, 3 and 5: four minutes before him; days 4 and 9: two and one after him. The sixth was her duty.
    assert number("head-start", team) == ("4 minutes", 6)
    assert counted("head-start", team) == {"I1": 240, "I2": 240, "I3": 240, "I4": -120, "I5": 240, "I9": -60}
    assert number("off-rota-acks", team) == ("4", 8)
    # All eight of pay follow one within ninety days, the first the one of March; the one of mail comes a hundred days after.
    assert number("incident-repeats", team) == ("89 %", "5 to 10")
    drawn = looked_at(team)
    assert [drawn[name][0] for name in ("first-mover", "head-start", "off-rota-acks")] == [8, 6, 8]


def invite(uid: str, day: int, title: str, *more: str) -> str:
    """An hour at ten in Berlin, of Ana with Bo."""
    start = at(day)
    return "\r\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20260301T000000Z",
            f"DTSTART;TZID=Europe/Berlin:{start:%Y%m%d}T100000",
            f"DTEND;TZID=Europe/Berlin:{start:%Y%m%d}T110000",
            f"SUMMARY:{title}",
            "ORGANIZER:mailto:ana@example.org",
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.org",
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org",
            *more,
            "END:VEVENT",
        ]
    )


def calendar(path: Path, *events: str) -> None:
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]), newline="")
    read("ics", path, me="ana@example.org", zone="Europe/Berlin", since="2026-01-01")


def test_a_pager_and_a_calendar_become_displaced_talks_and_postmortem_days(team: Path, tmp_path: Path) -> None:
    serve("pagerduty", pager, since="2026-02-20")
    off = "STATUS:CANCELLED"
    talks = [
        # Cancelled ten in the morning in Berlin, 20 hours after the incidents of days 1 and 8; one of day 12 has none near.
        invite("t2", 2, "1:1", off),
        invite("t9", 9, "1:1", off),
        invite("t12", 12, "1:1", off),
        invite("t3", 3, "1:1"),
        invite("t14", 14, "1:1"),
        invite("t15", 15, "Coaching: Bo"),
        invite("t16", 16, "1:1"),
        invite("t17", 17, "1:1"),
    ]
    # The machine opens and closes, and the talks are of more than one person: nobody alone is behind these days.
    chi = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:chi@example.org"
    reviews = [invite(f"p{n}", n, "Incident review", chi) for n in (3, 4, 6, 8)] + [
        invite("p10", 10, "Postmortem: mail", chi)
    ]
    calendar(tmp_path / "c.ics", *talks, *reviews)
    assert number("displaced-talks", team) == ("25 %", 8)
    assert {ref for ref, counts in counted("displaced-talks", team).items() if counts} == {"t2", "t9"}
    # Closed by the machine at 14:00 UTC, talked over at 8:00 UTC: a talk is about the incident closed last before it, so
    # those of the days 2, 3, 5, 7 and 9 waited 18 hours each, three quarters of a day.
    assert number("postmortem-days", team) == ("0.8 days", "5 to 10")


def user(name: str) -> dict[str, str]:
    return {"id": f"U{name}", "name": name, "email": f"{name}@example.org", "slack_user_id": f"S{name}"}


HER, HIM = user("ana"), user("bo")


def role(who: Any, name: str, kind: str) -> dict[str, Any]:
    return {"assignee": who, "role": {"id": f"R{name}", "name": name, "role_type": kind, "shortform": name}}


def escalation(day: int, *acts: tuple[int, str, Any]) -> dict[str, Any]:
    told = [
        {
            "id": f"E{day}-{n}",
            "event": event,
            "occurred_at": iso(at(day, minutes)),
            "users": [who] if who else [],
            "urgency": "high",
        }
        for n, (minutes, event, who) in enumerate(acts)
    ]
    return {"id": f"X{day}", "updated_at": iso(at(day, 60)), "related_incidents": [{"id": f"N{day}"}], "events": told}


def incident(day: int, *roles: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"N{day}",
        "created_at": iso(at(day)),
        "updated_at": iso(at(day, 90)),
        "mode": "standard",
        "name": "never kept",
        "creator": {"alert": {"id": "A", "title": "never kept"}},
        "severity": {"id": "V", "name": "Major"},
        "incident_type": {"id": "T", "name": "Production Outage"},
        "incident_role_assignments": list(roles),
    }


def test_incident_io_becomes_off_rota_acks_first_mover_and_role_doubling(team: Path) -> None:
    """She declares two days of May as her own, so it is known that the days of June were not."""
    paths.me_file().write_text(ME + "rota = [{ from = 2026-05-04, to = 2026-05-05 }]\n")
    taken = [(3, "acked", HER), (9, "acked", HIM)]
    asked = {"page_size": "25"}
    told = {
        "escalations": [
            # Five she took before Bo; in the fifth she was the one notified.
            *(escalation(day, (0, "triggered", None), (1, "notified_users", HIM), *taken) for day in (1, 2, 3, 4)),
            escalation(5, (0, "triggered", None), (1, "notified_users", HER), *taken),
        ],
        "incidents": [
            # Lead and scribe is two hats; lead, or to have reported what one leads, is one; a role of Bo's is not hers.
            incident(1, role(HER, "Incident Lead", "lead"), role(HER, "Scribe", "custom")),
            incident(2, role(HER, "Incident Lead", "lead"), role(HER, "Reporter", "reporter")),
            incident(3, role(HER, "Incident Lead", "lead"), role(HIM, "Scribe", "custom")),
            incident(4, role(HER, "Scribe", "custom")),
            incident(5, role(HER, "Incident Lead", "lead")),
            incident(6, role(HER, "Reporter", "reporter")),
        ],
        "incident_updates": [],
    }
    meta = {"pagination_meta": {"after": "", "total_record_count": 6}, **asked}
    serve("incident-io", pages({name: meta | {name: found} for name, found in told.items()}), since="2026-05-01")
    assert number("first-mover", team) == ("80 %", 5)
    assert number("off-rota-acks", team) == ("4", 5)
    assert counted("off-rota-acks", team)["N5"] == 0
    assert number("role-double", team) == ("20 %", 5)
    assert counted("role-double", team) == {"N1": 1, "N2": 0, "N3": 0, "N4": 0, "N5": 0}
    # Opened by an alert, all of one kind: the five after the first come within ninety days of another.
    assert number("incident-repeats", team) == ("83 %", "5 to 10")
