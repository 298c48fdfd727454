"""Practices of the example."""
