"""Benchmarks: they print what they measured and never fail on time. Run `python -m tests.bench`."""
