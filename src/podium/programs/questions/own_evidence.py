"""Her own evidence on each question, from her journal and traces; nothing about others."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from podium.core.measure import counted
from podium.core.time import DAY_S, Window
from podium.journal.kinds import conduct_talk, energy, expectation, pendulum, postmortem, tradeoff_check
from podium.programs.judgement_words import judging_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium.journal import Journal
    from podium.mirror.mirror import Mirror

FEWEST_ACTS, GREEN_FROM = 10, 0.7
FEWEST_EVENTS, LOG_DAYS, TRAINED_DAYS, CORE_FROM = 10, 28, 56, 0.5
CORE = frozenset({"one-on-one", "feedback", "hiring", "conflict", "coaching"})
_GREEN_KINDS, _RED_KINDS = frozenset({"improvement", "docs"}), frozenset({"feature", "incident"})
_RED_WORDS = {"feature": "a feature you wrote", "incident": "work on an incident"}
_DAY_0 = date(1970, 1, 1).toordinal()
_MINE = (
    "select verb, kind, on_others, ref, day_no from mine where verb in ('reviewed', 'commented', 'on_call', 'authored')"
)


class Sentence(msgspec.Struct, frozen=True):
    """One sentence with its number, where to look it up, and whether it speaks against the short answer.

    Attributes:
        receipts: files of the journal or references of her traces; empty where there is nothing to show.
    """

    text: str
    receipts: tuple[str, ...] = ()


def own_sentences(name: str, journal: Journal | None, mirror: Mirror | None, today: date) -> tuple[Sentence, ...]:
    """What her own evidence says on a question; a sentence says so where there is too little."""
    tells: dict[str, Callable[[], list[Sentence]]] = {
        "how-technical": lambda: [*_index(mirror), *_tradeoffs(journal, today)],
        "underperformance": lambda: _expectations(journal, today),
        "toxic-senior": lambda: _talks(journal, today),
        "dislike-managing": lambda: _energy(journal, today),
        "visibility": lambda: _postmortems(journal, today),
    }
    return tuple(tells[name]())


def _index(mirror: Mirror | None) -> list[Sentence]:
    """Green / (green + red) of her own acts in four weeks; ten acts at least."""
    if mirror is None:
        return [Sentence("Your traces were not looked at: `podium look PATH` first.")]
    window = Window(mirror.window.end_s - 28 * DAY_S, mirror.window.end_s)
    green: dict[str, str] = {}
    red: dict[str, str] = {}
    for verb, kind, on_others, ref, day_no in mirror.evidence.ask(_MINE, window, question="green and red acts"):
        if verb == "on_call" or (verb in {"reviewed", "commented"} and on_others):
            green.setdefault(f"{verb} {ref}", ref)
        elif verb == "authored" and kind in _GREEN_KINDS:
            green.setdefault(f"authored {ref}", ref)
        elif verb == "authored" and kind in _RED_KINDS:
            day = "" if day_no is None else f", {date.fromordinal(_DAY_0 + day_no)}"
            red.setdefault(f"authored {ref}", f"red: {_RED_WORDS[kind]}{day} ({ref[:10]})")
    count = len(green) + len(red)
    blind = "Fixes count neither way; talks about design leave no trace here."
    if count < FEWEST_ACTS:
        return [Sentence(f"Green and red acts in four weeks: {count} of at least {FEWEST_ACTS} needed. {blind}")]
    share = len(green) / count
    verdict = "at or above" if share >= GREEN_FROM else "below"
    return [
        Sentence(
            f"{len(green)} of {count} technical acts in four weeks were green ({share:.0%}), {verdict} podium's own line of "
            f"{GREEN_FROM:.0%}. {blind}",
            tuple(sorted(red.values())[:5]),
        )
    ]


def _tradeoffs(journal: Journal | None, today: date) -> list[Sentence]:
    checks = sorted(journal.entries(tradeoff_check.KIND), key=lambda e: e.head.date) if journal else []
    if not checks:
        return [Sentence("No self-check of three trade-offs yet: `podium new tradeoff-check`.")]
    last = checks[-1]
    age = (today - last.head.date).days
    state = "confirmed by an engineer" if last.head.confirmed_on else "not confirmed by an engineer yet"
    late = "" if age <= 31 else "; it is due again"
    return [Sentence(f"The last self-check is {counted(age, 'day')} old, {state}{late}.", (last.file,))]


def _expectations(journal: Journal | None, today: date) -> list[Sentence]:
    sentences = [Sentence("podium infers this from no trace: it only reads the files you wrote for it.")]
    for entry in sorted(journal.entries(expectation.KIND), key=lambda e: e.head.date) if journal else []:
        head = entry.head
        if head.is_conduct_or_legal:
            sentences.append(
                Sentence(
                    "Conduct or law is in one file: hand it to HR, `podium ask underperformance --hand-off`.",
                    (entry.file,),
                )
            )
            continue
        answered = sum(bool(getattr(head, name).strip()) for name in expectation.CONTEXT)
        signed = "signed by both" if head.signed_by_me and head.signed_by_them else "not signed by both yet"
        match = "no match test yet" if head.matches is None else f"match test {head.matches} of 3"
        reviews = [day for day in (head.review_after_two_weeks, head.review_after_four_weeks) if day]
        due = next((f"next review {day}" for day in sorted(reviews) if day >= today), "no review to come")
        sentences.append(
            Sentence(f"{answered} of 7 context questions answered, {signed}, {match}, {due}.", (entry.file,))
        )
    if len(sentences) == 1:
        sentences.append(Sentence("No expectations are written down yet: `podium new expectation`."))
    return sentences


def _talks(journal: Journal | None, today: date) -> list[Sentence]:
    sentences = [
        Sentence("podium scores nobody; it only reads the observations you wrote, and says where a word judges.")
    ]
    for entry in sorted(journal.entries(conduct_talk.KIND), key=lambda e: e.head.date) if journal else []:
        head = entry.head
        if head.edge != "none":
            state = f"went to HR on {head.hr_on}" if head.hr_on else "goes to HR today, before anything else"
            sentences.append(Sentence(f"{head.edge.capitalize()}: it {state}.", (entry.file,)))
            continue
        sentences += [
            Sentence(f"“{word.word}” in the observation of {observation.date}: {word.why}.", (entry.file,))
            for observation in head.observations
            for word in judging_words(observation.saw)[:1]
        ]
        lacks = [
            name
            for name, is_there in (
                ("three dated observations", len(head.observations) >= 3),
                ("one true sentence of value", bool(head.value.strip())),
                ("situation, behaviour, impact", all((head.situation, head.behaviour, head.impact))),
                ("their view", bool(head.their_view.strip())),
                ("a joint target", bool(head.target.strip())),
                ("two follow-ups within thirty days", _has_follow_ups(head)),
            )
            if not is_there
        ]
        due = next((f"; next follow-up {day}" for day in sorted(head.follow_ups) if day >= today), "")
        sentences.append(Sentence(f"Prepared{due}; missing: {', '.join(lacks) or 'nothing'}.", (entry.file,)))
    return sentences


def _has_follow_ups(head: conduct_talk.ConductTalk) -> bool:
    return sum(0 < (day - head.date).days <= 30 for day in head.follow_ups) >= 2


def _energy(journal: Journal | None, today: date) -> list[Sentence]:
    """The decision rule on the log: more than half of what takes energy is core, for eight weeks after training."""
    rows = [e for e in journal.entries(energy.KIND) if e.head.date <= today] if journal else []
    recent = [e for e in rows if (today - e.head.date).days < LOG_DAYS]
    takes = [e for e in recent if e.head.energy == "took"]
    sentences = [Sentence("Only you see this; no page, export or file to hand over holds it.")]
    if len(recent) < FEWEST_EVENTS:
        sentences.append(
            Sentence(
                f"{len(recent)} of at least {FEWEST_EVENTS} events are in the log of the last four weeks: `podium new energy`."
            )
        )
    elif takes:
        core = sum(e.head.sort in CORE for e in takes)
        common = Counter(e.head.sort for e in takes).most_common(1)[0][0]
        sentences.append(
            Sentence(
                f"{core} of {len(takes)} events that took energy in four weeks were the core of the job; most often: {common}.",
                tuple(f"{e.file}#{e.id}" for e in takes[:5]),
            )
        )
        sentences.append(Sentence(_rule(journal, today)))
    looks = sorted(journal.entries(pendulum.KIND), key=lambda e: e.head.date) if journal else []
    for entry in looks[-1:]:
        until = f", a trial until {entry.head.trial_until}" if entry.head.trial_until else ", no trial with a date yet"
        sentences.append(Sentence(f"Your last self-assessment is of {entry.head.date}{until}.", (entry.file,)))
    if not looks:
        sentences.append(Sentence("No self-assessment yet: `podium new pendulum`."))
    return sentences


def _rule(journal: Journal | None, today: date) -> str:
    """What the decision rule says; it is silent before eight weeks after training."""
    looks = sorted(journal.entries(pendulum.KIND), key=lambda e: e.head.date) if journal else []
    trained = next((e.head.trained for e in reversed(looks) if e.head.trained), None)
    if trained is None or (today - trained).days < TRAINED_DAYS:
        return "The rule asks for eight weeks of log after training: too early to tell."
    since = max(trained, today - timedelta(days=TRAINED_DAYS))
    heads = [e.head for e in journal.entries(energy.KIND)] if journal else []
    takes = [head for head in heads if since <= head.date <= today and head.energy == "took"]
    if len(takes) < FEWEST_EVENTS:
        return f"The rule needs {FEWEST_EVENTS} events that took energy in eight weeks; {len(takes)} are there."
    share = sum(head.sort in CORE for head in takes) / len(takes)
    if share > CORE_FROM:
        return f"{share:.0%} of them in eight weeks after training were core: by the rule, plan the way back."
    return f"{share:.0%} of them in eight weeks after training were core: by the rule, fix the job first."


def _postmortems(journal: Journal | None, today: date) -> list[Sentence]:
    recent = [e for e in journal.entries(postmortem.KIND) if (today - e.head.resolved).days <= 91] if journal else []
    if not recent:
        return [Sentence("No postmortem of yours in the last 13 weeks: `podium postmortem new`.")]
    across = [e for e in recent if len(e.head.teams) >= 2]
    decided = [e for e in across if e.head.decision_changed.strip()]
    readers = sum(e.head.readers or 0 for e in across)
    return [
        Sentence(
            f"{len(across)} of {counted(len(recent), 'postmortem')} in 13 weeks spanned two teams or more; "
            f"{counted(len(decided), 'decision')} changed because of them; read or heard above the team {counted(readers, 'time')}.",
            tuple(e.file for e in across),
        )
    ]
