"""Learning from those who do the work: what is new, a programme, frictions fixed."""
