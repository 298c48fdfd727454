"""The five traps: flags, lines, norms, sources, and the evidence against them."""

from __future__ import annotations

from typing import Any

import click

from podium.cli import output


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(name: str | None, as_json: bool) -> None:
    """List the traps, or explain one by name or number."""
    from podium import traps

    chosen = [traps.named(name)[0]] if name else list(traps.every())
    if as_json:
        output.raw(output.to_json([explain(t) for t in chosen]))
        return
    for trap in chosen:
        output.out(f"{trap.number} {trap.title}  ({trap.name})\n  {trap.says}")
        for flag in trap.flags:
            output.out(f"  - {flag.name}: {flag.says}" + ("  [context only]" if flag.context_only else ""))
            if name:
                output.out(f"      because {flag.because}")
                for line in (*flag.all_of, *flag.any_of):
                    output.out(f"      {line.signal.name}: {line.norm}")
        for what, tells in trap.needs:
            output.out(f"  + {what} would tell: {tells}")
        if name:
            output.out(f"  against: {trap.counter}")
            if trap.seed:
                output.out(f"  {trap.seed}")


def explain(trap: Any) -> dict[str, Any]:
    """Everything a trap declares."""
    return {
        "name": trap.name,
        "number": trap.number,
        "title": trap.title,
        "says": trap.says,
        "flags": [
            {
                "name": f.name,
                "says": f.says,
                "because": f.because,
                "most": f.most,
                "context_only": f.context_only,
                "all_of": [{"signal": line.signal.name, "norm": line.norm} for line in f.all_of],
                "any_of": [{"signal": line.signal.name, "norm": line.norm} for line in f.any_of],
            }
            for f in trap.flags
        ],
        "needs": dict(trap.needs),
        "the_seed_says": trap.seed,
        "counter": trap.counter,
    }
