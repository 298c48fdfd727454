"""Manifests: each language's own way of naming what it needs, and nothing that can hurt the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import CannotRead
from podium.reverse import manifests

POM = """<?xml version="1.0"?><project xmlns="http://maven.apache.org/POM/4.0.0"><dependencies><dependency>
<groupId>org.junit</groupId><artifactId>junit</artifactId><version>5.1</version></dependency></dependencies></project>"""
# ruff: noqa: E501 - one manifest a line reads best
SAID = [
    ("pyproject.toml", '[project]\ndependencies = ["HTTPX>=0.27", "rich ; python_version>\'3\'"]\n[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\n',
     {"httpx": ">=0.27", "rich": "", "pytest": ""}),
    ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.11"\nnumpy = "^2.0"\n[tool.poetry.group.dev.dependencies]\nruff = {version = "1"}\n',
     {"numpy": "^2.0", "ruff": ""}),
    ("requirements-dev.txt", "# c\nFlask==3.0  # x\n-r base.txt\n./local\ngit+https://x/y\nuvicorn[standard]>=0.3 --hash=sha256:1\n",
     {"flask": "==3.0", "uvicorn": ">=0.3"}),
    ("uv.lock", 'version = 1\n[[package]]\nname = "anyio"\nversion = "4.1"\n', {"anyio": "4.1"}),
    ("Pipfile.lock", '{"default": {"six": {"version": "==1.2"}}}', {"six": "1.2"}),
    ("web/package.json", '{"dependencies": {"react": "^19"}, "devDependencies": {"@types/node": "22"}}', {"react": "^19", "@types/node": "22"}),
    ("package-lock.json", '{"packages": {"": {}, "node_modules/a/node_modules/@b/c": {"version": "1.0.0"}}}', {"@b/c": "1.0.0"}),
    ("yarn.lock", '# v1\n\n"@b/c@^1.0", "@b/c@^1.1":\n  version "1.2.0"\n\nleft-pad@^1:\n  version "1.3.0"\n', {"@b/c": "1.2.0", "left-pad": "1.3.0"}),
    ("pnpm-lock.yaml", "packages:\n  /@b/c@1.0.0: {}\n  d@2.0.0(react@19): {}\n", {"@b/c": "1.0.0", "d": "2.0.0"}),
    ("go.mod", "module x\n\ngo 1.22\n\nrequire (\n\tgithub.com/a/b v1.2.3\n\tgolang.org/x/d v0.1.0 // indirect\n)\nrequire e.org/f v2.0.0\n",
     {"github.com/a/b": "1.2.3", "golang.org/x/d": "0.1.0", "e.org/f": "2.0.0"}),
    ("Cargo.toml", '[dependencies]\nserde = "1"\nlog2 = { package = "log", version = "0.4" }\n[target.\'cfg(unix)\'.dependencies]\nnix = "0.2"\n',
     {"serde": "1", "log": "0.4", "nix": "0.2"}),
    ("pom.xml", POM, {"org.junit:junit": "5.1"}),
    ("build.gradle.kts", 'plugins { id("org.x") version "1.2" }\ndependencies { implementation("a.b:c:1.0") }', {"org.x": "1.2", "a.b:c": "1.0"}),
    ("libs.versions.toml", '[versions]\nk = "2.1"\n[libraries]\nx = { module = "a:b", version.ref = "k" }\n', {"a:b": "2.1"}),
    ("Gemfile", 'source "x"\ngem "rails", "~> 8.0"\n  gem \'pg\'\n', {"rails": "~> 8.0", "pg": ""}),
    ("Gemfile.lock", "GEM\n  specs:\n    rails (8.0.1)\n      pg (~> 1)\n", {"rails": "8.0.1"}),
    ("Dockerfile", "FROM --platform=x python:3.13 AS build\nfrom build\nFROM scratch\nFROM $BASE\n", {"python": "3.13"}),
    ("Dockerfile", "ARG V=24\nFROM node:${V}-slim\nFROM host:5000/a/b:1@sha256:ff\n", {"node": "", "host:5000/a/b": "1"}),
    ("compose.yaml", "services:\n  db:\n    image: postgres:17\n", {"postgres": "17"}),
    (".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n      - uses: ./local\n", {"actions/checkout": "v5"}),
    (".pre-commit-config.yaml", "repos:\n  - repo: local\n  - repo: https://x/ruff\n    rev: v1\n", {"https://x/ruff": ""}),
]  # fmt: skip


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
]


@pytest.mark.parametrize(("path", "text"), BOMBS, ids=[f"{n}-{path}" for n, (path, _) in enumerate(BOMBS)])
def test_what_is_no_manifest_is_a_clear_error(path: str, text: str) -> None:
    with pytest.raises(CannotRead, match="cannot be read"):
        read(path, text)


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
