"""Code hosts, patch mail and git to numbers: whom everybody waits for, who is the only gate, what is taken back."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clones import clean_env
from little_github import ADA, BO, ROBOT, LittleGitHub, change, stamp
from loopback import Answer, Asked
from payload import counted, five_people, iso, number, read, serve

CHI = {"__typename": "User", "login": "chi", "databaseId": 19}
AUTHORS = [
    BO,
    *({"__typename": "User", "login": who, "databaseId": 20 + n} for n, who in enumerate(("dee", "eli", "fay", "gus"))),
]
MAY, LAST = datetime(2026, 5, 31, 20, tzinfo=UTC), datetime(2026, 6, 28, 20, tzinfo=UTC)


def day(number_: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2026, 6, number_, hour, minute, tzinfo=UTC)


def review(number_: int, who: Any, state: str = "APPROVED") -> dict[str, Any]:
    at = stamp(day(number_, 9))
    return {
        "id": f"V{number_}{who['login']}",
        "state": state,
        "submittedAt": at,
        "author": who,
        "body": "never asked for",
    }


def pull(number_: int, *reviews: dict[str, Any], said: Any = None, **named: Any) -> dict[str, Any]:
    """A change of one of five people of that day of June, landed by its author unless said otherwise."""
    opened = MAY if number_ <= len(AUTHORS) else day(number_)
    comment = {"__typename": "IssueComment", "id": f"C{number_}", "createdAt": stamp(day(number_, 9)), "actor": said}
    author = AUTHORS[number_ % len(AUTHORS)]
    named = {
        "mergedAt": stamp(LAST if number_ == 27 else day(number_, 10)),
        "author": author,
        "mergedBy": author,
    } | named
    return change(
        number_,
        createdAt=stamp(opened),
        updatedAt=stamp(LAST if number_ == 27 else day(number_, 11)),
        reviews={"pageInfo": {}, "nodes": list(reviews)},
        timelineItems={"pageInfo": {}, "nodes": [comment] if said else []},
        **named,
    )


PULLS = [
    *(pull(n, review(n, ADA)) for n in range(1, 5)),
    pull(5, review(5, ADA), review(5, CHI, "COMMENTED")),  # still hers alone
    *(pull(n, review(n, ADA), review(n, CHI)) for n in range(6, 9)),
    pull(9, said=ADA),
    pull(10, said=ADA),  # she only commented
    pull(11, mergedBy=ADA),  # she landed it
    *(pull(n, review(n, CHI)) for n in range(12, 19)),
    pull(19),
    pull(20),  # nobody looked
    pull(21, review(21, BO), author=ADA, mergedBy=ADA),  # her own
    pull(22, review(22, ADA), mergedAt=None, mergedBy=None),  # approved, and never landed
    pull(23, review(23, ADA, "CHANGES_REQUESTED"), mergedBy=ROBOT),  # landed by a queue, approved by nobody
    *(pull(n, review(n, CHI)) for n in range(24, 28)),
]


def test_reviews_of_github_become_touch_and_sole_gate(team: Path) -> None:
    serve("github", LittleGitHub(PULLS).tell, "acme/pay", since="2026-05-01")
    # 25 of the others landed: not her own, not the one that did not. She had 12 of them in hand: 8 + 2 comments + 1 + the
    # one of the queue. The commits git has of the same weeks are the same changes and are not counted again.
    assert number("touch", team) == ("25 to 50 %", "20 to 40")
    # 8 with her approval, 1 landed by her, 7 + 4 by Chi, and the one that never landed: 21, of which 5 + 1 + 1 are hers alone.
    assert number("sole-gate", team) == ("25 to 50 %", "20 to 40")
    alone = {ref.rpartition("#")[2] for ref, counts in counted("sole-gate", team).items() if counts}
    assert alone == {"1", "2", "3", "4", "5", "11", "22"}


def lab(asked: Asked) -> Answer:
    """Twenty working days: Bo asks Chi and Ana at ten in Berlin; Ana approves after 90 minutes eleven times, else after three hours."""
    days = [n for n in range(1, 27) if day(n).weekday() < 5]
    if asked.path.endswith("/notes"):
        iid = int(asked.path.split("/")[-2])
        late = timedelta(minutes=90 if iid <= 15 else 180)
        told = (
            (1, day(iid), "bo", True, "requested review from @chi and @ana"),
            (2, day(iid) + timedelta(minutes=5), "ana", True, "added 2 commits"),
            (3, day(iid) + late, "ana", True, "approved this merge request"),
            (4, day(iid) + late, "bo", False, "requested review from @ana, says a person"),
        )
        return Answer.of(
            [
                {
                    "id": iid * 10 + n,
                    "created_at": iso(at),
                    "author": {"id": n, "username": who},
                    "system": system,
                    "body": body,
                }
                for n, at, who, system, body in told
            ]
        )
    if asked.path.endswith("/issues"):
        return Answer.of([])
    bo = {"id": 1, "username": "bo"}
    return Answer.of(
        [
            {
                "iid": n,
                "created_at": iso(day(n, 7)),
                "updated_at": iso(day(n, 12)),
                "merged_at": iso(day(n, 12)),
                "author": bo,
                "merge_user": bo,
                "labels": [],
                "title": "never kept",
                "web_url": "https://lab.example/1",
            }
            for n in days
        ]
    )


def test_notes_of_gitlab_become_waiting_time_and_touch(team: Path) -> None:
    serve("gitlab", lab, "acme/pay", since="2026-05-01")
    # 1 to 15 June holds eleven working days: the middle of the twenty waits is 90 minutes.
    assert number("wait-on-me", team) == ("1.5 hours", 20)
    assert sorted(counted("wait-on-me", team).values()) == [5400] * 11 + [10800] * 9


def account(number_: int, name: str) -> dict[str, Any]:
    return {"_account_id": number_, "username": name, "email": f"{name}@example.org"}


G_ANA, G_CHI = account(1, "ana"), account(3, "chi")
OWNERS = [account(4 + n, who) for n, who in enumerate(("bo", "dee", "eli", "fay", "gus"))]


def gerrit_time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}.000000000"


def reviewed(number_: int, *votes: tuple[dict[str, Any], int], said: Any = None, by: Any = None) -> dict[str, Any]:
    """A change of one of five people of that day, submitted by its owner unless said otherwise."""
    owner = OWNERS[number_ % len(OWNERS)]
    at, landed = (
        gerrit_time(MAY if number_ <= len(OWNERS) else day(number_)),
        gerrit_time(LAST if number_ == 22 else day(number_, 10)),
    )
    return {
        "_number": number_,
        "project": "pay",
        "status": "MERGED",
        "subject": "never kept",
        "created": at,
        "updated": landed,
        "submitted": landed,
        "owner": owner,
        "submitter": by or owner,
        "insertions": 1,
        "deletions": 0,
        "reviewer_updates": [],
        "labels": {
            "Code-Review": {
                "all": [who | {"value": value, "date": gerrit_time(day(number_, 9))} for who, value in votes]
            }
        },
        "messages": [
            {"id": f"m{number_}", "author": said, "date": gerrit_time(day(number_, 9)), "message": "never kept"}
        ]
        if said
        else [],
    }


CHANGES = [
    *(reviewed(n, (G_ANA, 2)) for n in range(1, 9)),
    reviewed(9, (G_ANA, 2), (G_CHI, 2)),
    reviewed(10, said=G_ANA),
    *(reviewed(n, (G_CHI, 2)) for n in range(11, 21)),
    reviewed(21, (G_CHI, 2), (G_ANA, 1)),
    reviewed(22, by=G_ANA),
]


def test_votes_of_gerrit_become_touch_and_sole_gate(team: Path) -> None:
    def gerrit(_asked: Asked) -> Answer:
        told = Answer.of(CHANGES)
        return Answer(b")]}'\n" + told.body)

    serve("gerrit", gerrit, projects="pay", since="2026-05-01")
    # 22 landed; nine votes of two, a comment, a vote of one and a landing are hers: 12.
    assert number("touch", team) == ("50 to 75 %", "20 to 40")
    # Approved with two or landed by another: 9 + 11 + 1; hers alone: 8 votes and the landing.
    assert number("sole-gate", team) == ("25 to 50 %", "20 to 40")


def mail(number_: int, *trailers: str, sender: str = "") -> str:
    """A patch of that day, of one of five people unless said otherwise, and an answer with trailers."""
    sender = sender or ("bo", "dee", "eli", "fay", "gus")[number_ % 5]
    return (
        f"From x Thu Jan  1 00:00:00 1970\nFrom: {sender} <{sender}@example.org>\nDate: {day(number_):%a, %d %b %Y %H:%M:%S} +0000\n"
        f"Message-Id: <p{number_}@x>\nSubject: [PATCH] never kept\n\nnever kept\n\n"
        f"From x Thu Jan  1 00:00:00 1970\nFrom: chi <chi@example.org>\nDate: {day(number_, 9):%a, %d %b %Y %H:%M:%S} +0200\n"
        f"Message-Id: <a{number_}@x>\nIn-Reply-To: <p{number_}@x>\nSubject: Re: [PATCH] never kept\n\n"
        + "".join(f"{trailer}@example.org>\n" for trailer in trailers)
        + "\n"
    )


def test_trailers_of_patch_mail_become_sole_gate(tmp_path: Path) -> None:
    """Twelve patches of five people with her word alone, four with hers and Chi's, four with Chi's, one of them tested by her."""
    ana, chi = "Reviewed-by: Ana <ana", "Acked-by: Chi <chi"
    threads = [mail(n, ana) for n in range(1, 13)] + [mail(n, ana, chi) for n in range(13, 17)]
    threads += [mail(n, chi) for n in range(17, 20)] + [
        mail(20, chi, "Tested-by: Ana <ana"),
        mail(21, chi, sender="ana"),
    ]
    (tmp_path / "list.mbox").write_text("".join(threads), encoding="utf-8")
    read("mbox", tmp_path / "list.mbox")
    assert number("sole-gate", five_people(tmp_path / "git", "fay", "gus")) == ("50 to 75 %", "20 to 40")


def test_git_becomes_take_back(tmp_path: Path) -> None:
    """Ten changes of hers in June: on Bo's lines of 25 May and 2 June within days, on another of his after eighteen days."""
    mine = [("ana", day(3 + n), f"f{n}.py") for n in range(9)] + [("ana", day(20), "f9.py")]
    his = [("bo", datetime(2026, 5, 25, 9, tzinfo=UTC), "f0.py"), ("bo", day(2), "f1.py"), ("bo", day(2), "f9.py")]
    his.append(("bo", datetime(2026, 1, 5, 9, tzinfo=UTC), "fa.py"))
    said = ""
    for who, moment, file in sorted([*mine, *his], key=lambda change: change[1]):
        text = "    total += prices[%d] * rate\n" if who == "bo" else "    yield from shelf.take(%d, limit=9)\n"
        lines = f"def {who}_of_{file[:-3]}(shelf):\n" + "".join(text % n for n in range(6))
        stamp = f"{who} <{who}@example.org> {int(moment.timestamp())} +0200"
        said += f"commit refs/heads/main\nauthor {stamp}\ncommitter {stamp}\ndata 12\nChange {file}"
        said += f"M 100644 inline {file}\ndata {len(lines)}\n{lines}\n"
    clone = tmp_path / "git"
    for words in (("init", "-q", "-b", "main", clone), ("-C", clone, "fast-import", "--quiet")):
        subprocess.run(["git", *map(str, words)], input=said.encode(), env=clean_env(), check=True, capture_output=True)
    assert number("take-back", clone) == ("20 %", 10)
