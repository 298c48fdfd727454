"""Shares of the team's work count what landed in the window, once, by whoever wrote it."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from podium.signals.concentration import CONCENTRATION
from podium.signals.own_share import OWN_SHARE
from podium.signals.reactive_share import REACTIVE_SHARE
from podium.signals.revert_share import REVERT_SHARE
from podium.signals.touch import TOUCH

OTHERS = ("bo", "chi", "dee", "eli", "fay", "gus")
FIRST = date(2026, 1, 5)


def slow_review(seed: int) -> list[tuple[str, int, int, str]]:
    """Who, day written, days waited, kind: hers land at once, the others' wait up to forty days."""
    rng = random.Random(seed)
    return sorted(
        (who, rng.randrange(100), 0 if who == "ana" else rng.randrange(40), rng.choice(("feature", "incident", "fix")))
        for _ in range(240)
        for who in (rng.choice(("ana", *OTHERS)),)
    )


def reviewed(n: int, who: str) -> str:
    """Every change of another carries the name of its reviewer: every fifth hers."""
    reviewer = "ana" if n % 5 == 0 else next(person for person in OTHERS if person != who)
    return "" if who == "ana" else f" reviewed={reviewer}"


def as_text(changes: list[tuple[str, int, int, str]]) -> str:
    """In the order of landing, as a trunk has them; what lands after the last day is on no trunk yet."""
    lines = [
        f"{FIRST + timedelta(days=day)} 12:00+0000 {who} wrote c{n} f{n % 9}.py waited={waited} says={kind}:_c{n}{reviewed(n, who)}"
        for n, (who, day, waited, kind) in sorted(enumerate(changes), key=lambda change: sum(change[1][1:3]))
        if day + waited <= 100
    ]
    return "\n".join([*lines, f"{FIRST + timedelta(days=100)} 13:00+0000 bo wrote last z.py"])


@pytest.mark.parametrize("seed", range(6))
def test_each_share_agrees_with_a_count_by_landing(weeks, seed: int) -> None:
    changes = slow_review(seed)
    made = weeks(as_text(changes))
    landed = [("bo", "feature")]
    landed += [(who, kind) for who, day, waited, kind in changes if 72 < day + waited < 101]
    own = sum(who == "ana" for who, _ in landed) / len(landed)
    assert made.read(OWN_SHARE).for_judging.value == pytest.approx(own)
    reactive = sum(kind == "incident" for _, kind in landed) / len(landed)
    assert made.read(REACTIVE_SHARE).for_judging.value == pytest.approx(reactive)
    by_person = [sum(who == person for who, _ in landed) / len(landed) for person in ("ana", *OTHERS)]
    assert made.read(CONCENTRATION).for_judging.value == pytest.approx(sum(share**2 for share in by_person))
    assert made.read(REVERT_SHARE).for_judging.n == len(landed)
    of_others = [False] + [
        n % 5 == 0 for n, (who, day, waited, _) in enumerate(changes) if 72 < day + waited < 101 and who != "ana"
    ]
    assert made.read(TOUCH).for_judging.value == pytest.approx(sum(of_others) / len(of_others))


def test_a_change_written_before_the_window_and_landed_in_it_counts(weeks) -> None:
    made = weeks(
        "2026-01-05 09:00+0100 bo wrote waited a.py waited=50\n"
        + "".join(f"2026-03-02 09:{n:02d}+0100 {who} wrote c{n} b.py\n" for n, who in enumerate(("ana", *OTHERS)))
    )
    assert made.receipts(OWN_SHARE)["waited"] == 0
