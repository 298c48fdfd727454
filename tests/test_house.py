"""The house keeps its rules: sizes, names, first lines, a test for every part, nothing of this machine in the tree."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from podium import practices, signals, sources, traps
from podium.cli import main
from podium.evidence.views import meaning
from podium.laws import of_practices, of_sources
from podium.laws.weeks import Week

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
# Participles and pronouns say that one has something; a name says what it holds.
BARE = re.compile(
    "all|any|asked|both|brought|come|done|each|few|found|given|gone|got|heard|held|it|kept|known|left|lost|made|many|met|"
    "one|other|put|read|said|seen|set|shown|some|taken|that|them|these|they|this|those|told|written"
)
MOST_BARE_PERCENT = 1.0
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
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every part of a file; ten tests walk through them."""
    return tuple(ast.walk(tree(path)))


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
    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}, (
        f"cut these files: {MOST_LINES} lines at most"
    )


def test_files_are_named_for_a_thing() -> None:
    named = [shown(p) for p in MODULES if p.stem in NAMES_THAT_SAY_NOTHING]
    assert named == [], "name the file for what it holds"


def bound_names(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the name of every variable, parameter and field of a file."""
    for node in nodes(path):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg) and node.arg not in {"self", "cls"}:
            yield node.lineno, node.arg


def test_names_say_what_they_hold() -> None:
    names = [(shown(p), line, name) for p in MODULES for line, name in bound_names(p) if name != "_"]
    bare = [f"{file}:{line}: {name}" for file, line, name in names if BARE.fullmatch(name.strip("_"))]
    percent = 100 * len(bare) / len(names)
    assert percent < MOST_BARE_PERCENT, f"{percent:.1f} % say nothing; name what it holds: " + "; ".join(bare[-20:])


def test_the_first_line_of_a_file_says_what_it_is() -> None:
    said = {shown(p): first_line(p) for p in MODULES}
    wrong = {n: line for n, line in said.items() if not line or len(line) > MOST_COLUMNS or line[-1] not in ".:"}
    assert wrong == {}, f"write one sentence of at most {MOST_COLUMNS} columns, with a full stop"


def test_functions_are_short() -> None:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    found = [(shown(p), f) for p in MODULES for f in nodes(p) if isinstance(f, kinds)]
    lines = {f"{name}: {f.name}": (f.end_lineno or 0) - f.lineno + 1 for name, f in found}
    long = {name: n for name, n in lines.items() if n > MOST_FUNCTION_LINES}
    assert long == {}, f"cut these functions: {MOST_FUNCTION_LINES} lines at most"


def test_nothing_prints_outside_the_terminal() -> None:
    calls = [(shown(p), n) for p in MODULES for n in nodes(p) if isinstance(n, ast.Call)]
    prints = [f"{name}:{n.lineno}" for name, n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"]
    assert prints == [], "write podium.cli.output.out(...)"


def test_lines_are_cut_where_files_cut_them() -> None:
    """`splitlines` also cuts at U+0085 and U+2028, where TOML, git and JSON go on: `core.lines.lines_of` does not."""
    calls = [(shown(p), n) for p in MODULES for n in nodes(p) if isinstance(n, ast.Attribute)]
    assert [f"{name}:{n.lineno}: write lines_of(text)" for name, n in calls if n.attr == "splitlines"] == []


def test_tests_know_one_today() -> None:
    """A test that reads the machine's clock by itself, or UTC's date, fails around midnight: ask `tests/today.py`."""
    asks = re.compile(r"(?<![\w.])(?:date\.today|datetime\.(?:now|utcnow))\(")
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))}
    found = [shown(path) for path, text in texts.items() if path.name != "today.py" and asks.search(text)]
    assert found == [], "write `from today import TODAY`"


def test_nothing_swallows_every_error_but_the_two_surfaces() -> None:
    surfaces = {"cli/main.py", "web/app.py"}
    inside = [p for p in MODULES if p.relative_to(SOURCE).as_posix() not in surfaces]
    handlers = [(shown(p), n) for p in inside for n in nodes(p) if isinstance(n, ast.ExceptHandler)]
    wide = [f"{name}:{handler.lineno}" for name, handler in handlers if takes_all(handler)]
    assert wide == [], "name the errors that can come, or raise again"


def takes_all(handler: ast.ExceptHandler) -> bool:
    """Whether every error ends here; one that is raised again does not."""
    last = handler.body[-1]
    is_raised_again = isinstance(last, ast.Raise) and last.exc is None
    is_wide = isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}
    return (handler.type is None or is_wide) and not is_raised_again


def test_core_imports_nothing_of_ours_but_itself() -> None:
    core = [p for p in MODULES if p.is_relative_to(SOURCE / "core")]
    imports = [(shown(p), n.module or "") for p in core for n in nodes(p) if isinstance(n, ast.ImportFrom)]
    up = [pair for pair in imports if pair[1].startswith("podium") and not pair[1].startswith("podium.core")]
    assert up == [], "move what needs other rooms out of core"


def module_of(name: str) -> str:
    return name.replace("-", "_")


@pytest.mark.parametrize("name", [s.name for s in signals.every()])
def test_every_signal_has_its_test(name: str) -> None:
    test = ROOT / "tests" / "signals" / f"test_{module_of(name)}.py"
    assert test.is_file(), f"write {shown(test)}: a week in a docstring, and what the signal says of it"


@pytest.mark.parametrize("name", [t.name for t in traps.every()])
def test_every_trap_has_its_test_and_a_practice(name: str) -> None:
    test = ROOT / "tests" / "traps" / f"test_{module_of(name)}.py"
    assert test.is_file(), f"write {shown(test)}"
    assert practices.next_for(name), f"write a practice with for = [{name!r}]"


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
    ), f"write tests/sources/test_{name}.py"


@pytest.mark.parametrize("practice", practices.every(), ids=lambda p: p.name)
def test_every_practice_keeps_the_laws(practice: practices.Practice) -> None:
    assert list(of_practices.reasons(practice)) == [], f"mend practices/{practice.name}.md"


@pytest.mark.parametrize("name", sources.own_names())
def test_every_source_keeps_the_laws(name: str) -> None:
    assert list(of_sources.reasons(sources.load(name))) == []


def test_whatever_is_imported_is_installed_with_podium() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["devlake"], *extras["rota"], *extras["laws"], *extras["mcp"]]
    asked += [
        *extras["pdf"],
        *extras["docx"],
        *extras["org"],
        *extras["parquet"],
        *extras["passkey"],
        *extras["manifests"],
    ]
    declared = {re.split(r"[\[<>= ]", name)[0].lower() for name in asked}
    known, missing = packages_distributions(), set[str]()
    for path in MODULES:
        for name in imported(path):
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names | {"podium"}:
                missing |= {top} - {top for found in known.get(top, []) if found.lower() in declared}
    assert missing == set(), "name them in the dependencies of pyproject.toml, and in requirements.lock"


def imported(path: Path) -> Iterator[str]:
    """What a file imports from elsewhere, at its top or on the way."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


# What the house may hold of each at most.
MOST_DEEP, MOST_LOCAL_IMPORTS, MOST_FMT_SKIPS, MOST_LOOSE_DICTS = 14, 60, 60, 20
NAMES = {".".join(p.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__"): p for p in MODULES}


def own_imports(node: ast.AST) -> set[str]:
    """The modules of ours an import statement names."""
    if isinstance(node, ast.Import):
        asked = {alias.name for alias in node.names}
    elif isinstance(node, ast.ImportFrom) and node.module:
        named = (f"{node.module}.{alias.name}" for alias in node.names)
        asked = {name if name in NAMES else node.module for name in named}
    else:
        asked = set[str]()
    found = set[str]()
    for name in asked:
        while name and name not in NAMES:
            name = name.rpartition(".")[0]
        found |= {name} - {"", "podium"}
    return found


@cache
def imports_when_loaded() -> dict[str, set[str]]:
    """Module -> the modules of ours it imports at its top, when it runs."""
    return {name: set().union(*map(own_imports, tree(p).body)) - {name} for name, p in NAMES.items()}


def chains() -> dict[str, list[str]]:
    """The longest chain of imports from each module down.

    Raises:
        AssertionError: modules import each other in a circle.
    """
    graph, longest = imports_when_loaded(), dict[str, list[str]]()

    def walk(name: str, above: list[str]) -> list[str]:
        assert name not in above, f"a circle; move what both need below: {' > '.join([*above, name])}"
        if name not in longest:
            below = [walk(each, [*above, name]) for each in sorted(graph[name])]
            longest[name] = [name, *max(below, key=len, default=[])]
        return longest[name]

    for name in graph:
        walk(name, [])
    return longest


def test_imports_are_at_most_fourteen_deep_and_run_in_no_circle() -> None:
    deepest = max(chains().values(), key=len)
    assert len(deepest) <= MOST_DEEP, f"cut this chain: {' > '.join(deepest)}"


def test_few_imports_of_our_own_stand_inside_functions() -> None:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    inside = {
        f"{shown(p)}:{node.lineno}"
        for p in MODULES
        if any(isinstance(node, ast.Import | ast.ImportFrom) and node.col_offset for node in nodes(p))
        for function in nodes(p)
        if isinstance(function, kinds)
        for node in ast.walk(function)
        if own_imports(node)
    }
    assert len(inside) <= MOST_LOCAL_IMPORTS, f"move some to the top of their files: {sorted(inside)}"


def test_the_formatter_has_its_way() -> None:
    skips = [p for p in tracked() if p.suffix == ".py" for _ in re.findall(r"# fmt: (?:" + "skip|off)", text_of(p))]
    assert len(skips) <= MOST_FMT_SKIPS, f"let the formatter lay them out: {sorted(set(map(shown, skips)))}"


# A sequence, what is held weakly, and a running thread.
NO_STRUCTS = {
    ("core/event_batch.py", "Sheet"),
    ("core/arrow_stream.py", "_Reading"),
    ("web/pages/sources.py", "Run"),
}


def test_data_is_handed_on_as_records() -> None:
    loose = re.compile(r"dict\[str, (?:Any|object)\]")
    found = [shown(p) for p in MODULES for _ in loose.findall(text_of(p))]
    assert len(found) <= MOST_LOOSE_DICTS, f"write a msgspec.Struct: {found}"


def test_a_record_is_a_struct() -> None:
    """A dataclass writes and compiles its methods at every start, some fifty times the work of a struct."""
    made = {
        (shown(p).removeprefix("src/podium/"), node.name)
        for p in MODULES
        for node in nodes(p)
        if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(mark) for mark in node.decorator_list)
    }
    assert made <= NO_STRUCTS, f"write class X(msgspec.Struct, frozen=True): {made - NO_STRUCTS}"


def test_every_column_of_the_views_says_what_it_holds(tmp_path: Path) -> None:
    evidence = Week("2026-03-02 10:00+0100 ana wrote c1 a.py", tmp_path / "week").evidence
    columns = {name for names in evidence.columns().values() for name in names}
    evidence.close()
    silent = sorted(name for name in columns if not meaning.meaning(name))
    assert silent == [], f"write what they hold into {shown(Path(meaning.__file__))}"
    gone = sorted(meaning.COLUMNS.keys() - columns)
    assert gone == [], f"no view has these columns any more; take them out of {shown(Path(meaning.__file__))}"


def test_imports_go_down() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_nothing_of_this_machine_or_of_a_package_registry_is_in_the_tree() -> None:
    wrong = re.compile("|".join(OF_THIS_MACHINE + REGISTRY))
    found = [f"{shown(p)}: {hit[0]}" for p in tracked() if (hit := wrong.search(text_of(p)))]
    assert found == [], "write it without a path of this machine or a registry's host"


def test_the_licence_is_there_and_is_what_the_package_says() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_contributing_stays_short() -> None:
    assert len(text_of(ROOT / "CONTRIBUTING.md").splitlines()) <= 120, "cut it to 120 lines"


def test_the_reference_is_what_the_objects_say() -> None:
    done = subprocess.run(
        [sys.executable, "tools/write_reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"run `make docs`: {done.stdout}{done.stderr}"


def test_every_part_is_in_the_reference() -> None:
    def reference(name: str) -> str:
        return (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")

    assert [s.name for s in signals.every() if f"## {s.name}\n" not in reference("signals")] == []
    assert [t.name for t in traps.every() if t.title not in reference("traps")] == []
    assert [f.name for t in traps.every() for f in t.flags if f"`{f.name}`" not in reference("traps")] == []
    assert [p.name for p in practices.every() if f"## {p.name}\n" not in reference("practices")] == []
    commands = [m for m in main.Commands().list_commands(None) if f"## podium {m}\n" not in reference("commands")]  # type: ignore[arg-type]
    assert commands == []
    assert [code for code in range(7) if f"| {code} |" not in reference("exit-codes")] == []


def test_a_fragment_of_news_says_what_changed() -> None:
    fragments = [p for p in (ROOT / "news").glob("*.md") if p.name != "README.md"]
    assert fragments, "write a fragment in news/: what changes for the manager"
    assert all(p.read_text(encoding="utf-8").strip() for p in fragments)
