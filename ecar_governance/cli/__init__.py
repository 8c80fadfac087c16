"""The command ecar."""
