"""A receipt: everything a finding rests on, in an order that never changes."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from podium import signals, traps
from podium.core.errors import Misuse
from podium.core.nearest import did_you_mean
from podium.core.time import local_text
from podium.sentences import flags
from podium.sentences import signals as numbers
from podium.sentences.limits import usual
from podium.signals import Study
from podium.traps import base_rates

if TYPE_CHECKING:
    from podium.core.event import ZoneFrom
    from podium.core.measure import Measure
    from podium.mirror.mirror import Mirror
    from podium.signals import Signal
    from podium.traps import Drawn, Flag, Raised


@dataclass(frozen=True, slots=True)
class Receipt:
    """The facts of one flag or signal, ready to print or to dump."""

    facts: dict[str, Any]


def of(mirror: Mirror, name: str) -> Receipt:
    """The receipt of a flag, by its name or the word a person types, or of one signal.

    Raises:
        Misuse: there is neither of that name.
    """
    name = flags.flag_called(name)
    for trap in traps.every():
        for flag in trap.flags:
            if flag.name == name:
                raised = next(r for r in traps.judge(trap, mirror.reader).raised if r.flag is flag)
                answer = flags.answer(raised, trap.title)
                return Receipt(_of_flag(mirror, flag, raised) | {"trap": trap.title, "answer": answer})
    try:
        signal = signals.named(name)
    except Misuse:
        raise Misuse(f"there is no flag or signal {name!r}", next_step=_near(name)) from None
    measure = mirror.reader(signal)
    return Receipt(
        {"flag": name, "says": signal.asks, "level": None, "because": "", "why_none": "", "as_of": str(mirror.window)}
        | {"short": numbers.words_of(name).short, "answer": [said] if (said := numbers.fact(measure)) else []}
        | {"lines": [_of_signal(mirror, signal, measure)]}
    )


def _near(name: str) -> str:
    names = [words.word for words in flags.WORDS] + [words.name for words in numbers.WORDS]
    return did_you_mean(name, names, "podium why", "`podium traps` and `podium signals` list them")


def _of_flag(mirror: Mirror, flag: Flag, raised: Raised) -> dict[str, Any]:
    return {
        "flag": flag.name,
        "word": flags.words_of(flag.name).word,
        "short": flags.words_of(flag.name).short,
        "says": flag.says,
        "level": raised.level,
        "because": flag.because,
        "why_none": raised.why_none,
        "as_of": str(mirror.window),
        "how_common": base_rates.words(flag.name, mirror.reader.group_size()),
        "lines": [_of_line(mirror, d) for d in raised.drawn],
    }


def _of_line(mirror: Mirror, drawn: Drawn) -> dict[str, Any]:
    facts = _of_signal(mirror, signals.named(drawn.measure.signal), drawn.measure)
    facts |= {"found": drawn.words, "norm": drawn.norm, "level": drawn.level, "would_be_quiet": drawn.change}
    facts |= {"usual": usual(drawn)}
    if drawn.baseline is not None:
        facts["baseline"] = {"window": str(drawn.baseline.window), "value": drawn.baseline.text, "n": drawn.baseline.n}
    return facts


def _of_signal(mirror: Mirror, signal: Signal, measure: Measure) -> dict[str, Any]:
    select = textwrap.dedent(signal.rows).strip()
    facts: dict[str, Any] = {
        "signal": signal.name,
        "short": numbers.words_of(signal.name).short,
        "sentence": numbers.fact(measure),
        "rows_are": signal.rows_are,
        "is_group": signal.is_group,
        "better": signal.better,
        "unit": signal.fold.unit,
        "asks": signal.asks,
        "value": measure.text,
        "n": measure.n,
        "least": signal.least,
        "why_none": measure.why_none,
        "window": str(measure.window) if measure.window.start_s > -(2**61) else "all of history",
        "fold": signal.fold.name,
        "select": select,
        "blind_to": signal.blind_to,
        "confounders": signal.confounders,
        "source": signal.source,
        "grade": signal.grade,
        "counter": signal.counter,
        "details": dict(measure.details),
        "events": _events(mirror, signal, measure),
    }
    if signal.looks_back:
        facts["looks_back"] = signal.looks_back
    if isinstance(signal.fold, Study):
        facts["beside"] = textwrap.dedent(signal.fold.beside).strip()
    if "off_hours" in select or "night_no" in select:
        facts["late_means"] = mirror.evidence.yardstick.words
    return facts


def _events(mirror: Mirror, signal: Signal, measure: Measure) -> list[dict[str, Any]]:
    """The rows, with what git knows of each commit of hers; a team's rows show days and counts, never whose they were."""
    if signal.is_group and any(r.ref == "somebody" for r in measure.rows):
        return [{"counted": f"{len(measure.rows)} people, unnamed; their order and names are not kept"}]
    refs = [row.ref for row in measure.rows]
    commits_by_hash = mirror.evidence.events(refs)
    rewrote = mirror.evidence.rewrites(refs) if "'rewrote'" in signal.rows else {}
    clocks = {} if signal.is_about_others else mirror.evidence.clocks(refs)
    return [
        _event(mirror, row.ref, row.moment, row.amount, commits_by_hash.get(row.ref))
        | ({"rewrote": rewrote[row.ref]} if row.amount and row.ref in rewrote else {})
        | _read_by(row.moment, clocks.get((row.ref, row.moment)), is_commit=row.ref in commits_by_hash)
        for row in measure.rows
    ]


def _read_by(moment: int, clock: tuple[int, ZoneFrom] | None, *, is_commit: bool) -> dict[str, Any]:
    """Her own hour of an act and how its zone is known; what git recorded with a commit stands there already."""
    if clock is None or (is_commit and clock[1] in {"recorded", "none"}):
        return {}
    when = local_text(moment, clock[0])
    return {"when": when[:10]} if clock[1] == "none" else {"your_time": when, "zone": clock[1]}


def _event(mirror: Mirror, ref: str, moment: int, amount: float, commit: dict[str, Any] | None) -> dict[str, Any]:
    """What is hers is shown whole; of everybody else's work a ref, a day and what it counts."""
    counts = int(amount) if amount == int(amount) else amount
    if commit is None:
        return {"ref": mirror.evidence.file_of(ref), "when": local_text(moment, 0)[:10], "counts": counts}
    landed_at = local_text(commit["committer_at"], commit["committer_offset"])
    event = {
        "ref": ref,
        "repository": commit["repo"],
        "subject": commit["subject"],
        # The hour somebody else landed it is theirs.
        "landed_at": landed_at if commit["committer_me"] else landed_at[:10],
        "counts": counts,
    }
    if commit["author_me"] and commit["author_at"] is not None:
        clock = None if commit["has_hosts_clock"] else commit["author_offset"]
        event["wrote_at"] = local_text(commit["author_at"], clock)
    for role in ("author", "committer"):
        if commit[f"{role}_me"]:
            event[f"you_as_{role}"] = f"{commit[role]}: {mirror.book.me.reasons.get(commit[role], '')}"
    return event
