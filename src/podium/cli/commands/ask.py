"""The five hard questions, each with your own evidence beside the answer and what is against it."""

from __future__ import annotations

from pathlib import Path

import click

from podium import app
from podium.cli import options, output
from podium.cli.options import JOURNAL, JSON
from podium.core.errors import Misuse


@click.command()
@click.argument("words", nargs=-1)
@click.option("--to", "target", type=click.Path(path_type=Path), help="Write a new .pdf, .html, .md or .docx file.")
@click.option("--hand-off", is_flag=True, help="With --to: the text that hands a case to HR (underperformance).")
@click.option("--file", "name", default="", help="With --hand-off: which file of expectations/.")
@JSON
@JOURNAL
def command(
    words: tuple[str, ...], target: Path | None, hand_off: bool, name: str, as_json: bool, folder: Path | None
) -> None:
    """Ask one of five hard questions in your own words; without WORDS, list them.

    \b
      podium ask "should I fire underperformers quickly"
      podium ask how-technical --to how-technical.pdf
    """

    session = options.session(folder)
    if hand_off:
        if target is None:
            raise Misuse("the hand-off is written to a file", next_step="--to hand-off.pdf")
        options.write_document(app.questions.hand_off(session.journal(), name, session.today()), target)
        return
    if not words:
        for question in app.questions.every_question():
            output.out(f"{question.name:<18} {question.title}")
        return
    question = app.questions.find_question(" ".join(words))
    journal = session.journal() if session.journal_folder() is not None else None
    if app.questions.needs_traces(question) and (asked := app.last_look.last_or_none()) is not None:
        with session.mirror(asked) as mirror:
            answer = app.questions.answer(question, journal, mirror, session.today())
    else:
        answer = app.questions.answer(question, journal, None, session.today())
    if target is not None:
        options.write_document(app.questions.page(answer, session.today()), target)
        return
    if as_json:
        own = [{"text": sentence.text, "receipts": list(sentence.receipts)} for sentence in answer.own]
        facts = {"name": question.name, "title": question.title, "seed": question.seed, "own": own}
        facts |= {"answer": list(question.answer), "for": list(question.support), "against": list(question.against)}
        output.raw(output.to_json(facts))
        return
    output.styled([(question.title, "bold")])
    output.out(question.seed)
    _listed("What to do", question.answer)
    _listed("Your own evidence", tuple(" ".join((s.text, *(f"[{r}]" for r in s.receipts))) for s in answer.own))
    _listed("Evidence for it", question.support)
    _listed("Evidence against it", question.against)
    output.note("next: " + ", ".join(f"`{step}`" for step in question.steps))


def _listed(title: str, texts: tuple[str, ...]) -> None:
    output.out("")
    output.styled([(title, "bold")])
    for text in texts:
        output.out(f"  - {text}")
