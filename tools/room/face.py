"""Skin with its colours, brows and teeth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from body import BONES, carried_by

if TYPE_CHECKING:
    from body import Array
    from figure import Figure
    from packing import Mesh


def put_skin(figure: Figure, mesh: Mesh) -> None:
    """Head, neck and hands."""
    wrists = [np.linalg.norm(figure.v - figure.base.joint(f"hand_{side}", figure.v), axis=1) < 0.9 for side in "lr"]
    hands = figure.skin[:, BONES.index("hand_l")] + figure.skin[:, BONES.index("hand_r")] > 0.3
    is_kept = hands | wrists[0] | wrists[1]
    deep = figure.collar_height(figure.v) - figure.v[:, 1]
    is_neck = (deep < 0.6) & (np.abs(figure.v[:, 0]) < 1.4)
    triangles = figure.body[(is_kept | is_neck)[figure.body].all(1)]
    # Below its line the collar lies on cloth, so skin keeps out of it.
    sunk = np.where(is_neck, np.clip(deep / 0.4, 0, 1) * 0.12, 0)[:, None] * figure.n
    mesh.add(figure.v - sunk, skin_colours(figure), figure.skin, figure.morphs, triangles)


def skin_colours(figure: Figure) -> Array:
    """Skin with warmer cheeks and nose, lips, a dark inside of the mouth, and the shadow of a beard."""
    look, v = figure.look, figure.v
    at = (v - np.array([0, figure.eye_level, 0])) * np.array([1, 1, 1])
    colours = np.tile(np.array(look.skin, float), (len(v), 1))

    def tint(part: Array, to: tuple[float, ...], much: float) -> None:
        part = np.clip(part, 0, 1)[:, None] * much
        colours[:] = colours * (1 - part) + np.array(to) * part

    warm = (look.skin[0] * 0.97, look.skin[1] * 0.8, look.skin[2] * 0.78)
    front = np.clip((v[:, 2] - figure.head_middle[2]) / 0.5, 0, 1) * figure.is_head
    for x, y, wide in ((0.42, -0.42, 0.3), (-0.42, -0.42, 0.3), (0, -0.4, 0.2)):
        tint(np.exp(-(((at[:, 0] - x) / wide) ** 2 + ((at[:, 1] - y) / wide) ** 2)) * front, warm, 0.3)
    ear = (np.abs(at[:, 0]) > 0.72) & figure.is_head & (np.abs(at[:, 1] + 0.15) < 0.5)
    tint(ear.astype(float), warm, 0.45)
    for eye in figure.eyes.values():
        middle = eye.mean(0)
        near = np.exp(-((np.linalg.norm((v - middle) * np.array([0.8, 1.2, 1]), axis=1) / 0.24) ** 4))
        tint(near * front, tuple(c * 0.74 for c in look.skin), 0.55)
        ball = float(np.ptp(eye[:, 1])) / 2
        rim = np.clip((1.2 - np.linalg.norm(v - middle, axis=1) / ball) / 0.12, 0, 1)
        tint(rim * front, tuple(c * 0.3 for c in look.skin), 0.75)
    if look.beard:
        tint_beard(figure, tint, at)
    tint(lips(figure) * front, look.lips, 0.7)
    tint(inside_mouth(figure).astype(float), (58, 22, 22), 1)
    under = np.clip((figure.eye_level - 1.15 - v[:, 1]) / 0.3, 0, 1) * np.clip(
        1 - (v[:, 1] < figure.neck[1] - 0.3), 0, 1
    )
    tint(under * (np.abs(v[:, 0]) < 0.9), tuple(c * 0.8 for c in look.skin), 0.5)
    return colours


def tint_beard(figure: Figure, tint: Any, at: Array) -> None:
    """A short beard, from the ears along the jaw, with a moustache."""
    side = np.clip((np.abs(at[:, 0]) - 0.5) / 0.18, 0, 1) * np.clip((-0.05 - at[:, 1]) / 0.2, 0, 1)
    jaw = np.clip((-0.83 - at[:, 1] + 0.25 * np.abs(at[:, 0])) / 0.12, 0, 1)
    moustache = np.exp(-(((at[:, 1] + 0.6) / 0.075) ** 4)) * (np.abs(at[:, 0]) < 0.36)
    corner = np.exp(-(((np.abs(at[:, 0]) - 0.36) / 0.09) ** 2)) * ((at[:, 1] < -0.55) & (at[:, 1] > -0.95))
    is_low = at[:, 1] > -1.42
    side = side * np.clip((0.72 - np.abs(at[:, 0])) / 0.05, 0, 1)
    jaw = jaw * np.clip((0.76 - np.abs(at[:, 0])) / 0.05, 0, 1)
    part = (
        np.maximum.reduce([side, jaw, moustache, corner])
        * figure.is_head
        * is_low
        * (figure.v[:, 2] > figure.head_middle[2] - 0.2)
    )
    tint(part, figure.look.hair.colour, figure.look.beard)


def lips(figure: Figure) -> Array:
    """How much of each vertex is lip, by what the targets of the lips move."""
    names = ("upperlip-volume-incr", "lowerlip-volume-incr", "upperlip-height-incr", "lowerlip-height-incr")
    moved = sum(np.linalg.norm(figure.base.target(f"mouth/mouth-{name}"), axis=1) for name in names)
    return np.clip(moved / np.percentile(moved[moved > 0], 70), 0, 1)


def inside_mouth(figure: Figure) -> Array:
    """Vertices that lie behind the lips."""
    v, inside = figure.v, np.zeros(len(figure.v), bool)
    mouth = figure.eye_level - 0.68
    box = np.flatnonzero((np.abs(v[:, 0]) < 0.45) & (np.abs(v[:, 1] - mouth) < 0.5) & figure.is_head[: len(v)])
    box = box[box < 13380]
    for index in box:
        hits = figure.hits(v[index] + np.array([0, 0, 0.02]), np.array([0.0, 0, 1]))
        inside[index] = (hits > 0.03).any()
    return inside


def put_brows(figure: Figure, mesh: Mesh) -> None:
    """Brows as thin bands on the skin, moving with it."""
    for side in (1, -1):
        eye = figure.eyes["l" if side > 0 else "r"].mean(0)
        points, triangles = brow(side, eye, figure.look.brow)
        front = np.flatnonzero(figure.is_head[:13380] & (figure.v[:13380, 2] > figure.head_middle[2]))
        onto, share = figure.nearest(points, front)
        points[:, 2] = figure.surface_z(points)
        weights = carried_by("head", len(points))
        deltas = {name: (delta[onto] * share[:, :, None]).sum(1) for name, delta in figure.morphs.items()}
        colour = np.array(figure.look.hair.colour) * (0.8 if figure.look.hair.kind == "receding" else 1.0)
        mesh.add(points, colour, weights, deltas, triangles)


def brow(side: int, eye: Array, heavy: float) -> tuple[Array, Array]:
    """A band from the nose to the temple; its z is how far it stands off the skin."""
    points = []
    for step in np.linspace(0, 1, 15):
        x = eye[0] + side * (-0.16 + 0.42 * step)
        y = eye[1] + 0.225 + 0.075 * np.sin(np.pi * min(1.0, step * 0.85 + 0.1)) - 0.05 * step**3
        tall = max(0.006, 0.042 * heavy * (0.55 + 0.9 * step if step < 0.3 else 1.05 - 0.85 * step))
        points += [[x, y - tall, 0.004], [x, y, 0.022], [x, y + tall, 0.004]]
    triangles = []
    for column in range(14):
        for row in range(2):
            a = column * 3 + row
            quad = (a, a + 3, a + 4, a + 1) if side > 0 else (a, a + 1, a + 4, a + 3)
            triangles += [[quad[0], quad[1], quad[2]], [quad[0], quad[2], quad[3]]]
    return np.array(points), np.array(triangles)


def put_teeth(figure: Figure, mesh: Mesh) -> None:
    """Both rows of teeth."""
    for group in ("helper-upper-teeth", "helper-lower-teeth"):
        mesh.add(
            figure.v * np.array([0.88, 1, 1]) - np.array([0, 0, 0.05]),
            np.array([206, 197, 184]),
            figure.skin,
            figure.morphs,
            figure.base.triangles(group),
        )
