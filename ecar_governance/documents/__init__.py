"""Typesetting, signing and checking of PDFs."""
