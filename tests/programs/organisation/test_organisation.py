"""The organisation's view: what leaves, what it costs, what can be told, and what nobody can get out of it."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import CannotRead, Misuse
from podium.documents import render
from podium.programs.organisation.chance import Randomiser, chances
from podium.programs.organisation.contribution import (
    YEAR_EPSILON,
    Contribution,
    Ledger,
    Line,
    as_bytes,
    read_ledger,
    shown_line,
    write_ledger,
)
from podium.programs.organisation.invitation import (
    Invitation,
    answers_to,
    as_text,
    every_question,
    new_invitation,
    read_invitation,
)
from podium.programs.organisation.page import report_page
from podium.programs.organisation.release import (
    EVERYBODY,
    LEAST_GROUP,
    Release,
    interval,
    read_contributions,
    release,
    tell,
)

LAST, TODAY = date(2026, 12, 31), date(2026, 11, 30)
REFUGE = "trap:code-refuge"
TRUTH = {question: answers_to(question)[0] for question in every_question()}


def invitation(
    *groups: str, name: str = "autumn", epsilon: float = 1.0, questions: tuple[str, ...] = (REFUGE,)
) -> Invitation:
    return new_invitation(name, "People team", groups or ("web",), epsilon=epsilon, ends_on=LAST, questions=questions)


def said(asked: Invitation, group: str, n: int, answer: str = "in it") -> list[Contribution]:
    """That many contributions of a group, all with the same veiled answer."""
    return [
        Contribution(invitation=asked.digest, group=group, question=REFUGE, answer=answer, ticket=f"{group}{n}")
        for n in range(n)
    ]


def draw(asked: Invitation, ledger: Ledger, group: str = "web", day: date = TODAY) -> Line:
    return shown_line(ledger, asked, group, day, lambda: TRUTH)


# -- what leaves -------------------------------------------------------------------------------------------------------


def test_a_contribution_holds_five_fields_and_nothing_of_hers() -> None:
    line = draw(invitation(), Ledger())
    assert set(msgspec.json.decode(as_bytes(line.contribution))) == {
        "invitation", "group", "question", "answer", "ticket",
    }  # fmt: skip


def test_asking_again_shows_the_same_draw_whatever_she_said() -> None:
    asked = invitation("web", "app", questions=every_question())
    first = draw(asked, Ledger())
    for state in ("shown", "refused", "written"):
        ledger = Ledger((msgspec.structs.replace(first, state=state),))
        again = draw(asked, ledger).contribution
        assert again == first.contribution
        other_group = draw(asked, ledger, "app").contribution
        assert (other_group.question, other_group.answer) == (again.question, again.answer)


def test_the_budget_of_a_year_holds_over_all_invitations() -> None:
    ledger = Ledger()
    for n in range(2):
        line = draw(invitation(name=f"autumn-{n}", epsilon=0.75), ledger)
        ledger = ledger.with_line(msgspec.structs.replace(line, state="written"))
    with pytest.raises(Misuse, match=r"1\.5 of 2"):
        draw(invitation(name="autumn-2", epsilon=0.75), ledger)
    assert ledger.spent_by(TODAY) == 1.5 <= YEAR_EPSILON
    assert ledger.spent_by(TODAY + timedelta(days=365)) == 0


def test_a_refusal_costs_nothing() -> None:
    line = msgspec.structs.replace(draw(invitation(), Ledger()), state="refused")
    assert Ledger((line,)).spent_by(TODAY) == 0


def test_a_ledger_survives_the_disk_and_a_broken_one_gives_nothing_away(tmp_path: Path) -> None:
    ledger = Ledger((draw(invitation(), Ledger()),))
    write_ledger(tmp_path / "ledger.json", ledger)
    assert read_ledger(tmp_path / "ledger.json") == ledger
    (tmp_path / "ledger.json").write_text("{")
    with pytest.raises(CannotRead):
        read_ledger(tmp_path / "ledger.json")


@pytest.mark.parametrize(
    ("group", "day", "says"), [("elsewhere", TODAY, "no group"), ("web", LAST + timedelta(days=1), "ended on")]
)
def test_no_such_group_and_too_late(group: str, day: date, says: str) -> None:
    with pytest.raises(Misuse, match=says):
        draw(invitation(), Ledger(), group, day)


def test_an_invitation_is_read_as_it_was_written(tmp_path: Path) -> None:
    asked = invitation("web", "app", questions=every_question())
    (tmp_path / "i.toml").write_text(as_text(asked))
    assert read_invitation(tmp_path / "i.toml") == asked


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("epsilon = 1.0", "epsilon = 8.0"),
        ("epsilon = 1.0", "epsilon = nan"),
        ("trap:code-refuge", "person:ana"),
        ('"web"', '"Ana Example"'),
        ("name =", "surname ="),
    ],
)
def test_an_invitation_that_asks_too_much_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = as_text(invitation())
    assert old in text
    (tmp_path / "i.toml").write_text(text.replace(old, new))
    with pytest.raises(CannotRead):
        read_invitation(tmp_path / "i.toml")


# -- chance ------------------------------------------------------------------------------------------------------------


@given(st.floats(0.1, 2.0), st.integers(2, 6))
def test_no_answer_is_more_than_e_to_the_epsilon_times_as_likely_under_another_truth(
    epsilon: float, count: int
) -> None:
    likely = chances(epsilon, count)
    assert likely.truth + (count - 1) * likely.other == pytest.approx(1)
    assert math.log(likely.truth / likely.other) <= epsilon
    assert math.log(likely.truth / likely.other) == pytest.approx(epsilon, abs=1e-9)


def test_opendp_draws_by_the_declared_chances() -> None:
    answers = answers_to(REFUGE)
    randomiser = Randomiser(1.0)
    counts = Counter(randomiser.answer("in it", answers) for _ in range(3000))
    assert counts["in it"] / 3000 == pytest.approx(chances(1.0, 3).truth, abs=0.05)
    assert set(counts) == set(answers)


# -- what can be told --------------------------------------------------------------------------------------------------


def test_an_exact_count_is_unveiled() -> None:
    """Of 1,000 answers as chance has it for 30 %, the share is 30 %."""
    likely = chances(2.0, 3)
    expected = [1000 * (share * likely.truth + (1 - share) * likely.other) for share in (0.3, 0.5, 0.2)]
    told = tell(REFUGE, [round(count) for count in expected], 2.0)
    assert [share.share for share in told.shares] == pytest.approx([0.3, 0.5, 0.2], abs=0.002)
    assert all(
        share.low <= share.share <= share.high for share in told.shares if share.low and share.high and share.share
    )


def test_few_answers_and_wide_intervals_cannot_tell() -> None:
    assert "fewer than 20" in tell(REFUGE, [19, 0, 0], 2.0).why_not
    assert "interval" in tell(REFUGE, [30, 20, 10], 1.0).why_not
    assert all(share.share is None for share in tell(REFUGE, [30, 20, 10], 1.0).shares)


@given(st.integers(0, 400), st.integers(400, 2000), st.floats(0.5, 2.0))
def test_an_interval_holds_what_was_seen_and_is_never_a_point(count: int, n: int, epsilon: float) -> None:
    likely = chances(epsilon, 3)
    low, high = interval(count, n, likely)
    unveiled = min(1.0, max(0.0, (count / n - likely.other) / (likely.truth - likely.other)))
    assert 0 <= low < high <= 1
    assert low - 0.001 <= unveiled <= high + 0.001
    assert high - low >= 0.003


def names_in(told: Release) -> list[str]:
    return [group.name for group in told.groups]


def test_groups_under_twenty_are_not_listed_and_their_size_is_not_told() -> None:
    asked = invitation("web", "app", "tiny")
    told = release(asked, said(asked, "web", 40) + said(asked, "app", 25) + said(asked, "tiny", 3))
    assert names_in(told) == [EVERYBODY, "web", "app"]
    assert told.groups[0].took_part == 65, "three people must not be the difference of two lines"
    assert not told.is_everybody_whole


@given(st.lists(st.integers(0, 45), min_size=1, max_size=6))
def test_no_difference_of_lines_is_about_fewer_than_twenty(sizes: list[int]) -> None:
    names = tuple(f"g{n}" for n in range(len(sizes)))
    asked = invitation(*names)
    told = release(asked, [c for name, n in zip(names, sizes, strict=True) for c in said(asked, name, n)])
    lines = {group.name: group.took_part for group in told.groups}
    assert all(n >= LEAST_GROUP for n in lines.values())
    whole = lines.pop(EVERYBODY, 0)
    for n in range(len(lines) + 1):
        for some in itertools.combinations(lines.values(), n):
            assert whole - sum(some) == 0 or whole - sum(some) >= LEAST_GROUP


def test_copies_strangers_and_rubbish_are_not_counted() -> None:
    asked, other = invitation(), invitation(name="spring")
    good = [as_bytes(c) for c in said(asked, "web", 3)]
    outside = as_bytes(msgspec.structs.replace(said(asked, "web", 1)[0], group="elsewhere", ticket="x"))
    texts = [*good, good[0], as_bytes(said(other, "web", 1)[0]), outside, b"{", b"x" * 5000]
    counted, reasons = read_contributions(asked, texts)
    assert len(counted) == 3
    assert dict(reasons) == {
        "a copy": 1,
        "of another invitation": 1,
        "of a group, question or answer that was not asked": 1,
        "no contribution": 2,
    }


def test_the_same_files_in_any_order_give_the_same_page() -> None:
    asked = invitation("web", "app")
    texts = [as_bytes(c) for c in said(asked, "web", 200) + said(asked, "app", 120, "not in it")]
    pages = [
        render(report_page(release(asked, *read_contributions(asked, order)), TODAY), "html")
        for order in (texts, texts[::-1])
    ]
    assert pages[0] == pages[1]


def test_the_page_shows_pictures_and_says_what_it_cannot_tell() -> None:
    asked = invitation("web", "app", "tiny", epsilon=2.0, questions=(REFUGE, "practice:no-code-zone"))
    few = said(asked, "app", 15) + [
        msgspec.structs.replace(c, ticket=f"x{c.ticket}") for c in said(asked, "app", 15, "not in it")
    ]
    rows = said(asked, "web", 300) + few + said(asked, "tiny", 4)
    page = render(report_page(release(asked, rows), TODAY), "html").decode()
    assert page.count("<img") == 2, "one for everybody, one for web; app has nothing to draw"
    assert "app (30 took part)" in page
    assert "tiny" in page
    assert "4 managers" not in page


# -- what nobody gets out ----------------------------------------------------------------------------------------------


def test_nineteen_fakes_leave_the_organiser_with_her_veiled_answer_alone() -> None:
    """He knows nineteen of twenty files: what is left is the one file he holds anyway, as likely as epsilon allows."""
    asked = invitation(epsilon=1.0)
    fakes = said(asked, "web", 19, "not in it")
    seen: dict[str, Counter[str]] = {"in it": Counter(), "not in it": Counter()}
    randomiser = Randomiser(1.0)
    for truth, answers in seen.items():
        for _ in range(2000):
            hers = Contribution(
                invitation=asked.digest, group="web", question=REFUGE, ticket="hers",
                answer=randomiser.answer(truth, answers_to(REFUGE)),
            )  # fmt: skip
            told = release(asked, [*fakes, hers])
            assert all(share.share is None for share in told.groups[0].questions[0].shares), (
                "twenty answers tell nothing"
            )
            answers[hers.answer] += 1
    ratio = seen["in it"]["in it"] / seen["not in it"]["in it"]
    assert math.log(ratio) <= 1.0 + 0.25


def test_a_report_has_nothing_to_choose_a_part_by() -> None:
    from podium.cli.commands.org import report

    assert {parameter.name for parameter in report.params} == {"invitation", "folder", "target", "as_json"}


def lower_bound(hits: int, others: int, runs: int) -> float:
    """Lower bound of ln(p/q), exact at both ends (Clopper and Pearson), wrong less than once in 10,000 runs."""
    from statsmodels.stats.proportion import proportion_confint

    low = proportion_confint(hits, runs, alpha=0.001, method="beta")[0]
    high = proportion_confint(others, runs, alpha=0.001, method="beta")[1]
    return math.log(low / high) if low > 0 else 0.0


@pytest.mark.slow
def test_an_attack_of_a_hundred_thousand_canaries_stays_under_epsilon_and_has_teeth() -> None:
    """Canaries with one truth or the other go through all that a contribution goes through; the best guess is measured."""
    runs, epsilon = 100_000, 1.0
    asked = invitation(epsilon=epsilon)
    counts: dict[str, Counter[str]] = {}
    for truth in ("in it", "not in it"):
        counts[truth] = Counter(
            shown_line(Ledger(), asked, "web", TODAY, lambda truth=truth: {REFUGE: truth}).contribution.answer
            for _ in range(runs)
        )
    measured = max(
        lower_bound(counts[a][answer], counts[b][answer], runs)
        for a, b in (("in it", "not in it"), ("not in it", "in it"))
        for answer in answers_to(REFUGE)
    )
    print(f"declared {epsilon}, measured at least {measured:.3f}, {counts}")
    assert 0.9 * epsilon <= measured <= epsilon


def test_the_attack_finds_a_randomiser_that_gives_away_too_much() -> None:
    likely = chances(1.3, 3)
    runs = 100_000
    assert lower_bound(round(likely.truth * runs), round(likely.other * runs), runs) > 1.0


@pytest.mark.slow
def test_a_million_differencing_queries_gain_nothing_beyond_epsilon() -> None:
    """A thousand campaigns, a thousand pairs of queries each, with and without her: the guess is her veiled answer."""
    import random

    rng, epsilon, trials, queries = random.Random(5), 1.0, 1000, 500
    asked = invitation(epsilon=epsilon)
    randomiser = Randomiser(epsilon)
    guesses: dict[str, int] = {"in it": 0, "not in it": 0}
    for trial in range(2 * trials):
        truth = "in it" if trial % 2 else "not in it"
        others = rng.choices(answers_to(REFUGE), k=60)
        hers = randomiser.answer(truth, answers_to(REFUGE))
        differences = 0
        for _ in range(queries // 2):
            chosen = rng.sample(others, 30)
            with_her = Counter([*chosen, hers])["in it"]
            differences += with_her - Counter(chosen)["in it"]
        guesses[truth] += differences > queries / 4
    assert asked.epsilon == epsilon
    measured = lower_bound(guesses["in it"], guesses["not in it"], trials)
    print(f"guessed {guesses} of {trials}; measured at least {measured:.3f}")
    assert measured <= epsilon
