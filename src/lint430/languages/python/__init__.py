"""Python, stubs included: read with tree-sitter-python."""

from lint430.languages import Language

LANGUAGE = Language(
    name="python",
    extensions=frozenset({".py", ".pyi", ".pyw"}),
    interpreters=frozenset({"python", "pypy"}),
)
