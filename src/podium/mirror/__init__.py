"""The mirror: clones, her file and her journal joined, and the five traps judged on them."""
