"""The README page: drafted by interview, saved with remarks, never over another program's words."""

from __future__ import annotations

import re
from pathlib import Path

from podium.programs.readme.page import FILE
from podium.programs.readme.questions import QUESTIONS
from web.visitor import Visitor


def test_an_interview_becomes_a_page_and_its_remarks_stay_hers(her: Visitor, journal: Path) -> None:
    assert QUESTIONS[0].asks.split()[0] in her.get("/readme").text
    first = her.post("/readme/draft", {QUESTIONS[0].key: "Ana <script>"})
    assert first.status_code == 303
    page = her.get("/readme").text
    assert "<script>" not in page
    assert f'name="{QUESTIONS[2].key}"' in page
    assert her.post("/readme/fill", {QUESTIONS[2].key: "I clear the way."}).status_code == 303
    page = her.get("/readme").text
    assert f'name="{QUESTIONS[2].key}"' not in page
    assert "I clear the way." in page
    stamp = re.findall(r'name="stamp" value="([0-9a-f]+)"', page)[0]
    text = (journal / FILE).read_text() + "\nI answer within a day.\n"
    assert her.post("/readme", {"text": text, "stamp": stamp, "step": "save"}).status_code == 303
    assert (journal / FILE).read_text() == text
    (journal / FILE).write_text("another program's\n")
    for step in ("compare", "save"):
        assert her.post("/readme", {"text": "mine", "stamp": stamp, "step": step}).status_code == 409
    assert (journal / FILE).read_text() == "another program's\n"
    assert her.get("/readme/file?format=html").headers["content-disposition"].startswith("attachment")


def test_one_part_is_changed_alone_and_never_over_another_program(her: Visitor, journal: Path) -> None:
    her.post("/readme/draft", {QUESTIONS[0].key: "Ana", "job": "I clear the way.", "hours": "Nine to five."})
    before = (journal / FILE).read_text()
    stamp = re.findall(r'name="stamp" value="([0-9a-f]+)"', her.get("/readme").text)[0]
    form = {"part": "job", "words": "I listen first.", "stamp": stamp}
    assert her.post("/readme/part", form).status_code == 303
    after = (journal / FILE).read_text()
    assert "I listen first." in after
    assert "Nine to five." in after
    assert [line for line in before.split("\n") if line.startswith("## ")] == [
        line for line in after.split("\n") if line.startswith("## ")
    ]
    late = her.post("/readme/part", form | {"words": "I shout <b>."})
    assert late.status_code == 409
    assert "I shout &lt;b&gt;." in late.text, "what was typed stays on the page"
    assert (journal / FILE).read_text() == after
