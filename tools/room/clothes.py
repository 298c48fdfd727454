"""What the people wear: a knitted top with neckband and cuffs, trousers and shoes; one wears a shirt below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from body import BONES, normals, smooth
from hair import crossing, near_ray

if TYPE_CHECKING:
    from body import Array
    from figure import Figure
    from packing import Mesh

LEG = ("thigh", "calf", "foot", "ball")
OFF_SKIN = 0.09
NECK_STEPS, CUFF_STEPS = 64, 32
NECKBAND, CUFF = 0.17, 0.42


@dataclass
class Cloth:
    """Triangles of cloth with the weights of their corners; a band says how many rows it has."""

    points: Array
    weights: Array
    triangles: Array
    rows: int = 1

    def below(self, height: Array) -> tuple[Cloth, Array]:
        """What lies where `height`, one number a point, is not above 0; and the numbers of the points along the cut."""
        new: dict[tuple[int, int], int] = {}
        points, weights, triangles = list(self.points), list(self.weights), []

        def cut(a: int, b: int) -> int:
            a, b = min(a, b), max(a, b)
            if (a, b) not in new:
                share = height[a] / (height[a] - height[b])
                new[a, b] = len(points)
                points.append(self.points[a] + share * (self.points[b] - self.points[a]))
                weights.append(self.weights[a] + share * (self.weights[b] - self.weights[a]))
            return new[a, b]

        for triangle in self.triangles:
            corners: list[int] = []
            for a, b in zip(triangle, np.roll(triangle, -1), strict=True):
                if height[a] <= 0:
                    corners.append(int(a))
                if (height[a] <= 0) != (height[b] <= 0):
                    corners.append(cut(int(a), int(b)))
            triangles += [[corners[0], corners[n], corners[n + 1]] for n in range(1, len(corners) - 1)]
        edge = np.array(sorted(new.values()), int)
        return Cloth(np.array(points), np.array(weights), np.array(triangles)), edge


@dataclass
class Axis:
    """A line that cloth goes around: where it starts, its direction, and the direction of angle 0."""

    start: Array
    way: Array
    front: Array

    def ring(self, points: Array, steps: int) -> Array:
        """Points around the axis as a closed ring at even angles, a little smoothed."""
        side = np.cross(self.way, self.front)
        to = points - self.start
        around = np.arctan2(to @ side, to @ np.cross(side, self.way))
        order = np.argsort(around, kind="stable")
        even = np.linspace(-np.pi, np.pi, steps, endpoint=False)
        ring = np.stack([np.interp(even, around[order], points[order, n], period=2 * np.pi) for n in range(3)], 1)
        for _ in range(4):
            ring = 0.5 * ring + 0.25 * (np.roll(ring, 1, 0) + np.roll(ring, -1, 0))
        return ring

    def out(self, ring: Array) -> Array:
        """The direction away from the axis at each point."""
        to = ring - self.start
        to = to - (to @ self.way)[:, None] * self.way
        return to / np.linalg.norm(to, axis=1, keepdims=True)


def put_clothes(figure: Figure, mesh: Mesh) -> None:
    """Cloth from the mesh's own cloth helper, a little away from the body, cut at neck and wrists."""
    triangles = figure.base.triangles("helper-tights")
    n = normals(figure.v, triangles)
    points = smooth(figure.v, triangles, figure.torso_part() > 0.4, 6) + OFF_SKIN * n
    cloth = Cloth(points, sleeve_weights(figure.skin), triangles)
    bands = []
    for side in "lr":
        cloth, band = with_cuff(figure, cloth, side)
        bands.append((band, figure.look.top))
    cloth, band, neckline = with_neckband(figure, cloth)
    bands.append((band, figure.look.top))
    mesh.add(cloth.points, cloth_colours(figure, cloth), cloth.weights, {}, cloth.triangles)
    for band, colour in bands:
        ribs = 1 - 0.16 * (np.arange(len(band.points)) // band.rows % 2)
        mesh.add(band.points, np.array(colour) * ribs[:, None] * 0.93, band.weights, {}, band.triangles)
    if figure.look.shirt:
        shirt = shirt_collar(figure, neckline)
        mesh.add(shirt.points, np.array(figure.look.shirt), shirt.weights, {}, shirt.triangles)


def cloth_colours(figure: Figure, cloth: Cloth) -> Array:
    """The top's colour, and that of trousers and shoes; points along a cut belong to the top."""
    names = {bone: figure.raw(bone) for bone in LEG}
    count = len(figure.v)
    colours = np.tile(np.array(figure.look.top, float), (len(cloth.points), 1))
    colours[:count][sum(names.values()) > 0.5] = (46, 48, 56)
    colours[:count][names["foot"] + names["ball"] > 0.5] = (34, 28, 26)
    return colours


def sleeve_weights(skin: Array) -> Array:
    """Sleeves follow the forearm and its turn, never the hand."""
    weights = skin.copy()
    for side in "lr":
        hand = BONES.index(f"hand_{side}")
        weights[:, BONES.index(f"twist_{side}")] += weights[:, hand]
        weights[:, hand] = 0
    return weights


def with_cuff(figure: Figure, cloth: Cloth, side: str) -> tuple[Cloth, Cloth]:
    """The cloth cut at a wrist, and the ribbed cuff there."""
    elbow, wrist = (figure.base.joint(f"{bone}_{side}", figure.v) for bone in ("lowerarm", "hand"))
    length = float(np.linalg.norm(wrist - elbow))
    axis = Axis(elbow, (wrist - elbow) / length, np.array([0.0, 0, 1]))
    arm = sum(cloth.weights[:, BONES.index(f"{bone}_{side}")] for bone in ("lowerarm", "twist"))
    along = np.where(arm > 0.3, (cloth.points - elbow) @ axis.way - length + 0.02, -1.0)
    starts = [cloth.below(along + back) for back in (CUFF, CUFF / 2, 0.0)]
    rings = [axis.ring(part.points[edge], CUFF_STEPS) for part, edge in starts]
    out = axis.out(rings[2])
    profile = [
        rings[0] + 0.005 * out,
        rings[0] + 0.045 * out + 0.03 * axis.way,
        rings[1] + 0.05 * out,
        rings[2] + 0.03 * out,
        rings[2] + 0.03 * axis.way,
        rings[2] - 0.3 * out - 0.1 * axis.way,
    ]
    weights = np.zeros((CUFF_STEPS * len(profile), len(BONES)))
    weights[:, BONES.index(f"twist_{side}")] = 1
    return starts[2][0], banded(profile, weights)


@dataclass
class Neckline:
    """Where the neckband ends: its rim, the way down along the cloth, and the way off it, a ring each."""

    rim: Array
    down: Array
    off: Array

    def below_rim(self, angles: Array, far: Array, stand: float) -> Array:
        """Points over the cloth, `far` below the rim at these angles from the front."""
        even = np.linspace(-np.pi, np.pi, NECK_STEPS, endpoint=False)
        rim, down, off = (
            np.stack([np.interp(angles, even, ring[:, n], period=2 * np.pi) for n in range(3)], 1)
            for ring in (self.rim, self.down, self.off)
        )
        return rim + far[:, None] * down + stand * off


def neck_axis(figure: Figure) -> Axis:
    """The line the neckline goes around."""
    return Axis(figure.neck + np.array([0, 0, 0.1]), np.array([0.0, 1, 0]), np.array([0.0, 0, 1]))


def with_neckband(figure: Figure, cloth: Cloth) -> tuple[Cloth, Cloth, Neckline]:
    """The cloth cut around the neck, the ribbed band there, and where it ends."""
    axis = neck_axis(figure)
    height = cloth.points[:, 1] - figure.collar_height(cloth.points)
    lower, lower_edge = cloth.below(height + 0.06)
    cut, edge = cloth.below(height)
    rim = axis.ring(cut.points[edge], NECK_STEPS)
    down = axis.ring(lower.points[lower_edge], NECK_STEPS) - rim
    down /= np.linalg.norm(down, axis=1, keepdims=True)
    off = np.cross(np.roll(rim, -1, 0) - np.roll(rim, 1, 0), down)
    off /= np.linalg.norm(off, axis=1, keepdims=True)
    out, up = axis.out(rim), np.array([0, 1.0, 0])
    off *= np.sign((off * out).sum(1, keepdims=True))
    skin = on_neck(figure, np.linspace(-np.pi, np.pi, NECK_STEPS, endpoint=False), -0.12, -0.02)
    profile = [
        rim + NECKBAND * down - 0.03 * off,
        rim + 0.9 * NECKBAND * down + 0.04 * off,
        rim + 0.4 * NECKBAND * down + 0.055 * off,
        rim + 0.045 * off + 0.02 * up,
        rim - 0.02 * out + 0.05 * up,
        0.6 * rim + 0.4 * skin - 0.03 * up,
        skin,
    ]
    band = banded(profile, around_the_neck(figure, profile))
    return cut, band, Neckline(profile[3], down, off)


def shirt_collar(figure: Figure, neckline: Neckline) -> Cloth:
    """A turned-down collar: a stand around the neck that opens in front, and its fall over the neckband."""
    part = np.linspace(0, 1, NECK_STEPS)
    profile = []
    # Each row starts further from the middle of the throat than the one above it: the points spread.
    for opening, rise, stand in ((0.02, -0.2, 0.03), (0.02, 0.2, 0.05), (0.04, 0.26, 0.09), (0.1, 0.2, 0.15)):
        profile.append(on_neck(figure, opening + part * (2 * np.pi - 2 * opening), rise, stand))
    for opening, share, stand in ((0.19, 0.35, 0.07), (0.3, 1.0, 0.05)):
        angles = opening + part * (2 * np.pi - 2 * opening)
        from_front = np.minimum(angles, 2 * np.pi - angles)
        far = share * (0.14 + 0.3 * np.exp(-((from_front / 0.55) ** 2)))
        profile.append(neckline.below_rim(angles, far, stand))
    collar = banded(profile, around_the_neck(figure, profile), is_closed=False)
    inner = collar.triangles[:, ::-1] + len(collar.points)
    return Cloth(
        np.concatenate([collar.points] * 2),
        np.concatenate([collar.weights] * 2),
        np.concatenate([collar.triangles, inner]),
    )


def on_neck(figure: Figure, angles: Array, rise: float, stand: float) -> Array:
    """Points around the neck, so far above the line of the collar and so far off the skin."""
    start, points = neck_axis(figure).start, []
    for angle in angles:
        out, on = np.array([np.sin(angle), 0, np.cos(angle)]), start.copy()
        for _ in range(3):
            middle = np.array([start[0], float(figure.collar_height(on[None])[0]) + rise, start[2]])
            hits = crossing(middle, out, figure.v, near_ray(figure.v, figure.body, middle, out))
            on = middle + out * (hits[hits > 0].min() if (hits > 0).any() else 0.7)
        points.append(on + stand * out)
    return np.array(points)


def around_the_neck(figure: Figure, profile: list[Array]) -> Array:
    """Weights of rings around the neck: those of the nearest skin, evened out along each ring."""
    rings = []
    for ring in profile:
        near = np.argmin(np.linalg.norm(ring[:, None] - figure.v[None, :13380], axis=2), 1)
        weights = figure.skin[near]
        for _ in range(6):
            weights = 0.5 * weights + 0.25 * (np.roll(weights, 1, 0) + np.roll(weights, -1, 0))
        rings.append(weights)
    return np.stack(rings, 1).reshape(-1, len(BONES))


def banded(profile: list[Array], weights: Array, *, is_closed: bool = True) -> Cloth:
    """Rings one beside the other as a band; the points of a column lie together."""
    rows, steps = len(profile), len(profile[0])
    points = np.stack(profile, 1).reshape(-1, 3)
    here = np.arange(steps if is_closed else steps - 1)
    triangles = []
    for row in range(rows - 1):
        a, b = here * rows + row, (here + 1) % steps * rows + row
        triangles += [np.stack([a, b, b + 1], 1), np.stack([a, b + 1, a + 1], 1)]
    return Cloth(points, weights, np.concatenate(triangles), rows)
