"""Rotas of twelve aspiring managers and six hosts."""
