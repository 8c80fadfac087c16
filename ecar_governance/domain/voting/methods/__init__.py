"""Elections and votes among several options: papers and a rule in, one result with every round out."""
