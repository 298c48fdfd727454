"""The use cases: what terminal, page and assistants ask; they only print the answers."""
