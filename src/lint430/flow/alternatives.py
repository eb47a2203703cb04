"""Inputs that several environment variables can give: chains of fallbacks, calls given several names, searches through a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.fallbacks import fallbacks
from lint430.flow.index import Index
from lint430.flow.results import CallEvent, FileFlow, Value
from lint430.languages import vocabulary
from lint430.model import Span

_NAME = re.compile(r"^[A-Z][A-Z0-9_]+$")
_LISTS = re.compile(
    r"(?:first|any|either|coalesce|one_?of|pick|resolve).*env|env.*(?:first|any|either|coalesce|one_?of|alias|fallback)", re.IGNORECASE
)
"""Names of functions that take the first of several variables."""
_PICKS = frozenset(("find", "next", "Find", "First", "first", "first_true"))
_READS = re.compile(r"env", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One input with the variables it is read from."""

    span: Span
    """Of the second read, or of the call or list that names the variables."""
    variables: tuple[str, ...]
    """In the order in which they are asked."""


def alternatives(flow: FileFlow) -> list[Alternatives]:
    """List the inputs of a file with more than one source, in source order, one per place."""
    found: dict[tuple[int, int], Alternatives] = {}
    for one in sorted((*_chained(flow), *_named(flow), *_searched(flow)), key=lambda a: (a.span.line, a.span.column)):
        found.setdefault((one.span.line, one.span.column), one)
    return list(found.values())


def _chained(flow: FileFlow) -> Iterator[Alternatives]:
    """See ``A || B``, nested defaults, ``if`` and early returns: once per input."""
    found = [fallback for fallback in flow.once(fallbacks) if fallback.reads and not fallback.composed]
    later = {read.name for fallback in found for read in fallback.reads}
    for first in found:
        if first.name in later:
            continue
        variables = [first.name]
        for variable in variables:
            variables += [r.name for f in found if f.name == variable for r in f.reads if r.name not in variables]
        second = first.reads[0]
        yield Alternatives(second.span if second in flow.reads else first.span, tuple(variables))


def _named(flow: FileFlow) -> Iterator[Alternatives]:
    """See calls that are given several names, or pick from what several give: ``AliasChoices("A", "B")``, ``[env.A, env.B].find(Boolean)``."""
    calls = flow.once(Index).calls
    lists = vocabulary(flow.module.language).environment_lists
    for node in flow.once(Index).of(facts.Call):
        event = calls.get(id(node))
        path = "" if event is None else event.path
        last = path[max(path.rfind("."), path.rfind(":")) + 1 :] if path else facts.last_name(node.function)
        start = lists.get(last)
        if event is not None and start is not None:
            variables = _constants(event.arguments[start:])
        elif event is not None and "env" in last.lower() and _LISTS.search(last):
            variables = _variables(flow, event)
        else:
            variables = _picked(flow, node) if last in _PICKS else []
        if len(variables) > 1:
            yield Alternatives(node.span, tuple(variables))


def _variables(flow: FileFlow, event: CallEvent) -> list[str]:
    given = [*_constants(event.arguments), *(name for a in event.node.arguments for name in _listed(flow, a.value))]
    return [name for name in given if _NAME.match(name) and "_" in name]


def _picked(flow: FileFlow, call: facts.Call) -> list[str]:
    """List the variables behind what a search looks through."""
    is_method = isinstance(call.function, facts.Attribute) and call.function.name == "find"
    looked = (
        call.function.object
        if is_method and isinstance(call.function, facts.Attribute)
        else call.arguments[0].value
        if call.arguments
        else None
    )
    match looked:
        case facts.Comprehension(element=element, clauses=(clause,)) if flow.value(element).reads:
            return _listed(flow, clause.iterable)
        case facts.Call(function=facts.Attribute(name="map", object=names), arguments=(mapped, *_)):
            inside = facts.walk([mapped.value])
            return _listed(flow, names) if any(isinstance(n, facts.Index) and _is_environment(flow, n) for n in inside) else []
        case facts.Call(function=facts.Name(id="filter"), arguments=(_, facts.Argument(value=facts.Call() as mapped))):
            return _mapped(flow, mapped)
        case facts.Sequence(items=items):
            return list(dict.fromkeys(read.name for item in items for read in flow.value(item).reads))
        case _:
            return []


def _mapped(flow: FileFlow, call: facts.Call) -> list[str]:
    """See ``map(os.environ.get, ("A", "B"))``."""
    if facts.last_name(call.function) != "map" or len(call.arguments) != 2:
        return []
    getter, names = (argument.value for argument in call.arguments)
    path = flow.value(getter).path or ""
    return _listed(flow, names) if path in vocabulary(flow.module.language).environment_getters else []


def _searched(flow: FileFlow) -> Iterator[Alternatives]:
    """See a loop over names that leaves with the first variable that is set."""
    for loop in flow.once(Index).of(facts.Loop):
        if loop.iterable is not None and isinstance(loop.target, facts.Name):
            variables = _listed(flow, loop.iterable)
            if len(variables) > 1 and _gives_first(flow, loop.body, loop.target.id):
                yield Alternatives(loop.iterable.span, tuple(variables))


def _gives_first(flow: FileFlow, body: tuple[facts.Stmt, ...], name: str) -> bool:
    leaves = reads = False
    for node in facts.walk(list(body)):
        match node:
            case facts.Return(value=value) if value is not None and not isinstance(value, facts.Literal):
                leaves = True
            case facts.Jump(kind="break"):
                leaves = True
            case facts.Index(key=facts.Name(id=key)) if key == name:
                reads = reads or _is_environment(flow, node)
            case facts.Call(arguments=(facts.Argument(value=facts.Name(id=given)), *_)) if given == name:
                reads = reads or any(_READS.search(facts.last_name(n)) for n in facts.walk([node.function]) if isinstance(n, facts.Expr))
            case _:
                pass
    return leaves and reads


def _is_environment(flow: FileFlow, node: facts.Index) -> bool:
    return bool(flow.value(node).reads) or (flow.value(node.object).path or "").endswith((".env", "environ"))


def _constants(values: Sequence[Value]) -> list[str]:
    return [c for value in values for c in value.constants if isinstance(c, str)]


def _listed(flow: FileFlow, expr: facts.Expr) -> list[str]:
    """List the variables that a literal list names."""
    expr = facts.bare(expr)
    if not isinstance(expr, facts.Sequence):
        return []
    found = _constants([flow.value(item) for item in expr.items])
    return found if len(found) == len(expr.items) and all(_NAME.match(name) for name in found) else []
