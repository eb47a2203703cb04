"""What stands in for an environment variable that is not set: a default, or another variable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.index import Index
from lint430.flow.results import CallEvent, EnvironmentRead, FileFlow, Value
from lint430.model import Span

_VARIABLE = re.compile(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
_UPPER = re.compile(r"^[A-Z][A-Z0-9_]+$")
_DEFAULTS = re.compile(
    r"^_?(?:d|def|dflt|deflt|default\w*|fallback\w*|fb|alt\w*|otherwise|or_?else|other|value_?if_?unset)$", re.IGNORECASE
)
_DEMANDS = re.compile(r"require|must|need|assert|ensure|expect|demand|mandatory|set|write|put|has|check", re.IGNORECASE)
_ENV_GETTER = re.compile(
    r"(?:^|[.:_])(?:get|read|load|fetch|optional|lookup)?_?env(?:_?var(?:iable)?|ironment(?:_?variable)?)?(?:_?or(?:_?default|_?else)?|_?with_?default|_?default)?$",
    re.IGNORECASE,
)
_COALESCE = re.compile(r"^cmp:Or$|(?:^|[.:])(?:[cC]oalesce\w*|[fF]irst_?[nN]on_?(?:[eE]mpty|[zZ]ero|[nN]il|[nN]ull))$")


@dataclass(frozen=True, slots=True)
class Fallback:
    """One variable with what is taken when it is not set."""

    name: str
    """The variable."""
    is_mode: bool
    span: Span
    """Of what is taken instead."""
    constants: tuple[str | int | float | bool | None, ...] = ()
    """What it is, where it is constant; a text with open parts counts by its known ones."""
    reads: tuple[EnvironmentRead, ...] = ()
    """The other variables it is read from."""
    composed: bool = False
    """Whether it is a text that is put together, so that those variables are parts of it and no second sources."""


def fallbacks(flow: FileFlow) -> list[Fallback]:
    """List the stand-ins of a file, one per place and variable, in source order."""
    found: dict[tuple[str, int, int], Fallback] = {}
    for one in _all(flow):
        if not one.name[:1].isalpha() and not one.name.startswith("_"):
            # Bash: `${1:-x}` is an argument.
            continue
        found.setdefault((one.name, one.span.line, one.span.column), one)
    return sorted(found.values(), key=lambda f: (f.span.line, f.span.column))


def _all(flow: FileFlow) -> Iterator[Fallback]:
    index = flow.once(Index)
    tested = _conditions(flow)
    for read in flow.reads:
        if read.default is not None and read.default_span is not None and id(read.default.expr) not in tested:
            composed = _is_composed(read.default.expr)
            yield Fallback(read.name, read.is_mode, read.default_span, read.default.constants, read.default.reads, composed)
    for logic in index.of(facts.Logic) if flow.from_environment else ():
        if logic.operator in ("or", "??") and id(logic.right) not in tested and flow.value(logic.left).raw:
            yield from _instead(flow, flow.value(logic.left).reads, logic.right)
    for ternary in index.of(facts.Ternary) if flow.from_environment else ():
        yield from _ternary(flow, ternary)
    reads = {id(read.node): read for read in reversed(flow.reads) if not read.presence}
    for event in flow.calls:
        if flow.from_environment or id(event.node) in reads or "env" in event.path.lower():
            yield from _call(flow, event, reads.get(id(event.node)))
    if flow.from_environment:
        for tried in index.of(facts.Try):
            yield from _lookup_error(flow, tried)
        yield from _written(flow)
        yield from _statements(flow, flow.module.body)
        for kind in (facts.Function, facts.Block, facts.Loop, facts.With, facts.If, facts.Try, facts.Switch):
            for node in index.of(kind):
                for block in facts.blocks(node):
                    yield from _statements(flow, block)
    if flow.module.language == "bash":
        yield from _filled(flow, index)


def _filled(flow: FileFlow, index: Index) -> Iterator[Fallback]:
    """See a Bash function that fills a variable of the environment: ``: "${X:=y}"``, ``[ -z "$X" ] && X=y``; nothing else in the script binds it."""
    own: dict[str, list[facts.Expr | None]] = {}
    bindings: list[facts.Assign | facts.Bind] = [*index.of(facts.Assign), *index.of(facts.Bind)]
    for binding in bindings:
        if isinstance(binding.target, facts.Name):
            own.setdefault(binding.target.id, []).append(binding.value)
    found: list[tuple[str, facts.Expr]] = []
    for node in (*index.of(facts.Logic), *index.of(facts.If)):
        match node:
            case facts.Logic(operator="or", left=facts.Name(id=name), right=right):
                found.append((name, right))
            case facts.If(test=facts.Compare(operator="==", left=facts.Name(id=asked), right=facts.Literal(value="")), body=body):
                found += [
                    (asked, s.value) for s in body if isinstance(s, facts.Assign) and s.value and getattr(s.target, "id", "") == asked
                ]
            case _:
                pass
    for name, value in found:
        mentions = [
            any(isinstance(n, facts.Name) and n.id == name for n in facts.walk([v]))
            for v in own.get(name, [])
            if v is not None and v is not value
        ]
        known = flow.value(value)
        others = tuple(read for read in known.reads if read.name != name)
        if _UPPER.match(name) and all(mentions) and (known.constants or others):
            is_mode = any(read.is_mode and read.name == name for read in flow.reads)
            yield Fallback(name, is_mode, value.span, known.constants, others, _is_composed(value))


def _written(flow: FileFlow) -> Iterator[Fallback]:
    """See a variable that is set where it was not: ``if (!process.env.X) { process.env.X = "y"; }``."""
    for write in flow.writes:
        node = write.arms[-1].branch.node if write.arms else None
        asked = _asks(flow, node.test) if isinstance(node, facts.If) else None
        if asked is None or write.value is None or write.value.expr is None:
            continue
        reads, positive = asked
        if write.arms[-1].index == (1 if positive else 0) and any(read.name == write.name for read in reads):
            yield from _instead(flow, reads, write.value.expr)


def _instead(flow: FileFlow, reads: tuple[EnvironmentRead, ...], expr: facts.Expr) -> Iterator[Fallback]:
    value = flow.value(expr)
    parts = {read.name for read in value.reads} if _is_composed(expr) else set()
    reads = tuple(read for read in reads if read.name not in parts)
    if not reads:
        return
    constants = value.constants or _text(flow, expr)
    others = tuple(r for r in value.reads if r.name not in {read.name for read in reads})
    if not others and not any(c not in ("", None) for c in constants):
        return
    last = reads[-1]
    yield Fallback(last.name, last.is_mode, expr.span, constants, others, _is_composed(expr))


def _is_composed(expr: facts.Expr | None) -> bool:
    return expr is not None and isinstance(facts.bare(expr), facts.Combine)


def _text(flow: FileFlow, expr: facts.Expr) -> tuple[str, ...]:
    """Give the known parts of a text that is put together, such as ``http://localhost:`` before a port."""
    while isinstance(expr, facts.Cast):
        expr = expr.value
    if not isinstance(expr, facts.Combine):
        return ()
    known = [c for part in expr.parts for c in flow.value(part).constants if isinstance(c, str)]
    return ("".join(known),) if any(c.strip() for c in known) else ()


def _conditions(flow: FileFlow) -> set[int]:
    """Name the expressions of which only the truth counts."""
    found: set[int] = set()
    index = flow.once(Index)
    stack: list[facts.Expr] = [node.operand for node in index.of(facts.Not)]
    stack += [node.test for node in index.of(facts.If)]
    stack += [node.test for node in index.of(facts.Ternary)]
    stack += [loop.test for loop in index.of(facts.Loop) if loop.test is not None]
    asking = {id(event.node) for event in index.meaningful if event.means("skip-if", "run-if")}
    for call in index.of(facts.Call):
        if id(call) in asking or (isinstance(call.function, facts.Name) and call.function.id in ("Boolean", "bool")):
            stack += [argument.value for argument in call.arguments]
    while stack:
        expr = stack.pop()
        found.add(id(expr))
        match expr:
            case facts.Logic():
                stack += [expr.left, expr.right]
            case facts.Not():
                stack.append(expr.operand)
            case facts.Cast():
                stack.append(expr.value)
            case _:
                pass
    return found


def _asks(flow: FileFlow, test: facts.Expr) -> tuple[tuple[EnvironmentRead, ...], bool] | None:
    """Say for which variables a condition asks, and whether it holds when they are set; None where it asks for something else, too."""
    match test:
        case facts.Not():
            inner = _asks(flow, test.operand)
            return None if inner is None else (inner[0], not inner[1])
        case facts.Cast():
            return _asks(flow, test.value)
        case facts.Logic():
            left, right = _asks(flow, test.left), _asks(flow, test.right)
            if left is None or right is None or left[1] is not right[1] or {r.name for r in left[0]} != {r.name for r in right[0]}:
                return None
            return left
        case facts.Compare():
            if test.operator in ("in", "not in"):
                reads = flow.value(test).reads
                return (reads, test.operator == "in") if reads else None
            sides = [side for side in (test.left, test.right) if flow.value(side).reads]
            other = test.right if sides and sides[0] is test.left else test.left
            if len(sides) != 1 or not (isinstance(other, facts.Literal) and other.value in ("", None, 0)):
                return None
            if test.operator in ("==", "is"):
                return flow.value(sides[0]).reads, False
            return (flow.value(sides[0]).reads, True) if test.operator in ("!=", "is not", ">") else None
        case _:
            reads = flow.value(test).reads
            return (reads, True) if reads else None


def _same(flow: FileFlow, expr: facts.Expr | None, reads: tuple[EnvironmentRead, ...]) -> bool:
    """Tell whether an expression gives what was read from one of the variables."""
    return expr is not None and bool({r.name for r in flow.value(expr).reads} & {r.name for r in reads})


def _ternary(flow: FileFlow, node: facts.Ternary) -> Iterator[Fallback]:
    asked = _asks(flow, node.test)
    if asked is not None:
        given, other = (node.then, node.orelse) if asked[1] else (node.orelse, node.then)
        if _same(flow, given, asked[0]):
            yield from _instead(flow, asked[0][:1], other)


def _call(flow: FileFlow, event: CallEvent, read: EnvironmentRead | None) -> Iterator[Fallback]:
    node = event.node
    if _COALESCE.search(event.path):
        for before, after in zip(event.arguments, event.arguments[1:], strict=False):
            if before.reads and after.expr is not None:
                yield from _instead(flow, before.reads, after.expr)
        return
    if read is None and not _ENV_GETTER.search(event.path):
        return
    first = event.arguments[0].constants if event.arguments else ()
    if len(first) != 1 or not isinstance(first[0], str) or (read is None and not _VARIABLE.match(first[0])):
        return
    last = re.split(r"[.:]", event.path)[-1]
    name, is_mode = (first[0], False) if read is None else (read.name, read.is_mode)
    if read is not None and read.default is not None:
        return
    own = flow.once(Index).functions.get(last) if isinstance(node.function, facts.Name) else None
    given: facts.Expr | None = None
    if own is not None:
        given = _default_argument(node, own)
    elif not _DEMANDS.search(last):
        given = next((a.value for a in node.arguments if a.name in ("default", "fallback")), None)
        if given is None and len(node.arguments) == 2 and node.arguments[1].name is None:
            given = node.arguments[1].value
    if given is None:
        return
    value = flow.value(given)
    constants = value.constants or _text(flow, given)
    if own is None and any(isinstance(c, str) and (" " in c or _VARIABLE.match(c)) for c in constants):
        # A message, or the name of another variable.
        return
    if value.reads or any(c not in ("", None) for c in constants):
        yield Fallback(name, is_mode, given.span, constants, value.reads)


def _default_argument(node: facts.Call, function: facts.Function) -> facts.Expr | None:
    """Give what a call passes for a wrapper's default, or the default of that parameter itself."""
    parameters = [p for p in function.parameters if p.kind != "receiver"]
    for index, parameter in enumerate(parameters):
        name = parameter.target.id if isinstance(parameter.target, facts.Name) else ""
        if index == 0 or not _DEFAULTS.match(name):
            continue
        passed = next((a.value for a in node.arguments if a.name == name), None)
        if passed is None and index < len(node.arguments) and node.arguments[index].name is None:
            passed = node.arguments[index].value
        return passed or parameter.default
    return None


def _lookup_error(flow: FileFlow, node: facts.Try) -> Iterator[Fallback]:
    """See ``try: return os.environ["X"]`` with a handler that gives a default."""
    if len(node.body) != 1 or not isinstance(node.body[0], facts.Return | facts.Assign) or node.body[0].value is None:
        return
    reads = flow.value(node.body[0].value).reads
    for handler in node.handlers if reads else ():
        for stmt in handler.body:
            if isinstance(stmt, facts.Return | facts.Assign) and stmt.value is not None:
                yield from _instead(flow, reads, stmt.value)


def _statements(flow: FileFlow, block: tuple[facts.Stmt, ...]) -> Iterator[Fallback]:
    """See defaults given by a return before or after a set-ness test, or assigned ahead of one."""
    flat: list[facts.Stmt] = []
    for stmt in block:
        # Go: `if v := os.Getenv("X"); v != "" { … }` is a block of its own.
        if isinstance(stmt, facts.Block) and stmt.kind == "block" and len(stmt.body) == 2 and isinstance(stmt.body[1], facts.If):
            flat += stmt.body
        else:
            flat.append(stmt)
    for index, stmt in enumerate(flat):
        if not isinstance(stmt, facts.If) or not stmt.body:
            continue
        asked = _asks(flow, stmt.test)
        if asked is None:
            continue
        reads, positive = asked
        last = stmt.body[-1]
        after = flat[index + 1 :]
        if isinstance(last, facts.Return) and last.value is not None:
            if positive and _same(flow, last.value, reads):
                following = stmt.orelse[0] if stmt.orelse else (after[0] if after else None)
                if isinstance(following, facts.Return | facts.Assign) and following.value is not None:
                    # An assignment is one where its result is what is returned next.
                    target = following.target if isinstance(following, facts.Assign) else None
                    last_one = after[1] if target is not None and not stmt.orelse and len(after) > 1 else None
                    if target is None or (
                        isinstance(last_one, facts.Return) and last_one.value is not None and _mentions(last_one.value, target)
                    ):
                        yield from _instead(flow, reads, following.value)
            elif isinstance(last.value, facts.Literal) and isinstance(last.value.value, bool):
                # A verdict on the variable, such as a filter that lets everything pass, and no value for it.
                continue
            elif not positive and any(isinstance(s, facts.Return) and _same(flow, s.value, reads) for s in (*after, *stmt.orelse)):
                yield from _instead(flow, reads, last.value)
        elif not positive and isinstance(last, facts.Assign) and last.value is not None and _mentions(stmt.test, last.target):
            yield from _instead(flow, reads, last.value)
        elif positive and len(stmt.body) == 1 and isinstance(last, facts.Assign) and _same(flow, last.value, reads) and not stmt.orelse:
            name = last.target.id if isinstance(last.target, facts.Name) else None
            for before in reversed(flat[:index]):
                if isinstance(before, facts.Assign) and isinstance(before.target, facts.Name) and before.target.id == name:
                    if before.value is not None:
                        yield from _instead(flow, reads, before.value)
                    break


def _mentions(test: facts.Expr, target: facts.Expr) -> bool:
    return isinstance(target, facts.Name) and any(isinstance(n, facts.Name) and n.id == target.id for n in facts.walk([test]))


def is_empty(value: Value | Fallback) -> bool:
    """Tell whether a stand-in says no more than that nothing is set."""
    return all(c in ("", None) or c is False for c in value.constants)
