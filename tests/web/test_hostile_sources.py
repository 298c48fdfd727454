"""What calendars and payloads say is text on every page, never markup, and none of their links runs anything."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from podium.connections import sync
from podium.evidence.people.me_file import Me, MeFile
from podium.mirror.look import Scope
from podium.sources.http.client import HttpClient
from podium.system import paths
from web import demo
from web.visitor import Visitor, fresh_app

QUESTIONS = ("talks-held", "talks-moved", "outages", "off-rota", "active-days", "late-share", "meeting-hours")
PAGES = (
    "/",
    "/mirror",
    "/people",
    "/sources",
    "/sources/tables",
    "/sources/ics",
    "/settings",
    *(f"/why/{name}?all=yes" for name in QUESTIONS),
)


@pytest.fixture
def synced(team: Path, read_once: Path, journal: Path, tmp_path: Path) -> Iterator[Visitor]:
    """Beside her journal, a calendar and a table in which every text tries to be markup and every link to run something."""
    shutil.copytree(read_once, paths.home(), dirs_exist_ok=True)
    days = [demo.LAST - timedelta(days=3 * n + 1, hours=14) for n in range(20)]
    calendar = tmp_path / "meetings.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:"
        + demo.HOSTILE[0]
        + "\r\n"
        + "".join(
            f"BEGIN:VEVENT\r\nUID:{n}{demo.HOSTILE[n % 2]}\r\nSUMMARY:1:1 {demo.HOSTILE[n % 5]}\r\n"
            f'DTSTART:{day:%Y%m%dT%H%M%SZ}\r\nDURATION:PT30M\r\nORGANIZER;CN="<b>":mailto:{demo.ME}\r\n'
            f'ATTENDEE;CN="{demo.HOSTILE[3]}":mailto:b<i>{n % 2}@example.org\r\n'
            f"STATUS:{'CANCELLED' if n % 3 == 0 else 'CONFIRMED'}\r\nEND:VEVENT\r\n"
            for n, day in enumerate(days)
        )
        + "END:VCALENDAR\r\n",
        encoding="utf-8",
    )
    table = tmp_path / "acts.json"
    table.write_text(
        json.dumps(
            [
                {
                    "id": f"{n}-{verb}-{demo.HOSTILE[0]}",
                    "verb": verb,
                    "who": demo.ME if n % 2 else demo.HOSTILE[3],
                    "when": (day + timedelta(minutes=n)).isoformat(),
                    "what": f"I{n // 2}{demo.HOSTILE[1]}",
                    "kind": "incident",
                    "container": demo.HOSTILE[0],
                    "url": "javascript:alert(1)",
                    "title": demo.HOSTILE[2],
                    "work_type": demo.HOSTILE[3],
                    "tz": "Europe/Berlin",
                }
                for n, day in enumerate(days)
                for verb in ("opened", "acknowledged", "merged")
            ]
        ),
        encoding="utf-8",
    )
    for asked in (
        sync.Connection("meetings", "ics", {"where": str(calendar), "me": demo.ME, "titles": "one_on_one"}),
        sync.Connection("table", "tables", {"path": str(table), "name": "table"}),
    ):
        sync.keep(asked)
        assert sync.run(
            asked, MeFile(me=Me(emails=(demo.ME,))), HttpClient(clock=(demo.LAST + timedelta(days=1)).timestamp), None
        ).events
    her = Visitor(*fresh_app()).enter()
    her.room.choose(Scope(paths=(team,), me=(demo.ME,)))
    her.room.mirror(her.room.want(), patience_s=60)
    with her.room.closing():
        yield her
        her.settle()


def test_hostile_calendars_and_payloads_are_text(synced: Visitor) -> None:
    shown = ""
    for path in PAGES:
        answer = synced.get(path)
        assert answer.status_code == 200, path
        for markup in ("<script>document", "<img src=x", "<svg onload", "<i>", '<b>"'):
            assert markup not in answer.text, (path, markup)
        assert not re.search(r"""href=["']?\s*javascript:""", answer.text, re.IGNORECASE), path
        assert "49" not in re.findall(r"\{\{ ?(.*?) ?\}\}", answer.text)
        shown += html.unescape(answer.text)
    assert "ics:calendar" in shown, "what was synced is on none of the pages: they prove nothing"
