"""Tests that are switched off, or focussed, by an edit: markers, modifiers, options, calls that always skip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.index import Index
from lint430.flow.results import CallEvent, FileFlow, Scope
from lint430.languages import Meaning, vocabulary
from lint430.model import Span

_WHOLE_FILE = Span(1, 1, 1 << 30, 1)


@dataclass(frozen=True, slots=True)
class Switch:
    """One place that keeps tests from running."""

    kind: str
    """``disabled`` (the tests never run), ``only`` (the others do not) or ``skip`` (a test that does nothing but skip)."""
    span: Span
    """Of what a reader would remove."""
    reach: Span
    """What is switched."""


def switches(flow: FileFlow) -> list[Switch]:
    """List the switches of a file that nothing but an edit moves, in source order, one per place."""
    decided = {id(verdict.event) for verdict in flow.verdicts if verdict.event is not None}
    found: dict[tuple[int, int], Switch] = {}
    asked = [call for call in flow.once(Index).meaningful if not call.arms and id(call) not in decided]
    calls = [switch for call in asked for switch in _of_call(flow, call)]
    for switch in (*calls, *_marked(flow)):
        found.setdefault((switch.span.line, switch.span.column), switch)
    return [switch for _, switch in sorted(found.items())]


def _of_call(flow: FileFlow, call: CallEvent) -> Iterator[Switch]:
    marks = vocabulary(flow.module.language).marks
    if call.means("test", "group"):
        yield from _options(flow, call)
    elif call.means("skip"):
        if _is_placeholder(flow, call):
            function = call.scope.function
            yield Switch("skip", call.span, _WHOLE_FILE if function is None else function.span)
    elif call.meaning is not None and not marks and not _asks(call):
        kind = _switched(call.meaning, call)
        if kind is not None:
            yield Switch(kind, call.span, call.span)


def _asks(call: CallEvent) -> bool:
    """Tell whether a modifier is given a condition in place of a title and a body: ``test.skip(browserName === "webkit", "why")``."""
    if not call.means("disabled") or not call.arguments:
        return False
    first, *others = call.arguments
    # Playwright: `test.skip(({ browserName }) => …)` is given a predicate where a title would stand.
    if isinstance(first.expr, facts.Function | facts.Compare | facts.Not | facts.Logic):
        return True
    if any(isinstance(value.expr, facts.Function) for value in others):
        return False
    has_reason = len(others) == 1 and bool(others[0].constants) and not any(isinstance(c, str) for c in first.constants)
    return first.constants != (True,) and has_reason


def _switched(meaning: Meaning, call: CallEvent | None) -> str | None:
    """Say what a mark does to what it marks, without regard to anything outside; None when that is open, or nothing."""
    given = [] if call is None else call.conditions()
    match meaning.kind:
        case "disabled" | "only":
            # A text is a reason; any other condition is open, unless it is always true.
            is_open = any(v.constants != (True,) and not (v.constants and all(isinstance(c, str) for c in v.constants)) for v in given)
            return None if is_open else meaning.kind
        case "skip-if" | "run-if":
            skips = meaning.kind == "skip-if"
            return "disabled" if given and all(v.constants == (skips,) and not v.reads and v.origin is None for v in given) else None
        case _:
            return None


def _options(flow: FileFlow, call: CallEvent) -> Iterator[Switch]:
    """See ``test("x", { skip: true }, …)``, and marks among the arguments: ``It("x", Pending, …)``."""
    words = vocabulary(flow.module.language)
    for argument in call.node.arguments:
        for entry in argument.value.entries if isinstance(argument.value, facts.Record) else ():
            kind = words.test_options.get(facts.key_text(entry.key))
            if kind is not None and entry.key is not None and isinstance(entry.value, facts.Literal) and entry.value.value:
                yield Switch(kind, entry.key.span, call.span)
        meaning = None if isinstance(argument.value, facts.Call) else words.meaning(flow.value(argument.value).path or "")
        if meaning is not None and meaning.kind in ("disabled", "only"):
            yield Switch(meaning.kind, call.span, call.span)


def _is_placeholder(flow: FileFlow, call: CallEvent) -> bool:
    """Tell whether a skip stands among the first-level statements of a test, a hook or the file, with no way around it."""
    scope = call.scope
    if scope.function is not None and not _runs(scope):
        return False
    body = flow.module.body if scope.function is None else scope.function.body
    if not any(_states(stmt, call.node) for stmt in body):
        return False
    leaves = [event for event in flow.exits if event.scope is scope and event.kind == "return" and not event.span.contains(call.span)]
    return not any(event.order < call.order for event in leaves)


def _runs(scope: Scope) -> bool:
    return scope.test is not None and scope.test.kind in ("test", "group", "hook")


def _states(stmt: facts.Stmt, node: facts.Call) -> bool:
    value = stmt.value if isinstance(stmt, facts.Evaluate | facts.Raise | facts.Return) else None
    value = None if value is None else facts.bare(value)
    return value is node or (value is not None and value is node.function)


# --- marks that count where they take hold ---------------------------------------------------------------------------------------


def _marked(flow: FileFlow) -> Iterator[Switch]:
    """See marks on a test, a class, a file or a parametrised row."""
    holders = vocabulary(flow.module.language).marks
    index = flow.once(Index)
    for node in index.several(facts.Call, facts.Function, facts.Class) if holders else ():
        marks: list[facts.Expr] = []
        match node:
            case facts.Call():
                marks = [a.value for a in node.arguments if a.name in holders]
            case facts.Function():
                marks = [*node.decorators]
            case facts.Class():
                fields = [f.value for f in node.fields if f.name in holders and f.value is not None]
                marks = [*node.decorators, *fields, *_held(node.body, holders)]
            case _:
                pass
        if marks:
            yield from _marks(flow, marks, node.span)
    if holders:
        yield from _marks(flow, [*_held(flow.module.body, holders)], _WHOLE_FILE)


def _held(body: tuple[facts.Stmt, ...], holders: frozenset[str]) -> Iterator[facts.Expr]:
    for stmt in body:
        if isinstance(stmt, facts.Assign) and isinstance(stmt.target, facts.Name) and stmt.target.id in holders and stmt.value is not None:
            yield stmt.value


def _marks(flow: FileFlow, marks: list[facts.Expr], reach: Span) -> Iterator[Switch]:
    index = flow.once(Index)
    stack = list(reversed(marks))
    while stack:
        mark = stack.pop()
        if isinstance(mark, facts.Sequence):
            stack += reversed(mark.items)
            continue
        made = (index.definition(mark) if isinstance(mark, facts.Name) else None) or mark
        event = index.calls.get(id(made))
        if event is not None and event.arms:
            continue
        meaning = (None if event is None else event.meaning) or vocabulary(flow.module.language).meaning(flow.value(made).path or "")
        kind = None if meaning is None else _switched(meaning, event)
        if kind is not None:
            yield Switch(kind, made.span, reach)
