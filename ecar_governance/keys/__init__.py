"""Ballot keys and envelopes, the log key, the trial authority."""
