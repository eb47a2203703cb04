"""Which file of the repository an import leads to; each language folder has its own ``resolution.py`` with ``Resolution``."""

from __future__ import annotations

import importlib
import posixpath
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from lint430 import facts
from lint430.languages import languages


@dataclass(frozen=True, slots=True)
class Tree:
    """The repository as resolution sees it: its paths and the bytes of its manifests."""

    paths: frozenset[str]
    """Every file, relative to the root."""
    read: Callable[[str], bytes | None]
    """Gives a file's content, or None where it cannot be read."""
    folders: frozenset[str] = field(default_factory=frozenset)
    """Every folder with a file somewhere below it."""

    @classmethod
    def of(cls, paths: Collection[str], read: Callable[[str], bytes | None]) -> Tree:
        """Make a tree of paths."""
        folders: set[str] = {""}
        for path in paths:
            folder = path.rpartition("/")[0]
            while folder and folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0]
        return cls(frozenset(paths), read, frozenset(folders))


class Resolution(Protocol):
    """One language's way from an import to a file."""

    def target(self, importer: str, module: str) -> str | None:
        """Give the file (for Go: the package's folder) that ``module`` leads to from ``importer``."""
        ...

    def mentions(self, data: bytes) -> list[str]:
        """List what a file seems to import, at the price of a search: too much is fine, too little is not."""
        ...


class Resolver:
    """Resolves imports of every language of one repository."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._by_language: dict[str, Resolution | None] = {}
        self._known: dict[tuple[str, str, str], str | None] = {}

    def __call__(self, importer: str, language: str, module: str) -> str | None:
        """Give where an import leads, or None when it leaves the repository."""
        folder = importer.rpartition("/")[0]
        key = (language, folder, module)
        if key not in self._known:
            resolution = self._of(language)
            self._known[key] = None if resolution is None else resolution.target(importer, module)
        return self._known[key]

    def mentioned(self, importer: str, language: str, data: bytes) -> set[str]:
        """Give the files and packages that a file seems to import, unparsed."""
        resolution = self._of(language)
        if resolution is None:
            return set()
        return {target for module in resolution.mentions(data) if (target := self(importer, language, module)) is not None}

    def _of(self, language: str) -> Resolution | None:
        if language not in self._by_language:
            known = languages().get(language)
            made: Resolution | None = None
            if known is not None and not known.is_manifest:
                module: Any = importlib.import_module(f"lint430.languages.{language}.resolution")
                made = cast(Resolution, module.Resolution(self._tree))
            self._by_language[language] = made
        return self._by_language[language]


def texts(matches: Iterable[bytes]) -> list[str]:
    """Decode what a search found, each once."""
    return list(dict.fromkeys(match.decode("utf-8", "replace") for match in matches))


def imports(module: facts.Module) -> list[facts.Import | facts.Export]:
    """List the imports and re-exports of a file, wherever they stand."""
    found = module.several(facts.Import, facts.Export)
    return [node for node in found if isinstance(node, facts.Import) or (isinstance(node, facts.Export) and node.module is not None)]


def joined(folder: str, path: str) -> str:
    """Join and normalise; the root is the empty string."""
    whole = posixpath.normpath(posixpath.join(folder or ".", path))
    return "" if whole == "." else whole


def ancestors(path: str) -> list[str]:
    """List the folders above a file, nearest first, the root (empty) last."""
    found = []
    folder = path.rpartition("/")[0]
    while folder:
        found.append(folder)
        folder = folder.rpartition("/")[0]
    return [*found, ""]
