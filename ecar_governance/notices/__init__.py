"""Mail that leaves the outbox."""
