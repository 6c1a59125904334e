"""Forms of common work."""
