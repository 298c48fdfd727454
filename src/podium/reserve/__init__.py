"""The 20 % reserve: what it bought, what came back without an item, and the dip before it pays."""
