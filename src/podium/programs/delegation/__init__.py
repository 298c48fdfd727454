"""Delegation cards: what they leave open, when to look together, and what was taken back."""
