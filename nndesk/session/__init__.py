"""The open document and the run behind it, without widgets."""
