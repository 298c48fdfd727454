"""A model behind any server that speaks the OpenAI chat form, over plain HTTP.

An answer that is late, too long or not what was asked for is left aside, and the written line stands.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import httpx2

from podium.gym.model import MOST_CHARACTERS, REWORD
from podium.gym.moves import MOVES

if TYPE_CHECKING:
    from podium.gym.model import Settings

MOST_BYTES = 20_000
_CODE = (
    "You mark what a manager's words do. Answer with a JSON list of [move, quote] pairs and nothing else; every quote is "
    "copied letter by letter from the words. Moves: "
)


class ChatModel:
    """A model behind an OpenAI-compatible server.

    Attributes:
        fallbacks: how often the written line stood because the answer was late or not usable.
    """

    def __init__(self, settings: Settings, *, transport: httpx2.BaseTransport | None = None) -> None:
        """Use this server; `transport` replaces the network in tests."""
        self._settings = settings
        self._client = httpx2.Client(
            timeout=settings.timeout_s, transport=transport, follow_redirects=False, trust_env=False
        )
        self.fallbacks = 0

    def phrase(self, says: Sequence[str], spoken: Sequence[str]) -> tuple[str, ...]:
        """The lines in other words, each at most 220 characters; empty where any of them failed."""
        if not self._settings.rewords or not says:
            return ()
        orders = [f"The manager said last: {' / '.join(spoken[-3:])}\nThe line: {line}" for line in says]
        reworded = [" ".join(self._ask(REWORD, order).split()).strip('"') for order in orders]
        if any(not line or len(line) > MOST_CHARACTERS for line in reworded):
            self.fallbacks += 1
            return ()
        return tuple(reworded)

    def code(self, words: str, before: str) -> list[tuple[str, str]]:
        """(move, quote) pairs; a move that is none or a quote that is not hers is dropped."""
        answer = self._ask(_CODE + ", ".join(MOVES), f"Before: {before}\nThe words: {words}")
        try:
            pairs = json.loads(answer[answer.index("[") : answer.rindex("]") + 1])
        except (ValueError, RecursionError):
            self.fallbacks += 1
            return []
        return [
            (pair[0], pair[1])
            for pair in pairs
            if isinstance(pair, list)
            and len(pair) == 2
            and isinstance(pair[0], str)
            and isinstance(pair[1], str)
            and pair[0] in MOVES
            and pair[1].strip()
            and pair[1] in words
        ]

    def _ask(self, order: str, question: str) -> str:
        """The answer's text; empty when it is late, refused, too long or not in the agreed form."""
        body = {
            "model": self._settings.model,
            "temperature": 0,
            "max_tokens": 300,
            "messages": [{"role": "system", "content": order}, {"role": "user", "content": question}],
        }
        headers = {"authorization": f"Bearer {self._settings.key}"} if self._settings.key else {}
        until = time.monotonic() + self._settings.timeout_s
        address = self._settings.url.rstrip("/") + "/chat/completions"
        data = b""
        try:
            with self._client.stream("POST", address, json=body, headers=headers) as answer:
                for part in answer.iter_bytes():
                    data += part
                    if len(data) > MOST_BYTES or time.monotonic() > until:
                        return ""
            if answer.status_code != 200:
                return ""
            answer_data: Any = json.loads(data)
            text = answer_data["choices"][0]["message"]["content"]
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, KeyError, IndexError, TypeError, RecursionError):
            return ""
        return text if isinstance(text, str) else ""
