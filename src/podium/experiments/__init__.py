"""A practice as an experiment: written down before it begins, judged once at its end."""
