"""Find or install the browser the page tests drive; say so when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

# Of the same engine, dearest last: the first has no windows and no services of its own, and a page costs a third.
CHEAP = ("chromium-headless-shell", "chrome-headless-shell")
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# There once apt was asked for its lists and had no such package; the same machine is not asked at every run.
ASKED = Path(sys.prefix) / ".browser-asked-for"
MOST_S = 300


def main() -> int:
    """Debian's package where we may install it; the tests that need a browser are left out without one."""
    if has(CHEAP) or os.environ.get("PODIUM_CHROMIUM"):
        return 0
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("installing Chromium for the page tests", file=sys.stderr)
        if not install(CHEAP[0]) and not ASKED.exists():
            # The lists of packages may be missing or old; where that does not help, a whole browser is enough.
            apt("update")
            if not install(CHEAP[0]) and not has(WHOLE):
                install(WHOLE[0])
            ASKED.touch()
    if not has(CHEAP + WHOLE):
        print(
            "no Chromium here: page tests are left out; install Debian's package `chromium-headless-shell` to run them",
            file=sys.stderr,
        )
    return 0


def has(names: tuple[str, ...]) -> bool:
    """Whether one of these programs is here."""
    return any(shutil.which(name) for name in names)


def install(package: str) -> bool:
    """Whether a package of Debian's could be installed; nothing is removed for it."""
    return apt("install", "-y", "--no-install-recommends", "--no-remove", package)


def apt(*words: str) -> bool:
    """Whether apt did what it was asked to."""
    command = ["apt-get", "-qq", "-o", "Acquire::http::Timeout=30", *words]
    with suppress(subprocess.TimeoutExpired):
        return subprocess.run(command, check=False, capture_output=True, timeout=MOST_S).returncode == 0
    return False


if __name__ == "__main__":
    sys.exit(main())
