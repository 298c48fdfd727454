"""An attacker with podium's surfaces: asks twice, subtracts, and is compared with a guesser who knows the group.

She knows every command, page and filter, her people and what they roughly do; she has not the clone, since with the
clone anybody can count. Each try draws a person, a way and filters, asks podium, takes every number of the answers and
every difference of two, and claims it as the person's count. A way falls when one of its numbers is right (within a
tenth) for more people than the best guess from the size and shares of the group is.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from attacked_team import AWAY, LAST_MONDAY, AttackedTeam, make_team, write_initiative
from podium.cli.main import podium
from podium.core.errors import Stop

Numbers = dict[str, float]
NEAR = 0.1
# What an answer calls a thing by; whatever has none is counted from the end of its list.
NAMING = ("area", "name", "signal", "trap", "sort", "what")
# A number is right by luck now and then; so sure has the attacker to be that it was none, over the numbers claimed.
SURE = 0.01
CLAIMED = 1
# Days and hashes are no counts.
_NO_COUNT = re.compile(r"\d{4}-\d\d-\d\d|\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b")
_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?")


@dataclass
class Try:
    """One sequence: whom it was about, what podium answered, and what would have been right.

    Attributes:
        claims: each number podium gave or two of them differ by, by the place it stood at.
        guesses: for each truth, what the guesser says: the share of one person in the group's whole.
    """

    way: str
    claims: Numbers
    truth: dict[str, int]
    guesses: dict[str, float]


@dataclass(frozen=True)
class Verdict:
    """What came of a way: its best number, beside the guesser on the same people."""

    way: str
    tries: int
    answered: int
    place: str
    truth: str
    hits: int
    guessed: int
    chance: float
    has_fallen: bool

    def words(self) -> str:
        """One row of the table."""
        low, high = interval(self.hits, self.answered)
        state = "FELL" if self.has_fallen else "held"
        best = (
            f"{self.hits}/{self.answered} right ({low:.0%} to {high:.0%}), guesser {self.guessed}"
            if self.answered
            else "no answer"
        )
        return f"{self.way:<22} {self.tries:>5} tries  {state}  {best}  {self.truth}  {self.place}"


class Surfaces:
    """podium as she has it: a home, a journal, commands and pages; every sequence starts with the same memory."""

    def __init__(self, team: AttackedTeam, folder: Path) -> None:
        """Read the clone once; the home is copied for each sequence."""
        self.team, self.folder, self.count = team, folder, 0
        self.first_home = folder / "first"
        self.first_home.mkdir(parents=True)
        (self.first_home / "me.toml").write_text('[me]\nname = "Ana"\nemails = ["ana@example.org"]\n')
        with self.at(self.first_home):
            self.ask("traps", "--json")
            self._read()

    @contextmanager
    def at(self, home: Path) -> Iterator[None]:
        """Use a home, and this team's journal."""
        named = {"PODIUM_HOME": str(home), "PODIUM_JOURNAL": str(self.team.journal), "PODIUM_KEYRING": "off"}
        before = {name: os.environ.get(name) for name in named}
        os.environ.update(named)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

    @contextmanager
    def sequence(self) -> Iterator[None]:
        """A sequence of asks that begins where nothing was told yet."""
        self.count += 1
        home = self.folder / f"home{self.count}"
        shutil.copytree(self.first_home, home)
        with self.at(home):
            yield
        shutil.rmtree(home)

    def _read(self) -> None:
        from podium.evidence.commits.store import HistoryStore
        from podium.mirror import read_clones
        from podium.system import paths

        read_clones.gather((self.team.clone,), HistoryStore(paths.evidence()), lambda *_: None, branches=False)

    def listed(self, people: tuple[str, ...]) -> list[str]:
        """`--team FILE` with these people; nothing for everybody."""
        if not people:
            return []
        file = self.folder / "team.txt"
        file.write_text("".join(f"{name}@example.org\n" for name in people))
        return ["--team", str(file)]

    def ask(self, *words: str, said: str = "") -> Numbers:
        """Every number of a command's answer, by where it stands; a refusal has none."""
        done = CliRunner().invoke(podium, words, input=said)
        if isinstance(done.exception, Stop):
            return {}
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        try:
            return numbers(json.loads(done.stdout))
        except ValueError:
            return numbers(done.stdout)

    def page(self, path: str) -> Numbers:
        """Every number of a page's tables, by column and by row counted from the last."""
        from web.visitor import Visitor, fresh_app

        visitor = Visitor(*fresh_app()).enter()
        with visitor.room.closing():
            answer = visitor.get(path)
            visitor.settle()
        if answer.status_code != 200:
            return {}
        found: Numbers = {}
        for at, body in enumerate(re.findall(r"<table.*?</table>", answer.text, re.DOTALL)):
            columns = [_bare(cell) for cell in re.findall(r"<th[^>]*>(.*?)</th>", body, re.DOTALL)]
            rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
            for back, row in enumerate(reversed(rows), 1):
                cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
                for n, cell in enumerate(cells[1:], 1):
                    name = columns[n] if n < len(columns) else str(n)
                    found |= {f"{at}/{name}[-{back}]{k}": v for k, v in numbers(_bare(cell)).items()}
        return _with_sums(found)


def numbers(answer: Any, place: str = "") -> Numbers:
    """Every number in an answer, those in its sentences too; lists are counted from their end."""
    found: Numbers = {}
    if isinstance(answer, bool) or answer is None:
        return found
    if isinstance(answer, int | float):
        return {place: float(answer)}
    if isinstance(answer, str):
        for at, line in enumerate(_NO_COUNT.sub("", answer).splitlines()):
            words = _NUMBER.sub("#", line)[:60] if "\n" in answer else at
            values = [float(each.replace(",", "")) for each in _NUMBER.findall(line)]
            found |= {f"{place}/{words}#{n}": value for n, value in enumerate(values)}
            if len(values) == 2 and re.search(r"\d (?:to|and|bis) \d|\d[-–]\d", line):
                found[f"{place}/{words}#middle"] = sum(values) / 2
        return found
    if isinstance(answer, dict):
        words = [value for key in NAMING if isinstance(value := answer.get(key), str) and value]
        inside = f"{place}<{_NUMBER.sub('#', ' '.join(words))[:80]}>" if words else place
        for key, value in answer.items():
            found |= numbers(value, f"{inside}.{key}")
        size = next((found[k] for k in (f"{inside}.n", f"{inside}.n/0#middle") if k in found), None)
        value = next((found[k] for k in (f"{inside}.value", f"{inside}.value/0#0") if k in found), None)
        if size is not None and value is not None:
            found[f"{inside}.value*n"] = value * size / (100 if "%" in str(answer["value"]) else 1)
        return found
    for back, each in enumerate(reversed(answer), 1):
        is_named = isinstance(each, dict) and any(isinstance(each.get(key), str) for key in NAMING)
        found |= numbers(each, place if is_named else f"{place}[-{back}]")
    found[f"{place}.length"] = float(len(answer))
    return found


def _bare(cell: str) -> str:
    return re.sub(r"<[^>]*>", " ", cell).strip()


def _with_sums(cells: Numbers) -> Numbers:
    """Rows of a table added up as well: what a week was made of is how much it was."""
    sums: Numbers = defaultdict(float)
    for place, value in cells.items():
        row = re.search(r"^(\d+)/.*(\[-\d+\])", place)
        if row:
            sums[f"{row[1]}/sum{row[2]}"] += value
    return cells | sums


# -- the ways -----------------------------------------------------------------------------------------------------


@dataclass
class Aim:
    """Whom a try is about, in which lists, and the last week it asks for."""

    who: str
    whole: tuple[str, ...]
    without: tuple[str, ...]
    last_week: int
    weeks: int
    rng: random.Random

    @property
    def as_of(self) -> date:
        """The last day asked for."""
        return (LAST_MONDAY - timedelta(weeks=self.last_week, days=-6)).date()

    def at(self, *words: str, weeks: int | None = None) -> list[str]:
        """The words for this stretch of time."""
        return [*words, "--as-of", str(self.as_of), "--weeks", str(weeks or self.weeks)]


Way = Callable[[Surfaces, Aim], Numbers]


def differences(first: Numbers, second: Numbers) -> Numbers:
    """What two answers differ by, and each of them as it stands."""
    return {f"difference {place}": abs(value - second[place]) for place, value in first.items() if place in second} | {
        f"alone {place}": value for place, value in (first | second).items()
    }


def _two_lists(ask: Callable[[Surfaces, Aim, list[str]], Numbers]) -> Way:
    def play(podium: Surfaces, aim: Aim) -> Numbers:
        pairs = [aim.whole, aim.without]
        if aim.rng.random() < 0.3:
            pairs.reverse()
        first, second = (ask(podium, aim, podium.listed(people)) for people in pairs)
        return differences(first, second)

    return play


def _why(podium: Surfaces, aim: Aim, team: list[str]) -> Numbers:
    names = ("reactive-share", "improvement-share", "own-share", "contributors", "revert-share", "landing")
    found: Numbers = {}
    for name in aim.rng.sample(names, 2):
        answer = podium.ask("why", name, str(podium.team.clone), *aim.at(*team), "--json")
        found |= {f"{name}{place}": value for place, value in answer.items()}
    return found


def _look(podium: Surfaces, aim: Aim, team: list[str]) -> Numbers:
    return podium.ask("look", str(podium.team.clone), *aim.at(*team), "--json")


def _work_mix(podium: Surfaces, aim: Aim, team: list[str]) -> Numbers:
    podium.ask("look", str(podium.team.clone), *aim.at(*team), "--json")
    return podium.page(f"/mirror/numbers/work-mix?as_of={aim.as_of}&weeks={aim.weeks}")


def _reserve(podium: Surfaces, aim: Aim, team: list[str]) -> Numbers:
    return podium.ask("reserve", "check", str(podium.team.clone), "--as-of", str(aim.as_of), *team, "--json")


def _debrief(podium: Surfaces, aim: Aim, team: list[str]) -> Numbers:
    day = (LAST_MONDAY - timedelta(weeks=aim.last_week, days=-2)).date()
    words = ["absence", "debrief", str(podium.team.clone), "--leave", str(day), *team, "--json"]
    return podium.ask(*words)


def _friction(podium: Surfaces, aim: Aim, team: list[str]) -> Numbers:
    return podium.ask("reverse", "topics", str(podium.team.clone), "--as-of", str(aim.as_of), *team, "--json")


def _paths_of_one(signal: str, *, is_sunset: bool) -> Way:
    """An initiative, dead or alive, whose paths are those of one person's files."""

    def play(podium: Surfaces, aim: Aim) -> Numbers:
        write_initiative(podium.team, [f"src/*/{aim.who}-*"], is_sunset=is_sunset)
        return podium.ask("why", signal, str(podium.team.clone), *aim.at("--json"))

    return play


def _windows(podium: Surfaces, aim: Aim) -> Numbers:
    """A window and the same one a week shorter, over a list of the fewest people."""
    team = podium.listed((*aim.whole[:4], aim.who) if aim.who not in aim.whole[:4] else aim.whole[:5])
    longer, shorter = (
        podium.ask("look", str(podium.team.clone), *aim.at(*team, weeks=weeks), "--json") for weeks in (5, 4)
    )
    return differences(longer, shorter)


def _dates(podium: Surfaces, aim: Aim) -> Numbers:
    """The same first day, and a last day a week apart."""
    first = aim.as_of - timedelta(weeks=5)
    team = podium.listed(aim.whole)
    answers = [
        podium.ask("look", str(podium.team.clone), "--since", str(first), "--as-of", str(last), *team, "--json")
        for last in (aim.as_of, aim.as_of - timedelta(weeks=1))
    ]
    return differences(answers[0], answers[1])


def _labels(podium: Surfaces, aim: Aim) -> Numbers:
    """Answers about kinds of work between two looks at two lists."""
    first = _why(podium, aim, podium.listed(aim.whole))
    key = aim.rng.choice("fbm")
    podium.ask("work", "label", str(podium.team.clone), *aim.at("--count", "10"), said=f"{key}\n" * 10)
    return differences(first, _why(podium, aim, podium.listed(aim.without)))


def _exports(podium: Surfaces, aim: Aim) -> Numbers:
    """Two copies without names, of two lists, looked at."""
    answers: list[Numbers] = []
    for n, people in enumerate((aim.whole, aim.without)):
        out = podium.folder / f"copy{podium.count}-{n}"
        words = ["export", "--metadata", str(out), str(podium.team.clone), *podium.listed(people), "--yes"]
        podium.ask(*aim.at(*words))
        answers.append(podium.ask("look", str(out), *aim.at("--json")))
        shutil.rmtree(out, ignore_errors=True)
    return differences(answers[0], answers[1])


WAYS: dict[str, Way] = {
    "work mix page": _two_lists(_work_mix),
    "reserve check": _two_lists(_reserve),
    "absence debrief": _two_lists(_debrief),
    "friction topics": _two_lists(_friction),
    "paths of dead work": _paths_of_one("zombie-changes", is_sunset=True),
    "paths of live work": _paths_of_one("linked-share", is_sunset=False),
    "two lists, look": _two_lists(_look),
    "two lists, why": _two_lists(_why),
    "window lengths": _windows,
    "last days": _dates,
    "labels between": _labels,
    "copies without names": _exports,
}


# -- playing and judging --------------------------------------------------------------------------------------------


def play(team: AttackedTeam, podium: Surfaces, way: str, rng: random.Random) -> Try:
    """One sequence about one person."""
    last_week = rng.choice(AWAY[:2]) if way == "absence debrief" else rng.randrange(4)
    who = team.retries if way == "friction topics" else rng.choice(team.people)
    others = [name for name in team.people if name != who]
    without = tuple(rng.sample(others, rng.randint(6, len(others))))
    aim = Aim(who, (*without, who), without, last_week, 4, rng)
    shutil.rmtree(team.journal / "initiatives", ignore_errors=True)
    with podium.sequence():
        claims = WAYS[way](podium, aim)
    claims = {re.sub(rf"\b{who}\b", "THEM", place): value for place, value in claims.items()}
    truth = team.truth(who, last_week)
    sums: dict[str, float] = defaultdict(float)
    for name in aim.whole:
        for kind, count in team.truth(name, last_week).items():
            sums[kind] += count
    return Try(way, claims, truth, {kind: total / len(aim.whole) for kind, total in sums.items()})


def is_right(claim: float, truth: int) -> bool:
    """Within a tenth; what somebody did not do at all is no secret count."""
    return truth > 0 and abs(claim - truth) <= NEAR * truth


@dataclass
class _Tally:
    """How a number did against the guesser."""

    answered: int = 0
    hits: int = 0
    guessed: int = 0
    only_claim: int = 0
    only_guess: int = 0
    beside: float = 0.0

    @property
    def order(self) -> tuple[int, float]:
        """First whoever is furthest ahead of the guesser, then whoever is least beside the truth."""
        return self.only_guess - self.only_claim, self.beside


Channel = tuple[str, str]


def judge(tries: list[Try], sure: float = SURE) -> list[Verdict]:
    """Each way's best numbers against the guesser's, on the people both spoke of.

    Some of the tries pick the numbers worth claiming; the others alone decide, so that many numbers tried are no luck.
    """
    ways = dict.fromkeys(one.way for one in tries)
    return [_verdict(way, [one for one in tries if one.way == way], sure) for way in ways]


def _verdict(way: str, tries: list[Try], sure: float) -> Verdict:
    cut = len(tries) * 3 // 8
    picked = sorted(_tallies(tries[:cut]).items(), key=lambda item: (*item[1].order, item[0]))[:CLAIMED]
    decided = _tallies(tries[cut:])
    found = [(channel, decided[channel]) for channel, _ in picked if channel in decided]
    if not found:
        return Verdict(way, len(tries), 0, "", "", 0, 0, 1.0, has_fallen=False)
    (place, kind), best = min(found, key=lambda item: _chance(item[1]))
    chance = min(1.0, _chance(best) * len(found))
    return Verdict(way, len(tries), best.answered, place, kind, best.hits, best.guessed, chance, chance < sure)


def _tallies(tries: list[Try]) -> dict[Channel, _Tally]:
    tallies: dict[Channel, _Tally] = defaultdict(_Tally)
    for one in tries:
        known = {kind: _is_guessed(one.guesses[kind], truth) for kind, truth in one.truth.items() if truth}
        for place, claim in one.claims.items():
            for kind, guessed in known.items():
                tally, hit = tallies[place, kind], is_right(claim, one.truth[kind])
                tally.answered += 1
                tally.hits += hit
                tally.guessed += guessed
                tally.only_claim += hit and not guessed
                tally.only_guess += guessed and not hit
                tally.beside += abs(claim - one.truth[kind]) / one.truth[kind]
    return tallies


def _is_guessed(mean: float, truth: int) -> bool:
    """Whether the guesser is right: everybody is taken for the mean of the group."""
    return is_right(round(mean), truth)


def _chance(tally: _Tally) -> float:
    """How likely at least so many claims are right where the guess is not, were both equally good."""
    n = tally.only_claim + tally.only_guess
    return sum(math.comb(n, k) for k in range(tally.only_claim, n + 1)) / 2**n if n else 1.0


def interval(hits: int, tries: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if not tries:
        return 0.0, 1.0
    share, spread = hits / tries, z * z / tries
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / tries + spread / tries / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass
class Attack:
    """Teams and tries, drawn by a seed."""

    folder: Path
    teams: int
    sequences: int
    seed: int = 1
    ways: tuple[str, ...] = tuple(WAYS)
    tries: list[Try] = field(default_factory=list)

    def run(self, most_s: float = math.inf) -> list[Verdict]:
        """Play all sequences, every way in turn, and judge each way; every team gets its part of the time."""
        began = time.monotonic()
        for number in range(self.teams):
            until = began + most_s * (number + 1) / self.teams
            team = make_team(self.folder / f"team{number}", self.seed * 1000 + number)
            podium = Surfaces(team, self.folder / f"homes{number}")
            for n in range(number, self.sequences, self.teams):
                if time.monotonic() > until:
                    break
                rng = random.Random(f"{self.seed}.{n}")
                # The next team goes on where this one's ways ended, so that each way meets as many teams.
                way = self.ways[(n // self.teams + number) % len(self.ways)]
                self.tries.append(play(team, podium, way, rng))
            shutil.rmtree(self.folder / f"homes{number}")
        return judge(self.tries)
