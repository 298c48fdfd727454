"""From a finding to the rehearsal, to the real talk, and what came of it.

A forecast is one line before a talk, five lines after. The Brier score is the mean of (said chance - what came) squared:
0 is perfect, 0.25 is what "always 50 %" gets.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from podium.app import last_look
from podium.core.errors import Misuse
from podium.gym.hearing import hear, names
from podium.journal.kinds import delegation, forecast, message, rehearsal
from podium.journal.kinds.forecast import SURE
from podium.journal.typed import make_id

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.journal import Entry, Journal
    from podium.journal.entry import Values
    from podium.journal.kinds.forecast import Forecast
    from podium.journal.kinds.rehearsal import Rehearsal

LEAST = 5
# Days after the first, second, third and fourth time a scenario was played.
REPEATS = (3, 7, 16, 35)
RECENT_DAYS = 90
_RESAMPLES = 2_000
# Which scenarios train against which trap, the nearest first.
BY_TRAP = {
    "code-refuge": ("handing-over", "show-me-the-build", "agent-wrote-this"),
    "meritocracy-myth": ("why-is-this-late", "skip-level"),
    "eq-blind-spots": ("bar-never-drawn", "reviews-gone-quiet", "not-promoted"),
    "tunnel-vision": ("no-to-product",),
    "firefighting": ("one-name",),
}


class Score(msgspec.Struct, frozen=True):
    """A Brier score with its 95 % interval; None below five talks.

    Attributes:
        n: talks with an outcome.
    """

    n: int
    brier: float | None
    low: float | None
    high: float | None


class Level(msgspec.Struct, frozen=True):
    """Of the talks she was this sure of, how many came as forecast."""

    sure: int
    n: int
    came: int


class Calibration(msgspec.Struct, frozen=True):
    """How her forecasts fared.

    Attributes:
        open: forecasts without an outcome; they are no data.
        difference: rehearsed minus unrehearsed Brier with its 95 % interval; None with under five on a side. Below
            zero means rehearsed talks went closer to their forecast. She chose which to rehearse, so it proves nothing.
    """

    every: Score
    rehearsed: Score
    unrehearsed: Score
    levels: tuple[Level, ...]
    open: int
    difference: tuple[float, float, float] | None


class Repeat(msgspec.Struct, frozen=True):
    """A scenario that comes back: last played when, due when, for which time, and the parts she missed last."""

    scenario: str
    last: date
    due: date
    times: int
    missed: tuple[str, ...]
    is_due: bool


class Transfer(msgspec.Struct, frozen=True):
    """Open and closed questions in her own messages before and after her first rehearsal; shares are None below five.

    Attributes:
        before, after: (messages, open questions, closed questions).
    """

    first_rehearsal: date | None
    before: tuple[int, int, int]
    after: tuple[int, int, int]


def in_it(session: Session) -> tuple[tuple[str, str], ...]:
    """(trap, sentence) for each trap the repositories of the last look show her in.

    Raises:
        Misuse: nothing was looked at yet. CannotTell: too little evidence.
    """
    with session.mirror(last_look.last()) as mirror:
        judged = mirror.look().judged
    trap_names = [judgement.trap for judgement in judged if judgement.verdict == "in it"]
    return tuple((trap.name, f"the mirror shows {trap.title}: podium why {trap.name}") for trap in trap_names)


def why_now(session: Session, traps_in: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """A reason for each scenario that has one: her own journal first, then traps the last look found her in.

    Args:
        found: (trap, its receipt sentence) of a look, if there was one.
    """
    reasons: dict[str, str] = {}
    for trap, receipt in traps_in:
        for name in BY_TRAP.get(trap, ())[:2]:
            reasons.setdefault(name, receipt)
    journal, today = session.journal_if_readable(), session.today()
    if journal is None:
        return reasons
    since = today - timedelta(days=RECENT_DAYS)
    cards = [e.head for e in journal.entries(delegation.KIND)]
    taken_back = [c for c in cards if c.status == "taken-back" and since <= (c.ended or c.started) <= today]
    if taken_back:
        what = "a delegated task" if len(taken_back) == 1 else f"{len(taken_back)} delegated tasks"
        reasons["handing-over"] = f"you took back {what} in the last {RECENT_DAYS} days"
    for repeat in repeats(session):
        if repeat.is_due and repeat.scenario not in reasons:
            parts = f"; last time without {', '.join(repeat.missed[:2])}" if repeat.missed else ""
            reasons[repeat.scenario] = f"you played it {_times(repeat.times)}, and it comes back now{parts}"
    return reasons


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def predict(
    session: Session,
    *,
    talk_on: date,
    about: str,
    they_say: str,
    we_agree: str,
    sure: int,
    rehearsed: str = "",
) -> str:
    """Write a forecast down; its id.

    Raises:
        Misuse: a level that is none, an empty line, a talk in the past. CannotWrite: the disk refused.
    """
    journal, today = session.journal(), session.today()
    if sure not in SURE:
        raise Misuse(f"{sure} % cannot be chosen.", next_step="choose 60, 75 or 90")
    if talk_on < today:
        raise Misuse("A forecast is written before the talk.", next_step=f"name a day from {today} on")
    fields: Values = {
        "date": today,
        "talk_on": talk_on,
        "about_what": _line(about, "what the talk is about"),
        "they_say": _line(they_say, "what they will say"),
        "we_agree": _line(we_agree, "what you will agree"),
        "sure": sure,
    }
    if rehearsed:
        if journal.entry(rehearsal.KIND, rehearsed) is None:
            raise Misuse(f"There is no rehearsal called {rehearsed[:60]}.", next_step="`podium journal list rehearsal`")
        fields["rehearsal"] = rehearsed
    base = make_id(forecast.KIND, fields) or f"{talk_on}-talk"
    known_ids = {e.id for e in journal.entries(forecast.KIND)}
    id, number = base, 2
    while id in known_ids:
        id, number = f"{base}-{number}", number + 1
    journal.create("forecast", id, fields)
    return id


def _line(text: str, what: str) -> str:
    line = " ".join(text.split())[:300]
    if not line:
        raise Misuse(f"One line is missing: {what}.", next_step="write it in a few words")
    return line


def happened(session: Session, id: str, *, came: bool, lines: dict[str, str]) -> None:
    """Write down what came of a forecast: whether the agreement came, and five lines.

    Raises:
        Misuse: no such forecast, or its talk has not been yet.
    """
    journal, today = session.journal(), session.today()
    prediction = _named(session, id)
    if prediction.head.talk_on > today:
        raise Misuse(f"That talk is on {prediction.head.talk_on}.", next_step="come back after it")
    outcome_lines = {
        name: " ".join(lines.get(name, "").split())[:300] for name in ("said", "agreed", "surprise", "mine", "next")
    }
    journal.write(
        "forecast", prediction.id, {"after_on": today, "came": came} | {k: v for k, v in outcome_lines.items() if v}
    )


def open_forecasts(session: Session) -> tuple[Entry[Forecast], ...]:
    """Those without an outcome, the next talk first."""
    return tuple(
        sorted(
            (e for e in session.journal().entries(forecast.KIND) if e.head.came is None),
            key=lambda e: (e.head.talk_on, e.id),
        )
    )


def _named(session: Session, id: str) -> Entry[Forecast]:
    prediction = session.journal().entry(forecast.KIND, id)
    if prediction is None:
        near = ", ".join(e.id for e in open_forecasts(session)) or "none is open"
        raise Misuse(f"There is no forecast called {id[:60]!r}.", next_step=f"choose one of: {near}")
    return prediction


def calibration(session: Session) -> Calibration:
    """Her forecasts with an outcome, all and by whether the talk was rehearsed."""
    heads = [e.head for e in session.journal().entries(forecast.KIND)]
    closed = [h for h in heads if h.came is not None]
    with_one = [_loss(h) for h in closed if h.rehearsal]
    without = [_loss(h) for h in closed if not h.rehearsal]
    return Calibration(
        every=score([_loss(h) for h in closed]),
        rehearsed=score(with_one),
        unrehearsed=score(without),
        levels=tuple(
            Level(s, sum(h.sure == s for h in closed), sum(h.sure == s and bool(h.came) for h in closed)) for s in SURE
        ),
        open=len(heads) - len(closed),
        difference=_difference(with_one, without),
    )


def _loss(head: Forecast) -> float:
    return (head.sure / 100 - bool(head.came)) ** 2


def score(losses: Sequence[float]) -> Score:
    """The mean loss and its interval from 2,000 seeded resamples; no number below five."""
    if len(losses) < LEAST:
        return Score(len(losses), None, None, None)
    low, high = _interval([_mean(sample) for sample in _resampled(losses)])
    return Score(len(losses), _mean(losses), low, high)


def _difference(first: Sequence[float], second: Sequence[float]) -> tuple[float, float, float] | None:
    if len(first) < LEAST or len(second) < LEAST:
        return None
    pairs = zip(_resampled(first), _resampled(second, seed=2), strict=True)
    low, high = _interval([_mean(a) - _mean(b) for a, b in pairs])
    return _mean(first) - _mean(second), low, high


def _resampled(values: Sequence[float], seed: int = 1) -> list[list[float]]:
    draw = random.Random(seed)  # noqa: S311 - resampling, no secret
    return [draw.choices(values, k=len(values)) for _ in range(_RESAMPLES)]


def _interval(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[int(0.025 * len(ordered))], ordered[int(0.975 * len(ordered)) - 1]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def repeats(session: Session) -> tuple[Repeat, ...]:
    """When each kept scenario comes back: 3, 7, 16, then every 35 days after the last time; what is due first."""
    return repeats_of(session.journal(), session.today())


def repeats_of(journal: Journal, today: date) -> tuple[Repeat, ...]:
    """As `repeats`, of a journal on a day."""
    played: dict[str, list[Rehearsal]] = {}
    for entry in sorted(journal.entries(rehearsal.KIND), key=lambda e: (e.head.date, e.id)):
        if entry.head.date <= today:
            played.setdefault(entry.head.scenario, []).append(entry.head)
    rows = [_repeat(name, heads, today) for name, heads in played.items()]
    return tuple(sorted(rows, key=lambda row: (row.due, row.scenario)))


def _repeat(name: str, heads: Sequence[Rehearsal], today: date) -> Repeat:
    days = len({head.date for head in heads})
    due = heads[-1].date + timedelta(days=REPEATS[min(days, len(REPEATS)) - 1])
    return Repeat(name, heads[-1].date, due, len(heads), heads[-1].missed, due <= today)


def transfer(session: Session) -> Transfer:
    """Open and closed questions in the messages of hers the journal holds, before and after her first kept rehearsal."""
    journal = session.journal()
    first = min((e.head.date for e in journal.entries(rehearsal.KIND)), default=None)
    counts = {False: [0, 0, 0], True: [0, 0, 0]}
    for entry in journal.entries(message.KIND):
        if entry.head.is_incident:
            continue
        moves_heard = [move for part in _parts(entry.body) for move in names(hear(part))]
        row = counts[first is not None and entry.head.date >= first]
        row[0] += 1
        row[1] += moves_heard.count("ask.open")
        row[2] += moves_heard.count("ask.closed")
    before, after = (tuple(counts[side]) for side in (False, True))
    return Transfer(first, (before[0], before[1], before[2]), (after[0], after[1], after[2]))


def _parts(body: str) -> list[str]:
    """A message sentence by sentence, so that two questions count as two."""
    from podium.text import reading

    text_read = reading.read(body)
    return [body[s.start : s.end][:900] for s in text_read.sentences]


def calibration_lines(summary: Calibration) -> tuple[str, ...]:
    """The calibration in plain sentences."""
    lines = [_score_line("all talks", summary.every)]
    lines += [f"  {level.sure} % sure: {level.came} of {level.n} came" for level in summary.levels if level.n]
    lines += [_score_line("rehearsed", summary.rehearsed), _score_line("not rehearsed", summary.unrehearsed)]
    if summary.difference is None:
        lines.append(f"rehearsed or not: no basis under {LEAST} talks on each side")
    else:
        by, low, high = summary.difference
        way = "no difference can be told" if low <= 0 <= high else "closer" if by < 0 else "further away"
        lines.append(
            f"rehearsed talks went {way} against their forecast: {by:+.2f} ({low:+.2f} to {high:+.2f})"
            if way != "no difference can be told"
            else f"rehearsed or not: {way} ({by:+.2f}, {low:+.2f} to {high:+.2f})"
        )
        lines.append("you chose which talks to rehearse, so this compares, and proves nothing")
    if summary.open:
        lines.append(f"{summary.open} wait for their five lines and are no data yet: podium gym after")
    return tuple(lines)


def _score_line(what: str, score: Score) -> str:
    if score.brier is None:
        return f"{what}: no basis, {score.n} of at least {LEAST} talks"
    return f"{what}: Brier score {score.brier:.2f} ({score.low:.2f} to {score.high:.2f}) over {score.n}; 0 is perfect, 0.25 is a coin"


def transfer_lines(counts: Transfer) -> tuple[str, ...]:
    """Questions before and after, in plain sentences; no share from fewer than five messages or questions."""
    if counts.first_rehearsal is None:
        return ("no rehearsal was kept yet, so there is no before and after",)
    sides = ((f"before {counts.first_rehearsal}", counts.before), (f"since {counts.first_rehearsal}", counts.after))
    lines = [_side_line(name, *counts) for name, counts in sides]
    return (*lines, "from the messages in your journal (podium new message); other things changed too")


def _side_line(name: str, messages: int, opened: int, closed: int) -> str:
    if messages < LEAST or opened + closed < LEAST:
        return f"{name}: no basis, {messages} messages with {opened + closed} questions; at least {LEAST} of each"
    return f"{name}: {opened} of {opened + closed} questions were open, in {messages} messages"
