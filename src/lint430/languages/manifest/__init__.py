"""Manifests: YAML, JSON, TOML, INI, Dockerfiles, Makefiles, justfiles, Tiltfiles, lists of requirements and ``.env`` files: variables, commands, options."""

from lint430.languages import Language

LANGUAGE = Language(
    name="manifest",
    extensions=frozenset({".yml", ".yaml", ".json", ".jsonc", ".json5", ".toml", ".ini", ".cfg", ".mk", ".env"}),
    filenames=(
        "Dockerfile*",
        "*.Dockerfile",
        "*.dockerfile",
        "Containerfile*",
        "Makefile*",
        "GNUmakefile",
        "makefile",
        "justfile",
        "Justfile",
        ".justfile",
        "*.just",
        ".env*",
        "*.env",
        "Tiltfile*",
        "*.tiltfile",
        "go.mod",
        "Pipfile",
        "*requirements*.txt",
        "*requirements*.in",
    ),
    is_manifest=True,
)
