"""The governance system of a rectors' conference."""

__version__ = "0.1.0"
