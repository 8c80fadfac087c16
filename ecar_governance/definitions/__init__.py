"""YAML text to domain.workflow, with line and column."""

from ecar_governance.definitions.library import bundled, check, examine, load_all, load_file, load_text

__all__ = ["bundled", "check", "examine", "load_all", "load_file", "load_text"]
