"""The server as clients meet it: both eras, pipes and loopback, read-only tools with honest schemas, plain refusals."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import httpx2
import jsonschema
import msgspec
import pytest
from click.testing import CliRunner
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from assistants.desk import NOW, PEOPLE, ask, look_at, make, write_journal
from assistants.test_conformance import TOKEN, served
from podium import app
from podium.app import open_mirrors
from podium.app.outside_text import OUTSIDE
from podium.assistants import check, client_settings, loopback, skill
from podium.assistants.server import tools
from podium.cli.main import podium


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("team") / "web", weeks=40)


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_journal(tmp_path / "journal")
    monkeypatch.setenv("PODIUM_JOURNAL", str(root))
    return root


def answer_of(result: Any) -> Any:
    """The JSON a client was sent."""
    return json.loads(result.content[0].text)


def test_every_tool_only_reads_and_says_what_it_takes_and_gives() -> None:
    assert [tool.name for tool in tools()] == [tool.name for tool in app.assistant.TOOLS]
    for tool in tools():
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        for schema in (tool.input_schema, tool.output_schema):
            assert schema is not None
            assert schema["type"] == "object"
            jsonschema.Draft202012Validator.check_schema(schema)
        assert tool.input_schema["additionalProperties"] is False
        assert "path" not in json.dumps(tool.input_schema), "no tool takes a place of this machine"


def test_every_field_said_to_be_from_outside_is_there() -> None:
    for record, fields in OUTSIDE.items():
        assert fields <= set(record.__struct_fields__), record


def test_the_ten_questions_are_answered_or_refused_alike_in_both_eras(team: Path, journal: Path) -> None:
    look_at(team)
    eras = [check.ask_all(era, lambda: NOW) for era in check.ERAS]
    assert len(eras[0]) == 10
    assert [told.text for told in eras[0]] == [told.text for told in eras[1]]
    assert [told.is_error for told in eras[0]] == [told.question.is_refused for told in eras[0]]
    assert all(told.is_as_promised for told in eras[0])
    assert not [name for name in PEOPLE if name in " ".join(told.text for told in eras[0]).lower()]


def test_an_answer_is_the_record_of_the_use_case(team: Path) -> None:
    look_at(team)
    asked = ask(("mirror", {}), ("practice", {"name": "no-code-zone"}))
    look = msgspec.convert(answer_of(asked.answers[0]), app.assistant_records.MirrorAnswer)
    assert look.look.coverage.repositories[0].name == "⟦web⟧"
    assert (
        answer_of(asked.answers[1])["practice"]["title"]
        == app.practices.named(app.session.Session(), "no-code-zone").title
    )


def test_duties_are_found_by_words_and_never_by_a_name(journal: Path) -> None:
    asked = ask(("duties", {}), ("duties", {"words": "promised"}), ("duties", {"words": PEOPLE[0]}))
    every, promised, named = (answer_of(answer)["duties"] for answer in asked.answers)
    assert 0 < len(promised) < len(every)
    assert all("promised" in duty["what"] for duty in promised)
    assert named == []
    assert PEOPLE[0] not in asked.text.lower()
    assert "[colleague 1]" in asked.text


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("mirror", {"person": "bo"}, "unknown field"),
        ("mirror", {"weeks": 0}, "weeks"),
        ("mirror", {"as_of": "0001-01-01"}, "years podium can count"),
        ("why", {}, "name"),
        ("why", {"name": "bo"}, "no flag or signal"),
        ("practice", {"name": "../../etc/passwd"}, "practice"),
        ("portfolio_draft", {"month": "soon"}, ""),
        ("delete_journal", {}, "no tool"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(
    team: Path, journal: Path, tool: str, arguments: dict[str, Any], says: str
) -> None:
    look_at(team)
    (answer,) = ask((tool, arguments)).answers
    assert answer.is_error
    problem = msgspec.convert(answer_of(answer), app.assistant_records.Problem)
    assert says in problem.what
    assert problem.what


def test_before_anything_was_looked_at_the_way_is_told() -> None:
    (answer,) = ask(("mirror", {})).answers
    assert answer.is_error
    assert "podium look" in answer_of(answer)["next_step"]


@pytest.mark.parametrize("era", check.ERAS)
def test_a_client_starts_podium_and_speaks_on_pipes(team: Path, era: str) -> None:
    look_at(team)
    start = StdioServerParameters(
        command=sys.executable, args=["-c", "from podium.cli.main import run; run()", "mcp"], env=dict(os.environ)
    )

    async def talk() -> Any:
        async with Client(start, mode=era) as client:
            return await check.answer_of(client, "mirror", {})

    assert answer_of(anyio.run(talk))["look"]["traps"]


@pytest.mark.server
@pytest.mark.parametrize("era", check.ERAS)
def test_over_http_only_who_has_the_token_is_answered(era: str) -> None:
    with served() as url:

        async def talk() -> Any:
            async with Client(streamable_http_client(url), mode=era) as client:
                return await client.call_tool("practices", {})

        assert answer_of(anyio.run(talk))["practices"]


@pytest.mark.parametrize(
    "sent", [{}, {"authorization": "Bearer "}, {"authorization": f"Basic {TOKEN}"}, {"authorization": "Bearer é"}]
)
def test_without_the_token_nobody_comes_in(sent: dict[str, str]) -> None:
    guarded = loopback.guarded(app.assistant.Visit(), TOKEN)

    async def talk() -> int:
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=guarded), base_url="http://127.0.0.1"
        ) as client:
            headers = {name: value.encode() for name, value in sent.items()}
            return (await client.post("/mcp", json={}, headers=headers)).status_code

    assert anyio.run(talk) == 401


def test_the_token_is_drawn_once_and_is_hers_alone() -> None:
    token = loopback.token()
    assert len(token) >= 43
    assert loopback.token() == token
    assert (app.last_look.file().parent / "assistants-token").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", client_settings.CLIENTS)
def test_the_lines_for_a_client_name_the_program_by_its_full_path(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODIUM_JOURNAL", "/her/journal")
    printed = CliRunner().invoke(podium, ["mcp", "--print", name])
    assert printed.exit_code == 0
    assert Path(client_settings.how_to_start().command).is_absolute()
    assert client_settings.how_to_start().command in printed.stdout
    assert "/her/journal" in printed.stdout


@pytest.mark.parametrize("name", client_settings.CLIENTS)
def test_the_lines_for_an_address_carry_the_token(name: str) -> None:
    printed = CliRunner().invoke(podium, ["mcp", "--http", "--print", name])
    if client_settings.CLIENTS[name].lines_of_address is None:
        assert printed.exit_code != 0
        return
    assert printed.exit_code == 0, printed.output
    assert f"http://127.0.0.1:{loopback.PORT_IN_SETTINGS}/mcp" in printed.stdout
    assert f"Bearer {loopback.token()}" in printed.stdout
    assert f"--port {loopback.PORT_IN_SETTINGS}" in printed.stderr


@pytest.mark.server
def test_the_printed_address_and_header_are_those_the_server_answers(team: Path) -> None:
    """The settings of a client, parsed as the client does, lead to the running `podium mcp --http`."""
    look_at(team)
    with socket.create_server((loopback.HOST, 0)) as held:
        port = held.getsockname()[1]
    printed = CliRunner().invoke(podium, ["mcp", "--http", "--port", str(port), "--print", "cursor"])
    settings = json.loads(printed.stdout)["mcpServers"]["podium"]
    running = subprocess.Popen(
        [sys.executable, "-c", "from podium.cli.main import run; run()", "mcp", "--http", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline().strip() == settings["url"]

        async def talk() -> Any:
            async with (
                httpx2.AsyncClient(headers=settings["headers"], timeout=60) as line,
                Client(streamable_http_client(settings["url"], http_client=line)) as client,
            ):
                return await check.answer_of(client, "mirror", {})

        assert answer_of(anyio.run(talk))["look"]["traps"]
    finally:
        running.terminate()
        running.communicate(timeout=30)


def test_while_it_is_reading_a_client_is_told_so_and_then_has_its_answer(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(team)
    monkeypatch.setattr(app.assistant, "PATIENCE_S", 0.01)
    visit = app.assistant.Visit(lambda: NOW)
    with visit.mirrors.closing():
        with open_mirrors._ONE_READS, pytest.raises(app.assistant.StillReading) as reading:
            app.assistant.ask(visit, "mirror", {})
        assert app.assistant.problem(reading.value).is_reading
        monkeypatch.setattr(app.assistant, "PATIENCE_S", 600.0)
        assert app.assistant.ask(visit, "mirror", {})


def test_a_client_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(app.assistant.Misuse, match="knows no client"):
        CliRunner().invoke(podium, ["mcp", "--print", "abacus"], catch_exceptions=False, standalone_mode=False)
    assert CliRunner().invoke(podium, ["mcp", "--print", "list"]).stdout.split() == list(client_settings.CLIENTS)


def test_the_skill_names_every_tool_and_no_other() -> None:
    text = CliRunner().invoke(podium, ["mcp", "--skill"]).stdout
    assert text.strip() == skill.read().strip()
    assert [tool.name for tool in app.assistant.TOOLS if f"`{tool.name}`" not in text] == []


def test_check_shows_the_questions_and_what_a_client_was_told(team: Path, journal: Path) -> None:
    look_at(team)
    printed = CliRunner().invoke(podium, ["mcp", "--check"])
    assert printed.exit_code == 0, printed.output
    for question in app.assistant_questions.QUESTIONS:
        assert question.words in printed.stdout
    assert printed.stdout.count("refused: ") == 3
