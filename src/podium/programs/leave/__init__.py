"""Planned absence: who acts for her beforehand, and what waited for her afterwards."""
