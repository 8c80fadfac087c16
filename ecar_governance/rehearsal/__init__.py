"""A procedure played through before it runs: a standing cast, a clock that moves when it is told to.

Nothing here knows a database or the wall clock: what is played is `domain.decide` itself, so a refusal in a
rehearsal is the refusal that people would get.
"""
