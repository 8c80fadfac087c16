"""Passwords, tokens and web sessions."""
