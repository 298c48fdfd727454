"""`podium bench`: how well podium's own rules do on the labelled sentences it ships."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from podium import app
from podium.cli import output

if TYPE_CHECKING:
    from podium.app.bench import Labelled, Part, Tally

_CAVEAT = (
    "The sentences and the rules have one author, so even the held-out part is an upper bound. "
    "* fewer than five sentences carry the label: an anecdote."
)


class RuleRecord(msgspec.Struct, frozen=True):
    """How often a rule was right."""

    kind: str
    rule: str
    precision: float | None
    recall: float | None
    right: int
    wrong: int
    overlooked: int
    is_thin: bool


class BenchRecord(msgspec.Struct, frozen=True):
    """Every rule on the labelled sentences, for `--json`."""

    sentences: int
    rules: list[RuleRecord]


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
    tallies = app.bench.tallies()
    if is_json:
        output.raw(output.to_json({part: _data(part, part_tallies) for part, part_tallies in tallies.items()}))
        return
    for part, part_tallies in tallies.items():
        for line in _lines(part, part_tallies):
            output.out(line)
        output.out()
    if is_misses:
        _show_misses()
    output.out(_CAVEAT)


def _lines(part: Part, tallies: tuple[Tally, ...]) -> list[str]:
    title = f"{part.replace('_', '-')}: {len(app.bench.labelled(part))} sentences"
    head = f"{'kind':<9} {'rule':<16} {'precision':>10} {'recall':>7} {'right':>6} {'wrong':>6} {'overlooked':>11}"
    rows = [
        f"{tally.kind:<9} {tally.label:<16} {_figure(tally.precision):>10} {_figure(tally.recall):>7} "
        f"{tally.right:>6} {tally.wrong:>6} {tally.overlooked:>11}{' *' if tally.is_thin else ''}"
        for tally in tallies
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
    return app.bench.Tally(
        "message",
        "all",
        sum(tally.right for tally in tallies),
        sum(tally.wrong for tally in tallies),
        sum(tally.overlooked for tally in tallies),
    )


def _data(part: Part, tallies: tuple[Tally, ...]) -> BenchRecord:
    return BenchRecord(
        sentences=len(app.bench.labelled(part)),
        rules=[
            RuleRecord(
                kind=tally.kind,
                rule=tally.label,
                precision=tally.precision,
                recall=tally.recall,
                right=tally.right,
                wrong=tally.wrong,
                overlooked=tally.overlooked,
                is_thin=tally.is_thin,
            )
            for tally in tallies
        ],
    )


def _show_misses() -> None:
    for sentence, labels in app.bench.misses():
        output.out(f"{sentence.kind}: {sentence.text}\n   {_difference(sentence, labels)}; label: {sentence.why}")
    output.out()


def _difference(sentence: Labelled, labels: frozenset[str]) -> str:
    wrong, overlooked = ", ".join(sorted(labels - sentence.has)), ", ".join(sorted(sentence.has - labels))
    return f"wrongly seen: {wrong or 'none'}; overlooked: {overlooked or 'none'}"
