"""The first open of a fresh room by a browser that asks for eight pages at once, fifty times."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from podium.journal.make import make
from web import demo

# Each round is a process of its own that has met no type of the journal yet; forking spares the imports. A crash ends
# the child by a signal, which the parent says.
ROUNDS = """
import os, sys, threading
from web.visitor import Visitor, fresh_app

def open_at_once():
    sys.setswitchinterval(1e-5)
    made = Visitor(*fresh_app()).enter()
    gate = threading.Barrier(8)
    codes = []
    pages = ["/journal", "/practices", "/readme", "/portfolio", "/people", "/drill", "/sources", "/gym"]

    def ask(page):
        gate.wait()
        codes.append(made.client.get(made.keys.root + page).status_code)

    threads = [threading.Thread(target=ask, args=(page,)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(codes, default=599) < 500 and len(codes) == 8

ends = []
for _ in range(int(sys.argv[1])):
    child = os.fork()
    if child == 0:
        os._exit(0 if open_at_once() else 9)
    ends.append(os.waitpid(child, 0)[1])
print("opened", ends.count(0), sorted(set(ends)))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("times", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_eight_requests_at_once_open_a_fresh_room_every_time(tmp_path: Path, times: int) -> None:
    root = tmp_path / "lead"
    make(root)
    demo.write_journal(root)
    env = {**os.environ, "PODIUM_HOME": str(tmp_path / "home"), "PODIUM_JOURNAL": str(root)}
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), env.get("PYTHONPATH", "")]))
    ran = subprocess.run(
        [sys.executable, "-c", ROUNDS, str(times)], capture_output=True, text=True, check=False, env=env
    )
    assert ran.stdout.strip() == f"opened {times} [0]", ran.stderr[-2000:]
