"""Five hard questions, each with your own evidence beside the answer and against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from podium import app
from podium.cli import options, output
from podium.cli.options import JOURNAL, JSON
from podium.core.errors import Misuse

if TYPE_CHECKING:
    from datetime import time

    from podium.app.questions import Answer, Question
    from podium.app.session import Session
    from podium.mirror.look import Scope


class SentenceRecord(msgspec.Struct, frozen=True):
    """A sentence about your own evidence, and what shows it."""

    text: str
    receipts: list[str]


class AnswerRecord(msgspec.Struct, frozen=True, rename={"support": "for"}):
    """The answer to a question, for `--json`."""

    name: str
    title: str
    seed: str
    answer: list[str]
    own: list[SentenceRecord]
    support: list[str]
    against: list[str]


@click.command()
@click.argument("words", nargs=-1)
@click.option("--to", "target", type=click.Path(path_type=Path), help="Write a new .pdf, .html, .md or .docx file.")
@click.option("--remind", is_flag=True, help="Put reviews and follow-ups to come into the calendar, without a name.")
@click.option(
    "--at", type=options.Hour(), default="10:00", show_default=True, help="With --remind: when, on your clock."
)
@click.option(
    "--calendar", "calendar", default="feed", metavar="WHERE", help="With --remind: FILE.ics, a CalDAV label, or feed."
)
@options.ZONE
@click.option("--hand-off", is_flag=True, help="With --to: the text that hands a case to HR (underperformance).")
@click.option("--file", "name", default="", help="With --hand-off: which file of expectations/.")
@JSON
@JOURNAL
def command(words: tuple[str, ...], folder: Path | None, **named: Any) -> None:
    """Ask one of five hard questions in your own words; without WORDS, list them.

    \b
      podium ask "should I fire underperformers quickly"
      podium ask how-technical --to how-technical.pdf
      podium ask underperformance --remind
    """
    session = options.session(folder)
    if named["hand_off"]:
        if named["target"] is None:
            raise Misuse("the hand-off is written to a file", next_step="--to hand-off.pdf")
        document = app.questions.hand_off(session.journal(), named["name"], session.today())
        options.write_document(document, named["target"])
        return
    if not words:
        for question in app.questions.every_question():
            output.out(f"{question.name:<18} {question.title}")
        return
    question = app.questions.find_question(" ".join(words))
    if named["remind"]:
        _remind(session, question, named["at"], named["zone"], named["calendar"])
        return
    answer = _answer(session, question)
    if named["target"] is not None:
        options.write_document(app.questions.page(answer, session.today()), named["target"])
    elif named["as_json"]:
        output.raw(output.to_json(_facts(answer)))
    else:
        _print(answer)


def _answer(session: Session, question: Question) -> Answer:
    journal = session.journal() if session.has_journal() else None
    scope = _last_look() if app.questions.needs_traces(question) else None
    if scope is None:
        return app.questions.answer(question, journal, None, session.today())
    with session.mirror(scope) as mirror:
        return app.questions.answer(question, journal, mirror, session.today())


def _facts(answer: Answer) -> AnswerRecord:
    question = answer.question
    return AnswerRecord(
        name=question.name,
        title=question.title,
        seed=question.seed,
        answer=list(question.answer),
        own=[SentenceRecord(text=sentence.text, receipts=list(sentence.receipts)) for sentence in answer.own],
        support=list(question.support),
        against=list(question.against),
    )


def _print(answer: Answer) -> None:
    question = answer.question
    output.styled([(question.title, "bold")])
    output.out(question.seed)
    _listed("What to do", question.answer)
    _listed("Your own evidence", tuple(" ".join((s.text, *(f"[{r}]" for r in s.receipts))) for s in answer.own))
    _listed("Evidence for it", question.support)
    _listed("Evidence against it", question.against)
    output.note("next: " + "; ".join(question.steps))


def _remind(session: Session, question: Question, at: time, zone: str, calendar: str) -> None:
    blocks = app.questions.reminders(session, question, at, session.zone(zone))
    for outcome in app.calendars.write(session, blocks, app.calendars.choose_one(session, calendar)):
        output.out(f"{outcome.what:<16}  {outcome.hours}  {outcome.title}")
    output.note(f"`podium calendar undo {blocks[0].practice}` takes them back")


def _listed(title: str, texts: tuple[str, ...]) -> None:
    output.out("")
    output.styled([(title, "bold")])
    for text in texts:
        output.out(f"  - {text}")


def _last_look() -> Scope | None:
    try:
        return app.last_look.last()
    except Misuse:
        return None
