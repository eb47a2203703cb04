"""Where errors are handled and dropped: handlers, callbacks of rejected promises, suppressions, blank identifiers, recovered panics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lint430 import facts
from lint430.flow.assertions import is_test_object
from lint430.flow.index import Index, own
from lint430.flow.results import FileFlow, Scope
from lint430.languages import vocabulary
from lint430.model import Span

_WAITS = re.compile(r"sleep|delay|wait|pause|timeout|backoff|tick|interval|poll", re.IGNORECASE)
_POLLS = re.compile(
    r"(?:^|[.:_])(?:wait|poll|eventually|until|retry|retries|with_?retr|consistently)|Eventually|Consistently|Retry|WaitFor|waitFor|Until|Poll"
)
_CLEANS = re.compile(
    r"^_*(?:clean_?up|tear_?down|close|stop|shut_?down|dispose|destroy|disconnect|terminate|kill|release)(?:$|_|[A-Z0-9])|^__a?exit__$|^__del__$|^(?:async)?[dD]ispose$"
)
_CLEANUP_CALL = re.compile(
    r"^(?:a?close|close_?[aA]ll\w*|close[A-Z]\w*|stop|shut_?[dD]own|dispose|destroy|disconnect|quit|kill|terminate|release|unlock|cancel|end|rmtree|unlink|rmdir|rm|rimraf|rollback"
    r"|Close\w*|Stop|GracefulStop|Shutdown|Kill|Terminate|Disconnect|Quit|Unlock|Release|Rollback|Sync|RemoveAll|Remove|Serve\w*|ListenAndServe\w*)$"
)
_REGISTERS_CLEANUP = re.compile(
    r"^(?:on|add|after|register|schedule|push)?_?(?:[tT]est)?_?(?:[cC]lean_?[uU]ps?|[tT]ear_?[dD]owns?|[dD]ispos(?:e|ables?|als?|ers?))$"
)
"""Names of functions, and of lists, that take what is to be done afterwards: ``onTeardown(…)``, ``addCleanup(…)``, ``cleanups.push(…)``."""
_ADDS = frozenset(("push", "add", "defer", "use", "append", "unshift"))
_FILES = re.compile(r"^(?:os|fs|shutil|node:fs)\b|(?:^|[:.])(?:fs|promises|path)\b|(?i:path|file|dir)$")
_NO_OP = re.compile(r"(?:^|[.:/_])(?:do_?nothing|no_?op|ignore|swallow)$", re.IGNORECASE)
_SAYS = re.compile(r"^(?:log|logger|debug|warn|trace)$")
_CONTROL = re.compile(
    r"^(?:StopIteration|StopAsyncIteration|GeneratorExit|KeyboardInterrupt|ImportError|ModuleNotFoundError|QueueEmpty|Empty|EndOfStream|WouldBlock)$"
)
_ERROR_NAME = re.compile(r"^(?:err|error|e)$|(?:Err|Error|_err|_error)$|^err[A-Z]")


@dataclass(frozen=True, slots=True)
class Place:
    """What surrounds a node."""

    scope: Scope
    cleanup: bool = False
    """In a teardown, a ``finally``, a ``defer``, a handler that fails in the end, after a fixture's ``yield``, or in a function that only those call."""
    polled: bool = False
    """In the predicate of a polling helper, or in a loop that waits or leaves as soon as it succeeds."""
    body: tuple[facts.Stmt, ...] = ()
    """The statements of the innermost function."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An error that is handled without anybody hearing of it."""

    form: str
    """``handler`` (``except``, ``catch``), ``callback`` (``.catch(…)``), ``suppression`` (``suppress``), ``blank`` (Go's ``_``), ``panic`` (``recover``)."""
    effect: str
    """``empty``, ``log``, ``none`` (gives ``undefined`` or ``None``), ``constant``."""
    span: Span
    """Of what a reader would change."""
    construct: Span
    place: Place


def dropped(flow: FileFlow) -> list[Dropped]:
    """List the dropped errors of a file in source order, clean-up and polling left out."""
    reader = _Reader(flow)
    found: list[Dropped] = []
    for node in reader.candidates:
        place = reader.places.of(node)
        if place.polled:
            continue
        found += reader.recovered(node, place)
        match node:
            case _ if place.cleanup:
                pass
            case facts.Try():
                found += reader.handlers(node, place)
            case facts.With():
                found += reader.suppressions(node, place)
            case facts.Call():
                found += reader.callbacks(node, place)
            case facts.Assign():
                found += reader.blanks(node, place)
    return sorted(found, key=lambda d: (d.span.line, d.span.column))


class _Places:
    """Knows where the nodes of one file stand; asked for a few nodes, it looks at what is around those only."""

    def __init__(self, flow: FileFlow, asked: list[facts.Node]) -> None:
        self._flow = flow
        self._index = flow.once(Index)
        self._top = Place(flow.top, body=flow.module.body)
        self._known: dict[int, Place] = {}
        self._retrying: dict[int, bool] = {}
        self._yielding = self._around_yields() if flow.module.language == "python" and asked else frozenset()
        self._cleaners: frozenset[str] = frozenset()
        self._predicates: frozenset[str] = frozenset()
        self._cleaners, self._predicates = self._called_from(asked)
        self._known = {}

    def _called_from(self, asked: list[facts.Node]) -> tuple[frozenset[str], frozenset[str]]:
        """Name the functions that only clean-up calls, and those given to a polling helper, among those around the nodes asked for."""
        names = {self._name(function) for node in asked for function in self._index.functions_around(node)} - {""}
        cleaning: dict[str, bool] = {}
        polled: set[str] = set()
        for call in self._index.of(facts.Call) if names else ():
            name = facts.last_name(call.function)
            if name in names:
                cleaning[name] = cleaning.get(name, True) and self.of(call).cleanup
            given = {a.value.id for a in call.arguments if isinstance(a.value, facts.Name)} & names
            if given and self._polls(call):
                polled |= given
        return frozenset(name for name, only in cleaning.items() if only), frozenset(polled)

    def _name(self, function: facts.Function) -> str:
        target = self._index.targets.get(id(function))
        return function.name or (target.id if isinstance(target, facts.Name) else "")

    def _around_yields(self) -> frozenset[int]:
        """Name the nodes of functions, by identity, in which a value is yielded."""
        found: set[int] = set()
        for cast in self._index.of(facts.Cast):
            around: facts.Node | None = cast if cast.kind == "yield" else None
            while around is not None and id(around) not in found:
                found.add(id(around))
                around = None if isinstance(around, facts.Function) else self._index.parents.get(id(around))
        return frozenset(found)

    def of(self, node: facts.Node) -> Place:
        """Give the place of a node."""
        way = [node]
        while id(way[-1]) not in self._known:
            parent = self._index.parents.get(id(way[-1]))
            if parent is None:
                self._known[id(way[-1])] = self._top
                break
            way.append(parent)
        for parent, child in zip(reversed(way), reversed(way[:-1]), strict=False):
            self._known[id(child)] = self._below(parent, child, self._known[id(parent)])
        return self._known[id(node)]

    def _below(self, parent: facts.Node, child: facts.Node, place: Place) -> Place:
        """Give the place of a child of a node that is at a place."""
        match parent:
            case facts.Function() if isinstance(child, facts.Stmt):
                place = self._entered(parent, place)
            case facts.Try() if not place.cleanup and any(child is stmt for stmt in parent.final):
                return replace(place, cleanup=True)
            case facts.Try() if not place.cleanup and any(
                child is stmt for h in parent.handlers if self._ends_failing(h) for stmt in h.body
            ):
                # What a handler swallows on its way to failing hides nothing: the first error still arrives.
                return replace(place, cleanup=True)
            case facts.Block(kind="defer") if not place.cleanup:
                return replace(place, cleanup=True)
            case facts.Loop() if not place.polled and self._retries(parent):
                if not any(child is stmt for stmt in parent.orelse):
                    place = replace(place, polled=True)
            case facts.Call():
                polled, cleanup = place.polled or self._polls(parent), place.cleanup or _registers_cleanup(parent)
                if (polled, cleanup) != (place.polled, place.cleanup):
                    place = replace(place, polled=polled, cleanup=cleanup)
            case _:
                pass
        if not place.cleanup and id(parent) in self._yielding and self._follows_yield(parent, child):
            return replace(place, cleanup=True)
        return place

    def _ends_failing(self, handler: facts.Handler) -> bool:
        return bool(handler.body) and _fails(self._index, handler.body[-1])

    def _follows_yield(self, parent: facts.Node, child: facts.Node) -> bool:
        """Tell whether a statement stands after one that yields, in the same block: it cleans up."""
        for block in facts.blocks(parent):
            if any(stmt is child for stmt in block):
                before = next(number for number, stmt in enumerate(block) if stmt is child)
                return any(id(stmt) in self._yielding for stmt in block[:before])
        return False

    def _entered(self, function: facts.Function, place: Place) -> Place:
        scope = self._index.scopes.get(id(function), place.scope)
        name = self._name(function)
        called = scope.test is None and (name in self._cleaners or bool(_CLEANS.search(name)))
        anew = scope.test is not None and scope.test.kind == "test"
        return Place(
            scope,
            cleanup=(place.cleanup and not anew) or (scope.test is not None and scope.test.kind == "teardown") or called,
            polled=(place.polled and not anew) or name in self._predicates,
            body=function.body,
        )

    def _polls(self, call: facts.Call) -> bool:
        event = self._index.calls.get(id(call))
        if event is not None and event.means("poll"):
            return True
        given = any(isinstance(a.value, facts.Function | facts.Name) for a in call.arguments)
        return given and bool(_POLLS.search(facts.last_name(call.function)))

    def _retries(self, loop: facts.Loop) -> bool:
        """Tell whether a loop tries again: it waits, asks for what it assigns, or leaves as soon as what it tries succeeds."""
        known = self._retrying.get(id(loop))
        if known is None:
            asked = {n.id for n in facts.walk([loop.test]) if isinstance(n, facts.Name)} if loop.test is not None else set()
            known = self._retrying[id(loop)] = any(_tries_again(node, asked) for node in own(loop.body))
        return known


def _tries_again(node: facts.Node, asked: set[str]) -> bool:
    if isinstance(node, facts.Assign):
        return isinstance(node.target, facts.Name) and node.target.id in asked and not node.operator
    if isinstance(node, facts.Call):
        return bool(_WAITS.search(facts.last_name(node.function)))
    return isinstance(node, facts.Try) and any(_leaves(inner) for inner in (*node.body, *node.orelse))


class _Reader:
    """Judges the handlers of one file."""

    def __init__(self, flow: FileFlow) -> None:
        self._flow = flow
        self._words = vocabulary(flow.module.language)
        self._index = flow.once(Index)
        self._calls = self._index.calls
        self.candidates = list(self._candidates())
        self.places = _Places(flow, self.candidates)

    def _candidates(self) -> Iterator[facts.Node]:
        """List the nodes that may drop an error, by what can be told without their surroundings."""
        yield from self._index.of(facts.Try)
        yield from (n for n in self._index.of(facts.With) if any(self._suppresses(e) for e, _ in n.items))
        match self._flow.module.language:
            case "typescript":
                for call in self._index.of(facts.Call):
                    if isinstance(call.function, facts.Attribute) and call.function.name in ("catch", "then"):
                        yield call
            case "go":
                yield from (n for n in self._index.of(facts.Assign) if _is_blank(n.target) or _recovers(n.value))
                yield from (n for n in self._index.of(facts.Evaluate) if _recovers(n.value))
                yield from (n for n in self._index.of(facts.If) if isinstance(n.test, facts.Compare) and _recovers(n.test.left))

    # --- what a handler does -----------------------------------------------------------------------------------------------------

    def handlers(self, node: facts.Try, place: Place) -> Iterator[Dropped]:
        """Find the handlers that drop what they are given."""
        if self._only_cleans(node.body) or any(_fails(self._index, stmt) for stmt in node.orelse):
            return
        expects = bool(node.body) and _fails(self._index, node.body[-1])
        for handler in node.handlers:
            kinds = [facts.last_name(kind) for kind in handler.types]
            if kinds and (
                all(_CONTROL.match(kind) for kind in kinds)
                or (expects and not {"Exception", "BaseException", "AssertionError"} & set(kinds))
            ):
                continue
            if kinds and all(kind.endswith(("CancelledError", "Cancelled")) for kind in kinds) and _cancels(place.body, handler.span):
                continue
            effect = self.effect(handler.body)
            if effect is None or (effect == "constant" and self._asserted(handler.body, place)):
                continue
            if any(isinstance(stmt, facts.Return) for stmt in handler.body) and self._judged_elsewhere(node, place):
                continue
            yield Dropped("handler", effect, handler.span, node.span, place)

    def _judged_elsewhere(self, node: facts.Try, place: Place) -> bool:
        """Tell whether a handler's return guards assertions (ITM206), or skips only the complaint that nothing was raised."""
        following = next((later for stmt, later in zip(place.body, place.body[1:], strict=False) if stmt is node), None)
        if following is not None and _fails(self._index, following):
            return True
        test = place.scope.test_scope()
        if test is None or place.scope is not test:
            return False
        end = (node.span.end_line, node.span.end_column)
        return any(
            call.means("assert") and call.scope.test_scope() is test and (call.span.line, call.span.column) >= end
            for call in self._index.meaningful
        )

    def suppressions(self, node: facts.With, place: Place) -> Iterator[Dropped]:
        """Find ``contextlib.suppress`` around something that matters."""
        if self._only_cleans(node.body):
            return
        for expr, _ in node.items:
            event = self._calls.get(id(expr))
            if event is None or not self._suppresses(expr):
                continue
            kinds = [facts.last_name(v.expr) for v in event.arguments if v.expr is not None]
            if not kinds or all(_CONTROL.match(kind) for kind in kinds):
                continue
            if all(kind.endswith(("CancelledError", "Cancelled")) for kind in kinds) and _cancels(place.body, node.span):
                continue
            yield Dropped("suppression", "empty", expr.span, node.span, place)

    def _suppresses(self, expr: facts.Expr) -> bool:
        event = self._calls.get(id(expr))
        return event is not None and event.path in ("contextlib.suppress", "suppress")

    def callbacks(self, node: facts.Call, place: Place) -> Iterator[Dropped]:
        """Find ``.catch(() => {})`` and the second function of ``.then``."""
        if not isinstance(node.function, facts.Attribute):
            return
        index = {"catch": 0, "then": 1}.get(node.function.name)
        if index is None or len(node.arguments) <= index:
            return
        given = node.arguments[index].value
        effect = self._callback(given)
        if effect is None or self._cleans(node.function.object):
            return
        if effect == "constant" and (self._maps_outcome(node) or self._watched(self._answers(node, given), place)):
            return
        yield Dropped("callback", effect, given.span, node.span, place)

    def _answers(self, node: facts.Call, handler: facts.Expr) -> set[str]:
        """Name what gets the constant that a handler gives for an error: ``const code = await call().catch(() => "failed")``."""
        returned = [n.value for n in handler.body if isinstance(n, facts.Return)] if isinstance(handler, facts.Function) else []
        around: facts.Node | None = self._index.parents.get(id(node))
        while isinstance(around, facts.Cast):
            around = self._index.parents.get(id(around))
        target = around.target if isinstance(around, facts.Assign) else None
        return {target.id} if isinstance(target, facts.Name) and returned and all(map(_tells, returned)) else set()

    def _callback(self, given: facts.Expr) -> str | None:
        if isinstance(given, facts.Name):
            path = self._flow.value(given).path or given.id
            if (found := self._index.functions.get(given.id)) is not None:
                given = found
            else:
                return "empty" if _NO_OP.search(path) or _NO_OP.search(given.id) else None
        if isinstance(given, facts.Function):
            effect = self.effect(given.body)
            returned = given.body[0].value if len(given.body) == 1 and isinstance(given.body[0], facts.Return) else None
            if effect == "constant" and (returned is None or _is_none(returned)):
                return "none"
            return effect
        meaning = self._words.meaning(self._flow.value(given).path or "")
        return "log" if meaning is not None and meaning.kind == "log" else None

    def _maps_outcome(self, node: facts.Call) -> bool:
        """Tell whether success becomes a constant, too: ``.then(() => true).catch(() => false)`` asks how it went."""
        function = node.function
        before: facts.Expr | None = node.arguments[0].value if isinstance(function, facts.Attribute) and function.name == "then" else None
        if isinstance(function, facts.Attribute) and isinstance(function.object, facts.Call):
            inner = function.object
            if isinstance(inner.function, facts.Attribute) and inner.function.name == "then" and len(inner.arguments) == 1:
                before = inner.arguments[0].value
        return isinstance(before, facts.Function) and self.effect(before.body) == "constant"

    def effect(self, body: tuple[facts.Stmt, ...]) -> str | None:
        """Say how little statements do: ``empty``, ``log``, ``constant``; None when they do anything else."""
        found = "empty"
        for stmt in body:
            match stmt:
                case facts.Evaluate(value=value) if self._idle(value) or self._says(value):
                    found = "log" if self._says(value) and found == "empty" else found
                case facts.Jump(kind="continue"):
                    pass
                case facts.Return(value=value) if value is not None and self._says(value):
                    found = "log" if found == "empty" else found
                case facts.Return(value=value) if value is None or _is_constant(value):
                    found = "constant"
                case facts.Assign(target=facts.Name() | facts.Attribute() | facts.Index() as target, value=value, operator="") if (
                    value is not None
                ):
                    if isinstance(target, facts.Name) and target.id == "_" and self._idle(value):
                        continue
                    if not _is_constant(value):
                        return None
                    found = "constant"
                case facts.If(test=test, body=inner, orelse=orelse) if not any(isinstance(n, facts.Call) for n in facts.walk([test])):
                    if any(self.effect(arm) not in ("empty", "log") for arm in (inner, orelse)):
                        return None
                    found = "log" if found == "empty" else found
                case facts.Block(kind="block", body=inner):
                    nested = self.effect(inner)
                    if nested is None:
                        return None
                    found = nested if nested != "empty" else found
                case _:
                    return None
        return found

    def _says(self, expr: facts.Expr) -> bool:
        expr = facts.bare(expr)
        event = self._calls.get(id(expr))
        if event is None:
            return False
        if event.meaning is not None and event.meaning.kind == "log":
            return True
        return (
            isinstance(expr, facts.Call)
            and isinstance(expr.function, facts.Name)
            and bool(_SAYS.match(expr.function.id))
            and not event.effects
        )

    @staticmethod
    def _idle(expr: facts.Expr) -> bool:
        expr = facts.bare(expr)
        return isinstance(expr, facts.Literal | facts.Name) or (isinstance(expr, facts.Opaque) and not expr.children)

    def _asserted(self, body: tuple[facts.Stmt, ...], place: Place) -> bool:
        """Tell whether a handler only sets a flag that is asserted afterwards."""
        assigned = [stmt for stmt in body if isinstance(stmt, facts.Assign) and _tells(stmt.value)]
        return self._watched({stmt.target.id for stmt in assigned if isinstance(stmt.target, facts.Name)}, place)

    def _watched(self, names: set[str], place: Place) -> bool:
        """Tell whether a name of these is asserted in the test."""
        if not names:
            return False
        watched: list[facts.Expr | facts.Stmt] = []
        for call in self._index.meaningful:
            if call.means("assert") and call.scope.test_scope() is place.scope.test_scope():
                watched += [v.expr for v in (*call.arguments, *call.subjects) if v.expr is not None]
        for node in own(place.body):
            if isinstance(node, facts.If) and any(_fails(self._index, stmt) for stmt in node.body):
                watched.append(node.test)
        return any(isinstance(node, facts.Name) and node.id in names for node in facts.walk(watched))

    # --- clean-up ----------------------------------------------------------------------------------------------------------------

    def _only_cleans(self, body: tuple[facts.Stmt, ...]) -> bool:
        """Tell whether statements only close, stop or remove what a test used."""
        values = [stmt.value for stmt in body if isinstance(stmt, facts.Evaluate)]
        return bool(values) and len(values) == len(body) and all(self._cleans(value) for value in values)

    def _cleans(self, expr: facts.Expr) -> bool:
        expr = facts.bare(expr)
        if not isinstance(expr, facts.Call):
            return False
        name = facts.last_name(expr.function)
        if name in ("remove", "Remove", "RemoveAll", "rm"):
            owner = expr.function.object if isinstance(expr.function, facts.Attribute) else None
            return owner is None or bool(_FILES.search(self._flow.value(owner).path or facts.last_name(owner)))
        if name in ("cancel", "end", "release"):
            return not expr.arguments
        return bool(_CLEANUP_CALL.match(name)) and (name not in ("Stop", "stop", "kill", "terminate") or len(expr.arguments) <= 1)

    # --- Go ----------------------------------------------------------------------------------------------------------------------

    def blanks(self, node: facts.Assign, place: Place) -> Iterator[Dropped]:
        """Find errors assigned to ``_``."""
        if place.scope.function is None or node.value is None:
            return
        if any(facts.last_name(parameter.annotation) == "ResponseWriter" for parameter in place.scope.function.parameters):
            # What a server's handler writes is no answer of the service under test.
            return
        if not _is_blank(node.target):
            return
        pairs = [(node.target, node.value)]
        if isinstance(node.target, facts.Sequence) and isinstance(node.value, facts.Sequence):
            pairs = list(zip(node.target.items, node.value.items, strict=False))
        for target, value in pairs:
            if _is_blank(target) and self._gives_error(value, alone=not isinstance(target, facts.Sequence)):
                yield Dropped("blank", "empty", node.span, node.span, place)
                return

    def _gives_error(self, value: facts.Expr, *, alone: bool) -> bool:
        if isinstance(value, facts.Name):
            return bool(_ERROR_NAME.search(value.id))
        if not isinstance(value, facts.Call):
            return False
        name = facts.last_name(value.function)
        event = self._calls.get(id(value))
        path = (event.path if event is not None else "") or name
        if event is not None and event.meaning is not None:
            return False
        if path == "io:Copy" and event is not None and event.arguments and event.arguments[0].path == "io:Discard":
            return False
        if any(is_test_object(self._flow, argument.value) for argument in value.arguments):
            # A helper that is given the test fails by itself.
            return False
        if name == "recover" or (alone and self._cleans(value)) or _NO_ERROR.search(path) or _NO_ERROR_NAME.match(name):
            return False
        if _CACHES.search(path) and name in ("Get", "Peek", "Pop", "Remove"):
            return False
        known = [function.returns for function in event.functions] if event is not None else []
        if known and not any(_is_error(r.items[-1] if isinstance(r, facts.Sequence) and r.items else r) for r in known):
            return False
        return not isinstance(value.function, facts.Function | facts.Sequence)

    def recovered(self, node: facts.Expr | facts.Stmt, place: Place) -> Iterator[Dropped]:
        """Find panics recovered and thrown away, in a ``defer``, too."""
        if self._flow.module.language != "go":
            return
        match node:
            case facts.Evaluate(value=facts.Call(function=facts.Name(id="recover")) as call):
                yield Dropped("panic", "empty", call.span, node.span, place)
            case facts.Assign(target=facts.Name(id="_"), value=facts.Call(function=facts.Name(id="recover"))):
                yield Dropped("panic", "empty", node.span, node.span, place)
            case facts.Assign(target=facts.Name(id=name), value=facts.Call(function=facts.Name(id="recover")) as call) if node.declares:
                uses = [n for n in own(place.body) if isinstance(n, facts.Name) and n.id == name and n is not node.target]
                said = [n for n in own(place.body) if isinstance(n, facts.If) and self._only_heard(n, name)]
                inside = [n for branch in said for n in facts.walk([branch]) if isinstance(n, facts.Name) and n.id == name]
                if len(uses) == len(inside):
                    yield Dropped("panic", "log" if said else "empty", call.span, node.span, place)
            case facts.If(test=facts.Compare(operator="!=", left=facts.Call(function=facts.Name(id="recover")) as call)):
                if self.effect(node.body) in ("empty", "log") and not node.orelse:
                    yield Dropped("panic", self.effect(node.body) or "empty", call.span, node.span, place)

    def _only_heard(self, node: facts.If, name: str) -> bool:
        test = node.test
        if not (isinstance(test, facts.Compare) and test.operator == "!=" and isinstance(test.left, facts.Name) and test.left.id == name):
            return False
        return self.effect(node.body) in ("empty", "log", "constant") and not node.orelse


_NO_ERROR = re.compile(
    r"^(?:context:With(?:Cancel|Timeout|Deadline)\w*|os/signal:NotifyContext|os:LookupEnv|syscall:Getenv|strings:Cut\w*|bytes:Cut\w*|runtime:Caller|runtime/debug:ReadBuildInfo"
    r"|errors:(?:As|Is|Unwrap|AsType|New|Join)|unicode/utf8:\w+|math(?:/bits)?:\w+|path(?:/filepath)?:Split|slices:\w+|maps:\w+|strings:\w+|sort:\w+|mime:TypeByExtension"
    r"|fmt:(?:Sprint\w*|F?[Pp]rint\w*|Errorf)|log(?:/slog)?:\w+|google\.golang\.org/grpc/status:(?:FromError|Convert|Code)|google\.golang\.org/grpc/codes:\w+"
    r"|google\.golang\.org/grpc/metadata:\w+|google\.golang\.org/grpc/peer:FromContext|net/http:ResponseWriter\.Write|io:WriteString|reflect:\w+|time:(?:Now|Since|After)\w*"
    r"|encoding/pem:Decode|net/url:\w+\.Password|github\.com/samber/lo:\w+)"
)
"""Functions whose last result is no error, and those that only print."""
_NO_ERROR_NAME = re.compile(
    r"^(?:receive|LookupEnv|Load(?:OrStore|AndDelete)?|CompareAndSwap|Swap|Deadline|BasicAuth|SetString|FieldByName|MethodByName|From(?:Incoming|Outgoing)?Context|\w+FromContext|Zone|Lookup|Cut\w*"
    r"|[Mm]ust[A-Z]\w*|ValueOk|len|cap|append|make|new|copy|min|max|string|int\d*|byte|float\d+|bool|any|uint\w*|ReportMetric|Name|String|Len|Has|Contains|Is[A-Z]\w*|Code|Message)$"
)
_CACHES = re.compile(r"cache|lru|(?i:memo)|registry")


def _is_error(kind: facts.Expr | None) -> bool:
    return facts.last_name(kind).lower().endswith(("error", "err"))


def _fails(index: Index, stmt: facts.Stmt) -> bool:
    """Tell whether a statement fails the test whenever it is reached."""
    match stmt:
        case facts.Raise():
            return True
        case facts.Evaluate(value=value):
            event = index.calls.get(id(facts.bare(value)))
            if event is None or event.meaning is None:
                return False
            if event.meaning.kind == "fail":
                return True
            return event.path == "assert" and bool(event.arguments) and event.arguments[0].constants == (False,)
        case _:
            return False


def _registers_cleanup(call: facts.Call) -> bool:
    """Tell whether a call hands over what is to be done afterwards."""
    names = [facts.last_name(call.function)]
    if isinstance(call.function, facts.Attribute) and call.function.name in _ADDS:
        names.append(facts.last_name(call.function.object))
    return any(map(_REGISTERS_CLEANUP.match, names)) and any(isinstance(a.value, facts.Function) for a in call.arguments)


def _tells(expr: facts.Expr | None) -> bool:
    """Tell whether a constant says that something failed: a boolean, or a text or number that is not empty."""
    return isinstance(expr, facts.Literal) and (isinstance(expr.value, bool) or bool(expr.value))


def _is_blank(target: facts.Expr) -> bool:
    last = target.items[-1] if isinstance(target, facts.Sequence) and target.items else target
    return isinstance(last, facts.Name) and last.id == "_"


def _recovers(expr: facts.Expr | None) -> bool:
    return isinstance(expr, facts.Call) and isinstance(expr.function, facts.Name) and expr.function.id == "recover"


def _leaves(stmt: facts.Stmt) -> bool:
    return any(isinstance(n, facts.Return) or (isinstance(n, facts.Jump) and n.kind == "break") for n in own((stmt,)))


def _cancels(body: tuple[facts.Stmt, ...], before: Span) -> bool:
    return any(isinstance(n, facts.Call) and facts.last_name(n.function) == "cancel" and n.span.line <= before.end_line for n in own(body))


def _is_none(expr: facts.Expr) -> bool:
    return (isinstance(expr, facts.Cast) and expr.kind == "void") or (
        isinstance(facts.bare(expr), facts.Literal) and getattr(facts.bare(expr), "value", 0) is None
    )


def _is_constant(expr: facts.Expr) -> bool:
    """Tell whether an expression is a literal or a container of literals."""
    stack = [expr]
    while stack:
        node = stack.pop()
        match node:
            case facts.Literal():
                pass
            case facts.Cast() | facts.Not():
                stack.append(node.value if isinstance(node, facts.Cast) else node.operand)
            case facts.Sequence():
                stack += node.items
            case facts.Record():
                stack += [entry.value for entry in node.entries]
            case facts.Combine(parts=parts):
                stack += parts
            case _:
                return False
    return True
