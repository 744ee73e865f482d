"""What a person sees in a terminal: one file for each kind of thing that is shown."""
