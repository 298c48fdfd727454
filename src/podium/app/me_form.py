"""The file about her as a few fields, written back without touching the rest of it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from podium.core.errors import CannotRead, Misuse
from podium.core.lines import lines_of
from podium.evidence.people import me_file

if TYPE_CHECKING:
    from podium.evidence.people.me_file import Me

LISTS = ("emails", "aliases", "logins")
FIELDS = ("name", *LISTS, "zone", "hours", "reports", "integrator")
_HEAD = re.compile(r"^\[me\][ \t]*(?:#.*)?$", re.MULTILINE)
_NEXT = re.compile(r"^\[", re.MULTILINE)


def shown(me: Me) -> dict[str, str]:
    """What stands in each field."""
    texts = {name: "\n".join(getattr(me, name)) for name in LISTS}
    texts |= {name: getattr(me, name) for name in ("name", "zone", "hours")}
    return texts | {
        "reports": "" if me.reports is None else str(me.reports),
        "integrator": "yes" if me.integrator else "",
    }


def change(text: str, typed: Mapping[str, str]) -> str:
    """The file with these fields; comments, order and everything else as they were.

    Raises:
        Misuse: a field cannot hold what was typed, or the file has a shape that only a person can change.
        CannotRead: the file cannot be read as it is.
    """
    before = shown(me_file.parse(text, "me.toml").me)
    wanted = {name: _lines(typed.get(name, "")) for name in FIELDS}
    for name in FIELDS:
        if wanted[name] != before[name]:
            text = _put(text, name, _value(name, wanted[name]))
    try:
        is_kept = shown(me_file.parse(text, "me.toml").me) == wanted
    except CannotRead as fault:
        # A value that cannot be is said as it is; a table written in another shape is not podium's to rewrite.
        if "TOML" not in fault.what:
            raise
        is_kept = False
    if not is_kept:
        raise Misuse("this file has a shape that the fields cannot change", next_step="change it in the text below")
    return text


def _lines(typed: str) -> str:
    return "\n".join(line.strip() for line in lines_of(typed) if line.strip())


def _value(name: str, typed: str) -> Any:
    if name in LISTS:
        return lines_of(typed) or None
    if name == "integrator":
        return True if typed == "yes" else None
    if name != "reports" or not typed:
        return typed or None
    if not typed.isascii() or not typed.isdecimal():
        raise Misuse(
            "how many people report to you is a whole number", next_step="write it in digits, or leave it empty"
        )
    return int(typed)


def _put(text: str, name: str, value: Any) -> str:
    """One key of the table: changed where it stands, else in the place of its example, else first."""
    head = _HEAD.search(text)
    if head is None:
        gap = "" if not text or text.endswith("\n") else "\n"
        return text if value is None else f"{text}{gap}[me]\n{_line(name, value)}\n"
    end = _NEXT.search(text, head.end())
    stop = end.start() if end else len(text)
    key_match = re.compile(rf"^{name}[ \t]*=", re.MULTILINE).search(text, head.end(), stop)
    if key_match is not None:
        return _replace(text, key_match.start(), name, value)
    if value is None:
        return text
    example = re.compile(rf"^# {name} = .*$", re.MULTILINE).search(text, head.end(), stop)
    if example is not None:
        return f"{text[: example.start()]}{_line(name, value)}{text[example.end() :]}"
    return f"{text[: head.end()]}\n{_line(name, value)}{text[head.end() :]}"


def _replace(text: str, start: int, name: str, value: Any) -> str:
    """The statement that begins there, over as many lines as it takes; its comment stays."""
    end = start
    while end < len(text):
        end = text.find("\n", end) + 1 or len(text)
        with contextlib.suppress(TOMLKitError):
            statement = tomlkit.parse(text[start:end])
            if value is None:
                return text[:start] + text[end:]
            statement[name] = value
            return text[:start] + tomlkit.dumps(statement) + text[end:]
    return text


def _line(name: str, value: Any) -> str:
    return f"{name} = {tomlkit.item(value).as_string()}"
