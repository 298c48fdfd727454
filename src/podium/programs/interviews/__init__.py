"""Interviewing as a leadership skill: kits, blind cards, debriefs in order, calibration."""
