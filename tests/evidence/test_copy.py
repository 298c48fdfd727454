"""A shareable copy says which form it has; a copy of another podium's form is not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from podium.core.errors import CannotRead
from podium.evidence.export import copy


def write(root: Path, form: int) -> Path:
    """A copy with one repository of which nothing was kept."""
    row = {"name": "../repository-1", "branch": "main", "commits": 3, "head": "abc", "remote": ""}
    mark = {"format": form, "repositories": [row], "connected": ["github"]}
    (root / copy.MARK).write_text(json.dumps(mark), encoding="utf-8")
    (root / "me.toml").write_text('[me]\nzone = "Europe/Rome"\n', encoding="utf-8")
    (root / "repository-1.paths").write_text("a.py\nb.py\n", encoding="utf-8")
    return root


def test_a_copy_of_the_form_podium_writes_is_read(tmp_path: Path) -> None:
    shared = copy.read(write(tmp_path, 1))
    assert (shared.repositories, shared.connected) == ((("../repository-1", "main", 3),), ("github",))
    assert shared.file.me.zone == "Europe/Rome"
    assert shared.clones[0].tracked == ("a.py", "b.py"), "a name that leaves the folder leads nowhere else"


def test_a_copy_of_another_form_is_not(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="another version of podium"):
        copy.read(write(tmp_path, 2))
