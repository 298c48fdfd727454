"""The five hard questions, each with your own evidence beside the answer and what is against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from podium.cli import options, output
from podium.cli.papers import JOURNAL, JSON, journal_of, render_to, today_is
from podium.core.errors import Misuse

if TYPE_CHECKING:
    from podium.mirror.look import Asked


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
    from podium.app import questions
    from podium.journal.find import known_journal

    if hand_off:
        if target is None:
            raise Misuse("the hand-off is written to a file", next_step="--to hand-off.pdf")
        render_to(questions.hand_off(journal_of(folder), name, today_is()), target)
        return
    if not words:
        for question in questions.every_question():
            output.out(f"{question.name:<18} {question.title}")
        return
    question = questions.find_question(" ".join(words))
    journal = journal_of(folder) if known_journal(folder) is not None else None
    if questions.needs_traces(question) and (asked := _last_look()) is not None:
        with options.mirror(asked) as mirror:
            answer = questions.answer(question, journal, mirror, today_is())
    else:
        answer = questions.answer(question, journal, None, today_is())
    if target is not None:
        render_to(questions.page(answer, today_is()), target)
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


def _last_look() -> Asked | None:
    from podium.app import last_look

    try:
        return last_look.last()
    except Misuse:
        return None
