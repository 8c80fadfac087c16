"""What every table shares: one metadata with a naming convention, and CHECKs for closed words."""

from __future__ import annotations

from typing import Any, ClassVar, get_args

from sqlalchemy import CheckConstraint, MetaData, text
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints are ours on both databases, so that a later migration can name what it changes."""


ZERO: dict[str, Any] = {"server_default": text("0")}
EMPTY: dict[str, Any] = {"server_default": text("''")}
"""Defaults in the database itself: the hot path writes through Core, which knows no Python defaults."""


class Table(SQLModel):
    """Root of all tables; `metadata` is what migrations are held against."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


def one_of(column: str, words: Any) -> CheckConstraint:
    """A CHECK that a column holds one of a Literal's words (or of a tuple of words)."""
    listed = ", ".join(f"'{word}'" for word in (get_args(words) or words))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def check(name: str, condition: str) -> CheckConstraint:
    """A named CHECK."""
    return CheckConstraint(condition, name=name)
