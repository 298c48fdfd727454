"""Which kind of work a change is, from its message and its paths."""
