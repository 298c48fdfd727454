"""Which incident the title of a meeting names."""

from __future__ import annotations

import re

# How tools write an incident: a key of a tracker, a number after a mark, or letters and digits of a pager.
_INCIDENT = re.compile(
    r"(?<![\w-])(?:(?P<id>(?!SEV|[PQS]\d)[A-Z][A-Z0-9]{1,9}-\d{1,7}|(?=[A-Z]*\d)[PQ][A-Z0-9]{6,13})"
    r"|(?:\#|(?i:incident|inc)[ #-]{1,2})(?P<number>\d{1,9}))(?![\w-])"
)


def named_incident(title: str) -> str:
    """The id of an incident a title names, `INC-204`, `PT4KHLK` or the digits of `#204`; empty without one."""
    named = _INCIDENT.search(title)
    return (named["id"] or named["number"]).upper() if named else ""
