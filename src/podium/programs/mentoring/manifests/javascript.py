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
    told = json.loads(text)
    for table in _TABLES:
        for name, version in told.get(table, {}).items():
            yield Need(name, str(version))


def read_npm_lock(text: str) -> Iterator[Need]:
    """Lock versions 1 to 3."""
    told = json.loads(text)
    for place, each in told.get("packages", {}).items():
        if "node_modules/" in place:
            yield Need(place.rpartition("node_modules/")[2], str(each.get("version", "")), is_direct=False)
    for name, each in told.get("dependencies", {}).items():
        if isinstance(each, dict):
            yield Need(name, str(each.get("version", "")), is_direct=False)


def read_yarn_lock(text: str) -> Iterator[Need]:
    """Classic and later, by the first name of each block."""
    for found in _YARN.finditer(text.replace("\r\n", "\n")):
        yield Need(found["name"], found["version"], is_direct=False)


def read_pnpm_lock(text: str) -> Iterator[Need]:
    """The keys of its packages."""
    told: Any = load_yaml(text)
    for key in told.get("packages", {}):
        found = _PNPM.match(str(key))
        if found:
            yield Need(found["name"], found["version"], is_direct=False)


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
