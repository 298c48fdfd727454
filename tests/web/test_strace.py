"""The room under strace: a visit speaks to nobody else, runs nothing but git, and writes below its own home alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from podium.app import last_look
from podium.mirror.look import Scope
from podium.system import paths
from web import demo

STRACE = shutil.which("strace")
PAGES = ("/", "/mirror", "/why/absence", "/practices", "/settings", "/start", "/sources", "/api/look", "/nothing")
CALLS = "execve,connect,openat,open,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,sendto,bind"
WRITES = re.compile(r"(?:O_WRONLY|O_RDWR|O_CREAT)|\b(?:unlink|rename|mkdir|creat)")


def can_trace() -> bool:
    """Whether this machine lets us watch a process."""
    if STRACE is None:
        return False
    return subprocess.run([STRACE, "-f", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.server
@pytest.mark.skipif(not can_trace(), reason="strace is not here or may not watch (Debian: apt install strace)")
def test_a_visit_reaches_out_to_nothing_but_git_and_its_own_home(team: Path, tmp_path: Path) -> None:
    assert STRACE is not None
    last_look.keep(Scope(paths=(team,), me=(demo.ME,)))
    log, home = tmp_path / "trace", paths.home()
    command = [sys.executable, "-c", "from podium.cli.main import run; run()", "serve", "--no-browser"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PODIUM_KEYRING": "off", "TMPDIR": str(tmp_path)}
    served = subprocess.Popen(
        [STRACE, "-D", "-f", "-qq", "-s", "300", "-e", f"trace={CALLS}", "-o", str(log), *command],
        env=environment,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert served.stdout is not None
        address = served.stdout.readline().partition(": ")[2].strip()
        root = address.partition("/enter")[0]
        with httpx2.Client(timeout=120) as client:
            assert client.get(address, follow_redirects=True).status_code == 200
            answers = [client.get(root + page, follow_redirects=True).status_code for page in PAGES]
        assert answers[-1] == 404
        assert max(answers) < 500
    finally:
        served.terminate()
        served.wait(60)
    calls = log.read_text(errors="replace").split("\n")
    programs = {Path(found[1]).name for line in calls if (found := re.search(r'execve\("([^"]+)".*= 0$', line))}
    assert {name for name in programs if not name.startswith("python")} <= {"git"}
    reached = [line for line in calls if "connect(" in line and "AF_INET" in line and "127.0.0.1" not in line]
    assert reached == []
    bound = [line for line in calls if " bind(" in line and "AF_INET" in line and "127.0.0.1" not in line]
    assert bound == []
    written = {
        found[1]
        for line in calls
        if WRITES.search(line) and "execve(" not in line and "= -1" not in line
        if (found := re.search(r'"(/[^"]*)"', line))
    }
    own = (str(home), str(tmp_path), "/dev/")
    assert {path for path in written if not path.startswith(own) and "__pycache__" not in path} == set()
