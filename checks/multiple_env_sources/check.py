"""ITM208: one input that several variables can give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.fallbacks import fallbacks
from lint430.flow.naming import Names
from lint430.flow.results import CallEvent, FileFlow, Value
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM208",
    severity=Severity.WARNING,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    suites_only=True,
)

_VARIABLE = re.compile(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
_NAME = re.compile(r"^[A-Z][A-Z0-9_]+$")
_LISTS = re.compile(
    r"(?:first|any|either|coalesce|one_?of|pick|resolve).*env|env.*(?:first|any|either|coalesce|one_?of|alias|fallback)", re.IGNORECASE
)
_PICKS = frozenset(("find", "next", "Find", "First", "first", "first_true"))


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report inputs for which a second variable is asked when the first is not set."""
    names = Names(context.config)
    seen: set[tuple[int, int]] = set()
    for span, variables in sorted([*_chains(flow), *_lists(flow)], key=lambda f: (f[0].line, f[0].column)):
        if (
            (span.line, span.column) in seen
            or all(names.is_process_variable(v) for v in variables)
            or any(names.is_toggle(v) for v in variables)
        ):
            continue
        seen.add((span.line, span.column))
        listed = " or ".join(f"`{v}`" for v in variables)
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=span,
            message=f"One input is read from {listed}, so nobody knows which one a run used: keep one variable and require it",
        )


def _chains(flow: FileFlow) -> Iterator[tuple[Span, list[str]]]:
    """See ``A || B``, nested defaults, ``if`` and early returns: at the second read, once per input."""
    found = [f for f in fallbacks(flow) if f.reads]
    later = {read.name for f in found for read in f.reads}
    for one in found:
        if one.name in later:
            continue
        variables = [one.name]
        position = 0
        while position < len(variables):
            variables += [r.name for f in found if f.name == variables[position] for r in f.reads if r.name not in variables]
            position += 1
        yield (one.reads[0].span if one.reads[0] in flow.reads else one.span), variables


def _lists(flow: FileFlow) -> Iterator[tuple[Span, list[str]]]:
    """See calls that are given several names, and searches through a list of them."""
    calls = {id(call.node): call for call in flow.calls}
    for node in facts.walk(list(flow.module.body)):
        match node:
            case facts.Call():
                variables = _given(flow, node, calls.get(id(node)))
                if len(variables) > 1:
                    yield node.span, variables
            case facts.Loop(iterable=iterable, target=facts.Name(id=name), body=body) if iterable is not None:
                variables = _names(flow, iterable)
                if len(variables) > 1 and _gives_first(flow, body, name):
                    yield iterable.span, variables
            case _:
                pass


def _given(flow: FileFlow, node: facts.Call, event: CallEvent | None) -> list[str]:
    path = "" if event is None else event.path
    last = re.split(r"[.:]", path)[-1] or (node.function.name if isinstance(node.function, facts.Attribute) else "")
    if event is not None and last == "AliasChoices":
        return _constants(event.arguments)
    if event is not None and last == "BindEnv":
        return _constants(event.arguments[1:])
    if event is not None and _LISTS.search(last):
        variables = [v for v in _constants(event.arguments) if _VARIABLE.match(v)]
        return [*variables, *(v for argument in node.arguments for v in _names(flow, argument.value) if _VARIABLE.match(v))]
    if last not in _PICKS:
        return []
    searched = (
        [node.function.object] if isinstance(node.function, facts.Attribute) and last == "find" else [a.value for a in node.arguments[:1]]
    )
    for expr in searched:
        if isinstance(expr, facts.Comprehension) and len(expr.clauses) == 1 and flow.value(expr.element).reads:
            return _names(flow, expr.clauses[0].iterable)
        if isinstance(expr, facts.Call) and isinstance(expr.function, facts.Attribute) and expr.function.name == "map":
            mapped = expr.arguments[0].value if expr.arguments else None
            if mapped is not None and any(isinstance(n, facts.Index) and _is_environment(flow, n) for n in facts.walk([mapped])):
                return _names(flow, expr.function.object)
        if isinstance(expr, facts.Sequence):
            return list(dict.fromkeys(r.name for item in expr.items for r in flow.value(item).reads))
    return []


def _is_environment(flow: FileFlow, node: facts.Index) -> bool:
    return bool(flow.value(node).reads) or (flow.value(node.object).path or "").endswith((".env", "environ"))


def _constants(values: Sequence[Value]) -> list[str]:
    return [c for value in values for c in value.constants if isinstance(c, str)]


def _names(flow: FileFlow, expr: facts.Expr) -> list[str]:
    """List the variables that a literal list names."""
    while isinstance(expr, facts.Cast):
        expr = expr.value
    if not isinstance(expr, facts.Sequence):
        return []
    found = _constants([flow.value(item) for item in expr.items])
    return found if len(found) == len(expr.items) and all(_NAME.match(name) for name in found) else []


def _gives_first(flow: FileFlow, body: tuple[facts.Stmt, ...], name: str) -> bool:
    """Tell whether a loop over names leaves with the first that is set."""
    leaves = reads = False
    for node in facts.walk(list(body)):
        if (isinstance(node, facts.Return) and node.value is not None and not (isinstance(node.value, facts.Literal))) or (
            isinstance(node, facts.Jump) and node.kind == "break"
        ):
            leaves = True
        elif isinstance(node, facts.Index) and isinstance(node.key, facts.Name) and node.key.id == name:
            reads = reads or _is_environment(flow, node)
        elif isinstance(node, facts.Call) and any(isinstance(a.value, facts.Name) and a.value.id == name for a in node.arguments[:1]):
            reads = reads or bool(re.search(r"env", _spelled(node.function), re.IGNORECASE))
    return leaves and reads


def _spelled(expr: facts.Expr) -> str:
    names = []
    while isinstance(expr, facts.Attribute):
        names.append(expr.name)
        expr = expr.object
    return ".".join([expr.id if isinstance(expr, facts.Name) else "", *reversed(names)])
