"""How the three people of the room look."""

from __future__ import annotations

from dataclasses import dataclass

from hair import Cap


@dataclass(frozen=True)
class Look:
    """One person: targets with their weights, colours as sRGB, hair, and how high the eyes are when seated, in metres."""

    targets: dict[str, float]
    skin: tuple[int, int, int]
    lips: tuple[int, int, int]
    eyes: tuple[int, int, int]
    top: tuple[int, int, int]
    hair: Cap
    eye_height: float
    brow: float = 1.0
    beard: float = 0.0
    shirt: tuple[int, int, int] | None = None


def adult(race: str, sex: str, old: float, muscle: float = 0.5, weight: float = 0.5) -> dict[str, float]:
    """The macro targets of an adult, `old` from 0 (about 25) to 1 (about 90)."""
    found: dict[str, float] = {}
    for age, part in (("young", 1 - old), ("old", old)):
        found[f"macrodetails/{race}-{sex}-{age}"] = part
        for muscles, m in _halves("muscle", muscle):
            for weights, w in _halves("weight", weight):
                name = f"macrodetails/universal-{sex}-{age}-{muscles}-{weights}"
                found[name] = found.get(name, 0) + part * m * w
    return {name: part for name, part in found.items() if part > 0}


def _halves(kind: str, value: float) -> list[tuple[str, float]]:
    least = (f"min{kind}", max(0.0, 1 - 2 * value))
    most = (f"max{kind}", max(0.0, 2 * value - 1))
    return [least, (f"average{kind}", 1 - least[1] - most[1]), most]


PEOPLE: dict[str, Look] = {
    "bob": Look(
        adult("asian", "female", 0.06, 0.45, 0.45) | {"head/head-oval": 0.35},
        skin=(222, 172, 140),
        lips=(176, 98, 90),
        eyes=(70, 44, 28),
        top=(58, 96, 112),
        hair=Cap(kind="bob", colour=(46, 31, 25), thick=0.16),
        eye_height=1.17,
    ),
    "beard": Look(
        adult("african", "male", 0.22, 0.55, 0.55) | {"head/head-rectangular": 0.25},
        skin=(122, 78, 54),
        lips=(104, 58, 48),
        eyes=(52, 32, 22),
        top=(146, 122, 88),
        hair=Cap(kind="short", colour=(22, 19, 18), thick=0.1),
        eye_height=1.24,
        brow=1.15,
        beard=0.75,
    ),
    "grey": Look(
        adult("caucasian", "male", 0.62, 0.4, 0.55) | {"nose/nose-hump-incr": 0.3},
        skin=(226, 178, 156),
        lips=(182, 112, 104),
        eyes=(82, 104, 116),
        top=(62, 64, 78),
        hair=Cap(kind="receding", colour=(168, 166, 164), thick=0.13),
        eye_height=1.22,
        brow=1.1,
        shirt=(214, 220, 228),
    ),
}
