"""The JSON endpoints keep their promise whatever is sent: no fault of ours, no trace, nothing undescribed."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from web.visitor import ORIGIN, Visitor

OPERATIONS = ["/api/look", "/api/why/{name}", "/api/reading", "/api/journal/stamp", "/api/journal/check"]


def test_the_document_describes_every_endpoint(her: Visitor) -> None:
    told = her.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert sorted(told["paths"]) == sorted(OPERATIONS)


def test_look_and_why_say_what_the_command_says(her: Visitor) -> None:
    from podium import facts, receipt

    opened = her.room.mirror(her.room.want(), patience_s=60)
    assert her.get("/api/look").json() == facts.of_look(opened.look())
    assert her.get("/api/why/absence").json()["flag"] == receipt.of(opened.mirror, "absence").facts["flag"]
    assert her.get("/api/why/nothing").status_code == 400


@pytest.mark.parametrize("path", OPERATIONS)
def test_nothing_that_is_sent_is_our_fault(her: Visitor, journal: Path, path: str) -> None:
    told = her.get("/api/openapi.json").json()
    told["servers"] = [{"url": ORIGIN + her.keys.root}]
    schema = schemathesis.openapi.from_dict(told)
    operation = schema[path]["POST" if path.endswith("check") else "GET"]
    door = {"origin": ORIGIN, "x-podium-csrf": her.csrf()}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        sent = case.as_transport_kwargs(base_url=ORIGIN + her.keys.root)
        answer = her.client.request(
            sent["method"], sent["url"], params=sent.get("params"), headers=door, json=sent.get("json")
        )
        described = operation.definition.raw["responses"]
        assert str(answer.status_code) in described, (answer.status_code, answer.text[:300])
        assert "Traceback" not in answer.text
        assert 'File "' not in answer.text

    ask()
