"""The pages: one module a room of the house, each handler behind its permission."""
