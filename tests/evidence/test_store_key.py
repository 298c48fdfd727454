"""The key that hides names: in the keyring where there is one, else in a private file; a lost one loses nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring import backend
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from podium.core.errors import CannotRead
from podium.evidence.events.store import EventStore
from podium.system import ring

ADA = "email:ada@example.org"


class Held(KeyringBackend):
    """A keyring that keeps its texts as long as the test runs.

    Every subclass is offered to whoever asks for the best keyring; below the one that keeps nothing it is never chosen.
    """

    priority = -1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringError("locked")
        return self.texts.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_locked:
            raise KeyringError("locked")
        self.texts[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.texts[service, username]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    before, held = keyring.get_keyring(), Held()
    monkeypatch.delenv("PODIUM_KEYRING", raising=False)
    keyring.set_keyring(held)
    ring._HELD.clear()
    yield held
    keyring.set_keyring(before)
    ring._HELD.clear()


def test_the_keyring_of_these_tests_is_never_taken_by_another_test() -> None:
    best = max(backend.get_all_keyring(), key=backend.by_priority)
    assert not isinstance(best, Held)


def again(root: Path) -> EventStore:
    """The store as the next run of the program meets it."""
    ring._HELD.clear()
    return EventStore(root)


def test_with_a_keyring_no_file_beside_the_store_holds_the_key(held: Held, tmp_path: Path) -> None:
    known = EventStore(tmp_path / "sources").person(ADA)
    (text,) = held.texts.values()
    assert len(bytes.fromhex(text)) == 32
    for path in (tmp_path / "sources").iterdir():
        assert bytes.fromhex(text) not in path.read_bytes()
        assert text not in path.read_text()
    assert again(tmp_path / "sources").person(ADA) == known


def test_without_one_it_is_a_file_only_its_owner_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODIUM_KEYRING", "off")
    known = EventStore(tmp_path / "sources").person(ADA)
    assert (tmp_path / "sources" / "key").stat().st_mode & 0o777 == 0o600
    assert again(tmp_path / "sources").person(ADA) == known


def test_a_key_that_lies_in_a_file_since_before_stays_there(held: Held, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"k" * 32)
    before = EventStore(tmp_path).person(ADA)
    assert not held.texts
    assert again(tmp_path).person(ADA) == before


@pytest.mark.parametrize("loss", ["gone", "another", "another machine"])
def test_a_lost_key_means_reading_again_and_nothing_else(
    held: Held, tmp_path: Path, loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, beside = tmp_path / "sources", tmp_path / "me.toml"
    known = EventStore(root).person(ADA)
    with EventStore(root).writing():
        pass
    beside.write_text("[me]\n")
    assert EventStore(root).snapshot() is not None
    if loss == "gone":
        held.texts.clear()
    elif loss == "another":
        held.texts = dict.fromkeys(held.texts, "00" * 32)
    else:
        monkeypatch.setenv("PODIUM_KEYRING", "off")
    store = again(root)
    assert store.person(ADA) != known
    assert store.snapshot() is None, "what was hidden with the lost key is read again"
    assert store.coverage() == ()
    assert beside.read_text() == "[me]\n"
    with store.writing():
        pass
    assert again(root).person(ADA) == store.person(ADA)


def test_a_keyring_that_does_not_answer_is_said_and_nothing_is_dropped(held: Held, tmp_path: Path) -> None:
    EventStore(tmp_path).person(ADA)
    with EventStore(tmp_path).writing():
        pass
    held.is_locked = True
    with pytest.raises(CannotRead, match="does not answer"):
        again(tmp_path).person(ADA)
    assert EventStore(tmp_path).snapshot() is not None
    held.is_locked = False
    again(tmp_path).person(ADA)
    assert EventStore(tmp_path).snapshot() is not None


def test_a_locked_keyring_at_the_first_sync_makes_a_file(held: Held, tmp_path: Path) -> None:
    held.is_locked = True
    known = EventStore(tmp_path).person(ADA)
    assert (tmp_path / "key").is_file()
    held.is_locked = False
    assert again(tmp_path).person(ADA) == known
