"""The README and the tutorial do what they show, links lead somewhere, and every refusal has its test."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.terminal import run
from little_team import make
from podium import signals
from podium.evidence.people import me_file

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "tutorial").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
REFUSALS = (ROOT / "docs" / "why" / "what-podium-refuses.md").read_text(encoding="utf-8")


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """(kind, content) of the fenced blocks."""
    return ((found[1], found[2]) for found in BLOCK.finditer(text))


def session(block: str) -> list[tuple[str, list[str]]]:
    """Commands of a console block, each with the lines shown under it."""
    typed: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            typed.append((line.removeprefix("$ "), []))
        elif typed and line.strip():
            typed[-1][1].append(line)
    return typed


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Ana's repository in it."""
    folder = tmp_path_factory.mktemp("desk")
    make(folder / "web")
    return folder


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_what_is_shown_is_what_is_printed(page: Path, desk: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    commands = 0
    for kind, block in blocks(page.read_text(encoding="utf-8")):
        if kind == "toml":
            (home / "me.toml").write_text(block, encoding="utf-8")
        for command, lines in session(block) if kind == "console" else ():
            program, *words = shlex.split(command)
            assert program == "podium"
            said = run(*words, cwd=desk, env={"PODIUM_HOME": str(home), "COLUMNS": "100"})
            assert said.code == 0, said.err
            printed = said.out.splitlines()
            missing = [line for line in lines if line not in printed]
            assert missing == [], f"{command} no longer prints these"
            commands += 1
    assert commands >= 2


def test_the_files_the_pages_show_can_be_read() -> None:
    for page in PAGES:
        for kind, block in blocks(page.read_text(encoding="utf-8")):
            if kind == "toml":
                me_file.parse(block, shown(page))
                assert tomllib.loads(block)
            if kind == "python":
                compile(block, shown(page), "exec")


def test_the_signal_in_the_readme_is_a_signal() -> None:
    code = next(block for kind, block in blocks((ROOT / "README.md").read_text(encoding="utf-8")) if kind == "python")
    made: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), made)
    shown_one, own = made["OWN_SHARE"], signals.named("own-share")
    assert isinstance(shown_one, signals.Signal)
    assert (shown_one.name, shown_one.asks, shown_one.rows.split()) == (own.name, own.asks, own.rows.split()), (
        "write what src/podium/signals/own_share.py asks into README.md"
    )


@pytest.mark.parametrize(
    "row", re.findall(r"^\| ([^|]+) \| `([^`]+)` \|$", REFUSALS, re.MULTILINE), ids=lambda row: row[0]
)
def test_every_refusal_has_its_test(row: tuple[str, str]) -> None:
    path, _, name = row[1].partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), row[1]


@pytest.mark.parametrize(
    "page", sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]), ids=shown
)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", text):
        if "://" not in link and not link.startswith("mailto:"):
            assert (page.parent / link).exists(), link


def test_the_files_contributing_names_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+(?:/|\.(?:py|md|html)))`", text)
    real = [name for name in named if not re.search(r"(?:^|[/_])x\.", name)]
    assert "app/look.py" in real
    gone = [name for name in real if not any((top / name).exists() for top in (ROOT, ROOT / "src" / "podium"))]
    assert gone == [], "CONTRIBUTING.md names them; write where they are now"


def test_make_knows_the_targets_the_pages_name() -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        assert set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)) <= {
            pair for name in known for pair in ((name, ""), ("", name))
        }
