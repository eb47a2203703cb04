"""ITM205: a test that never runs, or one that keeps the others from running."""

from __future__ import annotations

from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.results import CallEvent, FileFlow, Scope
from lint430.languages import Meaning, vocabulary
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM205",
    severity=Severity.WARNING,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    suites_only=True,
)

_OPTIONS = {
    "skip": "disabled",
    "todo": "disabled",
    "fails": "disabled",
    "ignore": "disabled",
    "only": "only",
    "pending": "disabled",
    "focus": "only",
}
_DECORATIONS = {"Pending": "disabled", "Focus": "only"}
"""Ginkgo's arguments that mark a node."""


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report tests that nothing but an edit can bring back."""
    del context
    decided = {id(verdict.event) for verdict in flow.verdicts if verdict.event is not None}
    found: dict[tuple[int, int], tuple[Span, str]] = {}
    for call in flow.calls:
        if id(call) in decided or call.arms:
            continue
        for span, kind in _of_call(flow, call):
            found.setdefault((span.line, span.column), (span, kind))
    for span, kind in _marks(flow):
        found.setdefault((span.line, span.column), (span, kind))
    for _, (span, kind) in sorted(found.items()):
        yield Finding(code=CHECK.code, path=flow.file.path, span=span, message=_MESSAGES[kind])


_MESSAGES = {
    "disabled": "This test is switched off and nobody will notice what it no longer covers: fix it, or delete it with a ticket",
    "only": "This focus keeps every other test of the run from running: remove it",
    "skip": "This skip is unconditional, so the test is only a placeholder: write it, or delete it with a ticket",
}


def _of_call(flow: FileFlow, call: CallEvent) -> Iterator[tuple[Span, str]]:
    meaning = call.meaning
    if meaning is None:
        return
    match meaning.kind:
        case "disabled" | "only" if flow.module.language != "python" and not _is_conditional(call, meaning):
            yield call.span, meaning.kind
        case "skip" if _is_placeholder(flow, call):
            yield call.span, "skip"
        case "skip-if" | "run-if" if flow.module.language != "python" and _always(call, meaning):
            yield call.span, "disabled"
        case "test" | "group":
            yield from _options(flow, call)


def _is_conditional(call: CallEvent, meaning: Meaning) -> bool:
    """Tell whether a mark is given a condition that is open; a text is a reason."""
    given = []
    if meaning.condition is not None and meaning.condition < len(call.arguments) and call.names[meaning.condition] is None:
        given.append(call.arguments[meaning.condition])
    if meaning.condition_keyword is not None:
        given += [v for v, n in zip(call.arguments, call.names, strict=True) if n == meaning.condition_keyword]
    first = call.arguments[0].expr if call.arguments else None
    # Playwright: `test.skip(isWindows, "…")` and `test.skip(({ browserName }) => …)` stand where a title would.
    if meaning.kind == "disabled" and isinstance(first, facts.Function | facts.Compare | facts.Not | facts.Logic):
        return True
    return any(v.constants != (True,) for v in given)


def _always(call: CallEvent, meaning: Meaning) -> bool:
    """Tell whether the condition of ``skipIf`` is a constant that skips."""
    index = 0 if meaning.condition is None else meaning.condition
    given = [v for v, n in zip(call.arguments, call.names, strict=True) if n == meaning.condition_keyword and n is not None]
    if index < len(call.arguments) and call.names[index] is None:
        given.append(call.arguments[index])
    skips = meaning.kind == "skip-if"
    return bool(given) and all(v.constants == (skips,) and not v.reads and v.origin is None for v in given)


def _is_placeholder(flow: FileFlow, call: CallEvent) -> bool:
    """Tell whether a skip stands among the first-level statements of a test, a hook or the file, with no way around it."""
    scope = call.scope
    if scope.function is not None and not _is_run(scope):
        return False
    body = flow.module.body if scope.function is None else scope.function.body
    if not any(_is_statement(stmt, call.node) for stmt in body):
        return False
    leaves = [event for event in flow.exits if event.scope is scope and event.kind == "return" and not event.span.contains(call.span)]
    return not any(event.order < call.order for event in leaves)


def _is_run(scope: Scope) -> bool:
    return scope.test is not None and scope.test.kind in ("test", "group", "hook")


def _is_statement(stmt: facts.Stmt, node: facts.Call) -> bool:
    value = stmt.value if isinstance(stmt, facts.Evaluate | facts.Raise | facts.Return) else None
    while isinstance(value, facts.Cast):
        value = value.value
    return value is node or (value is not None and value is node.function)


def _options(flow: FileFlow, call: CallEvent) -> Iterator[tuple[Span, str]]:
    """See ``test("x", { skip: true }, …)`` and Ginkgo's ``It("x", Pending, …)``."""
    for argument in call.node.arguments:
        for entry in argument.value.entries if isinstance(argument.value, facts.Record) else ():
            name = entry.key.id if isinstance(entry.key, facts.Name) else getattr(entry.key, "value", None)
            if name in _OPTIONS and isinstance(entry.value, facts.Literal) and entry.value.value:
                yield entry.key.span if entry.key else entry.value.span, _OPTIONS[name]
        path = flow.value(argument.value).path or ""
        if flow.module.language == "go" and path.rpartition(":")[2] in _DECORATIONS:
            yield call.span, _DECORATIONS[path.rpartition(":")[2]]


def _marks(flow: FileFlow) -> Iterator[tuple[Span, str]]:
    """See Python's marks where they take hold: on a test or a class, in ``pytestmark``, on a parametrised row."""
    if flow.module.language != "python":
        return
    events = {id(call.node): call for call in flow.calls}
    for node in facts.walk(list(flow.module.body)):
        match node:
            case facts.Class() | facts.Function():
                for decorator in node.decorators:
                    yield from _mark(flow, events, decorator)
            case facts.Call():
                for argument in node.arguments:
                    if argument.name == "marks":
                        yield from _mark(flow, events, argument.value)
    for owner in (flow.module.body, *(node.body for node in facts.walk(list(flow.module.body)) if isinstance(node, facts.Class))):
        for stmt in owner:
            if (
                isinstance(stmt, facts.Assign)
                and isinstance(stmt.target, facts.Name)
                and stmt.target.id == "pytestmark"
                and stmt.value is not None
            ):
                yield from _mark(flow, events, stmt.value)
    for node in facts.walk(list(flow.module.body)):
        for field in node.fields if isinstance(node, facts.Class) else ():
            if field.name == "pytestmark" and field.value is not None:
                yield from _mark(flow, events, field.value)


def _mark(flow: FileFlow, events: dict[int, CallEvent], expr: facts.Expr) -> Iterator[tuple[Span, str]]:
    if isinstance(expr, facts.Sequence):
        for item in expr.items:
            yield from _mark(flow, events, item)
        return
    made: facts.Expr = expr
    if isinstance(expr, facts.Name):
        made = next(
            (
                s.value
                for s in flow.module.body
                if isinstance(s, facts.Assign) and isinstance(s.target, facts.Name) and s.target.id == expr.id and s.value
            ),
            expr,
        )
    event = events.get(id(made))
    meaning = event.meaning if event is not None else vocabulary("python").meaning(flow.value(made).path or "")
    if meaning is None:
        return
    if meaning.kind in ("disabled", "only"):
        if not isinstance(made, facts.Call) or event is None or not _is_conditional(event, _without_reason(event, meaning)):
            yield made.span, meaning.kind
    elif meaning.kind in ("skip-if", "run-if") and event is not None and _always(event, meaning):
        yield made.span, "disabled"


def _without_reason(event: CallEvent, meaning: Meaning) -> Meaning:
    """Leave out a first argument that is a text: ``skip("reason")``."""
    first = event.arguments[0] if event.arguments else None
    is_text = first is not None and all(isinstance(c, str) for c in first.constants) and bool(first.constants)
    return Meaning(meaning.kind, condition=None, condition_keyword=meaning.condition_keyword) if is_text else meaning
