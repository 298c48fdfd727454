"""A receipt: everything a finding rests on, in an order that never changes."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from podium import signals, traps
from podium.core.errors import Misuse
from podium.core.time import local_text
from podium.mirror import hours
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
    """The receipt of a flag, or of one signal.

    Raises:
        Misuse: there is neither of that name.
    """
    for trap in traps.every():
        for flag in trap.flags:
            if flag.name == name:
                raised = next(r for r in traps.judge(trap, mirror.reader).raised if r.flag is flag)
                return Receipt(_of_flag(mirror, flag, raised) | {"trap": trap.title})
    try:
        signal = signals.named(name)
    except Misuse:
        raise Misuse(
            f"there is no flag or signal {name!r}", next_step="`podium traps` and `podium signals` list them"
        ) from None
    return Receipt(
        {"flag": name, "says": signal.asks, "level": None, "because": "", "why_none": "", "as_of": str(mirror.window)}
        | {"lines": [_of_signal(mirror, signal, mirror.reader(signal))]}
    )


def _of_flag(mirror: Mirror, flag: Flag, raised: Raised) -> dict[str, Any]:
    answers = [a for a in mirror.reader.context.answers if a.finding == flag.name]
    said = {a.event: f"{a.says}, because {a.because}" if a.because else a.says for a in answers}
    return {
        "flag": flag.name,
        "says": flag.says,
        "level": raised.level,
        "because": flag.because,
        "why_none": raised.why_none,
        "as_of": str(mirror.window),
        "how_common": base_rates.words(flag.name, mirror.reader.group_size()),
        "lines": [_with_answers(mirror, d, said) for d in raised.drawn],
    }


def _with_answers(mirror: Mirror, drawn: Drawn, said: dict[str, str]) -> dict[str, Any]:
    """A line with what she answered beside each of its events; those that count no more stand last."""
    line = _of_line(mirror, drawn)
    if not said:
        return line
    signal = signals.named(drawn.measure.signal)
    whole = mirror.reader(signal, drawn.measure.window)
    left_out = tuple(replace(row, amount=0.0) for row in whole.rows if row not in set(drawn.measure.rows))
    events = [*line["events"], *_events(mirror, signal, replace(whole, rows=left_out))]
    return {**line, "events": [{**e, "answer": said[e["ref"]]} if e.get("ref") in said else e for e in events]}


def _of_line(mirror: Mirror, drawn: Drawn) -> dict[str, Any]:
    facts = _of_signal(mirror, signals.named(drawn.measure.signal), drawn.measure)
    facts |= {"found": drawn.words, "norm": drawn.norm, "level": drawn.level, "would_be_quiet": drawn.change}
    if drawn.baseline is not None:
        facts["baseline"] = {"window": str(drawn.baseline.window), "value": drawn.baseline.text, "n": drawn.baseline.n}
    return facts


def _of_signal(mirror: Mirror, signal: Signal, measure: Measure) -> dict[str, Any]:
    select = textwrap.dedent(signal.rows).strip()
    facts: dict[str, Any] = {
        "signal": signal.name,
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
        facts["details"] |= hours.details(mirror, measure)
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


def text(receipt: Receipt, *, most: int | None) -> str:
    """The receipt as plain text; `most` events of each signal, None for all."""
    facts = receipt.facts
    level = {"red": "up", "amber": "up, mildly", "quiet": "not up", None: "cannot tell"}[facts["level"]]
    out = [f"{facts['flag']}: {facts['says']}"]
    if "trap" in facts:
        out += [
            f"trap      {facts['trap']}",
            f"state     {level}" + (f": {facts['why_none']}" if facts["why_none"] else ""),
        ]
        out += [f"because   {facts['because']}"]
    if facts.get("how_common"):
        out.append(f"how common {facts['how_common']}")
    out.append(f"looked at {facts['as_of']}")
    for line in facts["lines"]:
        out += ["", *_line_text(line, most)]
    return "\n".join(out)


def _line_text(line: dict[str, Any], most: int | None) -> list[str]:
    out = [
        f"== {line['signal']}: {line['asks']}",
        f"answer    {line['value']}" + (f" ({line['why_none']})" if line["why_none"] else ""),
    ]
    for key, label in (("found", "found"), ("norm", "norm"), ("would_be_quiet", "quiet at"), ("late_means", "late")):
        if line.get(key):
            out.append(f"{label:<9} {line[key]}")
    lead = f", read with the {line['looks_back']} days before" if "looks_back" in line else ""
    out.append(
        f"counted   {line['n']} rows over {line['window']}{lead}; at least {line['least']} needed; {line['fold']}"
    )
    if "baseline" in line:
        before = line["baseline"]
        out.append(f"before    {before['value']} ({before['n']} rows over {before['window']})")
    out += [f"          {name}: {value}" for name, value in line["details"].items()]
    for key, label in (
        ("source", "source"),
        ("grade", "evidence"),
        ("counter", "against"),
        ("blind_to", "blind to"),
        ("confounders", "moved by"),
    ):
        if line[key]:
            out.append(f"{label:<9} {line[key]}")
    for key, label in (("select", "SELECT of the receipts"), ("beside", "SELECT beside it (rows never shown)")):
        if line.get(key):
            out += [f"{label}:", textwrap.indent(line[key], "    ")]
    events = line["events"]
    events_shown = events if most is None else events[:most]
    out.append(f"events ({len(events)}):")
    out += [textwrap.indent(_event_text(e), "    ") for e in events_shown]
    if len(events_shown) < len(events):
        out.append(f"    ... and {len(events) - len(events_shown)} more: --all shows them")
    return out


def _event_text(event: dict[str, Any]) -> str:
    answer = f"\n              you said: {event['answer']}" if "answer" in event else ""
    return _plain_event_text(event) + answer


def _plain_event_text(event: dict[str, Any]) -> str:
    if "counted" in event:
        return str(event["counted"])
    clock = f"{event['your_time']} (zone {event['zone']})" if "your_time" in event else ""
    if "subject" not in event:
        return f"{clock or event['when']}  {event['ref']}  counts {event['counts']}"
    wrote = f"wrote {event['wrote_at']}  " if "wrote_at" in event else ""
    clocks = f"{wrote}landed {event['landed_at']}"
    said = f"{event['ref'][:12]}  {clocks}  counts {event['counts']}  {event['repository']}: {event['subject'][:100]}"
    you = [event[k] for k in ("you_as_author", "you_as_committer") if k in event]
    said += f"\n              read as {clock}" if clock else ""
    said += f"\n              rewrote {event['rewrote']}" if "rewrote" in event else ""
    return said + (f"\n              you: {you[0]}" if you else "")
