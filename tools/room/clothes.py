"""What the people wear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from body import BONES, normals, smooth
from hair import crossing, near_ray

if TYPE_CHECKING:
    from figure import Figure
    from packing import Mesh

LEG = ("thigh", "calf", "foot", "ball")


def put_clothes(figure: Figure, mesh: Mesh) -> None:
    """A top, trousers and shoes from the mesh's own cloth helper, a little away from the body."""
    cloth = figure.base.triangles("helper-tights")
    n = normals(figure.v, cloth)
    hands = figure.skin[:, BONES.index("hand_l")] + figure.skin[:, BONES.index("hand_r")]
    is_low = figure.v[:, 1] < figure.collar_height(figure.v)
    cloth = cloth[is_low[cloth].all(1) & (hands[cloth].max(1) < 0.85)]
    points = smooth(figure.v, cloth, figure.torso_part() > 0.4, 6) + 0.09 * n
    names = {bone: figure.raw(bone) for bone in LEG}
    legs = sum(names.values())
    colours = np.tile(np.array(figure.look.top, float), (len(points), 1))
    colours[legs > 0.5] = (46, 48, 56)
    colours[names["foot"] + names["ball"] > 0.5] = (34, 28, 26)
    mesh.add(points, colours, figure.skin, {}, cloth)
    put_collar(figure, mesh)


def put_collar(figure: Figure, mesh: Mesh) -> None:
    """A rolled band around the neck that covers where the cloth ends."""
    middle, points = np.array([0, figure.neck[1], figure.neck[2] + 0.1]), []
    steps = 40
    for angle in np.linspace(0, 2 * np.pi, steps, endpoint=False):
        out = np.array([np.sin(angle), 0, np.cos(angle)])
        on = middle.copy()
        for _ in range(3):
            on[1] = float(figure.collar_height(on[None])[0]) - 0.02
            start = np.array([middle[0], on[1], middle[2]])
            hits = crossing(start, out, figure.v, near_ray(figure.v, figure.body, start, out))
            on = start + out * (hits[hits > 0].min() if (hits > 0).any() else 0.7)
        tall = figure.look.collar_tall
        for stand, rise in ((0.11, -0.2), (0.13, -0.08), (0.1, tall), (0.05, tall + 0.02), (0.0, tall - 0.05)):
            points.append(on + out * stand + np.array([0, rise, 0]))
    rows, ring = 5, np.arange(steps)
    triangles = []
    for row in range(rows - 1):
        a, b = ring * rows + row, (ring + 1) % steps * rows + row
        triangles += [np.stack([a, b, b + 1], 1), np.stack([a, b + 1, a + 1], 1)]
    points = np.array(points)
    near = np.argmin(np.linalg.norm(points[:, None] - figure.v[None, :13380], axis=2), 1)
    mesh.add(points, np.array(figure.look.collar), figure.skin[near], {}, np.concatenate(triangles))
