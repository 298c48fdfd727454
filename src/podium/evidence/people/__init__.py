"""Who is who: the only rooms that know a name."""
