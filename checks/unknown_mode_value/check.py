"""ITM210: a literal that is no mode, compared with the mode or given to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.naming import Names
from lint430.flow.results import CallEvent, FileFlow, Origin, Scope
from lint430.flow.uses import uses
from lint430.model import Check, Finding, Role, Severity, Span, Step
from lint430.repository.suites import is_test_name

CHECK = Check(
    code="ITM210",
    severity=Severity.ERROR,
    roles=frozenset(Role) - {Role.OTHER, Role.UNIT_TEST},
    languages=frozenset({"python", "typescript", "go", "bash", "manifest"}),
    since="0.1.0",
)

_JUDGED = frozenset(("skip", "assertion", "expectation", "selection"))
_COMPUTED = re.compile(r"[$`{}<>%]|^@|^-")
_REJECTS = re.compile(r"raises|throw|reject|panic|error|exit|status|returncode|fail|false", re.IGNORECASE)
_ENUMERATES = re.compile(
    r"(?:^|[.:])(?:enum|nativeEnum|picklist|oneOf|valid|literal|literals|union|Choice|OneOf|str|choices|equal|keyof|ModeEnum)$"
)


@dataclass(frozen=True, slots=True)
class _Literal:
    """A literal that is no mode, with what is done with it."""

    text: str
    span: Span
    verb: str
    origin: Origin | None
    construct: Span
    scope: Scope | None = None


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report comparisons with, settings to and declarations of values that no mode has."""
    names = Names(context.config)
    if not context.config.values or (flow.file.role is Role.HELPER and is_test_name(flow.file.name)):
        return
    compared = [found for found in _compared(flow) if _no_mode(names, found.text)]
    texts = {found.text for found in compared}
    declared = [found for found in _declared(flow) if _no_mode(names, found.text) and found.text not in texts]
    settled = [found for found in _set(flow, names) if _no_mode(names, found.text) and not _asserts_failure(flow, found)]
    reported: set[int] = set()
    for found in [*(c for c in compared if not _inside_finding(flow, c.span) and not _asserts_failure(flow, c)), *declared, *settled]:
        if found.span.line in reported:
            continue
        reported.add(found.span.line)
        what = f"`{context.config.variables[0]}`" if found.origin is None else str(found.origin)
        trace = (
            ()
            if found.origin is None
            else (*found.origin.trace, Step(flow.file.path, found.span.line, found.span.column, f"{found.verb} `{found.text}`"))
        )
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=found.span,
            message=f"{what} is {found.verb} `{found.text}`, which is no mode: use one of {_listed(context.config.values)}",
            trace=trace,
            also_suppressed_at=(found.construct.line,),
        )


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _no_mode(names: Names, text: str) -> bool:
    return bool(text.strip()) and not names.is_mode_value(text) and _COMPUTED.search(text) is None


def _compared(flow: FileFlow) -> Iterator[_Literal]:
    for event in flow.comparisons:
        if event.value.origin is None or not event.value.raw:
            continue
        for literal, span in event.literals:
            if isinstance(literal, str):
                place = _key(flow, event.node, literal) or span
                yield _Literal(literal, place, "compared with", event.value.origin, event.span, event.scope)


def _key(flow: FileFlow, node: facts.Expr | facts.Stmt, text: str) -> Span | None:
    """Find the key of a named table that is indexed by the mode."""
    if not (isinstance(node, facts.Index) and isinstance(node.object, facts.Name)):
        return None
    for stmt in facts.walk(list(flow.module.body)):
        if isinstance(stmt, facts.Assign) and isinstance(stmt.target, facts.Name) and stmt.target.id == node.object.id:
            value = stmt.value.value if isinstance(stmt.value, facts.Cast) else stmt.value
            for entry in value.entries if isinstance(value, facts.Record) else ():
                if entry.key is not None and text in (getattr(entry.key, "value", None), getattr(entry.key, "id", None)):
                    return entry.key.span
    return None


def _inside_finding(flow: FileFlow, span: Span) -> bool:
    """Tell whether a literal stands in a condition that another check reports."""
    for verdict in flow.verdicts:
        if verdict.kind in _JUDGED and verdict.origin is not None and (verdict.construct or verdict.span).contains(span):
            return True
    if flow.file.role not in (Role.RUNTIME, Role.E2E):
        return False
    return any(_decides(branch.node, branch.construct, span) for branch in flow.mode_branches())


def _decides(node: facts.Expr | facts.Stmt, construct: Span, span: Span) -> bool:
    """Tell whether a place is among the conditions of a branch, not in what its arms do."""
    if not construct.contains(span):
        return False
    match node:
        case facts.If():
            link = node
            while not link.test.span.contains(span):
                following = link.orelse[0] if link.orelse else None
                if not (isinstance(following, facts.If) and following.chained):
                    return False
                link = following
            return True
        case facts.Switch():
            return not any(inner.span.contains(span) for case in node.cases for inner in case.body)
        case facts.Loop():
            return not any(inner.span.contains(span) for inner in node.body)
        case _:
            return True


def _set(flow: FileFlow, names: Names) -> Iterator[_Literal]:
    """See values given to the variable, and the defaults of its reads."""
    for use in uses(flow, names.is_variable):
        if use.kind == "set":
            for text in use.values:
                place = use.span if use.value_span is None else _literal_in(flow, use.value_span, text) or use.value_span
                yield _Literal(text, place, "set to", None, use.span, use.scope)
    entries = [s for s in flow.module.settings if s.where == "ci-matrix" and s.value is not None and s.value_span is not None]
    for setting in entries if any(names.is_variable(s.name) and s.value is None for s in flow.module.settings) else ():
        if setting.value is not None and setting.value_span is not None and _feeds(flow, setting.name, names):
            yield _Literal(setting.value, setting.value_span, "set to", None, setting.span)
    # In a suite, and in a runner, a default is a finding of its own; so is what application code does with the read.
    if flow.file.in_suite_folder or flow.file.role in (Role.RUNNER, Role.RUNTIME, Role.E2E):
        return
    for read in flow.reads:
        if read.is_mode and read.default is not None and read.default_span is not None:
            for constant in read.default.constants:
                if isinstance(constant, str):
                    yield _Literal(constant, read.default_span, "given the default", None, read.span, read.scope)


def _feeds(flow: FileFlow, key: str, names: Names) -> bool:
    """Tell whether a matrix key is what the variable is set to: ``INTEGRATION_MODE: ${{ matrix.mode }}``."""
    if names.is_variable(key):
        return True
    data = flow.file.data.decode("utf-8", "replace")
    return any(
        re.search(rf"\b{re.escape(variable)}\b['\"]?\s*[:=]\s*['\"]?\$\{{\{{\s*matrix\.{re.escape(key)}\s*\}}\}}", data)
        for variable in names.config.variables
    )


def _literal_in(flow: FileFlow, value: Span, text: str) -> Span | None:
    for node in facts.walk(list(flow.module.body)):
        if isinstance(node, facts.Literal) and node.value == text and value.contains(node.span):
            return node.span
    return None


def _declared(flow: FileFlow) -> Iterator[_Literal]:
    """See the entries of what the mode is parsed by: choices, a literal type, a schema's enumeration, an enumeration class."""
    for read in flow.reads:
        if read.is_mode and isinstance(read.node, facts.Field):
            if read.node.annotation is not None:
                yield from _entries(flow, read.node.annotation, None)
        elif read.is_mode and not read.explicit and isinstance(read.node, facts.Call):
            yield from _entries(flow, read.node, None)
    for call in flow.calls:
        origin = next((v.origin for v in call.arguments if v.origin is not None and v.raw), None)
        if origin is not None:
            yield from _entries(flow, call.node.function, origin)
            if any(name in ("choices", "type") for name in call.names) or _ENUMERATES.search(call.path):
                for argument in call.node.arguments:
                    yield from _entries(flow, argument.value, origin)
    for node in facts.walk(list(flow.module.body)):
        if isinstance(node, facts.Cast) and node.type is not None:
            value = flow.value(node.value)
            if value.origin is not None and value.raw and isinstance(node.type, facts.Sequence | facts.Name):
                yield from _entries(flow, node.type, value.origin)


def _entries(flow: FileFlow, expr: facts.Expr, origin: Origin | None) -> Iterator[_Literal]:
    """List the texts that a type, a choice or a schema allows, names of this file followed."""
    seen: set[str] = set()
    stack: list[tuple[facts.Expr, bool]] = [(expr, False)]
    while stack:
        node, listed = stack.pop()
        match node:
            case facts.Literal(value=str() as text) if listed:
                yield _Literal(text, node.span, "parsed by a list with", origin, expr.span)
            case facts.Sequence():
                stack += [(item, True) for item in reversed(node.items)]
            case facts.Index():
                name = getattr(node.object, "name", getattr(node.object, "id", ""))
                if name in ("Literal", "Optional", "Annotated", "Union"):
                    stack.append((node.key, name == "Literal"))
            case facts.Call():
                last = getattr(node.function, "name", getattr(node.function, "id", ""))
                if _ENUMERATES.search(last):
                    stack += [(a.value, listed or last in ("literal", "valid")) for a in node.arguments if a.name in (None, "choices")]
                stack.append((node.function, False))
            case facts.Record():
                stack += [
                    (e.value, False)
                    for e in node.entries
                    if getattr(e.key, "id", getattr(e.key, "value", "")) in ("choices", "enum", "values")
                ]
            case facts.Attribute():
                stack.append((node.object, False))
            case facts.Name() if node.id not in seen:
                seen.add(node.id)
                for stmt in flow.module.body:
                    if isinstance(stmt, facts.Assign) and isinstance(stmt.target, facts.Name) and stmt.target.id == node.id and stmt.value:
                        stack.append((stmt.value, listed))
                    elif isinstance(stmt, facts.Class) and stmt.kind == "enum" and stmt.name == node.id:
                        stack += [(field.value, True) for field in stmt.fields if isinstance(field.value, facts.Literal)]
            case facts.Cast():
                stack.append((node.value, listed))
            case _:
                pass


def _asserts_failure(flow: FileFlow, found: _Literal) -> bool:
    """Tell whether the literal stands in a test that wants an unknown value to fail."""
    test = None if found.scope is None else found.scope.test_scope()
    if test is None:
        return False
    return any(_rejects(call) for call in flow.calls if call.scope.test_scope() is test)


def _rejects(call: CallEvent) -> bool:
    if call.meaning is None or call.meaning.kind not in ("assert", "fail"):
        return "raises" in call.path
    texts = [call.path.rpartition(".")[2].rpartition(":")[2]]
    for value in (*call.arguments, *call.subjects):
        texts += [
            n.id if isinstance(n, facts.Name) else n.name
            for n in facts.walk([value.expr] if value.expr else [])
            if isinstance(n, facts.Name | facts.Attribute)
        ]
    return any(_REJECTS.search(text) for text in texts)
