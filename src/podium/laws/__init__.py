"""The laws every part keeps, podium's own and those that `podium check` looks at."""

from __future__ import annotations


class BrokenLawError(Exception):
    """A part breaks a law; the text says what was found, or nothing where the law says it all."""


def demand(is_kept: object, found: str) -> None:
    """Stop where a law is not kept.

    Raises:
        BrokenLawError: with what was found.
    """
    if not is_kept:
        raise BrokenLawError(found)
