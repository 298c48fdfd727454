"""What kind of work the weeks were made of, judged from messages and paths."""

from __future__ import annotations

from collections import Counter
from datetime import date

from podium import signals
from podium.app.wording import day_of, say
from podium.core.time import DAY_S, WEEK_S, Window
from podium.mirror.mirror import Mirror
from podium.traps import BASELINE_DAYS
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing

FOR = "firefighting"
_WIDTH, _HEIGHT, _FLOOR, _TOP = 880, 220, 184, 26
_LEAST = 20
# In the order they stand on each other, calm work below; marks are classes of the style sheet.
KINDS = {
    "feature": "mix1",
    "improvement": "mix2",
    "docs": "mix3",
    "chore": "mix4",
    "fix": "mix5",
    "incident": "mix6",
}
OURS = "select at_s, coalesce(kind, 'unclear') as kind, ref from ours where verb = 'arrived' group by all"
MINE = "select at_s, coalesce(kind, 'unclear') as kind, ref from mine where verb = 'authored' group by all"


def picture(mirror: Mirror) -> Picture | None:
    """The mix over baseline and window: the team's from five people on, else her own."""
    whole = Window(mirror.window.start_s - BASELINE_DAYS * DAY_S, mirror.window.end_s)
    is_team = mirror.evidence.group_size(mirror.window) >= signals.GROUP
    acts = mirror.evidence.ask(OURS if is_team else MINE, whole, question="work mix")
    if len(acts) < _LEAST:
        return None
    count = (whole.end_s - whole.start_s) // WEEK_S
    first_s = whole.end_s - count * WEEK_S
    weeks: list[Counter[str]] = [Counter() for _ in range(count)]
    for at_s, kind, _ in acts:
        place = (int(at_s) - first_s) // WEEK_S
        if 0 <= place < count:
            weeks[place][str(kind)] += 1
    met = {kind for week in weeks for kind in week}
    kinds = [*(k for k in KINDS if k in met), *sorted(met - KINDS.keys())]
    whose = say("the team's changes") if is_team else say("your own changes")
    caption = say(
        "Each week of {whose} by kind of work; the kind is podium's reading of message and paths.", whose=whose
    )
    drawing = Drawing(_WIDTH, _HEIGHT, caption)
    _draw(drawing, weeks, kinds, first_s)
    table: list[tuple[str | date, ...]] = [
        (day_of(first_s + n * WEEK_S), *(str(w[k]) for k in kinds)) for n, w in enumerate(weeks)
    ]
    key = [(KINDS.get(kind, "mix0"), kind) for kind in kinds]
    title, columns = say("What the weeks were made of"), (say("Week from"), *kinds)
    return Picture("work-mix", title, caption, drawing.svg(), columns, table, key)


def _draw(to: Drawing, weeks: list[Counter[str]], kinds: list[str], first_s: int) -> None:
    step = (_WIDTH - 40) / len(weeks)
    top = max(week.total() for week in weeks)
    to.scale((0, _WIDTH - 40), (_TOP, _FLOOR), top, say("changes a week"))
    for number, week in enumerate(weeks):
        y = float(_FLOOR)
        start = day_of(first_s + number * WEEK_S)
        if not week:
            to.bar(number * step, _TOP, step, _FLOOR - _TOP, "unseen", f"{start}: 0")
        for kind in kinds:
            height = (_FLOOR - _TOP) * week[kind] / top
            y -= height
            to.bar(number * step + 1.5, y, step - 3, height, KINDS.get(kind, "mix0"), f"{start}: {week[kind]} {kind}")
    to.line(0, _FLOOR, _WIDTH - 40, _FLOOR, "axis")
    for number in range(0, len(weeks), 6):
        to.text(number * step, _FLOOR + 20, str(day_of(first_s + number * WEEK_S)), "label")
