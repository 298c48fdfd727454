"""Her manager README: drafted from what is known, checked, audited promise by promise.

Published and dated.
"""
