"""JavaScript: package.json, and the locks of npm, yarn and pnpm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from podium.programs.mentoring.manifests import Dialect, Need, load_yaml

_TABLES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_YARN = re.compile(r'^"?(?P<name>@?[^@\s",]+)@[^\n]*:\n[ ]+version:? "?(?P<version>[^"\n]+)', re.MULTILINE)
_PNPM = re.compile(r"^/?(?P<name>@?[^@()]+)[@/](?P<version>\d[^()]*)")


def read_package(text: str) -> Iterator[Need]:
    """What people wrote."""
    manifest = json.loads(text)
    for table in _TABLES:
        for name, version in manifest.get(table, {}).items():
            yield Need(name, str(version))


def read_npm_lock(text: str) -> Iterator[Need]:
    """Lock versions 1 to 3."""
    lock = json.loads(text)
    for place, package in lock.get("packages", {}).items():
        if "node_modules/" in place:
            yield Need(place.rpartition("node_modules/")[2], str(package.get("version", "")), is_direct=False)
    for name, package in lock.get("dependencies", {}).items():
        if isinstance(package, dict):
            yield Need(name, str(package.get("version", "")), is_direct=False)


def read_yarn_lock(text: str) -> Iterator[Need]:
    """Classic and later, by the first name of each block."""
    for block in _YARN.finditer(text.replace("\r\n", "\n")):
        yield Need(block["name"], block["version"], is_direct=False)


def read_pnpm_lock(text: str) -> Iterator[Need]:
    """The keys of its packages."""
    lock: Any = load_yaml(text)
    for key in lock.get("packages", {}):
        package = _PNPM.match(str(key))
        if package:
            yield Need(package["name"], package["version"], is_direct=False)


DIALECT = Dialect(
    "JavaScript",
    {
        "package.json": read_package,
        "package-lock.json": read_npm_lock,
        "npm-shrinkwrap.json": read_npm_lock,
        "yarn.lock": read_yarn_lock,
        "pnpm-lock.yaml": read_pnpm_lock,
    },
)
