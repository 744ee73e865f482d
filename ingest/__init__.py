"""Files to documents, sections and passages; knows nothing of the other packages."""
