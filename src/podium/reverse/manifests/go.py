"""Go: go.mod."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podium.reverse.manifests import Dialect, Need

_BLOCK = re.compile(r"^require[ \t]*\(([^)]*)\)", re.MULTILINE)
_SINGLE = re.compile(r"^require[ \t]+([^(\s][^\n]*)", re.MULTILINE)
_LINE = re.compile(r"^[ \t]*(?P<name>[^\s()/][^\s()]*)[ \t]+(?P<version>v[^\s()]+)(?P<rest>[^\n]*)", re.MULTILINE)


def read_mod(text: str) -> Iterator[Need]:
    """Required modules; those marked `// indirect` came along."""
    wanted = [*_BLOCK.findall(text), *_SINGLE.findall(text)]
    for found in _LINE.finditer("\n".join(wanted)):
        yield Need(found["name"], found["version"].lstrip("v"), is_direct="// indirect" not in found["rest"])


DIALECT = Dialect("Go", {"go.mod": read_mod})
