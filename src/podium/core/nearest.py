"""What may have been meant by a name that is none."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(typed: str, names: Iterable[str], command: str, otherwise: str) -> str:
    """The next step after a misspelt name: the nearest one as it is typed, else where all of them are listed."""
    import difflib

    near = difflib.get_close_matches(typed, list(names), n=1)
    return f"did you mean `{command} {near[0]}`?" if near else otherwise
