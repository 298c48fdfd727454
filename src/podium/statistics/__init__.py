"""Did it work: pure statistics for practices that are experiments."""
