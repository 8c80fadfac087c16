"""Ratios, each pair measured in one run; `docs/performance.md` has the figures."""
