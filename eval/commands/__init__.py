"""The commands of ``planqa eval``, one a file."""
