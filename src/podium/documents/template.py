"""A text template she can change: Markdown with blanks.

Whatever fills a blank is text, never markup or template.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from podium.core.errors import CannotRead
from podium.documents.document import Paragraph, Run, plain
from podium.documents.from_markdown import read_markdown
from podium.documents.to_markdown import escape, inline

if TYPE_CHECKING:
    from podium.documents.document import Document


class TrustedMarkdown(str):
    """Markdown podium made itself, such as a link; a template passes it on and can make none."""

    __slots__ = ()


def link(text: str, address: str) -> TrustedMarkdown:
    """A link for a blank; the text alone when the address is no web or mail address."""
    return TrustedMarkdown(inline((Run(text, link=address),)))


def fill(template: str, values: Mapping[str, Any], *, where: str) -> str:
    """The template's Markdown with its blanks filled; `where` names the template in an error.

    Raises:
        CannotRead: the template is wrong, with the line where it can be told.
    """
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    engine = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=_escaped, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    jinja_filters: Any = engine.filters
    allowed: Any = {"sentence": sentence, **{name: jinja_filters[name] for name in _FILTERS if name in jinja_filters}}
    engine.filters = allowed
    try:
        return engine.from_string(template).render(values)
    except TemplateError as wrong:
        line = getattr(wrong, "lineno", None)
        raise CannotRead(
            f"the template cannot be filled: {wrong.message or 'it is not allowed to do that'}",
            where=f"{where}:{line}" if line else where,
            next_step="mend the line, or delete the file to use podium's own template",
        ) from None
    except (TypeError, ValueError, ArithmeticError, RecursionError) as wrong:
        raise CannotRead(f"the template cannot be filled: {wrong}", where=where) from None


def document(
    template: str, values: Mapping[str, Any], *, where: str, made_on: date | None = None, author: str = ""
) -> Document:
    """The filled template as a document; a first line in italics becomes its subtitle."""
    page_document = read_markdown(fill(template, values, where=where))
    if (
        page_document.blocks
        and isinstance(first := page_document.blocks[0], Paragraph)
        and all(run.is_italic for run in first.runs)
    ):
        page_document = replace(page_document, subtitle=plain(first.runs), blocks=page_document.blocks[1:])
    return replace(page_document, made_on=made_on, author=author)


def sentence(value: Any, *, start: bool = True) -> Any:
    """A text as a sentence: a full stop at its end, and a capital in front unless it goes on within a line."""
    if isinstance(value, TrustedMarkdown):
        return value
    text = " ".join(str(value).split()).rstrip(".")
    first = text.partition(" ")[0]
    if start and first.islower():
        text = text[:1].upper() + text[1:]
    return f"{text}." if text and text[-1] not in "!?…" else text


# What a template may do to a value; nothing that joins text into markup or formats with a pattern.
_FILTERS = (
    "default",
    "first",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "select",
    "selectattr",
    "reject",
    "rejectattr",
    "round",
    "sort",
    "upper",
    "capitalize",
    "trim",
    "truncate",
    "batch",
    "slice",
    "sum",
    "min",
    "max",
    "unique",
)


def _escaped(value: Any) -> str:
    if isinstance(value, TrustedMarkdown):
        return str.__str__(value)
    return "" if value is None else escape(str(value))
