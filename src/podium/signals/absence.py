"""Absence: what the others get done in the weeks without me, against the weeks with me."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Any

from podium.core.group import coarse
from podium.core.measure import Words
from podium.core.time import week_no, week_start
from podium.signals import Signal, Study, StudyResult
from podium.statistics.absence_test import (
    LEAST_ABSENT,
    LEAST_PLACEBO,
    LEAST_PRESENT,
    absence_test,
)

if TYPE_CHECKING:
    from podium.core.folds import Row
    from podium.core.measure import Measure
    from podium.core.time import Window
    from podium.statistics.absence_test import Absence

ME, LEAVE = -1, -2
WHOLE_WEEK_DAYS = 5
MOST_NAMED = 26


def study(rows: Sequence[Row], beside: Sequence[tuple[Any, ...]], window: Window) -> StudyResult:
    """The absence test on the whole weeks of the window."""
    others = {int(r.ref): int(r.amount) for r in rows}
    wrote: dict[int, dict[int, int]] = {}
    weeks_by_series: dict[int, set[int]] = {}
    for series, is_writing, week, acts in beside:
        if week is None:
            continue
        weeks_by_series.setdefault(series, set()).add(week)
        if is_writing:
            wrote.setdefault(series, {})[week] = int(acts)
    first = max(week_no(window.start_s) + 1, min([*others, *weeks_by_series.get(ME, ())]))
    traces = {*others, *(w for series, of in weeks_by_series.items() if series != LEAVE for w in of)}
    weeks = range(first, _end(week_no(window.end_s), traces))
    crowd = sorted(s for s in wrote if s >= 0)
    mine = wrote.get(ME, {})
    # Five days away are a week of leave; a long weekend is not.
    leave = [wrote.get(LEAVE, {}).get(w, 0) >= WHOLE_WEEK_DAYS for w in weeks]
    test = absence_test(
        first,
        [w in weeks_by_series.get(ME, ()) for w in weeks],
        [others.get(w, 0) for w in weeks],
        [[wrote[s].get(w, 0) for w in weeks] for s in crowd],
        [others.get(w, 0) + mine.get(w, 0) for w in weeks],
        leave if any(leave) else None,
        bundle_present=[[w in weeks_by_series[s] for w in weeks] for s in crowd],
    )
    if test is None or test.value is None:
        weeks_seen = f"{test.absent_weeks} absent and {test.present_weeks} present weeks" if test else "no whole week"
        needed = f"{LEAST_ABSENT} absent and {LEAST_PRESENT} present needed"
        return StudyResult(None, f"{weeks_seen}; {needed}", _details(test))
    return StudyResult(test.value, details=_details(test), reading=test.reading)


def _end(end: int, weeks_with_a_trace: Set[int]) -> int:
    """The first week not to look at: of an old copy, the week of its newest trace, as nobody is there afterwards."""
    newest = max(weeks_with_a_trace, default=end)
    return end if newest >= end - 1 else newest


def weeks_beside_usual(measure: Measure) -> dict[int, float]:
    """Each week of the others as a part of their usual (mean) week, in twentieths; nothing where there is no group."""
    rows = measure.for_judging.rows
    usual = sum(row.amount for row in rows) / len(rows) if rows else 0.0
    return {int(row.ref): coarse(row.amount / usual) for row in rows} if usual else {}


def _details(test: Absence | None) -> tuple[tuple[str, str], ...]:
    if test is None:
        return ()
    interval = f"{_number(test.low)} to {_number(test.high)}" if test.index is not None else "?"
    text = {
        "reading": test.reading,
        "absence is": _known_from(test),
        "weeks": f"{test.present_weeks} present, {test.absent_weeks} absent",
        "absent in": _mondays(test.absent_in),
        "naive ratio": _number(test.naive),
        "detrended ratio": _number(test.detrended),
        "chance (p)": _number(test.p, 4),
        "placebo": f"{_number(test.placebo)} ({test.placebo_n} other people with enough weeks; {LEAST_PLACEBO} needed)",
        "index": f"{_number(test.index)} (90 % interval {interval})",
    }
    return tuple(text.items())


def _known_from(test: Absence) -> str:
    """How the absence is known; declared leave only where all of it was declared."""
    inferred_weeks = test.absent_weeks - test.declared_weeks
    if not inferred_weeks:
        return "declared leave"
    if not test.declared_weeks:
        return "inferred from weeks without a trace"
    return (
        f"declared leave in {test.declared_weeks} of {test.absent_weeks} weeks, "
        f"inferred from weeks without a trace in {inferred_weeks}"
    )


def _mondays(weeks: Sequence[int]) -> str:
    if not weeks:
        return "none"
    named = ", ".join(f"{week_start(week)}" for week in weeks[-MOST_NAMED:])
    return f"the weeks of {named}" + (f", and {len(weeks) - MOST_NAMED} before" if len(weeks) > MOST_NAMED else "")


def _number(value: float | None, digits: int = 2) -> str:
    return "?" if value is None else f"{value:.{digits}f}"


ABSENCE = Signal(
    name="absence",
    asks="How much do the others get done in weeks without a trace of mine, compared with weeks with one?",
    words=Words("the team's pace without you", "while you were away, the others landed {pace}."),
    rows="""
        select min(at_s) as moment, week_no as ref, count(*) as amount
        from ours
        where verb = 'arrived' and by_me = 0
        group by week_no
    """,
    fold=Study(
        "others' commits in absent over present weeks of 13-week blocks, all alignments, over the same for others (10.3)",
        "index",
        "index",
        """
        select -1 as series, case when verb = 'arrived' then 1 else 0 end as is_writing, week_no, count(*) as acts
        from ours
        where verb in ('arrived', 'seen') and by_me = 1
        group by week_no, case when verb = 'arrived' then 1 else 0 end
        union all
        select -2 as series, 1 as is_writing, week_no, count(*) as acts
        from mine
        where verb = 'away'
        group by week_no
        union all
        select stranger as series, case when verb = 'arrived' then 1 else 0 end as is_writing, week_no,
               sum(acts) as acts
        from crowd
        where verb in ('arrived', 'seen') and by_me = 0
        group by stranger, week_no, case when verb = 'arrived' then 1 else 0 end
        """,
        study,
    ),
    least=12,
    rows_are="weeks",
    version=2,
    blind_to=(
        "what an agent wrote for somebody arrives as theirs and shows nobody at work; "
        "why a week was quiet: holidays, releases and reorganisations slow everybody; decisions parked without a trace"
    ),
    confounders="shared holidays (weeks 51 to 1 are left out); inferred absence is weaker than declared leave",
    source="calibrated on 18 windows of open-source work, so it needs a fresh set",
    grade="moderate",
    counter="a structural number is no judgement: who works alone may have had nobody to hand to",
    over="two years",
    is_group=True,
    better="higher",
    informs=("calendar",),
)
