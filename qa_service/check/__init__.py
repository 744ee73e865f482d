"""Checking a draft against the documents: what stands there, what was altered, what stands elsewhere."""
