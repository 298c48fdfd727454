"""Every signal keeps the laws, and the laws see when one does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podium.laws import of_signals as laws
from podium.signals import Signal, every
from signals.broken_signals import BROKEN


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> laws.Shelf:
    return laws.Shelf(tmp_path_factory.mktemp("laws"))


@pytest.mark.parametrize("law", [*laws.STATIC, *laws.LIVE], ids=lambda law: law.__name__)
@pytest.mark.parametrize("signal", every(), ids=lambda s: s.name)
def test_every_signal_keeps_every_law(signal: Signal, law: Callable[..., None], shelf: laws.Shelf) -> None:
    law(signal, shelf)


@pytest.mark.parametrize(("signal", "expected"), BROKEN, ids=lambda part: part.name if isinstance(part, Signal) else "")
def test_the_laws_see_a_broken_signal(signal: Signal, expected: str, shelf: laws.Shelf) -> None:
    assert expected in laws.broken_by(signal, shelf)


@pytest.mark.parametrize("signal", [s for s in every() if s.is_group], ids=lambda s: s.name)
def test_of_a_team_too_small_to_tell_not_even_the_number_of_rows_is_claimed(signal: Signal, shelf: laws.Shelf) -> None:
    text = "".join(
        f"2026-03-{day:02d} 10:00+0100 {who} wrote {who}{day} src/{who}.py\n"
        for day in range(2, 27)
        for who in ("ana", "bo", "chi")
    )
    measure = shelf(text).read(signal)
    assert measure.value is None
    assert measure.size == "" or not measure.is_group or "needed" in measure.why_none, measure.why_none
