"""What is common among many managers: veiled answers, which each of them may refuse."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from podium import app
from podium.cli import options, output
from podium.cli.options import JSON
from podium.core.errors import Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.org import Offer, Release

_INVITATION = click.argument("invitation", type=click.Path(path_type=Path))
_TO = click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="The new file to write.")


class ShareRecord(msgspec.Struct, frozen=True):
    """How common one answer is in a group; null where it cannot be told."""

    group: str
    question: str
    answer: str
    share: float | None
    low: float | None
    high: float | None


class ReportRecord(msgspec.Struct, frozen=True):
    """A report, for `--json`."""

    invitation: str
    epsilon: float
    took_part: dict[str, int]
    left_out: list[str]
    shares: list[ShareRecord]


@click.group()
def command() -> None:
    """See how common the traps are among many managers, without anybody being looked at.

    Who takes part answers one question, left to chance on her own machine, so that nobody ever holds her true answer.

    \b
      podium org invite autumn --organiser "People team" --group payments --group web --to autumn.toml
      podium org contribute autumn.toml --group web --to mine.json
      podium org report autumn.toml FOLDER --to report.html
    """


@command.command()
@click.argument("name")
@click.option("--organiser", required=True, help="Who receives the files, in words.")
@click.option("--group", "groups", multiple=True, required=True, help="A group of twenty or more; may be repeated.")
@click.option("--question", "questions", multiple=True, help="Only these, as trap:code-refuge; fewer are told better.")
@click.option("--epsilon", type=float, default=1.0, show_default=True, help="What one contribution may give away.")
@click.option("--until", type=options.Day(), required=True, help="Last day to take part.")
@_TO
def invite(
    name: str,
    organiser: str,
    groups: tuple[str, ...],
    questions: tuple[str, ...],
    epsilon: float,
    until: date,
    target: Path,
) -> None:
    """Write an invitation to hand out."""
    invitation = app.org.invite(name, organiser, groups, target, epsilon=epsilon, ends_on=until, questions=questions)
    output.out(str(target))
    output.note(
        f"{counted(len(invitation.questions), 'question')}, {counted(len(groups), 'group')}, epsilon {epsilon:g}"
    )


@command.command()
@_INVITATION
@click.option("--group", required=True, help="Your group, one of the invitation's.")
@_TO
@click.option("--yes", is_flag=True, help="Do not ask.")
def contribute(invitation: Path, group: str, target: Path, yes: bool) -> None:
    """See exactly what would leave your machine, then say yes or no. podium sends nothing: you hand over the file."""
    session = options.session()
    offer = app.org.offer(session, invitation, group)
    for line in _offered(offer):
        output.out(line)
    if not yes and not click.confirm(f"write it to {target}?", err=True):
        app.org.refuse(session, offer)
        output.note("nothing was written, and nothing was given away")
        return
    app.org.contribute(session, offer, target)
    output.note(f"{target} is yours to hand over; podium sends it nowhere")


def _offered(offer: Offer) -> list[str]:
    lines = ["This file would leave your machine, and nothing else:", "", f"    {offer.text.strip()}", ""]
    lines.append(
        f"One of {counted(len(offer.invitation.questions), 'question')} was drawn by chance, and so was its answer: your true"
        f" answer stands there in {offer.truth:.0f} of 100 draws, each other answer in {offer.other:.0f}."
    )
    lines.append("What that costs in accuracy, at 95 %:")
    for size, width in offer.prices:
        price = f"a share is told to within {width * 100:.0f} points" if width is not None else "cannot tell"
        lines.append(f"    {size:>6,} who take part: {price}")
    if offer.was_written:
        lines.append("You handed this over before; the same file again gives away nothing more.")
    else:
        lines.append(
            f"You gave away epsilon {offer.spent:g} of {app.org.YEAR_EPSILON:g} in the last year; this costs"
            f" {offer.invitation.epsilon:g}."
        )
    return lines


@command.command()
def ledger() -> None:
    """See every invitation you were shown, and what it cost."""
    lines = app.org.ledger().lines
    for line in lines:
        output.out(f"{line.day}  {line.name:<24} {line.state:<8} epsilon {line.spent:g}  {line.contribution.question}")
    output.out(f"given away in the last year: {app.org.spent(options.session()):g} of {app.org.YEAR_EPSILON:g}")


@command.command()
@_INVITATION
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Path(path_type=Path), help="A new .html, .pdf, .md or .docx file.")
@JSON
def report(invitation: Path, folder: Path, target: Path | None, as_json: bool) -> None:
    """Tell how common each trap and practice is, by group of at least twenty, with intervals. There is no drill-down."""
    if target is None and not as_json:
        raise Misuse("say where the report goes", next_step="--to report.html, or --json")
    shares, page = app.org.report(invitation, folder, options.session().today())
    if as_json:
        output.raw(output.to_json(_facts(shares)))
    if target is not None:
        options.write_document(page, target)
    for why, count in shares.not_counted:
        output.note(f"not counted: {counted(count, 'file')}, {why}")


def _facts(release: Release) -> ReportRecord:
    shares = [
        ShareRecord(group.name, question.question, share.answer, share.share, share.low, share.high)
        for group in release.groups
        for question in group.questions
        for share in question.shares
    ]
    took_part = {group.name: group.took_part for group in release.groups}
    return ReportRecord(release.invitation.name, release.invitation.epsilon, took_part, list(release.left_out), shares)
