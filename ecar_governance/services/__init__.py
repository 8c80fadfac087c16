"""Use cases: one module each; the only callers of the writer."""
