"""Text ready for translation: with another catalogue every page speaks another language, without an edit."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

from podium import web
from podium.app import wording
from web.visitor import Visitor

MENU = [page.path for page in web.every() if page.title]


class Shouting(gettext.NullTranslations):
    """A language in which every text is said in capitals; what is filled in stays as it is."""

    def gettext(self, message: str) -> str:
        return re.sub(r"(\{\w+\})|([^{}]+)", lambda found: found[1] or found[2].upper(), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.mark.parametrize("path", MENU)
def test_the_menu_buttons_and_what_unfolds_come_from_the_catalogue(
    her: Visitor, journal: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "_CATALOGUE", Shouting())
    page = her.get(path).text
    own = re.findall(r"<(?:button|summary|nav)\b[^>]*>(.*?)</(?:button|summary|nav)>", page, re.DOTALL)
    own += re.findall(r"<li><a href=[^>]*>([^<]+)</a></li>", page.partition("</header>")[0])
    told = [re.sub(r"<[^>]*>|&#?\w+;", " ", text) for text in own]
    assert told
    small = [text for text in told if re.search(r"\b[a-z]{4,}", re.sub(r"[\w.-]+@\S+|\S*[./_-]\S*", "", text))]
    assert not small, small[:5]


def test_a_count_is_spoken_with_its_number() -> None:
    assert wording.say_many("{count} week", "{count} weeks", 1) == "1 week"
    assert wording.say_many("{count} week", "{count} weeks", 12345) == "12\u202f345 weeks"
