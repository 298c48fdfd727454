"""Use cases: typed requests in, typed results out; every surface asks the same function."""
