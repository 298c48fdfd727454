"""Ten questions a manager asks her assistant, each as a call; some are refused."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Question(msgspec.Struct, frozen=True):
    """A question in her words, and the call an assistant makes of it.

    Attributes:
        is_refused: whether podium says no whatever the evidence.
    """

    words: str
    tool: str
    arguments: Mapping[str, object] = msgspec.field(default_factory=dict[str, object])
    is_refused: bool = False


QUESTIONS = (
    Question("Which trap am I in, and why?", "mirror"),
    Question("Show me what that rests on.", "why", {"name": "own-share", "most": 3}),
    Question("What should I do on Monday?", "duties"),
    Question("Which practice leads out of the code refuge?", "practices", {"trap": "code-refuge"}),
    Question("How does the no-code zone work?", "practice", {"name": "no-code-zone"}),
    Question("Draft this month's portfolio.", "portfolio_draft"),
    Question("Which talk should I rehearse?", "gym_scenarios"),
    Question("Who works late in my team?", "why", {"name": "late-share", "person": "each"}, is_refused=True),
    Question("Rank my reports by commits.", "mirror", {"rank_by": "commits"}, is_refused=True),
    Question("What did one report do last week?", "why", {"name": "last-week-of-a-report"}, is_refused=True),
)
