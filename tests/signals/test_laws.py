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
