"""A receipt: everything a finding rests on, in an order that never changes."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium import signals, traps
from podium.core.errors import Misuse
from podium.core.nearest import did_you_mean
from podium.core.time import local_text
from podium.mirror import hours
from podium.sentences import flags
from podium.sentences import signals as numbers
from podium.sentences.limits import usual
from podium.signals import Study
from podium.traps import Level, base_rates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from podium.core.event import ZoneFrom
    from podium.core.folds import Row as Counted
    from podium.core.measure import Measure
    from podium.evidence.views.inputs import ShownCommit
    from podium.mirror.mirror import Mirror
    from podium.signals import Signal
    from podium.traps import Drawn, Raised, Trap


class Row(msgspec.Struct, omit_defaults=True):
    """One row a number counts; what is not known of it, or not yours to see, is left out.

    Attributes:
        ref: a commit, a file of your journal, an object of a source.
        repository, subject, landed_at: of a commit you wrote, landed or approved.
        when: the day of a row that is no such commit.
        counts: what the row adds to the number; of a week how many rows lie in it, in a band.
        wrote_at: of a commit you wrote.
        you_as_author, you_as_committer: the spelling, and why it is yours.
        rewrote: what of somebody else it rewrote: files and days.
        your_time, zone: your own hour of the act, and how its zone is known.
        week: of a team, the Monday of a week, instead of single rows.
        counted: instead of everything else, for rows that would show a person.
        answer: what you said of it, and why.
    """

    ref: str | None = None
    repository: str | None = None
    subject: str | None = None
    landed_at: str | None = None
    when: str | None = None
    counts: float | str | None = None
    wrote_at: str | None = None
    you_as_author: str | None = None
    you_as_committer: str | None = None
    rewrote: str | None = None
    your_time: str | None = None
    zone: str | None = None
    week: str | None = None
    counted: str | None = None
    answer: str | None = None


class Before(msgspec.Struct, frozen=True):
    """The same signal over the time before the window; of a team `n` is null, and `size` a band."""

    window: str
    value: str
    n: int | None
    size: str


class ReceiptLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One signal of a receipt: its answer, its rule and its rows; of a team `n` is null, and `size` a band.

    `found` to `baseline` are there only where a flag drew it; `is_in_quarters` where all but hers is one person's.
    """

    signal: str
    short: str
    sentence: str
    rows_are: str
    is_group: bool
    better: str
    unit: str
    asks: str
    value: str
    n: int | None
    size: str
    least: int
    why_none: str
    window: str
    fold: str
    select: str
    blind_to: str
    confounders: str
    source: str
    grade: str
    counter: str
    details: dict[str, str]
    events: tuple[Row, ...]
    looks_back: int | None = None
    beside: str | None = None
    late_means: str | None = None
    found: str | None = None
    norm: str | None = None
    usual: str | None = None
    level: Level | msgspec.UnsetType | None = msgspec.UNSET
    would_be_quiet: str | None = None
    baseline: Before | None = None
    is_in_quarters: bool = False


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything one flag or signal rests on, ready to print or to dump; a signal alone has no trap.

    Attributes:
        word: what to type after `podium why`. short: what it is about. answer: what is said, a sentence each.
    """

    flag: str
    word: str
    short: str
    answer: tuple[str, ...]
    says: str
    level: Level | None
    because: str
    why_none: str
    as_of: str
    lines: tuple[ReceiptLine, ...]
    how_common: str | None = None
    trap: str | None = None


def of(mirror: Mirror, name: str) -> Receipt:
    """The receipt of a flag, by its name or the word a person types, or of one signal.

    Raises:
        Misuse: there is neither of that name.
    """
    name = traps.flag_called(name)
    for trap in traps.every():
        for flag in trap.flags:
            if flag.name == name:
                raised = next(r for r in traps.judge(trap, mirror.reader).raised if r.flag is flag)
                return _of_flag(mirror, trap, raised)
    try:
        signal = signals.named(name)
    except Misuse:
        raise Misuse(f"there is no flag or signal {name!r}", next_step=_near(name)) from None
    line = _of_signal(mirror, signal, mirror.reader(signal))
    return Receipt(
        flag=name,
        word=name,
        short=line.short,
        answer=(line.sentence,) if line.sentence else (),
        says=signal.asks,
        level=None,
        because="",
        why_none="",
        as_of=str(mirror.window),
        lines=(line,),
    )


def _near(name: str) -> str:
    names = [words.word for words in traps.words_by_flag().values()] + [signal.name for signal in signals.every()]
    return did_you_mean(name, names, "podium why", "`podium traps` and `podium signals` list them")


def _of_flag(mirror: Mirror, trap: Trap, raised: Raised) -> Receipt:
    flag = raised.flag
    answers = {
        a.event: f"{a.says}, because {a.because}" if a.because else a.says
        for a in mirror.reader.context.answers
        if a.finding == flag.name
    }
    return Receipt(
        flag=flag.name,
        word=flag.spoken.word,
        short=flag.spoken.short,
        answer=tuple(flags.answer(raised, trap.title)),
        says=flag.says,
        level=raised.level,
        because=flag.because,
        why_none=raised.why_none,
        as_of=str(mirror.window),
        lines=tuple(_with_answers(mirror, d, answers) for d in raised.drawn),
        how_common=base_rates.words(flag.name, mirror.reader.group_size()),
        trap=trap.title,
    )


def _with_answers(mirror: Mirror, drawn: Drawn, answers: Mapping[str, str]) -> ReceiptLine:
    """A line with what you answered beside each of its rows; those that count no more stand last."""
    line = _of_line(mirror, drawn)
    if not answers:
        return line
    signal = signals.named(drawn.measure.signal)
    whole = mirror.reader(signal, drawn.measure.window)
    counted = set(drawn.measure.rows)
    left_out = tuple(replace(row, amount=0.0) for row in whole.rows if row not in counted)
    rows = (*line.events, *_own_rows(mirror, signal, replace(whole, rows=left_out)))
    for row in rows:
        row.answer = answers.get(row.ref or "")
    return msgspec.structs.replace(line, events=rows)


def _of_line(mirror: Mirror, drawn: Drawn) -> ReceiptLine:
    before = drawn.baseline
    return msgspec.structs.replace(
        _of_signal(mirror, signals.named(drawn.measure.signal), drawn.measure),
        found=drawn.words,
        norm=drawn.norm,
        usual=usual(drawn) or None,
        level=drawn.level,
        would_be_quiet=drawn.change,
        baseline=Before(str(before.window), before.text, before.n, before.size) if before is not None else None,
    )


def _of_signal(mirror: Mirror, signal: Signal, measure: Measure) -> ReceiptLine:
    select = textwrap.dedent(signal.rows).strip()
    is_by_hours = "off_hours" in select or "night_no" in select
    return ReceiptLine(
        signal=signal.name,
        short=signal.spoken.short,
        sentence=numbers.fact(measure),
        rows_are=signal.rows_are,
        is_group=measure.is_group,
        better=signal.better,
        unit=signal.fold.unit,
        asks=signal.asks,
        value=measure.text,
        n=measure.n,
        size=measure.size,
        least=signal.least,
        why_none=measure.why_none,
        window=str(measure.window) if measure.window.start_s > -(2**61) else "all of history",
        fold=signal.fold.name,
        select=select,
        blind_to=signal.blind_to,
        confounders=signal.confounders,
        source=signal.source,
        grade=signal.grade,
        counter=signal.counter,
        details=dict(measure.details) | (hours.details(mirror, measure) if is_by_hours else {}),
        events=_rows(mirror, signal, measure),
        looks_back=signal.looks_back or None,
        beside=textwrap.dedent(signal.fold.beside).strip() if isinstance(signal.fold, Study) else None,
        late_means=mirror.evidence.yardstick.words if is_by_hours else None,
        is_in_quarters=measure.is_in_quarters,
    )


def _rows(mirror: Mirror, signal: Signal, measure: Measure) -> tuple[Row, ...]:
    """The rows, with what git knows of each commit of yours; of a team the weeks in bands, and your own acts whole."""
    if not measure.is_group:
        return _own_rows(mirror, signal, measure)
    if measure.value is not None and signal.rows_are == "people":
        return (Row(counted=f"{measure.size} people, unnamed; their order and names are not kept"),)
    if measure.places:
        return tuple(Row(path, counts=int(amount)) for path, amount in measure.places)
    weeks = [Row(week=local_text(start_s, 0)[:10], counts=str(band)) for start_s, band in measure.weeks]
    return (*weeks, *_own_rows(mirror, signal, measure))


def _own_rows(mirror: Mirror, signal: Signal, measure: Measure) -> tuple[Row, ...]:
    refs = [row.ref for row in measure.rows]
    commits = mirror.evidence.events(refs)
    rewrote = mirror.evidence.rewrites(refs) if "'rewrote'" in signal.rows else {}
    clocks = {} if signal.is_about_others else mirror.evidence.clocks(refs)
    rows: list[Row] = []
    for row in measure.rows:
        commit = commits.get(row.ref)
        shown_row = _of_commit(mirror, commit, row.amount) if commit else _of_ref(mirror, row)
        shown_row.rewrote = rewrote.get(row.ref) if row.amount else None
        _tell_hour(shown_row, row.moment, clocks.get((row.ref, row.moment)), is_commit=commit is not None)
        rows.append(shown_row)
    return tuple(rows)


def _tell_hour(shown: Row, moment: int, clock: tuple[int, ZoneFrom] | None, *, is_commit: bool) -> None:
    """Your own hour of an act and how its zone is known; what git recorded with a commit stands there already."""
    if clock is None or (is_commit and clock[1] in {"recorded", "none"}):
        return
    when = local_text(moment, clock[0])
    if clock[1] == "none":
        shown.when = when[:10]
    else:
        shown.your_time, shown.zone = when, clock[1]


def _of_ref(mirror: Mirror, row: Counted) -> Row:
    """Of everybody else's work a ref, a day and what it counts."""
    return Row(mirror.evidence.file_of(row.ref), when=local_text(row.moment, 0)[:10], counts=_whole(row.amount))


def _of_commit(mirror: Mirror, commit: ShownCommit, amount: float) -> Row:
    """What is yours is shown whole."""
    landed_at = local_text(commit.committer_at, commit.committer_offset)
    shown_row = Row(
        commit.hash,
        commit.repo,
        commit.subject,
        # The hour somebody else landed it is theirs.
        landed_at=landed_at if commit.committer_me else landed_at[:10],
        counts=_whole(amount),
    )
    reasons = mirror.book.me.reasons
    if commit.author_me and commit.hand == "by an agent":
        shown_row.you_as_author = "an agent wrote it for you; the hour is the agent's"
    elif commit.author_me:
        shown_row.you_as_author = f"{commit.author}: {reasons.get(commit.author, '')}"
        if commit.author_at is not None:
            shown_row.wrote_at = local_text(commit.author_at, None if commit.has_hosts_clock else commit.author_offset)
    if commit.committer_me:
        shown_row.you_as_committer = f"{commit.committer}: {reasons.get(commit.committer, '')}"
    return shown_row


def _whole(amount: float) -> float:
    return int(amount) if amount == int(amount) else amount
