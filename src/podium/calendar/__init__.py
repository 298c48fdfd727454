"""Writing to a calendar: podium's own blocks, on request, findable, and taken back without a trace."""
