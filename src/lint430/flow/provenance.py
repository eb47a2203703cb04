"""Where a value comes from: the modules that its parts are imported from, followed through the names of the file."""

from __future__ import annotations

import re

from lint430 import facts
from lint430.flow.index import Index
from lint430.flow.results import FileFlow

_REQUIRES = frozenset(("require", "import", "requireActual", "importActual", "requireMock", "importMock"))
_MAX_STEPS = 6
_NOT_OWN = re.compile(r"__mocks__|__tests__|(?:^|/)(?:gen|generated|protos?|pb)(?:/|$)|_pb2?(?:$|[._/])|_grpc(?:$|[._/])|_connect$")
"""Modules of the service that are no code of it: its tests, and what is generated from interfaces."""
MADE_HERE = ""
"""What stands among the modules for a part that the file makes itself."""


class Provenance:
    """Answers for one file; ask :meth:`FileFlow.once` for it."""

    def __init__(self, flow: FileFlow) -> None:
        self._flow = flow
        self._index = flow.once(Index)
        self._modules: dict[str, str] = {}
        self._repository: set[str] = set()
        for event in flow.imports:
            for name in event.names:
                where = event.resolved or event.module
                dotted = flow.module.language == "python" and name.name != "*"
                self._modules[name.local] = f"{where}.{name.name}" if dotted else where
                if event.resolved:
                    self._repository.add(name.local)

    def module(self, name: str) -> str:
        """Give the module that a name is imported from, or nothing."""
        return self._modules.get(name, "").rstrip(":")

    def is_of_repository(self, name: str) -> bool:
        """Tell whether a name is imported from a file of the repository."""
        return name in self._repository

    def are_mocks(self, expr: facts.Expr) -> bool:
        """Tell whether a value is wholly taken from ``__mocks__/``."""
        modules = self.modules(expr)
        return bool(modules) and all("__mocks__" in module for module in modules)

    def is_own(self, expr: facts.Expr) -> bool:
        """Tell whether a value involves the suite's own service."""
        return any(self._is_own_module(self._modules.get(name, "")) for name in self._names(expr))

    def _names(self, expr: facts.Expr) -> set[str]:
        found: set[str] = set()
        stack = [expr]
        while stack:
            for node in facts.walk([stack.pop()]):
                if isinstance(node, facts.Name) and node.id not in found:
                    found.add(node.id)
                    made = None if node.id in self._modules else self._index.definition(node)
                    if made is not None:
                        stack.append(made)
        return found

    def _is_own_module(self, module: str) -> bool:
        suite = self._flow.file.suite
        if not module or suite is None or _NOT_OWN.search(module):
            return False
        if module.startswith(f"{suite.path}/") or f"/{suite.path}/" in f"/{module}/":
            return True
        if module.startswith("../"):
            return module.startswith("../../")
        return module.split(".")[0].replace("-", "_") == suite.name.replace("-", "_") or module.split("/")[0] == suite.name

    def modules(self, expr: facts.Expr, depth: int = 0) -> list[str]:
        """List the modules that the parts of a value are taken from."""
        if depth > _MAX_STEPS:
            return [MADE_HERE]
        match expr:
            case facts.Name() if expr.id in self._modules:
                return [self._modules[expr.id]]
            case facts.Name():
                made = self._index.definition(expr)
                return [self._flow.value(expr).path or MADE_HERE] if made is None else self.modules(made, depth + 1)
            case facts.Attribute() | facts.Index():
                return self.modules(expr.object, depth + 1)
            case facts.Cast() | facts.Spread():
                return self.modules(expr.value, depth + 1)
            case facts.Call():
                first = expr.arguments[0].value if expr.arguments else None
                if facts.last_name(expr.function) in _REQUIRES and isinstance(first, facts.Literal):
                    return [str(first.value)]
                return self.modules(expr.function, depth + 1)
            case facts.Function():
                returned = [n.value for n in facts.walk(list(expr.body)) if isinstance(n, facts.Return) and n.value is not None]
                return [m for value in returned for m in self.modules(value, depth + 1)]
            case facts.Record():
                parts = [e.value for e in expr.entries if not isinstance(e.value, facts.Literal)]
                return [m for value in parts for m in self.modules(value, depth + 1)] or [MADE_HERE]
            case facts.Opaque(children=(only,)):
                return self.modules(only, depth + 1)
            case _:
                return [MADE_HERE]
