"""The Journal pages: every kind is read and written, a diff before saving, another program's words are never lost."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from podium.journal import kinds, open_journal
from web.visitor import Visitor

WIN = "wins/2026-02-20-ledger.md"


def stamp_of(page: str) -> str:
    found = re.search(r'name="stamp" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_a_first_journal_is_made_where_she_says(her: Visitor, tmp_path: Path) -> None:
    assert "A folder of your own words" in her.get("/journal").text
    answer = her.post("/journal", {"folder": str(tmp_path / "mine")})
    assert answer.status_code == 303
    assert (tmp_path / "mine" / "journal.toml").is_file()
    assert her.post("/journal", {"folder": "relative"}).status_code == 422
    assert her.post("/journal", {"folder": "/dev/null/x"}).status_code == 422


@pytest.mark.parametrize("kind", kinds.names())
def test_every_kind_has_its_form_and_its_place_in_the_list(her: Visitor, journal: Path, kind: str) -> None:
    page = her.get("/journal").text
    assert f'id="{kind}"' in page
    form = her.get(f"/journal/{kind}/new").text
    assert form.count("<label") >= 1
    assert f"/journal/{kind}/new" in form


def test_entries_are_called_by_a_title_and_their_day_never_by_a_slug(her: Visitor, journal: Path) -> None:
    (journal / "goals.toml").write_text('[[goal]]\nid = "paid-orders"\ntitle = "More orders paid"\n')
    (journal / "stakeholders").mkdir(exist_ok=True)
    (journal / "stakeholders" / "sam-okafor.md").write_text('+++\nrelation = "peer"\n+++\n')
    page = her.get("/journal").text
    titles = re.findall(r'<li><a href="[^"]*/edit/[^"]+">([^<]+)</a>', page)
    assert {"More orders paid", "Sam Okafor"} <= set(titles)
    assert [title for title in titles if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", title)] == []


def test_a_new_entry_is_written_and_opened(her: Visitor, journal: Path) -> None:
    form = {"date": "2026-02-27", "what": "Support <b>answers</b> in an hour", "credit": "Bo\nChi", "before": "3,5"}
    answer = her.post("/journal/win/new", form)
    assert answer.status_code == 303
    made = {e.id: e.head for e in open_journal(journal).entries("win")}
    entry = next(head for name, head in made.items() if name.startswith("2026-02-27"))
    assert entry.credit == ("Bo", "Chi")
    assert entry.before == 3.5
    page = her.client.get(answer.headers["location"]).text
    assert "<b>answers</b>" not in page
    assert "&lt;b&gt;answers" in page


GOOD = {"date": "2026-02-27", "what": "x"}


@pytest.mark.parametrize(
    "form",
    [
        GOOD | {"date": "soon"},
        {"date": "2026-02-27"},
        GOOD | {"date": "1903-01-01"},
        GOOD | {"before": "many"},
        GOOD | {"entry-id": "../../etc/passwd"},
    ],
)
def test_what_she_typed_stays_when_something_is_wrong(her: Visitor, journal: Path, form: dict[str, str]) -> None:
    before = sorted(journal.rglob("*"))
    answer = her.post("/journal/win/new", form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert html.escape(form["date"]) in answer.text
    assert sorted(journal.rglob("*")) == before


def test_a_change_is_shown_before_it_is_saved(her: Visitor, journal: Path) -> None:
    file = journal / WIN
    before = file.read_bytes()
    page = her.get(f"/edit/{WIN}").text
    text = before.decode().replace("instead of 5", "instead of 6")
    shown = her.post(f"/edit/{WIN}", {"text": text, "stamp": stamp_of(page), "step": "compare"})
    shown = her.client.get(shown.headers["location"])
    assert 'class="plus"' in shown.text
    assert file.read_bytes() == before
    saved = her.post(f"/edit/{WIN}", {"text": text, "stamp": stamp_of(shown.text), "step": "save"})
    assert saved.status_code == 303
    assert file.read_text() == text


def test_another_programs_words_are_never_overwritten(her: Visitor, journal: Path) -> None:
    file = journal / WIN
    page = her.get(f"/edit/{WIN}").text
    mine = file.read_text().replace("instead of 5", "instead of 7")
    theirs = file.read_text() + "\nwritten by another program\n"
    file.write_text(theirs)
    answer = her.post(f"/edit/{WIN}", {"text": mine, "stamp": stamp_of(page), "step": "save"})
    answer = her.client.get(answer.headers["location"])
    assert answer.status_code == 409
    assert file.read_text() == theirs
    assert "instead of 7" in answer.text
    assert "written by another program" in html.unescape(answer.text)
    both = mine + "\nwritten by another program\n"
    saved = her.post(f"/edit/{WIN}", {"text": both, "stamp": stamp_of(answer.text), "step": "save"})
    assert saved.status_code == 303
    assert file.read_text() == both


def test_line_ends_stay_as_the_file_has_them(her: Visitor, journal: Path) -> None:
    file = journal / WIN
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    page = her.get(f"/edit/{WIN}").text
    text = file.read_bytes().decode().replace("instead of 5", "instead of 8")
    her.post(f"/edit/{WIN}", {"text": text, "stamp": stamp_of(page), "step": "save"})
    assert b"instead of 8" in file.read_bytes()
    assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")


OUTSIDE = (
    "../podium/me.toml",
    "/etc/passwd",
    "wins/../../x.md",
    "journal.toml",
    "wins/none.md",
    "wins/%00.md",
    ".git/config",
    "goals.toml/../x",
)


@pytest.mark.parametrize("file", OUTSIDE)
def test_only_files_of_the_journal_can_be_opened(her: Visitor, journal: Path, file: str) -> None:
    assert her.get(f"/edit/{file}").status_code in {404, 409}


def test_a_link_out_of_the_journal_is_not_followed(her: Visitor, journal: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("+++\n+++\nnobody's business\n")
    (journal / "wins" / "link.md").symlink_to(secret)
    assert "nobody" not in her.get("/edit/wins/link.md").text


def test_mistakes_are_named_while_typing(her: Visitor, journal: Path) -> None:
    text = (journal / WIN).read_text().replace("2026-02-20", "someday")
    told = her.client.post(
        her.keys.root + "/api/journal/check",
        json={"file": WIN, "text": text},
        headers={"origin": "http://127.0.0.1:8000", "x-podium-csrf": her.csrf()},
    )
    assert told.status_code == 200
    assert told.json()["notes"]
    assert told.json()["notes"][0]["line"] > 1
