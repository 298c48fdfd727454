"""Postmortems she owns: drafted from evidence, checked for blame, followed to their actions."""
