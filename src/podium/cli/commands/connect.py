"""Connect a source: asks little, names the least right it needs, tries it, shows what comes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.sources import FirstPages, Secret, Setting, Source


class _Connect(click.Command):
    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What can be connected, by name."""
        with formatter.section("Can be connected"):
            formatter.write_text(", ".join(app.sources.names()))


@click.command(cls=_Connect)
@click.argument("source", required=False)
@click.argument("place", required=False)
@click.option("--as", "label", metavar="LABEL", help="A name of your own, for a second connection of the same kind.")
@click.option("--set", "answers", multiple=True, metavar="KEY=VALUE", help="Answer a question; may be repeated.")
@click.option("--untried", is_flag=True, help="Keep it without reading a first page.")
@click.option("--how", is_flag=True, help="Only say how SOURCE is set up: where to click, what it needs and takes.")
@options.JSON
def command(
    source: str | None,
    place: str | None,
    label: str | None,
    answers: tuple[str, ...],
    untried: bool,
    how: bool,
    as_json: bool,
) -> None:
    """Connect SOURCE; PLACE answers its first question (a file, an address, repositories).

    Without SOURCE, list what can be connected. Reading writes nothing to a source; a calendar is given events only
    where you name it with `--calendar`. Secrets go to the system's keyring, else to a file only you can read;
    PODIUM_SECRET_LABEL in the environment is used when it is set.
    """
    if source is None and as_json:
        output.raw(output.to_json([app.sources.setup_facts(source) for source in app.sources.every()]))
        return
    if source is None:
        for source_offered in app.sources.every():
            output.out(f"{source_offered.name:<14} {source_offered.title}: {source_offered.reads}")
        return
    chosen = app.sources.named(source)
    name = label or source
    _introduce(chosen)
    if how:
        if as_json:
            output.raw(output.to_json(app.sources.setup_facts(chosen)))
        return
    typed, address = _typed(chosen, place, answers)
    typed = {
        setting.name: _answer(setting, typed.get(setting.name), label or "", asks=not (place or answers))
        for setting in chosen.settings
    }
    secret = _secret(chosen, name, address, typed)
    fresh = app.sources.new_connection(chosen, typed, name)
    pages = None if untried else app.sources.try_out(options.session(), fresh, secret)
    if pages and not as_json:
        for line in _lines(chosen, pages):
            output.out(line)
    if as_json:
        first = {"acts": pages.acts, "missing": dict(pages.missing), "unknown": dict(pages.unknown)} if pages else None
        facts = {"connected": name, "first_pages": first, **app.sources.setup_facts(chosen)}
        output.raw(output.to_json(facts))
    if where := app.sources.keep(fresh, secret):
        output.note(f"the secret is kept in the {where}")
    output.note(f"connected as {name!r}; `podium sync {name}` reads it")


def _introduce(source: Source) -> None:
    output.note(source.title)
    output.note(f"  reads        {source.reads}")
    output.note(f"  never reads  {source.never_reads}")
    output.note(f"  cannot see   {source.blind_to}")
    output.note(f"  informs      {', '.join(app.sources.informed_traps(source))}")
    if source.secret:
        output.note(f"  permission   {source.scope}")
    for number, step in enumerate(source.guide.where, 1):
        output.note(f"  {number}. {step}")
    output.note(f"  first sync   {source.guide.first_sync}")
    output.note(f"  {app.sources.lies_in(source)}")


def _typed(source: Source, place: str | None, answers: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """The answers by question, and PLACE where it is an address that is itself a secret."""
    typed: dict[str, str] = {}
    questions = {setting.name for setting in source.settings}
    for answer in answers:
        key, equals, value = answer.partition("=")
        if not equals or key not in questions:
            raise Misuse(f"{answer!r} answers no question", next_step=f"questions: {', '.join(sorted(questions))}")
        typed[key] = value
    if place is None:
        return typed, ""
    first = source.settings[0]
    if first.is_path and source.secret and "://" in place:
        return typed, place
    return typed | {first.name: place}, ""


def _answer(setting: Setting, typed: str | None, label: str, *, asks: bool) -> str:
    if typed is not None or setting.usual(label) or not (setting.is_needed or asks):
        return typed or ""
    if setting.is_needed:
        return str(click.prompt(setting.asks, err=True))
    return str(click.prompt(setting.asks, default="", show_default=False, err=True))


def _secret(source: Source, name: str, address: str, typed: dict[str, str]) -> Secret | None:
    if address:
        output.note("this address is a password: it is kept as one, and your shell may have it in its history")
        return app.sources.Secret(address)
    if not source.secret:
        return None
    stored = app.sources.kept_secret(source, name)
    if stored is not None:
        output.note(f"using the secret in the {stored.place}")
        return stored.secret
    if not source.is_secret_needed and source.settings[0].is_path and typed.get(source.settings[0].name):
        return None
    text = click.prompt(
        f"{source.secret[0].upper()}{source.secret[1:]}",
        hide_input=True,
        err=True,
        default=None if source.is_secret_needed else "",
        show_default=False,
    )
    return app.sources.Secret(text) if text.strip() else None


def _lines(source: Source, pages: FirstPages) -> list[str]:
    lines = [f"{source.title} answered; {counted(pages.acts, 'act')} on the first page"]
    lines += [f"  {count:>6,} {verb} ({kind})" for verb, kind, count in pages.kinds]
    if pages.first and pages.last:
        lines.append(f"  from {_day(pages.first)} to {_day(pages.last)} (UTC)")
        lines.append(f"  {pages.with_hour:,} of {pages.acts:,} with a local hour of their own")
    lines += [f"  missing {key}: {count}" for key, count in pages.missing]
    lines += [f"  no word for {key}: {count}" for key, count in pages.unknown]
    return lines + [f"  {note}" for note in pages.notes]


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}"
