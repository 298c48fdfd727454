"""Writing to a calendar: podium's own blocks, on request, and taken back without a trace."""
