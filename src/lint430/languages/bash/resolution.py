"""Sourced scripts: by the part of the path that is written out, from the script's folder upwards."""

from __future__ import annotations

import re

from lint430.languages.resolution import Tree, ancestors, joined, texts

_MENTION = re.compile(rb"(?:^|[;&|{(]|\bthen\b|\bdo\b)[ \t]*(?:source|\.)[ \t]+([^\n;&|]+)", re.MULTILINE)
_LOAD = re.compile(rb"^[ \t]*load[ \t]+([^\n;&|#]+)", re.MULTILINE)
_VARIABLE = re.compile(r"\$\{[^}]*\}|\$\w+|\$\([^)]*\)|`[^`]*`")


class Resolution:
    """Resolves ``source`` independent of the current directory."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def target(self, importer: str, module: str) -> str | None:
        """Give the script that a path leads to; leading variables stand for the script's folder or one above it."""
        written = _VARIABLE.split(module)[-1]
        relative = written.lstrip("/") if len(_VARIABLE.split(module)) > 1 or not module.startswith("/") else ""
        if not relative:
            return None
        for folder in ancestors(importer):
            candidate = joined(folder, relative)
            if candidate in self._tree.paths and candidate != importer:
                return candidate
        return None

    def mentions(self, data: bytes) -> list[str]:
        """List the words after ``source`` and ``.``, and what bats makes of those after ``load``."""
        loaded = [_bare(text) for text in texts(_LOAD.findall(data))]
        suffixed = [path if path.endswith((".bash", ".sh")) else f"{path}.bash" for path in loaded]
        return [*(_bare(text) for text in texts(_MENTION.findall(data))), *suffixed]


def _bare(text: str) -> str:
    return text.strip().replace('"', "").replace("'", "")
