"""The way in from, and out to, other programs. No Qt."""
