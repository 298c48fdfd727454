"""Programmes she runs: delegation, drills, leave, mentoring, portfolio, README and the improvement reserve."""
