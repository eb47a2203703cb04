"""TypeScript and JavaScript imports: relative, ``tsconfig`` paths, package ``imports``, workspace packages."""

from __future__ import annotations

import json
import re
from typing import Any

from lint430.languages.resolution import Tree, ancestors, joined, texts

_EXTENSIONS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_SWAPS = {".js": (".ts", ".tsx", ".jsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_CONDITIONS = ("source", "import", "module", "node", "default", "require", "types", "development", "production")
_MENTION = re.compile(rb"""(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["'`]([^"'`\n]+)["'`]""")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)


class Resolution:
    """Resolves by the rules of Node, TypeScript's bundler mode and the workspaces of npm, pnpm and yarn."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._configs: dict[str, dict[str, Any]] = {}
        self._packages: dict[str, str] | None = None

    def target(self, importer: str, module: str) -> str | None:
        """Give the file that ``module`` names from ``importer``."""
        folder = importer.rpartition("/")[0]
        module = module.partition("?")[0]
        if module.startswith(("./", "../")) or module in (".", ".."):
            return self.file(joined(folder, module))
        if module.startswith("#"):
            return self._private(importer, module)
        return self._aliased(importer, module) or self._workspace(module)

    def mentions(self, data: bytes) -> list[str]:
        """List the texts of imports, exports and requires."""
        return texts(_MENTION.findall(data))

    def file(self, path: str) -> str | None:
        """Give the source file behind a path without or with another extension, or a folder's index."""
        if path.startswith(".."):
            return None
        paths = self._tree.paths
        if path in paths and path.endswith(_EXTENSIONS):
            return path
        for extension, others in _SWAPS.items():
            if path.endswith(extension):
                for other in others:
                    if path[: -len(extension)] + other in paths:
                        return path[: -len(extension)] + other
        for extension in _EXTENSIONS:
            if path + extension in paths:
                return path + extension
        if path in self._tree.folders:
            manifest = self._json(f"{path}/package.json" if path else "package.json")
            for key in ("source", "module", "main"):
                main = manifest.get(key)
                if isinstance(main, str) and joined(path, main) != path:
                    found = self.file(joined(path, main))
                    if found:
                        return found
            for extension in _EXTENSIONS:
                index = f"{path}/index{extension}" if path else f"index{extension}"
                if index in paths:
                    return index
        return None

    def _json(self, path: str) -> dict[str, Any]:
        known = self._configs.get(path)
        if known is None:
            known = self._configs[path] = self._load(path)
        return known

    def _load(self, path: str) -> dict[str, Any]:
        data = self._tree.read(path) if path in self._tree.paths else None
        if data is None:
            return {}
        text = _TOKEN.sub(lambda m: m.group() if m.group().startswith('"') else "", data.decode("utf-8-sig", "replace"))
        text = re.sub(r",(\s*[}\]])", r"\1", text)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    def _aliased(self, importer: str, module: str) -> str | None:
        for folder in ancestors(importer):
            for name in ("tsconfig.json", "jsconfig.json", "tsconfig.base.json"):
                path = f"{folder}/{name}" if folder else name
                if path in self._tree.paths:
                    found = self._by_config(path, module, set())
                    if found:
                        return found
        return None

    def _by_config(self, path: str, module: str, seen: set[str]) -> str | None:
        if path in seen:
            return None
        seen.add(path)
        config = self._json(path)
        options = config.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        folder = path.rpartition("/")[0]
        base = options.get("baseUrl")
        root = joined(folder, base) if isinstance(base, str) else folder
        paths = options.get("paths")
        for pattern, targets in sorted((paths if isinstance(paths, dict) else {}).items(), key=lambda p: -len(p[0])):
            star = _starred(pattern, module)
            if star is None or not isinstance(targets, list):
                continue
            for target in targets:
                if isinstance(target, str):
                    found = self.file(joined(root, target.replace("*", star)))
                    if found:
                        return found
        if isinstance(base, str):
            found = self.file(joined(root, module))
            if found:
                return found
        for candidate in self._related(folder, config):
            found = self._by_config(candidate, module, seen)
            if found:
                return found
        return None

    def _related(self, folder: str, config: dict[str, Any]) -> list[str]:
        """List the configurations that one extends, by path or from a workspace package, and those that a solution refers to."""
        extends, references = config.get("extends"), config.get("references")
        written: list[str] = [p for p in (extends if isinstance(extends, list) else [extends]) if isinstance(p, str)]
        found: list[str] = []
        for parent in written:
            if parent.startswith("."):
                other: str | None = joined(folder, parent)
            else:
                package, rest = self._package_of(parent)
                other = None if package is None else joined(package, rest or "tsconfig.json")
            if other is not None:
                found += [other, f"{other}.json"]
        for reference in references if isinstance(references, list) else ():
            path = reference.get("path") if isinstance(reference, dict) else None
            if isinstance(path, str):
                found += [joined(folder, path), joined(folder, f"{path}/tsconfig.json")]
        return [path for path in found if path in self._tree.paths]

    def _private(self, importer: str, module: str) -> str | None:
        for folder in ancestors(importer):
            manifest = self._json(f"{folder}/package.json" if folder else "package.json")
            mapping = manifest.get("imports")
            if isinstance(mapping, dict):
                return self._mapped(folder, mapping, module)
        return None

    def _mapped(self, folder: str, mapping: dict[str, Any], key: str) -> str | None:
        for pattern, target in sorted(mapping.items(), key=lambda p: -len(p[0])):
            star = _starred(pattern, key)
            if star is None:
                continue
            for path in _targets(target):
                found = self._built(folder, path.replace("*", star))
                if found:
                    return found
        return None

    def _package_of(self, module: str) -> tuple[str | None, str]:
        """Give the folder of the workspace package that a module is of, and the rest of its path."""
        if self._packages is None:
            self._packages = {}
            for path in sorted(self._tree.paths):
                if path == "package.json" or path.endswith("/package.json"):
                    name = self._json(path).get("name")
                    if isinstance(name, str):
                        self._packages.setdefault(name, path.rpartition("/")[0])
        parts = module.split("/")
        name = "/".join(parts[:2]) if module.startswith("@") else parts[0]
        return self._packages.get(name), module[len(name) + 1 :]

    def _workspace(self, module: str) -> str | None:
        folder, rest = self._package_of(module)
        if folder is None:
            return None
        manifest = self._json(f"{folder}/package.json" if folder else "package.json")
        exports = manifest.get("exports")
        key = f"./{rest}" if rest else "."
        if isinstance(exports, dict) and any(k.startswith(".") for k in exports):
            found = self._mapped(folder, exports, key)
            if found:
                return found
        elif exports is not None and not rest:
            for path in _targets(exports):
                found = self._built(folder, path)
                if found:
                    return found
        if rest:
            return self.file(joined(folder, rest)) or self.file(joined(folder, f"src/{rest}"))
        for field in ("source", "module", "main", "types"):
            value = manifest.get(field)
            if isinstance(value, str):
                found = self._built(folder, value)
                if found:
                    return found
        return self.file(joined(folder, "src/index")) or self.file(joined(folder, "index"))

    def _built(self, folder: str, path: str) -> str | None:
        """Find a package's file, or the source of one that a build would write to ``dist``."""
        found = self.file(joined(folder, path))
        if found:
            return found
        plain = re.sub(r"(?:\.d)?\.[cm]?[jt]sx?$", "", path)
        for built in ("dist/", "build/", "lib/", "out/"):
            for prefix in (f"./{built}", built):
                if plain.startswith(prefix):
                    rest = re.sub(r"^(?:esm|cjs|types|src)/", "", plain[len(prefix) :])
                    found = self.file(joined(folder, f"src/{rest}")) or self.file(joined(folder, rest))
                    if found:
                        return found
        return None


def _starred(pattern: str, text: str) -> str | None:
    """Give what ``*`` stands for when ``text`` fits the pattern; an empty text for an exact fit."""
    head, star, tail = pattern.partition("*")
    if not star:
        return "" if pattern == text else None
    if text.startswith(head) and text.endswith(tail) and len(text) >= len(head) + len(tail):
        return text[len(head) : len(text) - len(tail)]
    return None


def _targets(value: Any) -> list[str]:
    """List the paths of an exports entry, conditions in order of interest."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [path for item in value for path in _targets(item)]
    if isinstance(value, dict):
        keys = [c for c in _CONDITIONS if c in value] + [k for k in value if k not in _CONDITIONS]
        return [path for key in keys for path in _targets(value[key])]
    return []
