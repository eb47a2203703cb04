"""Which files hold anything that comes from the environment, or from the mode: in most nothing does, and nobody need look for it there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from lint430.flow.values import MAX_DEPTH, Abstract, Deps, Read, Token

if TYPE_CHECKING:
    from lint430.flow.evaluate import State

_NOTHING, _ENVIRONMENT, _MODE = 0, 1, 3


class Resolved(Protocol):
    """A token's way back to a read."""

    read: Read


class Holdings:
    """Looks through the values of files; what many values share is looked into once."""

    def __init__(self, states: Sequence[State], resolve: Callable[[Token], Iterable[Resolved]]) -> None:
        self._resolve = resolve
        self._known: dict[int, tuple[Deps, int]] = {}
        self._parts: list[dict[int, tuple[object, int]]] = [{} for _ in range(MAX_DEPTH)]
        self.environment: set[str] = set()
        """The files with a value that comes from the environment."""
        self.mode: dict[str, frozenset[int]] = {}
        """For each file the expressions, by identity, whose value comes from the mode, or of which the mode chose a part; files without any left out."""
        looked: dict[str, int] = {}
        # Resolving can evaluate a function that no round came to, and so meet further values.
        while todo := [state for state in states if looked.get(state.path) != _size(state)]:
            for state in todo:
                looked[state.path] = _size(state)
                self._look(state)

    def _look(self, state: State) -> None:
        found: dict[int, int] = {}
        for expr, value in _values(state):
            answer = self.of(value.deps) if value.deps else _NOTHING
            for selection in value.selected:
                answer |= self.of(selection.deps)
            if value.fields or value.item is not None:
                answer |= self._inside(value, 0)
            if answer:
                found[expr] = found.get(expr, _NOTHING) | answer
        if found:
            self.environment.add(state.path)
            mode = frozenset(expr for expr, answer in found.items() if answer == _MODE)
            if mode:
                self.mode[state.path] = mode

    def of(self, deps: Deps) -> int:
        """Say what dependencies lead to: 0 where to no read of the environment, so that none need be looked for."""
        known = self._known.get(id(deps))
        if known is None:
            reads = [resolved.read for token in deps for resolved in self._resolve(token)]
            found = _MODE if any(read.is_mode for read in reads) else _ENVIRONMENT if reads else _NOTHING
            # Kept with the answer, so that its identity stays its own.
            known = self._known[id(deps)] = (deps, found)
        return known[1]

    def _inside(self, value: Abstract, depth: int) -> int:
        """Say what chose the parts of a value, as deep as checks are told of them."""
        found = _NOTHING
        if value.fields:
            known = self._parts[depth].get(id(value.fields))
            if known is None:
                known = self._parts[depth][id(value.fields)] = (value.fields, self._chosen(value.fields.values(), depth))
            found |= known[1]
        if value.item is not None:
            known = self._parts[depth].get(id(value.item))
            if known is None:
                known = self._parts[depth][id(value.item)] = (value.item, self._chosen((value.item,), depth))
            found |= known[1]
        return found

    def _chosen(self, parts: Iterable[Abstract], depth: int) -> int:
        found = _NOTHING
        for part in parts:
            for selection in part.selected:
                found |= self.of(selection.deps)
            if depth + 1 < MAX_DEPTH and (part.fields or part.item is not None):
                found |= self._inside(part, depth + 1)
        return found


def _size(state: State) -> int:
    events = state.events
    return len(events.values) + len(events.calls) + len(events.branches) + len(events.reads)


def _values(state: State) -> list[tuple[int, Abstract]]:
    """List the values of expressions and events that come from anywhere at all, or have parts, each with the identity of its expression."""
    events = state.events
    found = [(key, v) for key, v in events.values.items() if v.deps or v.fields or v.selected or v.item is not None]
    pairs = [(a.value, v) for call in events.calls.values() for a, v in call.arguments if v.deps or v.fields or v.selected or v.item]
    for call in events.calls.values():
        pairs += call.subjects
        if call.receiver is not None:
            pairs.append(call.receiver)
    for branch in events.branches.values():
        pairs += branch.conditions
    pairs += [comparison.value for comparison in events.comparisons.values()]
    pairs += [left.value for left in events.exits.values() if left.value is not None]
    pairs += [write.value for write in events.writes.values() if write.value is not None]
    pairs += [(read.default_expr, read.default) for read in events.reads.values() if read.default_expr and read.default]
    # Most arguments are what their expression is.
    return found + [(id(expr), value) for expr, value in pairs if events.values.get(id(expr)) is not value]
