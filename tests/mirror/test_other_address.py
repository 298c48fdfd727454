"""The same name under a second address is asked about before a verdict that the answer would change."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from podium.evidence import engine
from podium.evidence.people import disclosure_log
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.mirror.opening import open_as_hers
from podium.system import paths
from today import now

WEEK_S = 7 * 86_400
FIRST_S = 1_704_106_800


def two_addresses(folder: Path, *, other_name: str = "Ada Lindt") -> Path:
    """Two years: every fortnight she commits under another address, and six others land less."""
    stream: list[str] = []
    for week in range(104):
        at_s, is_corp = FIRST_S + week * WEEK_S, week % 4 < 2
        name, mail = ("Ada Lindt", "ada@corp.example") if is_corp else (other_name, "ada@home.example")
        days = [(f"{name} <{mail}>", n) for n in range(3)]
        days += [(f"Person {(week + n) % 6} <p{(week + n) % 6}@corp.example>", n) for n in range(3 if is_corp else 1)]
        for who, day in days:
            stamp = f"{who} {at_s + day * 86_400 + 36_000} +0100"
            said = f"{len(stream)}\n"
            stream.append(
                f"commit refs/heads/main\nauthor {stamp}\ncommitter {stamp}\ndata {len(said)}\n{said}"
                f"M 100644 inline f{day}.txt\ndata {len(said)}\n{said}"
            )
    folder.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    return folder


def verdict(clone: Path, *me: str) -> tuple[str, str]:
    mirror = Mirror(Scope(paths=(clone,), me=me), now=now())
    try:
        refuge = mirror.look().judged[0]
        return refuge.verdict, refuge.why
    finally:
        mirror.close()


def test_until_she_answers_the_question_stands_in_the_verdict(tmp_path: Path) -> None:
    clone = two_addresses(tmp_path / "team")
    asked = verdict(clone, "ada@corp.example")
    assert asked[0] in {"watch", "not enough evidence"}
    assert "say first whether ada@home.example is yours too" in asked[1]
    assert "say first" not in verdict(clone, "ada@corp.example", "ada@home.example")[1]


def test_another_name_is_somebody_else_and_nothing_is_asked(tmp_path: Path) -> None:
    clone = two_addresses(tmp_path / "team", other_name="Bea Other")
    assert "say first" not in verdict(clone, "ada@corp.example")[1]


def test_a_trial_begun_early_is_the_one_begun_late(tmp_path: Path) -> None:
    clone = two_addresses(tmp_path / "team")
    acts = []
    for for_look in (True, False):
        mirror = Mirror(Scope(paths=(clone,), me=("ada@corp.example",)), now=now(), for_look=for_look)
        assert (mirror.opened.trial is not None) == for_look
        other = open_as_hers(mirror.opened, mirror.perhaps_me())
        tables = ("acts", "my_clock", "our_acts", "her_acts", "kinds")
        acts.append([other._db.execute(f"select * from {table} order by all").fetchall() for table in tables])
        other.close()
        mirror.close()
    assert acts[0] == acts[1]
    assert acts[0][0]


def test_a_trial_nobody_needs_is_let_go(tmp_path: Path) -> None:
    clone = two_addresses(tmp_path / "team")
    mirror = Mirror(Scope(paths=(clone,), me=("ada@corp.example",)), now=now(), for_look=True)
    mirror.close()
    assert mirror.opened.trial is not None
    with pytest.raises(engine.error()):
        mirror.opened.trial.take().group_size(mirror.window)


def test_what_was_told_stays_remembered_on_the_day_it_was_told(tmp_path: Path) -> None:
    """The trial of the other address tells nobody anything, so nothing of it stands in the place of what was told."""
    clone = two_addresses(tmp_path / "team")
    assert "say first" in verdict(clone, "ada@corp.example")[1]
    (told,) = disclosure_log.read(paths.told_teams(), now().date())
    assert told.on == now().date()
