"""A copy of the evidence that may be shared."""
