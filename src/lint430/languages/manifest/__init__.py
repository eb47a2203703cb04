"""Manifests: YAML, JSON, TOML, INI, Dockerfiles, Makefiles, justfiles and ``.env`` files, read for the variables and the commands they hold."""

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
    ),
    is_manifest=True,
)
