"""Where traces are kept and asked; the only room that knows the engine."""
