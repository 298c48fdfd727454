"""Numbers as a person says them: shares, spans of days, and what is usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.core.measure import say as plain
from podium.sentences import Sentence, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium.traps import Drawn

SENTENCES = (
    Sentence("usual.under", "under {value}"),
    Sentence("usual.over", "over {value}"),
    Sentence("usual.fewer", "fewer than {count}"),
    Sentence("usual.less", "less"),
    Sentence("usual.more", "more"),
    Sentence("usual.before", "{value} before"),
    Sentence("usual.none", "none"),
    Sentence("usual.all", "all"),
    Sentence("usual.after", "after them"),
)
_FEW = 0.275
_TENTH = 0.005
_NEAR_HALF = 0.05


def about(share: float, one: str, many: str, *, beside: float | None = None) -> str:
    """A share of a group's work, never a count: `about 1 change in 9`, `about 4 in 10 changes`.

    Next to a half the side is said: half is the usual of several lines, and `about 5 in 10` would be on neither side.

    Args:
        beside: a limit told in the same sentence; where rounding would put the share on its other side, it is told in
            percent, and where the limit has as many, as just over or under it.
    """
    if share <= 0:
        return f"no {many}"
    if share < 0.02:
        return f"hardly any {many}"
    near = 1 / round(1 / share) if share < _FEW else round(10 * share) / 10
    if beside is not None and (share - beside) * (near - beside) <= 0 and abs(share - 0.5) >= _NEAR_HALF:
        return f"{beside_limit(share, beside, lambda number: plain(number, 'share'))} of the {many}"
    if share < _FEW:
        return f"about 1 {one} in {round(1 / share)}"
    if share != 0.5 and abs(share - 0.5) < _NEAR_HALF:
        return f"just {'over' if share > 0.5 else 'under'} half the {many}"
    tenths = round(10 * share)
    if tenths == 10:
        return f"all {many}" if share >= 1 else f"nearly all {many}"
    return f"about {tenths} in 10 {many}"


def beside_limit(number: float, limit: float | None, say_number: Callable[[float], str]) -> str:
    """A number in words; `just over` or `just under` where a limit told beside it has the same words."""
    text = say_number(number)
    if limit is None or limit == number or say_number(limit) != text:
        return text
    return f"just {'over' if number > limit else 'under'} {text}"


def pace(index: float) -> str:
    """How much the others land while you are away, of their usual."""
    if index >= 0.95:
        return "as much as usual"
    return f"about {round(10 * index)} in 10 of their usual changes" if index >= 0.05 else "hardly any changes"


def ratio(share: float) -> str:
    """A share as people compare shares: `4 in 10`, `1 in 7`."""
    tenths = round(10 * share)
    if abs(share - tenths / 10) < _TENTH and tenths != 5:
        return "1 in 10" if tenths == 1 else "1 in 5" if tenths == 2 else f"{tenths} in 10"
    if share == 0.5:
        return "half"
    return f"1 in {round(1 / share)}" if 0 < share < _FEW else f"{100 * share:.0f} %"


def usual_beside(drawn: Drawn) -> str:
    """What is usual, beside the number: where that is the limit itself and said in the same words, `less` or `more`."""
    measure = drawn.measure
    is_said_the_same = measure.unit in {"days", "hours"} or (measure.unit == "share" and measure.is_group)
    if is_said_the_same and drawn.limit is not None and drawn.limit == measure.value:
        return say(f"usual.{'less' if drawn.side == 'over' else 'more'}")
    return usual(drawn)


def usual(drawn: Drawn) -> str:
    """What is usual, once: your own past where the line compares with it, else where it is drawn; empty without."""
    if drawn.baseline is not None:
        before = drawn.baseline
        if before.value is None:
            return ""
        return say(
            "usual.before", value=ratio(before.value) if before.unit == "share" and before.value else before.text
        )
    limit, unit = drawn.limit, drawn.measure.unit
    if limit is None:
        return ""
    if unit == "minutes" and limit == 0:
        return say("usual.after")
    if unit == "share":
        if limit <= 0.01 and drawn.side == "over":
            return say("usual.none")
        if limit >= 0.99 and drawn.side == "under":
            return say("usual.all")
        return say(f"usual.{'under' if drawn.side == 'over' else 'over'}", value=ratio(limit))
    if unit in {"count", "nights"}:
        return say("usual.none") if limit <= 1 else say("usual.fewer", count=f"{limit:.0f}")
    text = f"{limit:.1f} of 2" if unit == "0-2" else plain(limit, unit)
    return say(f"usual.{'under' if drawn.side == 'over' else 'over'}", value=text)
