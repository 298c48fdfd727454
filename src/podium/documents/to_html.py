"""A document as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

from podium.documents.document import (
    Code,
    Heading,
    Lines,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Table,
    shares,
)

if TYPE_CHECKING:
    from podium.documents.document import (
        Block,
        Document,
        Item,
        Run,
        TextLine,
    )

# Fonts of the reader's own machine; colours that keep 4.5:1 on white; a page of its own for paper.
STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 "Source Serif 4", Charter, Georgia, "Times New Roman", serif; color: #1a1a1a; background: #fff;
  max-width: 44rem; margin: 2.5rem auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
h1, h2, h3, h4 { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; line-height: 1.25; margin: 1.8em 0 .4em; }
h1 { font-size: 1.75rem; margin-top: 0; } h2 { font-size: 1.2rem; border-bottom: 1px solid #ccc; padding-bottom: .2em; }
h3 { font-size: 1.02rem; } h4 { font-size: .95rem; color: #444; }
p, ul, ol, blockquote, pre, table { margin: .5em 0; }
.under { color: #595959; margin-top: -.2em; } .small { font-size: .85rem; color: #595959; }
ul, ol { padding-left: 1.4em; } li { margin: .2em 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .3em .6em .3em 0; border-bottom: 1px solid #ddd; }
.narrow { white-space: nowrap; }
th { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: .85rem; }
blockquote { border-left: 3px solid #bbb; padding-left: 1em; margin-left: 0; color: #333; }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .88em; }
pre { white-space: pre-wrap; background: #f5f5f5; padding: .7em; } img { max-width: 100%; height: auto; }
.write { height: 8mm; border-bottom: 1px solid #999; }
.write + :not(.write) { margin-top: 4mm; }
a { color: #0b57a4; } hr { border: 0; border-top: 1px solid #ccc; margin: 1.5em 0; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; } a { color: inherit; }
  h2, h3 { break-after: avoid; } li, tr, img { break-inside: avoid; } .break { break-before: page; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def html(document: Document) -> str:
    """The whole page."""
    title = escape(document.title)
    head = [
        "<!doctype html>",
        f'<html lang="{escape(document.language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="author" content="{escape(document.author)}">' if document.author else "",
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f'<h1 dir="auto">{title}</h1>' if title else "",
        f'<p class="under" dir="auto">{escape(document.subtitle)}</p>' if document.subtitle else "",
    ]
    blocks = [_block(block) for block in document.blocks]
    return "\n".join([piece for piece in [*head, *blocks, "</main>", "</body>", "</html>"] if piece]) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(runs, level):
            return f'<h{level + 1} dir="auto">{_inline(runs)}</h{level + 1}>'
        case Paragraph(runs, is_small):
            look = ' class="small"' if is_small else ""
            return f'<p{look} dir="auto">{_inline(runs)}</p>'
        case Listing(items):
            return _list(items, 0)
        case Quote(runs):
            return f'<blockquote dir="auto"><p>{_inline(runs)}</p></blockquote>'
        case Code(text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Table():
            return _table(block)
        case Picture(svg, alt, _):
            data = base64.b64encode(svg.encode()).decode()
            return f'<p><img alt="{escape(alt)}" src="data:image/svg+xml;base64,{data}"></p>'
        case Rule():
            return "<hr>"
        case Lines(count):
            return '<div class="write"></div>' * count
        case PageBreak():
            return '<div class="break"></div>'


def _list(items: tuple[Item, ...], depth: int) -> str:
    """Items of one depth, those deeper within the one before them."""
    groups: list[list[Item]] = []
    for item in items:
        if item.depth > depth and groups:
            groups[-1].append(item)
        else:
            groups.append([item])
    rows = [
        f'<li{_value(first)} dir="auto">{_inline(first.runs)}{_list(tuple(below), depth + 1) if below else ""}</li>'
        for first, *below in groups
    ]
    tag = "ul" if all(first.number is None for first, *_ in groups) else "ol"
    return f"<{tag}>{''.join(rows)}</{tag}>"


def _value(item: Item) -> str:
    return "" if item.number is None else f' value="{item.number}"'


def _table(table: Table) -> str:
    looks = ["" if width else ' class="narrow"' for width in shares(table)]
    head = _cells(table.head, looks, 'th scope="col"')
    rows = "".join(f"<tr>{_cells(row, looks, 'td')}</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(row: tuple[TextLine, ...], looks: list[str], tag: str) -> str:
    """The cells of a row; those of a narrow column stay on one line."""
    pairs = zip(looks, row, strict=True)
    return "".join(f'<{tag}{look} dir="auto">{_inline(cell)}</{tag[:2]}>' for look, cell in pairs)


def _inline(runs: TextLine) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = escape(run.text)
    for is_so, tag in ((run.is_code, "code"), (run.is_italic, "em"), (run.is_bold, "strong")):
        text = f"<{tag}>{text}</{tag}>" if is_so else text
    return f'<a href="{escape(run.link)}" rel="noreferrer noopener">{text}</a>' if run.link else text
