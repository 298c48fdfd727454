"""One person's body, measured once: what skin, face and clothes ask about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from body import BONES, normals
from hair import crossing, near_ray

if TYPE_CHECKING:
    from body import Array, Base
    from looks import Look


class Figure:
    """A person's mesh with what is asked of it more than once."""

    def __init__(self, base: Base, v: Array, skin: Array, morphs: dict[str, Array], look: Look) -> None:
        """Measure the body and the head."""
        self.base, self.v, self.skin, self.morphs, self.look = base, v, skin, morphs, look
        self.body = base.triangles("body")
        self.n = normals(v, self.body)
        self.eyes = {side: v[np.unique(base.faces[f"helper-{side}-eye"])] for side in "lr"}
        self.eye_level = float(self.eyes["l"].mean(0)[1])
        self.is_head = skin[:, BONES.index("head")] > 0.5
        self.head_triangles = self.body[self.is_head[self.body].all(1)]
        # Hair at the nape lies on the neck.
        is_below_hair = self.is_head | (skin[:, BONES.index("neck_01")] > 0.2)
        self.hair_triangles = self.body[is_below_hair[self.body].all(1)]
        head = v[np.unique(self.head_triangles)]
        self.head_middle = np.array([0, self.eye_level + 0.25, (head[:, 2].max() * 0.42 + head[:, 2].min() * 0.58)])
        self.neck = base.joint("neck_01", v)

    def hits(self, start: Array, way: Array) -> Array:
        """How far along a ray each triangle of the head near it is met."""
        return crossing(start, way, self.v, near_ray(self.v, self.head_triangles, start, way))

    def collar_height(self, points: Array) -> Array:
        """The line of the collar: lower in front than behind."""
        return self.neck[1] + 0.1 - 0.34 * np.clip((points[:, 2] - self.neck[2]) / 0.8, -0.6, 1.3)

    def torso_part(self) -> Array:
        """How much of each vertex belongs to the trunk."""
        return sum(self.skin[:, BONES.index(bone)] for bone in ("pelvis", "spine_01", "spine_02", "spine_03"))

    def raw(self, bone: str) -> Array:
        """The rig's own weight of a bone on both sides."""
        found = np.zeros(len(self.v))
        for side in "lr":
            for index, weight in self.base.weights.get(f"{bone}_{side}", []):
                found[int(index)] += weight
        return found

    def nearest(self, points: Array, among: Array) -> tuple[Array, Array]:
        """For each point the five nearest vertices seen from the front, and their shares."""
        far = np.linalg.norm(points[:, None, :2] - self.v[among][None, :, :2], axis=2)
        order = np.argsort(far, 1)[:, :5]
        share = 1 / (np.take_along_axis(far, order, 1) + 0.01)
        return among[order], share / share.sum(1, keepdims=True)

    def surface_z(self, points: Array) -> Array:
        """How far in front the face lies at each point, and a hair more."""
        out = []
        for point in points:
            start = np.array([point[0], point[1], 5.0])
            hits = self.hits(start, np.array([0.0, 0, -1]))
            out.append(5.0 - hits[hits > 0].min() + point[2])
        return np.array(out)
