"""Go: `.go` files."""

from lint430.languages import Language

LANGUAGE = Language(name="go", extensions=frozenset({".go"}))
