"""The reference page of the journal, made from the kinds themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from podium.journal import kinds
from podium.journal.entry import FIRST_DAY, LAST_DAY
from podium.journal.fields import fields_of
from podium.journal.parse import MOST_BYTES, example_line

if TYPE_CHECKING:
    from podium.journal.entry import Field, Kind

_HEAD = f"""# The journal: kinds and fields

Made from the models by `podium.journal.reference.page`; do not edit.
How to start: [Your journal](../howto/your-journal.md).

- A kind with a folder keeps one Markdown file per entry: fields between two lines of `+++`, free text below; the file's
  name without `.md` is the entry's id. Folders inside the folder (say, one per year) are read too.
- A kind with a `.toml` file keeps one row per entry; each row starts with `[[kind]]` and says its own `id`.
- Fields are TOML: `text = "..."`, `number = 12.5`, `date = 2026-11-20`, `list = ["a", "b"]`, `yes = true`.
- A date lies between {FIRST_DAY.year} and {LAST_DAY.year}; a file is UTF-8 and has at most {MOST_BYTES // 2**20} MB.
- Links are not followed.
- Fields podium does not know are yours: they are kept and never changed.
- "Read by" says which part of podium looks at the field. Where it is empty, only you do. No part of podium counts,
  ranks or compares people.
"""


def page() -> str:
    """The page, the same for the same kinds."""
    parts = [_HEAD, _table(), *(_section(kind) for kind in kinds.every())]
    return "\n".join(parts)


def _table() -> str:
    rows = [f"| [{kind.name}](#{kind.name}) | {_place(kind)} | {_cell(kind.says)} |" for kind in kinds.every()]
    return "\n".join(["| Kind | Where | What for |", "|---|---|---|", *rows, ""])


def _section(kind: Kind[Any]) -> str:
    rows = [_row(field) for field in fields_of(kind)]
    id_rule = f" Without an id, `podium new` makes one from {', '.join(kind.id_from)}." if kind.id_from else ""
    heading = [f"## {kind.name}", "", f"{kind.says} Kept in {_place(kind)}.{id_rule}", ""]
    return "\n".join(
        [*heading, "| Field | What it means | Form and unit | Read by | Example |", "|---|---|---|---|---|", *rows, ""]
    )


def _row(field: Field) -> str:
    name = f"**{field.name}**" if field.is_required else field.name
    form = f"{field.type}, {field.unit}" if field.unit else str(field.type)
    need = "; needed" if field.is_required else ""
    cells = [name, _cell(field.meaning), _cell(form) + need, _cell(field.read_by), f"`{_cell(example_line(field))}`"]
    return f"| {' | '.join(cells)} |"


def _place(kind: Kind[Any]) -> str:
    return f"`{kind.place}`" if kind.is_table else f"`{kind.place}/`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
