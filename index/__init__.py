"""Passages to a searchable generation on disk; knows ingest."""
