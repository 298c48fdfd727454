"""Find or install the browser the page tests drive; say so when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    """Debian's package where we may install it; the tests that need a browser are left out without one."""
    if any(shutil.which(name) for name in NAMES) or os.environ.get("PODIUM_CHROMIUM"):
        return 0
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("installing Chromium for the page tests", file=sys.stderr)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, **quiet)
    if not any(shutil.which(name) for name in NAMES):
        print(
            "no Chromium here: page tests are left out; install Debian's package `chromium` to run them",
            file=sys.stderr,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
