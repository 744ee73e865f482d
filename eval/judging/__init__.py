"""Training of the judge: the small network that tells whether a passage answers a question or only speaks of
the same matter (:mod:`qa_service.judge`)."""
