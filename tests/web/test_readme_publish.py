"""The README published on the page: refused until it is ready, every version as files, what changed since one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from podium.journal import open_journal
from podium.programs.readme.page import FILE
from podium.programs.readme.questions import QUESTIONS
from web.visitor import Visitor

ANSWERS = {q.key: q.usual or (f"{q.example}" if q.example else "Tell me.") for q in QUESTIONS} | {
    "name": "Ana",
    "promises": "no commits on weekends",
}


@pytest.fixture
def written(her: Visitor, journal: Path) -> Path:
    assert her.post("/readme/draft", ANSWERS).status_code == 303
    return journal / FILE


def test_a_page_with_blanks_is_not_published_and_says_why(her: Visitor, journal: Path) -> None:
    her.post("/readme/draft", {"name": "Ana"})
    page = her.get("/readme/publish").text
    assert "to mend first" in page
    assert "Publish version 1" not in page
    assert her.post("/readme/publish", {}).status_code == 422
    assert not open_journal(journal).entries("readme-version")
    assert her.get("/readme/file?format=md").content.startswith(b"# ")


def test_versions_are_kept_with_their_files_and_what_changed(her: Visitor, written: Path, journal: Path) -> None:
    assert her.post("/readme/publish", {}).headers["location"].endswith("told=published")
    for form, start in (("md", b"# "), ("html", b"<!doctype"), ("a4.pdf", b"%PDF"), ("us-letter.pdf", b"%PDF")):
        made = her.get(f"/readme/file?version=1&format={form}")
        assert made.content.lower().startswith(start.lower()), form
        assert made.headers["content-disposition"] == f'attachment; filename="manager-readme-v1.{form}"'
    text = written.read_text()
    written.write_text(text.replace("Chat within half a day.", "Chat within an hour."))
    page = her.get("/readme/publish").text
    assert "What changed since version 1" in page
    assert re.search(r'class="plus".*Chat within an hour\.', page)
    assert re.search(r'class="minus".*Chat within half a day\.', page)
    assert her.post("/readme/publish", {}).status_code == 303
    assert "Chat within an hour." not in her.get("/readme/file?version=1&format=md").text
    assert "Since version 1:" in her.get("/readme/file?version=2&format=md").text
    assert "Chat within an hour" in her.get("/readme/publish?since=v1").text


def test_a_file_nobody_knows_is_refused(her: Visitor, written: Path) -> None:
    for query in ("format=exe", "version=9&format=md", "version=../x&format=md", "version=1;2&format=md", ""):
        assert her.get(f"/readme/file?{query}").status_code == 400, query


def test_what_saving_changes_is_shown_first(her: Visitor, written: Path) -> None:
    before = written.read_text()
    stamp = re.findall(r'name="stamp" value="([0-9a-f]+)"', her.get("/readme").text)[0]
    form = {"text": before.replace("Ana", "Ada <i>"), "stamp": stamp}
    compared = her.post("/readme", form)
    assert compared.status_code == 200
    assert 'class="plus"' in compared.text
    assert "Ada &lt;i&gt;" in compared.text
    assert written.read_text() == before
    assert her.post("/readme", {"text": before, "stamp": stamp}).headers["location"].endswith("told=same")
    assert her.post("/readme", form | {"step": "save"}).status_code == 303
    assert "Ada <i>" in written.read_text()


def test_what_is_known_is_offered_with_where_it_is_from_and_kept_with_it(her: Visitor, journal: Path) -> None:
    her.get("/readme")
    her.settle()
    page = her.get("/readme").text
    assert "Known from:" in page
    offered = dict(re.findall(r'<textarea id="q-([a-z_]+)"[^>]*>([^<]+)</textarea>', page))
    assert her.post("/readme/draft", {q.key: offered.get(q.key, "") for q in QUESTIONS}).status_code == 303
    text = (journal / FILE).read_text()
    assert "podium why" in text, "the receipt stands beside the sentence, in a comment for her"
