"""Threads may read one journal at once, also the very first time its types are met."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# A type that msgspec has not met yet is only there once in a process, so every round makes a new one. A crash would
# end this test as well, so the rounds run in a process of their own.
ROUNDS = """
import sys, threading
from msgspec.structs import replace
from pathlib import Path
from podium.journal import cache, kinds, parse

sys.setswitchinterval(1e-6)  # threads take turns as often as they can
shelf = cache.Cache(Path(sys.argv[1]))
text = "+++\\ntitle = 'Ledger'\\ntarget = 1\\nowner = 'me'\\n+++\\nBecause.\\n"
base = kinds.load("initiative")
shelf.keep(base, {})
for _ in range(120):
    gate = threading.Barrier(8)

    def read():
        gate.wait()
        if reads_cache:
            shelf.load(kind)
        else:
            parse.read_entry(kind, text, "initiatives/ledger.md", "ledger")

    for reads_cache in (True, False):
        threads = [threading.Thread(target=read) for _ in range(8)]
        kind = replace(base, model=type(base.model.__name__, (base.model,), {}, frozen=True, kw_only=True))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
print("read")
"""


def test_eight_threads_meet_a_type_at_once_over_and_over(tmp_path: Path) -> None:
    result = subprocess.run([sys.executable, "-c", ROUNDS, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout.strip(), result.stderr) == (0, "read", "")
