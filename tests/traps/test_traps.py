"""What holds for every trap: four verdicts, lines with reasons, and silence that is never an all-clear."""

from __future__ import annotations

from typing import Literal

import pytest
from msgspec.structs import replace

from podium import practices, signals, traps
from podium.core.errors import Misuse
from podium.core.journal_facts import Answered
from podium.core.measure import Measure
from podium.core.time import DAY_S, Window
from podium.signals import Signal
from podium.signals.late_nights import LATE_NIGHTS
from podium.signals.own_share import OWN_SHARE
from podium.signals.touch import TOUCH
from podium.traps import Context, Flag, Grows, Line, Reader, Rise, Trap, judge
from podium.traps.chance import SURE_Z
from traps.answers import WINDOW, Answers


def trap(*flags: Flag, least_told: int = 1, **named: object) -> Trap:
    return Trap(name="t", number=9, title="T", says="s", flags=flags, least_told=least_told, **named)  # type: ignore[arg-type]


def flag(*lines: object, **named: object) -> Flag:
    return Flag(name="f", says="it is so", because="because", all_of=tuple(lines), **named)  # type: ignore[arg-type]


SHARE = Line(OWN_SHARE, norm="a norm", amber=0.4, red=0.6)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (0.7, "in it"),
        (0.6, "in it"),
        (0.5, "watch"),
        (0.4, "watch"),
        (0.3, "clear"),
        (0.0, "clear"),
        (None, "not enough evidence"),
    ],
)
def test_a_number_against_its_line(value: float | None, verdict: str) -> None:
    answers = Answers({} if value is None else {"own-share": value})
    assert judge(trap(flag(SHARE)), answers).verdict == verdict


def test_silence_is_never_an_all_clear() -> None:
    told = flag(SHARE)
    untold = Flag(name="g", says="s", because="b", all_of=(Line(TOUCH, norm="n", red=0.5),))
    judged = judge(trap(told, untold, least_told=2), Answers({"own-share": 0.1}))
    assert judged.verdict == "not enough evidence"
    assert judged.why == (
        "1 of 2 flags could be told; not up: f, which is not enough to call it clear; nothing written down"
    )


def test_one_row_is_enough_where_the_row_is_the_whole_finding() -> None:
    """A gap of days, a single change to ended work, a single goal; everything else needs three rows."""
    lines = [line for trap in traps.every() for flag in trap.flags for line in (*flag.all_of, *flag.any_of)]
    few = {line.signal.name for line in lines if isinstance(line, Line) and line.least_counted == 1}
    assert few == {"skip-level-gap", "zombie-changes", "zombie-lag", "stale-goals"}
    assert {line.least_counted for line in lines if isinstance(line, Line)} == {1, 3}


def test_a_flag_is_as_strong_as_its_weakest_line() -> None:
    both = flag(SHARE, Line(TOUCH, norm="n", amber=0.5, red=0.9))
    assert judge(trap(both), Answers({"own-share": 0.9, "touch": 0.6})).verdict == "watch"
    assert judge(trap(both), Answers({"own-share": 0.9, "touch": 0.1})).verdict == "clear"
    assert judge(trap(both), Answers({"own-share": 0.9})).verdict == "not enough evidence"


def test_one_quiet_line_settles_a_flag_that_needs_all() -> None:
    assert judge(trap(flag(SHARE, Line(TOUCH, norm="n", red=0.5))), Answers({"touch": 0.1})).verdict == "clear"


def test_no_flag_goes_beyond_its_most() -> None:
    assert judge(trap(flag(SHARE, most="amber")), Answers({"own-share": 0.9})).verdict == "watch"


def test_context_is_shown_and_never_judged() -> None:
    judged = judge(trap(flag(SHARE, context_only=True)), Answers({"own-share": 0.9}))
    assert judged.verdict == "not enough evidence"
    assert judged.raised[0].level == "red"


def test_a_rise_needs_both_the_points_and_the_odds() -> None:
    rise = Rise(OWN_SHARE, norm="n", points=0.10)
    assert judge(trap(flag(rise)), Answers({"own-share": 0.5}, before={"own-share": 0.2})).verdict == "in it"
    assert judge(trap(flag(rise)), Answers({"own-share": 0.25}, before={"own-share": 0.2})).verdict == "clear"
    few = Answers({"own-share": 0.4}, before={"own-share": 0.25}, n=60)
    assert judge(trap(flag(rise)), few).verdict == "clear"
    assert judge(trap(flag(rise)), Answers({"own-share": 0.5}, before={"own-share": 0.2}, n=59)).verdict == (
        "not enough evidence"
    )


def test_a_rise_of_fewer_points_is_none_however_sure_it_is() -> None:
    rise = Rise(OWN_SHARE, norm="n", points=0.10)
    assert rise.draw(Answers({"own-share": 0.28}, before={"own-share": 0.2}, n=4000)).level == "quiet"
    assert rise.draw(Answers({"own-share": 0.32}, before={"own-share": 0.2}, n=4000)).level == "red"


@pytest.mark.parametrize(("answered", "level"), [(47, "red"), (48, "quiet")])
def test_a_rise_she_has_answered_but_for_two_of_its_hits_is_none(answered: int, level: str) -> None:
    answers = tuple(Answered(finding="f", event=str(n), says="true", because="a test") for n in range(answered))
    ask = Answers({"own-share": 0.5}, before={"own-share": 0.2}, context=Context(answers=answers)).answering("f")
    assert Rise(OWN_SHARE, norm="n", points=0.10).draw(ask).level == level


class Untold(Answers):
    """The same answers, but of the past no number can be told, however many rows there are."""

    def __call__(self, signal: Signal, window: Window | None = None) -> Measure:
        """The answer written down, without its number where it is of the past."""
        measure = super().__call__(signal, window)
        return measure if measure.window == WINDOW else replace(measure, value=None, why_none="it leaves no trace")


def test_a_past_without_a_number_is_no_baseline_and_its_own_reason_is_given() -> None:
    drawn = Rise(OWN_SHARE, norm="n", points=0.10).draw(Untold({"own-share": 0.5}, before={"own-share": 0.2}))
    assert drawn.level is None
    assert drawn.words.endswith("no baseline: it leaves no trace")


def test_growth_needs_a_past() -> None:
    grows = Grows(OWN_SHARE, norm="n", factor=1.25)
    assert judge(trap(flag(grows)), Answers({"own-share": 0.5}, before={"own-share": 0.4})).verdict == "in it"
    assert judge(trap(flag(grows)), Answers({"own-share": 0.49}, before={"own-share": 0.4})).verdict == "clear"
    assert judge(trap(flag(grows)), Answers({"own-share": 0.5})).verdict == "not enough evidence"


def test_below_four_reports_a_trap_about_sharing_work_is_not_judged() -> None:
    made = trap(flag(SHARE), not_for_tech_leads=True)
    red = {"own-share": 0.9}
    assert judge(made, Answers(red, context=Context(reports=3))).verdict == "not enough evidence"
    assert judge(made, Answers(red, context=Context(reports=4))).verdict == "in it"
    assert judge(made, Answers(red, context=Context(reports=None))).verdict == "in it"


@pytest.mark.parametrize("found", traps.every(), ids=lambda t: t.name)
def test_every_trap_says_what_it_stands_on(found: Trap) -> None:
    assert found.counter, "the evidence against it"
    assert found.flags or found.needs
    for one in found.flags:
        assert one.because
        assert one.all_of or one.any_of
        assert all(line.norm for line in (*one.all_of, *one.any_of))
        assert {line.signal.name for line in (*one.all_of, *one.any_of)} <= {s.name for s in signals.every()}


@pytest.mark.parametrize("found", traps.every(), ids=lambda t: t.name)
def test_with_nothing_known_no_trap_is_clear(found: Trap) -> None:
    assert judge(found, Answers({})).verdict == "not enough evidence"


def test_the_five_are_in_their_order_and_found_by_name_number_or_flag() -> None:
    numbers = [t.number for t in traps.every()]
    assert numbers == [1, 2, 3, 4, 5], "five are what podium promises: write a page in docs/decisions/ before a sixth"
    assert traps.named("1")[0] is traps.named("code-refuge")[0] is traps.named("gate")[0]
    with pytest.raises(Misuse, match="podium traps"):
        traps.named("nonsense")


def test_no_two_flags_share_a_name() -> None:
    names = [f.name for t in traps.every() for f in t.flags]
    assert len(names) == len(set(names))


def test_every_practice_leads_out_of_a_trap_there_is() -> None:
    known = {t.name for t in traps.every()}
    assert all(set(p.traps) <= known for p in practices.every())


def test_what_would_be_quiet_names_only_lines_that_are_up_and_joins_them_as_the_flag_does() -> None:
    """One of those that all must be up is enough; of those where one suffices, all have to go."""
    other = Line(TOUCH, norm="n", amber=0.3)
    up = Answers({"own-share": 0.5, "touch": 0.5})
    one = Answers({"own-share": 0.1, "touch": 0.5})
    strict, loose = flag(SHARE, other), Flag(name="f", says="it is so", because="because", any_of=(SHARE, other))

    def quiet_if(asked: Flag, answers: Answers) -> str:
        return judge(trap(asked), answers).raised[0].quiet_if

    assert quiet_if(strict, up) == "own-share below 40 % (now 50 %) or touch below 30 % (now 50 %)"
    assert quiet_if(loose, up) == "own-share below 40 % (now 50 %) and touch below 30 % (now 50 %)"
    assert quiet_if(loose, one) == "touch below 30 % (now 50 %)"


def test_no_flag_rises_from_fewer_than_three_rows_whatever_the_share() -> None:
    least = flag(Line(OWN_SHARE, norm="n", amber=0.02))
    assert judge(trap(least), Answers({"own-share": 0.02})).verdict == "clear", "two of a hundred"
    assert judge(trap(least), Answers({"own-share": 0.03})).verdict == "watch"


def test_a_count_grows_with_the_window_it_is_asked_over() -> None:
    nights = flag(Line(LATE_NIGHTS, norm="n", red=3.0, per_days=28))
    four_weeks, half_a_year = Answers({"late-nights": 6.0}), Answers({"late-nights": 6.0})
    half_a_year.window = Window.ending(WINDOW.end_s, days=34 * 7)
    most, many = Answers({"late-nights": 25.0}), Answers({"late-nights": 26.0})
    most.window = many.window = half_a_year.window

    assert judge(trap(nights), four_weeks).verdict == "in it"
    assert judge(trap(nights), half_a_year).verdict == "clear"
    assert judge(trap(nights), most).verdict == "clear", "three in four weeks are 25.5 in 34"
    assert judge(trap(nights), many).verdict == "in it"


@pytest.mark.parametrize(
    ("nights", "side", "level"), [(2.0, "over", "quiet"), (3.0, "over", "red"), (2.0, "under", "red")]
)
def test_of_a_count_the_events_bear_it_out_and_of_too_few_of_them_the_days_looked_at(
    nights: float, side: Literal["over", "under"], level: str
) -> None:
    drawn = Line(LATE_NIGHTS, norm="n", red=2.0 if side == "under" else nights, side=side).draw(
        Answers({"late-nights": nights})
    )
    assert drawn.level == level


def test_clear_names_the_flags_that_could_have_risen() -> None:
    judged = judge(
        trap(flag(SHARE), Flag(name="g", says="s", because="b", all_of=(SHARE,)), least_told=2),
        Answers({"own-share": 0.1}),
    )
    assert (judged.verdict, judged.why) == ("clear", "2 flags could have risen and none is up: f, g")


@pytest.mark.parametrize("found", traps.every(), ids=lambda t: t.name)
def test_no_trap_is_clear_on_fewer_than_two_flags(found: Trap) -> None:
    assert found.least_told >= 2


def test_firefighting_on_git_alone_is_never_clear() -> None:
    quiet = {"reactive-share": 0.0, "revert-share": 0.0, "repeat-fixes": 0.0}
    firefighting, _ = traps.named("firefighting")
    judged = judge(firefighting, Answers(quiet, before={"revert-share": 0.01, "repeat-fixes": 0.1}, connected=()))
    assert judged.verdict == "not enough evidence"
    assert "without incidents or tickets there is not enough to tell" in judged.why


def test_no_baseline_reaches_across_the_day_she_became_a_manager() -> None:
    window = Window.ending(400 * DAY_S, days=28)

    def before(since_day: int | None) -> Window:
        since_s = None if since_day is None else since_day * DAY_S
        return Reader(None, window, context=Context(since_s=since_s)).weeks_before()  # type: ignore[arg-type]

    assert before(None) == window.before(days=26 * 7)
    assert before(350) == Window(350 * DAY_S, window.start_s)
    assert before(390).start_s == before(390).end_s, "in the job for ten days: there is no before"


@pytest.mark.parametrize("side", ["over", "under"])
@pytest.mark.parametrize(("share", "n"), [(0.5, 20), (0.3, 100), (0.9, 50)])
def test_a_share_is_certain_when_its_whole_wilson_interval_lies_past_the_line(
    side: Literal["over", "under"], share: float, n: int
) -> None:
    # Loaded here: whoever only collects the tests need not wait for it.
    from scipy.stats import norm
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(share * n, n, alpha=2 * norm.sf(SURE_Z), method="wilson")
    bound, inward = (low, -1e-9) if side == "over" else (high, 1e-9)

    def is_certain(line: float) -> bool:
        drawn = Line(OWN_SHARE, norm="n", amber=line, side=side).draw(Answers({"own-share": share}, n=n))
        assert drawn.is_up
        return drawn.is_certain

    assert is_certain(bound + inward)
    assert not is_certain(bound - inward)


def test_a_reader_of_earlier_months_reads_as_many_windows_before() -> None:
    reader = Reader(None, WINDOW, context=Context())  # type: ignore[arg-type]
    length = WINDOW.end_s - WINDOW.start_s
    assert reader.earlier(2).window == Window(WINDOW.start_s - 2 * length, WINDOW.end_s - 2 * length)


def test_what_she_called_wrong_is_left_out_of_a_number_and_nothing_else_is() -> None:
    wrong = tuple(Answered(finding="f", event=str(n), says="wrong", because="a test") for n in range(10))
    hits = Answers({"own-share": 0.5}, context=Context(answers=wrong))
    left = hits.answering("f")(OWN_SHARE)
    assert (left.value, left.n) == (40 / 90, 90)
    assert hits.answering("g")(OWN_SHARE).value == 0.5
