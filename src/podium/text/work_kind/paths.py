"""What a changed path says about the work.

A test, a page of docs, a pipeline, a lock file, code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

LOOKED_AT: Final = 6  # paths read per change; the weights were trained on as many
LONGEST_PATHS: Final = 240  # characters read of them, for the same reason
LONGEST_EXTENSION: Final = 10


def _list(names: str) -> frozenset[str]:
    return frozenset(names.split())


_LOCKS: Final = _list(
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb cargo.lock poetry.lock uv.lock"
    " pdm.lock pipfile.lock pixi.lock go.sum gemfile.lock composer.lock mix.lock pubspec.lock podfile.lock"
    " package.resolved flake.lock packages.lock.json gradle.lockfile .terraform.lock.hcl deno.lock"
)
_MANIFESTS: Final = _list(
    "package.json cargo.toml go.mod pyproject.toml setup.py setup.cfg pipfile requirements.txt gemfile composer.json"
    " mix.exs pubspec.yaml podfile pom.xml build.gradle build.gradle.kts libs.versions.toml lerna.json"
    " pnpm-workspace.yaml go.work constraints.txt environment.yml conda.yaml"
)
_RELEASES: Final = re.compile(r"^(?:changelog|changes|history|news|releases?)(?:\.|$)|^\.?version(?:\.|$)|^_version\.")
_BUILDS: Final = _list(
    "makefile justfile cmakelists.txt meson.build build.bazel build workspace module.bazel dockerfile tox.ini"
    " noxfile.py gulpfile.js build.rs taskfile.yml docker-compose.yml goreleaser.yml .goreleaser.yml"
)
_PIPELINES: Final = re.compile(
    r"^\.github/(?:workflows|actions)/|^\.(?:circleci|buildkite|gitlab|travis|azure-pipelines|woodpecker|ci)/"
    r"|(?:^|/)(?:\.travis|\.gitlab-ci|appveyor|\.appveyor|azure-pipelines|\.drone|\.cirrus|bitbucket-pipelines"
    r"|codecov|\.codecov)\.ya?ml$|(?:^|/)jenkinsfile$|^\.github/(?:dependabot|renovate|mergify|labeler)"
)
_TESTS: Final = re.compile(
    r"(?:^|/)(?:tests?|__tests__|spec|specs|e2e|testing|testdata|test-data|fixtures?|__snapshots__|__mocks__"
    r"|integration[_-]tests?|[a-z0-9]+[_-]tests?)/"
    r"|(?:^|/)(?:test_[^/]*|conftest)\.py$|[._-](?:test|tests|spec)\.[a-z]+$|_test\.[a-z]+$|tests?\.(?:java|kt|cs)$"
    r"|\.snap$"
)
_DOCS: Final = re.compile(
    r"(?:^|/)(?:docs?|documentation|website|guides?|book|manual|blog|site)/"
    r"|(?:^|/)(?:readme|contributing|code_of_conduct|security|governance|authors|maintainers|adopters|users|license)"
    r"[^/]*$|\.(?:md|mdx|rst|adoc|txt)$"
)
_EXAMPLES: Final = re.compile(r"(?:^|/)(?:examples?|samples?|demos?|playground|templates?|tutorials?)/")
_BENCHES: Final = re.compile(r"(?:^|/)(?:bench|benches|benchmarks?)/")
_SCRIPTS: Final = re.compile(r"(?:^|/)(?:scripts?|tools?|tooling|hack|dev|xtask|utils/ci|build|devtools)/")
_GENERATED: Final = re.compile(
    r"\.(?:pb\.go|pb\.ts|min\.js|min\.css|map|generated\.[a-z]+)$|_pb2\.pyi?$|(?:^|/)vendor/"
)
_CODE: Final = _list(
    "py pyi js jsx ts tsx mjs cjs mts cts vue svelte go rs c h cc cpp cxx hpp cs java kt kts scala swift m mm rb php pl"
    " lua dart ex exs erl hs ml clj r jl zig nim sql css scss sass less html sol sh bash ps1 proto graphql smk"
)
_CONFIG: Final = _list("json yaml yml toml ini cfg conf rc properties xml lock editorconfig")
_ASSETS: Final = _list("png jpg jpeg gif svg ico webp mp4 woff woff2 ttf pdf")

_WORDS: Final = re.compile(r"[a-z]{2,}")


def _name_kind(path: str, name: str, extension: str) -> str:
    for kind, file_names in (("lock", _LOCKS), ("manifest", _MANIFESTS), ("build", _BUILDS)):
        if name in file_names:
            return kind
    for kind, pattern, subject in (
        ("ci", _PIPELINES, path),
        ("release", _RELEASES, name),
        ("generated", _GENERATED, path),
        ("test", _TESTS, path),
        ("bench", _BENCHES, path),
    ):
        if pattern.search(subject):
            return kind
    return _name_looser_kind(path, name, extension)


def _name_looser_kind(path: str, name: str, extension: str) -> str:
    if extension in _CODE:
        if _EXAMPLES.search(path):
            return "example"
        if _SCRIPTS.search(path):
            return "script"
        return "site" if _DOCS.search(path) else "code"
    if _DOCS.search(path):
        return "docs"
    if _EXAMPLES.search(path):
        return "example"
    if extension in _ASSETS:
        return "asset"
    return "config" if extension in _CONFIG or name.startswith(".") else "other"


class Look(NamedTuple):
    """What one path is, and the words of its last folders and its name."""

    kind: str
    words: tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def look_at(path: str) -> Look:
    """Say what one path is; the same paths come again and again in a history, so answers are kept."""
    lower = path[-LONGEST_PATHS:].lower()
    name = lower.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension) > LONGEST_EXTENSION:
        extension = ""
    return Look(_name_kind(lower, name, extension), tuple(_WORDS.findall("/".join(lower.split("/")[-4:]))))


def take_first(paths: Sequence[str]) -> list[str]:
    """Keep the first few paths, in the measure the weights were trained on."""
    first_paths: list[str] = []
    room = LONGEST_PATHS
    for path in paths[:LOOKED_AT]:
        if room <= 0:
            break
        first_paths.append(path[:room])
        room -= len(path) + 1
    return first_paths
