"""Each number in words: a short name, and one sentence with count and total, or a share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.core.group import quarter
from podium.core.measure import COUNTED, span
from podium.core.measure import say as plain
from podium.sentences import Sentence, say
from podium.sentences.limits import about, beside_limit, pace, ratio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from podium.core.measure import Measure, Words


SENTENCES = (Sentence("signal.brought", "{short}: {value}."),)


def sentences_of(words_by_signal: Mapping[str, Words]) -> tuple[Sentence, ...]:
    """The sentence of each number that has one."""
    return tuple(
        Sentence(f"signal.{name}", words.fact, words.fact_of_one, words.unit)
        for name, words in words_by_signal.items()
        if words.fact
    )


def fact(measure: Measure, *, beside: float | None = None) -> str:
    """What a number says, in one sentence, on its side of a limit told beside it; empty when there is no number."""
    if measure.value is None:
        return ""
    words = measure.words
    if not words.fact:
        return say("signal.brought", short=words.short, value=measure.text)
    return Sentence(measure.signal, words.fact, words.fact_of_one).with_values(values(measure, beside=beside))


def values(measure: Measure, *, beside: float | None = None) -> dict[str, str]:
    """What the slots of a number's sentence hold; of a group no number of acts."""
    value = measure.value or 0.0
    shared = {
        "percent": measure.text
        if measure.is_in_quarters
        else beside_limit(value, beside, lambda number: plain(number, "share")),
        **(_shares(measure, beside) if measure.unit == "share" else {"about": "", "about_rest": ""}),
        "span": span(measure.interval) if measure.interval else "",
        "pace": pace(value),
        "value": measure.text
        if measure.is_group and measure.unit in COUNTED
        else beside_limit(value, beside, lambda number: _amount(number, measure.unit)),
        "band": measure.text if measure.is_group else f"{value:.0f}",
    }
    if measure.n is None:
        return shared
    hits = round(sum(row.amount for row in measure.rows))
    return shared | {
        "hits": f"{hits:,}",
        "rest": f"{measure.n - hits:,}",
        "total": f"{measure.n:,}",
        "count": f"{value:.0f}",
    }


def _shares(measure: Measure, beside: float | None) -> dict[str, str]:
    """A share and its rest; where only the quarter it lies in may be told, that, and never its middle."""
    value, unit = measure.value or 0.0, measure.words.unit
    if not measure.is_in_quarters:
        return {"about": about(value, *unit, beside=beside), "about_rest": about(1 - value, *unit)}
    low, high = quarter(value)
    return {
        "about": f"{100 * low:.0f} to {100 * high:.0f} % of the {unit[1]}",
        "about_rest": f"{100 - 100 * high:.0f} to {100 - 100 * low:.0f} % of the {unit[1]}",
    }


def short_number(measure: Measure) -> str:
    """The number alone: `6 of 17` of your own, `7 in 10` of the team."""
    fact_words = measure.words.fact
    if measure.value is None:
        return ""
    if "{hits}" in fact_words:
        return "{hits} of {total}".format(**values(measure))
    if "{pace}" in fact_words:
        tenths = round(10 * measure.value)
        return f"{tenths} in 10" if tenths < 10 else "as usual"
    if measure.is_in_quarters:
        return measure.text
    if measure.interval:
        return span(measure.interval)
    if measure.unit == "share":
        return ratio(measure.value) if 0 < measure.value < 1 else measure.text
    return values(measure)["value"]


def _amount(value: float, unit: str) -> str:
    if unit == "0-1":  # concentration: one over it is how many equal people there would be
        value, unit = (1 / value if value else 0.0), "people"
    if unit == "people":
        return f"about {value:.0f} people" if round(value) != 1 else "one person"
    if unit == "days" and value >= 2:
        value = round(value)
    return f"{value:.1f}" if unit == "0-2" else plain(value, unit)
