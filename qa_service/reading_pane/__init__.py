"""A document as it is read: its text in blocks, its outline, and where a word stands in it."""
