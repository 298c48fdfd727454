"""Learning from those who do the work: what is new in the repositories, a programme, frictions fixed."""
