"""The bridge to Belenios, whose ballots are verifiable end to end: a vote written as it wants it, its archive
read back as a record that anyone recounts (`docs/voting/belenios.md`)."""
