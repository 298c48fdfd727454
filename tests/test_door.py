"""The door: no row of others, and no exact number about a group, by any filter she controls."""
