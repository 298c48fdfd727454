"""Rust: Cargo.toml and Cargo.lock."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from podium.programs.mentoring.manifests import Dialect, Need

_TABLES = ("dependencies", "dev-dependencies", "build-dependencies")


def read_manifest(text: str) -> Iterator[Need]:
    """Dependencies of the package, of its targets and of the workspace."""
    told = tomllib.loads(text)
    homes = [told, told.get("workspace", {}), *told.get("target", {}).values()]
    for home in homes:
        for table in _TABLES:
            for name, each in home.get(table, {}).items():
                if isinstance(each, dict):
                    yield Need(str(each.get("package", name)), str(each.get("version", "")))
                else:
                    yield Need(name, str(each))


def read_lock(text: str) -> Iterator[Need]:
    """Every crate that is built."""
    for each in tomllib.loads(text).get("package", []):
        yield Need(each["name"], str(each.get("version", "")), is_direct=False)


DIALECT = Dialect("Rust", {"Cargo.toml": read_manifest, "Cargo.lock": read_lock})
