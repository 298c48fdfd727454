"""Java: Maven's pom.xml, Gradle's build files and version catalogues."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from podium.programs.mentoring.grammar import parse, walk, words
from podium.programs.mentoring.manifests import Dialect, Need

# What a build file says, told as its names and its "texts" alone: comments and signs are gone.
_COORDINATE = re.compile(r'"([\w.-]+:[\w.-]+)(?::([^\s":@/]*))?(?::[\w.-]+)?(?:@\w+)?"')
_PLUGIN = re.compile(r'\bid "([\w.-]+)"(?: version "([^"]*)")?')
_MAP = re.compile(r'\bgroup "([\w.-]+)" name "([\w.-]+)"(?: version "([^"]*)")?')
_NAMES = frozenset({"identifier", "simple_identifier"})
_TEXTS = frozenset({"string_literal", "character_literal", "multiline_string_literal"})
_LAST = re.compile(r"\{[^}]*\}")


def read_pom(text: str) -> Iterator[Need]:
    """Dependencies and plugins; a DTD or an entity is refused."""
    from defusedxml import DefusedXmlException, ElementTree

    try:
        root = ElementTree.fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as wrong:
        raise ValueError("not a pom.xml") from wrong
    for node in root.iter():
        if _LAST.sub("", str(node.tag)) in {"dependency", "plugin", "parent"}:
            fields = {_LAST.sub("", str(child.tag)): (child.text or "").strip() for child in node}
            if fields.get("artifactId"):
                group = fields.get("groupId") or "org.apache.maven.plugins"
                yield Need(f"{group}:{fields['artifactId']}", fields.get("version", ""))


def read_groovy(text: str) -> Iterator[Need]:
    """Coordinates and plugin ids; the build itself is not run, so a computed version is none."""
    return _gradle("groovy", text)


def read_kotlin(text: str) -> Iterator[Need]:
    """The same in Kotlin."""
    return _gradle("kotlin", text)


def _gradle(grammar: str, text: str) -> Iterator[Need]:
    pieces: list[str] = []
    for node in walk(parse(grammar, text)):
        if node.type in _TEXTS:
            pieces.append('"' + words(node).strip("\"'").replace('"', "'") + '"')
        elif node.type in _NAMES:
            pieces.append(words(node))
    line = " ".join(pieces)
    for name, version in [*_COORDINATE.findall(line), *_PLUGIN.findall(line)]:
        yield Need(name, _written(version))
    for group, name, version in _MAP.findall(line):
        yield Need(f"{group}:{name}", _written(version))


def _written(version: str) -> str:
    return "" if "$" in version else version


def read_catalogue(text: str) -> Iterator[Need]:
    """libs.versions.toml."""
    catalogue = tomllib.loads(text)
    versions = catalogue.get("versions", {})
    for library in [*catalogue.get("libraries", {}).values(), *catalogue.get("plugins", {}).values()]:
        if isinstance(library, str):
            name, _, version = library.rpartition(":")
            yield Need(name, version)
            continue
        name = library.get("module") or library.get("id") or f"{library.get('group', '')}:{library.get('name', '')}"
        version = library.get("version", "")
        version_text = versions.get(version.get("ref"), "") if isinstance(version, dict) else version
        yield Need(str(name), version_text if isinstance(version_text, str) else "")


DIALECT = Dialect(
    "Java",
    {
        "pom.xml": read_pom,
        "build.gradle": read_groovy,
        "settings.gradle": read_groovy,
        "build.gradle.kts": read_kotlin,
        "settings.gradle.kts": read_kotlin,
        "libs.versions.toml": read_catalogue,
    },
)
