"""Print precision and recall of results, feedback notes and goals on the labelled whole texts.

Usage: PYTHONPATH=src python bench/text/whole_texts.py
"""

from __future__ import annotations

from podium.text.whole_texts import agreements


def shown(share: tuple[float, float, float] | None) -> str:
    """A share with its interval, as the page prints it."""
    return "-" if share is None else f"{share[0]:.2f} ({share[1]:.2f} to {share[2]:.2f})"


def main() -> None:
    """Print one Markdown row per part and question."""
    print("| part | question | texts | precision | recall |\n| --- | --- | --- | --- | --- |")
    for part in ("development", "held_out"):
        for row in agreements(part):
            print(
                f"| {part.replace('_', '-')} | {row.question} | {row.texts} | {shown(row.precision)} | {shown(row.recall)} |"
            )


if __name__ == "__main__":
    main()
