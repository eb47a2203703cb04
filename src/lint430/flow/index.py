"""One file's nodes by kind and its events by node, so that a file is walked once however many checks ask."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lint430 import facts
from lint430.flow.results import CallEvent, ExitEvent, FileFlow, Scope

_LEAVES = frozenset((facts.Name, facts.Literal, facts.Jump, facts.Import))
"""More than half of all nodes, with nothing below."""


class Index:
    """What stands where in one file; ask :meth:`FileFlow.once` for it."""

    def __init__(self, flow: FileFlow) -> None:
        self._flow = flow
        self.nodes = flow.module.nodes()
        """Every node, in source order."""
        self.of = flow.module.of
        """Lists the nodes of one kind, in source order."""
        self.several = flow.module.several
        """Lists the nodes of some kinds, in source order."""

    def functions_around(self, node: facts.Node) -> Iterator[facts.Function]:
        """List the functions that a node stands in, itself included, innermost first."""
        around: facts.Node | None = node
        while around is not None:
            if isinstance(around, facts.Function):
                yield around
            around = self.parents.get(id(around))

    @cached_property
    def calls(self) -> dict[int, CallEvent]:
        """Give the event of a call, by the identity of its node."""
        return {id(call.node): call for call in self._flow.calls}

    @cached_property
    def meaningful(self) -> list[CallEvent]:
        """List the calls that mean something to a test, in source order."""
        return [call for call in self._flow.calls if call.meaning is not None]

    @cached_property
    def exits(self) -> dict[int, ExitEvent]:
        """Give the event of a statement that leaves, by the identity of its node."""
        return {id(event.node): event for event in self._flow.exits}

    @cached_property
    def scopes(self) -> dict[int, Scope]:
        """Give the scope of a function, by the identity of its node."""
        return {id(scope.function): scope for scope in self._flow.scopes if scope.function is not None}

    @cached_property
    def functions(self) -> dict[str, facts.Function]:
        """Give the function that a name of the file stands for; the first of several."""
        found: dict[str, facts.Function] = {}
        for node in self.several(facts.Function, facts.Assign):
            if isinstance(node, facts.Function) and node.name:
                found.setdefault(node.name, node)
            elif isinstance(node, facts.Assign) and isinstance(node.target, facts.Name) and isinstance(node.value, facts.Function):
                found.setdefault(node.target.id, node.value)
        return found

    def definition(self, name: facts.Name) -> facts.Expr | None:
        """Give what a use of a name was assigned last before it, in the innermost function that assigns it at all."""
        made = self._made.get(name.id, [])
        if len(made) < 2:
            return made[0][1] if made else None
        for function in (*(id(around) for around in self.functions_around(name)), id(None)):
            inside = [(target, value) for target, value in made if self._function_of(target) == function]
            before = [value for target, value in inside if (target.span.line, target.span.column) <= (name.span.line, name.span.column)]
            if inside:
                return before[-1] if before else inside[0][1]
        return made[0][1]

    def _function_of(self, node: facts.Node) -> int:
        return id(next(iter(self.functions_around(node)), None))

    @cached_property
    def _made(self) -> dict[str, list[tuple[facts.Name, facts.Expr]]]:
        found: dict[str, list[tuple[facts.Name, facts.Expr]]] = {}
        for target, value in self._bound():
            if isinstance(target, facts.Name):
                found.setdefault(target.id, []).append((target, value))
        return found

    @cached_property
    def targets(self) -> dict[int, facts.Expr]:
        """Give what an expression is assigned to, by the identity of its node without casts."""
        return {id(facts.bare(value)): target for target, value in reversed(list(self._bound()))}

    def _bound(self) -> Iterator[tuple[facts.Expr, facts.Expr]]:
        """List targets with their values; of one value for several targets, each gets the whole."""
        for assign in self.of(facts.Assign):
            match assign.target, assign.value:
                case _, None:
                    pass
                case facts.Sequence(items=targets), facts.Sequence(items=values) if len(targets) == len(values):
                    yield from zip(targets, values, strict=True)
                case facts.Sequence(items=targets), facts.Expr() as value:
                    yield from ((target, value) for target in targets)
                case facts.Record(entries=entries), facts.Expr() as value:
                    yield from ((entry.value, value) for entry in entries)
                case target, facts.Expr() as value:
                    yield target, value

    @cached_property
    def parents(self) -> dict[int, facts.Node]:
        """Give the node around a node, by identity."""
        return {id(child): node for node in self.nodes if type(node) not in _LEAVES for child in facts.children(node)}

    @cached_property
    def bearing(self) -> set[int]:
        """Name the nodes, by identity, in which something comes from the mode, themselves included."""
        found: set[int] = set()
        for key in self._flow.from_mode:
            while key not in found:
                found.add(key)
                around = self.parents.get(key)
                if around is None:
                    break
                key = id(around)
        return found

    @cached_property
    def imported(self) -> frozenset[str]:
        """Name what the file's imports bind."""
        return frozenset(name.local for event in self._flow.imports for name in event.names)


def own(body: tuple[facts.Stmt, ...]) -> Iterator[facts.Node]:
    """List the nodes of statements, those of functions inside left out, the functions themselves included."""
    stack: list[facts.Node] = list(reversed(body))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, facts.Function):
            stack.extend(reversed(facts.children(node)))
