"""Without a route everything that should work does; a sync speaks to the configured origin and to nobody else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import subject
from little_github import LittleGitHub, change
from little_team import LAST_DAY, make
from loopback import Answer, Asked, telling
from podium.sources.secrets import variable

# Writes down every socket that was asked for, then does as it is told.
GUARD = """
import os, sys
def guard(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.bind"):
        with open(os.environ["PODIUM_TEST_SOCKETS"], "a") as told:
            print(event, args[1:] if event == "socket.connect" else args[:2], file=told)
sys.addaudithook(guard)
from podium.cli.main import run
run()
"""
LOOKS = ["--me", "ana@example.org", "--as-of", LAST_DAY]


def has_a_world_without_network() -> bool:
    """Whether this machine lets us make a network namespace of our own."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0


class Alone:
    """podium in a process of its own, with every socket written down."""

    def __init__(self, folder: Path, *, is_cut_off: bool) -> None:
        self.sockets = folder / "sockets.txt"
        self.before = ["unshare", "-rn"] if is_cut_off else []
        self.env = dict(os.environ) | {
            "PODIUM_HOME": str(subject.known_as(folder / "home")),
            "PODIUM_TEST_SOCKETS": str(self.sockets),
            "PODIUM_KEYRING": "off",
            "PODIUM_JOURNAL": str(folder / "journal"),
            "EDITOR": "true",
        }

    def run(self, *words: str, said: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.before, sys.executable, "-c", GUARD, *words],
            input=said,
            env=self.env | env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def asked_for(self) -> list[str]:
        return self.sockets.read_text().splitlines() if self.sockets.exists() else []


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("offline") / "web", weeks=60)


@pytest.mark.slow
@pytest.mark.parametrize(
    "is_cut_off",
    [
        pytest.param(False, id="with a network, which nobody uses"),
        pytest.param(
            True,
            id="without one",
            marks=pytest.mark.skipif(
                not has_a_world_without_network(), reason="this machine lets nobody make a network namespace"
            ),
        ),
    ],
)
def test_a_day_with_podium_opens_no_socket(team: Path, tmp_path: Path, is_cut_off: bool) -> None:
    alone = Alone(tmp_path, is_cut_off=is_cut_off)
    win = ("date=2026-06-20", "what=Finance closes the month in 2 days instead of 5")
    day = [
        ("init", str(tmp_path / "journal")),
        ("new", "win", "--set", win[0], "--set", win[1]),
        ("journal", "check"),
        ("journal", "list", "win", "--json"),
        ("look", str(team), *LOOKS),
        ("look", str(team), *LOOKS, "--json"),
        ("why", "absence"),
        ("why", "business-ratio", "--json"),
        ("me", str(team), *LOOKS),
        ("signals",),
        ("traps",),
        ("practices",),
        ("sources",),
        ("doctor",),
        ("work", "label", "--count", "1"),
        ("export", "--metadata", str(tmp_path / "copy"), "--yes"),
        ("look", str(tmp_path / "copy"), "--as-of", LAST_DAY),
    ]
    failed = {}
    for words in day:
        done = alone.run(*words, said="q\n")
        if done.returncode:
            failed[" ".join(words)] = done.stderr
    lint = alone.run("lint", "win", "-", said="Finance closes the month in 2 days instead of 5.\n")
    assert failed == {}
    assert lint.returncode == 0, lint.stderr
    assert alone.asked_for() == []


def connected(folder: Path, address: str, source: str = "github") -> None:
    (folder / "home").mkdir(parents=True, exist_ok=True)
    (folder / "home" / "sources.toml").write_text(
        f'[{source}]\nsource = "{source}"\nrepos = "acme/pay"\naddress = "{address}"\n'
    )


def test_a_sync_speaks_to_the_configured_origin_only(tmp_path: Path) -> None:
    hub = LittleGitHub([change(n, url="https://elsewhere.example/x") for n in range(1, 60)], page=20)
    alone = Alone(tmp_path, is_cut_off=False)
    with telling(hub.tell) as server:
        connected(tmp_path, server.address)
        done = alone.run("sync", **{variable("github"): "token"})
    assert done.returncode == 0, done.stderr
    port = server.address.rpartition(":")[2]
    connects = [line for line in alone.asked_for() if line.startswith("socket.connect")]
    assert connects
    assert {line for line in connects if f"('127.0.0.1', {port})" not in line} == set()
    assert not [line for line in alone.asked_for() if "example" in line or "github.com" in line]
    assert {asked.path for asked in server.asked} == {"/graphql"}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(status=302, headers={"location": "{other}/stolen"}), id="a redirect"),
        pytest.param(Answer(status=307, headers={"location": "{other}/stolen"}), id="a redirect that keeps the body"),
        pytest.param(Answer.of({"data": None}, link='<{other}/stolen>; rel="next"'), id="a next link"),
    ],
)
def test_whoever_is_asked_cannot_send_podium_or_its_token_elsewhere(tmp_path: Path, answer: Answer) -> None:
    alone = Alone(tmp_path, is_cut_off=False)
    with telling(lambda _: Answer()) as other:

        def tell(_asked: Asked) -> Answer:
            headers = {name: value.format(other=other.address) for name, value in answer.headers.items()}
            return Answer(answer.body, answer.status, headers)

        with telling(tell) as server:
            connected(tmp_path, server.address)
            done = alone.run("sync", **{variable("github"): "a-token-nobody-else-sees"})
    assert done.returncode in {4, 5}, done.stderr
    assert server.asked
    assert other.asked == []
    assert "a-token-nobody-else-sees" not in done.stderr + done.stdout


def test_what_is_sent_is_the_question_and_nothing_of_hers(tmp_path: Path) -> None:
    hub = LittleGitHub([change(n) for n in range(1, 5)])
    alone = Alone(tmp_path, is_cut_off=False)
    with telling(hub.tell) as server:
        connected(tmp_path, server.address)
        (tmp_path / "home" / "me.toml").write_text('[me]\nname = "Ana Secret"\nemails = ["ana.secret@example.org"]\n')
        alone.run("sync", **{variable("github"): "token"})
    sent = json.dumps([[a.path, a.query, a.headers, a.body.decode()] for a in server.asked]).lower()
    assert "acme" in sent
    assert "secret" not in sent
