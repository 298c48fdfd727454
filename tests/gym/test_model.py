"""A model of her own, against a real server on loopback: it rewords and proposes, and decides nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from podium.app import gym
from podium.app.session import Session
from podium.core.errors import CannotRead
from podium.gym.chat_model import ChatModel
from podium.gym.model import Settings, leaves, settings, settings_file

pytestmark = pytest.mark.server
Answer = Callable[[dict[str, object]], tuple[int, bytes]]


class Quiet(ThreadingHTTPServer):
    """A server whose client may go away."""

    def handle_error(self, request: object, client_address: object) -> None:
        """The client did not wait; that is what is tested."""


class Server:
    """A chat server that answers as it is told and keeps what it was sent."""

    def __init__(self) -> None:
        self.answer: Answer = lambda _sent: (200, chat("In other words."))
        self.sent: list[dict[str, object]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
                outer.sent.append(sent)
                status, data = outer.answer(sent)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()


def chat(text: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": text}}]}).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


def model(server: Server, timeout_s: float = 30) -> ChatModel:
    return ChatModel(Settings(url=server.url, model="m", timeout_s=timeout_s))


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PODIUM_JOURNAL", raising=False)
    return gym.start(Session(), "not-promoted").id


def test_it_rewords_the_line_and_the_state_is_the_engines(server: Server, talk: str) -> None:
    view = gym.say(Session(), talk, gym.Say(pick=2), model(server))
    said = view.talk.turns[0].said
    assert said.reworded == ("In other words.", "In other words.")
    assert said.says[0] == "A no. ...Okay."
    plain = gym.say(Session(), gym.start(Session(), "not-promoted").id, gym.Say(pick=2))
    assert view.mood == plain.mood


def test_what_is_sent_holds_no_scale_ending_or_thought(server: Server, talk: str) -> None:
    gym.say(Session(), talk, gym.Say(text="The panel decided on Tuesday and it was a no."), model(server))
    sent = json.dumps(server.sent).lower()
    for word in ("trust", "guard", "clarity", "agreed", "stalled", "dinner", "say it again"):
        assert word not in sent


@pytest.mark.parametrize(
    "answer",
    [
        (500, b""),
        (200, b"no json"),
        (200, chat("")),
        (200, chat("long " * 200)),
        (200, b"x" * 50_000),
        (200, b'{"choices": [{"message": {"content": 7}}]}'),
        (302, b""),
    ],
)
def test_an_answer_that_cannot_be_used_leaves_the_written_line(
    server: Server, talk: str, answer: tuple[int, bytes]
) -> None:
    server.answer = lambda _sent: answer
    view = gym.say(Session(), talk, gym.Say(pick=2), model(server))
    assert view.talk.turns[0].said.reworded == ()
    assert view.says[0] == "A no. ...Okay."


def test_an_answer_that_is_late_leaves_the_written_line(server: Server, talk: str) -> None:
    gate = threading.Event()

    def late(_sent: dict[str, object]) -> tuple[int, bytes]:
        gate.wait(20)
        return 200, chat("late")

    server.answer = late
    view = gym.say(Session(), talk, gym.Say(pick=2), model(server, timeout_s=0.2))
    gate.set()
    assert view.talk.turns[0].said.reworded == ()


def test_nobody_there_leaves_the_written_line(talk: str) -> None:
    nobody = ChatModel(Settings(url="http://127.0.0.1:9/v1", model="m", timeout_s=2))
    assert gym.say(Session(), talk, gym.Say(pick=2), nobody).says[0] == "A no. ...Okay."


def test_made_up_quotes_and_moves_are_dropped(server: Server) -> None:
    words = "A bottle and a dinner, then."
    server.answer = lambda _sent: (
        200,
        chat('Sure: [["reflect", "A bottle"], ["reflect", "not said"], ["yoga", "dinner"], ["own"], 3, ["own", ""]]'),
    )
    assert model(server).code(words, "before") == [("reflect", "A bottle")]
    server.answer = lambda _sent: (200, chat("[" * 3_000))
    assert model(server).code(words, "before") == []


def test_its_codings_are_marked_and_change_no_scale(server: Server, talk: str) -> None:
    session = Session()
    for words in ("A bottle and a dinner, then.", *(["Hm, that is a lot."] * 9)):
        if not gym.view(session, talk).is_over:
            gym.say(session, talk, gym.Say(text=words))
    before = gym.view(session, talk).mood
    server.answer = lambda sent: (200, chat('[["reflect", "A bottle"]]'))
    assert gym.code_by_model(talk, model(server)) == 1
    gym.guess(talk, 1)
    told = gym.tell_debrief(session, talk)
    (listening,) = [line for line in told.lines if line.name == "listening"]
    assert [(each.quote, each.tier) for each in listening.evidence] == [("A bottle", "model")]
    assert gym.view(session, talk).mood == before


def test_it_is_off_until_she_names_one_and_says_what_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path))
    assert settings() is None
    settings_file().write_text('url = "http://localhost:1/v1"\nmodel = "m"\n')
    found = settings()
    assert found is not None
    assert "http://localhost:1/v1" in leaves(found)
    for wrong in ('url = 3\nmodel = "m"', 'url = "ftp://x"\nmodel = "m"', "not toml", 'model = "m"'):
        settings_file().write_text(wrong)
        with pytest.raises(CannotRead):
            settings()
