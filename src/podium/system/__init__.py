"""The computer podium runs on: folders, files and locks."""
