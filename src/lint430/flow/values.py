"""Abstract values: what flow knows of an expression, and the ways two of them become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from lint430 import facts
from lint430.model import Span, Step

if TYPE_CHECKING:
    from lint430.flow.evaluate import Environment, State

Constant = str | int | float | bool | None

MAX_CONSTANTS = 12
"""Alternatives kept; further ones are forgotten, so that joining comes to an end."""
MAX_DEPS = 24
"""Parameters that one value may depend on."""
MAX_SELECTIONS = 4
"""Places that chose one value; the innermost beyond that are forgotten."""
MAX_DEPTH = 4
"""Access paths and nested records deeper than this are forgotten."""


@dataclass(frozen=True, slots=True)
class Read:
    """One read of the environment: the base of a token."""

    path: str
    """The file it stands in."""
    span: Span
    name: str
    """The variable, or the helper with ``()``."""
    is_mode: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a caller passes: the base of a token that only call sites can resolve."""

    function: int
    """The identity of the function's facts."""
    index: int


@dataclass(frozen=True, slots=True)
class Token:
    """A base and the way from it: ``(".", "mock")`` for a member, ``()`` for a call, ``$env`` for the variable it names."""

    base: Read | Parameter
    way: tuple[str, ...] = ()
    unless: Token | None = None
    """The parameter (or member of one) whose default this is: it counts for calls that do not give it."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps a value took so far, newest first."""

    step: Step
    before: Trail | None

    def steps(self) -> tuple[Step, ...]:
        """List the steps, oldest first."""
        found = []
        trail: Trail | None = self
        while trail is not None:
            found.append(trail.step)
            trail = trail.before
        return tuple(reversed(found))


Deps = Mapping[Token, Trail | None]
NO_DEPS: Deps = {}


def walked(deps: Deps, steps: tuple[Step, ...]) -> Deps:
    """Give dependencies whose trails go on through more steps."""
    if not steps:
        return deps
    longer: dict[Token, Trail | None] = {}
    for token, trail in deps.items():
        for step in steps:
            trail = trail if trail is not None and trail.step == step else Trail(step, trail)
        longer[token] = trail
    return longer


@dataclass(frozen=True, slots=True)
class Selection:
    """A place where a branch chose a value."""

    path: str
    """The file it stands in."""
    span: Span
    """The whole construct."""
    deps: Deps
    """What decided."""


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """A function with what it closes over."""

    function: facts.Function
    state: State
    """The file it is defined in."""
    environment: Environment
    receiver: Abstract | None = None
    bound: tuple[tuple[int, tuple[Abstract, ...]], ...] = ()
    """Arguments of the calls that made it: a function's identity with what each of its parameters was."""
    taken: int = 0
    """How many of its positional parameters are given already."""

    @property
    def key(self) -> int:
        """Give its identity."""
        return id(self.function)


@dataclass(slots=True, eq=False)
class ClassInfo:
    """A class with what its fields are seen to hold, whatever the instance."""

    node: facts.Class
    state: State
    environment: Environment
    bases: tuple[Abstract, ...] = ()
    cells: dict[str, Abstract] = field(default_factory=dict)
    methods: dict[str, facts.Function] = field(default_factory=dict)
    elsewhere: dict[str, tuple[State, Environment]] = field(default_factory=dict)
    """Where methods are declared that stand in another file of the Go package than their type, by name."""
    settings: bool = False
    prefixes: list[str] = field(default_factory=list)
    """What a Go settings library puts before the names of its fields: ``INTEGRATION_`` of ``envconfig.Process("integration", &c)``."""
    seen: dict[str, set[object]] = field(default_factory=dict)
    """Shapes of the values each field was given, so that the same one again costs nothing."""
    heirs: list[ClassInfo] = field(default_factory=list)
    """Classes seen to derive from it."""
    askers: dict[str, set[str]] = field(default_factory=dict)
    """Files that looked up a member since it last changed, by its name; they are evaluated again when it does."""

    def asked(self, name: str, path: str) -> Abstract | None:
        """Give what a field can hold, or None, and remember the file that asked."""
        self.askers.setdefault(name, set()).add(path)
        return self.cells.get(name)

    def home(self, method: str) -> tuple[State, Environment]:
        """Give the file in which a method is declared, and what is in sight there."""
        return self.elsewhere.get(method) or (self.state, self.environment)

    def descendants(self) -> list[ClassInfo]:
        """List the known classes below it."""
        found: list[ClassInfo] = []
        todo = list(self.heirs)
        while todo:
            info = todo.pop(0)
            if info not in found and info is not self:
                found.append(info)
                todo += info.heirs
        return found

    def ancestry(self) -> list[ClassInfo]:
        """List the class and its known bases, nearest first."""
        found: list[ClassInfo] = []
        todo = [self]
        while todo:
            info = todo.pop(0)
            if info not in found:
                found.append(info)
                todo += [known for base in info.bases if (known := base.cls or base.inst) is not None]
        return found


@dataclass(slots=True, eq=False)
class Abstract:
    """What is known of a value; every facet is optional and independent."""

    deps: Deps = field(default_factory=dict)
    """What it is computed from: environment reads and parameters, each with its trail."""
    raw: bool = False
    """Whether it is the text itself (of a variable, of a parameter), not a boolean computed from it."""
    constants: tuple[Constant, ...] = ()
    path: str | None = None
    closures: tuple[Closure, ...] = ()
    cls: ClassInfo | None = None
    """Set for the class itself."""
    inst: ClassInfo | None = None
    """Set for an instance."""
    fields: Mapping[str, Abstract] | None = None
    """Members of a record known by key."""
    item: Abstract | None = None
    """What its elements are: the join over a sequence, or over a record's values."""
    sym: Token | None = None
    """The parameter (or member of one) it is."""
    selected: tuple[Selection, ...] = ()
    """Where branches chose it, the outermost first; what decided may be no mode."""
    environment: bool = False
    """Whether it is a mapping of the environment."""
    enum: str | None = None
    """The enumeration it is a member of."""
    module: str | None = None
    """The linked file it is the namespace of."""
    schema: Mapping[str, Abstract] | None = None
    """For a validator built from a record: its entries."""
    pure: bool = False
    """Whether it was written as a value: constants, records and sequences of them."""
    hops: tuple[Step, ...] = ()
    """Imports and re-exports that brought it here: steps of whatever is called or taken of it later."""

    def but(self, **changes: Any) -> Abstract:
        """Give a copy with some facets changed."""
        # dataclasses.replace takes three times as long, and this is called for every second expression.
        made = Abstract(*_facets(self))
        for name, value in changes.items():
            setattr(made, name, value)
        return made

    def shape(self, depth: int = 0) -> object:
        """Give what fixpoint iteration compares: everything but the trails."""
        if depth > MAX_DEPTH:
            return None
        return (
            frozenset(self.deps),
            self.raw,
            self.constants,
            self.path,
            tuple(c.key for c in self.closures),
            id(self.cls),
            id(self.inst),
            None if self.fields is None else tuple((k, v.shape(depth + 1)) for k, v in sorted(self.fields.items())),
            None if self.item is None else self.item.shape(depth + 1),
            self.sym,
            tuple((s.path, s.span, frozenset(s.deps)) for s in self.selected),
            self.environment,
            self.module,
        )


_facets = attrgetter(*(facet.name for facet in fields(Abstract)))
UNKNOWN = Abstract()


def constant(value: Constant) -> Abstract:
    """Give the value of a literal, a new one each time: whoever compares the arms of a branch tells values apart by their identity."""
    return Abstract(NO_DEPS, False, (value,), None, (), None, None, None, None, None, (), False, None, None, None, True)


def merge_deps(*many: Deps) -> Deps:
    """Unite dependencies; the first trail of a token stays."""
    filled = [deps for deps in many if deps]
    if len(filled) <= 1:
        return filled[0] if filled else NO_DEPS
    merged = dict(filled[0])
    for deps in filled[1:]:
        for token, trail in deps.items():
            merged.setdefault(token, trail)
    return merged if len(merged) <= MAX_DEPS else fewer(merged)


def as_default(value: Abstract, parameter: Token) -> Abstract:
    """Give a value that only counts where a parameter is not given."""
    if not value.deps:
        return value
    return value.but(deps={replace(t, unless=t.unless or parameter): trail for t, trail in value.deps.items()})


def merge_selections(*many: tuple[Selection, ...]) -> tuple[Selection, ...]:
    """Unite the places where a value was chosen, each once."""
    filled = [selections for selections in many if selections]
    if len(filled) <= 1:
        return filled[0] if filled else ()
    places: dict[tuple[str, Span], Selection] = {}
    for selections in filled:
        for selection in selections:
            places.setdefault((selection.path, selection.span), selection)
    return tuple(places.values())[:MAX_SELECTIONS]


def fewer(deps: Deps) -> Deps:
    """Forget parameters beyond a limit, never reads: what depends on that many of them is no way to tell anybody."""
    kept: dict[Token, Trail | None] = {}
    for token, trail in deps.items():
        if isinstance(token.base, Read) or len(kept) < MAX_DEPS:
            kept[token] = trail
    return kept


def join(first: Abstract, second: Abstract, depth: int = 0) -> Abstract:
    """Give what is known of a value that is one or the other."""
    if first is second or second is UNKNOWN:
        return first
    if first is UNKNOWN:
        return second
    fields: Mapping[str, Abstract] | None = first.fields if second.fields is None else second.fields
    item = first.item if second.item is None else second.item
    if depth < MAX_DEPTH:
        if first.fields is not None and second.fields is not None:
            fields = {
                key: join(first.fields.get(key, UNKNOWN), second.fields.get(key, UNKNOWN), depth + 1)
                for key in dict.fromkeys((*first.fields, *second.fields))
            }
        if first.item is not None and second.item is not None:
            item = join(first.item, second.item, depth + 1)
    inst = first.inst
    if second.inst is not None and (inst is None or inst.node.kind == "interface"):
        inst = second.inst
    return Abstract(
        merge_deps(first.deps, second.deps) if first.deps and second.deps else first.deps or second.deps,
        first.raw or second.raw,
        _either(first.constants, second.constants) if first.constants and second.constants else first.constants or second.constants,
        first.path if second.path is None else _one_path(first.path, second.path),
        _together(first.closures, second.closures) if second.closures else first.closures,
        first.cls or second.cls,
        inst,
        fields,
        item,
        first.sym or second.sym,
        merge_selections(first.selected, second.selected) if first.selected and second.selected else first.selected or second.selected,
        first.environment or second.environment,
        first.enum if first.enum == second.enum else None,
        first.module or second.module,
        first.schema or second.schema,
        first.pure and second.pure,
        first.hops or second.hops,
    )


def _either(first: tuple[Constant, ...], second: tuple[Constant, ...]) -> tuple[Constant, ...]:
    constants = dict.fromkeys((*map(_typed, first), *map(_typed, second)))
    return tuple(value for _, value in constants)[:MAX_CONSTANTS]


def _together(first: tuple[Closure, ...], second: tuple[Closure, ...]) -> tuple[Closure, ...]:
    known = {closure.key for closure in first}
    return (*first, *(closure for closure in second if closure.key not in known))[:6]


def flows(value: Abstract) -> bool:
    """Tell whether a value holds anything worth following into a function."""
    return bool(
        value.deps
        or value.sym
        or value.constants
        or value.closures
        or value.environment
        or value.inst
        or value.module
        or value.item
        or (value.fields and any(map(flows, value.fields.values())))
    )


def _one_path(first: str | None, second: str | None) -> str | None:
    """Give the path of what is one or the other: of ``it.skip`` and ``it``, what both are."""
    if first is not None and second is not None and first.startswith(f"{second}."):
        return second
    return first or second


def _typed(value: Constant) -> tuple[type, Constant]:
    """Keep ``1`` and ``True`` apart, which compare equal."""
    return (type(value), value)


def join_all(values: Iterable[Abstract]) -> Abstract:
    """Join any number of values."""
    result = UNKNOWN
    for value in values:
        result = join(result, value)
    return result
