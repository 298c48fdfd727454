"""Every question podium can ask, with its evidence grade and what speaks against it."""

from __future__ import annotations

import textwrap
from typing import Any

import click

from podium.cli import output


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(name: str | None, as_json: bool) -> None:
    """List all signals, or explain one: question, SELECT, fold, minimum, blind spots, source, grade."""
    from podium import signals

    chosen = [signals.named(name)] if name else list(signals.every())
    if as_json:
        output.raw(output.to_json([explain(s) for s in chosen]))
        return
    for signal in chosen:
        if not name:
            output.out(f"{signal.name:<20} {signal.asks}")
            continue
        for key, value in explain(signal).items():
            output.out(f"{key}:\n{textwrap.indent(str(value), '    ')}" if "\n" in str(value) else f"{key}: {value}")


def explain(signal: Any) -> dict[str, Any]:
    """Everything a signal declares, in print order."""
    facts = {
        "name": signal.name,
        "asks": signal.asks,
        "unit": signal.fold.unit,
        "fold": signal.fold.name,
        "least": signal.least,
        "over": signal.over,
        **({"looks_back": f"{signal.looks_back} days before that"} if signal.looks_back else {}),
        "better": signal.better or "neither direction",
        "team_of_five": signal.is_group,
        "grade": signal.grade,
        "source": signal.source,
        "counter": signal.counter or "nothing known",
        "blind_to": signal.blind_to,
        "confounders": signal.confounders,
        "sharpened_by": ", ".join(signal.informs) or "nothing",
        "select": textwrap.dedent(signal.rows).strip(),
    }
    if hasattr(signal.fold, "beside"):
        facts["beside"] = textwrap.dedent(signal.fold.beside).strip()
    return facts
