"""The house keeps its rules: sizes, names, first lines, a test for every part, nothing of this machine in the tree."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import msgspec
import pytest

import podium
from podium import practices, signals, traps
from podium.cli import main

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "podium"
MODULES = sorted(SOURCE.rglob("*.py"))
# Lines as the formatter lays them out, an argument a line where they do not fit in one.
MOST_LINES, MOST_FUNCTION_LINES, MOST_COLUMNS = 450, 50, 92
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "base",
    "common",
    "service",
    "handler",
    "misc",
}
# Spelled apart, so that this file does not hold what it looks for.
OF_THIS_MACHINE = [
    r"/wo" + r"rk/(?:main|shared|\.mirror|\.library)",
    r"/ro" + r"ot/",
    r"/ho" + r"me/(?!you/|ada/)[a-z]+/",
]
REGISTRY = [r"pypi\." + r"org", r"files\.python" + r"hosted\.org", r"index-u" + r"rl", r"artifact" + r"ory"]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def tracked() -> tuple[Path, ...]:
    """Every text file git knows."""
    said = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    return tuple(path for name in said.split("\0") if name and (path := ROOT / name).is_file())


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def first_line(path: Path) -> str:
    return (ast.get_docstring(tree(path)) or "").partition("\n")[0].rstrip()


def test_files_are_short() -> None:
    lines = {shown(p): len(text_of(p).splitlines()) for p in MODULES}
    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}


def test_files_are_named_for_a_thing() -> None:
    assert [shown(p) for p in MODULES if p.stem in NAMES_THAT_SAY_NOTHING] == []


def test_the_first_line_of_a_file_says_what_it_is() -> None:
    said = {shown(p): first_line(p) for p in MODULES}
    assert {n: line for n, line in said.items() if not line or len(line) > MOST_COLUMNS or line[-1] not in ".:"} == {}


def test_functions_are_short() -> None:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    found = [(shown(p), f) for p in MODULES for f in ast.walk(tree(p)) if isinstance(f, kinds)]
    lines = {f"{name}: {f.name}": (f.end_lineno or 0) - f.lineno + 1 for name, f in found}
    assert {name: n for name, n in lines.items() if n > MOST_FUNCTION_LINES} == {}


def test_nothing_prints_outside_the_terminal() -> None:
    calls = [(shown(p), n) for p in MODULES for n in ast.walk(tree(p)) if isinstance(n, ast.Call)]
    assert [name for name, n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"] == []


def test_lines_are_cut_where_files_cut_them() -> None:
    """`splitlines` also cuts at U+0085 and U+2028, where TOML, git and JSON go on: `core.lines.lines_of` does not."""
    calls = [(shown(p), n) for p in MODULES for n in ast.walk(tree(p)) if isinstance(n, ast.Attribute)]
    assert [f"{name}:{n.lineno}: write lines_of(text)" for name, n in calls if n.attr == "splitlines"] == []


def test_tests_know_one_today() -> None:
    """A test that reads the machine's clock by itself, or UTC's date, fails around midnight: ask `tests/today.py`."""
    asks = re.compile(r"(?<![\w.])(?:date\.today|datetime\.(?:now|utcnow))\(")
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))}
    assert [shown(path) for path, text in texts.items() if path.name != "today.py" and asks.search(text)] == []


def test_nothing_swallows_every_error_but_the_two_surfaces() -> None:
    surfaces = {"cli/main.py", "web/app.py"}
    inside = [p for p in MODULES if p.relative_to(SOURCE).as_posix() not in surfaces]
    handlers = [(shown(p), n) for p in inside for n in ast.walk(tree(p)) if isinstance(n, ast.ExceptHandler)]
    assert [name for name, handler in handlers if takes_all(handler)] == []


def takes_all(handler: ast.ExceptHandler) -> bool:
    """Whether every error ends here; one that is raised again does not."""
    last = handler.body[-1]
    is_raised_again = isinstance(last, ast.Raise) and last.exc is None
    is_wide = isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}
    return (handler.type is None or is_wide) and not is_raised_again


def test_core_imports_nothing_of_ours_but_itself() -> None:
    core = [p for p in MODULES if p.is_relative_to(SOURCE / "core")]
    imports = [(shown(p), n.module or "") for p in core for n in ast.walk(tree(p)) if isinstance(n, ast.ImportFrom)]
    assert [pair for pair in imports if pair[1].startswith("podium") and not pair[1].startswith("podium.core")] == []


def module_of(name: str) -> str:
    return name.replace("-", "_")


@pytest.mark.parametrize("name", [s.name for s in signals.every()])
def test_every_signal_has_its_test(name: str) -> None:
    assert (ROOT / "tests" / "signals" / f"test_{module_of(name)}.py").is_file()


@pytest.mark.parametrize("name", [t.name for t in traps.every()])
def test_every_trap_has_its_test_and_a_practice(name: str) -> None:
    assert (ROOT / "tests" / "traps" / f"test_{module_of(name)}.py").is_file()
    assert practices.next_for(name), "no practice leads out of it"


MAKES_A_SOURCE = re.compile(r"^[A-Z_]+(?:: \w+)? = Source\(|^def (?:read|fetch)\b", re.MULTILINE)
SOURCES = [
    p for p in MODULES if p.parent.name == "sources" and p.stem != "__init__" and MAKES_A_SOURCE.search(text_of(p))
]


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_every_source_has_a_test_that_names_it(path: Path) -> None:
    tests = [text_of(p) for p in (ROOT / "tests").rglob("test_*.py")]
    dotted = "podium." + ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    package, _, name = dotted.rpartition(".")
    assert any(
        dotted in text or re.search(rf"from {re.escape(package)} import [^\n]*\b{name}\b|\b{name}\b", text)
        for text in tests
    )


@pytest.mark.parametrize("practice", practices.every(), ids=lambda p: p.name)
def test_every_practice_moves_a_signal_there_is_and_says_when_to_stop(practice: practices.Practice) -> None:
    known = {s.name for s in signals.every()}
    assert practice.moves.signal in known
    assert {g.signal for g in practice.guards} <= known
    assert set(practice.traps) <= {t.name for t in traps.every()}
    assert practice.stop_if
    assert practice.counter
    assert len(practice.body.splitlines()) <= 80


def test_whatever_is_imported_is_installed_with_podium() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["devlake"], *extras["rota"]]
    declared = {re.split(r"[\[<>= ]", name)[0].lower() for name in asked}
    known, missing = packages_distributions(), set[str]()
    for path in MODULES:
        for name in imported(path):
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names | {"podium"}:
                missing |= {top} - {top for found in known.get(top, []) if found.lower() in declared}
    assert missing == set()


def imported(path: Path) -> Iterator[str]:
    """What a file imports from elsewhere, at its top or on the way."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_imports_go_down() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_nothing_of_this_machine_or_of_a_package_registry_is_in_the_tree() -> None:
    wrong = re.compile("|".join(OF_THIS_MACHINE + REGISTRY))
    found = [f"{shown(p)}: {hit[0]}" for p in tracked() if (hit := wrong.search(text_of(p)))]
    assert found == []


def test_the_licence_is_there_and_is_what_the_package_says() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_contributing_stays_short() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_the_reference_is_what_the_objects_say() -> None:
    done = subprocess.run(
        [sys.executable, "tools/write_reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_part_is_in_the_reference() -> None:
    def reference(name: str) -> str:
        return (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")

    assert [s.name for s in signals.every() if f"## {s.name}\n" not in reference("signals")] == []
    assert [t.name for t in traps.every() if t.title not in reference("traps")] == []
    assert [f.name for t in traps.every() for f in t.flags if f"**{f.name}**" not in reference("traps")] == []
    assert [p.name for p in practices.every() if f"## {p.name}\n" not in reference("practices")] == []
    commands = [m for m in main.Commands().list_commands(None) if f"## podium {m}\n" not in reference("commands")]  # type: ignore[arg-type]
    assert commands == []
    assert [code for code in range(7) if f"| {code} |" not in reference("exit-codes")] == []


def test_a_fragment_of_news_says_what_changed() -> None:
    fragments = [p for p in (ROOT / "news").glob("*.md") if p.name != "README.md"]
    assert fragments
    assert all(p.read_text(encoding="utf-8").strip() for p in fragments)


def test_every_struct_knows_its_types_when_it_runs() -> None:
    """msgspec reads annotations at run time, so an import that only a checker sees breaks a reader."""
    for found in pkgutil.walk_packages(podium.__path__, "podium."):
        module = importlib.import_module(found.name)
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__module__ == module.__name__:
                msgspec.inspect.type_info(kind)
