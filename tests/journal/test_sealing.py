"""A locked journal: nothing to read without the secret, nothing lost with or without it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium.core.errors import CannotRead, CannotWrite, Locked, Misuse
from podium.journal import age, open_journal, sealing
from podium.journal.cache import cache_of
from searching import examples

Say = Callable[[str, str | bytes], Path]

MINE = sealing.Secret(identity=age.new_key().text)
OTHER = sealing.Secret(identity=age.new_key().text)
SECRET_WORDS = "private-words-about-my-week"


def plain(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.fixture
def filled(root: Path, say: Say) -> Path:
    say("wins/a.md", f'+++\ndate = 2026-11-20\nwhat = "{SECRET_WORDS}"\n+++\n')
    say("people/ana.md", "+++\n+++\n")
    say("goals.toml", '[[goal]]\nid = "g"\n')
    say("exports/packet.pdf", b"\x00\xff" + SECRET_WORDS.encode())
    say("README.md", "# Mine\n")
    return root


def test_locking_and_unlocking_gives_every_byte_back(filled: Path) -> None:
    before = plain(filled)
    assert sealing.lock(filled, MINE).done == 4
    assert all(SECRET_WORDS.encode() not in path.read_bytes() for path in filled.rglob("*") if path.is_file())
    assert sorted(plain(filled)) == [
        "README.md",
        "exports/packet.pdf.age",
        "goals.toml.age",
        "journal.toml",
        "people/ana.md.age",
        "wins/a.md.age",
    ]
    assert sealing.unlock(filled, MINE).done == 4
    assert plain(filled) == before
    assert open_journal(filled).entries("win")[0].head.what == SECRET_WORDS


def test_a_locked_journal_is_an_error_never_an_empty_answer(filled: Path) -> None:
    journal = open_journal(filled)
    sealing.lock(filled, MINE)
    with pytest.raises(Locked, match="the journal is locked"):
        open_journal(filled)
    with pytest.raises(Locked):
        journal.create("person", "bo", {})
    (filled / ".podium-key.age").unlink()
    with pytest.raises(Locked):
        open_journal(filled)


def test_an_empty_journal_can_be_locked_too(root: Path) -> None:
    sealing.lock(root, MINE)
    with pytest.raises(Locked):
        open_journal(root)
    sealing.unlock(root, MINE)
    assert open_journal(root).entries("win") == ()


def test_a_wrong_secret_changes_nothing(filled: Path) -> None:
    sealing.lock(filled, MINE)
    before = {path: path.read_bytes() for path in filled.rglob("*") if path.is_file()}
    for wrong in (OTHER, sealing.Secret(passphrase="guess")):
        for act in (sealing.unlock, sealing.lock):
            with pytest.raises(Locked, match="nothing was changed"):
                act(filled, wrong)
    assert {path: path.read_bytes() for path in filled.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_a_passphrase_opens_what_it_closed(filled: Path) -> None:
    before = plain(filled)
    words = sealing.Secret(passphrase="correct horse ä")
    sealing.lock(filled, words)
    with pytest.raises(Locked):
        sealing.unlock(filled, sealing.Secret(passphrase="correct horse a"))
    sealing.unlock(filled, words)
    assert plain(filled) == before


def test_no_secret_is_no_secret(filled: Path) -> None:
    before = plain(filled)
    for nothing in (sealing.Secret(), sealing.Secret(identity="AGE-SECRET-KEY-1NOPE")):
        with pytest.raises(Misuse):
            sealing.lock(filled, nothing)
    assert plain(filled) == before
    assert open_journal(filled).entries("win")
    with pytest.raises(CannotRead, match="not locked"):
        sealing.unlock(filled, MINE)


class Killed(BaseException):
    """A kill between two steps."""


@pytest.mark.parametrize("step", range(12))
@pytest.mark.parametrize("act", ["lock", "unlock"])
def test_a_kill_at_any_step_loses_nothing_and_another_run_ends_it(
    filled: Path, monkeypatch: pytest.MonkeyPatch, step: int, act: str
) -> None:
    before = plain(filled)
    if act == "unlock":
        sealing.lock(filled, MINE)
    left = [step]

    def counted(real: Callable[..., None]) -> Callable[..., None]:
        def run(*given: object, **named: object) -> None:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            real(*given, **named)

        return run

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "create", counted(sealing.create))
        patch.setattr(Path, "unlink", counted(Path.unlink))
        with contextlib.suppress(Killed):
            getattr(sealing, act)(filled, MINE)
    there = plain(filled)
    assert all(name in there or f"{name}.age" in there for name in before)
    if (filled / ".podium-key.age").exists():
        with pytest.raises(Locked):
            open_journal(filled)
    sealing.lock(filled, MINE)
    assert all(SECRET_WORDS.encode() not in path.read_bytes() for path in filled.rglob("*") if path.is_file())
    sealing.unlock(filled, MINE)
    assert plain(filled) == before


def test_a_full_disk_while_locking_leaves_each_file_readable(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = plain(filled)
    real = sealing.create

    def full(path: Path, now: bytes, *, syncs_folder: bool = True) -> None:
        if path.name == "a.md.age":
            raise CannotWrite("could not be written: No space left on device")
        real(path, now, syncs_folder=syncs_folder)

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "create", full)
        with pytest.raises(CannotWrite, match="No space left"):
            sealing.lock(filled, MINE)
    assert plain(filled)["wins/a.md"] == before["wins/a.md"]
    sealing.unlock(filled, MINE)
    assert plain(filled) == before


def test_two_versions_of_one_file_both_stay(filled: Path, say: Say) -> None:
    sealing.lock(filled, MINE)
    newer = say("goals.toml", "# written while it was locked\n")
    say("stranger.age", b"not ours")
    result = sealing.unlock(filled, MINE)
    assert sorted(note.file for note in result.notes) == ["goals.toml.age", "stranger.age"]
    assert newer.read_text() == "# written while it was locked\n"
    assert (filled / "goals.toml.age").exists()
    with pytest.raises(Locked):
        open_journal(filled)


def test_links_are_not_followed_when_locking(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("theirs")
    (filled / "wins" / "link.md").symlink_to(tmp_path / "outside.md")
    sealing.lock(filled, MINE)
    assert (tmp_path / "outside.md").read_text() == "theirs"
    assert not (tmp_path / "outside.md.age").exists()


def test_the_cache_of_a_locked_journal_can_be_forgotten(filled: Path, tmp_path: Path) -> None:
    open_journal(filled, cache_root=tmp_path / "cache").notes()
    assert any(SECRET_WORDS.encode() in path.read_bytes() for path in (tmp_path / "cache").rglob("*.msgpack"))
    cache_of(filled.resolve(), tmp_path / "cache").forget()
    assert list((tmp_path / "cache").rglob("*.msgpack")) == []


@given(st.binary(max_size=300))
@settings(max_examples=examples(25))
def test_what_is_encrypted_comes_back(data: bytes) -> None:
    key = age.Key(MINE.identity)
    assert key.decrypt(key.encrypt(data)) == data
    assert SECRET_WORDS not in repr(key) + repr(MINE)
    assert MINE.identity not in repr(key) + repr(MINE)
