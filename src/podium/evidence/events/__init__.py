"""What was read of connected sources, kept in files."""
