"""What a planned practice could show in your own weeks, by one number or by several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium.core.errors import Misuse
from podium.experiments import metric
from podium.practices import Moves
from podium.statistics.change import PAST_WEEKS as HISTORY_WEEKS
from podium.statistics.compare import MOST_WEEKS_BEFORE
from podium.statistics.design import ROWS, find_smallest_switched, find_smallest_visible
from podium.statistics.switch import draw_schedule
from podium.statistics.together_design import PlannedNumber, can_be_counted, find_smallest_together, say_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.experiments.metric import Metric
    from podium.experiments.registration import Registration
    from podium.mirror.mirror import Mirror
    from podium.practices import Practice
    from podium.statistics.design import Visible

SILENT = "cannot be told from your traces yet"


def visible_of(registration: Registration, chosen: Metric, mirror: Mirror) -> Visible:
    """The smallest change of one number that her own weeks could show."""
    last = min(metric.last_full_week(mirror), registration.start_week - 1)
    history = metric.tell(chosen, mirror, last - HISTORY_WEEKS + 1, last)
    before = history.between(HISTORY_WEEKS - MOST_WEEKS_BEFORE, HISTORY_WEEKS)
    if registration.design == "on-off":
        length = metric.week_of(registration.ends_on) - registration.start_week + 1
        smallest = find_smallest_switched(
            before,
            draw_schedule(length, registration.id),
            better=registration.direction,
            minimum=registration.minimum,
            history=history,
            seed=registration.id,
        )
    else:
        smallest = find_smallest_visible(
            before,
            registration.weeks,
            better=registration.direction,
            minimum=registration.minimum,
            history=history,
            seed=registration.id,
        )
    if not before.measured and (why := metric.why_silent(chosen, mirror, last - MOST_WEEKS_BEFORE + 1, last)):
        silent = (
            f"{chosen.name} {SILENT}: {why}. `podium connect` lists what would tell it; --metric names another number."
        )
        return replace(smallest, words=silent)
    # "your 16 acts of yours" would say it twice; a count says its own unit.
    rows = chosen.rows_are.removesuffix(" of yours")
    return (
        smallest
        if chosen.kind == "count"
        else replace(smallest, words=smallest.words.replace(f" {ROWS} each", f" {rows} each", 1))
    )


class Joined(msgspec.Struct, frozen=True):
    """A number of several: where it should go, and its weeks up to now."""

    moves: Moves
    planned: PlannedNumber


def join_numbers(practice: Practice, own: Moves, mirror: Mirror, start_week: int) -> tuple[Joined, ...]:
    """The first number and the practice's others, as far as they can be counted.

    Raises:
        Misuse: the first cannot be counted, or nothing beside it.
    """
    last = min(metric.last_full_week(mirror), start_week - 1)
    others = [m for m in (practice.moves, *practice.also) if m.signal != own.signal]
    joined: list[Joined] = []
    for moves in (own, *others):
        history = metric.tell(metric.metric(moves.signal), mirror, last - HISTORY_WEEKS + 1, last)
        before = history.between(HISTORY_WEEKS - MOST_WEEKS_BEFORE, HISTORY_WEEKS)
        joined.append(Joined(moves, PlannedNumber(moves.signal, moves.toward, before, history, moves.by)))
    counted = [number for number in joined if can_be_counted(number.planned)]
    if len(counted) < 2 or counted[0] is not joined[0]:
        missing = [n.moves.signal for n in joined if n not in counted]
        raise Misuse(
            f"there is too little of {say_list(missing)} in your weeks to judge several numbers together"
            if missing
            else f"{practice.name} names one number alone",
            next_step="leave --together out",
        )
    return tuple(counted)


def visible_together(joined: Sequence[Joined], weeks: int) -> Visible:
    """The smallest change of all numbers at once that her own weeks could show."""
    return find_smallest_together([number.planned for number in joined], weeks)
