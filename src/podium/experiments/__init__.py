"""A practice as an experiment.

Written down before it begins, kept on the calendar, judged once at its end.
"""
