"""A copy of the evidence without names, words or code; pseudonyms and clocks hold together."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podium.core.arrow import Table
from podium.core.arrow_stream import as_stream
from podium.core.automation import WEB_EMAILS
from podium.core.commits import COMMIT_COLUMNS
from podium.core.commits import table_of as commit_table
from podium.evidence import parquet
from podium.evidence.events.columns import COLUMNS as EVENT_COLUMNS
from podium.evidence.events.columns import column_of
from podium.evidence.people.book import split

if TYPE_CHECKING:
    import duckdb

    from podium.evidence.people.book import Book, Somebody
    from podium.evidence.views.inputs import Clone, SourceActs

_TRUNK = re.compile(
    r"Merge (?:remote-tracking )?branch '?(?:origin/|upstream/)?(?:main|master|trunk|develop|development|dev)'?"
    r"(?: of .*)?(?: into .*)?"
)
_INTO = re.compile(r"Merge (?:branch|remote-tracking branch) .* into .+")
_REVERTS = re.compile(r"This reverts commit ([0-9a-f]{7,64})")
_TRAILER = re.compile(
    r"^(reviewed|acked|approved|signed-off)-by:[ \t]*([^\n]*<[^<>\n]*>)", re.IGNORECASE | re.MULTILINE
)
_NUMBER = re.compile(r"#\d{1,7}\b")
_TICKET = re.compile(r"\b[A-Z][A-Z0-9]{1,15}-\d{1,7}\b")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,6}$")
_INCIDENT = re.compile(r"^inc(?:-|$)|incident|outage")
# Words of these columns that podium's questions know; any other is somebody's own and becomes a pseudonym.
_KNOWN = frozenset(
    {
        "approved",
        "changes_requested",
        "commented",
        "dismissed",
        "accepted",
        "declined",
        "tentative",
        "cancelled",
        "late",
        "lead",
        "commander",
        "incident_commander",
        "incident commander",
        "responder",
        "reporter",
        "one_on_one",
        "coaching",
        "no_code",
        "skip",
        "postmortem",
        "bug",
        "feature",
        "task",
        "epic",
        "incident",
        "incident_followup",
        "hotfix",
        "support",
        "sev1",
        "sev2",
        "sev3",
    }
)
_PLAIN = (
    "source",
    "verb",
    "actor_kind",
    "ts",
    "ts_end",
    "ts_quality",
    "at_s",
    "end_s",
    "utc_offset_min",
    "tz",
    "tz_from",
    "day_no",
    "week_no",
    "wmin",
    "local_hour",
    "local_dow",
    "local_date",
    "object_kind",
    "with_count",
    "via",
    "size",
    "dur_s",
    "revision",
    "scope",
)


class Disguise:
    """One secret, one set of pseudonyms; without the secret nobody finds the way back, and nobody keeps it."""

    def __init__(self, secret: bytes, book: Book) -> None:
        """Number everybody in an order that says nothing."""
        self._secret = secret
        order = sorted(book.everybody(), key=lambda s: self.word(f"person {s.number}", 64))
        self._names = {s.number: _spelling(s, place) for place, s in enumerate(order, 1)}
        self.segment = lru_cache(maxsize=None)(self._segment)

    def word(self, text: str, letters: int = 12) -> str:
        """The same word for the same text; hex."""
        return hmac.new(self._secret, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:letters]

    def hash(self, name: str) -> str:
        """A commit's other name."""
        return self.word(f"commit {name}", 40)

    def person(self, number: int) -> str:
        """How somebody is spelled in the copy."""
        return self._names[number]

    def address(self, number: int) -> str:
        """The address of the copy's spelling."""
        return split(self.person(number))[1]

    def path(self, path: str) -> str:
        """Folders as folders, extensions as they are, every name another."""
        return "/".join(map(self.segment, path.split("/")))

    def _segment(self, name: str) -> str:
        extension = _EXTENSION.search(name)
        ending = extension[0] if extension and extension.start() else ""
        return self.word(f"path {name}", 10) + ending

    def container(self, name: str) -> str:
        """A project, channel or service; one that is named for incidents still is."""
        return (("incident-" if _INCIDENT.search(name) else "place-") + self.word(f"place {name}", 10)) if name else ""

    def term(self, text: str | None) -> str | None:
        """A word of a closed list as it is, any other as a pseudonym."""
        return text if text is None or text in _KNOWN else f"x{self.word(text, 8)}"

    def message(self, text: str, who: Mapping[str, str], *, has_agent: bool, made_for: str) -> str:
        """What podium's rules read of a message, and nothing else of it.

        Args:
            has_agent: a mark says that an agent worked on it.
            made_for: how the person an agent made it for is spelled in the copy; empty for nobody known.
        """
        subject, _, body = text.partition("\n")
        tickets = [f"K{self.word(key, 4).upper()}-1" for key in _TICKET.findall(subject)]
        lines = [" ".join([_shape(subject), *_NUMBER.findall(subject)[:3], *tickets]), ""]
        lines += [f"This reverts commit {self.hash(name)}." for name in _REVERTS.findall(body)]
        lines += [f"{word}-by: {who[name.strip()]}" for word, name in _TRAILER.findall(text) if name.strip() in who]
        lines += ["Co-authored-by: Claude <noreply@anthropic.com>"] if has_agent else []
        lines += [f"Requested-by: {made_for}"] if made_for else []
        return "\n".join(lines) + "\n"


def _shape(subject: str) -> str:
    if subject.startswith('Revert "'):
        return 'Revert "a change"'
    if _TRUNK.fullmatch(subject):
        return "Merge branch 'main'"
    if _INTO.fullmatch(subject):
        return "Merge branch 'a' into b"
    return "Merge" if subject.startswith("Merge ") else "Change"


def _spelling(somebody: Somebody, place: int) -> str:
    spelling = next(iter(somebody.reasons), "")
    if split(spelling)[1].lower() in WEB_EMAILS:
        return spelling
    if somebody.kind == "bot":
        return f"bot-{place}[bot] <bot-{place}@example.invalid>"
    return f"{'openai-codex' if somebody.kind == 'agent' else f'Person {place}'} <person-{place}@example.invalid>"


def write_commits(db: duckdb.DuckDBPyConnection, clone: Clone, disguise: Disguise, out: Path) -> int:
    """The commits of one clone in disguise; returns how many."""
    who = {name: disguise.person(n) for name, n in db.execute("select identity, person from who").fetchall()}
    hands = {
        name: (hand != "by automation", "" if number is None else disguise.person(number))
        for name, hand, number in db.execute("select hash, hand, person from hands").fetchall()
    }
    if not clone.parts:
        return 0
    cursor = db.execute(f"SELECT {', '.join(COMMIT_COLUMNS)} FROM read_parquet({parquet.listed(clone.parts)})")
    rows: list[dict[str, Any]] = [dict(zip(COMMIT_COLUMNS, values, strict=True)) for values in cursor.fetchall()]
    for row in rows:
        has_agent, made_for = hands.get(row["hash"], (False, ""))
        row |= {
            "hash": disguise.hash(row["hash"]),
            "parents": [disguise.hash(p) for p in row["parents"]],
            "author": who[row["author"]],
            "committer": who[row["committer"]],
            "message": disguise.message(row["message"], who, has_agent=has_agent, made_for=made_for),
            "paths": [disguise.path(p) for p in row["paths"] or ()],
        }
    rows.sort(key=_landing)
    parquet.write(as_stream(commit_table(rows)), out)
    return len(rows)


def write_events(db: duckdb.DuckDBPyConnection, acts: SourceActs, disguise: Disguise, out: Path) -> int:
    """The acts of the other sources in disguise; returns how many."""
    whom = {key: f"email:{disguise.address(n)}" for key, n in db.execute("select key, person from whom").fetchall()}
    there = {name for name, *_ in db.execute("DESCRIBE FROM read_parquet(?)", [str(acts.snapshot)]).fetchall()}
    kinds = {name: kind for name, kind in (EVENT_COLUMNS | {"connection": "VARCHAR"}).items() if name in there}
    # Instants and days as the numbers they are kept as. When she asked an agent is on her machine only.
    numbers = {"TIMESTAMP": "epoch_us({0}) AS {0}", "DATE": "({0} - DATE '1970-01-01') AS {0}"}
    select = ", ".join(numbers.get(kind, "{0}").format(name) for name, kind in kinds.items())
    told = db.execute(f"SELECT {select} FROM read_parquet(?) WHERE verb <> 'prompted'", [str(acts.snapshot)]).fetchall()
    rows = [_act(dict(zip(kinds, values, strict=True)), disguise, whom) for values in told]
    columns = {name: column_of([row.get(name) for row in rows], kind) for name, kind in kinds.items()}
    parquet.write(as_stream(Table(columns)), out)
    return len(rows)


def _act(row: Mapping[str, Any], disguise: Disguise, whom: Mapping[str, str]) -> Mapping[str, object]:
    plain_columns = {name: row.get(name) for name in _PLAIN}
    goal, company = row.get("goal_id"), row.get("with_keys")
    return plain_columns | {
        "event_id": disguise.word(row["event_id"], 32),
        "object_id": disguise.word(row["object_id"] or "", 24),
        "actor": whom.get(row["actor"]),
        "subject": whom.get(row["subject"]),
        "instance": "",
        "title": "",
        "ref_url": "",
        "receipt": "",
        "connection": row["source"],
        "container": disguise.container(row["container"] or ""),
        "goal_id": None if goal is None else disguise.word(goal),
        "state": disguise.term(row["state"]),
        "work_type": disguise.term(row["work_type"]),
        "with_keys": None if company is None else sorted(whom[key] for key in company if key in whom),
    }


def remote_of(clone: Clone, containers: Sequence[str], disguise: Disguise) -> str:
    """The origin of a clone in the copy: the disguise of the project a code host told of, else nothing."""
    for name in containers:
        if name and f"{clone.remote}/".lower().endswith(f"/{name}/"):
            return f"example.invalid/{disguise.container(name)}"
    return ""


def _landing(row: Mapping[str, Any]) -> tuple[int, str]:
    return row["committer_at"] or 0, row["hash"]
