"""CI: the actions, images and shared pipelines a workflow uses."""

from __future__ import annotations

from collections.abc import Iterator

from podium.programs.mentoring.manifests import Dialect, Need, load_yaml, texts

_KEYS = frozenset({"uses", "image", "component", "template"})


def read_workflow(text: str) -> Iterator[Need]:
    """Every `uses:`, and the images and components of other systems' files."""
    for key, value in texts(load_yaml(text)):
        if key in _KEYS and "$" not in value and not value.startswith("./"):
            name, mark, version = value.rpartition("@" if "@" in value else ":")
            yield Need(name, version) if mark and "/" not in version else Need(value)


def read_pre_commit(text: str) -> Iterator[Need]:
    """The hooks' repositories."""
    for key, value in texts(load_yaml(text)):
        if key == "repo" and value not in {"local", "meta"}:
            yield Need(value)


DIALECT = Dialect(
    "CI",
    {
        ".github/workflows/*.y*ml": read_workflow,
        ".github/actions/*.y*ml": read_workflow,
        ".gitlab-ci.yml": read_workflow,
        ".circleci/config.yml": read_workflow,
        "azure-pipelines.yml": read_workflow,
        ".pre-commit-config.yaml": read_pre_commit,
    },
    "steps",
)
