"""lint430 finds the code that behaves differently under test."""

__version__ = "0.1.0"
