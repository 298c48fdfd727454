"""The privacy statement in the words of the manager who reads it."""

from __future__ import annotations

from typing import NamedTuple


class KeptFact(NamedTuple):
    """Something podium keeps of each thing that happened, in words, and the columns it is kept in."""

    title: str
    words: str
    columns: tuple[str, ...]


KEPT_OF_SOURCES = (
    KeptFact(
        "What happened",
        "Opened, approved, moved, and so on; to a change, a ticket, a meeting or an incident; and where it was read.",
        (
            "event_id",
            "source",
            "instance",
            "verb",
            "object_kind",
            "object_id",
            "via",
            "receipt",
            "ref_url",
            "scope",
            "container",
            "revision",
            "deleted",
        ),
    ),
    KeptFact(
        "When",
        "The moment, how it is known, and the local day and hour of whoever did it.",
        (
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
        ),
    ),
    KeptFact(
        "Who",
        "Who did it and whose work it was: a code made with a secret of this machine. No name and no address.",
        ("actor", "actor_kind", "subject"),
    ),
    KeptFact(
        "Who took part",
        "Codes of people you listed or have on your map. All others are only counted.",
        ("with_keys", "with_count"),
    ),
    KeptFact(
        "How it stands",
        "Its state, its kind, its goal, how large it is and how long it took, as the source says it.",
        ("state", "work_type", "goal_id", "size", "dur_s"),
    ),
    KeptFact("Its title", "Only where the source says that it is yours to read.", ("title",)),
)
# What the questions may ask, by the view that answers them.
ASKED_OF = {
    "mine": ("Your own acts", "An act whose clock cannot be trusted has no hour."),
    "ours": (
        "The acts of the team",
        "Yours are marked; nobody else's are told apart. Acts of machines, and of people the tracker does not name, are among them.",
    ),
    "crowd": (
        "Counts for people without a name",
        "Numbered anew for each question, and empty below five people.",
    ),
    "splits": (
        "Work with and without an agent",
        "Shares of the team's work, only where five people and twenty changes stand behind either side.",
    ),
    "written": ("What you wrote in your journal", "As facts one can count. No person stands in it."),
}
