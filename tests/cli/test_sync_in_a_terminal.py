"""A sync in a real terminal: how far it is and how long it takes, and a server's wish to wait on a line of its own."""

from __future__ import annotations

import time
from pathlib import Path

from cli.terminal import run, run_in_terminal
from little_github import LittleGitHub, change
from loopback import Answer, Asked, telling


def test_progress_is_drawn_over_itself_and_a_wait_is_said_below_it(tmp_path: Path) -> None:
    server, count = LittleGitHub([change(number) for number in range(1, 200)]), [0]

    def tell(asked: Asked) -> Answer:
        count[0] += 1
        if count[0] == 4:
            return Answer(status=429, headers={"retry-after": "1"})
        time.sleep(0.4)
        told = server.tell(asked)
        told.headers["x-ratelimit-reset"] = "1795818762"
        return told

    env = {"PODIUM_HOME": str(tmp_path), "PODIUM_KEYRING": "off", "PODIUM_SECRET_GITHUB": "token"}
    with telling(tell) as github:
        assert run("connect", "github", "acme/pay", "--set", f"address={github.address}", env=env).code == 0
        said = run_in_terminal("sync", columns=58, env=env)
    assert said.code == 0
    drawn = [piece for piece in said.out.split("\r\x1b[2K") if piece.startswith("reading github")]
    assert any("of 199" in piece and "to go" in piece for piece in drawn)
    assert all(len(piece) < 58 and "\n" not in piece for piece in drawn)
    assert "\r\x1b[2Kthe server asks us to slow down; waiting 1 s\n" in said.out
    assert said.out.count("\n") == 2, "the wait and the result; everything else was drawn over"
    assert "x-ratelimit-reset: 1795818762 (2026-11-27 22:32 UTC)" in run("doctor", env=env).out
