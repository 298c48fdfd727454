"""Connections that send no request: each may wait seconds only, and few at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import ClassVar, cast

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

# From the first byte of a connection to the end of its headers.
HEADERS_WITHIN_S = 10.0
# Connections of one peer that have not sent a whole request yet; the one that waits longest makes room.
MOST_WAITING = 32


class Protocol(H11Protocol):
    """One connection; it is counted as waiting until its first request is whole."""

    _waiting: ClassVar[dict[str, OrderedDict[Protocol, None]]] = {}
    _clock: asyncio.TimerHandle | None = None
    _peer = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock, and let the one that waits longest go where too many do."""
        super().connection_made(transport)
        self._peer = self.client[0] if self.client else ""
        queue = self._waiting.setdefault(self._peer, OrderedDict())
        queue[self] = None
        self._clock = self.loop.call_later(HEADERS_WITHIN_S, self._end)
        if len(queue) > MOST_WAITING:
            next(iter(queue))._end()

    def data_received(self, data: bytes) -> None:
        """Stop the clock once a request has come in whole up to its body."""
        super().data_received(data)
        # uvicorn declares the cycle as always there; before the first whole request it is None.
        if cast("RequestResponseCycle | None", self.cycle) is not None:
            self._leave()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits any more."""
        self._leave()
        super().connection_lost(exc)

    def _end(self) -> None:
        self._leave()
        self.transport.abort()

    def _leave(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
        queue = self._waiting.get(self._peer)
        if queue is not None:
            queue.pop(self, None)
            if not queue:
                del self._waiting[self._peer]
