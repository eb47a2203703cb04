"""What is mode-derived, with the reason: solved in a file, linked across files."""
