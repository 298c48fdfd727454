"""A browser without a browser: a client of the application, with or without a way in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from podium.web.app import build
from podium.web.room import Room
from podium.web.security import Keys

ORIGIN = "http://127.0.0.1:8000"


@dataclass
class Visitor:
    """A browser without a browser: a client of the application, with or without a way in."""

    app: Starlette
    keys: Keys
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = TestClient(self.app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False)

    @property
    def room(self) -> Room:
        found: Room = self.app.state.room
        return found

    def enter(self) -> Visitor:
        assert self.client.get(f"{self.keys.root}/enter?token={self.keys.token}").status_code == 200
        return self

    def settle(self) -> None:
        """Wait for readings a test began, so that they do not run on into the next test's home."""
        for job in list(self.room.mirrors.readings.values()):
            job.thread.join(60)

    def csrf(self) -> str:
        return next(iter(self.keys._sessions.values())).csrf

    def get(self, path: str, **headers: str) -> Any:
        """A page as she sees it in the end: the one that says "one moment" goes on by itself when the reading is over."""
        answer = self.ask(path, **headers)
        while "data-reading data-back" in answer.text:
            self.settle()
            answer = self.ask(path, **headers)
        return answer

    def ask(self, path: str, **headers: str) -> Any:
        """The first answer, whatever it is."""
        return self.client.get(self.keys.root + path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path: str, form: dict[str, object], **headers: str) -> Any:
        told = {"origin": ORIGIN} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.client.post(self.keys.root + path, data={"csrf": self.csrf()} | form, headers=told)


def fresh_app() -> tuple[Starlette, Keys]:
    """An application as `podium serve` builds it."""
    keys = Keys()
    return build(keys, {"127.0.0.1:8000"}), keys
