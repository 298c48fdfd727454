"""Answers to signals, written by hand: what a trap makes of them is then a table one can read."""

from __future__ import annotations

from podium.core.folds import Row
from podium.core.measure import Measure
from podium.core.time import DAY_S, WEEK_S, Window
from podium.signals import Signal
from podium.traps import Context, Reader

WINDOW = Window.ending(400 * DAY_S, days=28)


class Answers(Reader):
    """A reader that knows the answers: signal name to value, for the window and for the 26 weeks before."""

    def __init__(
        self,
        now: dict[str, float],
        *,
        before: dict[str, float] | None = None,
        readings: dict[str, str] | None = None,
        n: int = 100,
        context: Context | None = None,
        earlier: dict[str, float] | None = None,
        connected: tuple[str, ...] = ("code review", "incidents", "tickets"),
    ) -> None:
        context = context or Context(is_integrator=False, connected=frozenset(connected))
        super().__init__(None, WINDOW, context=context)  # type: ignore[arg-type] - nothing is asked of evidence
        self.now, self.before, self.readings, self.n = now, before or {}, readings or {}, n
        self.one_month_ago = now if earlier is None else earlier

    def group_size(self) -> int:
        """A team of ten."""
        return 10

    def earlier(self, months: int) -> Reader:
        """The months before: what was written down for them, or the same as this month."""
        return Answers(self.one_month_ago, before=self.before, readings=self.readings, n=self.n, context=self.context)

    def over(self, window: Window) -> Reader:
        """The 26 weeks before the window, as they were written down."""
        past = Answers(self.before, readings=self.readings, n=self.n, context=self.context)
        past.window = window
        return past

    def __call__(self, signal: Signal, window: Window | None = None) -> Measure:
        """The answer written down; what was not written down cannot be told."""
        asked = window or self.window
        values = self.now if asked == self.window else self.before
        value = values.get(signal.name)
        rows = () if value is None else self.rows(value, asked, is_share=signal.fold.unit == "share")
        return Measure(
            signal.name,
            asked,
            value,
            signal.fold.unit,
            len(rows) or self.n,
            signal.least,
            rows,
            "" if value is not None else "nothing written down",
            (),
            self.readings.get(signal.name, ""),
            words=signal.spoken,
        )

    def rows(self, value: float, window: Window, *, is_share: bool = True) -> tuple[Row, ...]:
        """A hundred receipts, the same share of them hits in every week; of another unit, each as large as the value."""
        weeks = max(1, (window.end_s - window.start_s) // WEEK_S)
        hits = round(self.n * value)
        return tuple(
            Row(window.start_s + (k % weeks) * WEEK_S, str(k), float(k < hits) if is_share else value)
            for k in range(self.n)
        )
