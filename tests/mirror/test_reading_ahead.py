"""What another core reads ahead is what would have been read here, and each question is read once."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING

import msgspec
import pytest

from mirror.test_other_address import two_addresses
from podium import signals, traps
from podium.mirror import as_data, judging
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.traps import ahead
from today import now

if TYPE_CHECKING:
    from pathlib import Path

    from podium.core.measure import Measure
    from podium.core.time import Window
    from podium.signals import Asks, Signal

ME = ("ada@corp.example", "ada@home.example")


def look(clone: Path, *me: str) -> bytes:
    mirror = Mirror(Scope(paths=(clone,), me=me), now=now())
    try:
        return msgspec.json.encode(as_data.of_look(mirror.look(), ()))
    finally:
        mirror.close()


@pytest.mark.parametrize("me", [ME, ME[:1]])
def test_a_look_says_the_same_read_ahead_or_not(
    me: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = two_addresses(tmp_path / "team")
    read_on_two = look(clone, *me)
    monkeypatch.setattr(judging, "reading_ahead", lambda _mirror: nullcontext())
    assert look(clone, *me) == read_on_two


def test_each_question_is_read_once_by_whoever_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: Counter[tuple[str, Window, bool]] = Counter()
    plain = signals.read

    def counting(
        signal: Signal, evidence: Asks, window: Window, *, since_s: int | None = None, with_own: bool = True
    ) -> Measure:
        counts[signal.name, window, with_own] += 1
        return plain(signal, evidence, window, since_s=since_s, with_own=with_own)

    monkeypatch.setattr(traps.reader, "read", counting)
    monkeypatch.setattr(ahead, "read", counting)
    look(two_addresses(tmp_path / "team"), *ME)
    assert len(counts) > 30
    assert max(counts.values()) == 1


def test_a_fault_on_the_other_core_is_raised_where_its_measure_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(*_: object, **__: object) -> Measure:
        raise ZeroDivisionError

    monkeypatch.setattr(ahead, "read", breaking)
    monkeypatch.setattr(traps.reader, "read", breaking)
    with pytest.raises(ZeroDivisionError):
        look(two_addresses(tmp_path / "team"), *ME)
