"""Text cut into lines where editors, TOML and git cut it."""

from __future__ import annotations


def lines_of(text: str) -> list[str]:
    r"""Lines without their ends, which are `\n` or `\r\n`; an end at the very end starts no further line.

    `str.splitlines` also cuts at U+0085, U+2028, form feeds and separators, which stand inside a line everywhere else.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]
