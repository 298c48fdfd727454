"""How long a journal takes to lock and to unlock: `python -m bench.journal.locking`. 1 when 75 files take over 3 s.

Seconds of the processor, so that a busy machine or a slow disk says nothing of podium.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from bench.journal.reading import fill

from podium.journal.sealing import Secret, lock, unlock

FILES, MOST_S = 75, 3.0


def main() -> int:
    """Print one row."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        fill(root, FILES)
        secret = Secret(passphrase="correct horse battery staple nine")
        began = time.process_time()
        locked = lock(root, secret).done
        middle = time.process_time()
        unlock(root, secret)
        ended = time.process_time()
    print(f"{locked} files: locked in {middle - began:.2f} s, unlocked in {ended - middle:.2f} s of a processor")
    return int(middle - began > MOST_S)


if __name__ == "__main__":
    sys.exit(main())
