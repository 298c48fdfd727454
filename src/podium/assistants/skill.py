"""The text that teaches an assistant when to ask podium and what podium refuses."""

from __future__ import annotations

from importlib.resources import files


def read() -> str:
    """The SKILL.md beside this file."""
    return (files("podium.assistants") / "SKILL.md").read_text(encoding="utf-8")
