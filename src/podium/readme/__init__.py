"""Her manager README: drafted from what is known, checked, audited promise by promise, published and dated."""
