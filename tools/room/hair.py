"""Hair as a shell around the head: from the crown down to a hairline, or on to the shoulders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Array = np.ndarray
COLUMNS, ROWS = 96, 22


@dataclass(frozen=True)
class Cap:
    """A cut: `short`, `receding` or `bob`, its colour as sRGB, and how thick it stands, in decimetres."""

    kind: str
    colour: tuple[int, int, int]
    thick: float


# The hairline above (or below) the level of the eyes, in decimetres, by the angle from the front in radians.
LINES = {
    "short": (
        (0.0, 0.66),
        (0.45, 0.66),
        (0.8, 0.52),
        (0.98, 0.24),
        (1.06, -0.1),
        (1.2, -0.12),
        (1.3, 0.2),
        (1.75, 0.26),
        (1.95, 0.0),
        (2.2, -0.5),
        (2.6, -0.72),
        (3.15, -0.76),
    ),
    "receding": (
        (0.0, 0.93),
        (0.35, 0.98),
        (0.7, 0.8),
        (0.95, 0.4),
        (1.06, 0.02),
        (1.2, -0.02),
        (1.3, 0.2),
        (1.75, 0.26),
        (1.95, 0.0),
        (2.2, -0.5),
        (2.6, -0.7),
        (3.15, -0.74),
    ),
    "bob": (
        (0.0, 0.6),
        (0.35, 0.58),
        (0.6, 0.46),
        (0.78, 0.1),
        (0.9, -0.5),
        (1.0, -1.0),
        (1.15, -1.2),
        (1.6, -1.26),
        (2.4, -1.24),
        (3.15, -1.22),
    ),
}


def cap(hair: Cap, v: Array, head: Array, eye_level: float, middle: Array) -> tuple[Array, Array, Array]:
    """Points, colours and triangles of the hair."""
    around = np.linspace(0, 2 * np.pi, COLUMNS, endpoint=False)
    signed = (around + np.pi) % (2 * np.pi) - np.pi
    knots = np.array(LINES[hair.kind])
    low = np.interp(np.abs(signed), knots[:, 0], knots[:, 1]) + eye_level
    grid = np.zeros((ROWS + 1, COLUMNS, 3))
    for column, angle in enumerate(signed):
        for row in range(ROWS + 1):
            grid[row, column] = point(hair, v, head, middle, angle, low[column], row / ROWS)
    grid[0] = grid[0].mean(0)
    strands = strand(around)
    out = grid.reshape(-1, 3)
    shade = 0.82 + 0.36 * np.repeat(strands[None, :], ROWS + 1, 0)
    shade *= 1 - 0.22 * np.linspace(0, 1, ROWS + 1)[:, None] ** 2
    colours = np.array(hair.colour)[None, :] * shade.reshape(-1)[:, None]
    triangles = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            a, b = row * COLUMNS + column, row * COLUMNS + (column + 1) % COLUMNS
            triangles += [[a, a + COLUMNS, b + COLUMNS], [a, b + COLUMNS, b]]
    return out, colours, np.array(triangles)


def strand(around: Array) -> Array:
    """Light and dark locks around the head, always the same."""
    waves = sum(np.sin(around * turns + turns * turns) / weight for turns, weight in ((9, 1.0), (23, 1.3), (41, 1.8)))
    return (waves - waves.min()) / np.ptp(waves)


def point(hair: Cap, v: Array, head: Array, middle: Array, angle: float, low: float, way: float) -> Array:
    """A point of the shell: `way` 0 is the crown, 1 the end."""
    top = np.array([0.0, 1.0, -0.12])
    flat = np.array([np.sin(angle), 0.0, np.cos(angle)])
    end_up = low - middle[1]
    # Short hair lies on skull and nape; longer hair follows the skull as long as it curves and falls straight after that.
    hangs = hair.kind == "bob" and end_up < -0.45
    skull_end = -0.45 if hangs else end_up
    reach = skull(v, head, middle, flat + np.array([0, skull_end / 0.85, 0]))
    bend = np.arctan2(np.linalg.norm(np.cross(top, reach - middle)), float(top @ (reach - middle)))
    part = 0.62 if hangs else 1.0
    if way <= part:
        along = bend * way / part
        side = reach - middle - top * (top @ (reach - middle)) / (top @ top)
        direction = np.cos(along) * top / np.linalg.norm(top) + np.sin(along) * side / np.linalg.norm(side)
        on = skull(v, head, middle, direction)
        out = (on - middle) / np.linalg.norm(on - middle)
        edge = np.clip((part - way) / 0.16, 0, 1) if part == 1.0 else 1.0
        lift = hair.thick * edge**0.6 - 0.015 * (1 - edge)
        if hair.kind == "bob":
            lift += 0.05 * np.clip(way / part, 0, 1)
        return on + out * lift
    start = point(hair, v, head, middle, angle, low, part)
    down = (way - part) / (1 - part)
    swing = 1 + 0.05 * np.sin(down * np.pi) - 0.1 * down**2
    return np.array([start[0] * swing, start[1] + (low - start[1]) * down, middle[2] + (start[2] - middle[2]) * swing])


def skull(v: Array, head: Array, middle: Array, direction: Array) -> Array:
    """Where a ray from inside the head leaves it."""
    direction = direction / np.linalg.norm(direction)
    hits = crossing(middle, direction, v, near_ray(v, head, middle, direction))
    return middle + direction * (hits[hits > 0].min() if (hits > 0).any() else 0.9)


def near_ray(v: Array, triangles: Array, start: Array, way: Array) -> Array:
    """The triangles a ray may meet: one of their corners lies within 0.35 of it."""
    to = v - start
    is_near = np.linalg.norm(to - (to @ way)[:, None] * way, axis=1) < 0.35
    return triangles[is_near[triangles].any(1)]


def crossing(start: Array, way: Array, v: Array, t: Array) -> Array:
    """How far along a ray each triangle is met; -1 where it is not."""
    a, ab, ac = v[t[:, 0]], v[t[:, 1]] - v[t[:, 0]], v[t[:, 2]] - v[t[:, 0]]
    p = np.cross(way, ac)
    det = (ab * p).sum(1)
    det = np.where(np.abs(det) < 1e-12, np.nan, det)
    s = start - a
    u = (s * p).sum(1) / det
    q = np.cross(s, ab)
    w = (way * q).sum(1) / det
    far = (ac * q).sum(1) / det
    with np.errstate(invalid="ignore"):
        is_met = (u >= 0) & (w >= 0) & (u + w <= 1) & (far > 0)
    return np.where(is_met, far, -1.0)
