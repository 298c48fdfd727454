"""A calendar, her journal and git beside it to numbers: 1:1s, meetings, no-code zones, stakeholders, skip-levels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from journals import page, pages
from little_github import BO, LittleGitHub, change, stamp
from payload import counted, looked_at, number, read, says, serve, why


def calendar(folder: Path, *events: str) -> None:
    """Connect a calendar of these events and read it."""
    file = folder / "cal.ics"
    file.write_text("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]), newline="")
    read("ics", file, me="ana@example.org", zone="Europe/Berlin", since="2026-01-01")


def invite(
    uid: str, start: str, end: str, title: str, *more: str, guests: tuple[str, ...] = ("bo",), by: str = "ana"
) -> str:
    people = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{who}@example.org" for who in ("ana", *guests)] if guests else []
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20260301T000000Z",
        f"DTSTART;{start}",
        f"DTEND;{end}",
        f"SUMMARY:{title}",
        *([f"ORGANIZER:mailto:{by}@example.org"] if guests else []),
        *people,
        *more,
        "END:VEVENT",
    ]
    return "\r\n".join(lines)


def at(text: str) -> str:
    return f"TZID=Europe/Berlin:{text}"


def test_a_calendar_becomes_talks_held_talks_moved_and_meeting_load(team: Path, tmp_path: Path) -> None:
    """Twelve weekly 1:1s of an hour from 30 March: one moved by a day, one cancelled, one in her leave declined by her."""
    again = "RECURRENCE-ID;TZID=Europe/Berlin"
    events = [
        invite("one", at("20260330T100000"), at("20260330T110000"), "1:1", "RRULE:FREQ=WEEKLY;COUNT=12"),
        invite("one", at("20260414T100000"), at("20260414T110000"), "1:1", f"{again}:20260413T100000"),
        invite(
            "one", at("20260504T100000"), at("20260504T110000"), "1:1", f"{again}:20260504T100000", "STATUS:CANCELLED"
        ),
        invite("day", "VALUE=DATE:20260601", "VALUE=DATE:20260603", "Vacation", guests=()),
        invite("half", at("20260603T130000"), at("20260603T180000"), "Out of office", guests=()),
        invite("all", at("20260603T090000"), at("20260603T110000"), "Review", guests=("bo", "chi")),
        invite("both", at("20260603T100000"), at("20260603T120000"), "Review", guests=("bo", "chi")),
    ]
    calendar(tmp_path, *events)
    # From 31 March on: eleven of the twelve, ten of which took place.
    assert number("talks-held", team) == ("91 %", 11)
    assert number("talks-moved", team) == ("18 %", 11)
    load = why("meeting-load", team)
    # 1 to 26 June: twenty working days, two on leave, half of one: 17 x 8 + 4 hours; 1:1s on 8 and 15 June, three hours on the 3rd.
    assert load["details"] == {"in meetings": "5.0 h", "declared, without leave": "140.0 h"}
    assert (load["n"], load["value"]) == (18, "4 %")
    drawn = looked_at(team)
    assert [drawn[name][0] for name in ("talks-held", "talks-moved")] == [11, 11]


def hour(day: str, start: str = "10", end: str = "11") -> tuple[str, str]:
    """From one full hour to another of a day in Berlin."""
    return at(f"2026{day}T{start}0000"), at(f"2026{day}T{end}0000")


def test_a_talk_somebody_else_called_off_or_that_came_a_week_late_was_not_held(team: Path, tmp_path: Path) -> None:
    """Bo's nine Mondays from 6 April: one eleven days late, one three days late, one he cancelled, one he took out."""
    again = "RECURRENCE-ID;TZID=Europe/Berlin"
    calendar(
        tmp_path,
        invite(
            "x", *hour("0406"), "1:1", "RRULE:FREQ=WEEKLY;COUNT=9", "EXDATE;TZID=Europe/Berlin:20260511T100000", by="bo"
        ),
        invite("x", *hour("0501"), "1:1", f"{again}:20260420T100000", by="bo"),
        invite("x", *hour("0430"), "1:1", f"{again}:20260427T100000", by="bo"),
        invite("x", *hour("0504"), "1:1", f"{again}:20260504T100000", "STATUS:CANCELLED", by="bo"),
    )
    assert number("talks-held", team) == ("67 %", 9)


def test_zones_are_held_unless_a_review_or_a_landing_lies_inside(team: Path, tmp_path: Path) -> None:
    """Five zones: a review of hers at half past one breaks the second, her merge of Thursday at four the fifth."""
    made = change(1, createdAt="2026-06-03T10:00:00Z", mergedAt=None, updatedAt="2026-06-03T12:00:00Z", author=BO)
    made["reviews"]["nodes"][0]["submittedAt"] = "2026-06-03T11:30:00Z"
    serve("github", LittleGitHub([made]).tell, "acme/pay", since="2026-05-01")
    days = [*((day, "13", "15") for day in ("0602", "0603", "0604", "0605")), ("0611", "15", "17")]
    zones = [invite(f"z{n}", *hour(*when), "No-code zone", guests=()) for n, when in enumerate(days, 1)]
    calendar(tmp_path, *zones)
    assert number("zones-held", team) == ("60 %", 5)
    assert counted("zones-held", team) == {"z1": 1, "z2": 0, "z3": 1, "z4": 1, "z5": 0}


def test_a_calendar_and_a_map_become_reach_recency_and_the_skip_level_gap(
    team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lee she met on 8 June, Kim only among ten, Max on 18 June by her own word, Noa in February, Pat never."""
    crowd = ("kim", *(f"p{n}" for n in range(8)))
    files = {
        f"stakeholders/{name}.md": page(
            relation="product",
            is_top=name in {"lee", "max", "noa"},
            keys=[f"email:{name}@example.org"],
            **({"contacts": [datetime(2026, 6, 18, tzinfo=UTC).date()]} if name == "max" else {}),
        )
        for name in ("lee", "kim", "max", "noa", "pat")
    }
    started = datetime(2026, 6, 1, tzinfo=UTC).date()
    files |= pages(
        "one-on-ones",
        (
            {
                "id": f"t{n}",
                "person": "bo",
                "planned": started + timedelta(days=n),
                "status": "held",
                "agenda_theirs": theirs,
                "agenda_mine": 4 - theirs,
            }
            for n, theirs in enumerate([3, 3, 3, 3, 3, 1, 1, 1])
        ),
    )
    for name, text in {"journal.toml": "format = 1\n", **files}.items():
        (tmp_path / "journal" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "journal" / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("PODIUM_JOURNAL", str(tmp_path / "journal"))
    calendar(
        tmp_path,
        invite("lee", *hour("0608"), "Catch up", guests=("lee",)),
        invite("kim", *hour("0609"), "All hands", guests=crowd),
        invite("noa", *hour("0201"), "Catch up", guests=("noa",)),
        invite("skip", *hour("0619"), "Skip-level with Dana", guests=("dana",)),
        invite("next", *hour("0706"), "Skip-level with Dana", guests=("dana",)),
        invite("pat", *hour("0610"), "Catch up", "STATUS:CANCELLED", guests=("pat",)),
    )
    assert number("stakeholder-reach", team) == ("40 %", 5)
    # Dana joins the map: the same calendar is read again for her, and half of six were met.
    (tmp_path / "journal" / "stakeholders" / "dana.md").write_text(
        page(relation="other", keys=["email:dana@example.org"])
    )
    says("sync")
    assert number("stakeholder-reach", team) == ("50 %", 6)
    # 20 days since Lee, 10 since Max, 147 since Noa.
    assert number("stakeholder-recency", team) == ("20 days", 3)
    # 19 June to 28 June; the next one is a plan.
    assert number("skip-level-gap", team) == ("9 days", 1)
    # Five talks with three of four items theirs, three with one of four.
    assert number("agenda-theirs", team) == ("56 %", 8)


def test_people_on_the_map_are_matched_with_attendees_by_their_names(
    team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key is written. Lee Chen, Zoe and Bo Ray were met, Noa in February, Max by her word; of Pat and Jo nothing is known."""
    contacts = {"max": [datetime(2026, 6, 18, tzinfo=UTC).date()]}
    files = {
        f"stakeholders/{name}.md": page(
            relation="product", **({"contacts": contacts[name]} if name in contacts else {})
        )
        for name in ("lee-chen", "zoe", "bo-ray", "noa", "max", "pat", "jo-day")
    }
    for name, text in {"journal.toml": "format = 1\n", **files}.items():
        (tmp_path / "journal" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "journal" / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("PODIUM_JOURNAL", str(tmp_path / "journal"))
    calendar(
        tmp_path,
        invite("lee", *hour("0608"), "Catch up", guests=("lee.chen",)),
        invite("zoe", *hour("0609"), "Catch up", guests=("zoe",)),
        invite("ray", *hour("0610"), "Catch up", guests=("bray",)),
        invite("noa", *hour("0201"), "Catch up", guests=("noa",)),
        invite("jo", *hour("0611"), "Catch up", guests=("jo.day",)),
        invite("jo2", *hour("0612"), "Catch up", guests=("joday",)),
    )
    # Pat has no trace and two people may be Jo: neither counts as never met.
    assert number("stakeholder-reach", team) == ("80 %", 5)
    assert "several attendees of your calendar may be stakeholders/jo-day.md" in says("look", "--json", str(team))


def test_reviews_of_a_host_become_waiting_time_by_her_working_hours(team: Path) -> None:
    """Asked at eight in the evening in Berlin, answered the next day at eleven: two of her hours."""
    asked = [datetime(2026, 6, day, 18, tzinfo=UTC) for day in (1, 2, 3, 4, 8, 9, 10, 11, 15, 16, 17, 18, 22, 23, 24)]
    asked += [moment + timedelta(minutes=1) for moment in asked[:6]]
    changes = []
    for place, moment in enumerate(asked, 1):
        made = change(place, createdAt=stamp(moment), mergedAt=stamp(moment + timedelta(hours=16)))
        made["updatedAt"] = made["mergedAt"]
        made["reviews"]["nodes"][0]["submittedAt"] = stamp(moment.replace(minute=0) + timedelta(hours=15))
        made["timelineItems"]["nodes"][0]["createdAt"] = stamp(moment)
        changes.append(made)
    serve("github", LittleGitHub(changes).tell, "acme/pay")
    assert number("wait-on-me", team) == ("2 hours", 21)
