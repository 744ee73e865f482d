"""Question sets to runs and figures; knows qa_service."""
