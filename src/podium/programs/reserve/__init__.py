"""The 20 % reserve: what it bought, what came back, and the dip before it pays."""
