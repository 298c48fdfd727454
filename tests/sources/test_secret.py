"""Secrets show themselves nowhere and lie where only their owner reads them."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked, PasswordDeleteError

from podium.core.errors import CannotRead
from podium.sources import secrets
from podium.sources.secrets import Secret


class Ring:
    """A keyring in memory, by keyring's own rules."""

    def __init__(self, *, is_locked: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = is_locked

    def get_password(self, service: str, username: str, /) -> str | None:
        if self.is_locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str, /) -> None:
        if self.is_locked:
            raise KeyringLocked
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str, /) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


def test_a_secret_does_not_show_itself() -> None:
    kept = Secret(" token ")
    assert kept.reveal() == "token"
    assert "token" not in f"{kept} {kept!r}"
    with pytest.raises(TypeError):
        pickle.dumps(kept)


def test_the_keyring_is_taken_first_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Ring()
    assert secrets.keep(tmp_path, "github", Secret("a"), ring) == "keyring"
    assert list(tmp_path.rglob("*")) == []
    found = secrets.find(tmp_path, "github", ring)
    assert found is not None
    assert (found.place, found.secret.reveal()) == ("keyring", "a")
    monkeypatch.setenv("PODIUM_SECRET_GITHUB", "b")
    found = secrets.find(tmp_path, "github", ring)
    assert found is not None
    assert (found.place, found.secret.reveal()) == ("environment", "b")


@pytest.mark.parametrize("ring", [None, Ring(is_locked=True)], ids=["none", "locked"])
def test_without_a_keyring_a_private_file_is_used(tmp_path: Path, ring: Ring | None) -> None:
    assert secrets.keep(tmp_path, "github", Secret("a"), ring) == "file"
    path = tmp_path / "secrets" / "github"
    assert path.stat().st_mode & 0o777 == 0o600
    found = secrets.find(tmp_path, "github", ring)
    assert found is not None
    assert found.secret.reveal() == "a"
    path.chmod(0o644)
    with pytest.raises(CannotRead, match="read by others"):
        secrets.find(tmp_path, "github", ring)


def test_a_link_in_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "elsewhere").write_text("x")
    (tmp_path / "secrets" / "github").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotRead):
        secrets.find(tmp_path, "github", None)
    secrets.keep(tmp_path, "github", Secret("a"), None)
    assert (tmp_path / "elsewhere").read_text() == "x"


def test_forgetting_is_complete_and_may_be_done_twice(tmp_path: Path) -> None:
    ring = Ring()
    secrets.keep(tmp_path, "github", Secret("a"), ring)
    secrets.keep(tmp_path, "github", Secret("a"), None)
    for _ in range(2):
        secrets.forget(tmp_path, "github", ring)
    assert secrets.find(tmp_path, "github", ring) is None
