"""Who wrote a mail: archives that spell addresses out, lists that put their own address in From, a first line missing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from loopback import Clockwork
from podium.core.errors import CannotRead
from podium.sources import mbox

LIST = "List-Post: <mailto:dev@lists.ex.org>"


def mail(number: int, *headers: str, first: str = "From x Tue Sep  1 10:00:00 2026\n") -> str:
    head = "\n".join(headers)
    return f"{first}{head}\nDate: Tue, 01 Sep 2026 10:00:00 +0200\nMessage-ID: <{number}@ex.org>\nSubject: [PATCH] x\n\nbody\n\n"


def read(text: str, folder: Path) -> tuple[list[str | None], dict[str, int]]:
    path = folder / "list.mbox"
    path.write_text(text, encoding="utf-8")
    pages = list(mbox.SOURCE.read({"path": str(path)}, None, {}, Clockwork().wire()))
    return [act.actor for page in pages for act in page.events], dict(pages[-1].missing)


@pytest.mark.parametrize(
    "headers",
    [
        ["From: Lead <lead@ex.org>"],
        ["From: lead at ex.org (Lead)"],
        ["From: lead at ex.org"],
        ["From: Lead via dev <dev@lists.ex.org>", "Reply-To: Lead <lead@ex.org>"],
        ["From: Lead via dev <dev@lists.ex.org>", "X-Original-From: Lead <lead@ex.org>", "Reply-To: dev@lists.ex.org"],
        ["From: 'Lead' via dev <dev@lists.ex.org>", LIST, "Reply-To: dev@lists.ex.org, Lead <lead@ex.org>"],
        ["From: Lead <dev@lists.ex.org>", LIST, "Reply-To: lead@ex.org"],
        ["From: Lead <lead@ex.org>", LIST, "Reply-To: dev@lists.ex.org"],
    ],
)
@pytest.mark.parametrize("first", ["", "\n", "From x Tue Sep  1 10:00:00 2026\n"])
def test_the_writer_is_found(headers: Sequence[str], first: str, tmp_path: Path) -> None:
    text = mail(1, *headers, first=first) + mail(2, "From: Bo <bo@ex.org>")
    assert read(text, tmp_path) == (["email:lead@ex.org", "email:bo@ex.org"], {})


@pytest.mark.parametrize("headers", [["From: Lead via dev <dev@lists.ex.org>"], ["From: Bo <dev@lists.ex.org>", LIST]])
def test_a_list_that_hides_the_writer_is_nobody_and_counted(headers: Sequence[str], tmp_path: Path) -> None:
    assert read(mail(1, *headers), tmp_path) == ([], {"from": 1})


def test_a_file_without_any_mail_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="no mail"):
        read("only some notes\nand no header\n", tmp_path)
