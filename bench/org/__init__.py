"""A simulated company: what its managers' true answers are, and what a release says of them."""
