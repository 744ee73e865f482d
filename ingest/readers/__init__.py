"""One reader a format, found through one registry."""
