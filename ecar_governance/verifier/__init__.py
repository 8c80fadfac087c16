"""Stands alone: a log or a PDF in, a report out."""
