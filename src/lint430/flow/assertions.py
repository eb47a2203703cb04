"""Which calls can fail the test they stand in because of what the service did."""

from __future__ import annotations

import re

from lint430 import facts
from lint430.flow.index import Index
from lint430.flow.results import CallEvent, FileFlow, Value
from lint430.languages import vocabulary

_ASSERTIVE = re.compile(
    r"(?:^|_)(?:assert|expect|verify|check|should|ensure|validate|require|must|compare|snapshot|diff|want|match|equals?)(?:$|_|[A-Z0-9s])"
    r"|(?<=[a-z])(?:Assert|Expect|Verify|Check|Should|Validate|Snapshot|Matches|Equals?)(?:$|[A-Z_])|^(?:Assert|Expect|Verify|Check|Should|Ensure|Validate|Require|Must|Compare|Match|Equal)"
    r"|(?:check|assert|compar|validat|verifi)(?:er|or)s?$",
)
_DEMANDS = re.compile(r"env(?:ironment)?(?:_?var(?:iable)?s?)?$|^_?(?:require|must)_?(?:env|cluster|mode|setting|config)", re.IGNORECASE)
_BUILDS = re.compile(
    r"^_*(?:new|make|create|build|open|connect|dial|start|boot|launch|load|set_?up|init|get)_?(?:$|[A-Z_]|client|server|harness|app|stub|channel)|(?:client|harness|channel|transport|connection|stub)s?$",
    re.IGNORECASE,
)
_THINGS = r"(?:client|server|harness|app|stub|channel|transport|conn(?:ection)?|container|database)s?$"
_WIRES = re.compile(
    rf"^_*(?:(?:a?new|with|run|use|start|stop|make|create|build|open|connect|dial|launch|boot|spawn|set_?up|init|get|prepare|provide|provision|ensure)_?\w*?)?(?:live|mock|fake|test)?_?{_THINGS}"
    r"|^_*(?:set_?up|dial|connect|boot(?:strap)?)$",
    re.IGNORECASE,
)
"""Names of helpers that only put something up, whatever they check on the way."""
_ROWS = re.compile(r"^(?:tc|tt|c|case|test_?case|row|scenario|spec|example|sample|entry|it|params?|self|this|s|suite)$", re.IGNORECASE)
_CHECKERS = re.compile(r"regression|snapshot|golden|approv|pact|softly", re.IGNORECASE)
_MATCHER = re.compile(r"^(?:Be[A-Z]\w*|Succeed|HaveOccurred|is_true|is_not_none)$")
_FLUENT = frozenset(("assertThat", "assert_that"))
"""Starts of assertion chains whose library may be unknown."""
_RUN_FLAGS = frozenset(("--separate-stderr", "--keep-empty-lines"))


def asserts(flow: FileFlow, call: CallEvent) -> bool:
    """Tell whether a call asserts something of the service, helpers followed."""
    words = vocabulary(flow.module.language)
    if words.commands_fail:
        return _fails_by_status(call)
    if call.means("fail") or (call.means("exit") and (not call.arguments or call.arguments[0].constants not in ((0,), (None,)))):
        return True
    if call.means("assert"):
        return not _is_trivial(flow, call)
    last = facts.last_name(call.node.function)
    if last in words.failing or call.path in words.failing:
        return True
    given = call.node.arguments
    if any(call.arguments[index].constants == (True,) for index, argument in enumerate(given) if argument.name == "check"):
        return True
    if any(isinstance(a.value, facts.Name) and _CHECKERS.search(a.value.id) for a in given):
        # A helper that is handed a snapshot compares with it.
        return True
    if call.followed and ("assert" in call.effects or _hands_on(call)):
        return _ASSERTIVE.search(last) is not None or _WIRES.search(last) is None
    if call.followed:
        return "fail" in call.effects and _is_about_data(flow, call, last)
    return call.meaning is None and _is_named_so(flow, call, last)


def is_test_object(flow: FileFlow, expr: facts.Expr | None) -> bool:
    """Tell whether an expression is the test's own object: ``t``, ``self``, ``s.T()``."""
    if isinstance(expr, facts.Call):
        return isinstance(expr.function, facts.Attribute) and expr.function.name in ("T", "GinkgoT")
    return isinstance(expr, facts.Name) and expr.id in vocabulary(flow.module.language).test_objects


def _hands_on(call: CallEvent) -> bool:
    """Tell whether a helper that was seen calls what is plainly an assertion but was not seen: ``compare(rows)`` from another package."""
    bodies = [scope.function for scope in call.callees if scope.function is not None]
    names = [facts.last_name(node.function) for node in facts.walk([*bodies]) if isinstance(node, facts.Call)]
    return any(_ASSERTIVE.search(name) and not _DEMANDS.search(name) for name in names)


def _fails_by_status(call: CallEvent) -> bool:
    """Tell whether a command can fail the test: every one can but those that only say something, and ``run``, which keeps the status."""
    if call.path == "run":
        first = str(next(iter(call.arguments[0].constants), "")) if call.arguments else ""
        return first.startswith(("-", "!")) and first not in _RUN_FLAGS
    return bool(call.path) and not call.means("log", "skip", "test", "quiet")


def _is_about_data(flow: FileFlow, call: CallEvent, last: str) -> bool:
    """Tell whether a helper that can fail looks at something: a factory that demands a variable asserts nothing about the service."""
    if _DEMANDS.search(last) or _BUILDS.search(last):
        return False
    return any(_is_data(flow, value) for value in call.arguments) or (call.receiver is not None and not _is_namespace(flow, call.receiver))


def _is_data(flow: FileFlow, value: Value) -> bool:
    return not value.constants and value.origin is None and not value.reads and not is_test_object(flow, value.expr)


def _is_named_so(flow: FileFlow, call: CallEvent, last: str) -> bool:
    """Tell whether a function whose body is not known is plainly an assertion."""
    words = vocabulary(flow.module.language)
    if isinstance(call.node.function, facts.Attribute) and _begins(call.node.function) in _FLUENT:
        return True
    if not last or last in words.assertion_subjects or _DEMANDS.search(last):
        return False
    if flow.module.language == "go" and any(is_test_object(flow, value.expr) for value in call.arguments):
        return not _BUILDS.search(last)
    if not _ASSERTIVE.search(last):
        return False
    if call.receiver is None or _is_namespace(flow, call.receiver):
        return True
    owner = call.receiver.expr
    return isinstance(owner, facts.Name) and bool(_ROWS.match(owner.id) or _CHECKERS.search(owner.id))


def _is_namespace(flow: FileFlow, receiver: Value) -> bool:
    return isinstance(receiver.expr, facts.Name) and receiver.expr.id in flow.once(Index).imported


def _is_trivial(flow: FileFlow, call: CallEvent) -> bool:
    """Tell whether an assertion compares constants only: ``expect(true).toBe(true)``, ``assert True``, ``t.pass()``."""
    if facts.last_name(call.node.function) == "pass" and not call.arguments:
        return True
    operands = [argument.value for argument in call.node.arguments]
    chain: facts.Expr = call.node.function
    while isinstance(chain, facts.Attribute | facts.Call):
        if isinstance(chain, facts.Call):
            operands += [argument.value for argument in chain.arguments]
        chain = chain.object if isinstance(chain, facts.Attribute) else chain.function
    known = vocabulary(flow.module.language).assertion_roots
    if not isinstance(chain, facts.Name) or not (chain.id in known or is_test_object(flow, chain)):
        return False
    literals = [node for operand in operands for node in facts.walk([operand]) if isinstance(node, facts.Literal)]
    return bool(literals) and all(_is_constant(flow, operand) for operand in operands) and literals[0].value is not False


def _is_constant(flow: FileFlow, expr: facts.Expr) -> bool:
    """Tell whether an operand says nothing of the service: a literal, the test object, a matcher without arguments."""
    match expr:
        case facts.Literal():
            return True
        case facts.Cast():
            return _is_constant(flow, expr.value)
        case facts.Not():
            return _is_constant(flow, expr.operand)
        case facts.Compare():
            return _is_constant(flow, expr.left) and _is_constant(flow, expr.right)
        case facts.Call(arguments=()) if _MATCHER.match(facts.last_name(expr.function)):
            return True
        case _:
            return is_test_object(flow, expr)


def _begins(expr: facts.Expr) -> str:
    """Give the name that a chain of methods and calls begins with: ``assertThat`` of ``assertThat(x).isNotNull().isEqualTo``."""
    while isinstance(expr, facts.Attribute | facts.Call):
        expr = expr.object if isinstance(expr, facts.Attribute) else expr.function
    return expr.id if isinstance(expr, facts.Name) else ""
