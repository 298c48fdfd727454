"""The plan before it is written down: its weeks, its rivals, and what it could show at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium import practices, signals, traps
from podium.core.errors import Misuse
from podium.core.time import week_start
from podium.core.weekly_hours import Zone
from podium.experiments import metric, registration
from podium.experiments.registration import Registration
from podium.experiments.visible import SILENT, join_numbers, visible_of, visible_together
from podium.journal.entry import alike
from podium.practices import Direction, Moves, Practice
from podium.statistics.change import PAST_WEEKS as HISTORY_WEEKS
from podium.statistics.compare import FEWEST_WEEKS, MOST_WEEKS_BEFORE
from podium.statistics.design import WINDOW_WEEKS, Visible
from podium.statistics.overlap import Clash, find_clashes
from podium.statistics.switch import draw_schedule
from podium.statistics.together_design import say_list
from podium.statistics.verdict import say_change

if TYPE_CHECKING:
    from podium.experiments.metric import Metric
    from podium.journal import Journal
    from podium.mirror.mirror import Mirror

MOST_WEEKS = 52
REGRESSION = (
    "What looks its worst mostly gets better by itself. So the habit begins on {begins}, and its weeks count from {counted} "
    "on; the weeks in between are practice that is not counted yet."
)
# A change that has to be larger than this is not one a habit brings about.
LEAST_LEFT, MOST_GAINED = 0.3, 1.5


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What she typed.

    Attributes:
        metric, direction, minimum, hypothesis, weeks: instead of the practice's own; None or empty leaves those.
        start: the first day she has in mind; None for as soon as is fair.
        is_randomised: on and off weeks in a drawn order.
        is_together: all numbers the practice names that can be counted, in one test.
        is_anyway: start beside another practice on the metric, or at a finding's extreme, and have it marked.
    """

    practice: Practice
    zones: tuple[Zone, ...]
    zone: str
    metric: str = ""
    direction: Direction | None = None
    minimum: float | None = None
    hypothesis: str = ""
    weeks: int | None = None
    start: date | None = None
    is_randomised: bool = False
    is_together: bool = False
    is_anyway: bool = False


class Plan(msgspec.Struct, frozen=True):
    """What would be registered, and what she should know before it is.

    Attributes:
        visible: the smallest change her own weeks could show.
        clashes: other practices on the same metric.
        words: what is printed, one sentence each.
    """

    registration: Registration
    visible: Visible
    clashes: tuple[Clash, ...]
    words: tuple[str, ...]


def reach(day: date) -> date:
    """The first day to look at for a start on `day`, so that two years of her own past have their say."""
    return day - timedelta(weeks=HISTORY_WEEKS - MOST_WEEKS_BEFORE)


def make(wish: Wish, mirror: Mirror, journal: Journal, today: date, past: Mirror | None = None) -> Plan:
    """A plan from what she typed and from her own weeks; `past` is a mirror that reaches two years back.

    Without a metric of her own it takes the practice's first number if that can show a realistic change, else all its
    numbers in one test, else the first of the others that can, in on and off weeks where only they can; where none can,
    it is registered to be held and not to be judged.

    Raises:
        Misuse: a start that lies in the past, a metric that cannot carry it, weeks that make no sense, another
            practice on the same metric.
    """
    raised = findings(wish.practice, mirror)
    first = _plan(wish, mirror, journal, today, past, raised)
    if wish.metric or wish.is_together:
        return first
    if is_realistic(first):
        return _with_hint(first, wish, mirror, journal, today, past, raised)
    tried = [first]
    for option in _options(wish):
        try:
            plan = _plan(option, mirror, journal, today, past, raised)
        except Misuse:
            continue
        tried.append(plan)
        if is_realistic(plan):
            return replace(plan, words=(_say_choice(first, plan), *plan.words))
    return _only_held(first, tried, mirror)


def is_realistic(plan: Plan) -> bool:
    """Whether the smallest change that would be seen is one that a habit can bring about."""
    return is_reachable(plan.visible)


def is_reachable(visible: Visible) -> bool:
    """The same of the change alone."""
    if visible.change is None or visible.level is None:
        return False
    reached = visible.level + visible.change if visible.unit == "points" else visible.level * (1.0 + visible.change)
    if visible.change < 0.0:
        return reached >= LEAST_LEFT * visible.level
    if visible.unit == "points":
        return 1.0 - reached >= LEAST_LEFT * (1.0 - visible.level)
    return visible.change <= MOST_GAINED


def _options(wish: Wish) -> Iterator[Wish]:
    """The other ways to judge it: all numbers in one test, its own in on and off weeks, then each of the others."""
    if _may_be_together(wish):
        yield replace(wish, is_together=True)
    numbers = [wish.practice.moves, *(wish.practice.also if wish.direction is None and wish.minimum is None else ())]
    for moves in numbers:
        for is_randomised in (False, True) if wish.practice.is_reversible else (False,):
            if (moves.signal, is_randomised) == (wish.practice.moves.signal, wish.is_randomised):
                continue
            if wish.is_randomised and not is_randomised:
                continue
            name = "" if moves is wish.practice.moves else moves.signal
            yield replace(wish, metric=name, is_randomised=is_randomised)


def _may_be_together(wish: Wish) -> bool:
    """Whether the practice names several numbers and she asked for nothing else."""
    has_own = wish.direction is not None or wish.minimum is not None
    return bool(wish.practice.also) and not wish.is_randomised and not has_own


def _with_hint(
    first: Plan,
    wish: Wish,
    mirror: Mirror,
    journal: Journal,
    today: date,
    past: Mirror | None,
    raised: tuple[str, ...],
) -> Plan:
    """The plan, with a line where several numbers in one test would see a smaller change."""
    if not _may_be_together(wish):
        return first
    try:
        plan = _plan(replace(wish, is_together=True), mirror, journal, today, past, raised)
    except Misuse:
        return first
    alone, joint = first.visible.change, plan.visible.change
    if alone is None or joint is None or abs(joint) >= abs(alone):
        return first
    others = " and ".join(moves.signal for moves in plan.registration.together)
    hint = (
        f"If {others} should move too, --together judges all in one test, and about {_say_joint(plan)} would be seen."
    )
    return replace(first, words=(*first.words, hint))


def _say_joint(plan: Plan) -> str:
    """The smallest change that would be seen of the first of several numbers."""
    visible = plan.visible
    return f"{say_change(visible.change or 0.0, visible.unit)} of {plan.registration.metric}"


def _say_choice(first: Plan, plan: Plan) -> str:
    if plan.registration.together:
        return (
            f"It is judged by {say_list(plan.registration.numbers)} together: {first.registration.metric} alone could not "
            "show a realistic change in your weeks."
        )
    how = " in on and off weeks" if plan.registration.design == "on-off" else ""
    return (
        f"It is judged by {signals.short_of(plan.registration.metric)}{how}: "
        f"{signals.short_of(first.registration.metric)} could not show a realistic change in your weeks."
    )


def _only_held(first: Plan, tried: list[Plan], mirror: Mirror) -> Plan:
    """The plan without a verdict: how often it was held is then the honest outcome, and no week of it has to wait."""
    registration = first.registration
    if registration.design != "on-off":
        registration = _begun_at_once(registration, mirror)
    names = ", ".join(dict.fromkeys(number for plan in tried for number in plan.registration.numbers))
    registration = replace(registration, told={**registration.told, "outcome": "adherence"})
    words = (
        (
            f"No number of yours can show whether it worked ({names}): its outcome is how often you held it, as in "
            "held 13 of 18. It will not be judged."
        ),
        first.visible.words,
    )
    return replace(first, registration=registration, words=words)


def _begun_at_once(registration: Registration, mirror: Mirror) -> Registration:
    """The same from the first whole week of the habit on."""
    start_week = metric.week_of(registration.habit_from + timedelta(days=6))
    skipped = metric.unmeasured(mirror, start_week, start_week + 2 * MOST_WEEKS)
    end_week = _end(start_week, registration.weeks, set(skipped), is_even=False)
    return replace(
        registration,
        starts_on=week_start(start_week),
        ends_on=week_start(end_week) + timedelta(days=6),
        baseline_from=week_start(start_week - MOST_WEEKS_BEFORE),
    )


def next_working_day(today: date) -> date:
    """The first weekday after a day."""
    day = today + timedelta(days=1)
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _plan(
    wish: Wish, mirror: Mirror, journal: Journal, today: date, past: Mirror | None, raised: tuple[str, ...]
) -> Plan:
    chosen, moves = _moves(wish)
    start_week, waits = _start(wish, bool(raised), today)
    weeks = _length(wish)
    joined = join_numbers(wish.practice, moves, past or mirror, start_week) if wish.is_together else ()
    others = tuple(number.moves for number in joined[1:])
    taken_names = {chosen.name, *(moves.signal for moves in others)}
    skipped = metric.unmeasured(mirror, start_week, start_week + 2 * MOST_WEEKS)
    end_week = _end(start_week, weeks, set(skipped), is_even=wish.is_randomised)
    name = _free_id(f"{today}-{wish.practice.name}", journal)
    habit_from = min(wish.start or next_working_day(today), week_start(start_week))
    registration = Registration(
        id=name,
        practice=wish.practice.name,
        registered_on=today,
        starts_on=week_start(start_week),
        ends_on=week_start(end_week) + timedelta(days=6),
        metric=chosen.name,
        direction=moves.toward,
        hypothesis=" ".join((wish.hypothesis or wish.practice.hypothesis).split()),
        guardrails=_guards(wish.practice, taken_names),
        baseline_from=week_start(start_week - MOST_WEEKS_BEFORE),
        minimum=moves.by,
        comparison=_untouched(wish.practice, taken_names),
        weeks=weeks,
        zones=wish.zones,
        zone=wish.zone,
        design="on-off" if wish.is_randomised else "before-after",
        on_weeks=_drawn(name, start_week, end_week) if wish.is_randomised else (),
        was_found=bool(raised),
        confounded_with=(),
        together=others,
        told={"habit_from": habit_from.isoformat(), "measure_version": chosen.signal.version, **_versions_of(others)},
    )
    clashes = clashes_of(registration, journal)
    if clashes and not wish.is_anyway:
        raise Misuse(
            f"{clashes[0].words} Neither could be told from the other",
            next_step=f"another --metric, --from {_clear(registration, clashes, journal)} or later, or --anyway to have it marked",
        )
    visible = visible_together(joined, weeks) if joined else visible_of(registration, chosen, past or mirror)
    registration = replace(
        registration,
        confounded_with=tuple(sorted({_other(c, registration.id) for c in clashes})),
        told={**registration.told, "visible": visible.words, **({"findings": list(raised)} if raised else {}), **waits},
    )
    return Plan(registration, visible, clashes, tuple(_words(registration, raised, visible, skipped, wish)))


def _versions_of(others: tuple[Moves, ...]) -> dict[str, list[int]]:
    """How each number judged with the first is counted now; nothing where there is none."""
    versions = [metric.metric(moves.signal).signal.version for moves in others]
    return {"together_versions": versions} if versions else {}


def findings(practice: Practice, mirror: Mirror) -> tuple[str, ...]:
    """Flags of the practice's traps that are up now: then this start was chosen at an extreme."""
    up: list[str] = []
    for name in practice.traps:
        traps_named = [trap for trap in traps.every() if trap.name == name]
        judged = [traps.judge(trap, mirror.reader) for trap in traps_named]
        up += [r.flag.name for j in judged for r in j.raised if r.level in {"amber", "red"}]
    return tuple(dict.fromkeys(up))


def clashes_of(own: Registration, journal: Journal) -> tuple[Clash, ...]:
    """Other practices on the same metric in the weeks it is judged by."""
    others = [r for r in registration.every(journal) if alike(r.id) != alike(own.id) and r.has_begun]
    if not own.has_begun:
        return ()
    clashes = find_clashes([*own.spans, *(span for registered in others for span in registered.spans)])
    return tuple(c for c in clashes if own.id in {c.one, c.other})


def _clear(own: Registration, clashes: Iterable[Clash], journal: Journal) -> date:
    """The first start whose baseline lies behind everything it clashes with."""
    rivals = {_other(clash, own.id) for clash in clashes}
    last = max(r.last_week for r in registration.every(journal) if r.id in rivals)
    return week_start(last + 1 + MOST_WEEKS_BEFORE)


def _other(clash: Clash, mine: str) -> str:
    return clash.other if clash.one == mine else clash.one


def _moves(wish: Wish) -> tuple[Metric, Moves]:
    own = wish.practice.moves
    chosen = metric.metric(wish.metric or own.signal)
    toward: Direction = own.toward
    if chosen.name != own.signal:
        better = chosen.signal.better
        if not better and wish.direction is None and chosen.name not in {m.signal for m in wish.practice.also}:
            raise Misuse(f"where {chosen.name} should go is not known", next_step="--direction up, or down")
        toward = "up" if better == "higher" else "down"
    named = {moves.signal: moves for moves in (*reversed(wish.practice.also), own)}
    if chosen.name in named and chosen.name != own.signal:
        toward = named[chosen.name].toward
    by = wish.minimum if wish.minimum is not None else named[chosen.name].by if chosen.name in named else 0.1
    if not 0.0 <= by <= 10.0:
        raise Misuse("the smallest change that matters lies between 0 and 10; 0.15 is fifteen points or per cent")
    return chosen, Moves(chosen.name, wish.direction or toward, by)


def _guards(practice: Practice, chosen: Collection[str]) -> tuple[Moves, ...]:
    """The numbers that must not get worse; one that cannot be told is refused now, not at the end."""
    return tuple(guard for guard in practice.guards if metric.metric(guard.signal).name not in chosen)


def _untouched(practice: Practice, chosen: Collection[str]) -> str:
    if not practice.comparison or practice.comparison in chosen:
        return ""
    return metric.metric(practice.comparison).name


def _start(wish: Wish, is_found: bool, today: date) -> tuple[int, dict[str, bool]]:
    """The first week that counts; a finding puts it off by one window unless she insists, and then that is kept.

    The habit itself begins on the day she has in mind: only its weeks wait.
    """
    next_week = metric.week_of(today) + 1
    fair = next_week + WINDOW_WEEKS if is_found and not wish.is_anyway else next_week
    if wish.start is None:
        return fair, {"at_an_extreme": True} if is_found and wish.is_anyway else {}
    if wish.start < today:
        raise Misuse(
            f"{wish.start} lies in the past; a practice is written down before it begins",
            next_step="--from a day to come",
        )
    if (wish.start - today).days > 7 * MOST_WEEKS:
        raise Misuse(f"{wish.start} is more than a year away", next_step="--from a day in the next twelve months")
    first_week = max(fair, metric.week_of(wish.start + timedelta(days=6)))
    is_early = is_found and first_week < next_week + WINDOW_WEEKS
    return first_week, {"at_an_extreme": True} if is_early else {}


def _length(wish: Wish) -> int:
    weeks = wish.practice.weeks if wish.weeks is None else wish.weeks
    if not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        raise Misuse(f"a practice runs {FEWEST_WEEKS} to {MOST_WEEKS} weeks, not {weeks}: fewer can show nothing")
    if wish.is_randomised and wish.is_together:
        raise Misuse("several numbers are judged before and after, not in on and off weeks", next_step="leave one out")
    if wish.is_randomised and not wish.practice.is_reversible:
        reversible = ", ".join(p.name for p in practices.every() if p.is_reversible)
        raise Misuse(
            f"{wish.practice.name} cannot be switched on and off week by week", next_step=f"reversible: {reversible}"
        )
    return weeks


def _end(start: int, weeks: int, skipped: set[int], *, is_even: bool) -> int:
    """The week in which enough measured weeks are over."""
    end, measured = start - 1, 0
    while measured < weeks or (is_even and (end - start) % 2 == 0):
        end += 1
        measured += end not in skipped
        if end - start > 2 * MOST_WEEKS:
            raise Misuse(f"there are not {weeks} measured weeks in the next two years")
    return end


def _drawn(seed: str, start: int, end: int) -> tuple[date, ...]:
    schedule = draw_schedule(end - start + 1, seed)
    return tuple(week_start(start + n) for n, is_on in enumerate(schedule.is_on) if is_on)


def _free_id(name: str, journal: Journal) -> str:
    known_ids = {alike(entry.id) for entry in journal.entries("experiment")}
    number, free = 2, name
    while alike(free) in known_ids:
        free, number = f"{name}-{number}", number + 1
    return free


def _words(
    registration: Registration, raised: tuple[str, ...], visible: Visible, skipped: dict[int, str], wish: Wish
) -> list[str]:
    length = metric.week_of(registration.ends_on) - registration.start_week + 1
    own_metric, is_own_hypothesis = wish.practice.moves.signal, not wish.hypothesis
    lost_weeks = {
        w: why for w, why in skipped.items() if registration.start_week <= w < registration.start_week + length
    }
    words = [visible.words]
    if visible.change is None and SILENT not in visible.words:
        words.append("More weeks (--weeks) or a number with more in it (--metric) may show one; --dry-run tries it.")
    if own_metric != registration.metric and is_own_hypothesis:
        spoken_of, judged_by = signals.short_of(own_metric), signals.short_of(registration.metric)
        words.append(f"The hypothesis speaks of {spoken_of}; --hypothesis says yours about {judged_by}.")
    if raised and "at_an_extreme" in registration.told:
        words.append(
            "You start at an extreme: some of what follows would have come by itself, and the result will say so."
        )
    elif raised:
        regression = REGRESSION.format(begins=registration.habit_from, counted=registration.starts_on)
        shorts = ", ".join(traps.short_of(name) for name in raised)
        words.append(f"A finding is up ({shorts}). {regression}")
    if lost_weeks:
        why = " and ".join(sorted(set(lost_weeks.values())))
        words.append(f"{len(lost_weeks)} of the {length} weeks will not be measured ({why}), so the end lies later.")
    if visible.change is not None and not is_reachable(visible):
        words.append("A habit hardly brings about so large a change: expect to read no change seen.")
    elif visible.change is not None and registration.is_judged and abs(visible.change) > registration.minimum > 0:
        words.append("That is more than the change you called worth having: a smaller one may be real and stay unseen.")
    words += [
        f"Beside {name}, which acts on the same number: what each of them did will not be told apart."
        for name in registration.confounded_with
    ]
    return words
