"""Bash: scripts, libraries and bats tests."""

from lint430.languages import Language

LANGUAGE = Language(
    name="bash",
    extensions=frozenset({".sh", ".bash", ".bats"}),
    interpreters=frozenset({"bash", "sh", "dash", "ksh", "zsh", "bats", "ash"}),
)
