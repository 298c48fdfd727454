"""Her own sessions: times and repository folders, and no field that could hold a sentence."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from click.testing import CliRunner

from clones import Clone
from loopback import Clockwork
from podium.cli.main import podium
from podium.connections import sync
from podium.core.errors import CannotRead
from podium.evidence.people.me_file import MeFile
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.signals import named
from podium.sources import agents, load
from podium.system import paths

SECRET = "the words she typed"


def line(at: str, cwd: str, **more: Any) -> str:
    said = {"role": "user", "content": SECRET}
    return json.dumps(
        {"type": "user", "timestamp": at, "cwd": cwd, "message": said, "uuid": "u", "gitBranch": "main"} | more
    )


def sessions(folder: Path, *lines: str) -> Path:
    place = folder / "-x-web" / "1.jsonl"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("".join(f"{one}\n" for one in lines))
    return folder


def read_all(folder: Path, database: Path = Path("/nowhere")) -> list[Any]:
    settings = {"folder": str(folder), "database": str(database)}
    return [event for page in load("agents").read(settings, None, {}, Clockwork().wire()) for event in page.events]


def leaves(kind: Any) -> list[Any]:
    """Every type a record of this kind can hold, down to the last field."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [leaf for hint in get_type_hints(kind, include_extras=True).values() for leaf in leaves(hint)]
    if get_origin(kind) is Literal or kind is agents.Folder or not get_args(kind):
        return [kind]
    return [leaf for part in get_args(kind) for leaf in leaves(part)]


def test_the_reader_cannot_represent_text() -> None:
    every = [leaf for kind in (agents.Prompt, agents._Line, agents._Answer) for leaf in leaves(kind)]
    assert {datetime, bool} <= set(every)
    for leaf in every:
        assert get_origin(leaf) is Literal or leaf is agents.Folder or leaf in {datetime, bool, type(None)}, leaf
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(SECRET, agents.Folder)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert("/x\n" + SECRET, agents.Folder)


@pytest.mark.parametrize(
    ("more", "is_hers"),
    [
        ({}, True),
        ({"message": {"role": "user", "content": [{"type": "text", "text": SECRET}]}}, True),
        ({"message": {"role": "user", "content": [{"type": "tool_result", "content": SECRET}]}}, False),
        ({"toolUseResult": {"stdout": SECRET}}, False),
        ({"toolUseResult": "Error: " + SECRET}, False),
        ({"isSidechain": True}, False),
        ({"isMeta": True}, False),
        ({"type": "assistant"}, False),
        ({"cwd": SECRET}, False),
        ({"timestamp": "yesterday"}, False),
    ],
)
def test_only_what_she_typed_is_a_prompt(more: dict[str, Any], is_hers: bool) -> None:
    told = json.loads(line("2026-03-03T00:30:00.000Z", "/x/web")) | more
    found = agents.prompt_of(json.dumps(told).encode())
    assert (found is not None) is is_hers


def test_times_and_the_repositorys_folder_and_nothing_else(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    clone.commit("one", {"src/a.py": "1\n"})
    clone.git("worktree", "add", "-q", str(tmp_path / "elsewhere" / "tree-7"))
    logs = sessions(
        tmp_path / "logs",
        line("2026-03-03T00:30:00.000Z", str(tmp_path / "web" / "src")),
        line("2026-03-03T00:31:00.000Z", str(tmp_path / "elsewhere" / "tree-7")),
        line("2026-03-03T00:32:00.000Z", "/gone/shop"),
        "{broken",
    )
    found = read_all(logs)
    assert [(e.ts.minute, e.container, e.verb) for e in found] == [
        (30, "web", "prompted"),
        (31, "web", "prompted"),
        (32, "shop", "prompted"),
    ]
    for event in found:
        said = json.dumps(msgspec.to_builtins(event))
        assert SECRET not in said
        assert str(tmp_path) not in said
        assert (event.title, event.scope) == ("", "self")


def database(place: Path) -> Path:
    with sqlite3.connect(place) as db:
        db.execute(
            "create table sessions (id text, agent text, cwd text, first_message text, is_automated int default 0, deleted_at text)"
        )
        db.execute(
            "create table messages (session_id text, role text, content text, timestamp text, is_system int default 0)"
        )
        db.executemany(
            "insert into sessions values (?, ?, ?, ?, ?, null)",
            [
                ("1", "codex", "/x/web", SECRET, 0),
                ("2", "claude", "/x/web", SECRET, 0),
                ("3", "codex", "/x/web", "", 1),
            ],
        )
        db.executemany(
            "insert into messages values (?, ?, ?, ?, ?)",
            [
                ("1", "user", SECRET, "2026-03-04T01:00:00Z", 0),
                ("1", "assistant", SECRET, "2026-03-04T01:01:00Z", 0),
                ("1", "user", SECRET, "2026-03-04T01:02:00Z", 1),
                ("2", "user", SECRET, "2026-03-04T02:00:00Z", 0),
                ("3", "user", SECRET, "2026-03-04T03:00:00Z", 0),
            ],
        )
    return place


def test_agentsview_tells_of_all_other_agents(tmp_path: Path) -> None:
    place = database(tmp_path / "sessions.db")
    assert [event.ts.hour for event in read_all(tmp_path / "none", place)] == [1, 2]
    logs = sessions(tmp_path / "logs", line("2026-03-03T00:30:00.000Z", "/gone/shop"))
    assert [event.ts.hour for event in read_all(logs, place)] == [0, 1], "its own folder tells Claude Code's"


def test_neither_is_there(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="neither Claude Code's sessions"):
        read_all(tmp_path / "none")


def test_something_else_than_a_database(tmp_path: Path) -> None:
    place = tmp_path / "sessions.db"
    place.write_text("no database")
    with pytest.raises(CannotRead, match="cannot be read"):
        read_all(tmp_path / "none", place)


# -- connected ------------------------------------------------------------------------------------------------------


def connect(folder: Path) -> None:
    run = CliRunner().invoke(podium, ["connect", "agents", str(folder)])
    assert run.exit_code == 0, run.output
    sync.run(sync.connection("agents"), MeFile(), Clockwork().wire(), None)


def night_clone(place: Path) -> Path:
    clone = Clone.new(place)
    agent = {"NAME": "copilot-swe-agent[bot]", "EMAIL": "198982749+Copilot@users.noreply.github.com"}
    for day in range(2, 28):
        noon = {f"GIT_{role}_DATE": f"2026-03-{day:02d}T12:00:00+0100" for role in ("AUTHOR", "COMMITTER")}
        clone.commit(f"fix: {day}", {"own.txt": f"{day}\n"}, **noon)
        late = {f"GIT_{role}_DATE": f"2026-03-{day:02d}T01:30:00+0100" for role in ("AUTHOR", "COMMITTER")}
        late |= {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in agent.items()}
        clone.commit(f"feat: {day}\n\nCo-authored-by: Ada <ada@example.org>", {"g.txt": f"{day}\n"}, **late)
    return clone.path


def test_nights_count_where_her_own_sessions_say_when_she_asked(tmp_path: Path) -> None:
    path = night_clone(tmp_path / "web")
    paths.home().mkdir(parents=True, exist_ok=True)
    paths.me_file().write_text(
        '[me]\nemails = ["ada@example.org"]\nzone = "Europe/Berlin"\nhours = "Mon-Fri 09:00-18:00"\n'
    )
    asked = Scope(paths=(path,), as_of=date(2026, 3, 28))

    def nights() -> tuple[Any, Any, str]:
        mirror = Mirror(asked, now=datetime(2026, 4, 1, tzinfo=UTC))
        try:
            late, asked_late = mirror.reader(named("late-nights")), mirror.reader(named("prompted-late"))
            return late.value, asked_late.value, mirror.look().judged[0].verdict
        finally:
            mirror.close()

    assert nights() == (0, None, "not enough evidence")
    connect(sessions(tmp_path / "logs", *(line(f"2026-03-{d:02d}T00:10:00.000Z", str(path)) for d in range(2, 28))))
    assert nights() == (26, 26, "not enough evidence"), "shown, not judged, and never called clear"


def test_nothing_of_it_is_in_a_copy_she_shares(tmp_path: Path) -> None:
    path = night_clone(tmp_path / "web")
    connect(sessions(tmp_path / "logs", line("2026-03-03T00:10:00.000Z", str(path))))
    mirror = Mirror(
        Scope(paths=(path,), me=("ada@example.org",), as_of=date(2026, 3, 28)), now=datetime(2026, 4, 1, tzinfo=UTC)
    )
    prompts = "select count(*) from mine where verb = 'prompted'"
    assert mirror.evidence.ask(prompts, mirror.window, question="t") == [(1,)]
    copy = tmp_path / "copy"
    copy.mkdir()
    mirror.disguise(copy, b"s" * 32)
    mirror.close()
    again = Mirror(Scope(paths=(copy,), as_of=date(2026, 3, 28)), now=datetime(2026, 4, 1, tzinfo=UTC))
    assert again.evidence.ask(prompts, again.window, question="t") == [(0,)]
    again.close()
    assert b"agents" not in b"".join(p.read_bytes() for p in sorted(copy.rglob("*")) if p.suffix == ".json")
