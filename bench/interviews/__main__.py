"""`python -m bench.interviews [PANELS] [SEED]`: coverage, reliability and false flags on simulated panels."""

from __future__ import annotations

import sys

from bench.interviews.panels import tally


def main() -> None:
    """Print one line for each figure."""
    count, seed = (*map(int, sys.argv[1:3]), *(1000, 3)[len(sys.argv) - 1 :])
    result = tally(count, seed)
    print(f"panels                                   {result.panels}")
    print(f"90 % intervals that hold the truth       {result.covered:.3f}")
    print(f"G(q,k), mean estimate and truth          {result.reliability:.3f}  {result.true_reliability:.3f}")
    print(f"single panels within .05 of the truth    {result.near:.3f}")
    print(f"flagged with a true severity under .25   {result.false_flags:.4f}")
    print(f"flagged with a true severity from .75 on {result.seen:.3f}")


if __name__ == "__main__":
    main()
