"""A look as plain facts for scripts: what the page says, with every number beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from podium.core.measure import Measure
    from podium.mirror.look import Look
    from podium.traps import Drawn, Judged, Raised


def of_look(look: Look) -> dict[str, Any]:
    """The whole look; the same input gives the same bytes."""
    cover = look.coverage
    return {
        "as_of": look.as_of.isoformat(),
        "window": str(look.window),
        "coverage": {
            "repositories": [{"name": n, "branch": b, "commits": c} for n, b, c in cover.repositories],
            "commits": cover.commits,
            "first_s": cover.first_s,
            "last_s": cover.last_s,
            "your_spellings": cover.spellings,
            "spellings_of_people": cover.people,
            "bots": cover.bots,
            "agents": cover.agents,
            "people_in_window": cover.group_size if cover.has_group else None,
            "late_means": cover.yardstick,
            "gaps": list(cover.gaps),
        },
        "traps": [_trap(j, look) for j in look.judged],
    }


def _trap(judged: Judged, look: Look) -> dict[str, Any]:
    name = judged.trap.name
    practice = look.next_practice.get(name)
    return {
        "name": name,
        "number": judged.trap.number,
        "title": judged.trap.title,
        "verdict": judged.verdict,
        "why": judged.why,
        "flags": [_flag(r) for r in judged.raised],
        "needs": [{"connect": what, "tells": tells} for what, tells in judged.trap.needs],
        "weeks": list(look.weeks.get(name, ())),
        "weeks_of": judged.trap.picture.name if judged.trap.picture else None,
        "next_practice": practice[0] if practice else None,
    }


def _flag(raised: Raised) -> dict[str, Any]:
    return {
        "name": raised.flag.name,
        "says": raised.flag.says,
        "level": raised.level,
        "why_none": raised.why_none,
        "lines": [_line(d) for d in raised.drawn],
    }


def _line(drawn: Drawn) -> dict[str, Any]:
    return {
        "level": drawn.level,
        "words": drawn.words,
        "norm": drawn.norm,
        "change": drawn.change,
        "measure": of_measure(drawn.measure),
        "baseline": of_measure(drawn.baseline) if drawn.baseline else None,
    }


def of_measure(measure: Measure) -> dict[str, Any]:
    """A number without its rows; `podium why` has those."""
    return {
        "signal": measure.signal,
        "value": None if measure.value is None else round(measure.value, 6),
        "unit": measure.unit,
        "n": measure.n,
        "size": measure.size,
        "least": measure.least,
        "why_none": measure.why_none,
        "reading": measure.reading,
        "details": dict(measure.details),
    }
