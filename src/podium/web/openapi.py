"""The OpenAPI document of the room's JSON endpoints."""

from __future__ import annotations

from typing import Any

_PROBLEM = {
    "type": "object",
    "required": ["what", "where", "next_step"],
    "properties": {name: {"type": "string"} for name in ("what", "where", "next_step")},
}
_PLAIN = {
    "description": "Refused before any page saw it, in words.",
    "content": {"text/plain": {"schema": {"type": "string"}}},
}
_NOTE = {
    "type": "object",
    "required": ["line", "column", "field", "what", "instead"],
    "properties": {
        "line": {"type": "integer"},
        "column": {"type": "integer"},
        "field": {"type": "string"},
        "what": {"type": "string"},
        "instead": {"type": "string"},
    },
}
_STRETCH = [
    {
        "name": "weeks",
        "in": "query",
        "description": "length of the window",
        "schema": {"type": "integer", "minimum": 1, "maximum": 104},
    },
    {
        "name": "as_of",
        "in": "query",
        "description": "last day seen, UTC",
        "schema": {"type": "string", "format": "date"},
    },
]


def document(root: str) -> dict[str, Any]:
    """The document, for a room whose pages start with `root`."""
    look = {"type": "object", "required": ["as_of", "window", "coverage", "traps"]}
    why = {"type": "object", "required": ["flag", "says", "lines"]}
    reading = {
        "type": "object",
        "required": ["done", "total", "is_done", "fault"],
        "properties": {
            "done": {"type": "integer"},
            "total": {"type": ["integer", "null"]},
            "is_done": {"type": "boolean"},
            "fault": {"type": ["object", "null"], "required": ["what", "next_step"]},
        },
    }
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    file = {"name": "file", "in": "query", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "podium", "version": "1", "description": "Her own facts, for her own scripts."},
        "servers": [{"url": root}],
        "paths": {
            "/api/look": {"get": _answers("Five verdicts and what they rest on.", look, _STRETCH)},
            "/api/why/{name}": {"get": _answers("The receipt of a flag or signal.", why, [name, *_STRETCH])},
            "/api/reading": {"get": _answers("How far the reading of the repositories is.", reading)},
            "/api/syncs": {"get": _answers("How far each sync of a source is, by its label.", _runs())},
            "/api/openapi.json": {
                "get": _answers("This document.", {"type": "object", "required": ["openapi", "paths"]})
            },
            "/api/journal/stamp": {
                "get": _answers("Fingerprint of a journal file.", _of({"stamp": {"type": "string"}}), [file])
            },
            "/api/journal/check": {"post": _check()},
        },
    }


def _runs() -> dict[str, Any]:
    run = _of(
        {
            "done": {"type": "integer"},
            "total": {"type": ["integer", "null"]},
            "words": {"type": "string"},
            "fault": {"type": "string"},
            "is_done": {"type": "boolean"},
        }
    )
    return {"type": "object", "additionalProperties": run}


def _of(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": sorted(properties), "properties": properties}


def _answers(summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    problem = {"description": "A problem in words.", "content": {"application/json": {"schema": _PROBLEM}}}
    return {
        "summary": summary,
        "parameters": parameters or [],
        "responses": {
            "200": {"description": "The facts.", "content": {"application/json": {"schema": schema}}},
            "202": problem | {"description": "The repositories are still being read; ask again in a moment."},
            **dict.fromkeys(("400", "404", "409", "422"), problem),
            **dict.fromkeys(("401", "403", "405", "421"), _PLAIN),
        },
    }


def _check() -> dict[str, Any]:
    operation = _answers("Mistakes in a text before it is saved.", _of({"notes": {"type": "array", "items": _NOTE}}))
    request_schema = _of({"file": {"type": "string"}, "text": {"type": "string"}})
    header = {"name": "x-podium-csrf", "in": "header", "required": True, "schema": {"type": "string"}}
    return operation | {
        "parameters": [header],
        "requestBody": {"required": True, "content": {"application/json": {"schema": request_schema}}},
        "responses": operation["responses"] | {"413": _PLAIN, "415": _PLAIN},
    }
