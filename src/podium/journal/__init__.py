"""What the manager wrote: plain text, hers."""
