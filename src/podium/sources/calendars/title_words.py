"""What a meeting's title says: that it was called off, or which incident it is about."""

from __future__ import annotations

import re

# How Outlook and Google begin the title of a meeting that was called off, in the languages they speak.
_CANCELLED_TITLES = (
    "canceled|cancelled|abgesagt|abgebrochen|annulé|annulée|cancelado|cancelada|annullato|annullata|"
    "geannuleerd|avlyst|inställd|inställt|aflyst|peruutettu|peruttu|anulowano|anulowane|odwołane|"
    "zrušeno|zrušené|lemondva|törölve|anulat|отменено|скасовано|ακυρώθηκε|i̇ptal edildi|iptal edildi|"
    "已取消|キャンセル済み|キャンセル|취소됨|취소"
)
_CANCELLED = frozenset(_CANCELLED_TITLES.split("|"))
# How tools write an incident: a key of a tracker, a number after a mark, or letters and digits of a pager.
_INCIDENT = re.compile(
    r"(?<![\w-])(?:(?P<id>(?!SEV|[PQS]\d)[A-Z][A-Z0-9]{1,9}-\d{1,7}|(?=[A-Z]*\d)[PQ][A-Z0-9]{6,13})"
    r"|(?:\#|(?i:incident|inc)[ #-]{1,2})(?P<number>\d{1,9}))(?![\w-])"
)


def named_incident(title: str) -> str:
    """The id of an incident a title names, `INC-204`, `PT4KHLK` or the digits of `#204`; empty without one."""
    named = _INCIDENT.search(title)
    return (named["id"] or named["number"]).upper() if named else ""


def begins_cancelled(title: str) -> bool:
    """Whether a title begins as Outlook and Google begin that of a meeting that was called off."""
    mark, colon, _ = title.replace("\uff1a", ":").partition(":")
    return bool(colon) and mark.strip().casefold() in _CANCELLED
