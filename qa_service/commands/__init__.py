"""The command line's commands, one file each. Heavy packages are imported inside the commands only, so that
``planqa --help`` answers at once."""
