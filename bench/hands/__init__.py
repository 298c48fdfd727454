"""How well the marks of agents are read, against commits read by hand."""
