"""The JSON endpoints keep their promise whatever is sent: no fault of ours, no trace, nothing undescribed."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from web.visitor import ORIGIN, Visitor

# What a trace, a path of this machine or a program's inside would look like.
LEAKS = re.compile(r'Traceback|File "|\.py"|site-packages|line \d+, in |0x[0-9a-f]{6,}')
OPERATIONS = [
    "get /api/journal/stamp",
    "get /api/look",
    "get /api/openapi.json",
    "get /api/reading",
    "get /api/syncs",
    "get /api/why/{name}",
    "post /api/journal/check",
]


def test_the_document_describes_every_endpoint(her: Visitor) -> None:
    told = her.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    routes = {path for r in her.app.routes if (path := str(getattr(r, "path", ""))).startswith("/api/")}
    assert set(told["paths"]) == routes
    assert sorted(f"{m} {p}" for p, ms in told["paths"].items() for m in ms) == OPERATIONS


def test_look_and_why_say_what_the_command_says(her: Visitor) -> None:
    from podium.mirror import as_data, receipt

    opened = her.room.mirror(her.room.want(), patience_s=60)
    assert her.get("/api/look").json() == msgspec.json.decode(msgspec.json.encode(as_data.of_look(opened.look())))
    assert her.get("/api/why/absence").json()["flag"] == receipt.of(opened.mirror, "absence").flag
    assert her.get("/api/why/nothing").status_code == 400


CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "not so"])
@pytest.mark.parametrize("named", OPERATIONS)
def test_nothing_that_is_sent_is_our_fault(her: Visitor, journal: Path, named: str, mode: GenerationMode) -> None:
    told = her.get("/api/openapi.json").json()
    told["servers"] = [{"url": ORIGIN + her.keys.root}]
    method, _, path = named.partition(" ")
    operation = schemathesis.openapi.from_dict(told)[path][method.upper()]
    door = {"origin": ORIGIN, "x-podium-csrf": her.csrf()}

    # Each stretch of time asked for is a reading of its own, so the desk sends a few and the night a hundred.
    @settings(max_examples=max(5, settings().max_examples // 5), suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        sent = case.as_transport_kwargs(base_url=ORIGIN + her.keys.root)
        named = {k: sent[k] for k in ("params", "json", "data", "content") if sent.get(k) is not None}
        answer = her.client.request(
            sent["method"], sent["url"], headers=door | dict(sent["headers"] or {}) | door, **named
        )
        assert answer.status_code < 500, answer.text[:300]
        assert not LEAKS.search(answer.text), answer.text[:300]
        case.validate_response(answer, checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "there is nothing to send that is not as described"


@pytest.mark.parametrize("named", OPERATIONS)
def test_a_stranger_is_told_nothing_by_any_endpoint(stranger: Visitor, named: str) -> None:
    method, _, path = named.partition(" ")
    answer = stranger.client.request(
        method, stranger.keys.root + path, headers={"origin": ORIGIN}, json={} if method == "post" else None
    )
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("text/plain")
