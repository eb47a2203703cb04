"""Where people run it: the command line."""
