"""Measures read on another core before a trap asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from podium.core.measure import Measure
from podium.core.time import Window
from podium.signals import read
from podium.traps.lines import Grows, Line, Rise, Stands
from podium.traps.reader import BASELINE_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from contextlib import AbstractContextManager

    from podium.signals import Asks, Signal
    from podium.traps import Trap
    from podium.traps.lines import AnyLine
    from podium.traps.reader import Reader

    class AsksReady(Asks, Protocol):
        """Evidence beside another reading of it."""

        def is_ready(self, select: str) -> bool:
            """Whether a SELECT may be asked there."""
            ...


Key = tuple[str, Window, bool]


class Question(NamedTuple):
    """A signal asked over a window, with her own rows or without."""

    signal: Signal
    window: Window
    with_own: bool


@contextmanager
def reading_ahead(
    reader: Reader, traps: Sequence[Trap], beside: Callable[[], AbstractContextManager[AsksReady]]
) -> Generator[None]:
    """Let another thread read what traps will ask, mostly from the end; each measure is read once, by who comes first.

    Args:
        reader: who is asked; what is read for it is the same as if it had read itself.
        traps: what will be judged.
        beside: opens the same evidence for that thread alone.
    """
    asked = {_key(question): question for question in questions(traps, reader)}
    unread = {key: q for key, q in asked.items() if not reader.is_read(q.signal, q.window, with_own=q.with_own)}
    if not unread:
        yield
        return
    in_turn = [*unread.items()][::-1]
    in_turn.sort(key=lambda item: item[1].signal.over == "window")  # what reaches far back takes longest
    with beside() as evidence, ThreadPoolExecutor(1, "podium-reading-ahead") as pool:
        since_s = reader.context.since_s
        reader.ahead = Ahead(
            {
                key: pool.submit(read, q.signal, evidence, q.window, since_s=since_s, with_own=q.with_own)
                for key, q in in_turn
                if all(map(evidence.is_ready, q.signal.selects))
            }
        )
        try:
            yield
        finally:
            reader.ahead = None
            pool.shutdown(cancel_futures=True)


class Ahead(msgspec.Struct, frozen=True):
    """What another thread reads, has read, or would read if it came to it."""

    futures: Mapping[Key, Future[Measure]]

    def take(self, signal: Signal, window: Window, *, with_own: bool) -> Measure | None:
        """What was read, or is being read, there; None where whoever asks has to read it, and then it is not read there."""
        future = self.futures.get((signal.name, window, with_own))
        return None if future is None or future.cancel() else future.result()


def _key(question: Question) -> Key:
    return question.signal.name, question.window, question.with_own


def questions(traps: Sequence[Trap], reader: Reader) -> Iterator[Question]:
    """What traps ask, whatever the answers are."""
    for trap in traps:
        yield from _questions(trap, reader)


def _questions(trap: Trap, reader: Reader) -> Iterator[Question]:
    """What a trap asks, whatever the answers are."""
    for flag in trap.flags:
        if not (flag.not_for_integrators and reader.context.is_integrator):
            for line in (*flag.all_of, *flag.any_of):
                for signal, window in _asked_by(line, reader):
                    yield Question(signal, window, window.end_s >= reader.window.end_s)


def _asked_by(line: AnyLine, reader: Reader) -> Iterator[tuple[Signal, Window]]:
    if isinstance(line, Stands):
        past = reader.window.before(days=BASELINE_DAYS)
        for one in line.lines if reader.is_hers(past) else ():
            yield from _drawn_by(one, past)
        return
    yield from _drawn_by(line, reader.window)
    if isinstance(line, Rise | Grows):
        yield line.signal, reader.weeks_before()


def _drawn_by(line: AnyLine, window: Window) -> Iterator[tuple[Signal, Window]]:
    """What a line asks over a window: its signal, and the one that lifts its threshold."""
    yield line.signal, window
    if isinstance(line, Line) and line.lift is not None:
        yield line.lift[0], window
