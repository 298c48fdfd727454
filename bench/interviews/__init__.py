"""A thousand simulated interview panels with a known truth."""
