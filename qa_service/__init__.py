"""Questions to evidence and citations, over a command line and HTTP; knows index and ingest."""
