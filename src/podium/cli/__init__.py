"""The terminal: commands, one file each, and the one place that prints."""
