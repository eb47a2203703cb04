"""Where a file builds doubles, what each is made of, and whether it only records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.assertions import is_test_object
from lint430.flow.index import Index
from lint430.flow.provenance import Provenance
from lint430.flow.results import CallEvent, FileFlow
from lint430.languages import vocabulary
from lint430.model import Span

_RECORDS = re.compile(r"^(?:assert_\w+|call\w*|mock_calls|method_calls|await\w*|reset_mock)$")
"""Members of a bare mock that say what it was called with."""
_NOTES = frozenset(("push", "append", "add", "set", "resolve", "emit", "send"))
_REPLIES = frozenset(("end", "send", "json", "write", "Write", "WriteString", "Encode", "Fprint", "Fprintf", "Fprintln", "status", "reply"))
_REGISTERS = re.compile(r"(?:^|[.:])(?:addService|addHttp2Port|RegisterService|on)$")
_PATCHES = re.compile(r"(?:^|\.)(?:setattr|patch(?:\.object)?)$")
_SETTING = re.compile(r"(?:^|\.)[A-Z][A-Z0-9_]*$")
_CONSTRUCTS = re.compile(r"^New[A-Z]\w*$")


@dataclass(frozen=True, slots=True)
class Double:
    """One double where it is built."""

    node: facts.Expr
    """The call, or the type of the value."""
    span: Span
    makes: str
    """What it is, as in :class:`~lint430.languages.Meaning`; ``generated`` for a type that a generator wrote."""
    parts: tuple[facts.Expr, ...] = ()
    """What it is made of: its arguments; for a server, what it serves."""
    replacement: facts.Expr | None = None
    """What stands in for a module or a member."""
    watched: str = ""
    """The object of which something is replaced or watched, where it is a plain name."""
    bound: str = ""
    """The name of the double itself: what it is assigned to; for an answer, the spy."""
    library: str = ""
    """The first word of its path."""
    reach: Span | None = None
    """Of the function that its name belongs to; None for the whole file."""

    def __str__(self) -> str:
        """Give its callee or type as a reader knows it: ``spyOn().mockReturnValue``."""
        expr = self.node.function if isinstance(self.node, facts.Call) else self.node
        names: list[str] = []
        while isinstance(expr, facts.Attribute | facts.Call):
            names.append(f".{expr.name}" if isinstance(expr, facts.Attribute) else "()")
            expr = expr.object if isinstance(expr, facts.Attribute) else expr.function
        names.append(expr.id if isinstance(expr, facts.Name) else "")
        return "".join(reversed(names))

    @property
    def root(self) -> str:
        """Give the first name of its callee or type."""
        return str(self).partition(".")[0].partition("(")[0]


def doubles(flow: FileFlow) -> list[Double]:
    """List the doubles of a file, outer ones before those inside; what is put into another double is none of its own."""
    found = [*_called(flow), *_written(flow), *_assigned(flow)]
    return sorted(found, key=lambda d: (d.span.line, d.span.column, -d.span.end_line, -d.span.end_column))


def _called(flow: FileFlow) -> Iterator[Double]:
    generated = vocabulary(flow.module.language).generated_doubles
    for call in flow.once(Index).meaningful if generated is None else flow.calls:
        makes = call.meaning.makes if call.meaning is not None and call.means("double") else None
        if makes is None and generated is not None and _is_generated(flow, call):
            makes = "generated"
        target = None if makes is None else flow.once(Index).targets.get(id(call.node))
        if makes is None or _is_part(flow, target):
            continue
        values = tuple(argument.value for argument in call.node.arguments)
        place = None if call.meaning is None else call.meaning.replacement
        spy = call.receiver.expr if makes == "answer" and call.receiver is not None else None
        watched = values[:1] if makes != "answer" else tuple(v.expr for v in call.subjects[:1])
        yield Double(
            call.node,
            call.span,
            makes,
            values if makes != "server" or call.meaning is None else tuple(_handlers(flow, call, call.meaning.body, _name(target))),
            values[place] if values and place is not None and place < len(values) else None,
            _name(*watched),
            _name(target if spy is None else spy),
            re.split(r"[.:(]", call.path.strip("<"))[0],
            None if call.scope.function is None else call.scope.function.span,
        )


def _name(expr: facts.Expr | None = None) -> str:
    return expr.id if isinstance(expr, facts.Name) else ""


def _is_generated(flow: FileFlow, call: CallEvent) -> bool:
    """Tell whether a call constructs what gomock or mockery generated, which is given the test: ``mocks.NewLedgerClient(t)``."""
    generated = vocabulary(flow.module.language).generated_doubles
    module, _, name = call.path.rpartition(":")
    if generated is None or not generated.search(module) or not _CONSTRUCTS.match(name):
        return False
    first = call.arguments[0].expr if call.arguments else None
    return is_test_object(flow, first) or _name(first).lower().endswith("ctrl")


def _is_part(flow: FileFlow, target: facts.Expr | None) -> bool:
    """Tell whether a target is a member of another double: ``client.get = MagicMock()``."""
    if not isinstance(target, facts.Attribute):
        return False
    root: facts.Expr = target
    while isinstance(root, facts.Attribute):
        root = root.object
    meaning = vocabulary(flow.module.language).meaning((flow.value(root).path or "").removesuffix("()"))
    return meaning is not None and meaning.kind == "double"


def _written(flow: FileFlow) -> Iterator[Double]:
    """See ``&mocks.LedgerClient{}`` and ``new(mocks.LedgerClient)``."""
    generated = vocabulary(flow.module.language).generated_doubles
    for node in flow.once(Index).of(facts.Record) if generated is not None else ():
        if isinstance(node.type, facts.Attribute) and isinstance(node.type.object, facts.Name):
            if generated is not None and generated.search(flow.once(Provenance).module(node.type.object.id)):
                yield Double(node.type, node.span, "generated")


def _assigned(flow: FileFlow) -> Iterator[Double]:
    """See a member of a global or of a module that is replaced by hand: ``globalThis.fetch = vi.fn()``."""
    words = vocabulary(flow.module.language)
    for assign in flow.once(Index).of(facts.Assign) if words.function_doubles else ():
        owner = assign.target.object if isinstance(assign.target, facts.Attribute) else None
        if assign.value is None or not (_name(owner) in words.globals or _name(owner) in flow.once(Index).imported):
            continue
        made: facts.Expr = facts.bare(assign.value)
        while isinstance(made, facts.Call) and isinstance(made.function, facts.Attribute) and isinstance(made.function.object, facts.Call):
            made = made.function.object
        event = flow.once(Index).calls.get(id(made))
        if event is not None and event.path in words.function_doubles:
            yield Double(made, assign.span, "member", (assign.value,), assign.value, _name(owner))


def _handlers(flow: FileFlow, made: CallEvent, place: int | None, server: str) -> Iterator[facts.Expr]:
    """List what a server serves, the handlers included that it is given later: ``add_LedgerServicer_to_server(Ledger(), server)``."""
    if made.node.arguments and place is not None and place < len(made.node.arguments):
        yield made.node.arguments[place].value
    reach = None if made.scope.function is None else made.scope.function.span
    for call in flow.calls if server else ():
        if reach is not None and not reach.contains(call.span):
            continue
        values = [a.value for a in call.node.arguments]
        is_given = any(_name(value) == server for value in values)
        owner = call.receiver.expr if call.receiver is not None else None
        if is_given or (_name(owner) == server and _REGISTERS.search(call.path)):
            yield from (value for value in values if _name(value) != server)


def only_sets_a_value(double: Double) -> bool:
    """Tell whether a patch builds nothing: ``setattr(clock, "step", 1)``, ``patch("app.settings.RETRY_DELAY", delay)``."""
    if double.makes == "member" and (double.replacement is None or isinstance(double.replacement, facts.Literal)):
        return True
    if not double.parts or not _PATCHES.search(str(double)) or isinstance(double.parts[-1], facts.Call | facts.Function):
        return False
    texts = [part.value for part in double.parts[:-1] if isinstance(part, facts.Literal) and isinstance(part.value, str)]
    return bool(texts) and _SETTING.search(texts[0]) is not None


def only_records(flow: FileFlow, double: Double) -> bool:
    """Tell whether a double imitates nothing: a bare mock that is asked what it was called with, a handler that notes what it is sent."""
    if double.makes == "server":
        # Go's handler is converted: `http.HandlerFunc(func(…) { … })`.
        given = [part.arguments[0].value if isinstance(part, facts.Call) and len(part.arguments) == 1 else part for part in double.parts]
        return any(isinstance(part, facts.Function) and _only_notes(part) for part in given)
    if double.makes != "object" or double.parts or not double.bound:
        return False
    members = [node for node in flow.once(Index).of(facts.Attribute) if _name(node.object) == double.bound]
    return all(_RECORDS.match(member.name) for member in members if double.reach is None or double.reach.contains(member.span))


def _only_notes(handler: facts.Function) -> bool:
    calls = [node for node in facts.walk(list(handler.body)) if isinstance(node, facts.Call)]
    replies = [c for c in calls if isinstance(c.function, facts.Attribute) and c.function.name in _REPLIES]
    answers = any(not all(_is_status(argument.value) for argument in call.arguments) for call in replies)
    # Go's `ch <- x` is a call of the bare name `send`.
    return not answers and any(facts.last_name(call.function) in _NOTES for call in calls if call not in replies)


def _is_status(expr: facts.Expr) -> bool:
    return isinstance(expr, facts.Literal) and (isinstance(expr.value, int) or expr.value in ("", None, "ok", "OK"))
