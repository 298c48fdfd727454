"""Ladders: observe, do with an observer, calibrate, alone, teach; and where a run stands."""
