"""Drills: one framework part, ten minutes, her own sentence; spaced so that it stays."""
