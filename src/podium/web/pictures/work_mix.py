"""What kind of work the weeks were made of, judged from messages and paths."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from podium.app import picture_data
from podium.app.wording import day_of, say
from podium.core.time import WEEK_S
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing

if TYPE_CHECKING:
    from podium.mirror.mirror import Mirror

FOR = "firefighting"
_WIDTH, _HEIGHT, _FLOOR, _TOP = 880, 220, 184, 26
# In the order they stand on each other, calm work below; marks are classes of the style sheet.
KINDS = {
    "feature": "mix1",
    "improvement": "mix2",
    "docs": "mix3",
    "chore": "mix4",
    "fix": "mix5",
    "incident": "mix6",
}


def picture(mirror: Mirror) -> Picture | None:
    """The mix over baseline and window: the team's from five people on, else your own."""
    mix = picture_data.work_mix(mirror)
    if not mix.is_enough:
        return None
    weeks, first_s = list(mix.weeks), mix.first_s
    present = {kind for week in weeks for kind in week}
    kinds = [*(kind for kind in KINDS if kind in present), *sorted(present - KINDS.keys())]
    whose = say("the team's changes") if mix.is_team else say("your own changes")
    caption = say(
        "Each week of {whose} by kind of work, {changes} in all; the kind is podium's reading of message and paths: over 150"
        " changes a share is off by up to {docs} points (docs) to {improvement} points (improvement), nine times in ten.",
        whose=whose,
        changes=mix.changes,
        docs=mix.off_by["docs"],
        improvement=mix.off_by["improvement"],
    )
    known_weeks = [week for week in weeks if week]
    unclear = sum(week.get("unclear", 0.0) for week in known_weeks) / len(known_weeks) if known_weeks else 0.0
    caption += " " + say("Of {percent} the kind is unclear.", percent=f"{100 * unclear:.0f} %")
    drawing = Drawing(_WIDTH, _HEIGHT, caption)
    _draw(drawing, weeks, kinds, first_s)
    table: list[tuple[str | date, ...]] = [
        (day_of(first_s + n * WEEK_S), *(_share(w, k) for k in kinds)) for n, w in enumerate(weeks)
    ]
    key = [(KINDS.get(kind, "mix0"), kind) for kind in kinds]
    title, columns = say("What the weeks were made of"), (say("Week from"), *kinds)
    return Picture("work-mix", title, caption, drawing.svg(), columns, table, key)


def _share(week: dict[str, float], kind: str) -> str:
    return f"{100 * week.get(kind, 0.0):.0f} %" if week else "–"


def _draw(to: Drawing, weeks: list[dict[str, float]], kinds: list[str], first_s: int) -> None:
    step = (_WIDTH - 40) / len(weeks)
    to.scale((0, _WIDTH - 40), (_TOP, _FLOOR), 100, say("per cent of a week's changes"))
    for number, week in enumerate(weeks):
        y = float(_FLOOR)
        start = day_of(first_s + number * WEEK_S)
        if not week:
            to.bar(number * step, _TOP, step, _FLOOR - _TOP, "unseen", f"{start}: –")
        for kind in kinds:
            height = (_FLOOR - _TOP) * week.get(kind, 0.0) / max(1.0, sum(week.values()))
            y -= height
            to.bar(
                number * step + 1.5,
                y,
                step - 3,
                height,
                KINDS.get(kind, "mix0"),
                f"{start}: {_share(week, kind)} {kind}",
            )
    to.line(0, _FLOOR, _WIDTH - 40, _FLOOR, "axis")
    for number in range(0, len(weeks), 6):
        to.text(number * step, _FLOOR + 20, str(day_of(first_s + number * WEEK_S)), "label")
