"""The HTTP edge: the engine as a JSON service and one small page."""
