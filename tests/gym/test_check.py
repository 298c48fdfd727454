"""Every bundled scenario is proved; the checker finds each design fault it is there for."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from podium import traps
from podium.gym import check, explore, library
from podium.gym.parse import parse, read
from podium.gym.scenario import Scenario
from podium.gym.template import TEMPLATE

TRAPS = frozenset(trap.name for trap in traps.every())
BUNDLED = library.bundled()


def changed(*changes: tuple[str, str]) -> Scenario:
    """The template with parts replaced; each has to be there."""
    text = TEMPLATE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read(text.encode(), "changed")


def mistakes(*changes: tuple[str, str], people: tuple[str, ...] = ()) -> str:
    return "\n".join(check.check(changed(*changes), traps=TRAPS, people=people).mistakes)


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_a_bundled_scenario_is_ready(name: str) -> None:
    verdict = check.check(BUNDLED[name], traps=TRAPS)
    assert verdict.mistakes == ()
    assert verdict.random <= check.MOST_RANDOM
    assert all(path for _, path in verdict.paths), "every ending has its shortest path"


def test_the_season_is_ten_at_least_and_covers_the_five_traps() -> None:
    assert len(BUNDLED) >= 10
    assert TRAPS - {each.trap for each in BUNDLED.values()} == set(), "write a scenario for each in gym/scenarios/"
    for key in ("fact", "called"):
        times = Counter(getattr(each, key) for each in BUNDLED.values())
        assert [name for name, n in times.items() if n > 1] == [], f"two scenarios share their {key}; change one"


def test_the_template_passes_as_it_stands() -> None:
    assert mistakes() == ""


def test_an_ending_or_a_reaction_nobody_reaches_is_found() -> None:
    assert "the ending polite cannot be reached" in mistakes(("=> polite if commit >= 3\n", ""))
    assert "nothing brings the reaction: Thanks." in mistakes(("~ label: Thanks.", "~ label & guard < 0: Thanks."))


def test_a_best_ending_that_needs_no_listening_is_found() -> None:
    found = mistakes(
        ("must: gap = observe | expect; hear-her = ask.open & reflect; next-step = commit", "must: gap = expect"),
        ("& fact & gap & hear-her & next-step", "& gap"),
        ("guard <= 3 & trust >= 5", "trust >= 1"),
    )
    assert "agreed can be reached without an open question" in found
    assert "agreed can be reached without saying back what was meant" in found


def test_a_line_that_would_take_the_told_fact_back_is_found() -> None:
    assert "can still be said; add `& not fact`: Maybe." in mistakes(
        ("~ reflect & not fact: Maybe.", "~ reflect: Maybe.")
    )


def test_a_must_that_does_not_bind_is_found() -> None:
    assert "agreed can be reached without next-step" in mistakes((" & next-step\n", "\n"))


def test_reflexes_that_win_are_found() -> None:
    easy = [
        ("=> leaves if guard >= 9\n", ""),
        ("=> leaves if guard >= 8\n", ""),
        ("& fact & gap & hear-her & next-step", ""),
    ]
    found = mistakes(*easy, ("guard <= 3 & trust >= 5", "turn >= 1"))
    assert "always picking the first reply reaches agreed" in found
    assert "blind picks reach agreed in" in found


def test_one_line_that_wins_when_said_over_and_over_is_found() -> None:
    found = mistakes(("guard <= 3 & trust >= 5 & fact & gap & hear-her & next-step", "turn >= 4"))
    assert "said over and over, one line wins" in found


def test_a_tag_the_rules_do_not_hear_and_harm_nobody_tagged_are_found() -> None:
    assert "reflect is not heard in: Tell me the rest." in mistakes(
        ("It sounds like there is something behind it.", "Tell me the rest.")
    )
    assert "blame is heard, and not tagged, in" in mistakes(
        (
            "- [commit] I'll ask who changed the plan and tell you by Friday.",
            "- [commit] It's your fault, I'll tell you more by Friday.",
        )
    )


def test_lines_that_are_too_long_and_lengths_that_give_it_away_are_found() -> None:
    assert "characters, at most 140" in mistakes(("> You wanted to see me?", "> " + "You wanted to see me? " * 9))
    assert "length gives the answer away" in mistakes(("You keep missing the dates we gave.", "You keep missing."))


def test_nobody_of_her_journal_is_the_counterpart() -> None:
    assert "called like somebody in your journal (Iris Berg)" in mistakes(people=("Iris Berg", "Bo"))
    assert mistakes(people=("Bo", "Sam")) == ""


def test_a_trap_there_is_none_of_is_found() -> None:
    assert "'yoga' is not a trap" in mistakes(("trap: eq-blind-spots", "trap: yoga"))


def test_without_a_line_that_tells_the_fact_it_is_found() -> None:
    assert "no line tells the hidden fact" in mistakes(
        ("~! reflect", "~ reflect"), ("=> close if fact |", "=> close if"), ("& fact &", "&")
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("mood: trust 4", "mood: trst 4", "mood", "is not a mood"),
        ("- [blame]", "- [blam]", "- [blam]", "is not a move"),
        ("~ else: What is this about?\n", "", "## open", "no answer to everything else"),
        ("=> polite", "=> plite", "=> plite", "no beat or ending called plite"),
        ("if guard >= 9", "if gard >= 9", "if gard", "cannot be asked"),
        ("turns: 10 => stalled", "turns: 10", "turns", "how many and which ending"),
        ("> Sure.", "- [own] Sure.", "- [own] Sure", "only lines that start with >"),
        ("## END polite", "## END Polite", "## END Polite", "is not a name"),
        ("temper: blame guard+1", "temper: blame guard up", "temper", "is not a temper"),
        ("next-step = commit", "next-step = trust >= 2", "must:", "asks for more than moves"),
        ("talk: 1", "talk: 2", "talk", "another podium"),
        ("talk: 1", "talk: 1\nfigure: boss", "figure", "is nobody in the room"),
    ],
)
def test_a_mistake_of_grammar_is_told_with_its_line(old: str, new: str, line: str, what: str) -> None:
    assert old in TEMPLATE
    text = TEMPLATE.replace(old, new, 1)
    scenario, notes = parse(text.encode(), "x")
    assert scenario is None
    hits = [note for note in notes if what in note.what]
    assert hits, notes
    assert text.splitlines()[hits[0].line - 1].startswith(line) or line in text.splitlines()[hits[0].line - 1]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"# x\n" * 30_000, b"## a\n## a\n", b"\0", b"=> a if b\n"])
def test_rubbish_is_a_note_and_never_a_crash(data: bytes) -> None:
    scenario, notes = parse(data, "x")
    assert scenario is None
    assert notes


def test_a_scenario_that_branches_without_end_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore, "MOST_STATES", 50)
    assert re.search(r"more than 50 states", mistakes())
