"""From a payload to a printed number: what the command line says once a source is connected and read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from clones import clean_env
from kept_mirrors import KeptMirrors
from little_team import EAST_MIN, LAST_DAY, Stream
from loopback import Answer, Asked, telling
from podium.cli.main import podium
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror


class MirrorsOfOneState(KeptMirrors):
    """Mirrors that stay open for the commands that only ask, until a command that is not one of them was typed."""

    def of_today(self, scope: Scope, *, now: datetime, progress: object = None, for_look: bool = False) -> Mirror:
        """What a command opens; the mirror is closed when the state is over."""
        mirror = self.of(scope, now.replace(hour=0, minute=0, second=0, microsecond=0))
        mirror.close = lambda: None  # type: ignore[method-assign]
        return mirror

    def end_unless_asking(self, command: str) -> None:
        """Close what is open where a command may change what a mirror shows."""
        if command not in {"look", "why"}:
            self.close()


MIRRORS = MirrorsOfOneState()


def says(*words: str | Path) -> str:
    """What a command prints."""
    MIRRORS.end_unless_asking(str(words[0]))
    ended = CliRunner().invoke(podium, [str(word) for word in words])
    assert ended.exit_code == 0, f"{ended.output} {ended.exception!r}"
    return ended.stdout


def why(signal: str, team: Path) -> dict[str, Any]:
    """The receipt of one signal for the four weeks (or the quarter) that end on 28 June 2026."""
    line: dict[str, Any] = json.loads(says("why", signal, team, "--as-of", LAST_DAY, "--json"))["lines"][0]
    return line


def number(signal: str, team: Path) -> tuple[str, int | str]:
    """The printed figure, and how many rows it rests on; of a group in a band."""
    line = why(signal, team)
    if line["n"] is None:
        return line["value"], line["size"]
    assert line["n"] == len(line["events"])
    return line["value"], line["n"]


def counted(signal: str, team: Path) -> dict[str, float]:
    """What each receipt counts, by the last part of its name; of a group those of your own acts."""
    events = why(signal, team)["events"]
    return {event["ref"].rpartition(":")[2]: event["counts"] for event in events if "ref" in event}


def looked_at(team: Path) -> dict[str, tuple[int, str]]:
    """Every figure `podium look` draws."""
    told = json.loads(says("look", team, "--as-of", LAST_DAY, "--json"))
    return {d["signal"]: (d["n"], json.dumps(d)) for trap in told["traps"] for d in _drawn(trap)}


def _drawn(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "signal" in value and "n" in value:
            yield value
        for inner in value.values():
            yield from _drawn(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _drawn(inner)


def read(source: str, *words: str | Path, **settings: str) -> None:
    """Connect a source and read it."""
    asked = [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
    says("connect", source, *words, *asked)
    says("sync", source)


def serve(source: str, tell: Any, *words: str, **settings: str) -> None:
    """Connect a source to a server on loopback and read it; the server is gone afterwards."""
    with telling(tell) as server:
        read(source, *words, address=server.address, **settings)


def pages(told: dict[str, Any]) -> Any:
    """A server that answers a path by its last word."""

    def tell(asked: Asked) -> Answer:
        return Answer.of(told[asked.path.rpartition("/")[2]])

    return tell


def iso(moment: datetime) -> str:
    """`2026-06-01T12:00:00Z`."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def history(path: Path, *commits: tuple[str, datetime, str]) -> Path:
    """A clone in which somebody changed one file at an instant, as often as told."""
    stream, tip = Stream({}), 0
    for who, moment, file in sorted(commits, key=lambda commit: commit[1]):
        tip = stream.commit(
            who, moment + timedelta(minutes=EAST_MIN), f"Change {file}", file, parents=(tip,) if tip else ()
        )
    path.mkdir(parents=True)
    for words, said in ((("init", "-q", "-b", "main"), ""), (("fast-import", "--quiet"), "\n".join(stream.pieces))):
        subprocess.run(
            ["git", "-C", str(path), *words], input=said.encode(), env=clean_env(), check=True, capture_output=True
        )
    return path


def five_people(path: Path, *more: str) -> Path:
    """A clone in which five people and those named changed one file each a year ago and on 24 June, and nobody approved anything."""
    days = (datetime(2025, 6, 24, 9, tzinfo=UTC), datetime(2026, 6, 24, 9, tzinfo=UTC))
    people = ("ana", "bo", "chi", "dee", "eli", *more)
    return history(
        path, *((who, day + timedelta(hours=n), f"{who}.py") for day in days for n, who in enumerate(people))
    )
