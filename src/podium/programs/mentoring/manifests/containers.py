"""Containers: the images a Dockerfile starts from, and those a compose file runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from podium.programs.mentoring.grammar import parse, walk, words
from podium.programs.mentoring.manifests import Dialect, Need, load_yaml, texts

if TYPE_CHECKING:
    from tree_sitter import Node

_IMAGE = re.compile(r"(?P<name>[^@\s]+?)(?::(?P<tag>[\w.$-]+))?(?:@[\w:]+)?")
_PLAIN = re.compile(r"[\w.:/@$-]{1,200}")


def read_dockerfile(text: str) -> Iterator[Need]:
    """Base images. A default of `ARG` is filled in; stages of the file itself and computed names are left out."""
    arguments: dict[str, str] = {}
    stages: set[str] = {"scratch"}
    for node in walk(parse("containerfile", text)):
        if node.type == "arg_pair":
            name, default = node.child_by_field_name("name"), node.child_by_field_name("default")
            if name is not None and default is not None:
                filled = _filled(default, arguments).strip("\"' ")
                arguments[words(name)] = filled if _PLAIN.fullmatch(filled) else ""
        elif node.type == "from_instruction":
            image = next((_filled(child, arguments) for child in node.named_children if child.type == "image_spec"), "")
            if image.lower() not in stages:
                yield from _image(image)
            stages.update(words(child).lower() for child in node.named_children if child.type == "image_alias")


def read_compose(text: str) -> Iterator[Need]:
    """The `image:` of each service."""
    for key, value in texts(load_yaml(text)):
        if key == "image":
            yield from _image(value)


def _filled(node: Node, arguments: Mapping[str, str]) -> str:
    """The words of a node with its variables replaced by what the file says; one it does not say stays a `$`."""
    filled, at = "", node.start_byte
    whole = node.text or b""
    for child in walk(node):
        if child.type == "expansion":
            filled += whole[at - node.start_byte : child.start_byte - node.start_byte].decode("utf-8", "replace")
            filled += (
                next((arguments.get(words(name), "") for name in child.named_children if name.type == "variable"), "")
                or "$"
            )
            at = child.end_byte
    return filled + whole[at - node.start_byte :].decode("utf-8", "replace")


def _image(word: str) -> Iterator[Need]:
    image = _IMAGE.fullmatch(word)
    if image and "$" not in image["name"]:
        tag = image["tag"] or ""
        yield Need(image["name"], "" if "$" in tag else tag)


DIALECT = Dialect(
    "Container",
    {
        "Dockerfile": read_dockerfile,
        "Dockerfile.*": read_dockerfile,
        "*.Dockerfile": read_dockerfile,
        "Containerfile": read_dockerfile,
        "docker-compose*.y*ml": read_compose,
        "compose.y*ml": read_compose,
    },
    "images",
)
