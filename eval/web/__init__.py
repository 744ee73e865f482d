"""The report's page frame and style sheet."""
