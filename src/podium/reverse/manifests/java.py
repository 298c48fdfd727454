"""Java: Maven's pom.xml, Gradle's build files and version catalogues."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from podium.reverse.manifests import Dialect, Need

_QUOTED = re.compile(r"""["']([\w.-]+:[\w.-]+)(?::([\w.+-]+))?(?:@\w+)?["']""")
_PLUGIN = re.compile(r"""\bid[ \t(]+["']([\w.-]+)["']\)?(?:[ \t]+version[ \t]+["']([\w.+-]+)["'])?""")
_LAST = re.compile(r"\{[^}]*\}")


def read_pom(text: str) -> Iterator[Need]:
    """Dependencies and plugins; a DTD or an entity is refused."""
    from defusedxml import DefusedXmlException, ElementTree

    try:
        root = ElementTree.fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as wrong:
        raise ValueError("no pom") from wrong
    for node in root.iter():
        if _LAST.sub("", str(node.tag)) in {"dependency", "plugin", "parent"}:
            told = {_LAST.sub("", str(child.tag)): (child.text or "").strip() for child in node}
            if told.get("artifactId"):
                group = told.get("groupId") or "org.apache.maven.plugins"
                yield Need(f"{group}:{told['artifactId']}", told.get("version", ""))


def read_gradle(text: str) -> Iterator[Need]:
    """Quoted coordinates and plugin ids; the build itself is not run, so computed ones are not seen."""
    for name, version in [*_QUOTED.findall(text), *_PLUGIN.findall(text)]:
        yield Need(name, version)


def read_catalogue(text: str) -> Iterator[Need]:
    """libs.versions.toml."""
    told: dict[str, Any] = tomllib.loads(text)
    versions = told.get("versions", {})
    for each in [*told.get("libraries", {}).values(), *told.get("plugins", {}).values()]:
        if isinstance(each, str):
            name, _, version = each.rpartition(":")
            yield Need(name, version)
            continue
        name = each.get("module") or each.get("id") or f"{each.get('group', '')}:{each.get('name', '')}"
        version = each.get("version", "")
        found = versions.get(version.get("ref"), "") if isinstance(version, dict) else version
        yield Need(str(name), found if isinstance(found, str) else "")


DIALECT = Dialect(
    "Java",
    {
        "pom.xml": read_pom, "build.gradle": read_gradle, "build.gradle.kts": read_gradle, "settings.gradle.kts": read_gradle,
        "libs.versions.toml": read_catalogue,
    },
)  # fmt: skip
