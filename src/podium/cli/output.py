"""The only place that writes to the terminal: data to stdout, everything else to stderr."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

# What a terminal obeys: C0 and C1 controls and the marks that reorder text; newline and tab stay.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# Whether a progress line stands on the terminal; whatever else is written clears it first.
_drawn: list[bool] = [False]


def plain(text: str) -> str:
    """Text from outside made harmless for a terminal: controls and reordering marks become visible escapes."""
    return _OBEYED.sub(lambda control: f"\\x{ord(control[0]):02x}", text)


def out(text: str = "") -> None:
    """One piece of data to stdout, made harmless."""
    _write(sys.stdout, plain(text))


def raw(text: str) -> None:
    """Exact data to stdout (JSON, Markdown, SVG): the bytes are the contract."""
    _write(sys.stdout, text)


def styled(pieces: list[tuple[str, str]]) -> None:
    """One line of (text, style) to stdout; the text is made harmless, the style is ours: bold or a colour's name."""
    import click

    is_coloured = is_colour()
    line = ""
    for text, style in pieces:
        safe = plain(text)
        if is_coloured and style:
            safe = click.style(safe, bold=True) if style == "bold" else click.style(safe, fg=style)
        line += safe
    _write(sys.stdout, line.rstrip())


def note(text: str) -> None:
    """A remark to stderr."""
    _write(sys.stderr, plain(text))


def confirm() -> Callable[[str], bool] | None:
    """Puts a question to whoever sits at the terminal; None where nobody does."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(question: str) -> bool:
        import click

        return click.confirm(plain(question), default=None, err=True)

    return ask


def error(text: str) -> None:
    """The one clear line an error ends in."""
    _write(sys.stderr, f"podium: {plain(text)}")


def _clear() -> None:
    if _drawn[0]:
        _drawn[0] = False
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()


def _write(stream: TextIO, text: str) -> None:
    _clear()
    safe = text.encode(stream.encoding or "utf-8", "replace").decode(stream.encoding or "utf-8", "replace")
    try:
        stream.write(safe + "\n")
        stream.flush()
    except BrokenPipeError:
        # The reader of our output went away, which is no fault of either; click would end with 1.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise SystemExit(0) from None


def width() -> int:
    """Columns of the terminal, 40 to 120; 100 when stdout is no terminal and COLUMNS is not set."""
    import shutil

    return max(40, min(120, shutil.get_terminal_size((100, 24)).columns))


def is_colour() -> bool:
    """Whether stdout takes colour: a terminal, no NO_COLOR, TERM not dumb; FORCE_COLOR wins."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(what: str) -> Generator[Callable[[int, int | None], None]]:
    """A progress line on stderr while something long runs: call it with (done, total or None).

    On a terminal it redraws; elsewhere it says one line when it starts to take longer than two seconds. Where a total is
    known it says how much of it is done and about how long the rest takes at this pace.
    """
    import time

    started = time.monotonic()
    last = [0.0]
    began, before = [started], [0]
    is_live = sys.stderr.isatty()

    def show(items_done: int, total: int | None) -> None:
        now = time.monotonic()
        if items_done < before[0]:
            began[0] = now  # the next list of the same source
        before[0] = items_done
        if now - last[0] < (0.1 if is_live else 5.0) or (not is_live and now - started < 2.0):
            return
        last[0] = now
        line = plain(f"{what}: {items_done:,}{_share(items_done, total, now - began[0])}, {now - started:.0f} s")
        # A line that wraps could not be drawn over.
        sys.stderr.write(f"\r\x1b[2K{line[: width() - 1]}" if is_live else f"{line}\n")
        sys.stderr.flush()
        _drawn[0] = is_live

    try:
        yield show
    finally:
        _clear()


def _share(items_done: int, total: int | None, seconds: float) -> str:
    """` of 1,200 (12 %), about 58 s to go`; nothing where nobody says how much there is."""
    if not total:
        return ""
    items_left = max(0, total - items_done)
    to_go = (
        f", about {seconds * items_left / items_done:.0f} s to go" if items_done and items_left and seconds >= 1 else ""
    )
    return f" of {total:,} ({min(100, 100 * items_done // total)} %){to_go}"


def to_json(value: Any) -> str:
    """Stable JSON of a record: sorted keys, two spaces, every character kept."""
    import json

    import msgspec

    return json.dumps(msgspec.to_builtins(value), indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
