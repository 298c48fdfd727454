"""The views a question may use, and asking them."""
