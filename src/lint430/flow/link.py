"""Finds the few files that can matter to each other: names learnt from one file widen the search for the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lint430 import facts
from lint430.config import Config
from lint430.flow.evaluate import State
from lint430.flow.nearby import reach
from lint430.flow.results import FileFlow
from lint430.flow.runners.reading import attach_runner
from lint430.flow.solve import Program, shares_globals
from lint430.languages.go.resolution import declared
from lint430.languages.resolution import Resolver, imports
from lint430.model import File

_ENVIRONMENT = re.compile(rb"process\.env|(?:import\.meta|Deno|Bun)\.env|os\.environ|[gG]etenv|LookupEnv")
"""How a file that offers the environment, perhaps wrapped, speaks of it."""
_STAR = re.compile(rb"(?:export|import)\s*\*")
_VARIABLE = re.compile(r"\$\{X\}")
_ANYTHING = frozenset(("*",))
_WHOLE = frozenset(("*", "default"))
"""Names under which a whole file is offered: whoever imports it may use it."""


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
        special: Iterable[str] = (),
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._files = {file.path: (file, module) for file, module in files if not module.type_checking}
        self._others = dict(others)
        self._load = load
        self._resolver = resolver
        self._config_for = config_for
        self._peeked: dict[str, tuple[File, facts.Module]] = {}
        self._packages: dict[str, list[str]] = {}
        self._declared: dict[str, frozenset[str]] = {}
        self._imported: dict[str, list[facts.Import | facts.Export]] = {}
        self._reverse: dict[str, list[str]] | None = None
        self._special = special
        self._progress = progress
        self.influence: Mapping[str, frozenset[str]] = {}
        """For each file the others whose findings it has a hand in directly; known once they are analysed."""
        for path, source in self._others.items():
            if source.language == "go":
                self._packages.setdefault(path.rpartition("/")[0], []).append(path)

    def analyse(self) -> dict[str, FileFlow]:
        """Widen the set of files until nothing new can matter, and give every file's flow."""
        asked: set[tuple[str, frozenset[str]]] = set()
        program = Program(list(self._files.values()), self._config_for, self._resolver)
        program.progress = self._progress
        self._add(program, self._environments(program))
        while True:
            program.solve()
            found = self._reached(program) | self._importers(program, asked)
            if not found:
                break
            self._add(program, found)
        self.influence = program.influence()
        flows = program.finish()
        for path, flow in flows.items():
            attach_runner(flow, program.settings_for(path), lambda target, importer: self._sourced(flows, target, importer))
        return flows

    def _sourced(self, flows: Mapping[str, FileFlow], target: str, importer: str) -> tuple[str, facts.Module] | None:
        """Give the script that another one sources."""
        path = self._resolver(importer, "bash", target) or self._only(flows, target)
        if path is None:
            return None
        if path in flows:
            return path, flows[path].module
        if path in self._others and self._others[path].language == "bash":
            return path, self._peek(path)[1]
        return None

    def _only(self, flows: Mapping[str, FileFlow], target: str) -> str | None:
        """Give the one file whose path ends as a target does: the script may have changed its folder before."""
        end = "/" + _VARIABLE.split(target)[-1].lstrip("./")
        found = [path for path in (*flows, *self._others) if f"/{path}".endswith(end)] if len(end) > 1 else []
        return found[0] if len(found) == 1 else None

    def _add(self, program: Program, found: set[str]) -> None:
        program.add([self._peek(path) for path in sorted(found)])
        for path in found:
            self._others.pop(path, None)

    def _environments(self, program: Program) -> set[str]:
        """Find files that the first ones import and that may hand them the environment under another name."""
        found: set[str] = set()
        for state in program.states.values():
            # Whoever reads the mode from an environment of another name writes the variable's name.
            if not any(variable.encode() in state.file.data for variable in self._config_for(state.path).variables):
                continue
            for target in state.targets():
                found |= {p for p in self._members(target) if _ENVIRONMENT.search(self._others[p].data)}
        return found

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
        """Find files whose functions are given the mode, or a function that asks for it, and those that say what a suite drops."""
        found: set[str] = set()
        known: dict[tuple[str, str], list[tuple[str, list[str]]]] = {}
        for state in program.states.values():
            ways: dict[str, list[str]] = {name: self._members(program.target(state, name)) for name in state.loads()}
            for node in self._imports(state):
                target = program.target(state, node.module or "")
                if target is None or not isinstance(node, facts.Import):
                    continue
                for name in node.names:
                    ways.setdefault(name.path.rstrip(":"), []).extend(self._members(target))
                    if (target, name.name) not in known:
                        known[(target, name.name)] = [way for way in self._handed_on(program, target, name.name, set()) if way[1]]
                    for path, members in known[(target, name.name)]:
                        ways.setdefault(path or name.path.rstrip(":"), []).extend(members)
            ways = {path: members for path, members in ways.items() if members}
            if ways:
                for path in program.given_paths(state, list(ways)) | program.dropped_paths(state, list(ways)):
                    for prefix, members in ways.items():
                        if path == prefix or path.startswith((f"{prefix}.", f"{prefix}:", f"{prefix}(")):
                            found.update(members)
            if state.module.language == "go":
                found |= self._reached_in_go(program, state, ways)
        return found

    def _imports(self, state: State) -> list[facts.Import | facts.Export]:
        known = self._imported.get(state.path)
        if known is None:
            known = self._imported[state.path] = imports(state.module)
        return known

    def _reached_in_go(self, program: Program, state: State, ways: Mapping[str, Sequence[str]]) -> set[str]:
        """Find what needs no import, or no call: functions of the same package that are given the mode, and fields and types that are filled with it."""
        fields, types = program.filled(state)
        found = {member for path in types for member in ways.get(path.partition(":")[0], ())}
        asked = {name for path in program.given_beside(state) for name in (path, path.partition(".")[0])}
        named = re.compile(rb"\b(?:%s)\b" % b"|".join(re.escape(field.encode()) for field in sorted(fields))) if fields else None
        for other in self._same_package(state.path) if asked or named else ():
            source = self._others.get(other)
            if source is not None and (not asked.isdisjoint(self._declared_in(other)) or (named and named.search(source.data))):
                found.add(other)
        return found

    def _handed_on(self, program: Program, path: str | None, name: str, seen: set[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
        """Give what an analysed file hands on under a name (``*`` for all of them): the files it comes from, not yet analysed.

        With each the path that a call of it has: the one in the import of the file that hands it on, or none where that is the importer's own.
        """
        state = program.states.get(path or "")
        if path is None or state is None or (path, name) in seen:
            return
        seen.add((path, name))
        # `import { a } from "./x"; export { a as name }`
        inside = {name} | {
            node.value.id for node in state.module.of(facts.Export) if node.exported == name and isinstance(node.value, facts.Name)
        }
        for node in self._imports(state):
            exported = [(node.exported, node.name or "*", "")] if isinstance(node, facts.Export) else []
            bound = [(one.local, one.name, one.path.rstrip(":")) for one in node.names] if isinstance(node, facts.Import) else exported
            handed = [
                (name if outer == "*" else inner, outer, way) for outer, inner, way in bound if name == "*" or outer in (*inside, "*")
            ]
            target = program.target(state, node.module or "") if handed else None
            for inner, outer, way in handed if target is not None else ():
                yield way, self._members(target)
                if outer == "*":
                    yield "", self._members(target)
                yield from self._handed_on(program, target, inner, seen)

    def _importers(self, program: Program, asked: set[tuple[str, frozenset[str]]]) -> set[str]:
        """Find files that import something derived from the mode, or the mode helper, or a double."""
        found: set[str] = set()
        offers = dict(program.derived_exports())
        for path in self._special:
            offers[path] = _ANYTHING
        for path, names in offers.items():
            if (path, names) in asked:
                continue
            asked.add((path, names))
            folder = path.rpartition("/")[0]
            texts = [name.encode() for name in names]
            for other in (*self._users(path), *self._users(folder), *self._same_package(path)):
                source = self._others.get(other)
                if source is None or other in found:
                    continue
                # A script that sources another takes all of it, and hands it on.
                whole = names & _WHOLE or source.language == "bash" or _STAR.search(source.data)
                if whole or any(text in source.data for text in texts):
                    found.add(other)
        for name, path in program.derived_globals():
            asks = re.compile(rb"\b" + re.escape(name.encode()) + rb"\b")
            for other, source in self._others.items():
                if source.language == "typescript" and shares_globals(path, other) and asks.search(source.data):
                    found.add(other)
        return found

    def _declared_in(self, path: str) -> frozenset[str]:
        known = self._declared.get(path)
        if known is None:
            known = self._declared[path] = declared(self._others[path].data)
        return known

    def _same_package(self, path: str) -> list[str]:
        return self._packages.get(path.rpartition("/")[0], []) if path.endswith(".go") else []

    def _users(self, target: str) -> list[str]:
        """Give the files not analysed at first that seem to import a file or package."""
        if self._reverse is None:
            self._reverse = {}
            for path, source in self._others.items():
                for to in self._resolver.mentioned(path, source.language, source.data):
                    self._reverse.setdefault(to, []).append(path)
        return self._reverse.get(target, [])


def affected(influence: Mapping[str, frozenset[str]], changed: Iterable[str]) -> frozenset[str]:
    """Give the files whose findings may be others when ``changed`` change, themselves included."""
    return frozenset(reach(changed, influence))
