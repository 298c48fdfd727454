"""Every question that leaves the machine, with its variables, is valid in the official schema of whom it is sent to."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from loopback import Asked
from source_worlds import WORLDS

MORE = {"hasNextPage": True, "endCursor": "c"}


@cache
def schema(file: Path) -> Any:
    import graphql

    return graphql.build_schema(file.read_text(encoding="utf-8"), assume_valid=True, assume_valid_sdl=True)


def asked(
    name: str, told: Any, folder: Path, cursors: dict[str, Any] | None = None, **settings: str
) -> list[dict[str, Any]]:
    """The bodies a source sends in its world."""
    world, sent = WORLDS[name], list[dict[str, Any]]()

    def pick(question: Asked) -> str:
        sent.append(json.loads(question.body))
        assert world.pick is not None
        return world.pick(question)

    replace(world, pick=pick, settings=world.settings | settings).pages(folder, told, cursors)
    return sent


def cut(name: str) -> Any:
    told = json.loads(json.dumps(WORLDS[name].told))
    for key in told:
        if key != "more":
            for lists in _inner(told[key]):
                lists["pageInfo"] = MORE
    return told


def _inner(value: Any) -> list[dict[str, Any]]:
    """The lists inside records: reviews, timeline items, histories."""
    if isinstance(value, list):
        return [one for held in value for one in _inner(held)]
    if not isinstance(value, dict):
        return []
    return [held for key, held in value.items() if key in {"reviews", "timelineItems", "history"} and held] + [
        one for held in value.values() for one in _inner(held)
    ]


@pytest.mark.parametrize("name", ["github", "linear"])
def test_every_question_sent_is_valid_with_its_variables(samples: Path, tmp_path: Path, name: str) -> None:
    import graphql
    from graphql.execution.values import get_variable_values

    known = schema(samples / name / "schema.graphql")
    later = {"issues": {"high": 1_789_000_000}, "changes:acme/pay": {"high": 1_789_000_000}}
    settings = {"teams": "PAY"} if name == "linear" else {}
    sent = asked(name, cut(name), tmp_path, **settings) + asked(name, WORLDS[name].told, tmp_path, later)
    for one in sent:
        document: Any = graphql.parse(one["query"])
        assert graphql.validate(known, document) == []
        (operation,) = document.definitions
        given = get_variable_values(known, operation.variable_definitions, one["variables"])
        assert not isinstance(given, list), given
    kinds = {one["query"] for one in sent}
    assert len(kinds) == {"github": 5, "linear": 2}[name], "every kind of question was asked"


def test_a_wrong_variable_would_be_found(samples: Path) -> None:
    import graphql
    from graphql.execution.values import get_variable_values

    known = schema(samples / "linear" / "schema.graphql")
    document: Any = graphql.parse("query($filter:IssueFilter){issues(filter:$filter){nodes{id}}}")
    (operation,) = document.definitions
    wrong = {"filter": {"updatedOn": {"gte": "x"}}}
    found = get_variable_values(known, operation.variable_definitions, wrong)
    assert isinstance(found, list)
