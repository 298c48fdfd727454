"""What a hostile text may cost: seconds of this thread on a processor, so that a busy machine changes nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_most(cpu_s: float) -> Iterator[None]:
    """Fail when the block costs more; the bound is a hundred times what it costs, far below what the fault would."""
    began = time.thread_time()
    yield
    cost = time.thread_time() - began
    assert cost < cpu_s, f"{cost:.1f} s of a processor, more than {cpu_s:g}"
