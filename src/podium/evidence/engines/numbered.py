"""The book of people where nobody has a name: each a number, and a key that is no name."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from podium.evidence.people.book import Book, Somebody

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from podium.core.automation import AuthorKind
    from podium.evidence.people.me_file import MeFile


class NumberedBook(Book):
    """Everybody as the evidence on an engine knows them.

    Attributes:
        new, only_in: who may have been made up lately, and the source of whom one source alone has seen.
    """

    def __init__(self, file: MeFile, rows: Sequence[tuple[Any, ...]], *, is_listed: bool) -> None:
        """From the rows of the table `people`."""
        super().__init__(file)
        self._is_listed = is_listed
        self.new: set[int] = set()
        self.only_in: dict[int, str] = {}
        self._all.clear()
        self._key_of: dict[int, str] = {}
        for number, key, kind, is_me, in_team, is_new, only_in, is_seen in sorted(rows):
            somebody = Somebody(number, cast("AuthorKind", kind), bool(is_me), bool(in_team))
            if is_seen:
                somebody.reasons[key] = "as the evidence there says"
            self._all.append(somebody)
            self._key_of[number] = key
            if is_me:
                self.me = somebody
            if is_new:
                self.new.add(number)
            if only_in is not None:
                self.only_in[number] = only_in

    @property
    def is_listed_team(self) -> bool:
        """Whether the team was a list when the evidence was written."""
        return self._is_listed

    def keys(self, somebody: Somebody) -> tuple[str, ...]:
        """The one key by which somebody is remembered."""
        return (self._key_of[somebody.number],)
