"""Terminal, JSON, page and assistant are asked the same, and hold back the same."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistants.desk import NAMES, ask, look_at, make
from nightly import IS_NIGHT, by_day
from payload import MirrorsOfOneState
from podium import signals, traps
from podium.app import mirrors
from podium.app.assistant_records import BEGIN, END
from podium.cli.main import podium
from web.visitor import Visitor, fresh_app

# World -> how many others there are, and who is on her list; nobody means everybody.
WORLDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "eight people": (7, ()),
    "four people": (3, ()),
    "a list of one": (7, ("bo",)),
    "a list of five": (7, ("bo", "chi", "dee", "eli", "fay")),
}
NAMED = [signal.name for signal in signals.every()] + [flag.name for trap in traps.every() for flag in trap.flags]
# Each of these opens the repositories anew at the terminal: by day one of hers, one finding and one of the group.
OF_GROUPS = [signal.name for signal in signals.every() if signal.is_group]
AT_THE_TERMINAL = ["own-share", "absence", OF_GROUPS[0], *(["late-share", OF_GROUPS[1]] if IS_NIGHT else [])]
ABOUT_OTHERS = set(OF_GROUPS)


@pytest.fixture(scope="module")
def teams(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The repositories, by how many others write in them."""
    return {n: make(tmp_path_factory.mktemp(f"of{n}") / "web", names=NAMES, people=n) for n in (3, 7)}


@dataclass
class Answers:
    """What each surface says to the same question."""

    people: int
    terminal: dict[str, str]
    as_json: dict[str, Any]
    page: dict[str, str]
    page_json: dict[str, Any]
    assistant: dict[str, Any]


def run(*words: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(podium, words)
    assert done.exit_code == 0, done.output
    return done.stdout


def wait(her: Visitor, path: str) -> Any:
    """The answer when the reading is over."""
    answer = her.ask(path)
    while answer.status_code == 202:
        her.settle()
        answer = her.ask(path)
    return answer


def plain(value: Any) -> Any:
    """An assistant's answer without the marks of what comes from outside."""
    if isinstance(value, str):
        return value.removeprefix(BEGIN).removesuffix(END)
    if isinstance(value, list):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.items()} if isinstance(value, dict) else value


# By day the two at the edge: four, who are the whole team, and five, who are a list of it.
@pytest.fixture(params=by_day(WORLDS, "four people", "a list of five"))
def answers(
    request: pytest.FixtureRequest, teams: dict[int, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Answers]:
    """Every surface asked about everything; each keeps its own mirror open while it is asked."""
    at_the_terminal = MirrorsOfOneState()
    monkeypatch.setattr(mirrors, "Mirror", at_the_terminal.of_today)
    others, listed = WORLDS[request.param]
    team = tmp_path / "team.txt"
    team.write_text("".join(f"{NAMES[who]}@example.org\n" for who in listed))
    look_at(teams[others], team=team if listed else None)
    assistant = ask(("mirror", {}), *(("why", {"name": name, "most": 200}) for name in NAMED))
    told = [json.loads(answer.content[0].text) for answer in assistant.answers]  # type: ignore[union-attr]
    her = Visitor(*fresh_app()).enter()
    page = {name: her.get(f"/why/{name}").text for name in AT_THE_TERMINAL} | {"": her.get("/mirror").text}
    page_json = {name: wait(her, f"/api/why/{name}").json() for name in NAMED} | {"": wait(her, "/api/look").json()}
    with her.room.closing():
        pass
    looked = ["look", str(teams[others]), "--me", "ana@example.org", *(["--team", str(team)] if listed else [])]
    yield Answers(
        people=len(listed) or others + 1,
        terminal={name: run("why", name) for name in AT_THE_TERMINAL} | {"": run(*looked)},
        as_json={name: json.loads(run("why", name, "--json")) for name in AT_THE_TERMINAL}
        | {"": json.loads(run(*looked, "--json"))},
        page=page,
        page_json=page_json,
        assistant={name: answer["receipt"] for name, answer in zip(NAMED, told[1:], strict=True)}
        | {"": told[0]["look"]},
    )
    at_the_terminal.close()


def suppressed(receipt: Any) -> list[tuple[Any, ...]]:
    """What a receipt holds back: value, reason, rows."""
    return [
        (line["signal"], line["value"], line["why_none"], line["n"], len(line["events"][:200]))
        for line in receipt["lines"]
    ]


def test_every_surface_holds_back_the_same(answers: Answers) -> None:
    for name in NAMED:
        assert suppressed(answers.assistant[name]) == suppressed(answers.page_json[name]), name
    for name in AT_THE_TERMINAL:
        assert suppressed(answers.as_json[name]) == suppressed(answers.page_json[name]), name
        words = " ".join(html.unescape(re.sub(r"<[^>]*>", "", answers.page[name])).split())
        if any(line["why_none"] for line in answers.as_json[name]["lines"]):
            assert "not known yet" in answers.terminal[name], name
            assert "not known yet" in words, name
    look = answers.as_json[""] | {"reminders": None}
    assert answers.page_json[""] | {"reminders": None} == look
    assert plain(answers.assistant[""] | {"reminders": None}) == look
    for trap in look["traps"]:
        assert trap["title"] in answers.terminal[""]
        assert html.escape(trap["title"]) in answers.page[""]
    everything = json.dumps([answers.terminal, answers.as_json, answers.page, answers.page_json, answers.assistant])
    assert not [name for name in NAMES.values() if name in everything.lower()]
    if answers.people < 5:
        for name in ABOUT_OTHERS:
            for surface in (answers.page_json, answers.assistant):
                (line,) = surface[name]["lines"]
                assert line["why_none"], name
                assert not [row for row in line["events"] if row.get("counted") or row.get("week")], name
