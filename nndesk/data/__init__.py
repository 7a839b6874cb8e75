"""Data to learn from: generators, bundled tables, splits, features, scaling. NumPy only."""
