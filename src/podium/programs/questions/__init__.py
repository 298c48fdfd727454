"""The five hard questions: the answer, her own evidence, and the evidence against it."""
