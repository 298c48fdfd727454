"""A person as the bytes the room reads: a header in JSON and the numbers behind it, gzipped."""

from __future__ import annotations

import gzip
import json
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from body import BONES, above

if TYPE_CHECKING:
    from body import Array
    from figure import Figure

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


def pack(figure: Figure, mesh: Mesh) -> bytes:
    """The bytes of one person's file."""
    base = figure.base
    seat = base.joint("pelvis", figure.v)
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
    eyes = {side: figure.eyes[side] for side in "lr"}
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
                "parent": -1 if bone == "pelvis" else BONES.index(above(base, bone)),
                "at": rounded((base.joint(bone.replace("twist", "lowerarm"), figure.v) - seat) * 0.1),
            }
            for bone in BONES
        ],
        "knuckles": {side: rounded((base.joint(f"middle_01_{side}", figure.v) - seat) * 0.1) for side in "lr"},
        "thumbs": {side: rounded((base.joint(f"thumb_02_{side}", figure.v) - seat) * 0.1) for side in "lr"},
        "eyes": {
            s: {"at": rounded((e.mean(0) - seat) * 0.1), "radius": round(float(np.ptp(e[:, 1])) * 0.05, 5)}
            for s, e in eyes.items()
        },
        "iris": list(figure.look.eyes),
        "sole": rounded((figure.v[np.unique(base.faces["helper-tights"])].min(0) - seat) * 0.1),
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
