"""What was read of git histories, kept in files."""
