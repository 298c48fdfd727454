"""From a source to the snapshot: cut anywhere, resumed, and the table is the same to the byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from little_github import ADA, NOW, LittleGitHub, change
from loopback import Answer, Asked, Clockwork, telling
from podium import sources
from podium.cli.main import podium
from podium.connections import sync
from podium.core.errors import Misuse, Refused
from podium.core.event import Event
from podium.evidence.people.me_file import Me, MeFile, Person
from podium.sources.secrets import variable
from podium.system import paths

KEY = b"k" * 32


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable("github"), "token")


def fresh_home(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    monkeypatch.setenv("PODIUM_HOME", str(place))
    kept = paths.evidence() / "sources"
    kept.mkdir(parents=True)
    (kept / "key").write_bytes(KEY)


def run(address: str, people: MeFile | None = None) -> sync.Report:
    asked = sync.Connection("github", "github", {"repos": "acme/pay", "address": address})
    return sync.run(asked, people or MeFile(), Clockwork().wire(), None)


def rows(columns: str) -> list[tuple[Any, ...]]:
    import duckdb

    with duckdb.connect() as link:
        return link.execute(f"SELECT {columns} FROM '{sync.store().snapshot()}' ORDER BY event_id").fetchall()


def exported() -> bytes:
    found = sync.store().snapshot()
    assert found is not None
    return found.read_bytes()


def test_cut_after_any_question_and_resumed_the_table_is_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    changes = [change(n) for n in range(1, 41)]
    fresh_home(monkeypatch, tmp_path / "straight")
    with telling(LittleGitHub(changes, page=8).tell) as server:
        run(server.address)
        straight = exported()
        for cut in range(1, 7):
            fresh_home(monkeypatch, tmp_path / f"cut{cut}")
            hub = LittleGitHub(changes, page=8)
            hub.fails_after = cut
            with telling(hub.tell) as failing:
                with pytest.raises(Refused):
                    run(failing.address)
                hub.fails_after = 1_000
                report = run(failing.address)
            assert exported() == straight, cut
            if 1 < cut < 6:
                assert report.fresh < 160, "what was read before the cut is not read as new again"


def test_a_second_sync_finds_nothing_new(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh_home(monkeypatch, tmp_path)
    with telling(LittleGitHub([change(n) for n in range(1, 20)]).tell) as server:
        first, again = run(server.address), run(server.address)
    assert (first.fresh, again.fresh, again.changed, again.gone) == (76, 0, 0, 0)


def test_a_dismissed_review_disappears_with_its_change_told_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fresh_home(monkeypatch, tmp_path)
    hub = LittleGitHub([change(2)])
    with telling(hub.tell) as server:
        run(server.address)
        hub.changes = [change(2, updatedAt=change(0)["updatedAt"], reviews={"pageInfo": {}, "nodes": []})]
        assert run(server.address).gone == 1
    assert "reviewed" not in {verb for (verb,) in rows("verb")}


def test_the_listed_are_joined_and_placed_and_all_others_stay_numbers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fresh_home(monkeypatch, tmp_path)
    people = MeFile(
        me=Me(name="Ada", emails=("ada@example.org",), logins=("github:ada",), zone="Asia/Kolkata"),
        people=(Person(name="Chi", emails=("chi@example.org",)),),
        bots=("bo",),
    )
    with telling(LittleGitHub([change(2)]).tell) as server:
        run(server.address, people)
    told = {
        verb: (actor, tz_from, hour, kind)
        for verb, actor, tz_from, hour, kind in rows("verb, actor, tz_from, local_hour, actor_kind")
    }
    her = sync.store().person("email:ada@example.org")
    assert told["reviewed"][:2] == (her, "declared")
    assert told["reviewed"][2] is not None
    assert told["merged"][1:] == ("none", None, "bot")
    assert ADA["login"].lower().encode() not in (paths.evidence() / "sources" / "events.parquet").read_bytes()


def test_a_second_source_leaves_her_accounts_of_the_first_hers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh_home(monkeypatch, tmp_path)
    people = MeFile(me=Me(name="Ada", emails=("ada@example.org",), logins=("github:ada",)))
    (tmp_path / "acts.csv").write_text(TABLE)
    with telling(LittleGitHub([change(2)]).tell) as server:
        run(server.address, people)
    sync.run(sync.Connection("csv", "tables", {"path": str(tmp_path / "acts.csv")}), people, Clockwork().wire(), None)
    her = sync.store().person("email:ada@example.org")
    assert {verb for verb, actor in rows("verb, actor") if actor == her} == {"reviewed", "met"}
    sync.run(sync.Connection("csv", "tables", {"path": str(tmp_path / "acts.csv")}), MeFile(), Clockwork().wire(), None)
    assert {verb for verb, actor in rows("verb, actor") if actor == her} == {"met"}, "what left the list is undone"


def test_connections_are_kept_in_one_readable_file() -> None:
    sync.keep(sync.Connection("work", "tables", {"path": "/a"}))
    sync.keep(sync.Connection("home", "tables", {"path": "/b"}))
    assert [c.name for c in sync.connections()] == ["home", "work"]
    assert sync.connection("work").settings == {"path": "/a"}
    with pytest.raises(Misuse, match="not connected"):
        sync.connection("nope")
    with pytest.raises(Misuse, match="Not a valid name"):
        sync.keep(sync.Connection("../escape", "tables", {}))


TABLE = "event_id,verb,who,when,tz\ne1,met,ada@example.org,2026-10-01T10:00:00+02:00,Europe/Berlin\ne2,danced,ada,2026-10-02,\n"


def podium_says(*words: str, answers: str = "") -> tuple[int, str]:
    ended = CliRunner().invoke(podium, list(words), input=answers, catch_exceptions=True)
    code = getattr(ended.exception, "code", ended.exit_code) if ended.exception else ended.exit_code
    return int(code or 0), ended.output + str(ended.exception or "")


def test_from_connect_to_disconnect(tmp_path: Path) -> None:
    table = tmp_path / "acts.csv"
    table.write_text(TABLE, encoding="utf-8")
    code, said = podium_says("connect", "csv", str(table))
    assert code == 0, said
    assert "never reads" in said
    assert "1 met (meeting)" in said
    assert "no word for verb=danced: 1" in said
    assert podium_says("sync")[1].startswith("csv: 1 act read, 1 new")
    assert "0 acts read, 0 new" in podium_says("sync", "csv")[1]
    assert "1 act " in podium_says("sources")[1]
    assert "unknown: rows: verb=danced: 1" in podium_says("doctor")[1] or "csv" in podium_says("doctor")[1]
    code, said = podium_says("disconnect", "csv", answers="n\n")
    assert code == 1
    assert podium_says("disconnect", "csv", "--yes")[1].startswith("csv is disconnected; 1 rows removed")
    assert sync.connections() == ()


def test_a_secret_never_lands_in_the_list_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable("github"), raising=False)
    hub = LittleGitHub([change(1)])
    with telling(hub.tell) as server:
        code, said = podium_says(
            "connect", "github", "acme/pay", "--set", f"address={server.address}", answers="token\n"
        )
        assert code == 0, said
        assert podium_says("sync", "github")[0] == 0
    kept = paths.home() / "secrets" / "github"
    assert kept.stat().st_mode & 0o777 == 0o600
    everything = b"".join(f.read_bytes() for f in paths.home().rglob("*") if f.is_file() and f != kept)
    assert b"token" not in everything.replace(b"fine-grained token", b"")
    podium_says("disconnect", "github", "--yes")
    assert not kept.exists()


def test_a_source_out_of_reach_ends_in_one_line(tmp_path: Path) -> None:
    sync.keep(sync.Connection("gone", "tables", {"path": str(tmp_path / "none.csv")}))
    code, said = podium_says("sync")
    assert code == 4
    assert "is not there" in said


NESTED = b"".join(b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (n, n + 1) for n in range(1_200))
GOOD = b"From x Thu Jan  1 00:00:00 1970\nFrom: bo@example.org\nDate: Tue, 25 Aug 2026 13:38:41 -0400\nMessage-Id: <%d@x>\n"


def test_a_mail_with_many_nested_parts_costs_itself_and_neither_its_neighbours_nor_the_other_sources(
    tmp_path: Path,
) -> None:
    hostile = GOOD % 2 + b"Content-Type: multipart/mixed; boundary=0\n\n" + NESTED
    mails = [GOOD % 1 + b"\ntext\n\n", hostile + b"\n\n", GOOD % 3 + b"\ntext\n\n"]
    (tmp_path / "list.mbox").write_bytes(b"".join(mails))
    (tmp_path / "acts.csv").write_text(TABLE, encoding="utf-8")
    sync.keep(sync.Connection("mail", "mbox", {"path": str(tmp_path / "list.mbox"), "list": "list"}))
    sync.keep(sync.Connection("rows", "tables", {"path": str(tmp_path / "acts.csv")}))
    code, said = podium_says("sync")
    assert code == 0, said
    assert "rows: 1 act read" in said
    assert "mail: 2 acts read" in said or "mail: 3 acts read" in said


def test_a_reader_with_a_fault_of_its_own_never_skips_the_next_source(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "acts.csv").write_text(TABLE, encoding="utf-8")
    for label in ("a", "b"):
        sync.keep(sync.Connection(label, "tables", {"path": str(tmp_path / "acts.csv"), "name": label}))
    original = sources.load("tables")
    for fault in (RecursionError, MemoryError, KeyError, ValueError, OSError, ZeroDivisionError, AttributeError):

        def read(settings: Any, *rest: Any, fault: type[Exception] = fault) -> Any:
            if settings["name"] == "a":
                raise fault
            return original.read(settings, *rest)

        broken = msgspec.structs.replace(original, read=read)
        with monkeypatch.context() as patch:
            patch.setattr("podium.sources.tables.SOURCE", broken)
            code, said = podium_says("sync")
        assert code == 3, said
        assert f"a fault of podium's own while it read a: {fault.__name__}" in said
        assert "b: " in said
        assert "1 of 2 sources" in said


def test_who_may_be_automation_is_asked_about_and_no_name_is_kept(tmp_path: Path) -> None:
    robot = {"__typename": "User", "login": "deploy-bot-payments", "databaseId": 71}
    with telling(LittleGitHub([change(n, author=robot) for n in range(1, 4)]).tell) as server:
        asked = sync.Connection("github", "github", {"repos": "acme/pay", "address": server.address})
        sync.keep(asked)
        report = sync.run(asked, MeFile(), Clockwork().wire(), None)
        said = CliRunner().invoke(podium, ["doctor"]).stdout
        named = CliRunner().invoke(podium, ["doctor", "--ask"], catch_exceptions=False).stdout
        listed = sync.run(asked, MeFile(bots=("deploy-bot-payments",)), Clockwork().wire(), None)
    assert [key[:2] for key in report.batch.doubts] == ["p_"]
    assert "1 accounts look like automation" in said
    assert "deploy-bot-payments" not in said
    assert "github:deploy-bot-payments: a person or automation?" in named
    assert listed.batch.doubts == []
    kept = b"".join(file.read_bytes() for file in (paths.evidence() / "sources").iterdir() if file.is_file())
    assert b"deploy-bot-payments" not in kept


def test_a_secret_is_in_its_own_place_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable("github"))
    hub = LittleGitHub([change(n) for n in range(1, 4)])

    def tell(asked: Asked) -> Answer:
        assert asked.headers["authorization"] == "bearer ghp-never-shown"
        asked.headers["authorization"] = "bearer token"
        return hub.tell(asked)

    with telling(tell) as server:
        code, said = podium_says(
            "connect", "github", "acme/pay", "--set", f"address={server.address}", answers="ghp-never-shown\n"
        )
        assert code == 0, said
        for words in (("sync",), ("sources",), ("doctor",), ("doctor", "--json"), ("sources", "--json")):
            said += podium_says(*words)[1]
    assert "the secret is kept in the file" in said
    assert "ghp-never-shown" not in said
    holders = [p for p in paths.home().rglob("*") if p.is_file() and b"ghp-never-shown" in p.read_bytes()]
    assert [p.parent.name for p in holders] == ["secrets"]
    assert holders[0].stat().st_mode & 0o077 == 0
    podium_says("disconnect", "github", "--yes")
    assert not [p for p in paths.home().rglob("*") if p.is_file() and b"ghp-never-shown" in p.read_bytes()]


def test_two_connections_of_one_kind_do_not_share_acts(tmp_path: Path) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "acts.csv").write_text(
            TABLE.replace("10:00:00", "10:00:00" if name == "here" else "11:00:00")
        )
        assert podium_says("connect", "csv", str(tmp_path / name / "acts.csv"), "--as", name)[0] == 0
    podium_says("sync")
    assert {event_id for (event_id,) in rows("event_id")} == {"tables:here:e1", "tables:there:e1"}
    podium_says("disconnect", "here", "--yes")
    assert rows("event_id") == [("tables:there:e1",)]


def test_progress_counts_items_of_a_list_and_not_their_acts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh_home(monkeypatch, tmp_path)
    seen: list[tuple[int, int | None]] = []
    hub = LittleGitHub([change(n) for n in range(1, 41)], page=8)
    with telling(hub.tell) as server:
        asked = sync.Connection("github", "github", {"repos": "acme/pay", "address": server.address})
        sync.run(asked, MeFile(), Clockwork().wire(), None, show=lambda done, total: seen.append((done, total)))
    assert [pair for pair in seen if pair[1]] == [(8, 40), (16, 40), (24, 40), (32, 40), (40, 40)]


def test_a_declared_zone_wins_over_a_profile_and_what_was_recorded_over_both() -> None:
    people = sync.KnownPeople.of(MeFile(me=Me(emails=("ada@example.org",), zone="Europe/Berlin")))

    def zone(**named: Any) -> tuple[str | None, str]:
        made: dict[str, Any] = {
            "event_id": "x",
            "source": "s",
            "instance": "i",
            "verb": "met",
            "ts": NOW,
            "actor": "email:ada@example.org",
        }
        (settled,) = people.settled((Event(**(made | named)),))
        return settled.tz, settled.tz_from

    assert zone() == ("Europe/Berlin", "declared")
    assert zone(tz="Asia/Kolkata", tz_from="profile") == ("Europe/Berlin", "declared")
    assert zone(utc_offset_min=330, tz_from="recorded") == (None, "recorded")
    assert zone(tz="Asia/Kolkata", tz_from="calendar") == ("Asia/Kolkata", "calendar")
    assert zone(via="merge_queue") == (None, "none")
    assert zone(ts_quality="floating") == (None, "none")


def bytes_kept() -> bytes:
    return b"".join(p.read_bytes() for p in paths.home().rglob("*") if p.is_file())


def test_what_is_disconnected_leaves_no_byte_behind_and_others_stay(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fresh_home(monkeypatch, tmp_path)
    people = MeFile(me=Me(name="Ada", emails=("ada@example.org",), logins=("github:ada",)))
    (tmp_path / "acts.csv").write_text(TABLE)
    sync.keep(sync.Connection("csv", "tables", {"path": str(tmp_path / "acts.csv")}))
    sync.run(sync.connection("csv"), people, Clockwork().wire(), None)
    with telling(LittleGitHub([change(n) for n in range(1, 40)]).tell) as server:
        run(server.address, people)
    assert b"github:ada" in bytes_kept()
    assert sync.drop("github", None) == 156
    assert [word for word in (b"github:ada", b"acme/pay", b"R_17") if word in bytes_kept()] == []
    assert rows("event_id") == [("tables:acts.csv:e1",)]
    assert sync.run(sync.connection("csv"), people, Clockwork().wire(), None).fresh == 0, "and what stayed is known"


def test_a_kill_before_the_copy_takes_its_place_is_healed_by_the_next_writer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fresh_home(monkeypatch, tmp_path)
    with telling(LittleGitHub([change(1)]).tell) as server:
        run(server.address)
        store = sync.store()
        with store.writing() as writer:
            writer.forget("github")
            writer.copy(store.root / ".events.draft")
        kept = (store.root / "events.duckdb").read_bytes()
        (store.root / ".events.draft").replace(store.root / ".events.fresh")
        (store.root / ".events.draft").write_bytes(b"half a copy")
        assert run(server.address).fresh == 4
    assert len(rows("event_id")) == 4
    assert not (store.root / ".events.fresh").exists()
    assert (store.root / "events.duckdb").read_bytes() != kept
    assert sync.drop("github", None) == 4


def test_a_failed_read_stays_visible_until_one_succeeds(tmp_path: Path) -> None:
    table = tmp_path / "acts.csv"
    table.write_text("verb,who,when\nmet,ada,2026-03-02T10:00:00Z\njuggled,ada,2026-03-03\n")
    sync.keep(sync.Connection("acts", "tables", {"path": str(table)}))
    assert podium_says("sync", "acts")[0] == 0
    kept = table.read_bytes()
    table.unlink()
    assert podium_says("sync", "acts")[0] != 0
    (account,) = sync.store().accounts()
    assert "is not there" in account.fault
    assert account.failed_s
    for command in (("sources",), ("doctor",), ("sources", "--json"), ("doctor", "--json")):
        said = podium_says(*command)[1]
        assert "the table is not there" in said, command
        assert "juggled" in said or command == ("sources",), "and what came in before is still shown"
    table.write_bytes(kept)
    assert podium_says("sync", "acts")[0] == 0
    assert "is not there" not in podium_says("sources")[1] + podium_says("doctor")[1]
    assert "2 records = 1 told as acts + 1 unknown" in podium_says("sources")[1]


def test_a_store_of_an_earlier_podium_is_read_on(tmp_path: Path) -> None:
    import duckdb

    table = tmp_path / "acts.csv"
    table.write_text("verb,who,when\nmet,ada,2026-03-02T10:00:00Z\n")
    sync.keep(sync.Connection("acts", "tables", {"path": str(table)}))
    assert podium_says("sync", "acts")[0] == 0
    with duckdb.connect(str(sync.store().root / "events.duckdb")) as link:
        link.execute("ALTER TABLE batches DROP COLUMN told")
    table.write_text("verb,who,when\nmet,ada,2026-03-02T10:00:00Z\nmet,ada,2026-03-03T10:00:00Z\n")
    assert podium_says("sync", "acts")[0] == 0
    assert sync.store().accounts()[0].intake["rows"].read == 2
