"""Evaluates a file's facts abstractly: statements in order, functions once per round with their parameters left open.

A value is followed through names, members, containers, closures and calls. What depends on a parameter keeps a token for it; call sites say
what flows in, and :mod:`lint430.flow.solve` resolves tokens to reads once nothing changes any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lint430 import facts
from lint430.flow import boxes, options, sources
from lint430.flow.naming import last_part
from lint430.flow.paths import ADDERS, ATTRIBUTE_SETTERS, CONTAINERS, NAMESPACES, PARTIALS
from lint430.flow.values import (
    MAX_DEPTH,
    NO_DEPS,
    UNKNOWN,
    Abstract,
    ClassInfo,
    Closure,
    Constant,
    Deps,
    Parameter,
    Read,
    Selection,
    Token,
    as_default,
    constant,
    flows,
    join,
    join_all,
    merge_deps,
    merge_selections,
    walked,
)
from lint430.languages import Meaning, vocabulary
from lint430.model import File, Span, Step

if TYPE_CHECKING:
    from lint430.flow.solve import Program

MAX_HOPS = 40
"""Imports and re-exports remembered of one value."""
MAX_PATH = 240
"""A symbolic path longer than this is no vocabulary's."""
_SHELL_BOOLEANS = frozenset(("0", "1", "true", "false", "yes", "no"))
_GO_ON = ("Error", "Errorf", "Fail")
"""Failures after which a Go test goes on."""
_ANNOTATED = frozenset(("typing.Annotated", "typing_extensions.Annotated"))


class Environment:
    """The names of one scope, with what closures see of them."""

    __slots__ = ("boundary", "declared", "extra", "home", "parent", "previous", "vars")

    def __init__(self, parent: Environment | None, *, boundary: bool) -> None:
        self.parent = parent
        self.boundary = boundary
        """Whether a function begins here."""
        self.vars: dict[str, Abstract] = {}
        self.previous: dict[str, Abstract] = {}
        """The names as the last round left them."""
        self.extra: dict[str, Abstract] = {}
        """What functions further in assigned; only ever grows."""
        self.home: dict[str, str] = {}
        """``global`` and ``nonlocal`` declarations."""
        self.declared: set[str] = set()

    def begin(self) -> None:
        """Start another round."""
        self.previous = self.vars
        self.vars = {}

    def seen_from_inside(self, name: str) -> Abstract | None:
        """Give what a closure sees of a name bound here, or None."""
        value = self.vars.get(name)
        if value is None:
            value = self.previous.get(name)
        extra = self.extra.get(name)
        if extra is not None:
            return extra if value is None else join(value, extra)
        return value


@dataclass(slots=True, eq=False)
class ScopeInfo:
    """A function while it is evaluated; becomes a :class:`~lint430.flow.results.Scope`."""

    function: facts.Function | None
    parent: ScopeInfo | None
    name: str
    class_name: str | None = None
    test: Meaning | None = None
    registered_at: Span | None = None
    direct: set[str] = field(default_factory=set)
    """Effects of its own statements."""
    callees: set[int] = field(default_factory=set)
    """Functions it calls, by identity."""


@dataclass(slots=True, eq=False)
class ArmInfo:
    """An arm around an event."""

    branch: BranchInfo
    index: int


@dataclass(slots=True, eq=False)
class BranchInfo:
    """A branch before its tokens are resolved."""

    kind: str
    conditions: list[tuple[facts.Expr, Abstract]]
    construct: Span
    scope: ScopeInfo
    arms: tuple[ArmInfo, ...]
    node: facts.Expr | facts.Stmt
    derivation: bool = False
    selects_values: bool = False


@dataclass(slots=True, eq=False)
class ReadInfo:
    """A read of the environment before it is known whether it decides anything."""

    read: Read
    scope: ScopeInfo
    arms: tuple[ArmInfo, ...]
    node: facts.Expr | facts.Stmt | facts.Field
    helper: bool = False
    default: Abstract | None = None
    default_expr: facts.Expr | None = None
    presence: bool = False
    explicit: bool = True
    via_import: bool = False


@dataclass(slots=True, eq=False)
class CallInfo:
    """A call with its operands."""

    path: str
    scope: ScopeInfo
    arms: tuple[ArmInfo, ...]
    node: facts.Call
    meaning: Meaning | None
    arguments: list[tuple[facts.Argument, Abstract]]
    callees: tuple[Closure, ...]
    receiver: tuple[facts.Expr, Abstract] | None
    subjects: tuple[tuple[facts.Expr, Abstract], ...]
    decorates: ScopeInfo | None = None
    passed: Token | None = None
    """The parameter, or member of one, that is called."""


@dataclass(slots=True, eq=False)
class ExitInfo:
    """A return, a jump or a raise."""

    kind: str
    scope: ScopeInfo
    arms: tuple[ArmInfo, ...]
    value: tuple[facts.Expr, Abstract] | None
    node: facts.Stmt


@dataclass(slots=True, eq=False)
class ComparisonInfo:
    """A comparison with constants."""

    scope: ScopeInfo
    arms: tuple[ArmInfo, ...]
    node: facts.Expr | facts.Stmt
    value: tuple[facts.Expr, Abstract]
    literals: tuple[tuple[Constant, Span], ...]


@dataclass(slots=True, eq=False)
class WriteInfo:
    """An assignment to an environment variable."""

    name: str
    span: Span
    scope: ScopeInfo
    arms: tuple[ArmInfo, ...]
    value: tuple[facts.Expr, Abstract] | None
    node: facts.Expr | facts.Stmt


@dataclass(slots=True, eq=False)
class Events:
    """What one file was seen to do in the last round."""

    branches: dict[int, BranchInfo] = field(default_factory=dict)
    reads: dict[object, ReadInfo] = field(default_factory=dict)
    calls: dict[int, CallInfo] = field(default_factory=dict)
    exits: dict[int, ExitInfo] = field(default_factory=dict)
    comparisons: dict[int, ComparisonInfo] = field(default_factory=dict)
    writes: dict[object, WriteInfo] = field(default_factory=dict)
    values: dict[int, Abstract] = field(default_factory=dict)
    """What each expression was, by the identity of its facts."""


@dataclass(slots=True, eq=False)
class _Pending:
    """A function body that waits for its surroundings to be complete."""

    closure: Closure
    scope: ScopeInfo
    arms: tuple[ArmInfo, ...]


class State:
    """One file under evaluation."""

    def __init__(self, program: Program, file: File, module: facts.Module) -> None:
        self.program = program
        self.file = file
        self.module = module
        self.path = module.path
        self.vocabulary = vocabulary(module.language)
        self.settings = program.settings_for(module.path)
        self.paths = program.paths_for(self.settings, self.vocabulary)
        self.top = Environment(None, boundary=True)
        self.environments: dict[int, Environment] = {}
        self.classes: dict[int, ClassInfo] = {}
        self.returns: dict[int, Abstract] = {}
        """What each function gives back, by identity; parameters left open."""
        self.exports: dict[str, Abstract] = {}
        self.star_exports: dict[str, Span] = {}
        """Files all of whose names are offered again, with the places that say so."""
        self.scopes: dict[int, ScopeInfo] = {}
        self.top_scope = ScopeInfo(None, None, "")
        self.events = Events()
        self.evaluated: set[int] = set()
        self.in_progress: set[int] = set()
        self.pending: list[_Pending] = []
        self.scope = self.top_scope
        self.environment = self.top
        self.arms: tuple[ArmInfo, ...] = ()
        self.outputs: dict[int, Abstract] = {}
        """What each shell function prints, likewise; ``returns`` holds its status."""
        self.yielded: list[list[tuple[Abstract, bool]]] = []
        """What each function under evaluation gave back so far, and whether by printing it."""
        self.fixtures: dict[str, Closure] = {}
        self.receiver: ClassInfo | None = None
        self.asked: frozenset[str] = frozenset()
        """The names in the conditions of the construct that is looked at."""
        self.started = False
        self.complete = False
        """Whether this round has seen the whole top level, so that its names are what they will be."""
        self.written: list[tuple[Environment | ClassInfo, str, Abstract]] = []
        """What was assigned beyond the function: variables of scopes further out, fields; in order."""
        self._definitions: dict[str, facts.Expr] | None = None
        self._targets: frozenset[str] | None = None
        self._loads: list[str] | None = None
        self._declared: frozenset[str] | None = None
        self._drops: frozenset[int] | None = None
        self._partials: dict[int, facts.Function] = {}
        self._ternaries: dict[int, facts.Ternary] = {}

    # --- rounds ------------------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start another round: what was learnt stays, what happened is seen anew."""
        self.top.begin()
        for environment in self.environments.values():
            environment.begin()
        self.events = Events()
        self.evaluated.clear()
        self.in_progress.clear()
        self.pending.clear()
        self.written.clear()
        self.top_scope = ScopeInfo(None, None, "")
        self.scopes = {}
        self.started = self.complete = False

    def run(self) -> None:
        """Evaluate the top level and then every function met on the way."""
        if self.started:
            return
        self.started = True
        saved = self.scope, self.environment, self.arms
        self.scope, self.environment, self.arms = self.top_scope, self.top, ()
        self.block(self.module.body)
        self.complete = True
        self.scope, self.environment, self.arms = saved
        self.drain()

    def targets(self) -> frozenset[str]:
        """Give the files and packages that its imports lead to."""
        if self._targets is None:
            found = {target for name in self.loads() if (target := self.program.target(self, name)) is not None}
            for node in self.module.several(facts.Import, facts.Export):
                if isinstance(node, facts.Import | facts.Export) and node.module:
                    names = [node.module]
                    if isinstance(node, facts.Import) and self.module.language == "python":
                        names += [f"{node.module}{n.name}" if node.module.endswith(".") else f"{node.module}.{n.name}" for n in node.names]
                    found |= {target for name in names if (target := self.program.target(self, name)) is not None}
            found |= {target for name in self.plugins() if (target := self.program.target(self, name)) is not None}
            self._targets = frozenset(found)
        return self._targets

    def drops(self) -> frozenset[int]:
        """Give the calls of which a Go file of a suite drops the last result, by the identity of their facts."""
        if self._drops is None:
            judged = self.module.language == "go" and self.file.in_suite_folder
            self._drops = frozenset(
                id(node.value)
                for node in (self.module.of(facts.Assign) if judged else ())
                if isinstance(node.value, facts.Call) and _is_blank(node.target)
            )
        return self._drops

    def plugins(self) -> list[str]:
        """List the modules that ``pytest_plugins`` names."""
        value = self.definition("pytest_plugins") if self.module.language == "python" else None
        items = value.items if isinstance(value, facts.Sequence) else () if value is None else (value,)
        return [item.value for item in items if isinstance(item, facts.Literal) and isinstance(item.value, str)]

    def loads(self) -> list[str]:
        """Give the modules that calls load where they stand: ``import("./x")``."""
        if self._loads is None:
            self._loads = [
                node.arguments[0].value.value
                for node in self.module.of(facts.Call)
                if isinstance(node.function, facts.Name)
                and node.function.id in self.vocabulary.loaders
                and node.arguments
                and isinstance(node.arguments[0].value, facts.Literal)
                and isinstance(node.arguments[0].value.value, str)
            ]
        return self._loads

    def declared(self) -> frozenset[str]:
        """Give the names that the top level declares, without evaluating it."""
        if self._declared is None:
            self._declared = frozenset(self._declarations())
        return self._declared

    def _declarations(self) -> set[str]:
        found: set[str] = set()
        for stmt in self.module.body:
            match stmt:
                case facts.Define(function=facts.Function(name=str() as name)) | facts.Class(name=name):
                    found.add(name)
                case facts.Assign(target=target):
                    found |= {n.id for n in facts.walk([target]) if isinstance(n, facts.Name)}
                case _:
                    pass
        return found

    def filled(self) -> dict[str, Abstract]:
        """Give the variables that only functions of a shell script set: whoever sources and calls them has them, too."""
        return self.top.extra if self.vocabulary.ambient else {}

    def offer(self) -> dict[object, object]:
        """Give what other files can see of it by name, for comparison."""
        names: dict[object, object] = {}
        for known in (self.filled(), self.top.vars, self.exports):
            for name, value in known.items():
                names[name] = (names.get(name), value.shape())
        names.update({name: (names.get(name), closure.key) for name, closure in self.fixtures.items()})
        # Whoever passes on all names of other files passes on other ones now.
        names["*"] = tuple(self.star_exports)
        return names

    def drain(self) -> None:
        """Evaluate the functions that wait."""
        while self.pending:
            pending = self.pending.pop(0)
            self.function_body(pending.closure, pending.scope, pending.arms)

    # --- names -------------------------------------------------------------------------------------------------------------------

    def lookup(self, name: str) -> Abstract | None:
        """Give what a name stands for here, or None when nothing in the file binds it."""
        environment: Environment | None = self.environment
        inside = True
        while environment is not None:
            value = environment.vars.get(name) if inside else environment.seen_from_inside(name)
            if value is not None:
                extra = environment.extra.get(name) if inside else None
                return value if extra is None else join(value, extra)
            if environment.boundary:
                inside = False
            environment = environment.parent
        if not self.complete and name in self.declared():
            # A Go package's variables may be used above their declaration; the next round knows them.
            self.program.note_early(self, self)
        return self.program.package_name(self, name)

    def assign(self, name: str, value: Abstract, declares: str = "") -> None:
        """Bind a name in the scope that the language says."""
        environment = self.environment
        if declares in ("const", "let", "type") or (declares == "var" and self.vocabulary.self_name is None):
            environment.vars[name] = value
            return
        if declares in ("var", "local"):
            self._function_environment().vars[name] = value
            return
        home = self._function_environment().home.get(name)
        if home is None and not self.vocabulary.block_scopes and not self.vocabulary.ambient:
            self._function_environment().vars[name] = value
            return
        probe: Environment | None = environment
        inside = home is None
        while probe is not None:
            if name in probe.vars or (not inside and name in probe.previous):
                if inside:
                    probe.vars[name] = value
                elif probe is not self._function_environment():
                    self._write_outside(probe, name, value)
                return
            if probe.boundary:
                inside = False
            probe = probe.parent
        if self.environment is self.top or self._function_environment() is self.top:
            self.top.vars[name] = value
        elif self.vocabulary.ambient or home == "global":
            self._write_outside(self.top, name, value)
            self._function_environment().vars[name] = value
        else:
            self._function_environment().vars[name] = value

    def _write_outside(self, environment: Environment, name: str, value: Abstract) -> None:
        self.written.append((environment, name, value))
        before = environment.extra.get(name)
        after = value if before is None else join(before, value)
        if before is None or before.shape() != after.shape():
            environment.extra[name] = after
            self.program.note_own(self)
            if environment is self.top:
                self.program.note_growth(self, name)

    def _function_environment(self) -> Environment:
        environment = self.environment
        while not environment.boundary and environment.parent is not None:
            environment = environment.parent
        return environment

    def _chain(self) -> list[Environment]:
        chain = [self.environment]
        while not chain[-1].boundary and chain[-1].parent is not None:
            chain.append(chain[-1].parent)
        return chain

    def _snapshot(self) -> list[tuple[Environment, dict[str, Abstract]]]:
        return [(environment, dict(environment.vars)) for environment in self._chain()]

    @staticmethod
    def _restore(snapshot: list[tuple[Environment, dict[str, Abstract]]]) -> None:
        for environment, names in snapshot:
            environment.vars = dict(names)

    @staticmethod
    def _merge(snapshots: list[list[tuple[Environment, dict[str, Abstract]]]]) -> None:
        """Set every environment to the join of the snapshots, all taken at the same depth."""
        for same in zip(*snapshots, strict=True):
            environment = same[0][0]
            names: dict[str, Abstract] = {}
            for _, seen in same:
                for name, value in seen.items():
                    known = names.get(name)
                    names[name] = value if known is None else (known if known is value else join(known, value))
            environment.vars = names

    def inner_environment(self, node: object, *, boundary: bool, parent: Environment | None = None) -> Environment:
        """Give the environment of a block or function, the same one in every round."""
        environment = self.environments.get(id(node))
        if environment is None:
            environment = self.environments[id(node)] = Environment(parent or self.environment, boundary=boundary)
        environment.parent = parent or self.environment
        return environment

    def definition(self, name: str) -> facts.Expr | None:
        """Give the expression that the file's top level first assigns to a name."""
        if self._definitions is None:
            self._definitions = {}
            for stmt in self.module.body:
                if isinstance(stmt, facts.Assign) and isinstance(stmt.target, facts.Name) and stmt.value is not None:
                    self._definitions.setdefault(stmt.target.id, stmt.value)
        return self._definitions.get(name)

    def dispatched(self, name: facts.Combine) -> list[str]:
        """List the functions of the file that a computed command such as ``"start_$mode"`` can be."""
        return sorted(f for f in self.module_functions() if fits(name, f))

    def module_functions(self) -> frozenset[str]:
        """Give the names of the functions that the file's top level defines."""
        return frozenset(s.function.name for s in self.module.body if isinstance(s, facts.Define) and s.function.name)

    # --- steps -------------------------------------------------------------------------------------------------------------------

    def step(self, span: Span, what: str) -> Step:
        """Make one hop of a trace in this file."""
        return Step(self.path, span.line, span.column, what)

    def named(self, value: Abstract, span: Span, name: str) -> Abstract:
        """Give the value with a step that says what it was assigned to."""
        if not value.deps or name in ("_", ""):
            return value
        return value.but(deps=walked(value.deps, (self.step(span, f"assigned to `{name}`"),)))

    def brought(self, value: Abstract, span: Span, what: str) -> Abstract:
        """Give the value with a step for the import or re-export that brings it here."""
        if not (value.deps or value.closures or value.cls or value.inst):
            return value
        step = self.step(span, what)
        return value.but(deps=walked(value.deps, (step,)), hops=value.hops if step in value.hops else (*value.hops, step)[:MAX_HOPS])

    def chosen(self, value: Abstract, construct: Span, deps: Deps) -> Abstract:
        """Give the value with the place of the branch that chose it."""
        return value.but(selected=merge_selections((Selection(self.path, construct, deps),), value.selected))

    # --- statements --------------------------------------------------------------------------------------------------------------

    def block(self, body: tuple[facts.Stmt, ...]) -> bool:
        """Evaluate statements in order; give whether they certainly leave."""
        for stmt in body:
            match stmt:
                case facts.Define(function=function) if function.name:
                    if self.vocabulary.hoists or function.name not in self.environment.vars:
                        self.environment.vars[function.name] = self._closure(function, hoisted=True)
                case facts.Class() if stmt.name:
                    self.environment.vars.setdefault(stmt.name, Abstract(cls=self.class_info(stmt), path=stmt.name))
                case facts.Method():
                    self._method(stmt)
        leaves = False
        for stmt in body:
            leaves = self.statement(stmt) or leaves
        return leaves

    def scoped(self, body: tuple[facts.Stmt, ...], node: object) -> bool:
        """Evaluate a block in a scope of its own where the language has block scopes."""
        if not self.vocabulary.block_scopes:
            return self.block(body)
        outer = self.environment
        self.environment = self.inner_environment(body or node, boundary=False)
        self.environment.vars = {}
        try:
            return self.block(body)
        finally:
            self.environment = outer

    def statement(self, stmt: facts.Stmt) -> bool:
        """Evaluate one statement; give whether control certainly leaves the block there."""
        match stmt:
            case facts.Evaluate():
                return self._evaluate(stmt)
            case facts.Assign():
                self._assign(stmt)
            case facts.If():
                return self._if(stmt)
            case facts.Switch():
                return self._switch(stmt)
            case facts.Loop():
                self._loop(stmt)
            case facts.Return():
                value = UNKNOWN if stmt.value is None else self.expression(stmt.value)
                self._give(value)
                if self.vocabulary.ambient and isinstance(stmt.value, facts.Call):
                    self._give(self._printed_by(stmt.value, value), printed=True)
                self._exit("return", stmt, stmt.value, value)
                return True
            case facts.Output():
                self._give(self.expression(stmt.value), printed=True)
            case facts.Raise():
                raised = UNKNOWN if stmt.value is None else self.expression(stmt.value)
                self._exit("raise", stmt, stmt.value, raised)
                if not self._skip_raised(stmt):
                    self.scope.direct.add("fail")
                return True
            case facts.Jump():
                self._exit(stmt.kind, stmt, None, UNKNOWN)
                return True
            case facts.Try():
                return self._try(stmt)
            case facts.With():
                for expr, target in stmt.items:
                    value = self.expression(expr)
                    if target is not None:
                        known = value.inst or value.fields or (value.sym is None and (value.deps or value.selected))
                        entered = value if known else Abstract(path=_called(value.path, "__enter__"))
                        self.bind(target, entered)
                return self.block(stmt.body)
            case facts.Block():
                if stmt.kind == "subshell":
                    before = self._snapshot()
                    self.block(stmt.body)
                    self._restore(before)
                    return False
                leaves = self.scoped(stmt.body, stmt)
                return leaves and stmt.kind == "block"
            case facts.Define():
                self._define(stmt.function)
            case facts.Class():
                self.environment.vars[stmt.name] = self._class(stmt)
            case facts.Import():
                self._import(stmt)
            case facts.Export():
                self._export(stmt)
            case facts.Method():
                pass
        return False

    def _skip_raised(self, stmt: facts.Raise) -> bool:
        expr = stmt.value
        callee = expr.function if isinstance(expr, facts.Call) else expr
        if callee is None:
            return False
        meaning = self.vocabulary.meaning(self.expression(callee).path or "")
        if meaning is not None and meaning.kind == "skip":
            self.scope.direct.add("skip")
            return True
        return False

    def _removes(self, expr: facts.Expr) -> bool:
        """Note what a statement only removes from the environment: ``del``, ``delete``, a ``pop`` whose result nobody takes."""
        if not isinstance(expr, facts.Call):
            return False
        function = expr.function
        targets: list[tuple[facts.Expr, facts.Expr | str]] = []
        if isinstance(function, facts.Name) and function.id in ("del", "delete"):
            for argument in expr.arguments:
                if isinstance(argument.value, facts.Attribute):
                    targets.append((argument.value.object, argument.value.name))
                elif isinstance(argument.value, facts.Index):
                    targets.append((argument.value.object, argument.value.key))
        elif isinstance(function, facts.Attribute) and function.name == "pop" and expr.arguments:
            targets.append((function.object, expr.arguments[0].value))
        removed = False
        for owner, key in targets:
            if self.expression_quiet(owner).environment:
                name = key if isinstance(key, str) else self._key(key) if isinstance(key, facts.Literal) else None
                removed = True
                if name is not None:
                    self._write(name, expr.span, None, UNKNOWN, expr)
        return removed

    def _evaluate(self, stmt: facts.Evaluate) -> bool:
        expr = stmt.value
        if self._removes(expr):
            return False
        if isinstance(expr, facts.Logic):
            # Its right side is there for what it does.
            self.events.values[id(expr)] = self._logic(expr, statement=True)
            return False
        value = self.expression(expr)
        if isinstance(expr, facts.Call):
            info = self.events.calls.get(id(expr))
            if info is not None and info.meaning is not None:
                return info.meaning.kind in ("fail", "exit", "skip")
            return False
        if isinstance(expr, facts.Compare | facts.Attribute):
            path = "[[" if isinstance(expr, facts.Compare) else f"{value.path or ''}!"
            meaning = self.vocabulary.meaning(path)
            if meaning is not None:
                arguments = [(facts.Argument(expr), value)]
                call = facts.Call(expr.span, facts.Name(expr.span, path), (arguments[0][0],))
                self.events.calls[id(expr)] = CallInfo(
                    path, self.scope, self.arms, call, meaning, arguments, (), None, self._subjects(expr)
                )
                self.scope.direct.add(meaning.kind)
        return False

    def _give(self, value: Abstract, *, printed: bool = False) -> None:
        if self.yielded:
            self.yielded[-1].append((value, printed))

    def _printed_by(self, expr: facts.Call, value: Abstract) -> Abstract:
        """Give what a function's last command prints: that of a function it calls, or the mode where it asks a helper."""
        info = self.events.calls.get(id(expr))
        if info is None or not info.callees:
            return value
        return self._results(Abstract(closures=info.callees), info.arguments, expr, printed=True)

    def _exit(self, kind: str, stmt: facts.Stmt, expr: facts.Expr | None, value: Abstract) -> None:
        self.events.exits[id(stmt)] = ExitInfo(kind, self.scope, self.arms, None if expr is None else (expr, value), stmt)

    def _assign(self, stmt: facts.Assign) -> None:
        if stmt.declares in ("global", "nonlocal"):
            if isinstance(stmt.target, facts.Name):
                self._function_environment().home[stmt.target.id] = stmt.declares
            return
        if stmt.value is None:
            value = UNKNOWN
            if stmt.annotation is not None:
                value = boxes.declared(self, stmt.annotation) or self.typed(stmt.annotation)
            if stmt.declares:
                self.bind(stmt.target, value, stmt.declares)
            return
        value = self.expression(stmt.value)
        if stmt.operator:
            before = self.expression(stmt.target)
            if stmt.operator in ("or", "??"):
                self._default(before, stmt.value, value)
                value = self._defaulted(before, value)
            elif stmt.operator == "and":
                value = join(before, value)
            else:
                value = Abstract(
                    deps=merge_deps(before.deps, value.deps),
                    item=join(before.item, value.item) if before.item and value.item else before.item or value.item,
                    selected=merge_selections(before.selected, value.selected),
                    path=before.path,
                    fields={**before.fields, **value.fields} if before.fields and value.fields else before.fields or value.fields,
                    pure=before.pure and value.pure,
                )
        if stmt.annotation is not None and value.inst is None:
            typed = self.typed(stmt.annotation)
            if typed.inst is not None and typed.inst.node.kind != "interface":
                value = value.but(inst=typed.inst)
        if stmt.declares == "const" and isinstance(stmt.annotation, facts.Name) and value.enum is None and value.constants:
            value = value.but(enum=stmt.annotation.id)
        if isinstance(stmt.target, facts.Sequence) and self._asks_ok(stmt.value):
            value = Abstract(fields={"0": value, "1": UNKNOWN})
        if stmt.exported and isinstance(stmt.target, facts.Name):
            self._write(stmt.target.id, stmt.target.span, stmt.value, value, stmt)
        self.bind(stmt.target, value, stmt.declares, stmt.value)

    def _asks_ok(self, expr: facts.Expr) -> bool:
        """Tell whether an expression gives two results in Go: itself, and whether there is such a thing."""
        if self.module.language != "go":
            return False
        received = isinstance(expr, facts.Call) and isinstance(expr.function, facts.Name) and expr.function.id == "receive"
        return received or isinstance(expr, facts.Index) or (isinstance(expr, facts.Cast) and expr.kind == "assert")

    def bind(self, target: facts.Expr, value: Abstract, declares: str = "", expr: facts.Expr | None = None) -> None:
        """Give a target its value: a name, a member, an element, or a destructuring of them."""
        match target:
            case facts.Name():
                self.assign(target.id, self.named(value, target.span, target.id), declares)
            case facts.Attribute():
                self._bind_member(target.object, target.name, target, value, expr)
            case facts.Index():
                key = self.expression(target.key)
                name = key.constants[0] if len(key.constants) == 1 and isinstance(key.constants[0], str) else None
                if name is not None:
                    self._bind_member(target.object, name, target, value, expr)
                else:
                    self._bind_item(target.object, value)
            case facts.Record():
                for entry in target.entries:
                    name = self._key(entry.key)
                    inner, fallback = (
                        (entry.value.target, entry.value.value) if isinstance(entry.value, facts.Default) else (entry.value, None)
                    )
                    member = UNKNOWN if name is None else self.attribute(value, name, entry.key or inner)
                    if fallback is not None:
                        other = self.expression(fallback)
                        if member.sym is not None:
                            other = as_default(other, member.sym)
                        self._default(member, fallback, other)
                        member = self._defaulted(member, other)
                    self.bind(inner, member, declares)
                if target.rest is not None:
                    self.bind(target.rest, value, declares)
            case facts.Sequence():
                for index, item in enumerate(target.items):
                    if isinstance(item, facts.Spread):
                        self.bind(item.value, Abstract(item=value.item), declares)
                        continue
                    inner, fallback = (item.target, item.value) if isinstance(item, facts.Default) else (item, None)
                    member = self.position(value, index)
                    if fallback is not None:
                        member = join(member, self.expression(fallback))
                    self.bind(inner, member, declares)
            case facts.Default():
                self.bind(target.target, join(value, self.expression(target.value)), declares)
            case facts.Spread() | facts.Cast():
                self.bind(target.value, value, declares, expr)

    def position(self, value: Abstract, index: int) -> Abstract:
        """Give the element of a value at a place."""
        if value.fields is not None and str(index) in value.fields:
            return self._part(value, value.fields[str(index)])
        if value.sym is not None:
            return self._member_of_parameter(value, str(index))
        if value.inst is not None and any((base.path or "").endswith("NamedTuple") for base in value.inst.bases):
            fields = value.inst.node.fields
            return value.inst.asked(fields[index].name, self.path) or UNKNOWN if index < len(fields) else UNKNOWN
        return self._part(value, value.item or UNKNOWN)

    def _bind_member(self, owner: facts.Expr, name: str, target: facts.Expr, value: Abstract, expr: facts.Expr | None) -> None:
        base = self.expression(owner)
        if base.environment:
            self._write(name, target.span, expr, value, target)
            return
        value = self.named(value, target.span, _spelled(owner, name))
        if base.path in self.vocabulary.global_objects:
            self.program.set_global(self, name, value)
            return
        if boxes.is_box(base) and boxes.put_member(self, base, name, value):
            return
        owner_class = base.inst or base.cls
        if owner_class is not None:
            self.set_cell(owner_class, name, value)
            return
        fields = {**(base.fields or {}), name: value}
        if len(fields) > 64:
            return
        if isinstance(owner, facts.Name):
            self._rebind(owner.id, base.but(fields=fields))
        elif isinstance(owner, facts.Attribute) and value.deps and not base.deps:
            self._bind_member(owner.object, owner.name, owner, base.but(fields=fields), None)
        if name in ("exports", "default") or (base.path or "") in ("module.exports", "exports"):
            self.exports[name] = value

    def bind_member(self, owner: facts.Expr, name: str, target: facts.Expr, value: Abstract) -> None:
        """Give a member of an object its value."""
        self._bind_member(owner, name, target, value, None)

    def read(self, node: facts.Expr, name: str) -> Abstract:
        """Note a read of a variable and give its value."""
        return sources.read(self, node, name)

    def _rebind(self, name: str, value: Abstract) -> None:
        environment: Environment | None = self.environment
        inside = True
        while environment is not None:
            if name in environment.vars:
                if inside:
                    environment.vars[name] = value
                else:
                    self._write_outside(environment, name, value)
                return
            if environment.boundary:
                inside = False
            environment = environment.parent

    def _bind_item(self, owner: facts.Expr, value: Abstract) -> None:
        if isinstance(owner, facts.Name):
            base = self.expression(owner)
            self._rebind(owner.id, base.but(item=join(base.item or UNKNOWN, value)))

    def set_cell(self, info: ClassInfo, name: str, value: Abstract) -> None:
        """Note what a field of a class can hold: with the class that declares it."""
        if not any(f.name == name for f in info.node.fields):
            info = next((owner for owner in info.ancestry() if any(f.name == name for f in owner.node.fields)), info)
        self.written.append((info, name, value))
        shape = value.shape()
        seen = info.seen.setdefault(name, set())
        if shape in seen:
            return
        seen.add(shape)
        before = info.cells.get(name, UNKNOWN)
        after = join(before, value)
        if before is UNKNOWN or before.shape() != after.shape():
            info.cells[name] = after
            self.program.note_member(info, name)

    # --- conditions --------------------------------------------------------------------------------------------------------------

    def condition(self, expr: facts.Expr) -> tuple[Abstract, list[tuple[facts.Expr, Abstract]]]:
        """Evaluate a condition; give its value and its parts in source order, each with its own value."""
        parts: list[tuple[facts.Expr, Abstract]] = []
        stack = [expr]
        values: list[Abstract] = []
        while stack:
            node = stack.pop()
            match node:
                case facts.Logic():
                    stack += [node.right, node.left]
                case facts.Not():
                    stack.append(node.operand)
                case facts.Cast(kind="cast" | "await"):
                    stack.append(node.value)
                case _:
                    value = self.expression(node)
                    parts.append((node, value))
                    values.append(value)
        deps = merge_deps(*(v.deps for v in values))
        return Abstract(deps=deps, selected=merge_selections(*(v.selected for v in values))), parts

    def branch(
        self,
        kind: str,
        node: facts.Expr | facts.Stmt,
        conditions: list[tuple[facts.Expr, Abstract]],
        construct: Span,
        *,
        derivation: bool = False,
        selects_values: bool = False,
    ) -> BranchInfo:
        """Note a construct whose path or value its conditions decide."""
        info = BranchInfo(kind, conditions, construct, self.scope, self.arms, node, derivation, selects_values)
        self.events.branches[id(node)] = info
        return info

    def arm(self, branch: BranchInfo, index: int, body: tuple[facts.Stmt, ...], node: object) -> bool:
        """Evaluate the statements of one arm; give whether they certainly leave."""
        saved = self.arms
        self.arms = (*saved, ArmInfo(branch, index))
        try:
            return self.scoped(body, node)
        finally:
            self.arms = saved

    def _if(self, stmt: facts.If) -> bool:
        chain = [stmt]
        while chain[-1].orelse and isinstance(chain[-1].orelse[0], facts.If) and chain[-1].orelse[0].chained:
            chain.append(chain[-1].orelse[0])
        if not any(link.head for link in chain):
            return self._chained(stmt, chain)
        outer = self.environment
        self.environment = self.inner_environment(stmt.test, boundary=False)
        self.environment.vars = {}
        try:
            return self._chained(stmt, chain)
        finally:
            self.environment = outer

    def _chained(self, stmt: facts.If, chain: list[facts.If]) -> bool:
        """Evaluate the links of a chain in order; give whether every arm certainly leaves."""
        conditions: list[tuple[facts.Expr, Abstract]] = []
        outcomes: list[list[tuple[Environment, dict[str, Abstract]]]] = []
        self.asked = frozenset()
        conversion = self._converts([*(link.body for link in chain), chain[-1].orelse], stmt)
        info = self.branch("if", stmt, conditions, stmt.span, derivation=conversion)
        all_leave = True
        deps: Deps = NO_DEPS
        mark = self._mark()
        for index, link in enumerate(chain):
            self.block(link.head)
            value, parts = self.condition(link.test)
            conditions += parts
            deps = merge_deps(deps, value.deps)
            before = self._snapshot()
            self._narrowed_default(link, parts)
            leaves = self.arm(info, index, link.body, link)
            if stmt is link and not link.orelse and (self._memoises(link) or self._demands(link, parts)):
                info.derivation = True
            if not leaves:
                outcomes.append(self._snapshot())
            all_leave = all_leave and leaves
            self._restore(before)
        entry = self._snapshot()
        leaves = self.arm(info, len(chain), chain[-1].orelse, chain[-1].orelse or stmt)
        if not leaves:
            outcomes.append(self._snapshot())
        all_leave = all_leave and leaves
        self._after_arms(outcomes, entry, deps, info, mark)
        return all_leave

    def _narrowed_default(self, link: facts.If, parts: list[tuple[facts.Expr, Abstract]]) -> None:
        """See ``if x == "" { x = "y" }`` as a default for what ``x`` was read from."""
        if len(parts) != 1 or len(link.body) != 1 or link.orelse:
            return
        test, only = parts[0][0], link.body[0]
        if not (isinstance(only, facts.Assign) and isinstance(only.target, facts.Name) and only.value is not None and not only.operator):
            return
        asked = test
        if isinstance(test, facts.Compare):
            asked = test.left if not isinstance(test.left, facts.Literal) else test.right
            other = test.right if asked is test.left else test.left
            wanted = ("!=", "is not") if isinstance(link.test, facts.Not) else ("==", "is")
            if not (isinstance(other, facts.Literal) and other.value in ("", None)) or test.operator not in wanted:
                return
            if isinstance(asked, facts.Logic) and isinstance(asked.right, facts.Literal) and asked.right.value == "":
                # Bash: `[ -z "${X:-}" ]`.
                asked = asked.left
        if isinstance(asked, facts.Name) and asked.id == only.target.id:
            self._default(self.expression(asked), only.value, self.expression(only.value))
        elif isinstance(test, facts.Name):
            present = self.lookup(test.id)
            held = self.lookup(only.target.id)
            if present is not None and held is not None and set(present.deps) & set(held.deps):
                self._default(held, only.value, self.expression(only.value))

    def _memoises(self, link: facts.If) -> bool:
        """Tell whether a set-ness test only fills, or gives back, the place that holds the mode: ``if cached is None: cached = read()``."""
        asked = link.test.operand if isinstance(link.test, facts.Not) else link.test
        if isinstance(asked, facts.Compare):
            if not (isinstance(asked.right, facts.Literal) and asked.right.value in ("", None)):
                return False
            asked = asked.left
        place = _spelled_node(asked)
        last = link.body[-1] if link.body else None
        if not place or last is None:
            return False
        if isinstance(last, facts.Return):
            return len(link.body) == 1 and last.value is not None and _spelled_node(last.value) == place
        fills = isinstance(last, facts.Assign) and last.value is not None and _spelled_node(last.target) == place
        return (
            fills
            and isinstance(last, facts.Assign)
            and last.value is not None
            and bool(self.events.values.get(id(last.value), UNKNOWN).deps)
        )

    def _demands(self, link: facts.If, parts: list[tuple[facts.Expr, Abstract]]) -> bool:
        """Tell whether a guard only refuses a missing variable, whichever its callers name: part of the read, as in ``mustEnv(name)``."""
        tokens = [token for _, value in parts for token in value.deps]
        if not tokens or not all(isinstance(t.base, Parameter) and t.way[-1:] == ("$env",) for t in tokens):
            return False
        for stmt in link.body:
            match stmt:
                case facts.Raise():
                    pass
                case facts.Evaluate(value=facts.Call() as call) if self._only_says(call):
                    pass
                case facts.Return(value=facts.Sequence(kind="tuple") as value) if _gives_error(value):
                    pass
                case _:
                    return False
        return bool(link.body)

    def _after_arms(
        self,
        outcomes: list[list[tuple[Environment, dict[str, Abstract]]]],
        entry: list[tuple[Environment, dict[str, Abstract]]],
        deps: Deps,
        info: BranchInfo,
        mark: tuple[int, int],
    ) -> None:
        """Join the arms; what a conversion assigned or returned is derived, what another branch assigned as a value is selected by it."""
        if not outcomes:
            self._restore(entry)
        else:
            self._merge(outcomes)
        if not deps:
            return
        before = {id(environment): names for environment, names in entry}
        shared = [[names for _, names in same] for same in zip(*outcomes, strict=True)] if len(outcomes) > 1 else []
        for position, environment in enumerate(self._chain()):
            known = before.get(id(environment), {})
            everywhere = shared[position] if shared else [{}]
            for name, value in environment.vars.items():
                if known.get(name) is value or (name not in known and not all(name in names for names in everywhere)):
                    continue
                if info.derivation:
                    environment.vars[name] = _derived(value, deps)
                elif value.pure or value.selected or _picks(info.node, name):
                    environment.vars[name] = self.chosen(value, info.construct, deps)
        given, written = mark
        values = self.yielded[-1] if self.yielded else []
        chosen = all(v.pure and v.constants and v.constants != (None,) for v, _ in values[given:])
        for index in range(given, len(values)):
            value, printed = values[index]
            if info.derivation:
                values[index] = (_derived(value, deps), printed)
            elif chosen:
                values[index] = (self.chosen(value, info.construct, deps), printed)
        for place, name, value in list(self.written[written:]) if info.derivation else ():
            if isinstance(place, ClassInfo):
                self.set_cell(place, name, _derived(value, deps))
            else:
                self._write_outside(place, name, _derived(value, deps))

    def _mark(self) -> tuple[int, int]:
        """Tell how much was returned and assigned beyond the function so far."""
        return len(self.yielded[-1]) if self.yielded else 0, len(self.written)

    def _converts(self, arms: list[tuple[facts.Stmt, ...]], stmt: facts.Stmt) -> bool:
        """Tell whether the arms only turn the condition into booleans, modes or members of one enumeration."""
        enums: set[str] = set()
        seen = False
        returns = False
        self.asked |= _names_asked(stmt)
        for body in arms:
            if body and all(isinstance(s, facts.Evaluate) and isinstance(s.value, facts.Call) and self._logs(s.value) for s in body):
                return False
            for inner in body:
                match inner:
                    case facts.Return(value=value) if value is not None and self.is_converted(value, enums):
                        seen = returns = True
                    case facts.Assign(value=value, operator="") if value is not None and self.is_converted(value, enums):
                        seen = True
                    case facts.Raise():
                        pass
                    case facts.Return(value=facts.Sequence(kind="tuple") as value) if _gives_error(value):
                        pass
                    case facts.Jump(kind="break"):
                        pass
                    case facts.Output(value=value) if self.is_converted(value, enums):
                        seen = True
                    case facts.Evaluate(value=facts.Call() as call) if self._only_says(call):
                        if self._ends(call):
                            break  # what follows is there for the compiler only
                    case facts.If() if not self._runs(inner.test):
                        chain = [inner.body, inner.orelse]
                        if not self._converts(chain, inner):
                            return False
                        seen = True
                    case _:
                        return False
        if not seen or len(enums) > 1:
            return False
        return not returns or self._rest_converts(stmt, enums)

    def _runs(self, test: facts.Expr) -> bool:
        """Tell whether a shell condition runs another program: that acts."""
        return self.vocabulary.ambient and any(
            isinstance(n, facts.Call)
            and n.kind == "command"
            and (not isinstance(n.function, facts.Name) or self.lookup(n.function.id) is None)
            for n in facts.walk([test])
        )

    def _rest_converts(self, stmt: facts.Stmt, enums: set[str]) -> bool:
        """Tell whether what follows a returning conversion in its function is only more of the same."""
        function = self.scope.function
        body = self.module.body if function is None else function.body
        position = next((i for i, s in enumerate(body) if s is stmt), None)
        if position is None:
            return True
        for later in body[position + 1 :]:
            match later:
                case facts.Return(value=value) if value is not None and (
                    self.is_converted(value, enums) or (isinstance(value, facts.Logic | facts.Name) and self._asks_mode(value))
                ):
                    continue
                case facts.Return(value=facts.Sequence(kind="tuple") as value) if _gives_error(value):
                    continue
                case facts.Raise() | facts.If() | facts.Switch() | facts.Assign():
                    if isinstance(later, facts.If | facts.Switch) and any(isinstance(n, facts.Evaluate) for n in facts.walk([later])):
                        return False
                    continue
                case facts.Evaluate(value=facts.Call() as call) if self._only_says(call):
                    continue
                case facts.Output(value=value) if self.is_converted(value, enums):
                    continue
                case _:
                    return False
        return True

    def _only_says(self, call: facts.Call) -> bool:
        path = self.quiet_path(call.function)
        meaning = self.vocabulary.meaning(path)
        return meaning is not None and meaning.kind in ("log", "fail", "exit")

    def _ends(self, call: facts.Call) -> bool:
        meaning = self.vocabulary.meaning(self.quiet_path(call.function))
        return meaning is not None and (
            meaning.kind == "exit" or (meaning.kind == "fail" and not self.quiet_path(call.function).endswith(_GO_ON))
        )

    def _logs(self, call: facts.Call) -> bool:
        meaning = self.vocabulary.meaning(self.quiet_path(call.function))
        return meaning is not None and meaning.kind == "log"

    def quiet_path(self, expr: facts.Expr) -> str:
        """Give the symbolic path of a callee without noting anything."""
        names: list[str] = []
        while isinstance(expr, facts.Attribute | facts.Call):
            if isinstance(expr, facts.Attribute):
                names.append(expr.name)
                expr = expr.object
            else:
                names.append("()")
                expr = expr.function
        if not isinstance(expr, facts.Name):
            return ""
        value = self.lookup(expr.id)
        path = expr.id if value is None or value.path is None else value.path
        for name in reversed(names):
            path = f"{path}()" if name == "()" else _member(path, name)
        return path

    def is_converted(self, expr: facts.Expr, enums: set[str]) -> bool:
        """Tell whether an arm is a boolean, a mode, or a member of an enumeration (which is added to ``enums``)."""
        match expr:
            case facts.Literal(value=bool()):
                return True
            case facts.Literal(value=int() as number):
                return self.vocabulary.ambient and number in (0, 1)
            case facts.Literal(value=str() as text):
                return (
                    self.settings.is_mode_value(text)
                    or (self.vocabulary.ambient and text in ("0", "1", "true", "false"))
                    or (self.vocabulary.ambient and text in _SHELL_BOOLEANS)
                )
            case facts.Cast():
                return self.is_converted(expr.value, enums)
            case facts.Compare() | facts.Not():
                return self._asks_mode(expr)
            case facts.Ternary():
                return self.is_converted(expr.then, enums) and self.is_converted(expr.orelse, enums)
            case facts.Sequence(kind="tuple", items=items):
                # Go: a value with a nil error.
                return (
                    bool(items)
                    and self.is_converted(items[0], enums)
                    and all(isinstance(i, facts.Literal) and i.value is None for i in items[1:])
                )
            case facts.Attribute(object=facts.Name(id=name)):
                owner = self.lookup(name)
                if owner is not None and owner.cls is not None and owner.cls.node.kind == "enum":
                    enums.add(name)
                    return True
                member = self.attribute(owner, expr.name, expr, quiet=True) if owner is not None else UNKNOWN
                if member.enum:
                    enums.add(member.enum)
                    return True
                if bool(member.constants) and all(self._is_mode_constant(c) for c in member.constants):
                    return True
                return name[:1].isupper() and name.lower().endswith("mode") and expr.name[:1].isupper()
            case facts.Name():
                value = self.lookup(expr.id)
                if value is None:
                    return False
                if value.enum:
                    enums.add(value.enum)
                    return True
                if value.constants and not value.deps and all(self._is_mode_constant(c) for c in value.constants):
                    return True
                return bool(value.deps) and value.raw and any(isinstance(t.base, Read) and t.base.is_mode for t in value.deps)
            case _:
                return False

    def _asks_mode(self, expr: facts.Expr) -> bool:
        """Tell whether a boolean says something of a derived value, and not only of data."""
        stack = [expr]
        followed: set[str] = set()
        while stack:
            for node in facts.walk([stack.pop()]):
                match node:
                    case facts.Call() if self._gives_mode(node):
                        return True
                    case facts.Attribute():
                        value = self.expression_quiet(node)
                        if _is_read(value) or self.settings.is_mode_attribute(node):
                            return True
                    case facts.Name(id=name) if name not in followed:
                        followed.add(name)
                        known = self.lookup(name)
                        if known is not None and (_is_read(known) or known.enum or (known.deps and name in self.asked)):
                            return True
                        stack += self._assigned_later(name)
        return False

    def _gives_mode(self, call: facts.Call) -> bool:
        """Tell whether a call reads the environment, asks a helper, or calls a known function that does."""
        path = self.quiet_path(call.function)
        getters = self.vocabulary.environment_getters
        if (
            self.settings.is_helper(path)
            or path in getters
            or any(isinstance(a.value, facts.Literal) and self.settings.is_variable(str(a.value.value)) for a in call.arguments)
        ):
            return True
        callee = self.expression_quiet(call.function)
        return any(_is_read(closure.state.returns.get(closure.key, UNKNOWN)) for closure in callee.closures)

    def _assigned_later(self, name: str) -> list[facts.Expr]:
        """Give what the function under evaluation assigns to a name of its own."""
        function = self.scope.function
        body = self.module.body if function is None else function.body
        return [
            node.value
            for node in facts.walk(list(body))
            if isinstance(node, facts.Assign) and isinstance(node.target, facts.Name) and node.target.id == name and node.value is not None
        ]

    def _is_mode_constant(self, value: Constant) -> bool:
        return isinstance(value, bool) or (isinstance(value, str) and self.settings.is_mode_value(value))

    def _switch(self, stmt: facts.Switch) -> bool:
        conditions: list[tuple[facts.Expr, Abstract]] = []
        subject = UNKNOWN
        if stmt.subject is not None:
            subject = self.expression(stmt.subject)
            conditions.append((stmt.subject, subject))
        self.asked = frozenset()
        conversion = self._converts([case.body for case in stmt.cases], stmt)
        info = self.branch("switch", stmt, conditions, stmt.span, derivation=conversion)
        literals: list[tuple[Constant, Span]] = []
        outcomes: list[list[tuple[Environment, dict[str, Abstract]]]] = []
        all_leave = True
        has_default = any(case.default for case in stmt.cases)
        mark = self._mark()
        deps = subject.deps
        entry = self._snapshot()
        for index, case in enumerate(stmt.cases):
            for pattern in case.patterns:
                if stmt.subject is None:
                    value, parts = self.condition(pattern)
                    conditions += parts
                    deps = merge_deps(deps, value.deps)
                else:
                    value = self.expression(pattern)
                    deps = merge_deps(deps, value.deps)
                    literals += [(c, pattern.span) for c in value.constants]
                    if value.deps:
                        conditions.append((pattern, value))
            if case.guard is not None:
                value, parts = self.condition(case.guard)
                conditions += parts
                deps = merge_deps(deps, value.deps)
            if case.binds is not None:
                self.bind(case.binds, subject, "let")
            leaves = self.arm(info, index, case.body, case)
            if not leaves:
                outcomes.append(self._snapshot())
            all_leave = all_leave and leaves
            if not case.falls_through:
                self._restore(entry)
        if not has_default:
            self._restore(entry)
            outcomes.append(entry)
        if literals and stmt.subject is not None:
            self.events.comparisons[id(stmt)] = ComparisonInfo(self.scope, self.arms, stmt, (stmt.subject, subject), tuple(literals))
        self._after_arms(outcomes, entry, deps, info, mark)
        return all_leave and has_default

    def _loop(self, stmt: facts.Loop) -> None:
        before = self._snapshot()
        if stmt.iterable is not None:
            iterable = self.expression(stmt.iterable)
            if stmt.target is not None:
                self.bind(stmt.target, self.element(iterable), "let" if self.vocabulary.block_scopes else "")
        conditions: list[tuple[facts.Expr, Abstract]] = []
        if stmt.test is not None:
            _, conditions = self.condition(stmt.test)
        info = self.branch("loop", stmt, conditions, stmt.span)
        if stmt.test is not None:
            self.arm(info, 0, stmt.body, stmt)
        else:
            self.scoped(stmt.body, stmt)
        self.block(stmt.update)
        self._merge([before, self._snapshot()])
        self.block(stmt.orelse)

    def element(self, value: Abstract) -> Abstract:
        """Give what iterating over a value yields."""
        if value.item is not None:
            return self._part(value, value.item)
        if value.fields is not None:
            # A Go loop gives the values of a map; elsewhere a record gives its keys.
            return join_all(value.fields.values()) if self.module.language == "go" and value.inst is None else UNKNOWN
        if value.sym is not None:
            return self._member_of_parameter(value, "[]")
        return UNKNOWN

    @staticmethod
    def _part(whole: Abstract, part: Abstract) -> Abstract:
        """Give a part of a value: chosen where the whole was, if that is only data."""
        return part.but(selected=merge_selections(whole.selected, part.selected)) if whole.selected and whole.pure else part

    def _try(self, stmt: facts.Try) -> bool:
        before = self._snapshot()
        leaves = self.scoped(stmt.body, stmt.body or stmt)
        if stmt.orelse:
            leaves = self.block(stmt.orelse) or leaves
        after = self._snapshot()
        outcomes = [] if leaves else [after]
        all_leave = leaves
        for handler in stmt.handlers:
            self._merge([before, after])
            for kind in handler.types:
                self.expression(kind)
            if handler.name:
                self.assign(handler.name, UNKNOWN, "let" if self.vocabulary.block_scopes else "")
            left = self.scoped(handler.body, handler)
            if not left:
                outcomes.append(self._snapshot())
            all_leave = all_leave and left
        if outcomes:
            self._merge(outcomes)
        return self.block(stmt.final) or all_leave

    # --- definitions -------------------------------------------------------------------------------------------------------------

    def _closure(self, function: facts.Function, *, receiver: Abstract | None = None, hoisted: bool = False) -> Abstract:
        closure = Closure(function, self, self.environment, receiver)
        if not hoisted:
            self._enqueue(closure)
        return Abstract(closures=(closure,), path=function.name)

    def _enqueue(self, closure: Closure, class_name: str | None = None) -> ScopeInfo:
        function = closure.function
        scope = self.scopes.get(id(function))
        if scope is None:
            scope = self.scopes[id(function)] = ScopeInfo(function, self.scope, function.name or "", class_name)
            scope.registered_at = function.span
        self.pending.append(_Pending(closure, scope, self.arms))
        return scope

    def _define(self, function: facts.Function) -> None:
        closure = Closure(function, self, self.environment)
        scope = self._enqueue(closure)
        value = Abstract(closures=(closure,), path=function.name)
        meaning = self.vocabulary.meaning(f"def:{function.name}")
        if meaning is not None and self.is_test_definition(function, meaning):
            scope.test = meaning
        value = self._decorate(function, value, scope)
        if function.name:
            self.assign(function.name, value, "let" if self.vocabulary.block_scopes else "")

    def is_test_definition(self, function: facts.Function, meaning: Meaning) -> bool:
        """Tell whether a function named like a test is one: top level or in a test class, in a file of tests."""
        if not self.program.is_test_file(self.file):
            return False
        if self.module.language == "go" and meaning.kind == "test":
            first = function.parameters[0].annotation if function.parameters else None
            return self.scope is self.top_scope and first is not None and self.quiet_path(first).startswith("testing:")
        return self.scope is self.top_scope or meaning.kind != "test"

    def _decorate(self, function: facts.Function, value: Abstract, scope: ScopeInfo) -> Abstract:
        for decorator in reversed(function.decorators):
            callee = self.expression(decorator)
            info = self.events.calls.get(id(decorator))
            path = callee.path or ""
            if not isinstance(decorator, facts.Call):
                meaning = self.vocabulary.meaning(path)
                call = facts.Call(decorator.span, decorator, ())
                info = CallInfo(path, self.scope, self.arms, call, meaning, [], callee.closures, None, (), None)
                self.events.calls[id(decorator)] = info
            if info is not None:
                info.decorates = scope
                if info.meaning is not None and info.meaning.kind in ("hook", "teardown", "test"):
                    scope.test = info.meaning
                for closure in value.closures[:1]:
                    options.decorate(self, closure, info)
            stripped = path.removesuffix("()")
            if stripped in ("pytest.fixture", "pytest_asyncio.fixture") or stripped.endswith(".fixture"):
                scope.test = Meaning("hook")
                if function.name and value.closures:
                    self.fixtures[function.name] = value.closures[0]
                continue
            if (callee.closures and not isinstance(decorator, facts.Call)) or callee.closures:
                wrapped = self.invoke(callee, [(facts.Argument(decorator), value)], decorator)
                if wrapped.closures:
                    value = wrapped
        return value

    def box(self, node: facts.Expr) -> ClassInfo:
        """Give the one description of the box that a call makes, or a declaration of that type."""
        info = self.classes.get(id(node))
        if info is None:
            info = self.classes[id(node)] = boxes.box_class(self, node)
        return info

    def class_info(self, node: facts.Class) -> ClassInfo:
        """Give the one description of a class."""
        info = self.classes.get(id(node))
        if info is None:
            info = self.classes[id(node)] = ClassInfo(node, self, self.environment)
            for method in node.methods:
                if method.name:
                    info.methods.setdefault(method.name, method)
        return info

    def _method(self, stmt: facts.Method) -> None:
        owner = self.lookup(stmt.receiver_type)
        info = None if owner is None else owner.cls
        if info is None:
            info = self.program.class_of_package(self, stmt.receiver_type)
        if info is not None and stmt.function.name:
            if stmt.function.name not in info.methods:
                info.methods[stmt.function.name] = stmt.function
                self.program.note_member(info, stmt.function.name)
            if info.state is not self and info.methods[stmt.function.name] is stmt.function:
                info.elsewhere[stmt.function.name] = (self, self.environment)
        instance = UNKNOWN if info is None else Abstract(inst=info)
        closure = Closure(stmt.function, self, self.environment, instance)
        scope = self._enqueue(closure, stmt.receiver_type)
        self._method_test(scope, stmt.function, info)

    def _class(self, node: facts.Class) -> Abstract:
        info = self.class_info(node)
        info.environment = self.environment
        info.bases = tuple(self.expression(base) for base in node.bases)
        above = [base.cls or base.inst for base in (*info.bases, *(self.typed(interface) for interface in node.implements))]
        for parent in above:
            if parent is not None and parent is not info and info not in parent.heirs:
                parent.heirs.append(info)
        for keyword in node.keywords:
            self.expression(keyword.value)
        for decorator in node.decorators:
            self.expression(decorator)
        instance = Abstract(inst=info)
        known = {known for base in info.bases for known in [base.path or ""]} | {
            base.path or "" for parent in info.ancestry() for base in parent.bases
        }
        info.settings = any(path in self.vocabulary.settings_bases for path in known)
        outer = self.environment
        self.environment = self.inner_environment(node, boundary=False)
        self.environment.vars = {}
        if self.vocabulary.self_name:
            self.environment.vars[self.vocabulary.self_name] = instance
        sources.class_fields(self, info)
        self.block(node.body)
        methods = outer if not self.vocabulary.self_name else self.environment
        for method in node.methods:
            self.environment = methods
            closure = Closure(method, self, methods, instance)
            scope = self._enqueue(closure, node.name)
            self._method_test(scope, method, info)
            self._decorate(method, Abstract(closures=(closure,), path=method.name), scope)
        self.environment = outer
        return Abstract(cls=info, path=node.name)

    def _method_test(self, scope: ScopeInfo, method: facts.Function, info: ClassInfo | None) -> None:
        meaning = self.vocabulary.meaning(f"def:{method.name}")
        if meaning is None or not self.program.is_test_file(self.file):
            return
        if self.module.language == "go":
            bases = [base.path or "" for parent in (info.ancestry() if info else []) for base in parent.bases]
            if any(path.endswith("suite:Suite") for path in bases):
                scope.test = meaning
        elif info is not None and (meaning.kind != "test" or info.node.name.startswith("Test") or info.bases):
            scope.test = meaning

    def function_body(self, closure: Closure, scope: ScopeInfo, arms: tuple[ArmInfo, ...]) -> None:
        """Evaluate a function once per round with its parameters open, and note what it gives back."""
        function = closure.function
        if id(function) in self.evaluated or id(function) in self.in_progress:
            return
        self.in_progress.add(id(function))
        saved = self.scope, self.environment, self.arms
        outer_receiver = self.receiver
        if closure.receiver is not None:
            self.receiver = closure.receiver.inst
        self.scope = scope
        self.arms = () if scope.test is not None and scope.test.kind == "test" else arms
        self.environment = self.inner_environment(function, boundary=True, parent=closure.environment)
        self.environment.vars = {}
        self.environment.home = {}
        self._parameters(function, closure)
        self.yielded.append([])
        self.block(function.body)
        given = self.yielded.pop()
        self.scope, self.environment, self.arms = saved
        self.receiver = outer_receiver
        self._keep(self.returns, function, [value for value, printed in given if not printed])
        self._keep(self.outputs, function, [value for value, printed in given if printed])
        self.in_progress.discard(id(function))
        self.evaluated.add(id(function))

    def _keep(self, results: dict[int, Abstract], function: facts.Function, given: list[Abstract]) -> None:
        """Add what a function gave back to what is known of it."""
        before = results.get(id(function), UNKNOWN)
        if not all(v.pure for v in given):
            # One of several constants is an expectation; a constant or an object is a client that may be missing.
            given = [v.but(selected=()) if v.pure and v.selected else v for v in given]
        after = join_all(given)
        if len(given) > 1 and any(v.deps for v in given) and all(_converted(v) for v in given):
            after = after.but(deps=merge_deps(*(v.deps for v in given)))
        merged = after if before is UNKNOWN else join(before, after)
        if before is UNKNOWN or merged.shape() != before.shape():
            results[id(function)] = merged
            if merged.shape() != before.shape():
                self.program.note_growth(self, id(function))

    def _parameters(self, function: facts.Function, closure: Closure) -> None:
        parametrized = self._parametrized(function)
        for index, parameter in enumerate(function.parameters):
            if parameter.kind == "receiver":
                value = closure.receiver or UNKNOWN
                if value.inst is None and parameter.annotation is not None:
                    value = self.typed(parameter.annotation)
                if function.kind == "class" and value.inst is not None:
                    value = Abstract(cls=value.inst, path=value.inst.node.name)
                elif value.inst is not None and _is_value_type(value.inst):
                    value = value.but(deps={Token(Parameter(id(function), index)): None}, raw=True)
                self.bind(parameter.target, value, "let")
                continue
            name = parameter.target.id if isinstance(parameter.target, facts.Name) else ""
            token = Token(Parameter(id(function), index))
            typed = UNKNOWN if parameter.annotation is None else self.typed(parameter.annotation)
            fallback = UNKNOWN if parameter.default is None else as_default(self.expression(parameter.default), token)
            asks = name and name not in parametrized and self.program.is_test_file(self.file)
            fixture = self.program.fixture(self, name) if asks else None
            supplied = UNKNOWN if fixture is None else fixture.state.summary(fixture)
            value = Abstract(
                deps=merge_deps({token: None}, fallback.deps, supplied.deps),
                raw=True,
                path=typed.path or (f"<{name}>" if name else None),
                inst=typed.inst or supplied.inst or fallback.inst,
                cls=supplied.cls,
                closures=(*supplied.closures, *fallback.closures),
                fields=supplied.fields or fallback.fields,
                sym=token,
                environment=fallback.environment or supplied.environment,
            )
            if parameter.kind in ("rest", "keywords"):
                value = Abstract(sym=token) if parameter.kind == "rest" else Abstract(sym=token, fields={})
            outer_named = value
            if isinstance(parameter.target, facts.Name):
                self.environment.vars[parameter.target.id] = outer_named
            else:
                self.bind(parameter.target, outer_named, "let")
            if parameter.property and name and closure.receiver is not None and closure.receiver.inst is not None:
                self.set_cell(closure.receiver.inst, name, value)

    def _parametrized(self, function: facts.Function) -> set[str]:
        """Give the parameters that a test is given rows for, so that no fixture fills them."""
        found: set[str] = set()
        for decorator in function.decorators:
            if isinstance(decorator, facts.Call) and decorator.arguments and self.quiet_path(decorator.function).endswith("parametrize"):
                names = decorator.arguments[0].value
                for item in names.items if isinstance(names, facts.Sequence) else (names,):
                    if isinstance(item, facts.Literal) and isinstance(item.value, str):
                        found |= {name.strip() for name in item.value.split(",")}
        return found

    def typed(self, annotation: facts.Expr) -> Abstract:
        """Give what a static type says of a value: its class, its path, its literals' enumeration."""
        match annotation:
            case facts.Name() | facts.Attribute():
                path = self.quiet_path(annotation)
                value = self.expression_quiet(annotation)
                if value.cls is not None:
                    return Abstract(inst=value.cls, path=value.path)
                return Abstract(path=path) if value.path else UNKNOWN
            case facts.Index():
                return self.typed(annotation.object)
            case facts.Cast():
                return self.typed(annotation.value)
            case facts.Call():
                return UNKNOWN
            case _:
                return UNKNOWN

    def expression_quiet(self, expr: facts.Expr) -> Abstract:
        """Evaluate a name or a chain of members, noting no read."""
        match expr:
            case facts.Name():
                return self.lookup(expr.id) or Abstract(path=expr.id)
            case facts.Attribute():
                return self.attribute(self.expression_quiet(expr.object), expr.name, expr, quiet=True)
            case _:
                return UNKNOWN

    def summary(self, closure: Closure, *, printed: bool = False) -> Abstract:
        """Give what a function returns (or prints), its parameters left open; evaluated now if it was not in this round."""
        state = closure.state
        function = closure.function
        self.program.note_use(self, state, id(function))
        if id(function) not in state.evaluated and id(function) not in state.in_progress:
            scope = state.scopes.get(id(function))
            if scope is None:
                scope = state.scopes[id(function)] = ScopeInfo(function, state.scope, function.name or "")
                scope.registered_at = function.span
            arms = state.arms
            for pending in state.pending:
                if pending.scope is scope:
                    arms = pending.arms
            state.function_body(closure, scope, arms)
        elif id(function) in state.in_progress:
            self.program.note_early(self, state)
        return (state.outputs if printed else state.returns).get(id(function), UNKNOWN)

    # --- imports -----------------------------------------------------------------------------------------------------------------

    def _import(self, stmt: facts.Import) -> None:
        if stmt.target is not None:
            self.expression(stmt.target)
        linked = self.program.link(self, stmt.module)
        for name in stmt.names:
            if name.local == "*":
                for local, inner in self.program.star(self, linked).items():
                    inner = self.brought(inner, name.span, f"imported as `{local}`")
                    self.environment.vars[local] = inner
                    if self.vocabulary.ambient and self._function_environment() is not self.top:
                        # A script sourced in a function defines for everybody.
                        self._write_outside(self.top, local, inner)
                continue
            if name.local in ("", "_"):
                continue
            value = self.program.imported(self, linked, stmt.module, name)
            if name.type_only or stmt.type_only:
                value = Abstract(path=value.path, cls=value.cls)
            if value.path is None:
                value = value.but(path=name.path)
            known = self.environment.vars.get(name.local)
            if known is not None and known.path == value.path and known.fields and value.fields:
                value = join(known, value)
            value = self.brought(value, name.span, f"imported as `{name.local}`")
            self.environment.vars[name.local] = value.but(environment=value.environment or name.path in self.vocabulary.environment_maps)

    def _export(self, stmt: facts.Export) -> None:
        if stmt.module is not None:
            linked = self.program.link(self, stmt.module)
            if linked is None:
                return
            if stmt.exported == "*":
                self.star_exports.setdefault(linked, stmt.span)
            else:
                name = stmt.name or stmt.exported
                imported = facts.Imported(name, stmt.exported, f"{stmt.module}:{'' if name == '*' else name}", stmt.span)
                value = self.program.imported(self, linked, stmt.module, imported)
                self._set_export(stmt.exported, self.brought(value, stmt.span, f"re-exported as `{stmt.exported}`"))
            return
        if stmt.value is not None:
            self._set_export(stmt.exported, self.expression(stmt.value))

    def _set_export(self, name: str, value: Abstract) -> None:
        before = self.exports.get(name)
        if before is None or before.shape() != value.shape():
            self.program.note_growth(self, name)
        self.exports[name] = value

    # --- writes and defaults -----------------------------------------------------------------------------------------------------

    def _write(self, name: str, span: Span, expr: facts.Expr | None, value: Abstract, node: facts.Expr | facts.Stmt) -> None:
        self.events.writes[(id(node), name)] = WriteInfo(name, span, self.scope, self.arms, None if expr is None else (expr, value), node)

    def _default(self, read: Abstract, expr: facts.Expr, value: Abstract) -> None:
        """Note that what was read from the environment falls back to a value."""
        other = value.raw and any(isinstance(t.base, Read) for t in value.deps)
        if not read.raw or not (value.constants or value.pure or other):
            return
        if not other and all(c in ("", None) for c in value.constants) and not value.fields:
            return
        for token in read.deps:
            if isinstance(token.base, Read) and not token.way:
                info = self.events.reads.get(token.base)
                if info is None:
                    info = self.program.read_info(token.base)
                if info is not None and info.default is None:
                    info.default, info.default_expr = value, expr

    @staticmethod
    def _defaulted(read: Abstract, value: Abstract) -> Abstract:
        if not read.deps:
            return join(read, value)
        return join(read, value).but(deps=merge_deps(read.deps, value.deps), raw=read.raw, selected=read.selected)

    def _key(self, expr: facts.Expr | None) -> str | None:
        match expr:
            case None:
                return None
            case facts.Name():
                return expr.id
            case facts.Literal():
                return str(expr.value)
            case _:
                value = self.expression(expr)
                return str(value.constants[0]) if len(value.constants) == 1 else None

    # --- expressions -------------------------------------------------------------------------------------------------------------

    def expression(self, expr: facts.Expr) -> Abstract:
        """Evaluate an expression and remember its value."""
        value = self.events.values[id(expr)] = _EVALUATIONS[type(expr)](self, expr)
        return value

    def _literal(self, expr: facts.Literal) -> Abstract:
        return constant(expr.value)

    def _not(self, expr: facts.Not) -> Abstract:
        value = self.expression(expr.operand)
        return Abstract(deps=value.deps, selected=value.selected)

    def _spread(self, expr: facts.Spread) -> Abstract:
        return self.expression(expr.value)

    def _bound(self, expr: facts.Bind) -> Abstract:
        value = self.expression(expr.value)
        self.bind(expr.target, value, expr=expr.value)
        return value

    def _cast(self, expr: facts.Cast) -> Abstract:
        value = self.expression(expr.value)
        if expr.kind == "yield":
            self._give(value)
            return UNKNOWN
        return UNKNOWN if expr.kind == "void" else value

    def _opaque(self, expr: facts.Opaque) -> Abstract:
        for child in expr.children:
            self.expression(child)
        return Abstract(pure=True) if expr.kind == "regex" else UNKNOWN

    def _name(self, expr: facts.Name) -> Abstract:
        value = self.lookup(expr.id)
        if self.vocabulary.ambient:
            return self._shell_variable(expr, value)
        if value is not None:
            return value
        path = expr.id
        shared = self.program.global_value(self, path)
        return shared or Abstract(path=path, environment=path in self.vocabulary.environment_maps)

    def _shell_variable(self, expr: facts.Name, value: Abstract | None) -> Abstract:
        """Give a shell variable: what binds it, with the environment behind what only functions bind."""
        if not expr.id.isidentifier() or (value is None and expr.id in self.vocabulary.own_variables):
            # $@, $1, $?: what the script was called with is no variable of the environment.
            return UNKNOWN if value is None or expr.id in ("@", "*") else value
        if value is None:
            found = sources.read(self, expr, expr.id)
            filled = self._function_environment().extra.get(expr.id)
            return found if filled is None else join(found, filled)
        own = any(
            isinstance(t.base, Read) and t.base.name == expr.id and t.base.path == self.path and t.base not in self.events.reads
            for t in value.deps
        )
        # A function that fills a variable from itself (`: "${X:=y}"`) has bound it for later rounds; it is read all the same.
        return join(sources.read(self, expr, expr.id), value) if own else value

    def _attribute(self, expr: facts.Attribute) -> Abstract:
        return self.attribute(self.expression(expr.object), expr.name, expr)

    def attribute(self, base: Abstract, name: str, node: facts.Expr, *, quiet: bool = False) -> Abstract:
        """Give a member of a value."""
        if base.environment and not quiet and (base.fields is None or name not in base.fields):
            if self.program.reads_by_attribute(self):
                return self.or_given(sources.read(self, node, name), base, name)
            return Abstract(path=_member(base.path or "", name), item=None, environment=name in ("copy",))
        if not quiet and self.settings.is_mode_attribute(node):
            return sources.read(self, node, _spelled_node(node), helper=True)
        if self._is_outside(base):
            member_path = _member(base.path, name)
            return self.paths.outside(member_path) if len(member_path) <= MAX_PATH else UNKNOWN
        found: list[Abstract] = []
        if base.module is not None:
            member = self.program.member_of_module(base.module, name, self) or self.program.submodule(base.module, name, self)
            if member is not None:
                found.append(member)
        if base.fields is not None and name in base.fields:
            held = base.fields[name]
            getter = next((c for c in held.closures if c.function.kind == "getter"), None)
            found.append(held if getter is None else getter.state.summary(getter))
        info = base.inst or base.cls
        if info is not None:
            member = boxes.member(self, base, name) if boxes.is_box(base) else self._class_member(base, info, name, node)
            if member is not None:
                found.append(member)
        inherited = None
        if base.inst is not None:
            inherited = next(
                (_member(b.path, name) for parent in base.inst.ancestry() for b in parent.bases if b.path and b.cls is None),
                None,
            )
        if (base.sym is not None and not found) or (base.sym is not None and base.inst is not None and base.inst.node.kind == "interface"):
            passed = self._member_of_parameter(base, name)
            found.append(passed if inherited is None or found else passed.but(path=inherited))
        if not found and base.path in self.vocabulary.global_objects:
            shared = self.program.global_value(self, name)
            if shared is not None:
                return shared
        if not found and base.inst is None and last_part(base.path or "") == "env" and self.settings.is_variable(name) and not quiet:
            return sources.read(self, node, name)
        if base.sym is not None and base.sym.way[-1:] == ("env",) and self.settings.is_variable(name) and not quiet:
            return self.or_given(sources.read(self, node, name), base, name)
        if not found and base.deps and base.raw and name in ("value", "name", "length", "data", "current"):
            found.append(base)
        path = _member(base.path, name) if base.path and base.inst is None else inherited
        if path is not None and len(path) > MAX_PATH:
            path = None
        result = join_all(found)
        if path is not None and (result.path is None or not found):
            result = result.but(path=path, environment=result.environment or path in self.vocabulary.environment_maps)
        if path is not None and not found and self.paths.is_plain(path):
            result = result.but(pure=True)
        if base.selected and not result.deps and not result.selected and base.pure:
            result = result.but(selected=base.selected, pure=True)
        if base.hops and (result.deps or result.closures):
            result = result.but(deps=walked(result.deps, base.hops), hops=(*base.hops, *result.hops)[:MAX_HOPS])
        return result

    def _is_outside(self, value: Abstract) -> bool:
        """Tell whether nothing is known of a value but its path, so that its members are known by theirs."""
        return value.path is not None and not (
            value.fields is not None
            or value.sym is not None
            or value.inst is not None
            or value.cls is not None
            or value.module is not None
            or value.deps
            or value.environment
            or value.selected
            or value.hops
            or value.path in self.vocabulary.global_objects
            or value.path == ""
            or last_part(value.path) == "env"
        )

    def _class_member(self, base: Abstract, info: ClassInfo, name: str, node: facts.Expr) -> Abstract | None:
        for owner in info.ancestry():
            self.program.note_use(self, owner.state, "")
            if owner.node.kind == "interface":
                implementation = self.program.implementation(self, owner)
                if implementation is not None:
                    member = self._class_member(Abstract(inst=implementation), implementation, name, node)
                    if member is not None:
                        return member
            value = owner.asked(name, self.path)
            if value is not None:
                if owner.node.kind == "enum" and base.cls is not None:
                    return value.but(enum=owner.node.name)
                return value
            method = owner.methods.get(name)
            if method is not None and (owner.node.kind != "interface" or base.sym is None):
                state, home = owner.home(name)
                self.program.note_use(self, state, "")
                receiver = base if base.inst is not None else Abstract(inst=info)
                within = state.environments.get(id(owner.node), home) if self.vocabulary.self_name else home
                closure = Closure(method, state, within, receiver)
                if method.kind == "getter":
                    return self.invoke(Abstract(closures=(closure,)), [], node) if base.deps else state.summary(closure)
                return Abstract(closures=(closure,), path=f"{owner.node.name}.{name}")
        if info.node.kind == "enum" and base.cls is not None:
            return Abstract(enum=info.node.name, pure=True)
        held = [value for heir in info.descendants() if (value := heir.asked(name, self.path)) is not None]
        return join_all(held) if held else None

    def _member_of_parameter(self, base: Abstract, name: str) -> Abstract:
        sym = base.sym
        if sym is None or len(sym.way) >= MAX_DEPTH:
            return UNKNOWN
        token = Token(sym.base, (*sym.way, name))
        trail = base.deps.get(sym)
        path = _member(base.path, name) if base.path else (None if sym.way else f"<{name}>")
        return Abstract(deps={token: trail}, raw=True, sym=token, path=path)

    def or_given(self, read: Abstract, environment: Abstract, name: str) -> Abstract:
        """Give a read of an environment that is a parameter's default: callers may give another one."""
        if environment.sym is None:
            return read
        return join(as_default(read, environment.sym), self._member_of_parameter(environment, name))

    def _index(self, expr: facts.Index) -> Abstract:
        base = self.expression(expr.object)
        key = self.expression(expr.key)
        if base.path in _ANNOTATED and isinstance(expr.key, facts.Sequence):
            return self.position(key, 0)
        return self.indexed(base, key, expr)

    def indexed(self, base: Abstract, key: Abstract, expr: facts.Expr, key_expr: facts.Expr | None = None) -> Abstract:
        """Give an element of a value: a read, a member, or a look-up that the key decides."""
        key_expr = key_expr or (expr.key if isinstance(expr, facts.Index) else expr)
        if base.environment:
            if key.constants:
                return join_all(self.or_given(sources.read(self, expr, str(c)), base, str(c)) for c in key.constants)
            if key.sym is not None:
                return self._member_of_parameter(key, "$env").but(path=None)
            return UNKNOWN
        if len(key.constants) == 1 and not key.deps:
            name = str(key.constants[0])
            if isinstance(key.constants[0], int) and base.item is not None and name not in (base.fields or {}):
                return self.element(base)
            return self.attribute(base, name, expr)
        if not key.deps:
            return base.item or (join_all(base.fields.values()) if base.fields else UNKNOWN)
        values = list(base.fields.values()) if base.fields else []
        pure = bool(values) and all(v.pure for v in values)
        record = self._literal_record(expr.object) if isinstance(expr, facts.Index) else None
        enums: set[str] = set()
        derivation = bool(values) and (
            all(self.is_converted(e.value, enums) for e in record.entries)
            if record is not None
            else all(v.constants and all(self._is_mode_constant(c) for c in v.constants) for v in values)
            or (all(v.enum for v in values) and len({v.enum for v in values}) == 1)
        )
        self.branch("table", expr, [(key_expr, key)], expr.span, derivation=derivation and len(enums) < 2, selects_values=pure)
        if base.fields:
            self.events.comparisons[id(expr)] = ComparisonInfo(
                self.scope,
                self.arms,
                expr,
                (key_expr, key),
                tuple((name, self._key_span(record, name, expr.span)) for name in base.fields),
            )
        result = join_all(values) if values else UNKNOWN
        if derivation:
            return result.but(deps=merge_deps(result.deps, key.deps), raw=any(isinstance(c, str) for c in result.constants))
        return self.chosen(result, expr.span, key.deps).but(pure=pure)

    @staticmethod
    def _literal_record(expr: facts.Expr) -> facts.Record | None:
        return expr if isinstance(expr, facts.Record) and expr.entries and all(e.key is not None for e in expr.entries) else None

    @staticmethod
    def _key_span(record: facts.Record | None, name: str, fallback: Span) -> Span:
        if record is not None:
            for entry in record.entries:
                if isinstance(entry.key, facts.Literal) and str(entry.key.value) == name:
                    return entry.key.span
                if isinstance(entry.key, facts.Name) and entry.key.id == name:
                    return entry.key.span
        return fallback

    def _compare(self, expr: facts.Compare) -> Abstract:
        left = self.expression(expr.left)
        right = self.expression(expr.right)
        if expr.operator in ("in", "not in") and right.environment:
            if left.constants:
                found = join_all(self.or_given(sources.read(self, expr, str(c), presence=True), right, str(c)) for c in left.constants)
                return Abstract(deps=found.deps)
            if left.sym is not None:
                return self._member_of_parameter(left, "$env").but(raw=False, sym=None, path=None)
        for (value_expr, value), (other_expr, other) in (
            ((expr.left, left), (expr.right, right)),
            ((expr.right, right), (expr.left, left)),
        ):
            if value.deps and not other.deps:
                literals = self._literals(other_expr, other)
                if literals:
                    self.events.comparisons[id(expr)] = ComparisonInfo(self.scope, self.arms, expr, (value_expr, value), tuple(literals))
                    break
        return Abstract(deps=merge_deps(left.deps, right.deps), selected=merge_selections(left.selected, right.selected))

    def _literals(self, expr: facts.Expr, value: Abstract) -> list[tuple[Constant, Span]]:
        if isinstance(expr, facts.Sequence):
            return [(c, item.span) for item in expr.items for c in self.expression(item).constants]
        if value.constants:
            return [(c, expr.span) for c in value.constants]
        if value.item is not None and value.item.constants and not value.item.deps:
            return [(c, expr.span) for c in value.item.constants]
        return []

    def _logic(self, expr: facts.Logic, *, statement: bool = False) -> Abstract:
        chain: list[facts.Logic] = [expr]
        while isinstance(chain[-1].left, facts.Logic):
            chain.append(chain[-1].left)
        left = self.expression(chain[-1].left)
        for node in reversed(chain):
            left = self._short_circuit(node, left, statement=statement and node is expr)
        return left

    def _short_circuit(self, expr: facts.Logic, left: Abstract, *, statement: bool) -> Abstract:
        acts = left.deps and (statement or self.acts(expr.right))
        info = None
        if acts and not (expr.operator in ("or", "??") and left.raw):
            info = self.branch("logic", expr, self._parts(expr.left, left), expr.span)
            saved = self.arms
            self.arms = (*saved, ArmInfo(info, 1))
            right = self.expression(expr.right)
            self.arms = saved
            info.selects_values = right.pure
        else:
            right = self.expression(expr.right)
        if expr.operator in ("or", "??"):
            self._default(left, expr.right, right)
            if info is None:
                return self._defaulted(left, right)
        if info is not None:
            return self.chosen(right, expr.span, left.deps) if not right.deps else right
        if not left.deps and not right.deps:
            return join(left, right)
        if expr.operator == "and" and not left.deps:
            return join(left, right).but(deps=merge_deps(left.deps, right.deps))
        return Abstract(
            deps=merge_deps(left.deps, right.deps),
            raw=left.raw and right.raw,
            closures=right.closures,
            selected=merge_selections(left.selected, right.selected),
        )

    def _parts(self, expr: facts.Expr, value: Abstract) -> list[tuple[facts.Expr, Abstract]]:
        """List the operands of a condition that was evaluated, in source order, each with its value."""
        parts: list[tuple[facts.Expr, Abstract]] = []
        stack = [expr]
        while stack:
            node = stack.pop()
            match node:
                case facts.Logic():
                    stack += [node.right, node.left]
                case facts.Not():
                    stack.append(node.operand)
                case facts.Cast(kind="cast" | "await"):
                    stack.append(node.value)
                case _:
                    parts.append((node, value if node is expr else self.events.values.get(id(node), UNKNOWN)))
        return parts

    def acts(self, expr: facts.Expr) -> bool:
        """Tell whether the right side of a short circuit acts or yields something that is no boolean."""
        match expr:
            case facts.Call(kind="jsx" | "new"):
                return True
            case facts.Call():
                path = self.quiet_path(expr.function)
                last = last_part(path)
                method = expr.function.name if isinstance(expr.function, facts.Attribute) else ""
                if path in self.vocabulary.conversions or method in self.vocabulary.conversion_methods:
                    return False
                return not last.lower().startswith(("is", "has", "can", "should", "any", "all"))
            case facts.Record() | facts.Sequence() | facts.Function() | facts.Bind() | facts.Opaque():
                return True
            case facts.Cast():
                return self.acts(expr.value)
            case facts.Literal():
                return isinstance(expr.value, str | int) and not isinstance(expr.value, bool)
            case facts.Ternary():
                return self.acts(expr.then) or self.acts(expr.orelse)
            case facts.Logic():
                return self.acts(expr.right) or self.acts(expr.left)
            case _:
                return False

    def _combine(self, expr: facts.Combine) -> Abstract:
        parts: list[facts.Expr] = []
        stack = list(reversed(expr.parts))
        while stack:
            part = stack.pop()
            if isinstance(part, facts.Combine):
                stack.extend(reversed(part.parts))
            else:
                parts.append(part)
        values = [self.expression(part) for part in parts]
        deps = merge_deps(*(v.deps for v in values))
        selected = merge_selections(*(v.selected for v in values))
        constants: tuple[Constant, ...] = ()
        if not deps and all(len(v.constants) == 1 for v in values) and expr.operator in ("+", "text"):
            texts = [v.constants[0] for v in values]
            if all(isinstance(t, str) for t in texts) and sum(len(str(t)) for t in texts) < 400:
                constants = ("".join(str(t) for t in texts),)
        fields: dict[str, Abstract] | None = None
        if expr.operator == "|" and any(v.fields is not None for v in values):
            fields = {name: self._part(v, part) for v in values for name, part in (v.fields or {}).items()}
        return Abstract(
            deps=deps,
            raw=any(v.raw for v in values),
            constants=constants,
            selected=selected,
            fields=fields,
            item=join_all(v.item for v in values if v.item is not None) if any(v.item for v in values) else None,
            pure=all(v.pure for v in values),
        )

    def _ternary(self, expr: facts.Ternary) -> Abstract:
        conditions: list[tuple[facts.Expr, Abstract]] = []
        tests: list[facts.Ternary] = [expr]
        while isinstance(tests[-1].orelse, facts.Ternary):
            tests.append(tests[-1].orelse)
        enums: set[str] = set()
        leaves = [*(t.then for t in tests), tests[-1].orelse]
        self.asked = frozenset(n.id for n in facts.walk([t.test for t in tests]) if isinstance(n, facts.Name))
        defaults = len(tests) == 1 and self._place(expr.test) in {self._place(expr.then), self._place(expr.orelse)} - {""}
        derivation = defaults or (all(self.is_converted(leaf, enums) for leaf in leaves) and len(enums) < 2)
        info = self.branch("ternary", expr, conditions, expr.span, derivation=derivation)
        deps: Deps = NO_DEPS
        values = []
        for index, leaf in enumerate(leaves):
            if index < len(tests):
                value, parts = self.condition(tests[index].test)
                conditions += parts
                deps = merge_deps(deps, value.deps)
            saved = self.arms
            self.arms = (*saved, ArmInfo(info, index))
            values.append(self.expression(leaf))
            self.arms = saved
        self._ternary_default(expr, conditions, values)
        result = join_all(values)
        info.selects_values = all(v.pure for v in values)
        if not deps:
            return result
        if derivation:
            return result.but(deps=merge_deps(result.deps, deps), raw=any(_textual(v) for v in values))
        return self.chosen(result, expr.span, deps).but(pure=info.selects_values)

    def _place(self, node: facts.Expr) -> str:
        """Spell what a set-ness test asks for and what it guards alike: ``!process.env["X"]`` and ``process.env.X.trim()``."""
        while True:
            match node:
                case facts.Not(operand=inner) | facts.Cast(value=inner):
                    node = inner
                case facts.Compare(operator="==" | "!=" | "is" | "is not", left=inner, right=facts.Literal(value=None | "")):
                    node = inner
                case facts.Call(function=facts.Attribute(object=inner, name=name)) if name in self.vocabulary.conversion_methods:
                    node = inner
                case facts.Index(object=owner, key=facts.Literal(value=key)):
                    return f"{_spelled_node(owner)}.{key}"
                case _:
                    return _spelled_node(node)

    def _ternary_default(self, expr: facts.Ternary, conditions: list[tuple[facts.Expr, Abstract]], values: list[Abstract]) -> None:
        """See ``x if x else "y"`` as a default for what ``x`` was read from."""
        if len(values) == 2 and len(conditions) == 1:
            for read, other, other_expr in ((values[0], values[1], expr.orelse), (values[1], values[0], expr.then)):
                if read.deps and set(read.deps) & set(conditions[0][1].deps):
                    self._default(read, other_expr, other)

    def _record(self, expr: facts.Record) -> Abstract:
        typed = UNKNOWN if expr.type is None else self.typed(expr.type)
        owner = typed.inst
        fields: dict[str, Abstract] = {}
        items: list[Abstract] = []
        pure = True
        environment = False
        names = [] if owner is None else [f.name for f in owner.node.fields]
        for index, entry in enumerate(expr.entries):
            value = self.expression(entry.value)
            pure = pure and value.pure
            if entry.key is None:
                if isinstance(entry.value, facts.Spread) or owner is None:
                    fields.update({name: self._part(value, part) for name, part in (value.fields or {}).items()})
                    environment = environment or value.environment
                    if value.environment:
                        continue
                elif index < len(names):
                    self.set_cell(owner, names[index], self.named(value, entry.value.span, names[index]))
                continue
            name = self._key(entry.key)
            if name is None:
                items.append(value)
                continue
            if owner is not None:
                self.set_cell(owner, name, self.named(value, entry.key.span, name))
            fields[name] = self.named(value, entry.key.span, name)
            if name.isupper() and (value.constants or isinstance(entry.value, facts.Name | facts.Attribute)):
                self._write(name, entry.key.span, entry.value, value, entry.value)
        item = join_all(items) if items else None
        return Abstract(
            fields=fields, item=item, inst=owner, pure=pure, path=typed.path if owner is None else None, environment=environment
        )

    def _sequence(self, expr: facts.Sequence) -> Abstract:
        values = [self.expression(item) for item in expr.items]
        fields = {str(i): v for i, v in enumerate(values)} if len(values) <= 8 and expr.kind in ("list", "tuple") else None
        return Abstract(
            item=join_all(values) if values else None,
            fields=fields,
            pure=all(v.pure for v in values),
        )

    def _comprehension(self, expr: facts.Comprehension) -> Abstract:
        outer = self.environment
        self.environment = self.inner_environment(expr, boundary=False)
        self.environment.vars = {}
        result = UNKNOWN
        for clause in expr.clauses:
            iterable = self.expression(clause.iterable)
            self.bind(clause.target, self.element(iterable), "let")
            conditions: list[tuple[facts.Expr, Abstract]] = []
            for test in clause.conditions:
                _, parts = self.condition(test)
                conditions += parts
            if conditions:
                self.branch("filter", expr, conditions, expr.span)
        if expr.key is not None:
            self.expression(expr.key)
        result = self.expression(expr.element)
        self.environment = outer
        return Abstract(item=result)

    # --- calls -------------------------------------------------------------------------------------------------------------------

    def _subjects(self, expr: facts.Expr) -> tuple[tuple[facts.Expr, Abstract], ...]:
        """List the arguments of the calls that a callee goes through: ``x`` of ``expect(x).not.toBe``."""
        found: list[tuple[facts.Expr, Abstract]] = []
        while isinstance(expr, facts.Attribute | facts.Call | facts.Index):
            if isinstance(expr, facts.Call):
                known = self.events.calls.get(id(expr))
                if known is not None:
                    found = [(a.value, v) for a, v in known.arguments] + found
                expr = expr.function
            else:
                expr = expr.object
        return tuple(found)

    def _call(self, expr: facts.Call) -> Abstract:
        receiver: tuple[facts.Expr, Abstract] | None = None
        if isinstance(expr.function, facts.Attribute):
            base = self.expression(expr.function.object)
            receiver = (expr.function.object, base)
            if base.environment:
                callee = Abstract(path=_member(base.path or "", expr.function.name))
            else:
                callee = self.attribute(base, expr.function.name, expr.function)
        elif isinstance(expr.function, facts.Name) and expr.kind in ("command", "substitution"):
            callee = self.lookup(expr.function.id) or Abstract(path=expr.function.id)
        else:
            callee = self.expression(expr.function)
            if expr.kind == "command" and callee.deps and isinstance(expr.function, facts.Combine) and self.dispatched(expr.function):
                self.branch("dispatch", expr, [(expr.function, callee)], expr.span)
        path = callee.path or ""
        if path in self.vocabulary.ternaries and len(expr.arguments) == 3:
            return self._ternary(self._as_ternary(expr))
        if not path and isinstance(expr.function, facts.Index):
            owner = self.events.values.get(id(expr.function.object), UNKNOWN).path
            path = f"{owner}.[]" if owner else ""
        arguments: list[tuple[facts.Argument, Abstract]] = []
        said = self.paths.said(path, expr.function.name if isinstance(expr.function, facts.Attribute) else "")
        meaning = said.meaning if not callee.closures and callee.cls is None else None
        for argument in expr.arguments:
            value = self.expression(argument.value)
            arguments.append((argument, value))
            if expr.kind == "command" and argument.name:
                self._write(argument.name, argument.value.span, argument.value, value, argument.value)
        subjects = self._subjects(expr.function)
        info = CallInfo(path, self.scope, self.arms, expr, meaning, arguments, callee.closures, receiver, subjects, passed=callee.sym)
        self.events.calls[id(expr)] = info
        if meaning is not None:
            self.scope.direct.add(meaning.kind)
            self._register(meaning, arguments, expr)
        for closure in callee.closures:
            self.scope.callees.add(closure.key)
        known = sources.call(self, expr, path, callee, receiver, arguments, said)
        if known is None and not callee.closures and callee.cls is None:
            if said.boxes or boxes.is_box(callee) or (receiver is not None and boxes.is_box(receiver[1])):
                known = boxes.used(self, expr, path, receiver, callee, arguments) or boxes.made(self, expr, path, arguments)
            if known is None and said.options:
                known = options.call(self, expr, path, receiver, arguments)
        if known is not None:
            return known
        if callee.closures or callee.cls is not None:
            return self.invoke(callee, arguments, expr)
        if expr.kind == "command" and callee.deps and callee.constants and set(callee.constants) <= {"true", "false", ":"}:
            # Bash: `$live && start` runs `true` or `false`.
            return Abstract(deps=callee.deps)
        handed = self._handed_on(expr, path, receiver, arguments) if said.hands_on else None
        return self._unknown_call(expr, path, callee, receiver, arguments) if handed is None else handed

    def _as_ternary(self, expr: facts.Call) -> facts.Ternary:
        """Give the conditional expression that a call stands for, the same one in every round."""
        made = self._ternaries.get(id(expr))
        if made is None:
            test, then, orelse = (argument.value for argument in expr.arguments)
            made = self._ternaries[id(expr)] = facts.Ternary(expr.span, test, then, orelse)
        return made

    def _register(self, meaning: Meaning, arguments: list[tuple[facts.Argument, Abstract]], expr: facts.Call) -> None:
        """Mark the function given to ``it``, ``describe``, ``beforeEach``, ``t.Run`` as what it becomes."""
        if meaning.kind not in ("test", "group", "hook", "teardown", "only", "disabled") or not arguments:
            return
        title = next((str(v.constants[0]) for a, v in arguments if v.constants and isinstance(v.constants[0], str)), "")
        inner = meaning
        if meaning.kind in ("only", "disabled"):
            text = self.quiet_path(expr.function)
            inner = Meaning("group" if any(word in text for word in ("escribe", "ontext", "suite", "When")) else "test", body=-1)
        for _, value in arguments:
            for closure in value.closures:
                if closure.state is not self:
                    continue
                scope = self.scopes.get(closure.key)
                if scope is not None:
                    scope.test = inner
                    scope.registered_at = expr.span
                    if title:
                        scope.name = title
                    if inner.kind == "test":
                        for pending in self.pending:
                            if pending.scope is scope:
                                pending.arms = ()

    def invoke(self, callee: Abstract, arguments: list[tuple[facts.Argument, Abstract]], expr: facts.Expr) -> Abstract:
        """Give the result of a call of something known, and note what flows into its parameters."""
        printed = isinstance(expr, facts.Call) and expr.kind == "substitution"
        joined = self._results(callee, arguments, expr, printed=printed)
        if callee.cls is not None:
            joined = join_all(
                [joined, self._construct(callee.cls, arguments, expr)]
                if callee.closures
                else [self._construct(callee.cls, arguments, expr)]
            )
        if joined.path is None and callee.path and not joined.closures:
            joined = joined.but(path=f"{callee.path}()")
        return joined

    def _results(self, callee: Abstract, arguments: list[tuple[facts.Argument, Abstract]], expr: facts.Expr, *, printed: bool) -> Abstract:
        """Give what functions return or print when they are called like this."""
        results: list[Abstract] = []
        for closure in callee.closures:
            values = self.program.pass_arguments(self, closure, arguments, expr)
            step = self.step(expr.span, f"returned by `{closure.function.name or 'the function'}`")
            summary = self.summary(closure, printed=printed)
            result = self.program.substitute(summary, closure, values, (*callee.hops, step), (self, expr))
            if closure.receiver is not None and result.selected:
                # What an object answers is data, whatever decided inside it.
                result = result.but(selected=())
            results.append(result)
        return join_all(results)

    def _channel(self, action: str, arguments: list[tuple[facts.Argument, Abstract]]) -> Abstract:
        """Put a value into a channel, or take out what it can hold."""
        if action == "receive":
            return self.element(arguments[0][1])
        if len(arguments) == 2:
            self._bind_item(arguments[0][0].value, arguments[1][1])
        return UNKNOWN

    def _parent(self, info: ClassInfo, arguments: list[tuple[facts.Argument, Abstract]], expr: facts.Expr) -> Abstract:
        """Give what ``super`` stands for: the parent as an instance, or (``super(…)`` in a constructor) a call of its constructor."""
        parent = next((base.cls for base in info.bases if base.cls is not None), None)
        if parent is None:
            return Abstract(path="super()")
        return self._construct(parent, arguments, expr) if self.vocabulary.self_name else Abstract(inst=parent)

    def _construct(self, info: ClassInfo, arguments: list[tuple[facts.Argument, Abstract]], expr: facts.Expr) -> Abstract:
        if info.node.kind == "enum" and arguments:
            value = arguments[0][1]
            return Abstract(deps=value.deps, raw=value.raw, enum=info.node.name, inst=info)
        for owner in info.ancestry():
            init = owner.methods.get("__init__") or owner.methods.get("constructor")
            if init is not None:
                state = owner.state
                home = state.environments.get(id(owner.node), owner.environment) if self.vocabulary.self_name else owner.environment
                closure = Closure(init, state, home, Abstract(inst=owner))
                self.program.pass_arguments(self, closure, arguments, expr)
                self.summary(closure)
                return Abstract(inst=info)
        names = [f.name for owner in reversed(info.ancestry()) for f in owner.node.fields]
        for index, (argument, value) in enumerate(arguments):
            name = argument.name or (names[index] if index < len(names) else None)
            if name is not None and value.deps:
                self.set_cell(info, name, self.named(value, argument.value.span, name))
        if len(arguments) == 1 and info.node.bases and not info.node.fields and info.node.kind == "class" and self.module.language == "go":
            # A conversion to a defined type: Mode(os.Getenv("X")).
            return arguments[0][1].but(inst=info)
        return Abstract(inst=info)

    def _handed_on(
        self,
        expr: facts.Call,
        path: str,
        receiver: tuple[facts.Expr, Abstract] | None,
        arguments: list[tuple[facts.Argument, Abstract]],
    ) -> Abstract | None:
        """Give the value of a call that converts, selects, calls or gives back what it is given; None for any other."""
        words = self.vocabulary
        if path == "super" and self.receiver is not None:
            return self._parent(self.receiver, arguments, expr)
        method = expr.function.name if isinstance(expr.function, facts.Attribute) else ""
        last = last_part(path) if path else method
        stripped = path.replace("()", "")
        values = [v for _, v in arguments]
        if self._selects_by_predicate(expr, path, last, arguments):
            base = receiver[1] if receiver is not None else next((v for v in values if v.item), UNKNOWN)
            return Abstract(item=base.item, fields=None)
        if path in ("send", "receive") and values and words.self_name is None and isinstance(expr.function, facts.Name):
            return self._channel(path, arguments)
        if path in words.loaders and _only_text(values):
            return self._loaded(expr, _only_text(values))
        if path in words.loaders and values and values[0].selected is not None:
            return Abstract(selected=values[0].selected, pure=True)
        if (path in words.late or f".{last}" in words.late) and values and values[0].closures:
            loaded = self.invoke(values[0], [], expr)
            if loaded.module is not None or (loaded.path or "").endswith(":"):
                return self.attribute(loaded, "default", expr)
            if loaded.closures:
                return loaded
        if receiver is not None and method in words.mappers and values and values[0].closures and receiver[1].sym is None:
            return Abstract(item=self.invoke(values[0], [(facts.Argument(receiver[0]), self.element(receiver[1]))], expr))
        if path in words.mergers and values:
            merged = {name: member for value in values for name, member in (value.fields or {}).items()}
            return Abstract(fields=merged, environment=any(v.environment for v in values))
        promised = self._promised(expr, path, method, receiver, arguments)
        if promised is not None:
            return promised
        if path in PARTIALS and values and values[0].closures:
            return self._partial(values[0], arguments[1:], expr)
        if path in PARTIALS and values and values[0].path in words.environment_getters:
            return self._closure(self._later(expr))
        if path in NAMESPACES:
            copied = values[0] if arguments and arguments[0][0].name is None else UNKNOWN
            named = {a.name: self.named(v, a.value.span, a.name) for a, v in arguments if a.name}
            return copied.but(path=None, fields={**(copied.fields or {}), **named}) if not copied.environment else copied
        if path in words.wrappers or stripped in words.wrappers or f".{last}" in words.wrappers:
            functions = [v for v in values if v.closures]
            if functions:
                return functions[0].but(path=None)
        if path in words.callers or f".{last}" in words.callers:
            functions = [v for v in values if v.closures or v.cls is not None]
            if functions:
                return self.invoke(functions[0], [], expr)
        derived = receiver is not None and bool(receiver[1].deps) and receiver[1].sym is None
        if receiver is not None and derived and method in words.conversion_methods:
            return self._method_conversion(expr, receiver, arguments)
        if path in words.conversions or (receiver is None and last in words.conversions):
            return self._converted_call(values, of_all=path in ("all", "any"))
        if method in ("get", "Get", "pop") and receiver is not None and receiver[1].fields is not None and values:
            return self.indexed(receiver[1], values[0], expr, arguments[0][0].value)
        if receiver is not None and method in words.conversion_methods and receiver[1].sym is None and any(v.deps for v in values):
            if receiver[1].pure or receiver[1].item is not None or receiver[1].fields is not None or method in words.memberships:
                return self._method_conversion(expr, receiver, arguments)
        if method in ADDERS and receiver is not None and receiver[1].fields is not None and values and values[-1].deps:
            self._bind_item(receiver[0], values[-1])
            return UNKNOWN
        if method == "update" and receiver is not None and receiver[1].sym is None:
            self._put_members(expr, receiver[0], arguments)
            return UNKNOWN
        if method == "setdefault" and receiver is not None and receiver[1].fields is not None and len(values) == 2:
            self._put_members(expr, receiver[0], [(facts.Argument(expr, str(c)), values[1]) for c in values[0].constants])
            return join(self.indexed(receiver[1], values[0], expr, arguments[0][0].value), values[1])
        if path in ATTRIBUTE_SETTERS and len(values) == 3:
            self._put_members(expr, arguments[0][0].value, [(facts.Argument(expr, str(c)), values[2]) for c in values[1].constants])
            return UNKNOWN
        if path == "getattr" and len(values) >= 2:
            return self._computed_name(expr, values, arguments)
        return None

    def _unknown_call(
        self,
        expr: facts.Call,
        path: str,
        callee: Abstract,
        receiver: tuple[facts.Expr, Abstract] | None,
        arguments: list[tuple[facts.Argument, Abstract]],
    ) -> Abstract:
        values = [v for _, v in arguments]
        method = expr.function.name if isinstance(expr.function, facts.Attribute) else ""
        if receiver is not None and isinstance(expr.function, facts.Attribute) and callee.sym is not None:
            self.program.note_parameter_call(self, callee.sym, arguments, expr)
            token = Token(callee.sym.base, (*callee.sym.way, "()")) if len(callee.sym.way) < MAX_DEPTH else None
            if token is not None:
                asked = merge_deps(*(v.deps for v in values)) if method in self.vocabulary.memberships else NO_DEPS
                called = Abstract(deps=merge_deps({token: None}, asked), raw=not asked, sym=token, path=f"{path}()" if path else None)
                key = values[0].constants if method in ("get", "Get") and values else ()
                return called if len(key) != 1 else join(called, self._member_of_parameter(receiver[1], str(key[0])))
        if callee.sym is not None and receiver is None and len(callee.sym.way) < MAX_DEPTH:
            self.program.note_parameter_call(self, callee.sym, arguments, expr)
            token = Token(callee.sym.base, (*callee.sym.way, "()"))
            return Abstract(deps={token: None}, raw=True, sym=token, path=f"{path}()" if path else None)
        if path in CONTAINERS and values:
            return values[0]
        outcome = f"{path}()" if path and len(path) < MAX_PATH else None
        # Each call makes a value of its own: whoever compares arms tells them apart.
        return Abstract(
            path=outcome,
            environment=outcome in self.vocabulary.environment_maps,
            pure=outcome is not None and self.paths.is_plain(outcome),
            schema=self._schema_of(values) or (None if receiver is None else receiver[1].schema),
        )

    def _loaded(self, expr: facts.Call, module: str) -> Abstract:
        """Give the namespace of the file that ``import("./x")`` loads."""
        name = facts.Imported("*", "", f"{module}:", expr.span)
        return self.program.imported(self, self.program.link(self, module), module, name)

    def _promised(
        self,
        expr: facts.Call,
        path: str,
        method: str,
        receiver: tuple[facts.Expr, Abstract] | None,
        arguments: list[tuple[facts.Argument, Abstract]],
    ) -> Abstract | None:
        """Follow a promise: it is what it resolves to, as an awaited value is."""
        words = self.vocabulary
        if receiver is not None and method in words.continuations and arguments and arguments[0][1].closures:
            return self.invoke(arguments[0][1], [(facts.Argument(receiver[0]), receiver[1])], expr)
        if receiver is not None and method in words.passing and flows(receiver[1]):
            return receiver[1]
        if path in words.gatherers and arguments:
            return arguments[0][1]
        if path in words.racers and arguments:
            return arguments[0][1].item or UNKNOWN
        return None

    def _partial(self, function: Abstract, arguments: list[tuple[facts.Argument, Abstract]], expr: facts.Expr) -> Abstract:
        """Give a function whose first arguments are given already."""
        positional = sum(1 for argument, _ in arguments if argument.name is None)
        closures = []
        for closure in function.closures:
            self.program.pass_arguments(self, closure, arguments, expr)
            closures.append(replace(closure, taken=closure.taken + positional))
        return Abstract(closures=tuple(closures))

    def _later(self, expr: facts.Call) -> facts.Function:
        """Give the function that calls what a partial holds, the same one in every round."""
        function = self._partials.get(id(expr))
        if function is None:
            call = facts.Call(expr.span, expr.arguments[0].value, expr.arguments[1:])
            function = self._partials[id(expr)] = facts.Function(expr.span, None, (), (facts.Return(expr.span, call),))
        return function

    def _put_members(self, expr: facts.Call, owner: facts.Expr, arguments: list[tuple[facts.Argument, Abstract]]) -> None:
        """Note what ``settings.update({"mode": mode}, region="eu")`` gives an object."""
        for argument, value in arguments:
            given = {argument.name: value} if argument.name else value.fields or {}
            for name, member in given.items():
                if member.deps or member.selected:
                    self._bind_member(owner, name, expr, member, None)

    @staticmethod
    def _schema_of(values: list[Abstract]) -> dict[str, Abstract] | None:
        merged: dict[str, Abstract] = {}
        for value in values:
            for record in (value, *(value.fields or {}).values()):
                for name, member in (record.fields or {}).items():
                    if name.isupper():
                        merged.setdefault(name, member)
            for name, member in (value.schema or {}).items():
                merged.setdefault(name, member)
        if merged:
            return merged
        return None

    def _converted_call(self, values: list[Abstract], *, of_all: bool = False) -> Abstract:
        if of_all:
            values = [v if v.item is None else v.item for v in values]
        return Abstract(
            deps=merge_deps(*(v.deps for v in values)),
            raw=any(v.raw for v in values if v.deps),
            constants=values[0].constants if len(values) == 1 else (),
            selected=merge_selections(*(v.selected for v in values)),
            pure=bool(values) and all(v.pure for v in values),
        )

    def _method_conversion(
        self, expr: facts.Call, receiver: tuple[facts.Expr, Abstract], arguments: list[tuple[facts.Argument, Abstract]]
    ) -> Abstract:
        base = receiver[1]
        derived = next(((a.value, v) for a, v in arguments if v.deps), None)
        if derived is not None and not base.deps:
            # ["repo", "local"].includes(mode)
            literals = self._literals(receiver[0], base) or [(n, receiver[0].span) for n in (base.fields or {}) if base.item is None]
            if literals:
                self.events.comparisons[id(expr)] = ComparisonInfo(self.scope, self.arms, expr, derived, tuple(literals))
            return Abstract(deps=derived[1].deps)
        name = expr.function.name if isinstance(expr.function, facts.Attribute) else ""
        boolean = name.lower().startswith(("start", "end", "include", "equal", "match", "has", "contain", "is", "test"))
        if boolean and arguments:
            literals = [(c, a.value.span) for a, v in arguments for c in v.constants]
            if literals and name.lower().startswith(("equal", "localecompare")):
                self.events.comparisons[id(expr)] = ComparisonInfo(self.scope, self.arms, expr, receiver, tuple(literals))
        return Abstract(
            deps=merge_deps(base.deps, *(v.deps for _, v in arguments)),
            raw=base.raw and not boolean,
            selected=base.selected,
            constants=base.constants if not base.deps else (),
            pure=base.pure,
        )

    def _selects_by_predicate(self, expr: facts.Call, path: str, last: str, arguments: list[tuple[facts.Argument, Abstract]]) -> bool:
        words = self.vocabulary.predicates
        if path not in words and f".{last}" not in words:
            return False
        conditions = []
        for argument, value in arguments:
            for closure in value.closures:
                result = self.summary(closure)
                if result.deps:
                    conditions.append(
                        (argument.value, result.but(deps={t: d for t, d in result.deps.items() if not self._own(t, closure)}))
                    )
        conditions = [(e, v) for e, v in conditions if v.deps]
        if conditions:
            self.branch("predicate", expr, conditions, expr.span)
        return bool(arguments and arguments[0][1].closures)

    @staticmethod
    def _own(token: Token, closure: Closure) -> bool:
        return isinstance(token.base, Parameter) and token.base.function == closure.key

    def _computed_name(self, expr: facts.Call, values: list[Abstract], arguments: list[tuple[facts.Argument, Abstract]]) -> Abstract:
        base, key = values[0], values[1]
        if key.deps:
            self.branch("dispatch", expr, [(arguments[1][0].value, key)], expr.span)
            return self.chosen(UNKNOWN, expr.span, key.deps)
        if len(key.constants) == 1:
            found = self.attribute(base, str(key.constants[0]), expr)
            return join(found, values[2]) if len(values) > 2 else found
        return UNKNOWN


def _picks(node: facts.Expr | facts.Stmt, name: str) -> bool:
    """Tell whether the arms only choose between names for a variable, building nothing: ``expected = live_rows``."""
    given = [
        n.value for n in facts.walk([node]) if isinstance(n, facts.Assign) and isinstance(n.target, facts.Name) and n.target.id == name
    ]
    return bool(given) and all(isinstance(value, facts.Name | facts.Attribute | facts.Literal) for value in given)


def _derived(value: Abstract, deps: Deps) -> Abstract:
    """Give what a conversion made: it says what its condition says; of several Go results, the first does."""
    fields = value.fields
    if fields is not None and "0" in fields:
        first = fields["0"]
        fields = {**fields, "0": first.but(deps=merge_deps(first.deps, deps), raw=first.raw or _textual(first))}
    return value.but(deps=merge_deps(value.deps, deps), raw=value.raw or _textual(value), fields=fields)


def fits(name: facts.Combine, function: str) -> bool:
    """Tell whether a text with open parts can be a function's name: at least one part of it is written out."""
    texts = [part.value if isinstance(part, facts.Literal) and isinstance(part.value, str) else None for part in name.parts]
    return any(texts) and re.fullmatch("".join(r"\w+" if t is None else re.escape(t) for t in texts), function) is not None


def _gives_error(value: facts.Sequence) -> bool:
    """Tell whether Go results are a zero value with an error: what another language raises."""
    if not value.items:
        return False
    first, last = value.items[0], value.items[-1]
    if len(value.items) < 2 or not (isinstance(first, facts.Literal) and first.value in ("", 0, None, False)):
        return False
    return isinstance(last, facts.Call) or (isinstance(last, facts.Name | facts.Attribute) and "err" in _spelled_node(last).lower())


def _is_value_type(info: ClassInfo) -> bool:
    """Tell whether instances are plain values: members of an enumeration, a Go type defined from a text."""
    return any(
        parent.node.kind == "enum" or (parent.state.module.language == "go" and not parent.node.fields) for parent in info.ancestry()
    )


def _only_text(values: list[Abstract]) -> str:
    """Give the text that is the only argument of a call, or nothing."""
    constants = values[0].constants if len(values) == 1 and not values[0].deps else ()
    return constants[0] if len(constants) == 1 and isinstance(constants[0], str) else ""


def _is_blank(target: facts.Expr) -> bool:
    last = target.items[-1] if isinstance(target, facts.Sequence) and target.items else target
    return isinstance(last, facts.Name) and last.id == "_"


def _member(path: str | None, name: str) -> str:
    if not path:
        return name
    return f"{path}{name}" if path.endswith(":") else f"{path}.{name}"


def _called(path: str | None, name: str) -> str | None:
    return None if path is None else f"{path}.{name}"


def _spelled(owner: facts.Expr, name: str) -> str:
    return f"{owner.id}.{name}" if isinstance(owner, facts.Name) else name


def _spelled_node(node: facts.Expr) -> str:
    if isinstance(node, facts.Attribute):
        return f"{_spelled_node(node.object)}.{node.name}"
    return node.id if isinstance(node, facts.Name) else ""


def _is_read(value: Abstract) -> bool:
    """Tell whether a value comes from the environment, and not only from what a caller passes."""
    return value.environment or any(isinstance(token.base, Read) for token in value.deps)


def _names_asked(stmt: facts.Stmt) -> frozenset[str]:
    """List the names in the conditions of an ``if`` chain or a ``switch``."""
    asked: list[facts.Expr] = []
    while isinstance(stmt, facts.If):
        asked.append(stmt.test)
        if not (stmt.orelse and isinstance(stmt.orelse[0], facts.If) and stmt.orelse[0].chained):
            break
        stmt = stmt.orelse[0]
    if isinstance(stmt, facts.Switch):
        asked += [stmt.subject] if stmt.subject is not None else [p for case in stmt.cases for p in case.patterns]
    return frozenset(node.id for node in facts.walk(list(asked)) if isinstance(node, facts.Name))


def _textual(value: Abstract) -> bool:
    return any(isinstance(c, str) for c in value.constants)


def _converted(value: Abstract) -> bool:
    """Tell whether a returned value is only a boolean, a mode or a member of an enumeration."""
    return bool(value.deps) or bool(value.enum) or (bool(value.constants) and all(isinstance(c, bool | str) for c in value.constants))


def _nothing(state: State, expr: facts.Expr) -> Abstract:
    """Give the value of what is no value by itself: a target with a default."""
    del state, expr
    return UNKNOWN


_EVALUATIONS: dict[type[facts.Expr], Callable[[State, Any], Abstract]] = {
    facts.Literal: State._literal,
    facts.Name: State._name,
    facts.Attribute: State._attribute,
    facts.Index: State._index,
    facts.Call: State._call,
    facts.Compare: State._compare,
    facts.Logic: State._logic,
    facts.Not: State._not,
    facts.Combine: State._combine,
    facts.Ternary: State._ternary,
    facts.Record: State._record,
    facts.Sequence: State._sequence,
    facts.Spread: State._spread,
    facts.Function: State._closure,
    facts.Comprehension: State._comprehension,
    facts.Bind: State._bound,
    facts.Cast: State._cast,
    facts.Opaque: State._opaque,
    facts.Default: _nothing,
}
"""How each kind of expression is evaluated."""
