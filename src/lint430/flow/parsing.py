"""Follows an unknown mode text through a parser: whether it fails, stays what it is, or becomes a mode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.index import Index
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow, Origin
from lint430.model import Role, Span

_LOOKS_UP = frozenset(("get", "getattr", "lookup", "getOrDefault", "find", "at", "find_mode", "next"))
_CONVERTS = re.compile(r"lower|upper|trim|strip|tolower|casefold|normali[sz]e|str|string|clean|fold|title", re.IGNORECASE)
_ACCEPTED = frozenset(("success", "ok", "isOk", "valid", "isValid"))
"""What a parser's result is asked for before its value is taken."""
_HOOK = "_missing_"
_MODE_NAME = re.compile(r"mode|profile", re.IGNORECASE)
MAX_NESTING = 60
"""Expressions nested deeper than this are not followed."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """A place that yields a mode for text that is none."""

    span: Span
    """What yields it."""
    mode: str
    """As written."""
    origin: Origin | None
    """The text's way there; None where a parameter is only known by its function."""
    construct: Span
    """The statement it stands in."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of the unknown text."""

    kind: str
    """``mode`` (a mode's value), ``text`` (itself), ``fails``, ``nothing`` (an empty look-up), ``refused`` (a parser's
    result), ``error`` or ``other``."""
    span: Span | None = None
    text: str = ""
    tested: bool = False
    """Whether a test of the text, or a look-up by it, led here."""


_OTHER = _Outcome("other")
_FAILS = _Outcome("fails")
_TEXT = _Outcome("text")


def fallbacks(flow: FileFlow, names: Names) -> Iterator[Fallback]:
    """List the fallbacks of a file, in source order, one per function or top-level value."""
    found: list[Fallback] = []
    handled = flow.once(_handled)
    for scope in flow.scopes:
        body = flow.module.body if scope.function is None else scope.function.body
        reader = _Reader(flow, names, scope.function)
        if id(scope.function) in handled or reader.hook or reader.parameters:
            found += reader.read(body, top=scope.function is None)
    found += _caught(flow, names)
    seen: set[int] = set()
    for fallback in sorted(found, key=lambda f: (f.span.line, f.span.column)):
        if fallback.span.line not in seen:
            seen.add(fallback.span.line)
            yield fallback


def _handled(flow: FileFlow) -> frozenset[int]:
    """Name the functions, by identity, that handle the mode's text somewhere inside, and the top level where anything of the mode is in sight."""
    found: set[int] = set()
    if not flow.from_mode or not _in_sight(flow):
        return frozenset()
    index = flow.once(Index)
    for kind in (facts.Name, facts.Attribute, facts.Call, facts.Index):
        for node in index.of(kind):
            value = flow.value(node)
            if value.origin is None:
                continue
            found.add(id(None))
            if value.raw and not any(read.helper for read in value.reads if read.is_mode):
                found.update(id(function) for function in index.functions_around(node))
    return frozenset(found)


def _in_sight(flow: FileFlow) -> bool:
    """Tell whether a file reads, tests or passes on anything of the mode, so that most files need no closer look."""
    events = (*(b.condition for b in flow.branches), *(c.value for c in flow.comparisons), *(v for c in flow.calls for v in c.arguments))
    return any(read.is_mode for read in flow.reads) or any(value.origin is not None for value in events)


def _caught(flow: FileFlow, names: Names) -> Iterator[Fallback]:
    """See ``z.enum([…]).catch("repo")``: a schema that answers for what it refuses."""
    for node in flow.once(Index).of(facts.Call):
        if isinstance(node.function, facts.Attribute) and node.function.name == "catch" and node.arguments:
            given = node.arguments[0].value
            enumerated = any(
                isinstance(n, facts.Literal) and isinstance(n.value, str) and names.is_mode_value(n.value)
                for n in facts.walk([node.function.object])
            )
            if enumerated and isinstance(given, facts.Literal) and isinstance(given.value, str) and names.is_mode_value(given.value):
                yield Fallback(given.span, f"`{given.value}`", None, node.span)


class _Reader:
    """Follows an unknown text through the statements of one function."""

    def __init__(self, flow: FileFlow, names: Names, function: facts.Function | None) -> None:
        self.flow = flow
        self.names = names
        self.function = function
        self.hook = function is not None and function.name == _HOOK
        self.parameters = self._mode_parameters()
        self.variables: dict[str, _Outcome] = {}
        self.origin: Origin | None = None
        self.passed_test = False
        """Whether the block that was last fallen through had tested the text."""
        self.events = flow.once(Index).calls

    def read(self, body: tuple[facts.Stmt, ...], *, top: bool) -> list[Fallback]:
        """Give the fallback of the body, if it has one; of a top level, one per value."""
        if top:
            found = []
            for stmt in body:
                expr = stmt.value if isinstance(stmt, facts.Assign | facts.Export) else None
                outcome = _OTHER if expr is None else self.value(expr)
                if isinstance(stmt, facts.If | facts.Switch | facts.Try):
                    outcome = self._assigned(stmt)
                found += self._fallback(outcome, stmt.span)
                if isinstance(stmt, facts.If | facts.Switch) and self.block((stmt,)).kind == "fails":
                    break
            return found
        outcome = self.block(body, tested=self.hook)
        return self._fallback(outcome, body[0].span if outcome.span is None else outcome.span) if body else []

    def _assigned(self, stmt: facts.Stmt) -> _Outcome:
        """Give what a top-level statement leaves in the names it assigns."""
        before = dict(self.variables)
        result = self.block((stmt,))
        if result.kind in ("fails", "mode"):
            return result
        return next((v for n, v in self.variables.items() if v.kind == "mode" and v.tested and before.get(n) is not v), _OTHER)

    def _fallback(self, outcome: _Outcome, construct: Span) -> list[Fallback]:
        if outcome.kind != "mode" or not outcome.tested or outcome.span is None:
            return []
        return [Fallback(outcome.span, f"`{outcome.text}`", self.origin, construct)]

    # --- what is about the mode --------------------------------------------------------------------------------------------------

    def _mode_parameters(self) -> frozenset[str]:
        """List the parameters that are the mode's text by what is done with them, where no caller says so."""
        function = self.function
        if function is None or not (self.flow.file.role is Role.HELPER or _MODE_NAME.search(function.name or "") or self.hook):
            return frozenset()
        names = {
            p.target.id for p in function.parameters if isinstance(p.target, facts.Name) and p.kind != "receiver" and p.target.id != "cls"
        }
        if self.hook:
            return frozenset(names)
        compared: set[str] = set()
        for node in facts.walk(list(function.body)):
            sides: list[facts.Expr] = []
            if isinstance(node, facts.Compare):
                sides = [node.left, node.right]
            elif isinstance(node, facts.Switch) and node.subject is not None:
                sides = [node.subject, *(p for case in node.cases for p in case.patterns)]
            elif isinstance(node, facts.Index):
                sides = [node.key]
                compared |= names & {n.id for n in facts.walk([node.key]) if isinstance(n, facts.Name)}
            elif isinstance(node, facts.Call):
                sides = [node.function, *(a.value for a in node.arguments)]
            if any(self.is_mode(side) or self._lists_modes(side) for side in sides):
                compared |= names & {n.id for side in sides for n in facts.walk([side]) if isinstance(n, facts.Name)}
        return frozenset(compared)

    def _lists_modes(self, expr: facts.Expr) -> bool:
        return any(
            isinstance(n, facts.Literal) and isinstance(n.value, str) and self.names.is_mode_value(n.value) for n in facts.walk([expr])
        )

    def about(self, expr: facts.Expr) -> bool:
        """Tell whether an expression is the mode's raw text."""
        if isinstance(expr, facts.Name):
            held = self.variables.get(expr.id)
            if held is not None and held.kind in ("nothing", "mode", "refused"):
                return False
            if held is _TEXT or expr.id in self.parameters:
                return True
        value = self.flow.value(expr)
        if value.origin is None or not value.raw or any(r.helper for r in value.reads if r.is_mode):
            return self._converted_parameter(expr)
        self.origin = self.origin or value.origin
        return True

    def _converted_parameter(self, expr: facts.Expr) -> bool:
        """See through ``raw.trim().toLowerCase()`` and ``strings.ToLower(raw)`` on a parameter."""
        while True:
            if isinstance(expr, facts.Cast):
                expr = expr.value
            elif isinstance(expr, facts.Logic) and expr.operator in ("or", "??"):
                expr = expr.left
            elif isinstance(expr, facts.Call) and isinstance(expr.function, facts.Attribute) and _CONVERTS.search(expr.function.name):
                expr = expr.arguments[0].value if expr.arguments and self._reaches(expr.arguments[0].value) else expr.function.object
            elif (
                isinstance(expr, facts.Call)
                and isinstance(expr.function, facts.Name)
                and _CONVERTS.search(expr.function.id)
                and expr.arguments
            ):
                expr = expr.arguments[0].value
            else:
                return isinstance(expr, facts.Name) and (expr.id in self.parameters or self.variables.get(expr.id) is _TEXT)

    def _reaches(self, expr: facts.Expr) -> bool:
        return any(isinstance(n, facts.Name) and n.id in self.parameters for n in facts.walk([expr]))

    def asks(self, expr: facts.Expr) -> bool:
        """Tell whether the mode's text takes part in an expression."""
        return any(self.about(n) for n in facts.walk([expr]) if isinstance(n, facts.Name | facts.Attribute | facts.Call | facts.Index))

    def is_mode(self, expr: facts.Expr, depth: int = 0) -> bool:
        """Tell whether an expression is a mode: its text, a constant that holds it, a member of an enumeration of modes."""
        if depth > MAX_NESTING:
            return False
        match expr:
            case facts.Literal(value=str() as text):
                return self.names.is_mode_value(text)
            case facts.Cast():
                return self.is_mode(expr.value, depth + 1)
            case facts.Name() | facts.Attribute():
                value = self.flow.value(expr)
                if value.origin is not None:
                    return False
                if value.constants and all(isinstance(c, str) and self.names.is_mode_value(c) for c in value.constants):
                    return True
                last = expr.id if isinstance(expr, facts.Name) else expr.name
                modes = "|".join(re.escape(v) for v in self.names.config.values)
                owner = isinstance(expr, facts.Attribute) or re.match(r"(?i)mode|integration", last) or re.search(r"(?i)mode$", last)
                listed = re.fullmatch(rf"(?i)(?:integration)?(?:mode)?_?(?:{modes})(?:_?mode)?", last)
                return bool(listed) and (bool(owner) or (self.flow.module.language == "go" and last[:1].isupper()))
            case facts.Call(function=facts.Name(id=name) | facts.Attribute(name=name)) if (
                len(expr.arguments) == 1 and expr.kind != "command"
            ):
                # A conversion to the mode's own type: `Mode("repo")`, `Mode.valueOf("repo")`.
                return bool(_MODE_NAME.search(name)) and self.is_mode(expr.arguments[0].value, depth + 1)
            case _:
                return False

    # --- expressions -------------------------------------------------------------------------------------------------------------

    def truth(self, expr: facts.Expr, depth: int = 0) -> bool | None:
        """Tell how a test comes out for a text that is set and no mode."""
        if depth > MAX_NESTING:
            return None
        match expr:
            case facts.Literal():
                return bool(expr.value)
            case facts.Not():
                inner = self.truth(expr.operand, depth + 1)
                return None if inner is None else not inner
            case facts.Cast():
                return self.truth(expr.value, depth + 1)
            case facts.Logic(operator="and" | "or"):
                sides = (self.truth(expr.left, depth + 1), self.truth(expr.right, depth + 1))
                decisive = expr.operator == "or"
                if decisive in sides:
                    return decisive
                return None if None in sides else not decisive
            case facts.Compare():
                return self._comparison(expr)
            case facts.Name() if expr.id in self.variables and self.variables[expr.id].kind in ("nothing", "mode"):
                return self.variables[expr.id].kind == "mode"
            case facts.Attribute() if expr.name in _ACCEPTED and self.value(expr.object, depth + 1).kind == "refused":
                return False
            case _:
                if self.about(expr):
                    return True
                value = self.flow.value(expr)
                if isinstance(expr, facts.Call) and self.asks(expr):
                    return False
                return True if value.origin is not None and any(r.presence for r in value.reads) else None

    def _comparison(self, expr: facts.Compare) -> bool | None:
        side = next((s for s in (expr.left, expr.right) if self.about(s)), None)
        if side is None:
            if expr.operator in ("in", "not in") and any(r.presence for r in self.flow.value(expr).reads):
                return expr.operator == "in"
            other = expr.right if isinstance(expr.right, facts.Literal) else expr.left
            looked = expr.left if other is expr.right else expr.right
            held = self.variables.get(looked.id) if isinstance(looked, facts.Name) else None
            if held is None or not (isinstance(other, facts.Literal) and other.value is None):
                return None
            # An error is there, a member that was looked up is not.
            return {
                "nothing": expr.operator in ("==", "is"),
                "mode": expr.operator in ("!=", "is not"),
                "error": expr.operator in ("!=", "is not"),
            }.get(held.kind)
        other = expr.right if side is expr.left else expr.left
        if isinstance(other, facts.Sequence) or expr.operator in ("in", "not in"):
            return expr.operator in ("not in", "!=")
        if not isinstance(other, facts.Literal) and not self.is_mode(other) and not self.flow.value(other).constants:
            return None
        return expr.operator in ("!=", "is not", "not in") if expr.operator not in ("<", ">", "<=", ">=") else None

    def value(self, expr: facts.Expr, depth: int = 0) -> _Outcome:
        """Give what an expression makes of the text."""
        if depth > MAX_NESTING:
            return _OTHER
        match expr:
            case facts.Cast():
                return self.value(expr.value, depth + 1)
            case facts.Ternary():
                truth = self.truth(expr.test)
                arms = [
                    self.value(arm, depth + 1)
                    for arm in ((expr.then,) if truth else (expr.orelse,) if truth is False else (expr.then, expr.orelse))
                ]
                decides = self._derived(expr.test) or self.asks(expr.test) or (truth is not None and isinstance(expr.test, facts.Attribute))
                return (
                    self._tested(arms[-1])
                    if decides and not self._by_helper(expr.test) and all(a.kind == "mode" for a in arms)
                    else arms[0]
                    if truth is not None
                    else _OTHER
                )
            case facts.Logic(operator="??" | "or"):
                left = self.value(expr.left, depth + 1)
                return self._tested(self.value(expr.right, depth + 1)) if left.kind == "nothing" else left
            case facts.Sequence(kind="tuple") if expr.items:
                failing = any(not (isinstance(i, facts.Literal) and i.value in (None, True)) for i in expr.items[1:])
                return _FAILS if failing else self.value(expr.items[0], depth + 1)
            case facts.Index() if self.about(expr.key):
                return _Outcome("nothing", expr.span, tested=True)
            case facts.Call() if self._looks_up(expr) or not self.about(expr):
                return self._call(expr, depth)
            case facts.Name() if expr.id in self.variables:
                return self.variables[expr.id]
            case _:
                if self.is_mode(expr):
                    return _Outcome("mode", expr.span, self._written(expr))
                return _TEXT if self.about(expr) else _OTHER

    def _looks_up(self, expr: facts.Call) -> bool:
        last = getattr(expr.function, "name", getattr(expr.function, "id", ""))
        return last in _LOOKS_UP and any(self.asks(a.value) for a in expr.arguments)

    def _call(self, expr: facts.Call, depth: int) -> _Outcome:
        given = [a.value for a in expr.arguments]
        if self._looks_up(expr):
            default = given[-1]
            if len(given) > 1 and self.is_mode(default):
                return self._tested(self.value(default, depth + 1))
            return _Outcome("nothing", expr.span, tested=True)
        if self.is_mode(expr):
            return _Outcome("mode", expr.span, self._written(expr))
        # What a parser makes of the text: a result that says whether it was accepted, or none.
        return _Outcome("refused", expr.span) if any(self.about(value) for value in given) else _OTHER

    def _by_helper(self, expr: facts.Expr) -> bool:
        """Tell whether a test asks the mode helper, which has refused unknown texts already."""
        return any(read.helper for n in facts.walk([expr]) if isinstance(n, facts.Expr) for read in self.flow.value(n).reads)

    def _written(self, expr: facts.Expr) -> str:
        match expr:
            case facts.Literal():
                return str(expr.value)
            case facts.Name():
                return expr.id
            case facts.Attribute():
                return f"{expr.object.id}.{expr.name}" if isinstance(expr.object, facts.Name) else expr.name
            case facts.Cast():
                return self._written(expr.value)
            case _:
                return "a mode"

    @staticmethod
    def _tested(outcome: _Outcome) -> _Outcome:
        return _Outcome(outcome.kind, outcome.span, outcome.text, tested=True)

    # --- statements --------------------------------------------------------------------------------------------------------------

    def block(self, body: tuple[facts.Stmt, ...], *, tested: bool = False, depth: int = 0) -> _Outcome:
        """Give what the statements make of the text: the first that certainly leaves decides; ``other`` with no place falls through."""
        for stmt in body if depth < MAX_NESTING else ():
            outcome = self._statement(stmt, tested, depth)
            if isinstance(outcome, bool):
                tested = tested or outcome
                continue
            return self._tested(outcome) if tested and outcome.kind == "mode" else outcome
        self.passed_test = tested
        return _OTHER

    def _statement(self, stmt: facts.Stmt, tested: bool, depth: int) -> _Outcome | bool:
        """Give what leaving there yields, or whether the text was tested on the way through."""
        match stmt:
            case facts.Return(value=value):
                if value is None:
                    return _Outcome("other", stmt.span)
                if isinstance(value, facts.Literal) and isinstance(value.value, int) and self.flow.module.language == "bash":
                    return _FAILS if value.value else _Outcome("other", stmt.span)
                found = self.value(value)
                return found if found.span else _Outcome(found.kind, stmt.span, found.text, found.tested)
            case facts.Output(value=value):
                return self.value(value)
            case facts.Raise():
                return _FAILS
            case facts.Evaluate(value=facts.Call() as call) if self._ends(call):
                return _FAILS
            case facts.Assign(target=facts.Name(id=name), value=value) if value is not None and not stmt.operator:
                found = self.value(value)
                self.variables[name] = self._tested(found) if tested and found.kind == "mode" and depth else found
            case facts.Assign(target=facts.Sequence(items=items), value=facts.Index() as looked) if items and isinstance(
                items[0], facts.Name
            ):
                # Go's look-up with its `ok`: `mode, ok := modes[raw]`.
                if self.about(looked.key):
                    self.variables[items[0].id] = _Outcome("nothing", looked.span, tested=True)
                    if len(items) > 1 and isinstance(items[1], facts.Name):
                        self.variables[items[1].id] = _Outcome("nothing", looked.span, tested=True)
            case facts.Assign(target=facts.Sequence(items=items), value=facts.Call() as call) if items and isinstance(
                items[-1], facts.Name
            ):
                # Go's error: `mode, err := ParseMode(raw)`.
                if any(self.about(a.value) for a in call.arguments):
                    self.variables[items[-1].id] = _Outcome("error", call.span)
            case facts.If():
                self.block(stmt.head, depth=depth + 1)
                return self._if(stmt, depth)
            case facts.Switch():
                return self._switch(stmt, depth)
            case facts.Try():
                return self._try(stmt, depth)
            case facts.With() | facts.Block():
                if isinstance(stmt, facts.With) and any(self._suppresses(e) for e, _ in stmt.items) and self._may_refuse(stmt.body):
                    return True
                inner = self.block(stmt.body, depth=depth + 1)
                return inner if inner is not _OTHER else self.passed_test
            case facts.Loop(iterable=iterable) if iterable is not None and self.asks_in(stmt.body):
                # No member of what is searched equals an unknown text.
                return True
        return False

    def asks_in(self, body: tuple[facts.Stmt, ...]) -> bool:
        """Tell whether statements compare the text with something."""
        return any(isinstance(n, facts.Compare) and self.asks(n) for n in facts.walk(list(body)))

    def _if(self, stmt: facts.If, depth: int) -> _Outcome | bool:
        truth = self.truth(stmt.test)
        if truth is not None:
            asks = not self._presence(stmt.test)
            outcome = self.block(stmt.body if truth else stmt.orelse, tested=asks, depth=depth + 1)
            return asks if outcome is _OTHER else outcome
        if not self._derived(stmt.test):
            saved = dict(self.variables)
            for arm in (stmt.body, stmt.orelse):
                self.block(arm, depth=depth + 1)
                self.variables = dict(saved)
            return False
        if self._by_helper(stmt.test):
            return _Outcome("other", stmt.span)
        arms = [self.block(arm, tested=True, depth=depth + 1) for arm in (stmt.body, stmt.orelse)]
        if all(a.kind == "mode" for a in arms):
            return arms[1]
        return (
            True if _OTHER in arms and any(a.kind == "mode" for a in arms) else (False if _OTHER in arms else _Outcome("other", stmt.span))
        )

    def _presence(self, expr: facts.Expr) -> bool:
        """Tell whether a test only asks whether there is a text at all."""
        if isinstance(expr, facts.Not):
            return self._presence(expr.operand)
        if isinstance(expr, facts.Compare):
            sides = (expr.left, expr.right)
            return any(isinstance(s, facts.Literal) and s.value in ("", None) for s in sides) and any(self.about(s) for s in sides)
        return self.about(expr)

    def _derived(self, expr: facts.Expr) -> bool:
        return any(isinstance(n, facts.Expr) and self.flow.value(n).origin is not None for n in facts.walk([expr]))

    def _switch(self, stmt: facts.Switch, depth: int) -> _Outcome | bool:
        if stmt.subject is None:
            for case in stmt.cases:
                truths = [self.truth(pattern) for pattern in case.patterns]
                if case.default or any(truths):
                    outcome = self.block(case.body, tested=True, depth=depth + 1)
                    return True if outcome is _OTHER else outcome
            return True
        if not self.about(stmt.subject):
            return False if self.flow.value(stmt.subject).origin is None or self._by_helper(stmt.subject) else _Outcome("other", stmt.span)
        default = next(
            (case for case in stmt.cases if case.default or (case.binds is not None and case.guard is None and not case.patterns)), None
        )
        if default is None:
            return True
        outcome = self.block(default.body, tested=True, depth=depth + 1)
        return True if outcome is _OTHER else outcome

    def _try(self, stmt: facts.Try, depth: int) -> _Outcome | bool:
        for handler in stmt.handlers if self._may_refuse(stmt.body) else ():
            outcome = self.block(handler.body, tested=True, depth=depth + 1)
            return True if outcome is _OTHER else outcome
        inner = self.block(stmt.body, depth=depth + 1)
        return inner if inner is not _OTHER else False

    @staticmethod
    def _suppresses(expr: facts.Expr) -> bool:
        return any(getattr(n, "name", getattr(n, "id", "")) == "suppress" for n in facts.walk([expr]))

    def _may_refuse(self, body: tuple[facts.Stmt, ...]) -> bool:
        return any(isinstance(n, facts.Call | facts.Index) and self._refuses(n) for n in facts.walk(list(body)))

    def _refuses(self, node: facts.Call | facts.Index) -> bool:
        """Tell whether a call or look-up of the text fails for one that is no mode: ``Mode(raw)``, ``Mode[raw]``, ``parse(raw)``."""
        if isinstance(node, facts.Index):
            return self.about(node.key)
        return any(self.about(a.value) for a in node.arguments) and not _CONVERTS.fullmatch(
            getattr(node.function, "name", getattr(node.function, "id", ""))
        )

    def _ends(self, call: facts.Call) -> bool:
        event = self.events.get(id(call))
        if event is None:
            return False
        if event.meaning is not None and event.meaning.kind in ("exit", "fail"):
            return True
        return bool(event.effects & {"exit", "fail"})
