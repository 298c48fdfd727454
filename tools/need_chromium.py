"""Find or install the browser the page tests drive; say so when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# Of the same engine, dearest last: the first has no windows and no services of its own, and a page costs a third.
CHEAP = ("chromium-headless-shell", "chrome-headless-shell")
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    """Debian's package where we may install it; the tests that need a browser are left out without one."""
    if has(CHEAP) or os.environ.get("PODIUM_CHROMIUM"):
        return 0
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("installing Chromium for the page tests", file=sys.stderr)
        # A whole browser that is here already is enough where apt knows no package yet, or cannot get it.
        if not has(WHOLE):
            apt("update")
        if not install(CHEAP[0]) and not has(WHOLE):
            install(WHOLE[0])
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
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
