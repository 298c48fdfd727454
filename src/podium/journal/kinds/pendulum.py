"""Your own look at the pendulum between engineering and managing; shown to you alone."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, about

Archetype = Literal["tech-lead", "architect", "solver", "right-hand"]


class Pendulum(Head, frozen=True, kw_only=True):
    """Honest answers, a reversible trial, and who decides by when."""

    date: Annotated[Day, about("the day", example=Day(2026, 11, 20), read_by="ask dislike managing")]
    years_since_hands_on: Annotated[
        float | None,
        about("years since you last worked hands-on", unit="years", example=2.5, read_by="ask dislike managing"),
    ] = None
    trained: Annotated[
        Day | None,
        about(
            "the day you finished training in talks and feedback",
            example=Day(2026, 9, 1),
            read_by="ask dislike managing",
        ),
    ] = None
    gives: Annotated[tuple[str, ...], about("what gives you energy", example=["1:1s with new people"])] = ()
    takes: Annotated[tuple[str, ...], about("what takes it", example=["status meetings"])] = ()
    learned_as_engineer: Annotated[str, about("the last thing you learned as an engineer", example="...")] = ""
    learned_as_manager: Annotated[str, about("the last thing you learned as a manager", example="...")] = ""
    envy: Annotated[str, about("whom you envy, and for what", example="whoever has four hours in a row")] = ""
    avoid: Annotated[str, about("what you avoid", example="the talk about scope with product")] = ""
    fears: Annotated[str, about("pay and status", example="that my peers think I failed")] = ""
    archetype: Annotated[
        Archetype | None, about("which staff engineer you would be", example="solver", read_by="ask dislike managing")
    ] = None
    trial: Annotated[str, about("a trial that can be taken back", example="three months as tech lead of search")] = ""
    trial_until: Annotated[
        Day | None, about("the day it ends", example=Day(2027, 3, 1), read_by="ask dislike managing")
    ] = None
    decides: Annotated[str, about("who decides, by when", example="I, with my manager, by 1 March")] = ""


KIND = Kind(
    name="pendulum",
    place="pendulum",
    model=Pendulum,
    says="Your own look at going back to engineering: energy, envy, a reversible trial with a date.",
    id_from=("date",),
    today="date",
    asks=("years_since_hands_on", "trial", "trial_until", "decides"),
)
