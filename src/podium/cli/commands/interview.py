"""Interviews: kits, blind cards, a debrief in the right order, calibration, practice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
import msgspec

from podium import app
from podium.cli import options, output
from podium.cli.options import JOURNAL, JSON
from podium.core.errors import CannotRead
from podium.core.measure import counted

if TYPE_CHECKING:
    from datetime import date

    from podium.app.interview import Feedback, OwnLine, Panel, RoundStatus

_MOST_BYTES = 1_000_000
_TO = click.option("--to", "target", type=click.Path(path_type=Path), help="A new .pdf, .html, .md or .docx file.")


class StatusRecord(msgspec.Struct, frozen=True):
    """Where a round stands, for `--json`."""

    round: str
    stage: str
    cards_in: list[str]
    cards_missing: list[str]
    votes_missing: list[str]
    days: int


class ReliabilityRecord(msgspec.Struct, frozen=True):
    """How far one card, or k of them, would agree with another panel."""

    value: float
    low_90: float
    high_90: float
    q: float
    k: float


class CompetencyRecord(msgspec.Struct, frozen=True):
    """Agreement on one competency."""

    name: str
    alpha: float | None
    why_none: str


class PanelRecord(msgspec.Struct, frozen=True):
    """What the cards of a panel say together, for `--json`."""

    candidates: int
    cards: int
    why_none: str
    alpha: float | None
    g_q_k: ReliabilityRecord | None
    icc: list[float] | None
    competencies: list[CompetencyRecord]
    outcome: list[float] | None
    why_no_outcome: str


class LineRecord(msgspec.Struct, frozen=True):
    """One interviewer beside the panel, for `--json`."""

    cards: int
    severity: float
    interval_90: list[float]
    interval_99: list[float]
    is_flagged: bool
    spread: float
    panel_spread: float
    full: float
    moved: float
    late: float


@click.group()
def command() -> None:
    """Hold structured interviews: no card is shown before all are in, and nobody is compared side by side."""


@command.command()
@click.argument("role", required=False, default="")
@click.option("--competency", "competencies", multiple=True, help="Take these instead; may be repeated.")
@_TO
@JOURNAL
def kit(role: str, competencies: tuple[str, ...], target: Path | None, folder: Path | None) -> None:
    """Make the interview kit of a ROLE; without one, list the roles and competencies."""
    journal = app.interview.journal_if_any(options.session(folder))
    if not (role or competencies):
        for name, competency_list in app.interview.roles().items():
            output.out(f"{name:<22} {', '.join(competency_list)}")
        output.note("competencies: " + ", ".join(app.interview.competency_names(journal)))
        return
    chosen, page = app.interview.make_kit(journal, role or "your role", competencies, options.session().today())
    if target is not None:
        options.write_document(page, target)
        return
    for _, competency in chosen.competencies:
        output.styled([(competency.title, "bold"), (f"  {competency.says}", "")])
        for number, anchor in enumerate(competency.anchors, 1):
            output.out(f"  {number} {anchor}")
        for question in competency.questions:
            output.out(f"  ask: {question}")
    output.note("--to kit.pdf prints it with room for quotes")


@command.command()
@click.argument("role")
@click.option("--panel", "panel", multiple=True, required=True, help="An interviewer who votes; repeat it.")
@click.option("--shadow", "shadows", multiple=True, help="Somebody whose card is kept and not counted.")
@click.option("--held", type=options.Day(), help="Day of the last interview. Default: today.")
@click.option("--competency", "competencies", multiple=True, help="Instead of the role's; may be repeated.")
@click.option("--id", "name", default="", help="A code for the candidate, never the name.")
@JOURNAL
def new(role: str, held: date | None, folder: Path | None, **words: Any) -> None:
    """Begin a round for one candidate.

    \b
      podium interview new backend-engineer --panel ana --panel bo --panel cy --shadow dee --held 2026-12-01 --id c-17
    """
    path = app.interview.new_round(
        options.session(folder).journal(),
        app.interview.NewRound(role=role, held=held or options.session().today(), **words),
    )
    output.out(str(path))
    output.note(f"next: podium interview card {path.stem} NAME --to card.md, one for each of them")


@command.command()
@click.argument("round_name", metavar="ROUND")
@click.argument("interviewer", metavar="WHO")
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="A new .md file.")
@JOURNAL
def card(round_name: str, interviewer: str, target: Path, folder: Path | None) -> None:
    """Write an empty card for one interviewer to fill in."""
    app.new_file.put(
        target.absolute(), app.interview.blank_card(options.session(folder).journal(), round_name, interviewer).encode()
    )
    output.out(str(target))
    output.note(f"when it is filled in: podium interview submit {round_name} {target}")


@command.command()
@click.argument("round_name", metavar="ROUND")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--again", "is_again", is_flag=True, help="In place of the card they handed in before.")
@click.option("--remove", is_flag=True, help="Delete FILE afterwards, so that nobody reads it early.")
@JOURNAL
def submit(round_name: str, file: Path, is_again: bool, remove: bool, folder: Path | None) -> None:
    """Hand in a filled card; it is sealed until all cards are in."""
    who = app.interview.hand_in(
        options.session(folder).journal(), round_name, _text(file), options.session().today(), is_again=is_again
    )
    output.note(f"the card of {who} is in, sealed until all are in")
    if remove:
        file.unlink()
    else:
        output.note(f"{file} still lies there in plain text; --remove deletes it")


@command.command()
@click.argument("round_name", metavar="[ROUND]", required=False, default="")
@JSON
@JOURNAL
def status(round_name: str, as_json: bool, folder: Path | None) -> None:
    """Say who is in and who is missing; nothing of what a card says."""
    rounds = app.interview.status(options.session(folder).journal(), options.session().today(), round_name)
    if as_json:
        output.raw(output.to_json([_status_facts(row) for row in rounds]))
        return
    for row in rounds:
        output.styled([(row.round.id, "bold"), (f"  {row.round.head.role}, {row.stage}", "")])
        output.out(f"    cards in: {', '.join(row.cards_in) or 'none'}")
        if row.cards_missing:
            output.out(f"    missing: {', '.join(row.cards_missing)}")
        if row.votes_missing:
            output.out(f"    second votes missing: {', '.join(row.votes_missing)}")
        open_for = f"{counted(row.days_to_decision, 'day')} after the last interview"
        output.out(f"    {'decided' if row.stage == 'decided' else 'open'} {open_for}")
    if not rounds:
        output.note("no interview yet: podium interview new backend-engineer --panel ana --panel bo")


def _status_facts(row: RoundStatus) -> StatusRecord:
    return StatusRecord(
        round=row.round.id,
        stage=row.stage,
        cards_in=list(row.cards_in),
        cards_missing=list(row.cards_missing),
        votes_missing=list(row.votes_missing),
        days=row.days_to_decision,
    )


@command.command()
@click.argument("round_name", metavar="ROUND")
@click.argument("interviewer", metavar="WHO")
@JOURNAL
def leave(round_name: str, interviewer: str, folder: Path | None) -> None:
    """Take WHO off the panel before the cards are opened; their card is deleted unread."""
    app.interview.leave(options.session(folder).journal(), round_name, interviewer)
    output.note(f"{interviewer} is off the panel; no card of theirs is taken in any more")


@command.command("open")
@click.argument("round_name", metavar="ROUND")
@JOURNAL
def open_cards(round_name: str, folder: Path | None) -> None:
    """Open all cards at once for silent reading; refused before all are in."""
    for path in app.interview.open_cards(options.session(folder).journal(), round_name, options.session().today()):
        output.out(str(path))
    output.note(f"next: podium interview reading {round_name} --to reading.pdf; five to ten minutes, in silence")


@command.command()
@click.argument("round_name", metavar="ROUND")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new .pdf, .html, .md or .docx file."
)
@JOURNAL
def reading(round_name: str, target: Path, folder: Path | None) -> None:
    """Write the pages for silent reading: evidence first, then votes."""
    options.write_document(
        app.interview.reading(options.session(folder).journal(), round_name, options.session().today()), target
    )


@command.command()
@click.argument("round_name", metavar="ROUND")
@click.argument("interviewer", metavar="WHO")
@click.argument("vote", type=click.IntRange(1, 4))
@click.option("--again", "is_again", is_flag=True, help="In place of the vote they gave before.")
@JOURNAL
def vote(round_name: str, interviewer: str, vote: int, is_again: bool, folder: Path | None) -> None:
    """Hand in the second VOTE of WHO; it is sealed until all are in."""
    app.interview.second_vote(options.session(folder).journal(), round_name, interviewer, vote, is_again=is_again)
    output.note(f"the second vote of {interviewer} is in, sealed until all are in")


@command.command()
@click.argument("round_name", metavar="ROUND")
@click.option("--to", "target", type=click.Path(path_type=Path), help="A new .pdf, .html, .md or .docx file.")
@JOURNAL
def discuss(round_name: str, target: Path | None, folder: Path | None) -> None:
    """Open all second votes and show where the panel disagrees; refused before all are in."""
    journal = options.session(folder).journal()
    (row,) = app.interview.status(journal, options.session().today(), round_name)
    if row.stage == "reading":
        app.interview.open_votes(journal, round_name, options.session().today())
    page = app.interview.discussion(journal, round_name, options.session().today())
    if target is not None:
        options.write_document(page, target)
        return
    from podium.documents.to_markdown import markdown

    output.out(markdown(page))


@command.command()
@click.argument("round_name", metavar="ROUND")
@click.option("--hire", "decision", flag_value="hire", help="Hire.")
@click.option("--no-hire", "decision", flag_value="no-hire", help="Do not hire.")
@click.option("--reason", required=True, help="Why, from the evidence.")
@JOURNAL
def decide(round_name: str, decision: Literal["hire", "no-hire"] | None, reason: str, folder: Path | None) -> None:
    """Write the decision and its reason, after the discussion."""
    if decision is None:
        raise click.UsageError("say --hire or --no-hire")
    output.out(
        str(
            app.interview.decide(
                options.session(folder).journal(), round_name, decision, reason, options.session().today()
            )
        )
    )


@command.command()
@click.option("--for", "who", default="", help="The line of one interviewer who agreed in interviewers/WHO.md.")
@JSON
@JOURNAL
def calibration(who: str, as_json: bool, folder: Path | None) -> None:
    """Say how reliable the panel is, or hand one interviewer who agreed the line about their own cards."""
    journal = options.session(folder).journal()
    if who:
        line = app.interview.own_line(journal, who)
        output.raw(output.to_json(_line_facts(line))) if as_json else _print_line(line)
        return
    panel = app.interview.panel_figures(journal)
    output.raw(output.to_json(_panel_facts(panel))) if as_json else _print_panel(panel)


def _print_panel(panel: Panel) -> None:
    output.out(f"{counted(panel.candidates, 'candidate')} with three cards or more, {counted(panel.cards, 'card')}")
    if panel.why_none:
        output.out(f"reliability: not enough data, {panel.why_none}")
    if panel.reliability is not None and panel.alpha is not None:
        r = panel.reliability
        output.out(
            f"reliability of a panel's mean vote, G(q,k): {r.value:.2f} (90 % interval {r.low_90:.2f} to {r.high_90:.2f})"
        )
        output.out(
            f"    q {r.design.q:.3f}, k {r.design.k:.2f}: the share of differences between candidates that lies in them"
        )
        output.out(f"agreement of first votes, Krippendorff's alpha (ordinal): {panel.alpha:.2f}")
    if panel.icc is not None:
        output.out(f"everybody saw everybody: ICC(2,1) {panel.icc[0]:.2f}, ICC(2,k) {panel.icc[1]:.2f}")
    for row in panel.competencies:
        figure = f"alpha {row.alpha:.2f}" if row.alpha is not None else f"not enough data, {row.why_none}"
        output.out(f"    {row.name}: {figure}{'; rewrite its anchors' if row.needs_anchors else ''}")
    if panel.outcome is not None:
        value, low, high = panel.outcome
        output.out(f"first votes and outcome of hires: {value:.2f} (90 % interval {low:.2f} to {high:.2f})")
        output.out("    only hires have an outcome, so the range is cut and the figure is too low (range restriction)")
    else:
        output.out(f"first votes and outcome of hires: not enough data, {panel.why_no_outcome}")


def _print_line(line: OwnLine) -> None:
    s = line.severity
    word = "milder" if s.estimate > 0 else "stricter"
    output.styled([(f"For {line.interviewer}, about your own cards", "bold")])
    output.out(f"{counted(line.cards, 'card')}; first votes {abs(s.estimate):.2f} points {word} than the panel's")
    output.out(
        f"    90 % interval {s.low_90:+.2f} to {s.high_90:+.2f}; drawn towards zero, as {counted(line.cards, 'card')} allow"
    )
    if s.is_flagged:
        output.out("    half a point or more, and zero lies outside the 99 % interval: compare two cards with a coach")
    else:
        output.out("    not enough to tell it from zero by half a point; nothing to do")
    output.out(f"spread of your votes {line.spread:.2f}, of the panel's {line.panel_spread:.2f}")
    output.out(
        f"cards with three quotes or more: {line.full:.0%}; second votes that moved: {line.moved:.0%}; late: {line.late:.0%}"
    )
    output.note("made to be handed to this person; podium lists no two interviewers side by side")


def _panel_facts(panel: Panel) -> PanelRecord:
    r = panel.reliability
    return PanelRecord(
        candidates=panel.candidates,
        cards=panel.cards,
        why_none=panel.why_none,
        alpha=panel.alpha,
        g_q_k=None
        if r is None
        else ReliabilityRecord(value=r.value, low_90=r.low_90, high_90=r.high_90, q=r.design.q, k=r.design.k),
        icc=list(panel.icc) if panel.icc else None,
        competencies=[CompetencyRecord(name=c.name, alpha=c.alpha, why_none=c.why_none) for c in panel.competencies],
        outcome=list(panel.outcome) if panel.outcome else None,
        why_no_outcome=panel.why_no_outcome,
    )


def _line_facts(line: OwnLine) -> LineRecord:
    s = line.severity
    return LineRecord(
        cards=line.cards,
        severity=s.estimate,
        interval_90=[s.low_90, s.high_90],
        interval_99=[s.low_99, s.high_99],
        is_flagged=s.is_flagged,
        spread=line.spread,
        panel_spread=line.panel_spread,
        full=line.full,
        moved=line.moved,
        late=line.late,
    )


@command.command()
@click.argument("name", required=False, default="")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="A new .md file: the transcript and an empty card."
)
@click.option("--check", "filled", type=click.Path(path_type=Path), help="A filled sheet to get feedback on.")
def practice(name: str, target: Path | None, filled: Path | None) -> None:
    """Practise on a written interview, then compare with an expert's key; without NAME, list them."""
    if not name:
        for key, (title, competency) in app.interview.transcripts().items():
            output.out(f"{key:<18} {title}; rates {competency}")
        return
    if filled is not None:
        _print_feedback(app.interview.check_practice(name, _text(filled), str(filled)))
        return
    sheet = app.interview.practice_sheet(name)
    if target is None:
        output.out(sheet)
        return
    app.new_file.put(target.absolute(), sheet.encode())
    output.out(str(target))


def _print_feedback(result: Feedback) -> None:
    for line, words, why in result.opinions:
        output.out(f"opinion: “{line}”: {words}: {why}")
    for line in result.invented:
        output.out(f"no quote: “{line}” is not what was said; write their words")
    for key in result.heard:
        output.out(f"heard: “{key.quote}”: {key.why}")
    for key in result.missed:
        output.out(f"missed: “{key.quote}”: {key.why}")
    for number in result.leading_missed:
        turn = result.transcript.turn[number - 1]
        output.out(f"leading, not marked: [{number}] “{turn.says}” {turn.leading}")
    for number in result.leading_wrong:
        output.out(f"marked as leading, and open: [{number}]")
    rating = f"you rated {result.card.rating}" if result.card.rating else "you have not rated it"
    output.out(f"the key rates {result.transcript.rating}, {rating}. {result.transcript.because}")


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise CannotRead("this is more than a card holds", where=str(file))
        return data.decode()
    except OSError as fault:
        raise CannotRead(f"cannot be read: {fault.strerror}", where=str(file)) from None
    except UnicodeDecodeError:
        raise CannotRead("the file is not UTF-8 text", where=str(file), next_step="save it as UTF-8") from None
