"""A month answered on the page, what Today misses of the portfolio, and the copy that leaves without names."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from podium.app import due
from podium.journal import open_journal
from podium.programs import portfolio
from web.visitor import Visitor

FIELDS = ("outcome", "before", "after", "unit", "axis", "for_whom", "worth", "my_part", "credit", "how")


def entry(journal: Path, name: str = "month-end", **more: object) -> str:
    fields = {
        "date": date(2026, 2, 20),
        "outcome": "Finance closes in 2 days, as Bo showed in PAY-12",
        "status": "draft",
        "questions": ["before: What was it?", "unit: Of what?", "for_whom: Who gains?"],
        "credit": ["Bo"],
    }
    open_journal(journal).create(portfolio.KIND, name, {k: v for k, v in (fields | more).items() if v is not None})
    return name


def stamp(page: str) -> str:
    return re.findall(r'name="stamp" value="([0-9a-f]+)"', page)[0]


def test_answers_are_written_and_close_their_questions(her: Visitor, journal: Path) -> None:
    entry(journal)
    page = her.get("/portfolio/month?month=2026-02").text
    assert "What was it?" in page
    form = dict.fromkeys(FIELDS, "") | {
        "outcome": "Finance closes in 2 days",
        "before": "5",
        "unit": "days",
        "credit": "Bo\nChi",
    }
    said = {"month": "2026-02", "step": "answer", "entry": "month-end", "stamp": stamp(page)}
    assert her.post("/portfolio/month", form | said).status_code == 303
    now = open_journal(journal).entry(portfolio.KIND, "month-end")
    assert now is not None
    assert (now.head.before, now.head.unit, now.head.credit) == (5.0, "days", ("Bo", "Chi"))
    assert now.head.questions == ("for_whom: Who gains?",)
    assert now.head.status == "draft"
    again = her.get("/portfolio/month?month=2026-02").text
    ready = {"month": "2026-02", "step": "answer", "entry": "month-end", "stamp": stamp(again), "ready": "yes"}
    assert her.post("/portfolio/month", form | ready).status_code == 303
    done = open_journal(journal).entry(portfolio.KIND, "month-end")
    assert done is not None
    assert (done.head.status, done.head.questions) == ("ready", ())
    assert open_journal(journal).notes() == ()


def test_an_entry_that_changed_meanwhile_is_not_overwritten(her: Visitor, journal: Path) -> None:
    entry(journal)
    old = stamp(her.get("/portfolio/month?month=2026-02").text)
    file = journal / "portfolio" / "month-end.md"
    file.write_text(file.read_text() + "\nthe other program's line\n")
    before = file.read_bytes()
    form = dict.fromkeys(FIELDS, "") | {
        "outcome": "mine <i>",
        "month": "2026-02",
        "step": "answer",
        "entry": "month-end",
    }
    answer = her.post("/portfolio/month", form | {"stamp": old})
    assert answer.status_code == 422
    assert "mine &lt;i&gt;" in answer.text, "her words stay on the page"
    assert file.read_bytes() == before


@pytest.mark.parametrize("wrong", [{"before": "many"}, {"outcome": " "}, {"axis": "fame"}])
def test_an_answer_that_cannot_be_is_said_and_not_written(her: Visitor, journal: Path, wrong: dict[str, str]) -> None:
    entry(journal)
    page = her.get("/portfolio/month?month=2026-02").text
    before = (journal / "portfolio" / "month-end.md").read_bytes()
    form = dict.fromkeys(FIELDS, "") | {"outcome": "x", "month": "2026-02", "step": "answer", "entry": "month-end"}
    assert her.post("/portfolio/month", form | {"stamp": stamp(page)} | wrong).status_code == 422
    assert (journal / "portfolio" / "month-end.md").read_bytes() == before


@pytest.mark.parametrize("month", ["2026", "2026-13", "x", "2026-02-01", "%00"])
def test_a_month_nobody_knows_is_refused(her: Visitor, journal: Path, month: str) -> None:
    assert her.get(f"/portfolio/month?month={month}").status_code == 400


def test_today_names_the_month_that_is_missing_and_the_drafts_that_wait(journal: Path) -> None:
    told = {d.what: d.place for d in due.every(open_journal(journal), date(2026, 2, 27))}
    assert told["Begin your portfolio"] == "/portfolio/month"
    entry(journal, "old", date=date(2025, 11, 20))
    told = {d.what: d.place for d in due.every(open_journal(journal), date(2026, 2, 27))}
    assert "Begin your portfolio" not in told
    assert told["Write the portfolio of 2026-01"] == "/portfolio/month?month=2026-01"
    assert told["Answer what the portfolio asks"] == "/portfolio/month?month=2025-11"


def test_every_name_is_shown_and_decided_before_a_copy_leaves(her: Visitor, journal: Path) -> None:
    assert her.get("/portfolio/carry").status_code == 422, "nothing is ready yet"
    entry(journal, status="ready", questions=None)
    page = her.get("/portfolio/carry").text
    texts = re.findall(r'name="text-\d+" value="([^"]+)"', page)
    assert {"Bo", "PAY-12"} <= set(texts)
    form = {f"text-{n}": text for n, text in enumerate(texts)}
    undecided = her.post("/portfolio/carry", form)
    assert undecided.status_code == 409
    assert "no file was made" in undecided.text
    decided = {f"choice-{n}": "replace" for n, _ in enumerate(texts)} | {
        f"instead-{n}": f"[{n}]" for n, _ in enumerate(texts)
    }
    made = her.post("/portfolio/carry", form | decided)
    assert made.status_code == 200
    assert made.headers["content-disposition"] == 'attachment; filename="portfolio.zip"'
    with zipfile.ZipFile(io.BytesIO(made.content)) as whole:
        text = whole.read("portfolio.md").decode()
        assert whole.read("portfolio.pdf").startswith(b"%PDF")
    assert "Bo" not in text
    assert "PAY-12" not in text
    kept = her.post("/portfolio/carry", form | {f"choice-{n}": "keep" for n, _ in enumerate(texts)})
    with zipfile.ZipFile(io.BytesIO(kept.content)) as whole:
        assert "PAY-12" in whole.read("portfolio.md").decode()


def test_a_word_that_came_in_meanwhile_is_asked_for(her: Visitor, journal: Path) -> None:
    entry(journal, status="ready", questions=None)
    texts = re.findall(r'name="text-\d+" value="([^"]+)"', her.get("/portfolio/carry").text)
    entry(journal, "other", status="ready", questions=None, credit=["Zoe"], outcome="Zoe halved the build")
    form = {f"text-{n}": text for n, text in enumerate(texts)} | {f"choice-{n}": "keep" for n, _ in enumerate(texts)}
    answer = her.post("/portfolio/carry", form)
    assert answer.status_code == 409
    assert 'value="Zoe"' in answer.text
