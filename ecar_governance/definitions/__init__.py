"""YAML text to domain.workflow, with line and column."""
