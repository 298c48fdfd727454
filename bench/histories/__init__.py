"""Histories whose truth is known, held against what podium computes from them.

`python -m bench.histories --expect bench/histories/expectations.toml PATH...` reads the clones you name; the file of
expectations says who, when and what must show. Nothing is fetched.
"""
