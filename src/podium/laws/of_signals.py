"""The laws every signal keeps, each a function that raises when it is broken."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from podium.core.errors import Stop
from podium.core.folds import Fold
from podium.core.lines import lines_of
from podium.core.time import DAY_S
from podium.evidence.engine import error as engine_error
from podium.laws import BrokenLawError, demand
from podium.laws.weeks import Week
from podium.signals import Study, window_of

if TYPE_CHECKING:
    from podium.core.measure import Measure
    from podium.signals import Signal

Make = Callable[..., Week]
VIEWS = {"mine", "ours", "crowd", "splits", "written"}
# What every engine named below answers alike; times are integers, so no date function is needed (see the docs).
FUNCTIONS = {"count", "sum", "min", "max", "row_number", "lag", "coalesce", "case", "if"}
# Those the marked suite asks (`make engines`); no claim is made of another.
ENGINES = ("spark", "postgres", "clickhouse")
# A joined side says by this column, always 1, that it is there; ClickHouse gives 0 for what is not.
THERE = "is_there"


@cache
def busy(seed: int, *, people: int = 7, weeks: int = 30, acts: int = 500) -> str:
    """A made-up half year of a team in notation; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - makes up weeks, keeps no secret
    names = ["ana", "bo", "chi", "dee", "eli", "fay", "gus", "hal"][:people]
    files = [f"src/{n}.py" for n in "abcdefgh"]
    kinds = ["feature", "fix", "incident", "improvement", "docs"]
    lines = []
    for n in range(acts):
        day, minute = rng.randrange(weeks * 7), rng.choice([540, 600, 660, 780, 900, 960, 1020, 1290, 1350, 30])
        when = f"{_day(day)} {minute // 60:02d}:{minute % 60:02d}+0100"
        who = names[min(int(rng.expovariate(0.5)), people - 1)]
        if n % 9 == 8:
            lines.append(f"{when} {rng.choice(names)} landed m{n} of=c{n - 1}")
            continue
        paths = " ".join(rng.sample(files, rng.randint(1, 3)))
        extra = f" reviewed={','.join(rng.sample(names, rng.randint(1, 2)))}" if rng.random() < 0.5 else ""
        extra += f" by={rng.choice(names)}" if rng.random() < 0.4 else ""
        says = 'Revert_"x"' if rng.random() < 0.05 else f"{rng.choice(kinds)}:_c{n}"
        lines.append(f"{when} {who} wrote c{n} {paths} says={says}{extra}")
    lines += _other_sources(rng, names, weeks)
    return "\n".join(sorted(lines))


def _other_sources(rng: random.Random, names: list[str], weeks: int) -> list[str]:
    lines = []
    for n in range(weeks * 4):
        when = f"{_day(rng.randrange(weeks * 7))} {rng.choice(['10:00', '14:00', '16:30', '23:10'])}+0100"
        who, other = rng.sample(names, 2)
        lines += [
            f"{when} {who} reviewed web#{n} of={other} state={rng.choice(['approved', 'commented'])}",
            f"{when} {other} opened INC-{n} type=incident",
            f"{when} {who} acknowledged INC-{n}",
            f"{when} {who} acknowledged OUT-{n} kind=incident",
            f"{when} {other} on_call S-{n} kind=shift until=23:50",
            f"{when} ana met 1:1-{n} with={other} until=23:40 type=one_on_one",
        ]
    return lines


def _day(number: int) -> str:
    from datetime import date, timedelta

    return (date(2026, 1, 5) + timedelta(days=number)).isoformat()


def selects(signal: Signal) -> list[str]:
    """The SELECT of the receipts, and the one beside it."""
    covered = [signal.coverage.rows] if signal.coverage else []
    return [signal.rows, *([signal.fold.beside] if isinstance(signal.fold, Study) else []), *covered]


@cache
def _tree(select: str) -> exp.Expr:
    """What a SELECT says; read once for all laws, which only look at it."""
    return sqlglot.parse_one(select, read="duckdb")


def declares_itself(signal: Signal, make: Make) -> None:
    """A signal has a question, blind spots, a source, a minimum, a unit and a name of small letters and dashes."""
    demand(signal.asks.endswith("?"), "asks does not end in a question mark")
    demand(signal.blind_to, "blind_to is empty")
    demand(signal.source, "source is empty")
    demand(signal.least >= 1, "least is below 1")
    demand(re.fullmatch(r"[a-z][a-z0-9-]*", signal.name), f"the name is {signal.name!r}")
    demand(signal.fold.unit, "the fold has no unit")


def asks_only_the_views(signal: Signal, make: Make) -> None:
    """Its SELECT asks the views mine, ours, crowd and written, and nothing under them."""
    for select in selects(signal):
        tree = _tree(select)
        own = {cte.alias for cte in tree.find_all(exp.CTE)}
        others = {t.name for t in tree.find_all(exp.Table)} - VIEWS - own
        demand(not others, f"it asks {', '.join(sorted(others))}")


def asks_no_clock_and_few_functions(signal: Signal, make: Make) -> None:
    """Its SELECT uses no clock, no date arithmetic, no order or limit, and only functions every engine has."""
    for select in selects(signal):
        tree = _tree(select)
        used = {_function(f) for f in tree.find_all(exp.Func)} - {"and", "or"}
        demand(used <= FUNCTIONS, f"it uses {', '.join(sorted(used - FUNCTIONS))}")
        demand(not list(tree.find_all(exp.Div, exp.Interval, exp.Cast)), "no division, interval or cast")
        demand(not tree.args.get("order"), "no final order")
        demand(not tree.args.get("limit"), "no limit")


def _function(node: exp.Func) -> str:
    return node.sql_name().lower() if not isinstance(node, exp.Anonymous) else node.name.lower()


def can_leave_the_engine(signal: Signal, make: Make) -> None:
    """Its SELECT means the same in other engines."""
    for select in selects(signal):
        for engine in ENGINES:
            again = _tree(select).sql(engine, unsupported_level=sqlglot.ErrorLevel.RAISE)
            sqlglot.parse_one(again, read=engine)
            # The stricter rule: the same text must already mean the same there, so it has to parse untranslated.
            sqlglot.parse_one(select, read=engine)


def says_nothing_as_nothing(signal: Signal, make: Make) -> None:
    """It never relies on null where some engine answers 0: before a first row, beside a missing one, of no rows at all."""
    for select in selects(signal):
        tree = _tree(select)
        for lag in tree.find_all(exp.Lag, exp.Lead):
            guard = lag.find_ancestor(exp.If)
            demand(guard is not None and guard.this.find(exp.RowNumber), "a bare lag: 0 before the first row elsewhere")
        for join in tree.find_all(exp.Join):
            if join.side:
                _demand_guarded(join)
        for part in tree.find_all(exp.Select):
            folds = [fold for fold in part.find_all(exp.AggFunc) if fold.find_ancestor(exp.Select) is part]
            bare = [fold for fold in folds if not isinstance(fold, exp.Count) and not fold.find_ancestor(exp.Window)]
            demand(
                not bare or part.args.get("group") or part.args.get("having"), "an aggregate of nothing: 0 elsewhere"
            )


def _demand_guarded(join: exp.Join) -> None:
    demand(join.side.upper() == "LEFT", "only an inner or a left join")
    alias = join.alias_or_name or join.this.alias_or_name
    part = join.find_ancestor(exp.Select)
    for column in part.find_all(exp.Column) if part else ():
        is_on = column.find_ancestor(exp.Join) is join
        if column.table != alias or is_on or column.find_ancestor(exp.Select) is not part:
            continue
        node: exp.Expr | None = column
        while node is not None and not (
            isinstance(node, (exp.And, exp.Or, exp.If, exp.Coalesce)) and _asks_there(node, alias)
        ):
            node = node.parent
        demand(
            node is not None, f"{column.sql()} of a left join stands without coalesce({alias}.{THERE}, 0): 0 elsewhere"
        )


def _asks_there(node: exp.Expr, alias: str) -> bool:
    """Whether a condition, or the coalesce itself, asks if the joined side is there."""
    condition = node.this if isinstance(node, exp.If) else node
    coalesces = [condition] if isinstance(condition, exp.Coalesce) else list(condition.find_all(exp.Coalesce))
    return any(
        coalesce.this.name == THERE and coalesce.this.table == alias
        for coalesce in coalesces
        if isinstance(coalesce.this, exp.Column)
    )


def answers_three_columns(signal: Signal, make: Make) -> None:
    """Its SELECT answers moment, ref and amount."""
    tree = _tree(signal.rows)
    last = tree.expressions if isinstance(tree, exp.Select) else tree.this.expressions
    demand([column.alias_or_name for column in last] == ["moment", "ref", "amount"], "")


def counts_strangers_and_nothing_else(signal: Signal, make: Make) -> None:
    """Strangers are counted, never shown, ranked or picked out."""
    for number, select in enumerate(selects(signal)):
        tree = _tree(select)
        outermost = tree.expressions if isinstance(tree, exp.Select) else []
        if number == 0:
            demand(not any(c.find(exp.Column) and _shows_stranger(c) for c in outermost), "a stranger in a receipt")
        for node in tree.find_all(exp.Min, exp.Max, exp.Order):
            demand("stranger" not in node.sql(), "strangers must not be ranked")
        for node in tree.find_all(exp.EQ, exp.LT, exp.GT, exp.In):
            demand(not (_names_stranger(node) and node.find(exp.Literal)), "a stranger must not be picked out")


def _names_stranger(node: exp.Expr) -> bool:
    return any(c.name == "stranger" for c in node.find_all(exp.Column))


def _shows_stranger(node: Any) -> bool:
    return _names_stranger(node) and not node.find(exp.Count)


def number_is_fold_of_receipts(signal: Signal, make: Make) -> None:
    """The number is the fold of its rows, in any order; a share lies between 0 and 1."""
    week = make(busy(1))
    measure = week.read(signal)
    if measure.value is None:
        return
    if isinstance(signal.fold, Fold):
        exact = measure.for_judging
        demand(signal.fold(exact.rows) == exact.value, "")
        demand(signal.fold(tuple(reversed(exact.rows))) == exact.value, "")
    if signal.fold.unit == "share":
        demand(0 <= measure.value <= 1, "")
        rows = measure.for_judging.rows
        demand(not isinstance(signal.fold, Fold) or all(0 <= row.amount <= 1 for row in rows), "")


def every_receipt_is_in_the_window(signal: Signal, make: Make) -> None:
    """Every row is an act of the window."""
    week = make(busy(2))
    measure = week.read(signal)
    stretch = window_of(signal, week.window())
    known_refs = set(week.refs) | {line.ref for line in week.lines} | {p for line in week.lines for p in line.rest}
    for row in measure.for_judging.rows:
        is_week = row.ref.isdigit() or row.ref == "somebody" or row.ref.startswith(("leave:", "day:"))
        demand(row.ref in known_refs or is_week, f"{row.ref}")
        if signal.over == "window":
            demand(stretch.start_s - 7 * DAY_S <= row.moment < stretch.end_s, "")


def every_act_counts_once(signal: Signal, make: Make) -> None:
    """No act counts twice."""
    rows = make(busy(2)).read(signal).for_judging.rows
    if all(row.ref != "somebody" for row in rows):
        demand(len({(r.moment, r.ref) for r in rows}) == len(rows), "")


def outside_changes_nothing(signal: Signal, make: Make) -> None:
    """What lies outside the window changes nothing."""
    if signal.over != "window":
        return
    inside = busy(3, weeks=4, acts=300)
    long_before = busy(4, weeks=4, acts=100).replace("2026-01", "2025-01").replace("2026-02", "2025-02")
    before = re.sub(r"\b([cm])(\d+)\b", r"\1old\2", long_before).replace("web#", "web#old").replace("INC-", "INC-old")
    before = before.replace("1:1-", "1:1-old")
    alone, whole_week = make(inside), make(before + "\n" + inside)
    demand(_answer(alone.read(signal)) == _answer(whole_week.read(signal)), "")


def order_and_repetition_change_nothing(signal: Signal, make: Make) -> None:
    """The order of what was read, and reading it twice, change nothing."""
    text = busy(5, acts=300)
    lines = lines_of(text)
    events = [line for line in lines if " wrote " not in line and " landed " not in line]
    commits = [line for line in lines if line not in events]
    shuffled = events[::-1] + events[::2]
    once, again = make("\n".join(commits + events)), make("\n".join(commits + list(dict.fromkeys(shuffled))))
    demand(_answer(once.read(signal)) == _answer(again.read(signal)), "")
    demand(_answer(once.read(signal)) == _answer(once.read(signal)), "")


def renaming_the_others_changes_nothing(signal: Signal, make: Make) -> None:
    """Other names for everybody else give the same answer."""
    text = busy(6)
    names = {"bo": "zoe", "chi": "yan", "dee": "xiu", "eli": "wim", "fay": "vic", "gus": "una"}
    renamed = re.sub(r"\b(bo|chi|dee|eli|fay|gus)\b", lambda match: names[match[0]], text)
    first, second = make(text).read(signal), make(renamed).read(signal)
    demand(_answer(first) == _answer(second), "")


def silence_is_not_zero(signal: Signal, make: Make) -> None:
    """Where nothing can be told the value is None with a reason, never 0."""
    measure = make("2026-03-02 10:00+0100 bo wrote c1 a.py").read(signal)
    demand(measure.value is None, "")
    demand(measure.why_none, "")


def crowd_means_group(signal: Signal, make: Make) -> None:
    """A number from the crowd is about the team: is_group=True."""
    if any("crowd" in s for s in selects(signal)):
        demand(signal.is_group, "a number from the crowd is about the team")


def groups_under_five_are_absent(signal: Signal, make: Make) -> None:
    """For a team under five there is no number and no row."""
    if not signal.is_group:
        return
    measure = make(busy(7, people=4)).read(signal)
    demand(measure.value is None, "")
    demand(measure.rows == (), "")


def _answer(measure: Measure) -> tuple[object, ...]:
    rows = sorted((r.moment, r.ref, r.amount) for r in measure.for_judging.rows)
    return (measure.value, measure.n, measure.size, measure.why_none, rows)


STATIC = (
    declares_itself,
    asks_only_the_views,
    asks_no_clock_and_few_functions,
    can_leave_the_engine,
    says_nothing_as_nothing,
    answers_three_columns,
    counts_strangers_and_nothing_else,
    crowd_means_group,
)
LIVE = (
    number_is_fold_of_receipts,
    every_receipt_is_in_the_window,
    every_act_counts_once,
    outside_changes_nothing,
    order_and_repetition_change_nothing,
    renaming_the_others_changes_nothing,
    silence_is_not_zero,
    groups_under_five_are_absent,
)


class Shelf:
    """Weeks made once, however many signals read them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[str, Week] = {}

    def __call__(self, text: str) -> Week:
        if text not in self.made:
            self.made[text] = Week(text, self.folder / f"week{len(self.made)}")
        return self.made[text]


def broken_by(
    signal: Signal, make: Make, laws: Iterable[Callable[[Signal, Make], None]] = (*STATIC, *LIVE)
) -> list[str]:
    """Names of the laws a signal breaks."""
    return [law for law, _ in reasons(signal, make, laws)]


def reasons(
    signal: Signal, make: Make, laws: Iterable[Callable[[Signal, Make], None]] = (*STATIC, *LIVE)
) -> Iterator[tuple[str, str]]:
    """The laws a signal breaks, and what each demands; one that cannot even be asked breaks them, too."""
    for law in laws:
        try:
            law(signal, make)
        except BrokenLawError as fault:
            yield law.__name__, f"{law.__doc__} {fault}".strip()
        except (
            Stop,
            SqlglotError,
            engine_error(),
            ValueError,
            TypeError,
            LookupError,
            ArithmeticError,
        ) as fault:
            yield law.__name__, f"{law.__doc__} It could not be asked: {fault}"
