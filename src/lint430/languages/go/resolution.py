"""Go imports: packages of the repository's modules, by ``go.mod`` and its ``replace`` lines."""

from __future__ import annotations

import re

from lint430.languages.resolution import Tree, ancestors, joined, texts

_MENTION = re.compile(rb'^\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w./~\-]+)"\s*(?://.*)?$', re.MULTILINE)
_MODULE = re.compile(r"^\s*module\s+\"?([^\s\"]+)", re.MULTILINE)
_REPLACE = re.compile(r"^\s*(?:replace\s+)?([^\s=/][^\s=]*)(?:\s+v\S+)?\s+=>\s+(\.{1,2}/\S*|\.{1,2})\s*$", re.MULTILINE)

_DECLARED = re.compile(rb"^(?:func\s+(\w+)|type\s+(\w+)|\t(\w+)\s+(?:struct|interface)\b)", re.MULTILINE)
_METHOD = re.compile(rb"^func\s*\(\s*(?:\w+\s+)?\*?\s*(\w+)[^)]*\)\s*(\w+)", re.MULTILINE)


def declared(data: bytes) -> frozenset[str]:
    """Give what a file declares, as its text has it: functions and types by their names, methods as ``Type.Name``."""
    names = [name for match in _DECLARED.findall(data) for name in match if name]
    methods = [b".".join(match) for match in _METHOD.findall(data)]
    return frozenset(name.decode("utf-8", "replace") for name in (*names, *methods))


class Resolution:
    """Resolves an import path to the package's folder."""

    def __init__(self, tree: Tree) -> None:
        self._packages = frozenset(p.rpartition("/")[0] for p in tree.paths if p.endswith(".go"))
        modules: dict[str, str] = {}
        self._governed: set[str] = set()
        for path in sorted(tree.paths):
            if path == "go.mod" or path.endswith("/go.mod"):
                folder = path.rpartition("/")[0]
                self._governed.add(folder)
                text = (tree.read(path) or b"").decode("utf-8", "replace")
                named = _MODULE.search(text)
                if named is not None:
                    modules.setdefault(named.group(1), folder)
                for name, where in _REPLACE.findall(text):
                    modules.setdefault(name, joined(folder, where))
        self._modules = sorted(modules.items(), key=lambda pair: -len(pair[0]))

    def target(self, importer: str, module: str) -> str | None:
        """Give the folder of the package that ``module`` names."""
        for name, folder in self._modules:
            if module == name or module.startswith(f"{name}/"):
                found = joined(folder, module[len(name) + 1 :]) if module != name else folder
                return found if found in self._packages else None
        if not self._governed.isdisjoint(ancestors(importer)):
            # What the modules of the repository do not claim comes from outside, whatever its path ends in.
            return None
        return self._by_suffix(importer, module)

    def mentions(self, data: bytes) -> list[str]:
        """List the texts that stand where import paths do."""
        return texts(_MENTION.findall(data))

    def _by_suffix(self, importer: str, module: str) -> str | None:
        """Find a package whose module file is not in the tree by its longest unique path ending."""
        parts = module.split("/")
        if "." not in parts[0]:
            return None
        for start in range(2, len(parts) - 1):
            suffix = "/".join(parts[start:])
            if suffix in self._packages and suffix != importer.rpartition("/")[0]:
                return suffix
        return None
