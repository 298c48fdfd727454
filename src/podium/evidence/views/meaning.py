"""What the views a signal may ask hold, and what each of their columns means."""

from __future__ import annotations

VIEWS = {
    "mine": "Your own acts. The local columns are null where no clock can be trusted.",
    "ours": (
        "The acts of everybody in the team: yours are marked, nobody else's are told apart. Incidents that a machine "
        "opened, handed out or closed are among them, and tickets opened or closed by somebody the tracker does not name."
    ),
    "crowd": "Counts per unnamed person, drawn anew for each question; empty below five people.",
    "splits": (
        "Shares of the team's work with a mark of an agent and without one: taken back, fixed again, on ended work; there only "
        "where five people and twenty changes stand behind either side."
    ),
    "written": "What you wrote in your journal, as facts one can count; no person stands in it.",
}
# Times are seconds since 1970 and local integers: no SELECT does date arithmetic.
COLUMNS = {
    "acts": "how many acts",
    "age_days": "days since it was written",
    "amount": "the number written, or 1",
    "at_s": "the instant, in seconds since 1970",
    "away": "1 on a day of declared leave",
    "by_me": "1 for an act of yours",
    "clock": "`wrote`, `landed`, or `nobody` where no local hour can be yours",
    "day_no": "the local day, counted from 1970",
    "dur_s": "seconds it took: an answer, a meeting, a shift",
    "end_s": "the end of what has one, in seconds since 1970",
    "first_s": "the first of them, in seconds since 1970",
    "is_farewell": "1 for a change that removes what was declared dead",
    "is_random": "1 where you labelled the change and it was drawn at random",
    "is_timed": "0 where only the day is known",
    "is_told": "1 for a commit of a stretch in which a code host tells of the same changes",
    "kind": "the kind of work: feature, fix, incident, improvement, docs, chore, or unclear",
    "label": "the kind of work you named yourself",
    "lag_days": "days after the sunset of what it serves",
    "link": "which initiative it serves: a live one, an orphan, one that ended or was sunset, or none",
    "n_paths": "how many paths the commit touched",
    "night_no": "the night it fell in, counted from 1970; null by day",
    "object_kind": "what it was done to: commit, change, issue, incident, meeting, shift, thread, release",
    "off_hours": "1 outside the hours you declared, 0 inside",
    "on_call": "1 while you were on call",
    "on_duty": "1 for an act on an incident by somebody whose turn it was",
    "on_main": "1 for what landed on the trunk",
    "on_me": "1 where your own work is acted upon",
    "on_others": "1 where somebody else's work is acted upon",
    "p": "how sure the judge of the kind is, 0 to 1",
    "path": "the file touched; of a meeting, the incident its title names",
    "ref": "the commit, the object of a source, or the file of your journal",
    "repo": "the repository",
    "source": "where it was read: git, github, pagerduty, ...",
    "state": "approved, changes_requested, commented; confirmed or unknown of `rewrote`; upkeep of a touched file that is nobody's work;"
    " as the source says it",
    "stranger": "a number for an unnamed person, another one for each question; counted, never shown or compared",
    "verb": "what was done, a word of `podium.core.event`, or one of those below",
    "week_no": "the local week, counted from 1970",
    "what": "the kind of fact: contact, win-sentence, one-on-one, ...",
    "hand": "how it was made, as far as the traces say: with an agent, by an agent, by automation, or no mark",
    "last_s": "the last of them, in seconds since 1970",
    "share": "a share, 0 to 1",
    "side": "with a mark of an agent or without one, and the band of its size",
    "with_count": "people present beside you, or lines deleted",
    "wmin": "minutes since local midnight",
    "work_type": "the source's own word for it",
}
ODDS = "the odds of that kind of work, 0 to 1"
# Verbs no source tells, made when the views are built.
VERBS = {
    "answered": "a request for your review; `dur_s` are your working seconds until you answered",
    "arrived": "a change at its landing, by its author",
    "knows": "crowd only: all of history, one row for each path and person",
    "rewrote": "a file in which a change of yours deleted three lines or more that somebody else wrote in the 14 days before",
    "seen": "whoever wrote or landed, merges included",
    "touched": "one row for each path of a change",
    "workday": "a day of your declared hours a calendar covers; `dur_s` are the seconds in meetings, `end_s - at_s` those not on leave",
}


def meaning(column: str) -> str:
    """What a column means; empty where nobody wrote it down."""
    return ODDS if column.startswith("odds_") else COLUMNS.get(column, "")
