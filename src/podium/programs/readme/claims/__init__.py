"""The promises podium can check.

One file a form, each a question to the evidence whose rows are the receipts.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from functools import cache

import msgspec

from podium.core.errors import OurFault
from podium.core.folds import share
from podium.signals import Coverage, Signal
from podium.signals.touch import READERS_SEEN, READERS_UNSEEN

LEAST = 8
# A promise about others' readers is told only where nearly every change of theirs shows one.
READERS_NAMED = Coverage(READERS_SEEN, 0.9, READERS_UNSEEN)
BUSINESS_DAY_H = 8
NIGHT_ENDS_MIN = 5 * 60
CLOCK = r"(?P<hour>[01]?\d|2[0-3])(?::(?P<minute>[0-5]\d))?(?:\s*h|\s*o'clock)?"
_NUMBERS = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5}
NUMBER = r"(?P<number>\d{1,3}|one|an?|two|three|four|five)"


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One way of promising something that traces can show.

    Attributes:
        name: dashes; the file's name.
        part: the part of the README it stands in when podium writes it there.
        written: the promise as she would write it; the first is offered.
        pattern: the whole line, any capitals.
        signal: the match to a question; a row counts 1 when kept, 0 when broken, null when it cannot be judged.
    """

    name: str
    part: str
    written: tuple[str, ...]
    pattern: str
    signal: Callable[[re.Match[str]], Signal]

    def read(self, words: str) -> Signal | None:
        """The question a promise asks; None when it is no promise of this form."""
        match = re.fullmatch(self.pattern, words, re.IGNORECASE)
        return self.signal(match) if match else None


def promise(
    name: str,
    asks: str,
    rows: str,
    *,
    rows_are: str,
    blind_to: str,
    confounders: str = "",
    is_group: bool = False,
    informs: tuple[str, ...] = (),
    coverage: Coverage | None = None,
) -> Signal:
    """A promise as a question: the share kept, told from eight rows up."""
    return Signal(
        name=name,
        asks=asks,
        rows=rows,
        fold=share,
        least=LEAST,
        rows_are=rows_are,
        blind_to=blind_to,
        confounders=confounders,
        is_group=is_group,
        informs=informs,
        coverage=coverage,
        better="higher",
        grade="anecdote",
        source="promises as checkable claims, eight at least",
    )


def minutes(match: re.Match[str]) -> int:
    """The clock time of a match as minutes of the day."""
    return int(match["hour"]) * 60 + int(match["minute"] or 0)


def number(match: re.Match[str]) -> int:
    """The count of a match, written as digits or as a word."""
    number_word = match["number"].lower()
    return int(number_word) if number_word.isdigit() else _NUMBERS.get(number_word, 1)


def by_day(verbs: str, is_broken: str) -> str:
    """One row for each local day with such an act: kept when none of them breaks the promise, duty left out."""
    return f"""
        select min(at_s) as moment, coalesce(min(case when {is_broken} then ref end), min(ref)) as ref,
               min(case when {is_broken} then 0 else 1 end) as amount
        from mine
        where verb in ({verbs}) and on_call = 0 and wmin is not null and day_no is not null
        group by day_no
        union all
        select at_s as moment, ref, null as amount
        from mine
        where verb in ({verbs}) and on_call = 0 and (wmin is null or day_no is null)
    """  # noqa: S608 - from constants of the forms


def outside(side: str, minute: int) -> str:
    """A minute of the day after, or before, a limit; an evening ends at five in the morning."""
    of_day = "wmin % 1440"
    if side == "before":
        return f"{of_day} < {minute}"
    return f"({of_day} >= {minute} or {of_day} < {min(NIGHT_ENDS_MIN, minute)})"


@cache
def every() -> tuple[Form, ...]:
    """All forms, by name."""
    forms = []
    for module in pkgutil.iter_modules(__path__):
        form = getattr(importlib.import_module(f"{__name__}.{module.name}"), "FORM", None)
        if not isinstance(form, Form) or form.name != module.name.replace("_", "-"):
            raise OurFault(f"the file of the claim {module.name} holds no form of that name")
        forms.append(form)
    return tuple(sorted(forms, key=lambda form: form.name))
