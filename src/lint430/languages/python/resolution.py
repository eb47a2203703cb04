"""Python imports: relative, and absolute from any root of a monorepo, namespace packages included."""

from __future__ import annotations

import re

from lint430.languages.resolution import Tree, ancestors, joined, texts

_FROM = re.compile(rb"^[ \t]*from[ \t]+([.\w]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n#]+)", re.MULTILINE)
_IMPORT = re.compile(rb"^[ \t]*import[ \t]+([\w., \t]+)", re.MULTILINE)
_PLUGINS = re.compile(rb"^pytest_plugins[^=\n]*=[ \t]*([\[(][^\])]*|[^\n]+)", re.MULTILINE)
_WORD = re.compile(rb"[\w.]+")
_ROOTS = ("", "src", "lib", "python")
_TEST_CODE = re.compile(r"(?:^|/)__(?:mocks|tests)__(?:/|$)")
_DJANGO_SETTINGS = "django.conf.settings"
_SETTINGS_FILE = re.compile(r"(?:^|/)settings(?:\.py|/base\.py|/__init__\.py)$")


class Resolution:
    """Resolves by the folder structure alone: no path configuration is read, no code is run."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._roots: dict[str, list[str]] = {}
        self._names: set[str] = set()
        """Every folder's and module's own name."""
        self._namespaces: set[str] = set()
        self._above: dict[str, list[str]] = {}
        """For a folder that is no package, the folders it lies in: where a namespace package of its name can begin."""
        for path in sorted(tree.paths):
            if path.endswith(".py"):
                self._note(path)
        self._settings_files = [path for path in self._tree.paths if _SETTINGS_FILE.search(path)]

    def _note(self, path: str) -> None:
        """Note the topmost importable name of a file, for each folder that can be its root."""
        self._names.update(path.removesuffix(".py").split("/"))
        folder, _, name = path.rpartition("/")
        top = name.removesuffix(".py")
        while folder and f"{folder}/__init__.py" in self._tree.paths:
            folder, _, top = folder.rpartition("/")
        roots = self._roots.setdefault(top, [])
        if folder not in roots:
            roots.append(folder)
        while folder and folder not in self._namespaces:
            self._namespaces.add(folder)
            folder, _, top = folder.rpartition("/")
            self._above.setdefault(top, []).append(folder)

    def target(self, importer: str, module: str) -> str | None:
        """Give the file that ``module`` names from ``importer``."""
        if module == _DJANGO_SETTINGS:
            return self._settings(importer)
        if module.startswith("."):
            level = len(module) - len(module.lstrip("."))
            folder = importer.rpartition("/")[0]
            for _ in range(level - 1):
                if not folder:
                    return None
                folder = folder.rpartition("/")[0]
            rest = module[level:].replace(".", "/")
            return self._module(joined(folder, rest) if rest else folder)
        path = module.replace(".", "/")
        top = module.partition(".")[0]
        if top not in self._names:
            # Most imports are of libraries: nothing here has their name.
            return None
        for folder in ancestors(importer):
            for root in _ROOTS:
                found = self._module(joined(folder, f"{root}/{path}" if root else path))
                if found and found != importer:
                    return found
        for known in (self._roots, self._above if "/" in path else {}):
            for root in sorted(known.get(top, ()), key=lambda r: (-_shared(r, importer), r)):
                if _TEST_CODE.search(root) and not _TEST_CODE.search(importer):
                    # `import grpc` in an application is the library, though its doubles are in `__mocks__/grpc.py`.
                    continue
                found = self._module(joined(root, path))
                if found and found != importer:
                    return found
        return None

    def _settings(self, importer: str) -> str | None:
        """Give the module behind Django's settings: the nearest one that is named so."""
        return min(
            self._settings_files, key=lambda path: (-_shared(path.rpartition("/")[0], importer), path.count("/"), path), default=None
        )

    def mentions(self, data: bytes) -> list[str]:
        """List the modules of imports, and what could be a submodule of them."""
        found: list[bytes] = []
        for module, names in _FROM.findall(data):
            dot = b"" if module.endswith(b".") else b"."
            found.append(module)
            found += [module + dot + name for name in _WORD.findall(names)]
        for names in _IMPORT.findall(data):
            found += [part.split()[0] for part in names.split(b",") if part.split()]
        for names in _PLUGINS.findall(data):
            found += _WORD.findall(names)
        return texts(found)

    def _module(self, path: str) -> str | None:
        if not path:
            return "__init__.py" if "__init__.py" in self._tree.paths else None
        for candidate in (f"{path}.py", f"{path}/__init__.py"):
            if candidate in self._tree.paths:
                return candidate
        return None


def _shared(root: str, importer: str) -> int:
    """Count the leading folders that two paths share."""
    count = 0
    for one, other in zip(root.split("/"), importer.split("/"), strict=False):
        if one != other:
            break
        count += 1
    return count
