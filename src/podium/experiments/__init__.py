"""A practice as an experiment: written down before it begins, kept on the calendar, judged once at its end."""
