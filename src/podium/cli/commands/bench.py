"""`podium bench`: how well podium's own rules do on the labelled sentences it ships."""

from __future__ import annotations

from typing import Any

import click

from podium.cli import output
from podium.text.measure import PARTS, Labelled, Part, Tally, labelled, measure, seen_labels

_CAVEAT = (
    "The sentences and the rules have one author, so even the held-out part is an upper bound. "
    "* fewer than five sentences carry the label: an anecdote."
)


@click.group("bench")
def command() -> None:
    """Measure podium's own rules."""


@command.command("lint")
@click.option("--json", "is_json", is_flag=True, help="The tallies as JSON.")
@click.option(
    "--misses", "is_misses", is_flag=True, help="Also show the development sentences that are judged wrongly."
)
def lint_figures(is_json: bool, is_misses: bool) -> None:
    """Precision and recall of each lint rule, on the development part and on the held-out part."""
    tallies = {part: measure(labelled(part)) for part in PARTS}
    if is_json:
        output.raw(output.to_json({part: _data(part, tallies[part]) for part in PARTS}))
        return
    for part in PARTS:
        for line in _lines(part, tallies[part]):
            output.out(line)
        output.out()
    if is_misses:
        _show_misses()
    output.out(_CAVEAT)


def _lines(part: Part, tallies: tuple[Tally, ...]) -> list[str]:
    title = f"{part.replace('_', '-')}: {len(labelled(part))} sentences"
    head = f"{'kind':<9} {'rule':<16} {'precision':>10} {'recall':>7} {'right':>6} {'wrong':>6} {'overlooked':>11}"
    rows = [
        f"{one.kind:<9} {one.label:<16} {_figure(one.precision):>10} {_figure(one.recall):>7} "
        f"{one.right:>6} {one.wrong:>6} {one.overlooked:>11}{' *' if one.is_thin else ''}"
        for one in tallies
    ]
    total = _total(tallies)
    rows.append(
        f"{'all':<9} {'together':<16} {_figure(total.precision):>10} {_figure(total.recall):>7} "
        f"{total.right:>6} {total.wrong:>6} {total.overlooked:>11}"
    )
    return [title, head, *rows]


def _figure(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


def _total(tallies: tuple[Tally, ...]) -> Tally:
    return Tally(
        "message",
        "all",
        sum(one.right for one in tallies),
        sum(one.wrong for one in tallies),
        sum(one.overlooked for one in tallies),
    )


def _data(part: Part, tallies: tuple[Tally, ...]) -> dict[str, Any]:
    return {
        "sentences": len(labelled(part)),
        "rules": [
            {
                "kind": one.kind,
                "rule": one.label,
                "precision": one.precision,
                "recall": one.recall,
                "right": one.right,
                "wrong": one.wrong,
                "overlooked": one.overlooked,
                "is_thin": one.is_thin,
            }
            for one in tallies
        ],
    }


def _show_misses() -> None:
    known = {(one.kind, one.label) for part in PARTS for one in measure(labelled(part))}
    for one in labelled("development"):
        said = frozenset(label for label in seen_labels(one) if (one.kind, label) in known)
        if said != one.has:
            output.out(f"{one.kind}: {one.text}\n   {_difference(one, said)}; label: {one.why}")
    output.out()


def _difference(one: Labelled, said: frozenset[str]) -> str:
    wrong, overlooked = ", ".join(sorted(said - one.has)), ", ".join(sorted(one.has - said))
    return f"wrongly seen: {wrong or 'none'}; overlooked: {overlooked or 'none'}"
