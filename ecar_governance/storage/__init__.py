"""SQLModel tables, migrations, the group-commit writer, projections."""
