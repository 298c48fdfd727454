"""Templates to pages: everything is text unless one of our pictures made it.

Dates go out as instants.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from podium import web
from podium.app import demo, wording
from podium.web import command_links, forms

if TYPE_CHECKING:
    from podium.web.room import Room

HERE = Path(__file__).parent
_DAY_OR_MONTH = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])(?P<day>-\d\d)?\b(?!-)")


@cache
def environment() -> Environment:
    """Autoescaped, strict about names, with our few words for templates."""
    jinja = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    words = {"_": wording.say, "many": wording.say_many, "verdict_word": wording.verdict, "language": wording.LANGUAGE}
    own_globals: Any = jinja.globals  # jinja2 narrows its own table
    own_globals.update(words, is_example=demo.is_example, short_of=wording.short_of)
    ours: dict[str, Callable[..., Any]] = {
        "day": day,
        "month": month,
        "days": days,
        "instant": instant,
        "number": wording.number,
        "note": wording.note,
        "cell": cell,
        "capitalize": capitalized,
        "steps": steps,
        "coded": command_links.coded,
    }
    jinja.filters.update(ours)
    return jinja


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """One page of the room, with its menu."""
    room: Room = request.app.state.room
    here = str(request.url.path).removeprefix(room.keys.root)
    visit = request.scope.get("podium.visit")
    session = room.keys.session(visit.session.key) if isinstance(visit, forms.Visit) else None

    def is_here(path: str) -> bool:
        return here == path or (path != "/" and here.startswith(path + "/"))

    facts = {
        "at": _at(request),
        "menu": [p for p in web.every() if p.title and p.is_open(room)] if session else [],
        "here": here,
        "is_here": is_here,
        "csrf": session.csrf if session else "",
        "has_mirror": room.asked is not None,
        "told": wording.told(request.query_params.get("told", "")),
        "state_word": wording.state,
    }
    html = environment().get_template(template).render(facts | values)
    return Response(html, status, media_type="text/html; charset=utf-8")


def _at(request: Request) -> Callable[..., str]:
    """The address of a page of the room, for templates."""
    root: str = request.app.state.room.keys.root

    def at(path: str = "/") -> str:
        return root + path

    return at


def part(request: Request, template: str, **values: Any) -> Markup:
    """A part of a page, for one that keeps it: the macro `part` of a template."""
    markup: Markup = vars(environment().get_template(template).module)["part"](_at(request), **values)
    return markup


@lru_cache(4096)
def day(value: date | int | str) -> Markup:
    """A calendar day; the browser writes it in her way."""
    if isinstance(value, int):
        value = datetime.fromtimestamp(value, UTC).date()
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    plain = f"{value.day} {value:%b %Y}"
    return Markup('<time datetime="{}" data-show="day">{}</time>').format(value.isoformat(), plain)


def month(name: str) -> Markup:
    """A month named `2026-03`; the browser writes it in her way."""
    return Markup('<time datetime="{0}" data-show="month">{0}</time>').format(name)


def days(text: str) -> Markup:
    """A sentence in which each day and each month stands in her way."""
    marked, end = Markup(), 0
    for day_match in _DAY_OR_MONTH.finditer(text):
        marked += escape(text[end : day_match.start()]) + (
            day(day_match[0]) if day_match["day"] else month(day_match[0])
        )
        end = day_match.end()
    return marked + escape(text[end:])


def instant(at_s: float) -> Markup:
    """A moment; the browser writes it in her zone."""
    moment = datetime.fromtimestamp(at_s, UTC)
    return Markup('<time datetime="{}" data-show="instant">{}</time>').format(
        moment.isoformat().replace("+00:00", "Z"), f"{moment:%Y-%m-%d %H:%M} UTC"
    )


def capitalized(text: str) -> str:
    """The first letter large; jinja2's own filter would make CI and GitHub small."""
    return text[:1].upper() + text[1:]


@pass_context
def steps(context: Context, text: str) -> Markup:
    """What to do next, with the room's own way in place of a command where there is one."""
    return command_links.steps(text, context["at"])


def cell(value: str | date) -> str:
    """What stands in a table: a day in her way, everything else as it is."""
    return day(value) if isinstance(value, date) else value
