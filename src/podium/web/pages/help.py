"""Help: the docs, from the same Markdown, found by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from podium.app import handbook
from podium.core.errors import Misuse
from podium.documents.from_markdown import read_markdown
from podium.web import Page, render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def show(request: Request) -> Response:
    """All topics, or those in which some words stand."""
    words = request.query_params.get("words", "").strip()[:200]
    by_part: dict[str, list[handbook.Topic]] = {}
    for topic in handbook.topics():
        by_part.setdefault(topic.part, []).append(topic)
    return render.page(request, "help.html", parts=by_part, words=words, hits=handbook.find(words) if words else ())


def show_topic(request: Request) -> Response:
    """One page of the docs."""
    try:
        topic = handbook.named(request.path_params["name"])
    except Misuse as fault:
        return render.page(request, "help.html", status=404, parts={}, words="", hits=(), fault=fault.what)
    document = read_markdown(topic.text)
    return render.page(request, "help_topic.html", topic=topic, body=document.blocks, kind=_kind)


def _kind(block: object) -> str:
    return type(block).__name__


PAGE = Page(title="Help", path="/help", order=95, routes=[Route("/help", show), Route("/help/{name}", show_topic)])
