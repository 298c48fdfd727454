"""Ruby: Gemfile, gemspec and Gemfile.lock."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podium.reverse.manifests import Dialect, Need

_GEM = re.compile(r"""^[ \t]*gem[ \t(]+["']([\w.-]+)["'](?:[ \t]*,[ \t]*["']([^"']+)["'])?""", re.MULTILINE)
_SPEC = re.compile(
    r"""\.add_(?:runtime_|development_)?dependency[ \t(]+["']([\w.-]+)["'](?:[ \t]*,[ \t]*["']([^"']+)["'])?"""
)
_LOCKED = re.compile(r"^    ([\w.-]+) \(([^)]+)\)$", re.MULTILINE)


def read_gemfile(text: str) -> Iterator[Need]:
    """Gems named by a plain text; what Ruby would compute is not seen."""
    for name, version in [*_GEM.findall(text), *_SPEC.findall(text)]:
        yield Need(name, version)


def read_lock(text: str) -> Iterator[Need]:
    """Every resolved gem."""
    for name, version in _LOCKED.findall(text.replace("\r\n", "\n")):
        yield Need(name, version, is_direct=False)


DIALECT = Dialect("Ruby", {"Gemfile": read_gemfile, "*.gemspec": read_gemfile, "Gemfile.lock": read_lock})
