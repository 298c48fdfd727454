"""A receipt: everything a finding rests on, in an order that never changes."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from podium import signals, traps
from podium.core.errors import Misuse
from podium.core.time import local_text
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
    return {
        "flag": flag.name,
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
    if drawn.baseline is not None:
        facts["baseline"] = {
            "window": str(drawn.baseline.window),
            "value": drawn.baseline.text,
            "size": drawn.baseline.size,
        }
    return facts


def _of_signal(mirror: Mirror, signal: Signal, measure: Measure) -> dict[str, Any]:
    select = textwrap.dedent(signal.rows).strip()
    facts: dict[str, Any] = {
        "signal": signal.name,
        "asks": signal.asks,
        "value": measure.text,
        "n": measure.n,
        "size": measure.size,
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
    """The rows, with what git knows of each commit of hers; of a team the weeks in bands, and her own acts whole."""
    if not measure.is_group:
        return _whole(mirror, signal, measure)
    if measure.value is not None and signal.rows_are == "people":
        return [{"counted": f"{measure.size} people, unnamed; their order and names are not kept"}]
    if measure.places:
        return [{"ref": path, "counts": int(amount)} for path, amount in measure.places]
    weeks = [{"week": local_text(start_s, 0)[:10], "counts": str(band)} for start_s, band in measure.weeks]
    return [*weeks, *_whole(mirror, signal, measure)]


def _whole(mirror: Mirror, signal: Signal, measure: Measure) -> list[dict[str, Any]]:
    refs = [row.ref for row in measure.rows]
    known = mirror.evidence.events(refs)
    rewrote = mirror.evidence.rewrites(refs) if "'rewrote'" in signal.rows else {}
    clocks = {} if signal.is_about_others else mirror.evidence.clocks(refs)
    return [
        _event(mirror, row.ref, row.moment, row.amount, known.get(row.ref))
        | ({"rewrote": rewrote[row.ref]} if row.amount and row.ref in rewrote else {})
        | _read_by(row.moment, clocks.get((row.ref, row.moment)), is_commit=row.ref in known)
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
        f"counted   {line['size']} rows over {line['window']}{lead}; at least {line['least']} needed; {line['fold']}"
    )
    if "baseline" in line:
        before = line["baseline"]
        out.append(f"before    {before['value']} ({before['size']} rows over {before['window']})")
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
    if "counted" in event:
        return str(event["counted"])
    if "week" in event:
        return f"week of {event['week']}: {event['counts']}"
    clock = f"{event['your_time']} (zone {event['zone']})" if "your_time" in event else ""
    if "subject" not in event:
        when = clock or event.get("when", "")
        return f"{when}  {event['ref']}  counts {event['counts']}".lstrip()
    wrote = f"wrote {event['wrote_at']}  " if "wrote_at" in event else ""
    clocks = f"{wrote}landed {event['landed_at']}"
    line_text = (
        f"{event['ref'][:12]}  {clocks}  counts {event['counts']}  {event['repository']}: {event['subject'][:100]}"
    )
    you = [event[k] for k in ("you_as_author", "you_as_committer") if k in event]
    line_text += f"\n              read as {clock}" if clock else ""
    line_text += f"\n              rewrote {event['rewrote']}" if "rewrote" in event else ""
    return line_text + (f"\n              you: {you[0]}" if you else "")
