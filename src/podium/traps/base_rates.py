"""How common a flag is in ordinary months of public histories; it ranks nobody."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

# Below so many months a share is no share.
LEAST_MONTHS = 20
_SIZES = ((5, 9), (10, 19), (20, 10_000))


class Table(msgspec.Struct, frozen=True):
    """The numbers `bench/base_rates` wrote.

    Attributes:
        made: the day. months, people, histories: what was looked at.
        up: group to flag to (months it was up, months looked at).
        p90: signal to group to what nine of ten months stay under.
        hand_read: flag to (receipts that bear its sentence, receipts read by hand).
    """

    made: str
    months: int
    people: int
    histories: int
    up: dict[str, dict[str, tuple[int, int]]]
    p90: dict[str, dict[str, float]] = {}
    hand_read: dict[str, tuple[int, int]] = {}


@cache
def table() -> Table:
    """The table that comes with podium."""
    return msgspec.json.decode(files("podium.traps").joinpath("base_rates.json").read_bytes(), type=Table)


def words(flag: str, team: int) -> str:
    """How common the flag is in months like hers, in one sentence; empty where nothing was measured."""
    rates = table()
    size = next((f"{low} to {high}" if high < 1000 else f"{low} and more" for low, high in _SIZES if team <= high), "")
    for suffix, like in ((f", {size}", f"teams of {size}"), ("", "teams of five or more")):
        everybody = rates.up.get(f"everybody{suffix}", {}).get(flag)
        busiest = rates.up.get(f"most active{suffix}", {}).get(flag)
        if everybody and busiest and min(everybody[1], busiest[1]) >= LEAST_MONTHS:
            receipts_read = rates.hand_read.get(flag)
            borne = (
                f"; {receipts_read[0]} of {receipts_read[1]} receipts read by hand bore it out" if receipts_read else ""
            )
            return (
                f"up in {_of_100(everybody)} of 100 ordinary months in {like}, and in {_of_100(busiest)} of 100 of the "
                f"most active person's ({everybody[1]} months of {rates.histories} public histories, {rates.made}){borne}; "
                "it says how common such a month is and is no measure of anybody"
            )
    return ""


def _of_100(rate: tuple[int, int]) -> int:
    return round(100 * rate[0] / rate[1])
