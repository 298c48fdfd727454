"""One file, one command: `podium NAME` is `NAME.py` with a click command called `command`."""
