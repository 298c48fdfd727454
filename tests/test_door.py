"""The door: no row of others and no exact number about a group, by any filter she controls."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from little_team import LAST_DAY, OTHERS, make
from podium import signals
from podium.core.errors import Misuse, OurFault
from podium.core.group import GROUP
from podium.core.journal_facts import Anchor, Witness
from podium.core.measure import published
from podium.evidence.people import disclosure_log
from podium.evidence.people.disclosure_log import ToldGroup
from podium.evidence.views.behind import apart, at_least, count_behind
from podium.evidence.views.group import GroupAnswer
from podium.laws.weeks import Week
from podium.mirror import as_data, receipt
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.system import paths

SOURCE = Path(__file__).parents[1] / "src" / "podium"
NOW = datetime(2026, 7, 1, tzinfo=UTC)
MATES = ("bo", "chi", "dee", "eli", "fay", "gus")
GROUPS = [s for s in signals.every() if s.is_group]
# Where exact numbers of a group may be computed with: signals, verdicts, and the series a practice is judged by.
MAY_JUDGE = {
    "core/measure.py",
    "evidence/views/group.py",
    "experiments/metric.py",
    "laws/of_signals.py",
    "signals/__init__.py",
    "signals/absence.py",
    "traps/chance.py",
    "traps/lines.py",
    "traps/reader.py",
    "traps/signal_weeks.py",
}
Weeks = Callable[..., Week]


def history(people: tuple[str, ...], *, each: int = 5, path: str = "src/{who}/a.py", day: int = 2) -> str:
    """So many changes of each person, a minute apart, each in a folder of their own."""
    acts = [(who, n) for n in range(each) for who in people]
    return "".join(
        f"2026-03-{day:02d} {9 + place // 60:02d}:{place % 60:02d}+0100 {who} wrote {who}{day}{n} {path.format(who=who)}\n"
        for place, (who, n) in enumerate(acts)
    )


# -- rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seal", [None, object(), "sealed"])
def test_nobody_else_makes_an_answer_about_a_group(seal: object) -> None:
    with pytest.raises(OurFault, match="door"):
        GroupAnswer("", (), for_judging=((1, "c1", 1.0),), seal=seal)


def test_no_row_of_a_group_stands_in_a_log(weeks: Weeks) -> None:
    made = weeks(history(MATES))
    answer = made.evidence.ask_group(
        "select at_s, path, 1 from ours where verb = 'touched'", made.window(), question="all"
    )
    assert "src/bo/a.py" in str(answer.for_judging)
    assert repr(answer) == "GroupAnswer(why_none='', own=(), is_of_one=False)"


@pytest.mark.parametrize("view", ["ours", "crowd"])
def test_asking_without_the_rule_brings_her_own_acts_alone(weeks: Weeks, view: str) -> None:
    made = weeks(history(("ana", *MATES)))
    rows = made.evidence.ask(f"select by_me, count(*) from {view} group by by_me", made.window(), question="all")
    assert [by_me for by_me, _ in rows] == [1]


def test_things_of_hers_bring_what_others_did_to_them_and_nothing_else(weeks: Weeks) -> None:
    text = history(("ana", *MATES)) + "2026-03-03 10:00+0100 bo wrote landed b.py by=ana\n"
    made = weeks(text)
    hers = "select ref, verb, by_me from ours where ref in (select ref from ours where by_me = 1)"
    rows = made.evidence.ask_hers(hers, made.window(), question="of hers")
    assert {made.refs[ref] for ref, _, by_me in rows if not by_me} == {"landed"}
    with pytest.raises(Misuse, match="apart from you"):
        made.evidence.ask_hers("select ref from ours", made.window(), question="all")


def test_exact_numbers_of_a_group_are_used_by_signals_and_verdicts_alone() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"for_judging", "exact"}
    }
    assert found == MAY_JUDGE


# -- five people behind the rows --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(1, len(MATES) + 1))
def test_five_people_must_be_behind_the_rows_after_every_filter(weeks: Weeks, count: int) -> None:
    made = weeks(history(MATES))
    listed = ", ".join(f"'src/{who}/a.py'" for who in MATES[:count])
    for select in (
        f"select at_s, ref, 1 from ours where verb = 'touched' and path in ({listed})",
        f"select count(*) from ours where verb = 'touched' and path in ({listed})",
        f"select min(first_s), 'somebody', sum(acts) from crowd where verb = 'touched' and path in ({listed}) group by stranger",
    ):
        answer = made.evidence.ask_group(select, made.window(), question="paths")
        assert bool(answer.why_none) == (count < GROUP), select
        assert not answer.why_none or answer.for_judging == ()


@pytest.mark.parametrize(("people", "is_told"), [(GROUP - 1, False), (GROUP, True)])
def test_four_are_no_group_and_five_are_in_every_view(weeks: Weeks, people: int, is_told: bool) -> None:
    made = weeks(history(("ana", *MATES)[:people], each=8))
    for select in (
        "select at_s, ref, by_me from ours where verb = 'arrived'",
        "select min(first_s), 'somebody', sum(acts) from crowd where verb = 'arrived' group by stranger",
        "select min(first_s), path, count(distinct stranger) from crowd where verb = 'knows' group by path",
    ):
        answer = made.evidence.ask_group(select, made.window(), question="team")
        assert bool(answer.for_judging) == is_told
    assert (made.read(signals.named("own-share")).value is not None) == is_told
    # A fifth name in the list who did nothing makes no fifth person.
    assert made.evidence.why_few(made.window()) == ("" if is_told else "team numbers need five people, fewer acted")


def test_five_over_the_window_are_enough_however_quiet_its_weeks(weeks: Weeks) -> None:
    text = "".join(history((who,), each=6, day=2 + 3 * n) for n, who in enumerate(MATES))
    assert weeks(text).read(signals.named("own-share")).value == 0


def test_whose_work_is_landed_is_behind_a_landing_too(weeks: Weeks) -> None:
    text = "".join(f"2026-03-02 09:{n:02d}+0100 {MATES[n % 6]} wrote c{n} a.py by=ana\n" for n in range(24))
    assert weeks(text).read(signals.named("landed-by-me")).value == 1
    one = re.sub(r"\b(chi|dee|eli|fay|gus)\b(?= wrote)", "bo", text)
    others = history(MATES[1:], each=1, day=3)
    assert weeks(one + others).read(signals.named("landed-by-me")).value is None


@pytest.mark.parametrize(("others", "told", "weeks_told"), [(("bo",), 0.875, False), (("bo", "chi"), 0.8, True)])
def test_a_landing_share_beside_one_other_lander_is_told_in_quarters(
    weeks: Weeks, others: tuple[str, ...], told: float, weeks_told: bool
) -> None:
    """She knows her own landings exactly: a finer share would tell how often the one other person landed."""
    authors = (*MATES[2:], "hal")
    lines = [
        f"2026-03-02 09:{n:02d}+0100 {authors[n % 5]} wrote c{n} a.py by={'ana' if n % 5 else others[n // 5 % len(others)]}"
        for n in range(40)
    ]
    measure = weeks("\n".join(lines)).read(signals.named("landed-by-me"))
    assert measure.for_judging.value == 0.8
    assert measure.value == told
    assert measure.text == ("80 %" if weeks_told else "75 to 100 %")
    assert bool(measure.weeks) == weeks_told


@pytest.mark.parametrize(("closers", "is_told"), [(("xan", "yve", "zoe"), False), (MATES[3:], True)])
def test_a_stranger_of_git_and_one_of_a_tracker_may_be_the_same_person(
    weeks: Weeks, closers: tuple[str, ...], is_told: bool
) -> None:
    closed = "".join(f"2026-03-03 10:0{n}+0100 email:{who}@example.org closed T-{n}\n" for n, who in enumerate(closers))
    made = weeks(history(MATES) + closed)
    three = ", ".join(f"'src/{who}/a.py'" for who in MATES[:3])
    select = f"select at_s, ref, 1 from ours where verb = 'closed' or verb = 'touched' and path in ({three})"
    assert len(made.evidence.every_row(select, made.window())) == 18
    assert bool(made.evidence.ask_group(select, made.window(), question="both").why_none) != is_told


@pytest.mark.parametrize(
    ("only_in", "count"),
    [
        ({}, 6),
        ({1: "git", 2: "git"}, 6),
        ({1: "git", 2: "git", 3: "github"}, 5),
        ({1: "git", 2: "github", 3: "jira"}, 4),
        ({n: "git" if n < 4 else "jira" for n in range(1, 7)}, 3),
    ],
)
def test_strangers_of_two_sources_are_not_counted_together(only_in: dict[int, str], count: int) -> None:
    people = range(1, 7)
    assert at_least(people, only_in) == count
    assert set().union(*apart(people, only_in)) == set(people)
    assert at_least((), only_in) == 0


@pytest.mark.parametrize("state", ["live", "sunset"])
@pytest.mark.parametrize(
    "paths", [("src/bo/**",), tuple(f"src/{who}/**" for who in MATES if who != "bo"), ("nothing/**",)]
)
def test_an_initiative_whose_paths_single_somebody_out_is_no_number(
    weeks: Weeks, state: Literal["live", "sunset"], paths: tuple[str, ...]
) -> None:
    died = (date(2026, 1, 1) - date(1970, 1, 1)).days if state == "sunset" else None
    made = weeks(history(MATES), witness=Witness((), (Anchor("x.md", paths, (), state, died),)))
    measure = made.read(signals.named("linked-share"))
    assert (measure.value, measure.for_judging.n) == (None, 0)
    if len(paths) == 1:
        assert made.read(signals.named("zombie-changes")).for_judging.n == 0


@pytest.mark.parametrize(("earlier", "is_told"), [(MATES[:5], True), (MATES[:4], False)])
def test_that_nobody_worked_on_what_was_ended_is_told_where_five_ever_did(
    weeks: Weeks, earlier: tuple[str, ...], is_told: bool
) -> None:
    text = history(earlier, path="fax/a.py") + history(MATES, day=25)
    ended_on = (date(2026, 1, 1) - date(1970, 1, 1)).days
    made = weeks(text, witness=Witness((), (Anchor("fax.md", ("fax/**",), (), "sunset", ended_on),)))
    measure = made.read(signals.named("zombie-changes"), days=14)
    assert (measure.text if is_told else measure.value) == ("none" if is_told else None)


def test_a_groups_linked_work_is_told_where_five_did_it_and_five_did_not(weeks: Weeks) -> None:
    text = history(MATES) + history(MATES, path="pay/a.py", day=3)
    made = weeks(text, witness=Witness((), (Anchor("pay.md", ("pay/**",), (), "live", None),)))
    assert made.read(signals.named("linked-share")).value == 0.5


def test_a_place_of_five_is_told_by_its_weeks_and_one_of_four_not_at_all(weeks: Weeks) -> None:
    """Wednesday, Sunday and Monday of two weeks: a group has the Mondays of its weeks, a place of hers her own moments."""
    made = weeks(
        "".join(history(MATES, each=1, path="all/a.py", day=day) for day in (4, 8, 9))
        + history(MATES[:4], each=1, path="few/a.py", day=10)
        + "2026-03-11 10:00+0100 ana wrote mine own/a.py\n"
    )
    select = "select path as place, ref, at_s from ours where verb = 'touched'"
    places, why = made.evidence.ask_places(select, made.window(), question="t")
    mondays = tuple(int(datetime(2026, 3, day, tzinfo=UTC).timestamp()) for day in (2, 9))
    mine = int(datetime(2026, 3, 11, 9, tzinfo=UTC).timestamp())
    told = [(place.name, place.moments, len(place.refs), place.is_group) for place in places]
    assert (told, why) == ([("all/a.py", mondays, 0, True), ("own/a.py", (mine,), 1, False)], "")


# -- made-up people -------------------------------------------------------------------------------------------------


def puppets(each: int, first: str) -> str:
    """Bo has worked for years; four names begin on a day and write a little."""
    at = date.fromisoformat(first)
    lines = [f"2026-03-25 10:{n:02d}+0100 bo wrote bo{n} a.py" for n in range(20)]
    lines += ["2025-01-01 10:00+0100 bo wrote old a.py"]
    for who in ("chi", "dee", "eli", "fay"):
        lines += [f"{at + timedelta(days=n)} 11:00+0100 {who} wrote {who}{n} a.py" for n in range(each)]
    return "\n".join(sorted(lines)) + "\n2026-03-28 12:00+0100 ana wrote mine a.py\n"


@pytest.mark.parametrize(
    ("each", "first", "is_told"),
    [(1, "2026-03-20", False), (4, "2026-03-20", False), (5, "2026-03-20", True), (4, "2026-02-27", True)],
)
def test_people_first_seen_lately_with_few_acts_do_not_count(
    weeks: Weeks, each: int, first: str, is_told: bool
) -> None:
    made = weeks(puppets(each, first), are_new=True)
    assert (made.read(signals.named("own-share"), days=35).value is not None) == is_told


# -- bands ----------------------------------------------------------------------------------------------------------


def test_a_groups_number_is_no_finer_than_it_is_printed() -> None:
    assert published(0.23404, "share") == 0.23
    assert published(47.0, "count") == 40.0
    assert published(1.26, "days") == 1.3


# -- surfaces -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("door") / "web")


def opened(path: Path, **more: object) -> Mirror:
    asked = {"paths": (path,), "me": ("ana@example.org",), "as_of": date.fromisoformat(LAST_DAY)} | more
    return Mirror(Scope(**asked), now=NOW)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def mirror(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    """One mirror for all that is asked of it: an answer does not depend on what was asked before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_HOME", str(tmp_path_factory.mktemp("home") / "podium"))
        patch.delenv("PODIUM_JOURNAL", raising=False)
        one = opened(team)
    yield one
    one.close()


@pytest.mark.parametrize("signal", GROUPS, ids=lambda s: s.name)
def test_a_receipt_of_a_group_lists_weeks_in_bands_and_her_own_acts_whole(
    mirror: Mirror, signal: signals.Signal
) -> None:
    for event in msgspec.to_builtins(receipt.of(mirror, signal.name))["lines"][0]["events"]:
        if "week" in event:
            assert event.keys() == {"week", "counts"}
            assert re.fullmatch(r"fewer than 5|[\d,]+ to [\d,]+", event["counts"])
        elif "subject" not in event:
            assert event.keys() <= {"counted", "ref", "counts"}, "neither a day nor an hour"
            assert not re.fullmatch(r"[0-9a-f]{40}", event.get("ref", "")), "no commit of others by its hash"


def test_her_own_part_of_a_receipt_is_whole(mirror: Mirror) -> None:
    rows = receipt.of(mirror, "own-share").lines[0].events
    hers = [row for row in rows if row.counts == 1]
    assert (
        len(hers)
        == mirror.evidence.ask(
            "select count(distinct ref) from mine where verb = 'arrived'", mirror.window, question="hers"
        )[0][0]
    )
    assert all(row.wrote_at is not None for row in hers)


def test_a_look_tells_no_exact_size_of_a_group(mirror: Mirror) -> None:
    look = as_data.of_look(mirror.look())
    group = {s.name for s in GROUPS if not s.else_hers}
    lines = [line for trap in look.traps for flag in trap.flags for line in flag.lines]
    measures = [m for line in lines for m in (line.measure, line.baseline) if m and m.signal in group]
    assert measures
    assert {m.n for m in measures} == {None}
    assert all(m.value is None or round(m.value, 2) == m.value for m in measures)
    assert re.fullmatch(r"[\d,]+ to [\d,]+ commits", look.coverage.commits)
    said = msgspec.json.encode(look).decode()
    for signal in GROUPS:
        exact = mirror.reader(signal).for_judging.n
        assert exact < 30 or not re.search(rf"\bn = {exact}\b|\b{exact} of at least", said)


# -- what was told before ---------------------------------------------------------------------------------------------

TODAY = date(2026, 6, 28)
FIVE = frozenset("abcde")


def told(
    people: frozenset[str] = frozenset(), parts: dict[str, str] | None = None, picks: dict[str, str] | None = None
) -> ToldGroup:
    def sets(of: dict[str, str] | None) -> dict[str, frozenset[str]]:
        return {name: frozenset(who) for name, who in (of or {}).items()}

    return ToldGroup(TODAY, people, sets(parts), sets(picks))


@pytest.mark.parametrize(
    ("now", "before", "is_refused"),
    [
        (told(FIVE), told(FIVE), False),
        (told(FIVE), told(FIVE | {"f"}), True),
        (told(FIVE), told(), True),
        (told(parts={"web": "abcdef"}), told(parts={"web": "abcdef"}), False),
        (told(parts={"web": "abcdef"}), told(parts={"web": "abcdef", "bos": "b"}), True),
        (told(parts={"web": "abcdef", "bos": "b"}), told(parts={"web": "abcdef"}), True),
        (told(parts={"web": "abcdef", "api": "abcde"}), told(parts={"web": "abcdef"}), False),
        (told(parts={"web": "abcdef", "branches": "ab"}), told(parts={"web": "abcdef"}), True),
        (told(parts={"web": "abcdef", "hers": ""}), told(parts={"web": "abcdef"}), False),
    ],
)
def test_answers_that_differ_by_few_people_are_not_both_told(
    now: ToldGroup, before: ToldGroup, is_refused: bool
) -> None:
    assert disclosure_log.is_nearly_told(now, [before], frozenset("abcdef")) == is_refused


@pytest.mark.parametrize(
    ("now", "before", "is_refused"),
    [
        ({"pay": "abcde"}, {"pay": "abcd"}, False),  # the same paths, and the world went on
        ({"pay": "abcde", "bo": "f"}, {"pay": "abcde"}, True),
        ({"all": "abcdef"}, {"pay": "abc", "fax": "de"}, True),
        ({"pay": "abcde", "fax": "fghij"}, {"pay": "abcde"}, False),
    ],
)
def test_paths_that_pick_few_other_people_are_not_both_told(
    now: dict[str, str], before: dict[str, str], is_refused: bool
) -> None:
    assert disclosure_log.is_nearly_picked(told(picks=now), [told(picks=before)]) == is_refused


@pytest.mark.parametrize(
    ("now", "before", "is_held_back"),
    [
        ({}, {}, False),
        ({"1 fix": "a"}, {}, True),
        ({f"{n} fix": who for n, who in enumerate("abcde")}, {}, False),
        ({"1 fix": "a", "2 fix": "b"}, {"1 fix": "a"}, True),
        ({"1 docs": "a"}, {"1 fix": "a"}, True),
        ({"1 fix": "a"}, {"1 fix": "a"}, False),
        ({"hers": ""}, {}, False),
    ],
)
def test_answers_about_kinds_of_work_wait_until_they_are_of_five_people(
    now: dict[str, str], before: dict[str, str], is_held_back: bool
) -> None:
    def labelled(parts: dict[str, str]) -> ToldGroup:
        return ToldGroup(TODAY, frozenset(), labels={name: frozenset(who) for name, who in parts.items()})

    assert disclosure_log.is_nearly_labelled(labelled(now), [labelled(before)]) == is_held_back
    assert not disclosure_log.is_nearly_labelled(labelled(now), [])


def test_a_look_leaves_out_new_answers_about_one_persons_changes(team: Path) -> None:
    labels_seen = "select label, count(*) from ours where label is not null and verb = 'arrived' group by label"

    def counted(labels: dict[str, str]) -> list[tuple[str, int]]:
        paths.work_labels().parent.mkdir(parents=True, exist_ok=True)
        paths.work_labels().write_text("".join(f"{commit} {kind} random\n" for commit, kind in labels.items()))
        one = opened(team)
        try:
            return one.evidence._run(labels_seen, one.window, "labels")
        finally:
            one.close()

    def of(count: int) -> list[str]:
        asked = (
            "git",
            "-C",
            str(team),
            "log",
            "--no-merges",
            "--format=%ae %H",
            "--since=2026-06-02",
            "--until=2026-06-28",
        )
        lines = [
            line.split()
            for line in subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")
        ]
        by: dict[str, str] = {}
        for address, commit in (line for line in lines if line and "ana" not in line[0]):
            by.setdefault(address, commit)
        return list(by.values())[:count]

    assert counted({}) == []
    assert counted(dict.fromkeys(of(1), "docs")) == []
    assert counted(dict.fromkeys(of(GROUP), "docs")) == [("docs", GROUP)]
    assert counted(dict.fromkeys(of(GROUP + 1), "docs")) == [("docs", GROUP)], "the sixth waits"


def test_what_was_told_comes_back_as_it_was_and_an_older_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    one = told(FIVE, {"web": "ab"}, {"pay": "a"})._replace(labels={"1 fix": frozenset("a")})
    disclosure_log.keep(file, one, [])
    assert disclosure_log.read(file, TODAY) == (one,)
    file.write_text(json.dumps([["2026-06-20", ["a"]]]))
    assert disclosure_log.read(file, TODAY) == (ToldGroup(date(2026, 6, 20), frozenset("a")),)


def test_a_repository_where_one_person_works_cannot_be_added_and_subtracted(team: Path, tmp_path: Path) -> None:
    alone = make(tmp_path / "bos", people=1)
    assert OTHERS[0] == "bo"
    both = opened(team, paths=(team, alone))
    assert both.reader(signals.named("own-share")).value is not None
    both.close()
    one = opened(team)
    assert one.reader(signals.named("own-share")).value is None
    assert "looked at within 28 days" in one.reader(signals.named("own-share")).why_none
    one.close()


# -- the number -----------------------------------------------------------------------------------------------------


def test_five_stands_in_one_place() -> None:
    number = re.compile(r"(?i)(?:group|team|people)\w*(?:\([^)]*\))?\s*(?:>=|<=|<|>|==|=)\s*5\b")
    found = [
        f"{path.relative_to(SOURCE)}: {line.strip()}"
        for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")])
        for line in path.read_text(encoding="utf-8").split("\n")
        if number.search(line)
    ]
    assert found == ["core/group.py: GROUP = 5"]


@pytest.mark.parametrize("behind", range(8))
@pytest.mark.parametrize("people", [8, 60, 300])
def test_people_behind_an_answer_are_counted_by_taking_them_out(behind: int, people: int) -> None:
    hidden = {(17 * n) % people for n in range(behind)}
    asked: list[int] = []

    def is_behind(some: object) -> bool:
        asked.append(1)
        return bool(hidden & set(some))  # type: ignore[call-overload]

    assert count_behind(range(people), is_behind) == min(GROUP, len(hidden))
    assert len(asked) <= max(people, 2 * GROUP + 1)
