"""Freeze what podium answers, without its words: `freeze_answers.py OUT CLONE=EMAIL...`, then `--compare A B`.

A step that only moves or renames code must leave every value, verdict and row as it was. Run this before and after,
with the interpreter of the checkout to be tried, and compare: numbers may differ by 1e-9, everything else not at all.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

WORDS = {"words", "sentence", "title", "asks", "because", "blind_to", "sql", "rule", "norm", "source", "next", "text"}


def podium(home: str, *words: str) -> object:
    """The JSON answer of one command, or its exit code."""
    environment = {**os.environ, "PODIUM_HOME": home, "TZ": "UTC"}
    command = [sys.executable, "-c", "from podium.cli.main import run; run()", *words, "--json"]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    try:
        return json.loads(answer.stdout)
    except ValueError:
        return {"exit": answer.returncode}


def wordless(answer: object) -> object:
    """Numbers, booleans, days, and short words of one part: whatever is prose goes."""
    if isinstance(answer, dict):
        return {key: wordless(value) for key, value in sorted(answer.items()) if key not in WORDS}
    if isinstance(answer, list):
        return [wordless(value) for value in answer]
    if isinstance(answer, str) and " " in answer:
        return "..."
    return answer


def freeze(out: Path, clones: list[str]) -> None:
    """One file with every answer of `look` and `why` over the clones."""
    answers: dict[str, object] = {}
    for clone in clones:
        path, _, rest = clone.partition("=")
        email, _, day = rest.partition("@@")
        asked = [path, "--me", email, *(["--as-of", day] if day else [])]
        with tempfile.TemporaryDirectory() as home:
            Path(home, "me.toml").write_text(f"[me]\nemails = [{json.dumps(email)}]\n")
            look = podium(home, "look", *asked)
            answers[f"look {path}"] = wordless(look)
            for name in sorted(names_in(podium(home, "signals"))):
                answers[f"why {name} {path}"] = wordless(podium(home, "why", name, *asked, "--all"))
        print(path, len(answers), file=sys.stderr)
    out.write_text(json.dumps(answers, indent=1, sort_keys=True))


def names_in(answer: object) -> set[str]:
    """The names of the signals."""
    if isinstance(answer, list):
        return {name for value in answer for name in names_in(value)}
    if isinstance(answer, dict):
        named = answer.get("name")
        return ({named} if isinstance(named, str) else set()) | {n for v in answer.values() for n in names_in(v)}
    return set()


def differences(before: object, after: object, place: str = "") -> list[str]:
    """Where two answers differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = sorted({*before, *after})
        return [d for key in keys for d in differences(before.get(key), after.get(key), f"{place}/{key}")]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            d for n, (b, a) in enumerate(zip(before, after, strict=True)) for d in differences(b, a, f"{place}/{n}")
        ]
    numbers = isinstance(before, int | float) and isinstance(after, int | float)
    is_same = math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9) if numbers else before == after
    return [] if is_same else [f"{place}: {str(before)[:80]} -> {str(after)[:80]}"]


def main(words: list[str]) -> int:
    """Freeze, or compare two frozen files."""
    if words[0] == "--compare":
        found = differences(*(json.loads(Path(word).read_text()) for word in words[1:3]))
        print("\n".join(found[:200]) or "no difference")
        return bool(found)
    freeze(Path(words[0]), words[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
