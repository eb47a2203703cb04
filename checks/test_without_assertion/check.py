"""ITM212: a test that cannot fail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.results import CallEvent, FileFlow, Scope
from lint430.languages import vocabulary
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM212",
    severity=Severity.WARNING,
    roles=frozenset({Role.INTEGRATION_TEST}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    suites_only=True,
)

_ASSERTIVE = re.compile(
    r"(?:^|_)(?:assert|expect|verify|check|should|ensure|validate|require|must|compare|snapshot|diff|want|match|equals?)(?:$|_|[A-Z0-9s])"
    r"|(?<=[a-z])(?:Assert|Expect|Verify|Check|Should|Validate|Snapshot|Matches|Equals?)(?:$|[A-Z_])|^(?:Assert|Expect|Verify|Check|Should|Ensure|Validate|Require|Must|Compare|Match|Equal)|(?:check|assert|compar|validat|verifi)(?:er|or)s?$",
)
_DEMANDS = re.compile(r"env(?:ironment)?(?:_?var(?:iable)?s?)?$|^_?(?:require|must)_?(?:env|cluster|mode|setting|config)", re.IGNORECASE)
_BUILDS = re.compile(
    r"^_*(?:new|make|create|build|open|connect|dial|start|boot|launch|load|set_?up|init|get)_?(?:$|[A-Z_]|client|server|harness|app|stub|channel)|(?:client|harness|channel|transport|connection|stub)s?$",
    re.IGNORECASE,
)
_ROWS = re.compile(r"^(?:tc|tt|c|case|test_?case|row|scenario|spec|example|sample|entry|it|params?|self|this|s|suite)$", re.IGNORECASE)
_CHECKERS = re.compile(r"regression|snapshot|golden|approv|pact|softly", re.IGNORECASE)
_TEST_OBJECTS = frozenset(("t", "tb", "b", "s", "self", "this", "T", "ctx"))
_LIBRARIES = frozenset(
    (
        "expect",
        "assert",
        "require",
        "chai",
        "is",
        "Expect",
        "Ω",
        "assert_that",
        "should",
        "qt",
        "c",
        "td",
        "gomega",
        "convey",
        "hamcrest",
        "vitest",
    )
)
_SUBJECTS = frozenset(("expect", "expectTypeOf", "Expect", "assert_that", "assertThat", "should"))
"""What an assertion starts with; alone it asserts nothing."""
_MATCHER = re.compile(r"^(?:Be[A-Z]\w*|Succeed|HaveOccurred|is_true|is_not_none)$")
_FAILS_BY_ITSELF = frozenset(("raise_for_status", "check_call", "check_output", "assertNotRaises"))
_BASH_SILENT = frozenset(
    (
        "echo",
        "printf",
        "log",
        "info",
        "warn",
        "debug",
        "true",
        ":",
        "sleep",
        "export",
        "local",
        "declare",
        "readonly",
        "cd",
        "source",
        ".",
        "load",
        "skip",
        "set",
        "shift",
        "return",
        "unset",
        "bats_load_library",
    )
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report tests in which nothing is asserted, helpers followed."""
    del context
    asserted: set[int] = set()
    nested: set[int] = set()
    for call in flow.calls:
        test = call.scope.test_scope()
        if test is not None and _is_assertion(flow, call):
            asserted.add(id(test))
        if call.decorates is not None and "assert" in call.effects:
            asserted.add(id(call.decorates))
        if test is not None and (
            (call.meaning is not None and call.meaning.kind in ("test", "group", "disabled", "only")) or "test" in call.effects
        ):
            nested.add(id(test))
    for event in flow.exits:
        test = event.scope.test_scope()
        if test is not None and event.kind == "raise":
            asserted.add(id(test))
    off = _switched_off(flow)
    for scope in flow.scopes:
        if scope.test is None or scope.test.kind != "test" or scope.function is None or id(scope) in asserted or id(scope) in nested:
            continue
        span = scope.registered_at or scope.function.span
        if any(region.contains(scope.function.span) for region in off) or _is_placeholder(flow, scope):
            continue
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=span,
            message=f"{_shown(scope)} asserts nothing, so it passes whatever the service answers: assert what it is about, itself or in a helper that fails",
        )


def _shown(scope: Scope) -> str:
    name = " ".join(scope.name.split())
    return f"The test `{name if len(name) <= 60 else name[:59] + '…'}`" if name and "`" not in name else "This test"


def _is_assertion(flow: FileFlow, call: CallEvent) -> bool:
    if flow.module.language == "bash":
        return _fails_in_bats(call)
    kind = None if call.meaning is None else call.meaning.kind
    if kind == "fail" or (kind == "exit" and (not call.arguments or call.arguments[0].constants not in ((0,), (None,)))):
        return True
    if kind == "assert":
        return not _is_trivial(call)
    last = _last(call)
    if last in _FAILS_BY_ITSELF or any(n == "check" and v.constants == (True,) for v, n in zip(call.arguments, call.names, strict=True)):
        return True
    if any(isinstance(v.expr, facts.Name) and _CHECKERS.search(v.expr.id) for v in call.arguments):
        return True  # a helper that is handed a snapshot compares with it
    if call.followed:
        return "assert" in call.effects or _hands_on(call) or ("fail" in call.effects and _is_about_data(flow, call, last))
    return kind is None and _may_assert(flow, call, last)


def _hands_on(call: CallEvent) -> bool:
    """Tell whether a helper that was seen calls what is plainly an assertion but was not seen: ``compare(rows)`` from another package."""
    bodies = [scope.function for scope in call.callees if scope.function is not None]
    names = [_name(node.function) for node in facts.walk([*bodies]) if isinstance(node, facts.Call)]
    return any(_ASSERTIVE.search(name) and not _DEMANDS.search(name) for name in names)


def _last(call: CallEvent) -> str:
    return _name(call.node.function)


def _name(function: facts.Expr) -> str:
    while isinstance(function, facts.Cast | facts.Index):
        function = function.value if isinstance(function, facts.Cast) else function.object
    return function.name if isinstance(function, facts.Attribute) else getattr(function, "id", "")


def _is_about_data(flow: FileFlow, call: CallEvent, last: str) -> bool:
    """Tell whether a helper that can fail looks at something: a factory that demands a variable asserts nothing about the service."""
    if _DEMANDS.search(last) or _BUILDS.search(last):
        return False
    given = [v for v in call.arguments if not v.constants and v.origin is None and not v.reads and not _is_test_object(v.expr)]
    return bool(given) or (call.receiver is not None and not _is_namespace(flow, call))


def _may_assert(flow: FileFlow, call: CallEvent, last: str) -> bool:
    """Tell whether a function whose body is not known is plainly an assertion."""
    if _is_fluent(call.node.function):
        return True
    if not last or last in _SUBJECTS or _DEMANDS.search(last):
        return False
    if flow.module.language == "go" and any(_is_test_object(v.expr) for v in call.arguments):
        return not _BUILDS.search(last)
    if not _ASSERTIVE.search(last):
        return False
    owner = call.receiver.expr if call.receiver is not None else None
    if owner is None or _is_namespace(flow, call):
        return True
    return isinstance(owner, facts.Name) and bool(_ROWS.match(owner.id) or _CHECKERS.search(owner.id))


def _is_fluent(function: facts.Expr) -> bool:
    """Tell whether a method continues ``assertThat(x)`` of a library that is not known."""
    while isinstance(function, facts.Attribute):
        function = function.object
        if isinstance(function, facts.Call):
            function = function.function
            if isinstance(function, facts.Name):
                return function.id in ("assertThat", "assert_that")
    return False


def _is_namespace(flow: FileFlow, call: CallEvent) -> bool:
    owner = call.receiver.expr if call.receiver is not None else None
    if not isinstance(owner, facts.Name):
        return False
    return any(owner.id == name.local for event in flow.imports for name in event.names)


def _is_test_object(expr: facts.Expr | None) -> bool:
    if isinstance(expr, facts.Call):
        return isinstance(expr.function, facts.Attribute) and expr.function.name in ("T", "GinkgoT")
    return isinstance(expr, facts.Name) and expr.id in _TEST_OBJECTS


def _is_trivial(call: CallEvent) -> bool:
    """Tell whether an assertion compares constants only: ``expect(true).toBe(true)``, ``assert True``, ``t.pass()``."""
    if _last(call) == "pass" and not call.arguments:
        return True
    operands = [argument.value for argument in call.node.arguments]
    chain: facts.Expr = call.node.function
    while isinstance(chain, facts.Attribute | facts.Call):
        if isinstance(chain, facts.Call):
            operands += [argument.value for argument in chain.arguments]
        chain = chain.object if isinstance(chain, facts.Attribute) else chain.function
    if not isinstance(chain, facts.Name) or not (chain.id in _LIBRARIES or _is_test_object(chain)):
        return False
    literals = [node for operand in operands for node in facts.walk([operand]) if isinstance(node, facts.Literal)]
    return bool(literals) and all(_is_constant(operand) for operand in operands) and all(node.value is not False for node in literals[:1])


def _is_constant(expr: facts.Expr) -> bool:
    """Tell whether an operand says nothing of the service: a literal, the test object, a matcher without arguments."""
    match expr:
        case facts.Literal():
            return True
        case facts.Cast() | facts.Not():
            return _is_constant(expr.value if isinstance(expr, facts.Cast) else expr.operand)
        case facts.Compare():
            return _is_constant(expr.left) and _is_constant(expr.right)
        case facts.Call(function=function, arguments=()):
            return bool(_MATCHER.match(function.id if isinstance(function, facts.Name) else getattr(function, "name", "")))
        case _:
            return _is_test_object(expr)


def _fails_in_bats(call: CallEvent) -> bool:
    """Tell whether a command can fail a bats test: every one can but those that only say something, and ``run``, which keeps the status."""
    if call.path == "run":
        first = call.arguments[0].constants if call.arguments else ()
        return bool(first) and str(first[0]).startswith(("-", "!")) and str(first[0]) not in ("--separate-stderr", "--keep-empty-lines")
    return bool(call.path) and call.path not in _BASH_SILENT and (call.meaning is None or call.meaning.kind not in ("log", "skip", "test"))


def _is_placeholder(flow: FileFlow, scope: Scope) -> bool:
    return any(c.scope.test_scope() is scope and not c.arms and c.meaning is not None and c.meaning.kind == "skip" for c in flow.calls)


def _switched_off(flow: FileFlow) -> list[Span]:
    """List the regions of tests that never run: they are ITM205."""
    found = [
        call.span
        for call in flow.calls
        if call.meaning is not None and call.meaning.kind == "disabled" and flow.module.language != "python"
    ]
    for call in flow.calls:
        if call.meaning is not None and call.meaning.kind in ("test", "group"):
            for argument in call.node.arguments:
                found += [call.span for entry in getattr(argument.value, "entries", ()) if _turns_off(entry)]
                if flow.module.language == "go" and (flow.value(argument.value).path or "").rpartition(":")[2] == "Pending":
                    found.append(call.span)
    if flow.module.language != "python":
        return found
    events = {id(call.node): call for call in flow.calls}
    for node in facts.walk(list(flow.module.body)):
        if isinstance(node, facts.Function | facts.Class):
            marks = list(node.decorators)
            if isinstance(node, facts.Class):
                marks += [f.value for f in node.fields if f.name == "pytestmark" and f.value is not None]
            if any(_is_off(flow, events, mark) for mark in marks):
                found.append(node.span)
    for stmt in flow.module.body:
        if (
            isinstance(stmt, facts.Assign)
            and isinstance(stmt.target, facts.Name)
            and stmt.target.id == "pytestmark"
            and stmt.value is not None
        ):
            if _is_off(flow, events, stmt.value):
                found.append(Span(1, 1, 1 << 30, 1))
    return found


def _turns_off(entry: facts.Entry) -> bool:
    name = entry.key.id if isinstance(entry.key, facts.Name) else getattr(entry.key, "value", None)
    return name in ("skip", "todo") and isinstance(entry.value, facts.Literal) and bool(entry.value.value)


def _is_off(flow: FileFlow, events: dict[int, CallEvent], mark: facts.Expr) -> bool:
    if isinstance(mark, facts.Sequence):
        return any(_is_off(flow, events, item) for item in mark.items)
    event = events.get(id(mark))
    meaning = event.meaning if event is not None else vocabulary("python").meaning((flow.value(mark).path or "").removesuffix("()"))
    if meaning is None:
        meaning = vocabulary("python").meaning((flow.value(mark).path or "").removesuffix("()"))
    return meaning is not None and meaning.kind == "disabled"
