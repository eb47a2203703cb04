"""What is mode-derived, with the reason: solved in a file, linked across files."""

from lint430.flow.solve import analyse

__all__ = ["analyse"]
