"""Topics from a real clone: what entered in two quarters, where she was not, what rubs; whom to ask by area alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from clones import Clone
from podium.core.errors import Misuse
from podium.journal import Journal, open_journal
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.programs.mentoring import frictions, topics
from podium.programs.mentoring.mentors import Candidate, candidates, for_area, willing, words
from podium.programs.mentoring.snapshot import held_at
from podium.programs.mentoring.topics import area_of, major_of, propose


def on(day: str, who: str = "ana") -> dict[str, str]:
    stamp = f"{day}T12:00:00+0100"
    name = {"GIT_AUTHOR_NAME": who, "GIT_AUTHOR_EMAIL": f"{who}@example.org"}
    return name | {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    made = Clone.new(tmp_path / "shop")
    made.commit(
        "Begin",
        {"package.json": '{"dependencies": {"react": "^18", "old": "1"}}', "core/a.py": "1", "Makefile": "all:"},
        **on("2025-06-02"),
    )
    made.commit("Pay", {f"pay/{n}.py": "1" for n in range(6)}, **on("2025-09-01", "bo"))
    made.commit("Core", {"core/a.py": "2"}, **on("2026-05-04"))
    made.commit(
        "New",
        {
            "package.json": '{"dependencies": {"react": "^19", "old": "1", "zod": "4"}}',
            "services/go.mod": "module x\nrequire a.org/b v1.0.0\n",
            "node_modules/x/package.json": '{"dependencies": {"foreign": "1"}}',
            ".github/workflows/ci.yml": "jobs: {a: {steps: [{uses: actions/checkout@v5}]}}",
            "bad/package.json": "{",
            **{f"pay/{n}.py": "2" for n in range(6)},
        },
        **on("2026-06-01", "bo"),
    )
    return made.path


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    root = tmp_path / "leadership"
    root.mkdir()
    (root / "journal.toml").write_text("format = 1\n")
    made = open_journal(root)
    made.create("person", "kim", {"relation": "peer"})
    made.create("person", "lou", {"relation": "report"})
    made.create("person", "abe", {"relation": "other"})
    made.create("mentor", "kim", {"person": "kim", "areas": ["pay", "ci"], "yes_on": date(2026, 5, 1)})
    made.create("mentor", "lou", {"person": "lou", "areas": ["pay"], "yes_on": date(2026, 5, 1)})
    made.create("mentor", "abe", {"person": "abe", "areas": ["shop/pay"]})
    made.create("topic", "edge", {"what": "How we ship to the edge", "area": "deploy"})
    return made.fresh()


def look(clone: Path) -> Mirror:
    asked = Scope((clone,), date(2026, 6, 7), 52, me=("ana@example.org",))
    return Mirror(asked, now=datetime(2026, 6, 8, tzinfo=UTC))


def test_what_entered_in_two_quarters_is_offered_by_area(clone: Path, journal: Journal) -> None:
    mirror = look(clone)
    found = propose(mirror, journal)
    mirror.close()
    told = [(topic.area, topic.sort, topic.what) for topic in found.topics]
    assert told == [
        ("deploy", "yours", "How we ship to the edge"),
        ("shop", "major version", "JavaScript: react 18 to 19"),
        ("shop", "new", "1 new JavaScript dependency: zod"),
        ("shop/.github/workflows", "new", "1 new CI step: actions/checkout"),
        ("shop/.github/workflows", "tool", "GitHub Actions"),
        (
            "shop/pay",
            "unseen area",
            "5 to 10 files changed in two quarters, and for a year you wrote and reviewed nothing here",
        ),
        ("shop/services", "new", "1 new Go dependency: a.org/b"),
    ]
    assert [topic.area for topic in found.topics] == sorted(topic.area for topic in found.topics)
    assert found.unread == ("shop: bad/package.json: this manifest cannot be read: JSONDecodeError",)
    assert "bo" not in {word for topic in found.topics for word in topic.receipt.split()}


def test_a_name_that_entered_in_many_files_is_told_once(tmp_path: Path) -> None:
    made = Clone.new(tmp_path / "shop")
    made.commit("Begin", {f"{each}/Gemfile": "gem 'a', '~> 1.0'" for each in "xyz"}, **on("2025-09-01"))
    made.commit("Rise", {f"{each}/Gemfile": "gem 'a', '~> 2.0'\ngem 'b'" for each in "xyz"}, **on("2026-06-01"))
    mirror = look(made.path)
    found = [(topic.area, topic.what, topic.receipt.split(" at ")[0]) for topic in propose(mirror, None).topics]
    mirror.close()
    assert found == [
        ("shop/x", "Ruby: a 1 to 2", "x/Gemfile and 2 more"),
        ("shop/x", "1 new Ruby dependency: b", "x/Gemfile and 2 more"),
    ]


@pytest.mark.parametrize(
    ("version", "major"),
    [
        ("^18.2", 18),
        ("~> 8.0, >= 8.0.1", 8),
        ("22-slim", 22),
        ("v5", 5),
        ("==3.0", 3),
        ("", None),
        ("latest", None),
        ("4be1c0de", None),
        ("20161208", None),
        ("1" * 9, None),
    ],
)
def test_a_major_version_is_the_first_number(version: str, major: int | None) -> None:
    assert major_of(version) == major


def test_a_young_repository_has_nothing_new(tmp_path: Path) -> None:
    made = Clone.new(tmp_path / "young")
    made.commit("Begin", {"package.json": '{"dependencies": {"react": "1"}}'}, **on("2026-06-01"))
    mirror = look(made.path)
    found = propose(mirror, None)
    mirror.close()
    assert found.topics == ()
    assert "nothing can be new" in found.unread[0]


def test_links_and_odd_names_in_the_tree_are_not_followed(tmp_path: Path) -> None:
    made = Clone.new(tmp_path / "odd")
    (made.path / "package.json").symlink_to("/etc/passwd")
    made.commit("Odd", {"a\nb/package.json": '{"dependencies": {"x": "1"}}', "\u202e.md": "1"}, **on("2026-06-01"))
    held = held_at(made.path, 2_000_000_000)
    assert "package.json" not in held.needs
    assert list(held.needs) == ["a\nb/package.json"]


@pytest.mark.parametrize(("path", "area"), [("a.py", "shop"), ("pay/a.py", "shop/pay"), ("x/y/z/a.py", "shop/x/y")])
def test_an_area_is_two_folders_deep(path: str, area: str) -> None:
    assert area_of("shop", path) == area


def test_mentors_are_found_by_area_without_reports_and_in_alphabetical_order(journal: Journal) -> None:
    people = candidates(journal)
    assert [each.id for each in for_area("shop/pay", people)] == ["abe", "kim"]
    assert words("shop/pay", people) == "abe (not asked yet: no yes is written down), kim (said yes on 2026-05-01)"
    assert words("shop/web", people) == "someone who works in shop/web, not a report of yours, who says yes freely"
    assert [each.id for each in for_area("shop/pay", candidates(journal, with_reports=True))] == ["abe", "kim", "lou"]
    assert for_area("payments", people) == ()


@pytest.mark.parametrize(
    ("id", "why"), [("abe", "no consent is written down"), ("lou", "direct report"), ("nobody", "no such mentor")]
)
def test_nobody_teaches_without_a_free_yes(journal: Journal, id: str, why: str) -> None:
    with pytest.raises(Misuse, match=why):
        willing(journal, id, with_reports=False)


def test_a_yes_is_enough(journal: Journal) -> None:
    assert willing(journal, "kim", with_reports=False) == Candidate(
        "kim", "kim", ("pay", "ci"), date(2026, 5, 1), is_report=False
    )


def rubs_of(weeks, text: str) -> list[tuple[str, str, str]]:
    made = weeks(text)
    window = made.window()
    mirror = SimpleNamespace(evidence=made.evidence, window=window, gathered=[])
    return [(one.area, one.sort, one.what) for one in topics._rubs(mirror)]


PEOPLE = ("ana", "bo", "chi", "dee", "eli")


def test_reverts_and_empty_changes_are_told_by_weeks_of_a_group_and_by_number_of_hers_alone(weeks) -> None:
    reverts = [
        f'2026-03-{2 + 4 * n:02d} 09:00+0100 {who} wrote r{n} pay/a.py says=Revert_"x{n}"'
        for n, who in enumerate(PEOPLE)
    ]
    told = rubs_of(weeks, "\n".join(reverts))
    assert told == [("pay", "reverts", "in 3 weeks, changes to files were reverted in two quarters")]
    one = "\n".join(reverts).replace("chi", "bo")
    assert rubs_of(weeks, one) == [], "not of a few"
    hers = "\n".join(f"2026-03-{2 + n:02d} 09:00+0100 ana wrote e{n}" for n in range(5))
    team = "\n".join(f"2026-03-20 09:0{n}+0100 {who} wrote t{n} b.py" for n, who in enumerate(PEOPLE))
    assert [what for _, _, what in rubs_of(weeks, f"{hers}\n{team}")] == [
        "5 empty changes in two quarters: the usual way to start a pipeline again"
    ]


def test_where_she_was_is_what_she_wrote_or_approved(weeks) -> None:
    text = "2026-03-02 09:00+0100 bo wrote c1 b.py\n2026-03-02 10:00+0100 bo wrote c2 c.py reviewed=ana\n"
    made = weeks(text + "2026-03-02 11:00+0100 ana wrote c3 a.py\n")
    rows = made.evidence.ask_hers(frictions.HERS, made.window(), question="areas-of-mine")
    assert [(repo, path) for repo, path, _ in rows] == [("web", "a.py"), ("web", "c.py")]
