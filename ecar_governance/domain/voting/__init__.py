"""Electorate, quorum, majority, tally and the explanation of a result."""
