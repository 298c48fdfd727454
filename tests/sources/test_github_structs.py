"""What podium takes from GitHub's answers, held against GitHub's own descriptions: named right, null where null may be."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from podium.sources.github_queries import Act, Item, PageInfo, Review, Who

# Struct -> the GraphQL types it may hold, with the fields that only some of them have.
GRAPHQL: list[tuple[type[msgspec.Struct], str, frozenset[str]]] = [
    (Item, "PullRequest", frozenset({"publishedAt", "tagName"})),
    (
        Item,
        "Issue",
        frozenset({"publishedAt", "tagName", "isDraft", "additions", "deletions", "mergedAt", "mergedBy", "reviews"}),
    ),
    (
        Item,
        "Release",
        frozenset(
            {
                "number",
                "mergedAt",
                "additions",
                "deletions",
                "mergedBy",
                "labels",
                "milestone",
                "reviews",
                "timelineItems",
            }
        ),
    ),
    (Review, "PullRequestReview", frozenset()),
    (Who, "User", frozenset({"teamSlug"})),
    (Who, "Bot", frozenset({"teamSlug"})),
    (Act, "ReviewRequestedEvent", frozenset({"assignee"})),
    (Act, "AssignedEvent", frozenset({"requestedReviewer"})),
    (Act, "ClosedEvent", frozenset({"assignee", "requestedReviewer"})),
    (PageInfo, "PageInfo", frozenset()),
]
# Struct field -> the same thing in the REST description.
REST: list[tuple[type[msgspec.Struct], str, dict[str, str]]] = [
    (
        Item,
        "pull-request",
        {
            "number": "number",
            "createdAt": "created_at",
            "updatedAt": "updated_at",
            "mergedAt": "merged_at",
            "additions": "additions",
            "deletions": "deletions",
            "author": "user",
            "mergedBy": "merged_by",
            "milestone": "milestone",
            "isDraft": "draft",
        },
    ),
    (
        Item,
        "issue",
        {
            "number": "number",
            "createdAt": "created_at",
            "updatedAt": "updated_at",
            "author": "user",
            "milestone": "milestone",
        },
    ),
    (Review, "pull-request-review", {"state": "state", "submittedAt": "submitted_at", "author": "user"}),
    (Who, "simple-user", {"login": "login", "databaseId": "id"}),
]
EXAMPLES = {
    "integer": 7,
    "string": "x",
    "boolean": True,
    "date-time": "2026-03-02T10:00:00Z",
    "Int": 7,
    "String": "x",
    "ID": "x",
    "Boolean": True,
    "DateTime": "2026-03-02T10:00:00Z",
}


def fields(struct: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(struct)} - {"__typename"}


def takes(struct: type[msgspec.Struct], field: str, value: Any) -> bool:
    try:
        msgspec.json.decode(msgspec.json.encode({field: value}), type=struct)
    except msgspec.ValidationError:
        return False
    return True


@cache
def graphql_schema(file: Path) -> Any:
    import graphql

    return graphql.build_schema(file.read_text(encoding="utf-8"), assume_valid=True, assume_valid_sdl=True)


@pytest.mark.parametrize(("struct", "kind", "elsewhere"), GRAPHQL, ids=lambda p: getattr(p, "__name__", None))
def test_every_field_is_one_of_the_graphql_type_and_may_be_null_where_it_may_be(
    samples: Path, struct: type[msgspec.Struct], kind: str, elsewhere: frozenset[str]
) -> None:
    import graphql

    known = graphql_schema(samples / "github" / "schema.graphql").type_map[kind].fields
    # `actor` and `reviewer` of a comment are aliases of ours.
    assert fields(struct) - elsewhere - known.keys() == set()
    for name in fields(struct) - elsewhere:
        told = known[name].type
        if not graphql.is_non_null_type(told):
            assert takes(struct, name, None), f"{kind}.{name} may be null"
        example = EXAMPLES.get(graphql.get_named_type(told).name)
        if example is not None:
            assert takes(struct, name, example), f"{kind}.{name} is {told}"


@pytest.mark.parametrize(("struct", "schema", "names"), REST, ids=lambda p: p if isinstance(p, str) else None)
def test_the_same_facts_stand_in_the_openapi_description(
    samples: Path, struct: type[msgspec.Struct], schema: str, names: dict[str, str]
) -> None:
    schemas = json.loads((samples / "github" / "openapi.slice.json").read_text())["components"]["schemas"]
    properties = schemas[schema]["properties"]
    assert set(names) <= fields(struct)
    for field, name in names.items():
        told = properties[name]
        example = EXAMPLES.get(told.get("format", ""), EXAMPLES.get(_plain(told.get("type"))))
        assert example is None or takes(struct, field, example), f"{schema}.{name}"
        if _may_be_null(told, schemas):
            assert takes(struct, field, None), f"{schema}.{name} may be null"


def _plain(kind: object) -> str:
    return next((k for k in kind if k != "null"), "") if isinstance(kind, list) else str(kind)


def _may_be_null(told: dict[str, Any], schemas: dict[str, Any]) -> bool:
    if "$ref" in told:
        return _may_be_null(schemas[told["$ref"].rpartition("/")[2]], schemas)
    either = told.get("anyOf", []) + told.get("oneOf", [])
    kind = told.get("type")
    return (
        bool(told.get("nullable"))
        or kind == "null"
        or (isinstance(kind, list) and "null" in kind)
        or any(_may_be_null(one, schemas) for one in either)
    )


def test_a_wrong_struct_would_be_found(samples: Path) -> None:
    class Wrong(msgspec.Struct, rename="camel"):
        merged_at: str = ""

    assert not takes(Wrong, "mergedAt", None)
    assert graphql_schema(samples / "github" / "schema.graphql").type_map["PullRequest"].fields.keys() >= {"mergedAt"}
