"""Rust: Cargo.toml and Cargo.lock."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from podium.programs.mentoring.manifests import Dialect, Need

_TABLES = ("dependencies", "dev-dependencies", "build-dependencies")


def read_manifest(text: str) -> Iterator[Need]:
    """Dependencies of the package, of its targets and of the workspace."""
    manifest = tomllib.loads(text)
    homes = [manifest, manifest.get("workspace", {}), *manifest.get("target", {}).values()]
    for home in homes:
        for table in _TABLES:
            for name, dependency in home.get(table, {}).items():
                if isinstance(dependency, dict):
                    yield Need(str(dependency.get("package", name)), str(dependency.get("version", "")))
                else:
                    yield Need(name, str(dependency))


def read_lock(text: str) -> Iterator[Need]:
    """Every crate that is built."""
    for package in tomllib.loads(text).get("package", []):
        yield Need(package["name"], str(package.get("version", "")), is_direct=False)


DIALECT = Dialect("Rust", {"Cargo.toml": read_manifest, "Cargo.lock": read_lock})
