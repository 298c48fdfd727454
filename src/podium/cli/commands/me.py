"""Who podium thinks you are, and the one text file in which you say otherwise."""

from __future__ import annotations

from typing import Any

import click

from podium.cli import options, output


@click.command()
@options.options
@click.option("--edit", is_flag=True, help="Open the file in $EDITOR; it is checked before you leave.")
@click.option("--template", is_flag=True, help="Print every key of the file with an example.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(edit: bool, template: bool, as_json: bool, **named: Any) -> None:
    """Show which spellings count as yours and why, your hours, zone, team and role; say so once in one file.

    What you change there applies to every look at once; nothing has to be read again.
    """
    from podium.evidence.people import me_file
    from podium.system import paths as home

    if template:
        output.raw(me_file.TEMPLATE.rstrip("\n"))
        return
    if edit:
        _edit()
        return
    file = me_file.read(home.me_file())
    output.note(
        f"file: {home.me_file()}" + ("" if home.me_file().exists() else " (not there yet: `podium me --edit` makes it)")
    )
    facts = _of_file(file)
    paths = named["paths"] or _remembered()
    if paths:
        facts |= _of_clones(named | {"paths": paths})
    if as_json:
        output.raw(output.to_json(facts))
        return
    for key, value in facts.items():
        rows = value if isinstance(value, list) else [value]
        output.out(f"{key}: {rows[0] if rows else 'none'}")
        for row in rows[1:]:
            output.out(f"{' ' * len(key)}  {row}")


def _edit() -> None:
    from podium.evidence.people import me_file
    from podium.system import paths as home

    path = home.me_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(me_file.TEMPLATE, encoding="utf-8")
    click.edit(filename=str(path))
    me_file.read(path)
    output.note(f"{path} reads well")


def _remembered() -> tuple[Any, ...]:
    from podium.app import last_look
    from podium.core.errors import Misuse

    try:
        return last_look.last().paths
    except Misuse:
        return ()


def _of_file(file: Any) -> dict[str, Any]:
    me = file.me
    return {
        "hours": me.hours or "not declared: your own eight heaviest hours are the yardstick",
        "zone": me.zone or "not declared: each commit's own offset is taken",
        "role": "integrator" if me.integrator else "not an integrator",
        "reports": me.reports if me.reports is not None else "not said",
        "leave": [f"{s.first} to {s.last}" for s in me.leave],
        "rota": [f"{s.first} to {s.last}" for s in me.rota],
        "team": _say_team(len(file.team)),
    }


def _say_team(listed: int) -> str:
    return f"{listed} {'person' if listed == 1 else 'people'} listed" if listed else "everybody in the repositories"


def _of_clones(named: dict[str, Any]) -> dict[str, Any]:
    with options.mirror(options.asked(named)) as mirror:
        mine = [f"{spelling}: {why}" for spelling, why in sorted(mirror.book.me.reasons.items())]
        return {
            "you": mine,
            "perhaps you": mirror.perhaps_me(),
            "perhaps automation": mirror.perhaps_bots(),
            "late means": mirror.evidence.yardstick.words,
            "clock elsewhere": _clock(*mirror.evidence.yardstick.home.place_at(mirror.window.end_s - 1)),
            "left out": f"{mirror.coverage().bots} bots, {mirror.coverage().agents} coding agents",
        }


def _clock(place: str, how: str) -> str:
    """By what an act that carries no clock is read, on the last day looked at."""
    known = {
        "declared": f"{place}, as you declared",
        "profile": f"{place}, from an account's profile",
        "calendar": f"{place}, from your calendar",
        "inferred": f"that of {place}, inferred from your commits of these weeks",
    }
    told = known.get(how, "nothing tells it, so an act that carries no clock has no hour")
    return told if how == "declared" else f"{told}; zone = in this file settles it"
