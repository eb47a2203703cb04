"""What the flow analysis tells checks: reads of the environment, branches decided by the mode, calls in their context, tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast, overload

from lint430 import facts
from lint430.languages import Meaning
from lint430.model import File, Finding, Span, Step

if TYPE_CHECKING:
    from lint430.flow.evaluate import CallInfo
    from lint430.flow.runners.reading import Runner
    from lint430.flow.values import Abstract

T = TypeVar("T")

SHOWN = 4
"""Places of a way that a message names; the trace has them all."""
_NAMING = ("assigned to ", "returned by ")
_BRINGING = ("imported as ", "re-exported as ")


@dataclass(slots=True, eq=False)
class Origin:
    """Why a value is mode-derived: where the mode was read, and the way it took to a place."""

    variable: str
    """The variable, or the helper's name with ``()``."""
    trace: tuple[Step, ...]
    """From the read to just before the place, in order."""
    path: str = ""
    """The file of the place."""

    def __str__(self) -> str:
        """Name the origin for a message: ``INTEGRATION_MODE``, or ``INTEGRATION_MODE via `isMock` (config/env.ts:4 → config/index.ts:1)``."""
        at = next((i for i in range(len(self.trace) - 1, 0, -1) if self.trace[i].what.startswith(_NAMING)), None)
        if at is None:
            return f"`{self.variable}`"
        said = self.trace[at].what
        assigned = said.startswith(_NAMING[0])
        # What a call gave back is known by the function, and the place of interest is inside it.
        name = said.removeprefix(_NAMING[0]) if assigned else said.removeprefix(_NAMING[1]).removesuffix("`") + "()`"
        hops = [step for step in self.trace[at + 1 :] if step.path != self.path and step.what.startswith(_BRINGING)]
        if not assigned:
            while at > 1 and self.trace[at - 1].what.startswith((*_BRINGING, _NAMING[1])):
                at -= 1
                hops = [step for step in (self.trace[at],) if step.path != self.path and step.what.startswith(_BRINGING)] + hops
            at -= 1
        places = list(dict.fromkeys(f"{step.path}:{step.line}" for step in (self.trace[at], *hops)))
        shown = places if len(places) <= SHOWN else [*places[: SHOWN - 1], "…", places[-1]]
        return f"`{self.variable}` via {name} ({' → '.join(shown)})"


@dataclass(slots=True, eq=False)
class Scope:
    """A function as seen by its events: the module's top level is one, too."""

    function: facts.Function | None
    """None for the top level."""
    parent: Scope | None
    name: str
    """The function's name, or the title of the test it is registered as."""
    test: Meaning | None = None
    """Set when the function is a test, a group or a hook, by registration or by its name: kinds ``test``, ``group``, ``hook``, ``teardown``."""
    registered_at: Span | None = None
    """The registering call, or the function's first line."""
    class_name: str | None = None
    """For a method: its class."""
    effects: set[str] = field(default_factory=set)
    """What running it can do, calls followed: ``assert``, ``fail``, ``skip``, ``test``, ``exit``."""

    def test_scope(self) -> Scope | None:
        """Give the nearest enclosing test, or None outside tests; a subtest is a test of its own."""
        scope: Scope | None = self
        while scope is not None:
            if scope.test is not None and scope.test.kind == "test":
                return scope
            scope = scope.parent
        return None

    def within(self, kind: str) -> bool:
        """Tell whether this scope or one around it is a ``hook``, ``teardown``, ``group`` or ``test``."""
        scope: Scope | None = self
        while scope is not None:
            if scope.test is not None and scope.test.kind == kind:
                return True
            scope = scope.parent
        return False


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A place where the mode chose a value."""

    path: str
    """The file it stands in."""
    span: Span
    """The whole construct: the ternary, the look-up, the ``if``."""
    origin: Origin
    """The mode's way there."""


@dataclass(slots=True, eq=False)
class Value:
    """What is known of one operand where an event happened."""

    expr: facts.Expr | None
    """Its expression."""
    path: str | None = None
    """Its symbolic path, where it is something outside the file."""
    constants: tuple[str | int | float | bool | None, ...] = ()
    """The constants it can be; empty when unknown."""
    origin: Origin | None = None
    """Set when it is mode-derived."""
    selected: Choice | None = None
    """Set when it is not the mode but was chosen by it."""
    held: Choice | None = None
    """Set when a member or an element of it was chosen by the mode."""
    reads: tuple[EnvironmentRead, ...] = ()
    """The environment variables (of any name) its value comes from."""
    raw: bool = False
    """For a value read from the environment: whether it is the text itself (not a boolean computed from it)."""
    elsewhere: tuple[str, Span] | None = None
    """Set when it was chosen in another file: that file, and the place of the choice there; ``selected`` then has the place of the use."""


@dataclass(slots=True, eq=False)
class Arm:
    """One arm of a branch around an event."""

    branch: Branch
    index: int
    """0 for the body of an ``if``, 1 for its ``else``; the number of a ``case``; 1 for the right side of a short circuit."""


@dataclass(slots=True, eq=False)
class Branch:
    """A construct whose path or value a condition decides; kept for every condition, mode-derived or not."""

    kind: str
    """``if``, ``switch``, ``ternary``, ``logic`` (a short circuit that acts or yields a non-boolean), ``loop``, ``table`` (a look-up by key), ``filter`` (a comprehension's
    condition), ``predicate`` (a function given to filter, any, sorted), ``dispatch`` (a computed name)."""
    span: Span
    """Of its first mode-derived condition; else of its condition."""
    construct: Span
    """Of the whole construct: an ``if`` chain, a nested ternary."""
    scope: Scope
    arms: tuple[Arm, ...]
    """The arms around it, outermost first, within its function and the callbacks around it."""
    order: int
    """Its place among the events of the module, in source order."""
    node: facts.Expr | facts.Stmt
    origin: Origin | None
    """Set when the mode decides it."""
    condition: Value
    """The condition (the first mode-derived one, else the first)."""
    derivation: bool = False
    """A conversion: its arms are only booleans, mode literals or members of one enumeration."""
    selects_values: bool = False
    """Its arms are values (no calls, no statements with effects): a ternary between constants, a table of fixtures."""


@dataclass(slots=True, eq=False)
class EnvironmentRead:
    """One read of an environment variable, whatever its name."""

    name: str
    span: Span
    scope: Scope
    arms: tuple[Arm, ...]
    order: int
    node: facts.Expr | facts.Stmt | facts.Field
    is_mode: bool
    """Whether the name is a mode variable (or the call a mode helper)."""
    helper: bool = False
    """Whether it is a call of a mode helper."""
    default: Value | None = None
    """The default given at the read, when it is not empty: an argument, ``??``, ``||``, ``or``, a destructuring or field default."""
    default_span: Span | None = None
    presence: bool = False
    """Whether only being set is asked."""
    decides: bool = False
    """For the mode: whether a branch was traced to it."""
    explicit: bool = True
    """False for a declaration (schema entry, ``BindEnv``) of which an explicit read exists."""
    via_import: bool = False
    """For a helper: whether it came by an import that ITM103 reports."""


class Deferred(Generic[T]):
    """A field that is worked out when it is first asked for, and kept; :func:`functools.cached_property` locks up to Python 3.11, which costs more than the work."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the field's name."""
        self._name = name

    @overload
    def __get__(self, event: None, owner: type) -> Deferred[T]: ...
    @overload
    def __get__(self, event: object, owner: type) -> T: ...
    def __get__(self, event: object | None, owner: type) -> T | Deferred[T]:
        """Give the field of an event; where it is known, Python finds it before it asks here."""
        if event is None:
            return self
        made = self._make(event)
        setattr(event, self._name, made)
        return made


class Operands(Protocol):
    """Works out what a call was given and where it leads: most calls are asked for neither."""

    def value(self, expr: facts.Expr, value: Abstract) -> Value:
        """Give what is known of an operand."""

    def effects(self, call: CallInfo) -> frozenset[str]:
        """Give what the functions called can do."""

    def scopes(self, call: CallInfo) -> tuple[Scope, ...]:
        """Give the functions called, as scopes."""

    def functions(self, call: CallInfo) -> tuple[facts.Function, ...]:
        """Give the functions called, or those of the name."""


@dataclass(eq=False)
class CallEvent:
    """A call, resolved as far as the file (and its links) allow."""

    path: str
    """The symbolic path of what is called; the function's name for one of this file; empty when unknown."""
    span: Span
    scope: Scope
    arms: tuple[Arm, ...]
    order: int
    node: facts.Call
    meaning: Meaning | None
    """What it is to a test."""
    decorates: Scope | None
    """Set when it stands as a decorator."""
    followed: bool
    """Whether the body of what is called was seen, so that ``effects`` says everything."""
    _info: CallInfo = field(repr=False)
    _operands: Operands = field(repr=False)

    @Deferred
    def arguments(self) -> tuple[Value, ...]:
        """In order, keywords after positionals; ``names`` tells which."""
        return tuple([self._operands.value(a.value, value) for a, value in self._info.arguments])

    @Deferred
    def names(self) -> tuple[str | None, ...]:
        """The keywords of the arguments."""
        return tuple([a.name for a, _ in self._info.arguments])

    @Deferred
    def effects(self) -> frozenset[str]:
        """What the function called can do, if it is known: ``assert``, ``fail``, ``skip``, ``test``, ``exit``."""
        return self._operands.effects(self._info)

    @Deferred
    def receiver(self) -> Value | None:
        """The object it is a method of; for ``expect(x).toBe`` also look at ``subjects``."""
        return None if self._info.receiver is None else self._operands.value(*self._info.receiver)

    @Deferred
    def subjects(self) -> tuple[Value, ...]:
        """Arguments of the calls its path goes through: ``x`` of ``expect(x).toBe(y)``."""
        return tuple([self._operands.value(expr, value) for expr, value in self._info.subjects])

    @Deferred
    def callees(self) -> tuple[Scope, ...]:
        """The functions it calls, where they are known."""
        return self._operands.scopes(self._info)

    @Deferred
    def functions(self) -> tuple[facts.Function, ...]:
        """What it calls; in Go, where the receiver's type is not known, the package's methods of that name."""
        return self._operands.functions(self._info)

    def means(self, *kinds: str) -> bool:
        """Tell whether it is one of these kinds to a test."""
        return self.meaning is not None and self.meaning.kind in kinds

    def conditions(self) -> list[Value]:
        """List what is given as the condition that its meaning names: of ``skipIf``, ``skipif``, ``xfail``."""
        meaning = self.meaning
        if meaning is None:
            return []
        found = [v for v, n in zip(self.arguments, self.names, strict=True) if n is not None and n == meaning.condition_keyword]
        if meaning.condition is not None and meaning.condition < len(self.arguments) and self.names[meaning.condition] is None:
            found.insert(0, self.arguments[meaning.condition])
        return found


@dataclass(slots=True, eq=False)
class ExitEvent:
    """A statement that leaves: ``return``, ``continue``, ``break``, ``raise``."""

    kind: str
    span: Span
    scope: Scope
    arms: tuple[Arm, ...]
    order: int
    value: Value | None
    node: facts.Stmt


@dataclass(slots=True, eq=False)
class ComparisonEvent:
    """A comparison of a value with constants: ``==``, ``in``, ``case``, the keys of a table that is indexed by it."""

    span: Span
    scope: Scope
    arms: tuple[Arm, ...]
    order: int
    node: facts.Expr | facts.Stmt
    value: Value
    """The compared value (mode-derived or not)."""
    literals: tuple[tuple[str | int | float | bool | None, Span], ...]
    """What it is compared with (``==``, ``in``, ``case``, table keys), each with its place."""


@dataclass(slots=True, eq=False)
class WriteEvent:
    """An assignment to an environment variable: ``process.env.X = …``, ``os.environ["X"] = …``, ``t.Setenv``, ``export X=…``, an ``env`` record of a spawned process."""

    name: str
    span: Span
    scope: Scope
    arms: tuple[Arm, ...]
    order: int
    value: Value | None
    """None when it is removed."""
    node: facts.Expr | facts.Stmt


@dataclass(slots=True, eq=False)
class ImportEvent:
    """An import with where it leads."""

    span: Span
    module: str
    """As written."""
    node: facts.Import | facts.Export
    resolved: str | None
    """The path of the file (or Go package folder) it leads to in the repository, where known."""
    type_only: bool
    names: tuple[facts.Imported, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one condition does to the tests; every judged condition has exactly one, the most specific."""

    kind: str
    """``selection`` (tests registered or dropped) · ``skip`` (a skip, or a guard before the first assertion) · ``assertion`` (assertions that run only for some
    outcomes) · ``expectation`` (an expected value, fixture or matcher that depends on it) · ``wiring`` (a client, a timeout, request data: fine)."""
    span: Span
    """What a reader would change: the skip, the assertion, the selection."""
    branch: Branch | None
    """The branch, where there is one."""
    origin: Origin | None
    """The mode's way there; None when something else decides."""
    reads: tuple[EnvironmentRead, ...] = ()
    """The variables behind the condition."""
    event: CallEvent | ExitEvent | None = None
    """The skip, the guard or the assertion."""
    construct: Span | None = None
    """The whole construct."""
    path: str | None = None
    """The file of ``span``, where it may be another one: a fixture chosen by the mode in a module that the test imports."""


@dataclass(slots=True, eq=False)
class FileFlow:
    """Everything the flow analysis knows of one file, in source order."""

    file: File
    module: facts.Module
    top: Scope
    scopes: Sequence[Scope] = ()
    """Every function, in source order, the top level first."""
    branches: Sequence[Branch] = ()
    reads: Sequence[EnvironmentRead] = ()
    calls: Sequence[CallEvent] = ()
    exits: Sequence[ExitEvent] = ()
    comparisons: Sequence[ComparisonEvent] = ()
    writes: Sequence[WriteEvent] = ()
    imports: Sequence[ImportEvent] = ()
    value: Callable[[facts.Expr], Value] = lambda expr: Value(expr)
    """What is known of any expression of the file."""
    verdicts: Sequence[Verdict] = ()
    """What the branches of a test or harness file do to its tests, in source order: at most one per branching construct."""
    runner: Runner | None = None
    """For a runner script: what it does."""
    from_environment: bool = True
    """Whether any value of the file may come from the environment; where none does, no value has ``reads``."""
    from_mode: frozenset[int] = frozenset()
    """The expressions, by identity, that come from the mode or of which the mode chose a part: no other value has an ``origin``, ``selected`` or ``held``."""

    _made: dict[object, object] = field(default_factory=dict)
    """What checks have asked to be computed once."""

    def once(self, make: Callable[[FileFlow], T]) -> T:
        """Give what a function makes of this file, computed once however many checks ask."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(T, self._made[make])

    def mode_branches(self) -> list[Branch]:
        """List the branches the mode decides, conversions left out, in source order."""
        return [b for b in self.branches if b.origin is not None and not b.derivation]


def reported(
    flow: FileFlow, kind: str, code: str, message: Callable[[Origin], str], last: str = "decides what happens here"
) -> Iterator[Finding]:
    """Give a finding for each verdict of a kind that the mode decides; ``last`` is the last step of its trace."""
    for verdict in flow.verdicts:
        origin = verdict.origin
        if verdict.kind == kind and origin is not None:
            yield Finding(
                code=code,
                path=flow.file.path,
                span=verdict.span,
                message=message(origin),
                trace=(*origin.trace, Step(flow.file.path, verdict.span.line, verdict.span.column, last)),
                also_suppressed_at=() if verdict.construct is None else (verdict.construct.line,),
            )
