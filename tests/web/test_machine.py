"""The room on a shared machine: what another of its users can see, read and reach while it is open."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.terminal import run
from podium.web import serving
from web.chromium import Served

pytestmark = pytest.mark.server
NOBODY = 65534
PYTHON = "/usr/bin/python3"
# What another user of the machine could try; prints what came of it, with nothing but Python's own library.
TRIES = """
import pathlib, sys, urllib.request, urllib.error
port, home, pid = sys.argv[1:4]
said = []
def reach(address, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
for path in ("/", "/mirror", "/api/look", "/static/room.css", "/enter?token=x"):
    print(path, *reach(f"http://127.0.0.1:{port}{path}"))
for what in (home, home + "/last-look.json", home + "/me.toml", f"/proc/{pid}/environ", f"/proc/{pid}/fd"):
    place = pathlib.Path(what)
    try:
        print(what, "OPEN", [p.name for p in place.iterdir()] if place.is_dir() else place.read_text()[:40])
    except OSError as fault:
        print(what, "closed")
print("CMDLINE", pathlib.Path(f"/proc/{pid}/cmdline").read_text().replace(chr(0), " "))
"""


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0 or not os.access(PYTHON, os.X_OK),
    reason="only root can act as another user of this machine, with a Python that user can run",
)
def test_another_user_of_the_machine_gets_nothing(
    serve_anew: Callable[..., Served], furnished: Path, tmp_path: Path
) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    furnished.chmod(0o755)
    (furnished / "me.toml").write_text("[me]\n")
    served = serve_anew(furnished)
    port = served.address.partition("127.0.0.1:")[2].partition("/")[0]
    other = subprocess.run(
        [PYTHON, "-I", "-c", TRIES, port, str(furnished), str(served.process.pid)],
        user=NOBODY,
        group=NOBODY,
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        env={},
    )
    assert other.stdout.count(" 404 ") == 5, other.stdout
    assert "OPEN" not in other.stdout
    assert other.stdout.count("closed") == 5
    secret = re.findall(r"http://[^/]+/([^/]+)/enter\?token=(\S+)", served.address)[0]
    assert not any(part in other.stdout for part in secret)


def test_what_the_browser_is_started_with_holds_no_secret(
    serve_anew: Callable[..., Served], furnished: Path, tmp_path: Path
) -> None:
    """Every user of a machine can read the words a program was started with."""
    told = tmp_path / "told"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {told}.part\nmv {told}.part {told}\n')
    browser.chmod(0o700)
    served = serve_anew(furnished, "--port", "0", BROWSER=f"{browser} %s")
    for _ in range(100):
        if told.exists():
            break
        time.sleep(0.1)
    (word,) = told.read_text().split()
    root, token = re.findall(r"http://[^/]+/([^/]+)/enter\?token=(\S+)", served.address)[0]
    assert word.startswith("file://")
    assert root not in word
    assert token not in word
    file = Path(word.removeprefix("file://"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert served.address in file.read_text()
    served.close()
    assert not file.exists()


def test_the_file_that_opens_the_room_goes_when_it_closes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "mine"))
    with serving.way_in("http://127.0.0.1:1/x/enter?token=y") as file:
        assert 'url=http://127.0.0.1:1/x/enter?token=y"' in file.read_text()
    assert not list((tmp_path / "mine").iterdir())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--host", "0.0.0.0"], "TLS only"),
        (["--host", "room.example.org"], "TLS only"),
        (["--host", "room.example.org", "--certificate", "c.pem"], "TLS only"),
        (["--host", "192.0.2.7", "--certificate", "c.pem", "--key", "k.pem"], "cannot carry a passkey"),
        (["--host", "machine", "--certificate", "c.pem", "--key", "k.pem"], "cannot carry a passkey"),
        (["--host", "room.example.org", "--certificate", "c.pem", "--key", "k.pem"], "cannot be used"),
        (["--certificate", "c.pem", "--key", "k.pem"], "no TLS"),
        (["--listen", "0.0.0.0"], "no TLS"),
    ],
)
def test_beyond_this_machine_needs_tls_and_a_passkey_or_it_is_refused(
    words: list[str], says: str, tmp_path: Path
) -> None:
    said = run("serve", "--no-browser", *words, cwd=tmp_path)
    assert (said.code, said.out) == (2, ""), said.err
    assert says in said.err
