"""The EM shadow rota: plans, promises and visits over two weeks, without clashes."""
