"""Judges what conditions do to tests: select them, skip them, change what they assert, or only wire a client."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from lint430 import facts
from lint430.flow.index import Index
from lint430.flow.results import Arm, Branch, CallEvent, Choice, ExitEvent, FileFlow, Scope, Value, Verdict
from lint430.flow.selection import selections
from lint430.model import Role, Span

_JUDGED = frozenset((Role.INTEGRATION_TEST, Role.HARNESS, Role.TEST_CONFIG, Role.MOCK, Role.E2E))
_CHANGED = frozenset((Role.INTEGRATION_TEST, Role.HARNESS, Role.TEST_CONFIG))
"""Roles of the files that a verdict on their choice asks to change."""
_REGISTERS = frozenset(("test", "group"))
_SKIPS = frozenset(("skip", "disabled", "only"))
_ASSERTS = frozenset(("assert", "fail"))


def judge(flows: Mapping[str, FileFlow]) -> None:
    """Give every file its verdicts: one per condition that is worth a check's look, in source order."""
    places = _Places(flows)
    for flow in flows.values():
        flow.verdicts = _own(flow, places)
    _bring_home(flows)


def _bring_home(flows: Mapping[str, FileFlow]) -> None:
    """Give a verdict on a choice made in another file to that file; it stays at the use where that file may ask for the mode."""
    moved: dict[str, list[Verdict]] = {}
    for path in sorted(flows):
        flow = flows[path]
        kept: list[Verdict] = []
        for verdict in flow.verdicts:
            home = flows.get(verdict.path or path)
            if verdict.path is None or home is flow:
                kept.append(verdict)
            elif home is not None and home.file.role in _CHANGED:
                moved.setdefault(verdict.path, []).append(replace(verdict, construct=verdict.span, event=None))
            elif home is None or home.file.role is not Role.RUNTIME:
                kept.append(replace(verdict, span=verdict.construct or verdict.span))
        flow.verdicts = kept
    for path, verdicts in moved.items():
        flow = flows[path]
        judged = {v.construct for v in flow.verdicts}
        flow.verdicts = _in_order([*flow.verdicts, *(v for v in verdicts if v.construct not in judged)])


def _own(flow: FileFlow, places: _Places) -> list[Verdict]:
    found: list[Verdict] = selections(flow)
    if flow.file.role not in _JUDGED:
        return found
    claimed: set[int] = {id(v.branch) for v in found}
    inside = _events_by_branch(flow) if flow.branches else {}
    for verdict in _given_conditions(flow, places) if flow.from_environment else ():
        if any((s.construct or s.span).contains(verdict.span) for s in found if s.kind == "selection" and s.branch is not None):
            continue
        found.append(verdict)
        if verdict.branch is not None:
            claimed.add(id(verdict.branch))
    for verdict in _expectations(flow, places) if flow.from_mode else ():
        if verdict.branch is None or id(verdict.branch) not in claimed:
            found.append(verdict)
            if verdict.branch is not None:
                claimed.add(id(verdict.branch))
    for branch in flow.branches:
        if id(branch) in claimed or branch.derivation:
            continue
        judged = _of_branch(flow, branch, inside.get(id(branch), []), places)
        if judged is not None:
            claimed.add(id(branch))
            found.append(judged)
    return _in_order(found)


def _in_order(verdicts: list[Verdict]) -> list[Verdict]:
    """Give verdicts in source order, each place once."""
    kept: list[Verdict] = []
    seen: set[tuple[str, str | None, int, int]] = set()
    for verdict in sorted(verdicts, key=lambda v: (v.span.line, v.span.column, v.origin is None)):
        key = (verdict.kind, verdict.path, verdict.span.line, verdict.span.column)
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


def _of_branch(flow: FileFlow, branch: Branch, events: list[CallEvent | ExitEvent], places: _Places) -> Verdict | None:
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
        return None if _is_given(branch) else _make("skip", skips[0].span, branch, skips[0])
    left = _left_for_skip(flow, branch, events)
    if left is not None:
        return _make("skip", left.span, branch, left)
    guard = _guard(flow, branch, events, places)
    if guard is not None:
        return guard
    asserts = [e for e in calls if _asserts(e)]
    if asserts and not _wires(branch, events, asserts) and not all(_repeated(e, branch) for e in asserts):
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
    return "assert" in event.effects and _WAITS.match(_called(event.node)) is None


_WAITS = re.compile(r"_*(?:wait|sleep)(?:$|_|[A-Z])", re.IGNORECASE)


def _called(node: facts.Call) -> str:
    function = node.function
    return function.name if isinstance(function, facts.Attribute) else getattr(function, "id", "")


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


def _parameters_in(branch: Branch) -> set[str]:
    """List the parameters of its function that a branch's condition is made of."""
    function = branch.scope.function
    if function is None or branch.condition.expr is None or branch.scope.test is not None:
        return set()
    names = {p.target.id for p in function.parameters if isinstance(p.target, facts.Name) and p.kind != "receiver"}
    return names & _bare_names(branch.condition.expr)


def _given_to_helpers(call: CallEvent, places: _Places) -> Iterator[Verdict]:
    """See a condition given to a helper that skips by it: ``skip_if(cluster, "why")``."""
    for scope in call.callees:
        asked = places.skips_by(scope)
        for name, value in _named_arguments(call, scope) if asked else ():
            if name in asked and value.origin is not None:
                yield Verdict("skip", call.span, None, value.origin, value.reads, call, call.span)


def _named_arguments(call: CallEvent, scope: Scope) -> Iterator[tuple[str, Value]]:
    """Pair the arguments of a call with the names of the parameters of what it calls."""
    parameters = [] if scope.function is None else [p for p in scope.function.parameters if p.kind != "receiver"]
    names = [p.target.id if isinstance(p.target, facts.Name) else "" for p in parameters]
    for index, (value, keyword) in enumerate(zip(call.arguments, call.names, strict=True)):
        yield keyword or (names[index] if index < len(names) else ""), value


def _given_conditions(flow: FileFlow, places: _Places) -> Iterator[Verdict]:
    """See skips that are given their condition: ``skipIf(mock)``, ``pytest.mark.skipif(mode == …)``, ``test.skip(cond, "why")``."""
    for call in flow.calls:
        meaning = call.meaning
        if "skip" in call.effects:
            yield from _given_to_helpers(call, places)
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


def _bare_names(expr: facts.Expr) -> set[str]:
    """Name the variables whose own values an expression asks, and not a member's."""
    found: set[str] = set()
    stack: list[facts.Expr] = [expr]
    while stack:
        node = stack.pop()
        match node:
            case facts.Name():
                found.add(node.id)
            case facts.Logic() | facts.Compare():
                stack += [node.left, node.right]
            case facts.Not() | facts.Cast():
                stack.append(node.operand if isinstance(node, facts.Not) else node.value)
            case _:
                pass
    return found


def _is_given(branch: Branch) -> bool:
    """Tell whether a helper only asks what it is given: the finding is where it is given the mode."""
    function, origin, asked = branch.scope.function, branch.origin, branch.condition.expr
    if function is None or origin is None or asked is None or branch.scope.test is not None:
        return False
    names = {p.target.id for p in function.parameters if isinstance(p.target, facts.Name) and p.kind != "receiver"} & _bare_names(asked)
    return any(step.what == f"passed to `{function.name}` as `{name}`" for step in origin.trace for name in names)


def _left_for_skip(flow: FileFlow, branch: Branch, events: list[CallEvent | ExitEvent]) -> CallEvent | None:
    """Find the skip that a return in one arm leaves to the others: ``if cluster { return }`` before ``t.Skip()``."""
    for event in events:
        if isinstance(event, ExitEvent) and event.kind == "return" and event.arms and event.arms[-1].branch is branch:
            for call in flow.calls:
                same = [a.branch for a in call.arms] == [a.branch for a in branch.arms] and call.scope is event.scope
                if same and call.order > event.order and _skips(call):
                    return call
    return None


def _skip_options(flow: FileFlow, call: CallEvent) -> Iterator[Verdict]:
    """See a test's own options: ``it("x", { skip: !cluster }, …)``."""
    for argument in call.node.arguments:
        for entry in argument.value.entries if isinstance(argument.value, facts.Record) else ():
            if isinstance(entry.key, facts.Name | facts.Literal) and _key(entry.key) in ("skip", "todo", "only"):
                value = flow.value(entry.value)
                origin = value.origin or (value.selected.origin if value.selected else None)
                if origin is not None or value.reads:
                    yield Verdict("skip", entry.key.span, None, origin, value.reads, call, call.span)


def _key(key: facts.Name | facts.Literal) -> str:
    return key.id if isinstance(key, facts.Name) else str(key.value)


def _expectations(flow: FileFlow, places: _Places) -> Iterator[Verdict]:
    """See asserted values that the mode chose or takes part in."""
    for call in flow.calls:
        if call.decorates is not None and call.path.endswith("parametrize"):
            yield from _by_row(flow, call, call.decorates, places)
    bearing = flow.once(Index).bearing
    for call in flow.calls:
        parts = [call.node.function, *(a.value for a in call.node.arguments)]
        if call.means("assert"):
            parts += [value.expr for value in call.subjects if value.expr is not None]
        if not any(id(part) in bearing for part in parts):
            continue
        if call.meaning is None or call.meaning.kind != "assert":
            verdict = _by_helper(flow, call, places) or _by_name(flow, call, places)
        else:
            verdict = _by_alias(flow, call, places) or _expectation(flow, call, _compared(call), places) or _by_name(flow, call, places)
        if verdict is not None:
            yield verdict
    for branch in flow.branches:
        verdict = _by_condition(flow, branch, places) if branch.kind == "if" and branch.origin is None else None
        if verdict is not None:
            yield verdict


def _by_condition(flow: FileFlow, branch: Branch, places: _Places) -> Verdict | None:
    """See a chosen value in a condition that only fails the test: ``if got != want { t.Errorf(…) }``."""
    node = branch.node
    failing = places.failing.get(id(branch))
    if failing is None or not isinstance(node, facts.If):
        return None
    stack: list[facts.Expr] = [node.test]
    while stack:
        part = stack.pop()
        operands: list[facts.Expr] = []
        match part:
            case facts.Logic():
                stack += [part.left, part.right]
            case facts.Not():
                stack.append(part.operand)
            case facts.Compare(left=left, right=right):
                made = places.difference(flow, left, branch)
                if made is not None:
                    operands = [argument.value for argument in made.arguments]
                elif not (_is_unset(left) or _is_unset(right)):
                    operands = [left, right]
            case facts.Call() if _EQUALS.search(_path(flow, part)):
                operands = [argument.value for argument in part.arguments]
            case _:
                pass
        verdict = _expectation(flow, failing, [flow.value(o) for o in operands], places) if operands else None
        if verdict is not None:
            return verdict
    return None


_EQUALS = re.compile(
    r"^(?:reflect:DeepEqual|(?:bytes|slices|maps):Equal\w*|errors:Is|strings:(?:EqualFold|Contains|HasPrefix|HasSuffix)|.*/cmp:(?:Diff|Equal))$"
)


def _path(flow: FileFlow, node: facts.Node) -> str:
    """Give what a call is called by."""
    call = flow.once(Index).calls.get(id(node))
    return "" if call is None else call.path


def _is_unset(expr: facts.Expr) -> bool:
    return isinstance(expr, facts.Literal) and expr.value in ("", None, 0)


class _Places:
    """Finds branches by the place a choice names, calls by their facts, and what functions compare, in all files of an analysis."""

    def __init__(self, flows: Mapping[str, FileFlow]) -> None:
        self._flows = list(flows.values())
        self._loops: dict[str, list[Span]] = {}
        self._compared: dict[int, set[str]] = {}
        self._differences: dict[str, list[tuple[str, facts.Call]]] = {}

    @cached_property
    def _branches(self) -> dict[tuple[str, Span], Branch]:
        return {(flow.file.path, b.construct): b for flow in self._flows for b in flow.branches}

    @cached_property
    def _predicates(self) -> dict[int, Branch]:
        return {id(b.node): b for flow in self._flows for b in flow.branches if b.kind == "predicate" and b.origin is not None}

    @cached_property
    def _meant(self) -> dict[str, list[tuple[FileFlow, CallEvent]]]:
        """Give the calls that assert, skip or fail, by what they do."""
        found: dict[str, list[tuple[FileFlow, CallEvent]]] = {"assert": [], "skip": [], "fail": []}
        for flow in self._flows:
            for call in flow.calls:
                if call.meaning is not None and call.meaning.kind in found:
                    found[call.meaning.kind].append((flow, call))
        return found

    @cached_property
    def failing(self) -> dict[int, CallEvent]:
        """Give the first call that fails the test in an arm of a branch and nowhere further in, by the branch's identity."""
        return {id(call.arms[-1].branch): call for _, call in reversed(self._meant["fail"]) if call.arms}

    @cached_property
    def _skipping(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for _, call in self._meant["skip"]:
            if call.arms:
                branch = call.arms[-1].branch
                found.setdefault(id(branch.scope), set()).update(_parameters_in(branch))
        return found

    @cached_property
    def _asserting(self) -> dict[int, list[tuple[FileFlow, CallEvent]]]:
        """Give the assertions that stand in a function, by its scope's identity."""
        found: dict[int, list[tuple[FileFlow, CallEvent]]] = {}
        for flow, call in self._meant["assert"]:
            found.setdefault(id(call.scope), []).append((flow, call))
        return found

    @cached_property
    def _asking(self) -> dict[int, list[facts.If]]:
        """Give the conditions that fail the test in a function, by its scope's identity."""
        found: dict[int, list[facts.If]] = {}
        for branch in (branch for flow in self._flows for branch in flow.branches):
            if id(branch) in self.failing and isinstance(branch.node, facts.If):
                found.setdefault(id(branch.scope), []).append(branch.node)
        return found

    def difference(self, flow: FileFlow, expr: facts.Expr, branch: Branch) -> facts.Call | None:
        """Give the comparison that a name stands for where a branch asks it: ``diff := cmp.Diff(want, got)``."""
        known = self._differences.get(flow.file.path)
        if known is None:
            known = self._differences[flow.file.path] = [
                (node.target.id, node.value)
                for node in flow.module.nodes()
                if isinstance(node, facts.Assign) and isinstance(node.target, facts.Name) and isinstance(node.value, facts.Call)
                if _EQUALS.search(_path(flow, node.value))
            ]
        made = [c for name, c in known if isinstance(expr, facts.Name) and name == expr.id and c.span.line <= branch.span.line]
        return made[-1] if made else None

    def branch(self, choice: Choice) -> Branch | None:
        """Give the branch that chose something."""
        return self._branches.get((choice.path, choice.span))

    def compared(self, scope: Scope) -> set[str]:
        """List the names that a function compares in its assertions."""
        known = self._compared.get(id(scope))
        if known is None:
            known = self._compared[id(scope)] = set()
            for flow, call in self._asserting.get(id(scope), ()):
                sides = (value.expr for operand in _compared(call) for value in _sides(flow, operand))
                known.update(expr.id for expr in sides if isinstance(expr, facts.Name))
            for node in self._asking.get(id(scope), ()):
                tests = [n for n in facts.walk([node.test]) if isinstance(n, facts.Compare) and not _is_unset(n.right)]
                known.update(side.id for test in tests for side in (test.left, test.right) if isinstance(side, facts.Name))
        return known

    def skips_by(self, scope: Scope) -> set[str]:
        """List the parameters by which a function skips."""
        return self._skipping.get(id(scope), set())

    def loop(self, flow: FileFlow, span: Span) -> Span | None:
        """Give the body of the innermost loop around a place."""
        loops = self._loops.get(flow.file.path)
        if loops is None:
            bodies = [n.body for n in flow.module.of(facts.Loop) if n.body]
            loops = self._loops[flow.file.path] = [
                Span(b[0].span.line, b[0].span.column, b[-1].span.end_line, b[-1].span.end_column) for b in bodies
            ]
        return next((loop for loop in reversed(loops) if loop.contains(span)), None)

    def predicate(self, expr: facts.Expr) -> Branch | None:
        """Give the branch of a predicate that selects what is asserted: ``rows.every((row) => !live || row.node)``."""
        while True:
            match expr:
                case facts.Cast(value=inner) | facts.Attribute(object=inner) | facts.Not(operand=inner):
                    expr = inner
                case facts.Call(function=facts.Attribute(object=inner)):
                    if id(expr) in self._predicates:
                        return self._predicates[id(expr)]
                    expr = inner
                case _:
                    return None


def _expectation(flow: FileFlow, call: CallEvent, operands: list[Value], places: _Places) -> Verdict | None:
    compares = len(operands) > 1 or any(isinstance(v.expr, facts.Compare) and not _asks_presence(v.expr) for v in operands)
    compares = compares or not (_UNARY.search(call.path) or _SUBJECT.search(call.path))
    sides = [side for operand in operands for side in _sides(flow, operand)]
    expects_member = compares and not any(isinstance(side.expr, facts.Literal) or side.constants for side in sides)
    for value in operands:
        if value.expr is None:
            continue
        for choice, is_owner in _chosen(flow, value.expr):
            branch = places.branch(choice)
            if is_owner and not expects_member:
                continue  # a member of what the mode chose is the subject: `assert client.count == 3`
            if branch is None or compares or branch.selects_values or _decides_what_to_ask(branch):
                return _expects(flow, choice, branch, call)
        predicate = places.predicate(value.expr)
        if predicate is not None:
            return _make("expectation", predicate.span, predicate, call)
        if value.origin is not None and _mixed(flow, value.expr):
            return Verdict("expectation", call.span, None, value.origin, value.reads, call, call.span)
    if _compares_mode_with_data(flow, operands):
        derived = next(v for v in operands if v.origin is not None)
        return Verdict("expectation", call.span, None, derived.origin, derived.reads, call, call.span)
    return None


def _decides_what_to_ask(branch: Branch) -> bool:
    """Tell whether a ternary picks between conditions: ``assert rows == 1 if cluster else True``."""
    node = branch.node
    return isinstance(node, facts.Ternary) and any(isinstance(leaf, facts.Compare | facts.Not | facts.Logic) for leaf in _leaves(node))


def _expects(flow: FileFlow, choice: Choice, branch: Branch | None, call: CallEvent) -> Verdict:
    span = choice.span if branch is None else branch.span
    if choice.path != flow.file.path:
        return Verdict("expectation", span, None, choice.origin, (), call, call.span, choice.path)
    return Verdict("expectation", span, branch, choice.origin, (), call, choice.span)


def _by_helper(flow: FileFlow, call: CallEvent, places: _Places) -> Verdict | None:
    """See a chosen value given to a helper that compares it: ``assert_rows(rows, live if cluster else fake)``."""
    if "assert" in call.effects and isinstance(call.node.function, facts.Name | facts.Ternary):
        picked = flow.value(call.node.function).selected
        chooser = None if picked is None else places.branch(picked)
        if picked is not None and chooser is not None:
            return _expects(flow, picked, chooser, call)
    for scope in call.callees if call.effects & {"assert", "fail"} else ():
        for name, value in _named_arguments(call, scope):
            choice = value.selected or value.held
            branch = None if choice is None else places.branch(choice)
            if choice is not None and branch is not None and name in places.compared(scope) and not _makes_objects(branch):
                return _expects(flow, choice, branch, call)
    return None


def _by_row(flow: FileFlow, call: CallEvent, test: Scope, places: _Places) -> Iterator[Verdict]:
    """See a value in a row of a parametrised test that the test compares: ``("rows", [("a", 3 if cluster else 1)])``."""
    values = [a.value for a in call.node.arguments if a.name in (None, "argnames", "argvalues")][:2]
    names = [
        part.strip()
        for node in facts.walk([*values[:1]])
        if isinstance(node, facts.Literal) and isinstance(node.value, str)
        for part in node.value.split(",")
    ]
    for row in values[1].items if len(values) == 2 and isinstance(values[1], facts.Sequence) and len(names) > 1 else ():
        parts = row.items if isinstance(row, facts.Sequence) else [a.value for a in getattr(row, "arguments", ()) if a.name is None]
        for name, part in zip(names, parts, strict=False):
            choice = flow.value(part).selected or flow.value(part).held
            if choice is not None and name in places.compared(test):
                yield _expects(flow, choice, places.branch(choice), call)


def _by_alias(flow: FileFlow, call: CallEvent, places: _Places) -> Verdict | None:
    """See an assertion that the mode chose: ``check = self.assertIn if cluster else self.assertNotIn``."""
    chosen = flow.value(call.node.function).selected if isinstance(call.node.function, facts.Name) else None
    return None if chosen is None else _expects(flow, chosen, places.branch(chosen), call)


def _sides(flow: FileFlow, value: Value) -> list[Value]:
    if isinstance(value.expr, facts.Compare):
        return [flow.value(value.expr.left), flow.value(value.expr.right)]
    return [value]


def _by_name(flow: FileFlow, call: CallEvent, places: _Places) -> Verdict | None:
    """See a matcher whose name the mode chose: ``expect(row)[matcher](…)``."""
    function = call.node.function
    if isinstance(function, facts.Attribute):
        return _by_subject(flow, call, function.object, places)
    if not isinstance(function, facts.Index):
        return None
    owner = function.object
    while isinstance(owner, facts.Cast):
        owner = owner.value
    chosen = flow.value(function.key).selected
    if chosen is None or not _SUBJECT.search(f"{_path(flow, owner)}()"):
        return None
    return _expects(flow, chosen, places.branch(chosen), call)


def _by_subject(flow: FileFlow, call: CallEvent, owner: facts.Expr, places: _Places) -> Verdict | None:
    """See an expectation turned around by the mode: ``(mock ? expect(row) : expect(row).not).toBe(…)``."""
    while isinstance(owner, facts.Cast):
        owner = owner.value
    if not isinstance(owner, facts.Ternary | facts.Name) or not _SUBJECT.search(call.path):
        return None
    chosen = flow.value(owner).selected
    return None if chosen is None else _expects(flow, chosen, places.branch(chosen), call)


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


def _chosen(flow: FileFlow, expr: facts.Expr) -> Iterator[tuple[Choice, bool]]:
    """List what the mode chose in an asserted expression, and whether only a member of it is asserted.

    What a call gives back is data, whatever it was given; matchers, and functions seen to choose what they give, excepted.
    """
    stack: list[tuple[facts.Expr, bool]] = [(expr, False)]
    while stack:
        node, is_owner = stack.pop()
        if id(node) in flow.from_mode and isinstance(
            node, facts.Name | facts.Ternary | facts.Index | facts.Attribute | facts.Logic | facts.Call
        ):
            value = flow.value(node)
            choice = value.selected or (None if is_owner else value.held)
            if choice is not None and not (isinstance(node, facts.Call) and _was_given(flow, node, choice)):
                yield choice, is_owner
        match node:
            case facts.Call():
                if _MATCHER.search(_path(flow, node)):
                    stack += [(a.value, is_owner) for a in reversed(node.arguments)]
            case facts.Index() | facts.Attribute():
                stack.append((node.object, True))
            case facts.Function() | facts.Opaque() | facts.Name() | facts.Comprehension():
                pass
            case _:
                stack += [(child, is_owner) for child in reversed(facts.children(node)) if isinstance(child, facts.Expr)]


def _was_given(flow: FileFlow, call: facts.Call, choice: Choice) -> bool:
    """Tell whether a call only hands on what was chosen before: a double that gives back the row it is given."""
    given = [flow.value(argument.value) for argument in call.arguments]
    return any(known is not None and known.span == choice.span for value in given for known in (value.selected, value.held))


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
            case facts.Ternary():
                stack += [node.test, node.then, node.orelse]
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


def _guard(flow: FileFlow, branch: Branch, events: list[CallEvent | ExitEvent], places: _Places) -> Verdict | None:
    """See a return or continue that leaves assertions out."""
    for event in events:
        if not isinstance(event, ExitEvent) or event.kind not in ("return", "continue", "break"):
            continue
        helper = event.scope.test_scope() is None
        if _gives(event, in_shell=flow.module.language == "bash") or (
            helper and not ((branch.origin is not None or branch.condition.reads) and _checks(flow, event))
        ):
            continue
        if event.arms and event.arms[-1].branch is not branch:
            continue
        if any(isinstance(e, CallEvent) and e.order < event.order and _asserts(e) for e in events):
            return None  # the arm asserts something of its own: that is what differs
        test = event.scope.test_scope()
        later = earlier = False
        loop = None if event.kind == "return" else places.loop(flow, event.span)
        for call in flow.calls:
            if not (_asserts(call) or _registers(call)) or call.scope.test_scope() is not test or not _reaches(call.scope, event.scope):
                continue
            if any(arm.branch is branch for arm in call.arms) and call.order < event.order:
                continue
            if loop is not None and not loop.contains(call.span):
                continue  # a jump leaves out what its loop still holds
            if call.order > event.order and call.meaning is not None and call.meaning.kind == "fail" and _is_way_out(call, branch):
                return None  # whoever does not leave here fails: leaving is the success
            if call.order > event.order:
                later = True
            else:
                earlier = True
        if later:
            return _make("assertion" if earlier or (helper and branch.origin is not None) else "skip", event.span, branch, event)
    return None


def _checks(flow: FileFlow, event: ExitEvent) -> bool:
    """Tell whether a bare return leaves a helper that only asserts, and that more than the hooks of this file call."""
    scope = event.scope
    if scope.function is None or not scope.name or event.kind != "return" or event.value is not None:
        return False
    if scope.within("hook") or scope.within("teardown") or scope.within("group"):
        return False
    if any(e.scope is scope and e.kind == "return" and _gives(e) for e in flow.exits):
        return False
    callers = [c.scope for c in flow.calls if c.path.rpartition(".")[2] == scope.name]
    return not callers or any(not (s.within("hook") or s.within("teardown")) for s in callers)


def _is_way_out(call: CallEvent, branch: Branch) -> bool:
    """Tell whether a call is reached by whatever passes a branch: it stands in no other arm than those around the branch."""
    around = {id(arm.branch) for arm in branch.arms}
    return call.scope is branch.scope and all(id(arm.branch) in around for arm in call.arms)


def _gives(event: ExitEvent, *, in_shell: bool = False) -> bool:
    value = event.value
    if in_shell and value is not None and isinstance(value.expr, facts.Literal):
        # Bash: `return 0` only leaves, any other status fails the test.
        return value.expr.value not in (0, None)
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
    made = _made(branch)
    return all(_about_errors(e) or id(e.node) in made for e in asserts) or not in_test


def _made(branch: Branch) -> set[int]:
    """Give the calls whose results the arms assign: what a maker asserts inside is about what it makes."""
    nodes = facts.walk([branch.node])
    return {id(n.value) for n in nodes if isinstance(n, facts.Assign) and isinstance(n.value, facts.Call)}


def _repeated(event: CallEvent, branch: Branch) -> bool:
    """Tell whether the other arm of an ``if`` runs the same asserting helper, perhaps retried: ``retry(check, url)`` and ``check(url)``."""
    node = branch.node
    if event.meaning is not None or not isinstance(node, facts.If) or not node.orelse or getattr(node.orelse[0], "chained", False):
        return False
    inside = any(inner is event.node for inner in facts.walk(list(node.body)))
    other = [n for n in facts.walk(list(node.orelse if inside else node.body)) if isinstance(n, facts.Call)]
    mine, name = _atoms(event.node), _called(event.node)
    for call in other:
        theirs = _atoms(call)
        if theirs == mine or (_called(call) != name and ((mine < theirs and name in theirs) or (theirs < mine and _called(call) in mine))):
            return True
    return False


def _atoms(call: facts.Call) -> set[object]:
    """List the names and constants of a call."""
    nodes = facts.walk([call])
    return {n.id for n in nodes if isinstance(n, facts.Name)} | {
        n.name if isinstance(n, facts.Attribute) else n.value for n in nodes if isinstance(n, facts.Attribute | facts.Literal)
    }


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
