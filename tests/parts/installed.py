"""A package as an installer leaves it: its folder, and what its entry points are, without asking a registry."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

EXAMPLE = Path(__file__).parent / "example_package"


def install(site: Path, package: Path = EXAMPLE) -> Path:
    """Put the package and its metadata into a folder that a Python can look into."""
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name = project["name"].replace("-", "_")
    shutil.copytree(package / name, site / name, ignore=shutil.ignore_patterns("__pycache__"))
    metadata = site / f"{name}-{project['version']}.dist-info"
    metadata.mkdir()
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (metadata / "METADATA").write_text(head, encoding="utf-8")
    lines: list[str] = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{point} = {value}" for point, value in points.items()), ""]
    (metadata / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    return site


def podium(site: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One command of podium in a process that sees the folder."""
    path = os.pathsep.join(filter(None, [str(site), os.environ.get("PYTHONPATH", "")]))
    return subprocess.run(
        [sys.executable, "-c", "from podium.cli.main import run; run()", *words],
        env={**os.environ, "PYTHONPATH": path, "PODIUM_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
