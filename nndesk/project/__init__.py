"""Experiments and their runs: the specification, edits, training, files. No Qt."""
