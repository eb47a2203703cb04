"""Finds the few files that can matter to each other: names learnt from one file widen the search for the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lint430 import facts
from lint430.config import Config
from lint430.flow.results import FileFlow
from lint430.flow.solve import Program
from lint430.flow.values import Abstract
from lint430.languages.resolution import Resolver, imports
from lint430.model import File


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is not part of the analysis yet."""

    path: str
    data: bytes
    language: str


class Linker:
    """Analyses files together with those that they lead to and those that lead to them."""

    def __init__(
        self,
        files: Iterable[tuple[File, facts.Module]],
        others: Mapping[str, Source],
        load: Callable[[str], tuple[File, facts.Module]],
        resolver: Resolver,
        config_for: Callable[[str], Config],
    ) -> None:
        self._files = {file.path: (file, module) for file, module in files if not module.type_checking}
        self._others = dict(others)
        self._load = load
        self._resolver = resolver
        self._config_for = config_for
        self._peeked: dict[str, tuple[File, facts.Module]] = {}
        self._packages: dict[str, list[str]] = {}
        for path, source in self._others.items():
            if source.language == "go":
                self._packages.setdefault(path.rpartition("/")[0], []).append(path)

    def analyse(self) -> dict[str, FileFlow]:
        """Widen the set of files until nothing new can matter, and give every file's flow."""
        asked: set[tuple[str, frozenset[str]]] = set()
        program = Program(list(self._files.values()), self._config_for, self._resolver)
        while True:
            program.solve()
            found = self._reached(program) | self._importers(program, asked)
            if not found:
                break
            program.add([self._peek(path) for path in sorted(found)])
            for path in found:
                self._others.pop(path, None)
        return program.finish()

    def _peek(self, path: str) -> tuple[File, facts.Module]:
        known = self._peeked.get(path)
        if known is None:
            known = self._peeked[path] = self._load(path)
        return known

    def _members(self, target: str | None) -> list[str]:
        """Give the files not yet analysed that an import leads to."""
        if target is None:
            return []
        return [target] if target in self._others else [p for p in self._packages.get(target, ()) if p in self._others]

    def _reached(self, program: Program) -> set[str]:
        """Find files whose functions are given the mode, or a function that asks for it."""
        found: set[str] = set()
        for state in program.states.values():
            ways: dict[str, list[str]] = {}
            for node in imports(state.module):
                members = self._members(program.target(state, node.module or ""))
                if members and isinstance(node, facts.Import):
                    for name in node.names:
                        ways.setdefault(name.path.rstrip(":"), []).extend(members)
            if ways:
                for path in program.given_paths(state, list(ways)):
                    for prefix, members in ways.items():
                        if path == prefix or path.startswith((f"{prefix}.", f"{prefix}:", f"{prefix}(")):
                            found.update(members)
        return found

    def _importers(self, program: Program, asked: set[tuple[str, frozenset[str]]]) -> set[str]:
        """Find files that import something derived from the mode."""
        found: set[str] = set()
        for path, names in program.derived_exports().items():
            key = (path, names)
            if key in asked:
                continue
            asked.add(key)
            folder, _, last = path.rpartition("/")
            stem = last.rpartition(".")[0] or last
            language = program.states[path].module.language
            package = language == "go"
            word = (folder.rpartition("/")[2] if package or stem in ("index", "__init__") else stem.partition(".")[0]).encode()
            for other, source in self._others.items():
                if source.language != language or other in found:
                    continue
                if package and other.rpartition("/")[0] == folder:
                    if any(name.encode() in source.data for name in names):
                        found.add(other)
                elif word in source.data and self._imports(self._peek(other)[1], folder if package else path, names):
                    found.add(other)
        return found

    def _imports(self, module: facts.Module, target: str, names: frozenset[str]) -> bool:
        for node in imports(module):
            to = self._resolver(module.path, module.language, node.module or "")
            if to == target:
                if isinstance(node, facts.Export) or not node.names:
                    return True
                if any(n.name in names or n.name in ("*", "default") for n in node.names if not n.type_only):
                    return True
            elif isinstance(node, facts.Import) and module.language == "python":
                for name in node.names:
                    inner = f"{node.module}{name.name}" if node.module.endswith(".") else f"{node.module}.{name.name}"
                    if self._resolver(module.path, module.language, inner) == target:
                        return True
        return False


def is_derived(program: Program, value: Abstract, depth: int = 0) -> bool:
    """Tell whether a value, one of its members, or what it returns comes from the mode."""
    if depth > 3:
        return False
    if value.environment:
        return False
    if any(r.read.is_mode for r in program.resolve(value.deps)):
        return True
    if value.selected is not None and any(r.read.is_mode for r in program.resolve(value.selected[1])):
        return True
    if value.fields and any(is_derived(program, v, depth + 1) for v in value.fields.values()):
        return True
    if value.item is not None and is_derived(program, value.item, depth + 1):
        return True
    for closure in value.closures:
        if is_derived(program, closure.state.returns.get(closure.key, _NOTHING), depth + 1):
            return True
    info = value.cls or value.inst
    if info is not None and depth < 2:
        for owner in info.ancestry():
            if any(is_derived(program, v, depth + 1) for v in owner.cells.values()):
                return True
            for method in owner.methods.values():
                if is_derived(program, owner.state.returns.get(id(method), _NOTHING), depth + 1):
                    return True
    return False


_NOTHING = Abstract()
