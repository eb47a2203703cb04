"""Which parameters can carry anything read from the environment at all: most cannot, and need no way looked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from lint430.flow.values import MAX_DEPTH, UNKNOWN, Abstract, ClassInfo, Closure, Parameter, Read, Token


class Carriers:
    """A graph of parameters, functions and classes, by what the values in them are made of; members and elements are not told apart."""

    def __init__(self, inflows: Iterable[tuple[tuple[int, int], Abstract]], implementing: Callable[[ClassInfo], ClassInfo | None]) -> None:
        self._implementing = implementing
        self._sources: set[Hashable] = set()
        self._holders: dict[Hashable, list[Hashable]] = {}
        self._known: set[Hashable] = set()
        self._todo: list[Closure | ClassInfo] = []
        for parameter, value in inflows:
            self._scan(value, parameter, 0)
        while self._todo:
            node = self._todo.pop()
            if isinstance(node, ClassInfo):
                self._scan_class(node)
            else:
                for results in (node.state.returns, node.state.outputs):
                    self._scan(results.get(node.key, UNKNOWN), node.key, 0)
        self._reached = self._reach()

    def carries(self, token: Token) -> bool:
        """Tell whether a token may come from a read; a variable that a caller names is always looked for."""
        base = token.base
        return isinstance(base, Read) or "$env" in token.way or (base.function, base.index) in self._reached

    def _reach(self) -> set[Hashable]:
        reached = set(self._sources)
        todo = list(reached)
        while todo:
            for holder in self._holders.get(todo.pop(), ()):
                if holder not in reached:
                    reached.add(holder)
                    todo.append(holder)
        return reached

    def _scan(self, value: Abstract, holder: Hashable, depth: int) -> None:
        if value is UNKNOWN or depth > MAX_DEPTH:
            return
        if value.environment or value.module is not None:
            self._sources.add(holder)
        tokens = [*value.deps, *(token for selection in value.selected for token in selection.deps)]
        for token in tokens if value.sym is None else (*tokens, value.sym):
            if isinstance(token.base, Parameter):
                self._hold((token.base.function, token.base.index), holder)
            else:
                self._sources.add(holder)
        for inner in (value.fields or {}).values():
            self._scan(inner, holder, depth + 1)
        if value.item is not None:
            self._scan(value.item, holder, depth + 1)
        for closure in value.closures:
            self._hold(closure.key, holder)
            self._meet(closure, closure.key)
            for _, given in closure.bound:
                for inner in given:
                    self._scan(inner, holder, depth + 1)
        for info in (value.cls, value.inst):
            if info is not None:
                self._hold(id(info), holder)
                self._meet(info, id(info))

    def _scan_class(self, info: ClassInfo) -> None:
        implementation = self._implementing(info) if info.node.kind == "interface" else None
        for other in (*info.ancestry(), *info.descendants(), *(() if implementation is None else (implementation,))):
            if other is not info:
                self._hold(id(other), id(info))
                self._meet(other, id(other))
        for value in info.cells.values():
            self._scan(value, id(info), 0)
        for name, method in info.methods.items():
            self._scan(info.home(name)[0].returns.get(id(method), UNKNOWN), id(info), 0)

    def _hold(self, part: Hashable, holder: Hashable) -> None:
        self._holders.setdefault(part, []).append(holder)

    def _meet(self, node: Closure | ClassInfo, key: Hashable) -> None:
        if key not in self._known:
            self._known.add(key)
            self._todo.append(node)
