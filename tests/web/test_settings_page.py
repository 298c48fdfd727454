"""Settings as fields: one line of her file changes, everything she wrote beside it stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium.app import me_form
from podium.core.errors import Misuse
from podium.evidence.people import me_file
from podium.system import paths
from searching import examples
from web import demo
from web.visitor import Visitor

HERS = """# my own words
[me]
emails = ["ana@example.org"]   # work
zone = "Europe/Berlin"
leave = [{ from = 2026-08-03, to = 2026-08-14 }]

[[people]]
name = "Bo"
emails = ["bo@example.org"]
"""


def stamp(page: str) -> str:
    found = re.search(r'name="stamp" value="([0-9a-f]*)"', page)
    assert found
    return found[1]


def test_fields_are_written_into_the_file_and_nothing_else_moves(her: Visitor) -> None:
    paths.me_file().write_text(HERS)
    page = her.get("/settings").text
    assert "ana@example.org" in page
    form = {
        "emails": "ana@example.org\nana@home.example",
        "zone": "Europe/Berlin",
        "hours": "Mon-Fri 09:00-17:00",
        "reports": "6",
    }
    assert her.post("/settings", form | {"step": "fields", "stamp": stamp(page)}).status_code == 303
    text = paths.me_file().read_text()
    me = me_file.read(paths.me_file()).me
    assert (me.emails, me.hours, me.reports) == (("ana@example.org", "ana@home.example"), "Mon-Fri 09:00-17:00", 6)
    assert text.startswith("# my own words\n[me]\n")
    assert "leave = [{ from = 2026-08-03, to = 2026-08-14 }]" in text
    assert '[[people]]\nname = "Bo"' in text


def test_without_a_file_the_examples_become_lines(her: Visitor) -> None:
    page = her.get("/settings").text
    assert (
        her.post("/settings", {"hours": "Mon-Thu 08:00-16:00", "step": "fields", "stamp": stamp(page)}).status_code
        == 303
    )
    text = paths.me_file().read_text()
    assert '\nhours = "Mon-Thu 08:00-16:00"\n' in text
    assert "# zone =" in text, "the other examples stay"
    assert me_file.read(paths.me_file()).me.hours == "Mon-Thu 08:00-16:00"


@pytest.mark.parametrize("wrong", [{"hours": "late"}, {"zone": "Mars/Phobos"}, {"reports": "six"}])
def test_what_cannot_be_is_said_and_stays_on_the_page(her: Visitor, wrong: dict[str, str]) -> None:
    paths.me_file().write_text(HERS)
    form = {
        "emails": "ana@example.org",
        "zone": "Europe/Berlin",
        "step": "fields",
        "stamp": stamp(her.get("/settings").text),
    }
    answer = her.post("/settings", form | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert next(iter(wrong.values())) in answer.text
    assert paths.me_file().read_text() == HERS


def test_another_programs_change_is_not_overwritten(her: Visitor) -> None:
    paths.me_file().write_text(HERS)
    old = stamp(her.get("/settings").text)
    paths.me_file().write_text(HERS + "# another program\n")
    assert her.post("/settings", {"hours": "Mon-Fri 09:00-17:00", "step": "fields", "stamp": old}).status_code == 409
    assert paths.me_file().read_text() == HERS + "# another program\n"


def test_it_says_what_counts_as_her_and_why(her: Visitor) -> None:
    page = her.get("/settings").text
    assert "What counts as you" in page
    assert demo.ME in page[page.index("What counts as you") :]


@settings(max_examples=examples(60), deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=["C"]), max_size=30),
    zone=st.sampled_from(["", "Europe/Berlin", "UTC"]),
    emails=st.lists(st.emails(), max_size=3),
    text=st.sampled_from([HERS, me_file.TEMPLATE, "", "[me]\n", "team = ['a@b.example']\n"]),
)
def test_what_is_typed_is_what_is_read(name: str, zone: str, emails: list[str], text: str) -> None:
    typed = {"name": name, "zone": zone, "emails": "\n".join(emails), "integrator": "yes"}
    now = me_file.parse(me_form.change(text, typed), "me.toml")
    assert (now.me.name, now.me.zone, now.me.integrator) == (name.strip(), zone, True)
    assert now.me.emails == tuple(emails)
    assert now.team == me_file.parse(text, "me.toml").team


def test_a_table_in_another_shape_is_left_alone() -> None:
    with pytest.raises(Misuse, match="number"):
        me_form.change(HERS, {"emails": "ana@example.org", "zone": "Europe/Berlin", "reports": "-1"})
    with pytest.raises(Misuse, match="shape"):
        me_form.change("me = { reports = 3 }\n", {"reports": "3", "zone": "UTC"})


def test_a_list_over_several_lines_is_replaced_whole_and_a_comment_stays() -> None:
    text = '[me]\nemails = [\n  "a@b.example", # old\n  "c@d.example",\n]\nzone = "UTC"  # for now\n'
    now = me_form.change(text, {"emails": "e@f.example", "zone": "Europe/Berlin"})
    assert me_file.parse(now, "me.toml").me.emails == ("e@f.example",)
    assert 'zone = "Europe/Berlin"  # for now\n' in now
    assert "a@b.example" not in now
