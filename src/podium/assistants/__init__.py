"""The surface for assistants: asks the use cases what a client asked, and sends the records."""
