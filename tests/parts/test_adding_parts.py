"""One part of each kind, added in a copy of podium by the files CONTRIBUTING names, with no list edited."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import podium
from parts.installed import EXAMPLE

ROOT = Path(__file__).parents[2]
PARTS = EXAMPLE / "podium_example"
TRAP = '''"""Example Trap: evenings."""

from podium.signals.evening_share import EVENING_SHARE
from podium.traps import Flag, FlagWords, Line, Trap

EXAMPLE_TRAP = Trap(
    name="example-trap",
    number=6,
    title="Example Trap",
    says="Much of the work happens in the evening.",
    flags=(
        Flag(
            name="evenings",
            words=FlagWords("after-seven", "work after seven", "an evening off is time to rest."),
            says="much of your work happens after seven",
            because="it is an example",
            all_of=(Line(EVENING_SHARE, norm="a tenth at most", amber=0.2, red=0.4),),
        ),
    ),
    needs=(),
    counter="an evening is not late for everybody",
)
'''
KIND = '''"""A note on a book."""

from __future__ import annotations

from typing import Annotated

from podium.journal.entry import Head, Kind, about


class Book(Head, frozen=True, kw_only=True):
    """One book."""

    title: Annotated[str, about("what it is called", example="A book")]
    pages: Annotated[int | None, about("how long it is", unit="pages", example=200)] = None


KIND = Kind(name="book", place="books", model=Book, says="A book you read.", id_from=("title",))
'''
USE_CASE = '''"""Evenings: an example of a use case."""


def words() -> str:
    """What the example says."""
    return "an example"
'''
COMMAND = '''"""An example of a command."""

import click

from podium.app import evenings
from podium.cli import output


@click.command()
def command() -> None:
    """Say what the example says."""
    output.out(evenings.words())
'''
PAGE = '''"""An example of a page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.app import evenings
from podium.web import Page, render


def show(request: Request) -> Response:
    """What the example says."""
    return render.page(request, "evenings.html", words=evenings.words())


PAGE = Page(title="Evenings", path="/evenings", order=99, routes=[Route("/evenings", show)])
'''
ADDED = {
    "signals/evening_share.py": (PARTS / "evening_share.py").read_text(encoding="utf-8"),
    "sources/notebook.py": (PARTS / "notebook.py").read_text(encoding="utf-8"),
    "practices/laptop-shut.md": (PARTS / "practices" / "laptop-shut.md").read_text(encoding="utf-8"),
    "traps/example_trap.py": TRAP,
    "journal/kinds/book.py": KIND,
    "app/evenings.py": USE_CASE,
    "cli/commands/evenings.py": COMMAND,
    "web/pages/evenings.py": PAGE,
    "web/templates/evenings.html": '{% extends "base.html" %}\n{% block main %}<h1>{{ words }}</h1>{% endblock %}\n',
}
LOOK = """
import json, tempfile
from pathlib import Path
from podium import practices, signals, sources, traps, web
from podium.cli import main
from podium.journal import kinds
from podium.laws import of_practices, of_signals, of_sources

signal, practice = signals.named("evening-share"), practices.named("laptop-shut")
shelf = of_signals.Shelf(Path(tempfile.mkdtemp()))
print(json.dumps({
    "signal": list(of_signals.reasons(signal, shelf)),
    "practice": list(of_practices.reasons(practice)),
    "source": list(of_sources.reasons(sources.load("notebook"))),
    "trap": [trap.name for trap in traps.every()],
    "flag": [traps.flag_called("after-seven"), traps.short_of("evenings")],
    "kind": list(kinds.names()),
    "command": main.Commands().list_commands(None),
    "page": [page.path for page in web.every()],
    "first": {trap.name: practices.next_for(trap.name) for trap in traps.every()},
}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    here = Path(podium.__file__).parent
    shutil.copytree(here, folder / "podium", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in ADDED.items():
        file = folder / "podium" / name
        assert not file.exists(), f"{name} is a part of podium already; the example needs another name"
        file.write_text(text, encoding="utf-8")
    return folder


def run(copy: Path, home: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(copy), "PODIUM_HOME": str(home)}
    answer = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_every_part_that_was_added_is_there_and_keeps_its_laws(copy: Path, tmp_path: Path) -> None:
    found = json.loads(run(copy, tmp_path, "-c", LOOK))
    assert found["signal"] == []
    assert found["practice"] == []
    assert found["source"] == []
    assert found["trap"][-1] == "example-trap"
    assert found["flag"] == ["evenings", "work after seven"]
    assert "book" in found["kind"]
    assert "evenings" in found["command"]
    assert "/evenings" in found["page"]
    assert found["first"]["code-refuge"][0] != "laptop-shut", (
        "a new practice is not suggested first because it is cheap"
    )


def test_the_command_runs(copy: Path, tmp_path: Path) -> None:
    said = run(copy, tmp_path, "-c", "from podium.cli.main import run; run()", "evenings")
    assert said == "an example\n"


def test_contributing_names_every_file_that_was_added() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in ADDED:
        pattern = re.sub(r"/[\w-]+(\.\w+)$", r"/x\1", name)
        assert f"`{pattern}`" in text, f"write {pattern} into the table of parts in CONTRIBUTING.md"
