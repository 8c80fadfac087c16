"""The pure core: no clock, no randomness, no environment, no input or output."""
