"""What words can tell: kinds of work, and the parts of a sentence she wrote.

Nobody else's words.
"""
