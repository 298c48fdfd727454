"""Manifests: each language's own way of naming what it needs, and nothing that can hurt the reader."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import CannotRead
from podium.programs.mentoring import grammar, manifests

POM = """<?xml version="1.0"?><project xmlns="http://maven.apache.org/POM/4.0.0"><dependencies><dependency>
<groupId>org.junit</groupId><artifactId>junit</artifactId><version>5.1</version></dependency></dependencies></project>"""
# ruff: noqa: E501 - one manifest a line reads best
SAID = [
    (
        "pyproject.toml",
        '[project]\ndependencies = ["HTTPX>=0.27", "rich ; python_version>\'3\'"]\n[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\n',
        {"httpx": ">=0.27", "rich": "", "pytest": ""},
    ),
    (
        "pyproject.toml",
        '[tool.poetry.dependencies]\npython = "^3.11"\nnumpy = "^2.0"\n[tool.poetry.group.dev.dependencies]\nruff = {version = "1"}\n',
        {"numpy": "^2.0", "ruff": ""},
    ),
    (
        "requirements-dev.txt",
        "# c\nFlask==3.0  # x\n-r base.txt\n./local\ngit+https://x/y\nuvicorn[standard]>=0.3 --hash=sha256:1\n",
        {"flask": "==3.0", "uvicorn": ">=0.3"},
    ),
    ("uv.lock", 'version = 1\n[[package]]\nname = "anyio"\nversion = "4.1"\n', {"anyio": "4.1"}),
    ("Pipfile.lock", '{"default": {"six": {"version": "==1.2"}}}', {"six": "1.2"}),
    (
        "web/package.json",
        '{"dependencies": {"react": "^19"}, "devDependencies": {"@types/node": "22"}}',
        {"react": "^19", "@types/node": "22"},
    ),
    (
        "package-lock.json",
        '{"packages": {"": {}, "node_modules/a/node_modules/@b/c": {"version": "1.0.0"}}}',
        {"@b/c": "1.0.0"},
    ),
    (
        "yarn.lock",
        '# v1\n\n"@b/c@^1.0", "@b/c@^1.1":\n  version "1.2.0"\n\nleft-pad@^1:\n  version "1.3.0"\n',
        {"@b/c": "1.2.0", "left-pad": "1.3.0"},
    ),
    ("pnpm-lock.yaml", "packages:\n  /@b/c@1.0.0: {}\n  d@2.0.0(react@19): {}\n", {"@b/c": "1.0.0", "d": "2.0.0"}),
    (
        "go.mod",
        "module x\n\ngo 1.22\n\nrequire (\n\tgithub.com/a/b v1.2.3\n\tgolang.org/x/d v0.1.0 // indirect\n)\nrequire e.org/f v2.0.0\n",
        {"github.com/a/b": "1.2.3", "golang.org/x/d": "0.1.0", "e.org/f": "2.0.0"},
    ),
    (
        "Cargo.toml",
        '[dependencies]\nserde = "1"\nlog2 = { package = "log", version = "0.4" }\n[target.\'cfg(unix)\'.dependencies]\nnix = "0.2"\n',
        {"serde": "1", "log": "0.4", "nix": "0.2"},
    ),
    ("pom.xml", POM, {"org.junit:junit": "5.1"}),
    (
        "build.gradle.kts",
        'plugins { id("org.x") version "1.2" }\ndependencies { implementation("a.b:c:1.0") }',
        {"org.x": "1.2", "a.b:c": "1.0"},
    ),
    (
        "libs.versions.toml",
        '[versions]\nk = "2.1"\n[libraries]\nx = { module = "a:b", version.ref = "k" }\n',
        {"a:b": "2.1"},
    ),
    (
        "go.mod",
        '// require a.org/no v1.0.0\nrequire ( // all of them )\n\t"a.org/b" v1.2.3 // indirect; why\n)\nreplace c.org/d v1.0.0 => ../d\nexclude (\n\te.org/f v1.0.0\n)\n',
        {"a.org/b": "1.2.3"},
    ),
    (
        "build.gradle",
        "plugins { id 'org.x' version '1.2'\n id('org.y') }\n// compile 'no:no:1'\ndependencies { compile group: 'g', name: 'n', version: '1'\n implementation \"a.b:c:${v.c}\"\n api('d:e:2@aar') }",
        {"org.x": "1.2", "org.y": "", "g:n": "1", "a.b:c": "", "d:e": "2"},
    ),
    (
        "build.gradle.kts",
        'plugins { id("org.x") }\n/* implementation("no:no:1") */\nval url = "scm:git:https://x/y"\ndependencies { api(group = "g", name = "n", version = "1") }',
        {"org.x": "", "g:n": "1"},
    ),
    (
        "Gemfile",
        'gem("a", ">= 1", "< 3", require: false)\n# gem "no"\ngroup(:x) { gem "b", ["~> 1", "!= 1.2"] }\ngem "c#{d}"\n%w(e f).each { |g| gem g }\ngem "g", git: "https://x" if h\n',
        {"a": ">= 1, < 3", "b": "~> 1, != 1.2", "g": ""},
    ),
    (
        "x.gemspec",
        'Gem::Specification.new do |s|\n  s.add_dependency(%q<a>, ["~> 2"])\n  s.add_development_dependency "b"\nend\n',
        {"a": "~> 2", "b": ""},
    ),
    ("Gemfile", 'source "x"\ngem "rails", "~> 8.0"\n  gem \'pg\'\n', {"rails": "~> 8.0", "pg": ""}),
    ("Gemfile.lock", "GEM\n  specs:\n    rails (8.0.1)\n      pg (~> 1)\n", {"rails": "8.0.1"}),
    (
        "Dockerfile",
        "FROM --platform=x python:3.13 AS build\nfrom build\nFROM scratch\nFROM $BASE\n",
        {"python": "3.13"},
    ),
    (
        "Dockerfile",
        "ARG V=24\nFROM node:${V}-slim\nFROM host:5000/a/b:1@sha256:ff\n",
        {"node": "24-slim", "host:5000/a/b": "1"},
    ),
    (
        "Dockerfile",
        'ARG A=b\nARG I="x/${A}"\nFROM $I:1 AS base\nFROM BASE\nRUN <<EOF\nfrom os import path\nEOF\nFROM c-${NOT_SAID}\nFROM d:$NOT_SAID\nFROM \\\n  e:2 \\\n  AS f\n',
        {"x/b": "1", "d": "", "e": "2"},
    ),
    ("Dockerfile.tt", "ARG V=<%= v %>\nFROM ruby:$V-slim\n", {"ruby": ""}),
    ("compose.yaml", "services:\n  db:\n    image: postgres:17\n", {"postgres": "17"}),
    (
        ".github/workflows/ci.yml",
        "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n      - uses: ./local\n",
        {"actions/checkout": "v5"},
    ),
    (
        ".circleci/config.yml",
        "jobs:\n  a:\n    docker:\n      - image: cimg/python:3.12\n      - image: host:5000/a\n",
        {"cimg/python": "3.12", "host:5000/a": ""},
    ),
    (
        ".pre-commit-config.yaml",
        "repos:\n  - repo: local\n  - repo: https://x/ruff\n    rev: v1\n",
        {"https://x/ruff": ""},
    ),
]


def read(path: str, text: str) -> dict[str, str]:
    found = manifests.find(path)
    assert found is not None, path
    return {need.name: need.version for need in manifests.read(found[1], text, path)}


@pytest.mark.parametrize(("path", "text", "needs"), SAID, ids=[path for path, _, _ in SAID])
def test_each_manifest_names_what_it_needs(path: str, text: str, needs: dict[str, str]) -> None:
    assert read(path, text) == needs


def test_what_came_along_is_not_direct() -> None:
    found = manifests.find("go.mod")
    assert found is not None
    needs = manifests.read(found[1], "require (\n a.org/b v1.0.0\n c.org/d v1.0.0 // indirect\n)", "go.mod")
    assert {need.name: need.is_direct for need in needs} == {"a.org/b": True, "c.org/d": False}


@pytest.mark.parametrize("path", ["README.md", "src/main.py", "workflows/ci.yml", "not-package.json.txt"])
def test_other_files_are_no_manifests(path: str) -> None:
    assert manifests.find(path) is None


BOMBS = [
    ("pom.xml", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><project>&b;</project>'),
    ("pom.xml", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><project/>'),
    ("package.json", "[" * 100_000),
    ("package.json", '{"dependencies": ["a"]}'),
    ("pyproject.toml", "a = " + "[" * 5_000),
    ("pyproject.toml", 'project = "x"'),
    ("compose.yaml", "x: " + "[" * 5_000),
    ("compose.yaml", "!!python/object/apply:os.system ['true']"),
    ("compose.yaml", "a" * 400_000),
    ("Cargo.toml", "dependencies = 3"),
    ("Gemfile", "gem 'a'\n" * 20_000),
    ("Dockerfile", "<" * 90_000),
    ("Gemfile", "=begin\n" * 14_000),
    ("build.gradle.kts", "/*" * 45_000),
]


BUSY = BOMBS[-3:]


@pytest.mark.parametrize(("path", "text"), BOMBS, ids=[f"{n}-{path}" for n, (path, _) in enumerate(BOMBS)])
def test_what_is_no_manifest_is_a_clear_error(path: str, text: str) -> None:
    """Of a text made to keep a parser busy too, and that after a second of work."""
    before_s = time.thread_time()
    with pytest.raises(CannotRead, match="cannot be read") as fault:
        read(path, text)
    if (path, text) in BUSY:
        assert "it takes too long to read" in str(fault.value)
        assert time.thread_time() - before_s < 2 * grammar.MOST_CPU_S


@pytest.mark.parametrize("path", ["Gemfile", "build.gradle", "build.gradle.kts", "Dockerfile"])
def test_names_that_are_filled_with_names_do_not_grow(path: str) -> None:
    rows = ["ARG a0=xxxxxxxxxx", *(f"ARG a{n + 1}=$a{n}$a{n}$a{n}" for n in range(60)), "FROM $a60"]
    assert read(path, "\n".join(rows)) == {}


def test_the_grammars_are_loaded_only_when_a_manifest_is_read() -> None:
    said = "import sys, podium.cli.main, podium.programs.mentoring.topics; print([m for m in sys.modules if 'tree_sitter' in m])"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, check=True).stdout == b"[]\n"


def test_a_thousand_laughs_stay_small() -> None:
    rows = ["a: &a [image, image]"] + [
        f"{c}: &{c} [{', '.join([f'*{p}'] * 9)}]" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert read("compose.yaml", "\n".join(rows)) == {}


@pytest.mark.parametrize("dialect", manifests.every(), ids=lambda dialect: dialect.name)
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(dialect: manifests.Dialect, text: str) -> None:
    for reader in dialect.files.values():
        try:
            needs = manifests.read(reader, text, "x")
        except CannotRead:
            continue
        assert all(need.name.isprintable() and len(need.name) <= 200 for need in needs)
