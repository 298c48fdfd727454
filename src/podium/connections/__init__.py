"""What she connected: its settings, its secret, and reading what is new."""
