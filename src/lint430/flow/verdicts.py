"""Judges what conditions do to tests: select them, skip them, change what they assert, or only wire a client."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.flow.results import Arm, Branch, CallEvent, ExitEvent, FileFlow, Scope, Value, Verdict
from lint430.flow.selection import selections
from lint430.model import Role, Span

_JUDGED = frozenset((Role.INTEGRATION_TEST, Role.HARNESS, Role.TEST_CONFIG, Role.MOCK))
_REGISTERS = frozenset(("test", "group"))
_SKIPS = frozenset(("skip", "disabled", "only"))
_ASSERTS = frozenset(("assert", "fail"))


def judge(flow: FileFlow) -> list[Verdict]:
    """Give one verdict per condition that is worth a check's look, in source order."""
    found: list[Verdict] = selections(flow)
    if flow.file.role not in _JUDGED:
        return found
    claimed: set[int] = {id(v.branch) for v in found}
    inside = _events_by_branch(flow)
    for verdict in _given_conditions(flow):
        if any((s.construct or s.span).contains(verdict.span) for s in found if s.kind == "selection" and s.branch is not None):
            continue
        found.append(verdict)
        if verdict.branch is not None:
            claimed.add(id(verdict.branch))
    for verdict in _expectations(flow):
        if verdict.branch is None or id(verdict.branch) not in claimed:
            found.append(verdict)
            if verdict.branch is not None:
                claimed.add(id(verdict.branch))
    for branch in flow.branches:
        if id(branch) in claimed or branch.derivation:
            continue
        judged = _of_branch(flow, branch, inside.get(id(branch), []))
        if judged is not None:
            claimed.add(id(branch))
            found.append(judged)
    found.sort(key=lambda v: (v.span.line, v.span.column, v.origin is None))
    return _one_per_construct(found)


def _one_per_construct(verdicts: list[Verdict]) -> list[Verdict]:
    kept: list[Verdict] = []
    seen: set[tuple[str, int, int]] = set()
    for verdict in verdicts:
        key = (verdict.kind, verdict.span.line, verdict.span.column)
        if key not in seen:
            seen.add(key)
            kept.append(verdict)
    return kept


def _events_by_branch(flow: FileFlow) -> dict[int, list[CallEvent | ExitEvent]]:
    found: dict[int, list[CallEvent | ExitEvent]] = {}
    events: list[CallEvent | ExitEvent] = [*flow.calls, *flow.exits]
    for event in sorted(events, key=lambda e: e.order):
        for arm in event.arms:
            found.setdefault(id(arm.branch), []).append(event)
    return found


def _make(kind: str, span: Span, branch: Branch, event: CallEvent | ExitEvent | None = None) -> Verdict:
    return Verdict(kind, span, branch, branch.origin, branch.condition.reads, event, branch.construct)


def _of_branch(flow: FileFlow, branch: Branch, events: list[CallEvent | ExitEvent]) -> Verdict | None:
    if branch.kind in ("ternary", "table", "logic"):
        picked = _picks_skip(flow, branch)
        if picked is not None:
            return picked
    calls = [e for e in events if isinstance(e, CallEvent)]
    skips = [e for e in calls if _skips(e)]
    registered = [e for e in calls if _registers(e) and e.scope.test_scope() is None]
    if registered and not (branch.scope.test_scope() is not None and branch.scope.test_scope() is not registered[0].scope.test_scope()):
        if not any(_nested_other(e, branch) for e in registered[:1]):
            return _make("selection", branch.span, branch, registered[0])
    if _defines_tests(flow, branch):
        return _make("selection", branch.span, branch)
    subtests = [e for e in calls if _registers(e)]
    if subtests and not skips:
        return _make("selection", branch.span, branch, subtests[0])
    if skips:
        return _make("skip", skips[0].span, branch, skips[0])
    guard = _guard(flow, branch, events)
    if guard is not None:
        return guard
    asserts = [e for e in calls if _asserts(e)]
    if asserts and not _wires(branch, events, asserts):
        if _only_fails(events) and _mixes(flow, branch):
            return _make("expectation", branch.span, branch, asserts[0])
        if _only_fails(events) and branch.origin is not None and not _nested_condition(asserts, branch) and asserts[0].meaning is not None:
            return _make("wiring", branch.span, branch)
        return _make("assertion", asserts[0].span, branch, asserts[0])
    return None


def _defines_tests(flow: FileFlow, branch: Branch) -> bool:
    """Tell whether an arm defines functions that are tests by their names."""
    if branch.scope.test_scope() is not None or not isinstance(branch.node, facts.If):
        return False
    tests = {id(s.function) for s in flow.scopes if s.test is not None and s.test.kind == "test" and s.function is not None}
    nodes = facts.walk([*branch.node.body, *branch.node.orelse])
    methods = {id(m) for n in nodes if isinstance(n, facts.Class) for m in n.methods}
    return any(id(n.function) in tests for n in nodes if isinstance(n, facts.Define)) or bool(methods & tests)


def _nested_other(event: CallEvent, branch: Branch) -> bool:
    """Tell whether another mode-derived branch lies between the branch and the event."""
    inner = False
    for arm in event.arms:
        if arm.branch is branch:
            inner = True
        elif inner and arm.branch.origin is not None and not arm.branch.derivation:
            return True
    return False


def _nested_condition(asserts: list[CallEvent], branch: Branch) -> bool:
    return any(arm.branch is not branch for e in asserts for arm in _after(e.arms, branch))


def _after(arms: tuple[Arm, ...], branch: Branch) -> list[Arm]:
    position = next((i for i, arm in enumerate(arms) if arm.branch is branch), len(arms))
    return list(arms[position + 1 :])


def _skips(event: CallEvent) -> bool:
    if event.meaning is not None:
        if event.meaning.kind in ("skip", "disabled"):
            return event.decorates is None
        if event.meaning.kind == "exit":
            status = event.arguments[0].constants if event.arguments else (0,)
            return status == (0,) or "pytest.exit" in event.path
    return "skip" in event.effects and event.meaning is None


def _registers(event: CallEvent) -> bool:
    if event.meaning is not None:
        return event.meaning.kind in _REGISTERS
    return "test" in event.effects


def _asserts(event: CallEvent) -> bool:
    if event.meaning is not None:
        return event.meaning.kind in _ASSERTS
    return "assert" in event.effects


def _picks_skip(flow: FileFlow, branch: Branch) -> Verdict | None:
    """See ``cluster ? describe : describe.skip`` and marks given by the mode."""
    node = branch.node
    values: list[facts.Expr] = []
    if isinstance(node, facts.Ternary):
        values = _leaves(node)
    elif isinstance(node, facts.Logic):
        values = [node.right]
    elif isinstance(node, facts.Index) and isinstance(node.object, facts.Record):
        values = [e.value for e in node.object.entries]
    for expr in values:
        for inner in facts.walk([expr]):
            if not isinstance(inner, facts.Name | facts.Attribute | facts.Call):
                continue
            meaning = _meaning(flow, inner)
            if meaning in ("skip", "disabled", "skip-if"):
                return _make("skip", branch.span, branch)
    return None


def _leaves(node: facts.Ternary) -> list[facts.Expr]:
    found: list[facts.Expr] = []
    current: facts.Expr = node
    while isinstance(current, facts.Ternary):
        found.append(current.then)
        current = current.orelse
    found.append(current)
    return found


def _meaning(flow: FileFlow, expr: facts.Expr) -> str | None:
    from lint430.languages import vocabulary

    path = flow.value(expr).path
    if path is None:
        return None
    meaning = vocabulary(flow.module.language).meaning(path)
    return None if meaning is None else meaning.kind


def _given_conditions(flow: FileFlow) -> Iterator[Verdict]:
    """See skips that are given their condition: ``skipIf(mock)``, ``pytest.mark.skipif(mode == …)``, ``test.skip(cond, "why")``."""
    for call in flow.calls:
        meaning = call.meaning
        if meaning is None or meaning.kind not in ("skip-if", "run-if", "disabled", "mark", "skip"):
            continue
        values: list[Value] = []
        if meaning.condition is not None and meaning.condition < len(call.arguments) and call.names[meaning.condition] is None:
            values.append(call.arguments[meaning.condition])
        if meaning.condition_keyword is not None:
            values += [v for v, n in zip(call.arguments, call.names, strict=True) if n == meaning.condition_keyword]
        if meaning.kind in ("disabled", "skip") and meaning.condition is None and call.arguments:
            first = call.arguments[0]
            is_given = first.origin is not None or (first.reads and not any(isinstance(a.expr, facts.Function) for a in call.arguments))
            if is_given and not isinstance(first.expr, facts.Literal | facts.Combine):
                values.append(first)
        for value in values:
            if value.origin is not None or value.reads:
                yield Verdict("skip", call.span, None, value.origin, value.reads, call, call.span)
    for call in flow.calls:
        if call.meaning is not None and call.meaning.kind in _REGISTERS:
            yield from _skip_options(flow, call)


def _skip_options(flow: FileFlow, call: CallEvent) -> Iterator[Verdict]:
    """See a test's own options: ``it("x", { skip: !cluster }, …)``."""
    for argument in call.node.arguments:
        for entry in argument.value.entries if isinstance(argument.value, facts.Record) else ():
            if isinstance(entry.key, facts.Name | facts.Literal) and _key(entry.key) in ("skip", "todo", "only"):
                value = flow.value(entry.value)
                origin = value.origin or (value.selected[1] if value.selected else None)
                if origin is not None or value.reads:
                    yield Verdict("skip", entry.key.span, None, origin, value.reads, call, call.span)


def _key(key: facts.Name | facts.Literal) -> str:
    return key.id if isinstance(key, facts.Name) else str(key.value)


def _expectations(flow: FileFlow) -> Iterator[Verdict]:
    """See asserted values that the mode chose or takes part in."""
    places = _Places(flow)
    for call in flow.calls:
        if call.meaning is None or call.meaning.kind != "assert":
            verdict = _by_helper(flow, call, places) or _by_name(flow, call, places)
        else:
            verdict = _expectation(flow, call, _compared(call), places)
        if verdict is not None:
            yield verdict


class _Places:
    """Finds branches by the place a selection names, and calls by their facts."""

    def __init__(self, flow: FileFlow) -> None:
        self._by_construct = {(b.construct.line, b.construct.column): b for b in flow.branches}
        self._by_condition = {(b.span.line, b.span.column): b for b in flow.branches}
        self.paths = {id(c.node): c.path for c in flow.calls}
        self.functions = {s.function.name: s for s in flow.scopes if s.function is not None and s.function.name}
        self.assertions: dict[int, list[CallEvent]] = {}
        for call in flow.calls:
            if call.meaning is not None and call.meaning.kind == "assert":
                self.assertions.setdefault(id(call.scope), []).append(call)

    def branch(self, span: Span) -> Branch | None:
        """Give the branch that chose something there."""
        place = (span.line, span.column)
        return self._by_construct.get(place) or self._by_condition.get(place)


def _expectation(flow: FileFlow, call: CallEvent, operands: list[Value], places: _Places) -> Verdict | None:
    compares = len(operands) > 1 or any(isinstance(v.expr, facts.Compare) and not _asks_presence(v.expr) for v in operands)
    for value in operands:
        if value.expr is None:
            continue
        for chosen, is_owner in _chosen(flow, value.expr, places):
            branch = None if chosen.selected is None else places.branch(chosen.selected[0])
            if branch is None or (compares and not is_owner) or not _makes_objects(branch):
                return _expects(chosen, branch, call)
        if value.origin is not None and _mixed(flow, value.expr):
            return Verdict("expectation", call.span, None, value.origin, value.reads, call, call.span)
    if _compares_mode_with_data(flow, operands):
        derived = next(v for v in operands if v.origin is not None)
        return Verdict("expectation", call.span, None, derived.origin, derived.reads, call, call.span)
    return None


def _expects(chosen: Value, branch: Branch | None, call: CallEvent) -> Verdict | None:
    if chosen.selected is None:
        return None
    span, origin = chosen.selected
    return Verdict("expectation", span, branch, origin, chosen.reads, call, span if branch is None else branch.construct)


def _by_helper(flow: FileFlow, call: CallEvent, places: _Places) -> Verdict | None:
    """See a chosen value given to a helper of the file that compares it: ``assert_rows(rows, live if cluster else fake)``."""
    scope = places.functions.get(call.path.rpartition(".")[2]) if "assert" in call.effects else None
    if scope is None or scope.function is None:
        return None
    names = [p.target.id if isinstance(p.target, facts.Name) else "" for p in scope.function.parameters if p.kind != "receiver"]
    compared = {
        value.expr.id
        for assertion in places.assertions.get(id(scope), ())
        for operand in _compared(assertion)
        for value in _sides(flow, operand)
        if isinstance(value.expr, facts.Name)
    }
    for index, (value, keyword) in enumerate(zip(call.arguments, call.names, strict=True)):
        name = keyword or (names[index] if index < len(names) else "")
        branch = None if value.selected is None else places.branch(value.selected[0])
        if name in compared and branch is not None and not _makes_objects(branch):
            return _expects(value, branch, call)
    return None


def _sides(flow: FileFlow, value: Value) -> list[Value]:
    if isinstance(value.expr, facts.Compare):
        return [flow.value(value.expr.left), flow.value(value.expr.right)]
    return [value]


def _by_name(flow: FileFlow, call: CallEvent, places: _Places) -> Verdict | None:
    """See a matcher whose name the mode chose: ``expect(row)[matcher](…)``."""
    function = call.node.function
    if not isinstance(function, facts.Index):
        return None
    owner = function.object
    while isinstance(owner, facts.Cast):
        owner = owner.value
    chosen = flow.value(function.key)
    if chosen.selected is None or not _SUBJECT.search(f"{places.paths.get(id(owner), '')}()"):
        return None
    return _expects(chosen, places.branch(chosen.selected[0]), call)


_SUBJECT = re.compile(r"(?:^|[:.])(?:expect|Expect|ExpectWithOffset|Ω|Eventually|Consistently|assert_that|assertThat|that)(?:\.\w+)*\(\)")
_UNARY = re.compile(
    r"(?:^|[.:])(?:assert|ok|isOk|isNotOk|notOk|isTrue|isFalse|isNull|isNotNull|isDefined|isUndefined|exists|notExists|isEmpty|isNotEmpty|ifError|strict"
    r"|(?:Not)?(?:Nil|Empty|Zero|Panics)f?|True|False|Error|NoError|Errorf|NoErrorf|Truef|Falsef|is_true|is_false)$"
)
_MATCHER = re.compile(
    r"(?:^|[:.])(?:expect|jest|sinon|match|chai|gomega|gomega/\w+|hamcrest|matchers|pytest|mock|cmpopts|gstruct)[.:]\w+$|/gomega:\w+$"
    r"|^(?:Equal|Be[A-Z]\w+|Have[A-Z]\w+|Contain[A-Z]\w+|Match[A-Z]\w+|ConsistOf|Not|And|Or|SatisfyA\w+|WithTransform|Succeed)$"
    r"|(?:^|[.:])(?:approx|len|sorted|list|set|tuple|dict|str|string|int|append|stringify|parse|freeze|keys|values|entries|Sprintf|format)$"
)


def _compared(call: CallEvent) -> list[Value]:
    """List what an assertion looks at: messages, options and the test object left out."""
    meaning = call.meaning
    arguments = [v for v, n in zip(call.arguments, call.names, strict=True) if n is None and not _is_test_object(v)]
    if _SUBJECT.search(call.path):
        return [*call.subjects[:1], *arguments]
    if meaning is not None and meaning.expected is not None:
        return [call.arguments[i] for i in meaning.expected if i < len(call.arguments)]
    return arguments[: 1 if _UNARY.search(call.path) else 2]


def _is_test_object(value: Value) -> bool:
    return isinstance(value.expr, facts.Name) and (
        value.expr.id in ("t", "tb", "b", "s", "self") or (value.path or "").startswith("testing:")
    )


def _asks_presence(expr: facts.Compare) -> bool:
    return any(isinstance(side, facts.Literal) and side.value is None for side in (expr.left, expr.right))


def _chosen(flow: FileFlow, expr: facts.Expr, places: _Places) -> Iterator[tuple[Value, bool]]:
    """List what the mode chose in an asserted expression, and whether only a member of it is asserted.

    What a call gives back is data, whatever it was given, matchers excepted.
    """
    stack: list[tuple[facts.Expr, bool]] = [(expr, False)]
    while stack:
        node, is_owner = stack.pop()
        if isinstance(node, facts.Name | facts.Ternary | facts.Index | facts.Attribute | facts.Logic):
            value = flow.value(node)
            if value.selected is not None:
                yield value, is_owner
        match node:
            case facts.Call():
                if _MATCHER.search(places.paths.get(id(node), "")):
                    stack += [(a.value, is_owner) for a in reversed(node.arguments)]
            case facts.Index() | facts.Attribute():
                stack.append((node.object, True))
            case facts.Function() | facts.Opaque() | facts.Name() | facts.Comprehension():
                pass
            case _:
                stack += [(child, is_owner) for child in reversed(facts.children(node)) if isinstance(child, facts.Expr)]


def _makes_objects(branch: Branch) -> bool:
    """Tell whether a selection builds something in its arms: a client, a harness."""
    node = branch.node
    leaves: list[facts.Expr] = []
    if isinstance(node, facts.Ternary):
        leaves = _leaves(node)
    elif isinstance(node, facts.Logic):
        leaves = [node.right]
    elif isinstance(node, facts.Index):
        leaves = [e.value for e in node.object.entries] if isinstance(node.object, facts.Record) else []
    return any(isinstance(inner, facts.Call | facts.Function) for inner in facts.walk(list(leaves)))


def _compares_mode_with_data(flow: FileFlow, operands: list[Value]) -> bool:
    """Tell whether one operand is the mode and another is data: ``expect(row.deleted).toBe(!mock)``."""
    return any(v.origin is not None for v in operands) and any(v.expr is not None and _is_data(flow, v.expr) for v in operands)


def _is_data(flow: FileFlow, expr: facts.Expr) -> bool:
    """Tell whether an expression is no constant and does not come from the mode."""
    value = flow.value(expr)
    if value.origin is not None or value.reads or value.constants or isinstance(expr, facts.Literal | facts.Function):
        return False
    if isinstance(expr, facts.Name):
        defined = next(
            (
                s.value
                for s in flow.module.body
                if isinstance(s, facts.Assign) and isinstance(s.target, facts.Name) and s.target.id == expr.id
            ),
            None,
        )
        return defined is None or isinstance(defined, facts.Name) or _is_data(flow, defined)
    if isinstance(expr, facts.Sequence | facts.Record):
        return any(_is_data(flow, c) for c in facts.children(expr) if isinstance(c, facts.Expr))
    return True


def _mixed(flow: FileFlow, expr: facts.Expr) -> bool:
    """Tell whether an asserted expression mixes the mode with data: ``not cluster or rows``."""
    parts: list[facts.Expr] = []
    stack: list[facts.Expr] = [expr]
    while stack:
        node = stack.pop()
        match node:
            case facts.Logic() | facts.Compare():
                stack += [node.left, node.right]
            case facts.Not():
                stack.append(node.operand)
            case facts.Cast():
                stack.append(node.value)
            case _:
                parts.append(node)
    return any(_is_data(flow, part) for part in parts)


def _mixes(flow: FileFlow, branch: Branch) -> bool:
    node = branch.node
    return isinstance(node, facts.If) and branch.origin is not None and _mixed(flow, node.test)


def _only_fails(events: list[CallEvent | ExitEvent]) -> bool:
    """Tell whether the arms only report a failure."""
    calls = [e for e in events if isinstance(e, CallEvent) and e.meaning is not None and e.meaning.kind in ("assert", "fail")]
    return bool(calls) and all(e.meaning is not None and e.meaning.kind == "fail" for e in calls)


def _guard(flow: FileFlow, branch: Branch, events: list[CallEvent | ExitEvent]) -> Verdict | None:
    """See a return or continue that leaves assertions out."""
    for event in events:
        if not isinstance(event, ExitEvent) or event.kind not in ("return", "continue", "break"):
            continue
        if event.scope.test_scope() is None or _gives(event):
            continue
        if event.arms and event.arms[-1].branch is not branch:
            continue
        if any(isinstance(e, CallEvent) and e.order < event.order and _asserts(e) for e in events):
            return None  # the arm asserts something of its own: that is what differs
        test = event.scope.test_scope()
        later = earlier = False
        for call in flow.calls:
            if not _asserts(call) or call.scope.test_scope() is not test or not _reaches(call.scope, event.scope):
                continue
            if any(arm.branch is branch for arm in call.arms) and call.order < event.order:
                continue
            if call.order > event.order:
                later = True
            else:
                earlier = True
        if later:
            return _make("assertion" if earlier else "skip", event.span, branch, event)
    return None


def _gives(event: ExitEvent) -> bool:
    value = event.value
    return value is not None and not (isinstance(value.expr, facts.Literal) and value.expr.value is None)


def _reaches(scope: Scope, outer: Scope) -> bool:
    current: Scope | None = scope
    while current is not None:
        if current is outer:
            return True
        current = current.parent
    return False


def _wires(branch: Branch, events: list[CallEvent | ExitEvent], asserts: list[CallEvent]) -> bool:
    """Tell whether assertions under a condition only guard the building of a client."""
    scope = branch.scope
    in_test = scope.test_scope() is not None
    if scope.within("hook") or scope.within("teardown"):
        return True
    builds = _builds(branch) or any(isinstance(e, ExitEvent) and e.kind == "return" and _gives(e) for e in events)
    if not builds:
        return (
            not in_test
            and not any(e.meaning is not None and e.meaning.kind == "assert" for e in asserts)
            and not any(e.effects for e in asserts)
        )
    return all(_about_errors(e) for e in asserts) or not in_test


def _about_errors(event: CallEvent) -> bool:
    """Tell whether an assertion is about an error or the presence of what was just built."""
    last = event.path.rpartition(".")[2].rpartition(":")[2].lower()
    if event.meaning is not None and event.meaning.kind == "fail":
        return True
    if last in ("noerror", "noerrorf", "nil", "notnil", "notempty", "succeed", "tobedefined", "tobetruthy", "haveoccurred", "benil"):
        return True
    texts = [v.expr.id.lower() for v in (*event.arguments, *event.subjects) if isinstance(v.expr, facts.Name)]
    return any(text in ("err", "error") for text in texts)


def _builds(branch: Branch) -> bool:
    """Tell whether an arm assigns a result to something that outlives it."""
    node = branch.node
    bodies: list[tuple[facts.Stmt, ...]] = []
    if isinstance(node, facts.If):
        bodies = [node.body, node.orelse]
    elif isinstance(node, facts.Switch):
        bodies = [c.body for c in node.cases]
    for body in bodies:
        for stmt in facts.walk(list(body)):
            if isinstance(stmt, facts.Assign) and not stmt.declares and stmt.value is not None:
                return True
    return False
