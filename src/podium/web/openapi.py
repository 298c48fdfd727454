"""The OpenAPI document of the room's endpoints, made from the records they take and answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from podium.mirror.as_data import LookRecord
from podium.mirror.look import MOST_WEEKS
from podium.mirror.receipt import Receipt
from podium.web.answers import Mistakes, Problem, Reading, Stamp, Sync, Text

if TYPE_CHECKING:
    from podium.core.plain import Json


class _Document(msgspec.Struct, frozen=True):
    """As much of an OpenAPI document as a reader of this one can count on."""

    openapi: str
    paths: dict[str, msgspec.Raw]


class _Parameter(msgspec.Struct, frozen=True):
    name: str
    place: Literal["path", "query", "header"]
    type: object
    is_required: bool = True
    says: str = ""


class _Endpoint(msgspec.Struct, frozen=True):
    path: str
    summary: str
    answer: object
    parameters: Sequence[_Parameter] = ()
    takes: object = None
    method: str = "get"


_STRETCH = (
    _Parameter("weeks", "query", Annotated[int, Meta(ge=1, le=MOST_WEEKS)], False, "length of the window"),
    _Parameter("as_of", "query", date, False, "last day seen, UTC"),
)
_NAME = _Parameter("name", "path", Annotated[str, Meta(min_length=1)])
_ENDPOINTS = (
    _Endpoint("/api/look", "Five verdicts and what they rest on.", LookRecord, _STRETCH),
    _Endpoint("/api/why/{name}", "The receipt of a flag or signal.", Receipt, (_NAME, *_STRETCH)),
    _Endpoint("/api/reading", "How far the reading of the repositories is.", Reading),
    _Endpoint("/api/syncs", "How far each sync of a source is, by its label.", Mapping[str, Sync]),
    _Endpoint("/api/openapi.json", "This document.", _Document),
    _Endpoint("/api/journal/stamp", "Fingerprint of a journal file.", Stamp, (_Parameter("file", "query", str),)),
    _Endpoint(
        "/api/journal/check",
        "Mistakes in a text before it is saved.",
        Mistakes,
        (_Parameter("x-podium-csrf", "header", str),),
        Text,
        method="post",
    ),
)


def document(root: str) -> Json:
    """The document, for a room whose pages start with `root`."""
    named = [Problem, *(kind for end in _ENDPOINTS for kind in (end.answer, end.takes) if kind is not None)]
    schemas, components = msgspec.json.schema_components(named, ref_template="#/components/schemas/{name}")
    schema_of = dict(zip(map(repr, named), schemas, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {"title": "podium", "version": "1", "description": "Your own facts, for your own scripts."},
        "servers": [{"url": root}],
        "paths": {end.path: {end.method: _operation(end, schema_of)} for end in _ENDPOINTS},
        "components": {"schemas": components},
    }


def _operation(endpoint: _Endpoint, schema_of: Mapping[str, Json]) -> Json:
    plain: Json = {
        "description": "Refused before any page saw it, in words.",
        "content": {"text/plain": {"schema": msgspec.json.schema(str)}},
    }
    problem = _json_answer("A problem in words.", schema_of[repr(Problem)])
    waiting = _json_answer("The repositories are still being read; ask again in a moment.", schema_of[repr(Problem)])
    refused = ("401", "403", "405", "421", *(("413", "415") if endpoint.takes else ()))
    body: dict[str, Json] = {}
    if endpoint.takes:
        request_body = {"application/json": {"schema": schema_of[repr(endpoint.takes)]}}
        body = {"requestBody": {"required": True, "content": request_body}}
    return {
        "summary": endpoint.summary,
        "parameters": [_described(parameter) for parameter in endpoint.parameters],
        **body,
        "responses": {
            "200": _json_answer("The facts.", schema_of[repr(endpoint.answer)]),
            "202": waiting,
            **dict.fromkeys(("400", "404", "409", "422"), problem),
            **dict.fromkeys(refused, plain),
        },
    }


def _json_answer(says: str, schema: Json) -> Json:
    return {"description": says, "content": {"application/json": {"schema": schema}}}


def _described(parameter: _Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.is_required,
        "schema": msgspec.json.schema(parameter.type),
        **({"description": parameter.says} if parameter.says else {}),
    }
