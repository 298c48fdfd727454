"""Processes begun as a copy of one that has imported what commands and rooms import: a start costs no import again."""

from __future__ import annotations

import multiprocessing
import os
import pkgutil
import sys
import time
from collections.abc import Mapping
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

from podium import signals, traps
from podium.cli.main import run
from podium.journal import kinds
from podium.web import pages


@cache
def _loaded() -> ForkServerContext:
    """What makes the copies; it loads its program when the first is begun."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [
            "podium.cli.commands.look",
            "podium.cli.commands.serve",
            "podium.cli.commands.why",
            "podium.app.look",
            "podium.experiments.result",
            "podium.mirror.mirror",
            "podium.web.serving",
            "numpy",
            "_duckdb",
            *_parts_of(signals, traps, kinds, pages),
        ]
    )
    return context


def _parts_of(*folders: ModuleType) -> list[str]:
    return [f"{folder.__name__}.{part.name}" for folder in folders for part in pkgutil.iter_modules(folder.__path__)]


def begin(words: tuple[str, ...], cwd: Path, env: Mapping[str, str], *files: Path | Connection) -> BaseProcess:
    """Begin podium in a process of its own, with these files as its stdin, stdout and stderr, or the first of them."""
    process = _loaded().Process(target=_type_in, args=(words, cwd, dict(env), files), daemon=True)
    process.start()
    return process


def _type_in(words: tuple[str, ...], cwd: Path, env: dict[str, str], files: tuple[Path | Connection, ...]) -> None:
    """In the new process: become the command somebody typed."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(cwd)
    for number, file in enumerate(files):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT, 0o600) if isinstance(file, Path) else file.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
        for number, mode in enumerate("rww")
    )
    sys.argv = ["podium", *words]
    run()
