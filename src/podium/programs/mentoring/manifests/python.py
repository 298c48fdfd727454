"""Python: pyproject.toml, requirements, and the locks of poetry, uv, pdm and pipenv."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from podium.core.lines import lines_of
from podium.programs.mentoring.manifests import Dialect, Need


def _requirement(text: str) -> Iterator[Need]:
    try:
        wanted = Requirement(text)
    except InvalidRequirement:
        return
    yield Need(canonicalize_name(wanted.name), str(wanted.specifier))


def read_pyproject(text: str) -> Iterator[Need]:
    """PEP 621, dependency groups, build requirements and poetry's own table."""
    manifest = tomllib.loads(text)
    project = manifest.get("project", {})
    optional = [requirement for group in project.get("optional-dependencies", {}).values() for requirement in group]
    groups = [
        requirement
        for group in manifest.get("dependency-groups", {}).values()
        for requirement in group
        if isinstance(requirement, str)
    ]
    build = manifest.get("build-system", {}).get("requires", [])
    for line in [*project.get("dependencies", []), *optional, *groups, *build]:
        yield from _requirement(line)
    poetry = manifest.get("tool", {}).get("poetry", {})
    tables = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    tables += [group.get("dependencies", {}) for group in poetry.get("group", {}).values()]
    for table in tables:
        for name, version in table.items():
            if name.lower() != "python":
                yield Need(canonicalize_name(name), version if isinstance(version, str) else "")


def read_requirements(text: str) -> Iterator[Need]:
    """One requirement a line; options, addresses and paths are passed over."""
    for line in lines_of(text.replace("\\\n", " ")):
        plain = line.split(" #")[0].split(" --")[0].strip()
        if plain and plain[0] not in "#-.":
            yield from _requirement(plain)


def read_lock(text: str) -> Iterator[Need]:
    """`[[package]]` tables, as poetry, uv and pdm write them."""
    for package in tomllib.loads(text).get("package", []):
        yield Need(canonicalize_name(package["name"]), str(package.get("version", "")), is_direct=False)


def read_pipfile(text: str) -> Iterator[Need]:
    """Pipenv's manifest."""
    manifest = tomllib.loads(text)
    for table in ("packages", "dev-packages"):
        for name, version in manifest.get(table, {}).items():
            yield Need(canonicalize_name(name), version if isinstance(version, str) else "")


def read_pipfile_lock(text: str) -> Iterator[Need]:
    """Pipenv's lock."""
    lock = json.loads(text)
    for table in ("default", "develop"):
        for name, package in lock.get(table, {}).items():
            yield Need(canonicalize_name(name), str(package.get("version", "")).lstrip("="), is_direct=False)


DIALECT = Dialect(
    "Python",
    {
        "pyproject.toml": read_pyproject,
        "requirements*.txt": read_requirements,
        "requirements/*.txt": read_requirements,
        "poetry.lock": read_lock,
        "uv.lock": read_lock,
        "pdm.lock": read_lock,
        "Pipfile": read_pipfile,
        "Pipfile.lock": read_pipfile_lock,
    },
)
