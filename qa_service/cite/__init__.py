"""Citations in the forms that people write: one style a file, one registry."""
