"""Alembic migrations: one line of versions for both databases."""
