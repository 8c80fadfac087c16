"""What tests and benchmarks build their conferences from."""
