"""A manager who takes shadows: who agreed, how many, and with whom not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Kind, Row, Slip, about

MOST_SHADOWS = 3


class ShadowHost(Row, frozen=True, kw_only=True):
    """A host of the shadow rota."""

    agreed_on: Annotated[
        Day | None, about("the day they agreed to take shadows", example=Day(2026, 11, 27), read_by="shadow plan")
    ] = None
    most: Annotated[int, about("shadows at a time", unit=f"1 to {MOST_SHADOWS}", example=3, read_by="shadow plan")] = (
        MOST_SHADOWS
    )
    most_visits: Annotated[
        int,
        about(
            "visits in the two weeks, so that the host does not drown", unit="visits", example=8, read_by="shadow plan"
        ),
    ] = 8
    line: Annotated[
        tuple[str, ...],
        about("who is of their own line, ids of shadow-plans/", example=["ana"], read_by="shadow plan"),
    ] = ()
    not_with: Annotated[
        tuple[str, ...],
        about(
            "who they do not host, or who does not want them; no reason is kept", example=["bo"], read_by="shadow plan"
        ),
    ] = ()


def find_slips(head: ShadowHost) -> Iterator[Slip]:
    """One to three shadows."""
    if not 1 <= head.most <= MOST_SHADOWS:
        yield Slip("most", f"a host takes 1 to {MOST_SHADOWS} shadows", f"write most = {MOST_SHADOWS}")
    if not 1 <= head.most_visits <= 40:
        yield Slip("most_visits", "visits are 1 to 40", "write most_visits = 8")


KIND = Kind(
    name="shadow-host",
    place="shadow-hosts.toml",
    model=ShadowHost,
    says="A manager who takes shadows, and how many at a time.",
    id_from=(),
    asks=("agreed_on", "line"),
    slips=find_slips,
)
