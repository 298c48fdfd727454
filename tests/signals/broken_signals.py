"""Signals broken on purpose, each with the law that must see it: the proof that the laws are awake."""

from __future__ import annotations

from msgspec.structs import replace

from podium.core.folds import Fold, count, share
from podium.signals import Signal

GOOD = Signal(
    name="own-share",
    asks="What share of the team's changes did I write myself?",
    rows="select at_s as moment, ref, by_me as amount from ours where verb = 'authored'",
    fold=share,
    least=20,
    blind_to="pairing",
    source="test",
    grade="weak",
)


def _with(name: str, rows: str, **named: object) -> Signal:
    return replace(GOOD, name=name, rows=rows, **named)  # type: ignore[arg-type]


BROKEN: list[tuple[Signal, str]] = [
    (
        _with(
            "bare-lag",
            "select at_s as moment, ref, lag(at_s) over (order by at_s, ref) as amount from ours where verb = 'authored'",
        ),
        "says_nothing_as_nothing",
    ),
    (
        _with(
            "unguarded-left-join",
            "select o.at_s as moment, o.ref, case when w.ref is null then 0 else 1 end as amount"
            " from ours o left join written w on w.ref = o.ref where o.verb = 'authored'",
        ),
        "says_nothing_as_nothing",
    ),
    (
        _with(
            "guard-of-another-join",
            "select o.at_s as moment, o.ref, case when coalesce(v.is_there, 0) = 1 then w.amount end as amount"
            " from ours o left join written w on w.ref = o.ref"
            " left join (select ref, 1 as is_there from written) v on v.ref = o.ref where o.verb = 'authored'",
        ),
        "says_nothing_as_nothing",
    ),
    (
        _with("largest-of-nothing", "select max(at_s) as moment, 'all' as ref, max(by_me) as amount from ours"),
        "says_nothing_as_nothing",
    ),
    (
        _with(
            "silence-as-zero",
            "select at_s as moment, ref, by_me as amount from ours where by_me = 1",
            fold=count,
            least=0,
        ),
        "declares_itself",
    ),
    (
        _with(
            "average-as-receipt", "select max(at_s) as moment, 'all' as ref, sum(by_me) as amount from ours", least=1
        ),
        "every_receipt_is_in_the_window",
    ),
    (
        _with(
            "invented-refs",
            "select at_s as moment, 'x' || ref as ref, by_me as amount from ours where verb = 'authored'",
        ),
        "every_receipt_is_in_the_window",
    ),
    (
        _with("past-the-window", "select at_s as moment, ref, by_me as amount from acts where verb = 'authored'"),
        "asks_only_the_views",
    ),
    (
        _with("reads-who", "select at_s as moment, ref, by_me as amount from acts where person = 3"),
        "asks_only_the_views",
    ),
    (
        _with(
            "leaks-strangers",
            "select min(first_s) as moment, stranger as ref, sum(acts) as amount from crowd group by stranger",
        ),
        "counts_strangers_and_nothing_else",
    ),
    (
        _with(
            "ranks-strangers",
            "select min(first_s) as moment, 'somebody' as ref, max(stranger) as amount from crowd group by week_no",
        ),
        "counts_strangers_and_nothing_else",
    ),
    (
        _with(
            "picks-a-stranger",
            "select min(first_s) as moment, 'somebody' as ref, sum(acts) as amount from crowd where stranger = 3",
        ),
        "counts_strangers_and_nothing_else",
    ),
    (
        _with("row-order", "select at_s as moment, ref, by_me as amount from ours where verb = 'authored' limit 30"),
        "asks_no_clock_and_few_functions",
    ),
    (
        _with("random-sample", "select at_s as moment, ref, by_me as amount from ours where random() < 0.5"),
        "asks_no_clock_and_few_functions",
    ),
    (
        _with("wall-clock", "select at_s as moment, ref, by_me as amount from ours where at_s < epoch(now())"),
        "asks_no_clock_and_few_functions",
    ),
    (
        _with(
            "join-duplicates",
            "select a.at_s as moment, a.ref, a.by_me as amount from ours a join ours b on b.week_no = a.week_no"
            " where a.verb = 'authored' and b.verb = 'authored'",
        ),
        "every_act_counts_once",
    ),
    (
        _with(
            "minutes-as-share", "select at_s as moment, ref, wmin as amount from mine where wmin is not null", least=5
        ),
        "number_is_fold_of_receipts",
    ),
    (
        _with("one-engine", "select at_s as moment, ref, by_me::int as amount from ours where verb = 'authored'"),
        "asks_no_clock_and_few_functions",
    ),
    (
        _with("divides", "select at_s as moment, ref, by_me / 2 as amount from ours where verb = 'authored'"),
        "asks_no_clock_and_few_functions",
    ),
    (replace(GOOD, name="no-question", asks="My share of the work"), "declares_itself"),
    (replace(GOOD, name="sees-everything", blind_to=""), "declares_itself"),
    (
        _with("wrong-columns", "select ref, at_s as moment, by_me as amount from ours where verb = 'authored'"),
        "answers_three_columns",
    ),
    (
        _with(
            "names-in-the-sort",
            "select min(first_s) as moment, 'somebody' as ref, max(case when stranger < 3 then 1 else 0 end) as amount"
            " from crowd where verb = 'authored' group by week_no",
        ),
        "counts_strangers_and_nothing_else",
    ),
    (
        _with(
            "order-of-rows",
            GOOD.rows,
            fold=Fold("first of the rows", "share", "share", lambda rows: rows[0].amount if rows else None),
        ),
        "number_is_fold_of_receipts",
    ),
    (
        _with(
            "small-group",
            "select min(first_s) as moment, 'somebody' as ref, sum(acts) as amount from crowd where verb = 'authored' group by stranger",
            fold=count,
            least=1,
            is_group=False,
        ),
        "crowd_means_group",
    ),
]
