"""Containers: the images a Dockerfile starts from, and those a compose file runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podium.reverse.manifests import Dialect, Need, load_yaml, texts

_FROM = re.compile(
    r"^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(?P<image>\S+)(?:[ \t]+AS[ \t]+(?P<stage>\S+))?", re.MULTILINE | re.IGNORECASE
)
_IMAGE = re.compile(r"(?P<name>[^@\s]+?)(?::(?P<tag>[^\s:@/]+))?(?:@[\w:]+)?")


def read_dockerfile(text: str) -> Iterator[Need]:
    """Base images; stages of the file itself and computed names are left out, a computed tag is no version."""
    stages: set[str] = {"scratch"}
    for found in _FROM.finditer(text.replace("\\\n", " ")):
        if found["image"].lower() not in stages:
            yield from _image(found["image"])
        if found["stage"]:
            stages.add(found["stage"].lower())


def read_compose(text: str) -> Iterator[Need]:
    """The `image:` of each service."""
    for key, value in texts(load_yaml(text)):
        if key == "image":
            yield from _image(value)


def _image(word: str) -> Iterator[Need]:
    found = _IMAGE.fullmatch(word)
    if found and "$" not in found["name"]:
        tag = found["tag"] or ""
        yield Need(found["name"], "" if "$" in tag else tag)


DIALECT = Dialect(
    "Container",
    {
        "Dockerfile": read_dockerfile, "Dockerfile.*": read_dockerfile, "*.Dockerfile": read_dockerfile,
        "Containerfile": read_dockerfile, "docker-compose*.y*ml": read_compose, "compose.y*ml": read_compose,
    },
    "images",
)  # fmt: skip
