"""Scenarios of the example."""
