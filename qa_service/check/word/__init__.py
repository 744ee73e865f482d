"""Drafts that are Word documents: their text with the way back to the runs, and the document given back."""
