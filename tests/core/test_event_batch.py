"""A sheet is a sequence of acts like any other: column by column it says what its records say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from arrow_rows import rows
from podium.connections import sync
from podium.core.event import Event
from podium.core.event_batch import COLUMNS, Sheet
from podium.evidence.events.columns import Veil, table
from podium.evidence.people.me_file import Me, MeFile, Person

PEOPLE = ("github:ada#17", "github:bo#18", "github:ci-runner", None)
INSTANTS = st.integers(-(2**31), 2**33).map(lambda at_s: datetime.fromtimestamp(at_s, UTC))
ACTS = st.fixed_dictionaries(
    {
        "event_id": st.text("abc:é", min_size=1, max_size=6),
        "verb": st.sampled_from(["opened", "reviewed", "merged"]),
        "ts": INSTANTS,
        "actor": st.sampled_from(PEOPLE),
        "actor_kind": st.sampled_from(["human", "bot", "deleted"]),
        "object_id": st.sampled_from(["github:acme/pay#1", "github:acme/pay#2", ""]),
        "subject": st.sampled_from(PEOPLE),
        "state": st.sampled_from(["approved", None]),
        "via": st.sampled_from(["", "merge_queue", "web"]),
        "work_type": st.sampled_from(["bug", None]),
        "goal_id": st.sampled_from(["g1", None]),
        "size": st.one_of(st.none(), st.integers(0, 2**40)),
        "ref_url": st.sampled_from(["https://example.org/1", ""]),
        "revision": st.integers(0, 2**50),
        "tz": st.sampled_from([None, "Europe/Berlin", "No/Where"]),
        "tz_from": st.sampled_from(["none", "profile", "declared"]),
    }
)


def sheet(acts: list[dict[str, Any]], instance: str = "acme/pay") -> Sheet:
    lists = {name: [act[name] for act in acts] for name in COLUMNS}
    return Sheet("github", instance, "change", instance, **lists)


@given(st.lists(ACTS, max_size=12))
def test_it_makes_the_record_of_an_act_when_it_is_asked_for(acts: list[dict[str, Any]]) -> None:
    shared = {"source": "github", "instance": "acme/pay", "object_kind": "change", "container": "acme/pay"}
    assert list(sheet(acts)) == [Event(**act, **shared) for act in acts]


@given(st.lists(ACTS, min_size=1, max_size=12), st.data())
def test_a_stretch_or_a_choice_of_it_is_the_same_acts(acts: list[dict[str, Any]], data: st.DataObject) -> None:
    whole = sheet(acts)
    start = data.draw(st.integers(0, len(acts)))
    places = data.draw(st.lists(st.integers(0, len(acts) - 1)))
    assert list(whole[start:]) == list(whole)[start:]
    assert list(whole.pick(places)) == [whole[place] for place in places]


@given(st.lists(st.tuples(st.lists(ACTS, max_size=6), st.booleans(), st.sampled_from(["acme/pay", "acme/web"]))))
def test_the_store_is_told_the_same_by_columns_as_by_records(
    told: list[tuple[list[dict[str, Any]], bool, str]],
) -> None:
    sheets = [sheet(acts, instance) for acts, _, instance in told]
    mixed = [one if is_columns else tuple(one) for one, (_, is_columns, _) in zip(sheets, told, strict=True)]
    if not any(map(len, mixed)):
        return
    by_records = table([[event for one in sheets for event in one]], Veil(b"k" * 32, lambda _key: False))
    by_columns = table(mixed, Veil(b"k" * 32, lambda _key: False))

    def key(row: dict[str, Any]) -> str:
        return repr(sorted(row.items(), key=lambda item: item[0]))

    assert sorted(rows(by_columns), key=key) == sorted(rows(by_records), key=key)


@given(st.lists(ACTS, max_size=12))
def test_the_managers_list_says_of_columns_what_it_says_of_records(acts: list[dict[str, Any]]) -> None:
    people = MeFile(
        me=Me(emails=("ada@example.org",), logins=("github:ada",), zone="Europe/Berlin"),
        people=(Person("Bo", ("bo@example.org",), (), ("github:bo",), zone="Asia/Kolkata"),),
        bots=("ci-runner",),
    )
    whole = sheet(acts)
    by_columns = list(sync.KnownPeople.of(people).settled(whole))
    assert by_columns == list(sync.KnownPeople.of(people).settled(tuple(whole)))
    ada = [event for event in by_columns if event.actor == "github:ada#17" and event.via != "merge_queue"]
    assert all(event.tz_from == "declared" for event in ada)
    assert all(
        structs.asdict(event)["actor_kind"] == "bot" for event in by_columns if event.actor == "github:ci-runner"
    )
