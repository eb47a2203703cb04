"""Solves a set of files: rounds to a fixed point, then tokens resolved to reads, then events as checks see them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lint430 import facts
from lint430.config import Config
from lint430.flow import results, sources
from lint430.flow.evaluate import (
    ArmInfo,
    BranchInfo,
    CallInfo,
    ReadInfo,
    ScopeInfo,
    State,
)
from lint430.flow.naming import Names
from lint430.flow.values import (
    MAX_DEPS,
    MAX_DEPTH,
    NO_DEPS,
    UNKNOWN,
    Abstract,
    ClassInfo,
    Closure,
    Deps,
    Parameter,
    Read,
    Token,
    Trail,
    fewer,
    join,
    join_all,
    merge_deps,
)
from lint430.flow.verdicts import judge
from lint430.model import File, Role, Span, Step

MAX_ROUNDS = 12
"""Rounds after which the analysis stops looking for more; each hop through a field or a variable of an outer scope costs one."""

MAX_ORIGINS = 400
"""Parameters looked behind for one value; in a tangle of more, the way is not clear enough to tell anybody."""

TEST_ROLES = frozenset((Role.INTEGRATION_TEST, Role.HARNESS, Role.UNIT_TEST, Role.E2E, Role.MOCK))

Resolver = Callable[[str, str, str], str | None]
"""Gives the file (a folder for a Go package) that an import leads to: importer, its language, the module as written."""


@dataclass(slots=True, eq=False)
class _Inflow:
    """What one call site passes to one parameter."""

    value: Abstract
    step: Step
    state: State
    node: facts.Expr


@dataclass(slots=True, eq=False)
class _Resolved:
    """A read that a token comes from."""

    read: Read
    steps: tuple[Step, ...]
    raw: bool


class Program:
    """A set of files under one analysis."""

    def __init__(
        self, files: Sequence[tuple[File, facts.Module]], config_for: Callable[[str], Config], resolve: Resolver | None = None
    ) -> None:
        self._names: dict[int, Names] = {}
        self._config_for = config_for
        self._resolve = resolve
        self._fresh: set[str] = set()
        self._touched: set[str] = set()
        self._users: dict[str, set[str]] = {}
        self._offers: dict[str, object] = {}
        self._new_inflow = False
        self.prefixes: tuple[str, ...] = _prefixes([module for _, module in files])
        self.inflows: dict[tuple[int, int], dict[int, _Inflow]] = {}
        self.states: dict[str, State] = {}
        self._packages: dict[tuple[str, str], list[State]] = {}
        self._declared: dict[tuple[str, str], dict[str, list[State]]] = {}
        self._resolved: dict[Token, list[_Resolved]] = {}
        self._edges: dict[Token, list[tuple[Token, tuple[Step, ...], bool]]] = {}
        self.add(files)
        self._parameter_calls: dict[int, tuple[State, Token, list[tuple[facts.Argument, Abstract]], facts.Expr]] = {}

    def add(self, files: Sequence[tuple[File, facts.Module]]) -> None:
        """Take in more files: they and whoever imports them are evaluated next."""
        targets: set[str] = set()
        for file, module in sorted(files, key=lambda pair: pair[0].path):
            state = State(self, file, module)
            self.states[file.path] = state
            self._fresh.add(file.path)
            folder = file.path.rpartition("/")[0]
            targets.add(file.path)
            if module.package:
                targets.add(folder)
                package = self._packages.setdefault((folder, module.package), [])
                self._declared.pop((folder, module.package), None)
                self._fresh |= {other.path for other in package}
                package.append(state)
        if self._resolve is not None:
            for path, state in self.states.items():
                if path not in self._fresh and not targets.isdisjoint(state.targets()):
                    self._fresh.add(path)

    def note_change(self, state: State) -> None:
        """Note that a file knows more than before, so that it and its users are evaluated again."""
        self._touched.add(state.path)

    def note_use(self, user: State, used: State) -> None:
        """Note that a file's values depend on another's."""
        if user is not used:
            self._users.setdefault(used.path, set()).add(user.path)

    # --- what evaluation asks ----------------------------------------------------------------------------------------------------

    def settings_for(self, path: str) -> Names:
        """Give the names that the configuration of a file holds."""
        config = self._config_for(path)
        names = self._names.get(id(config))
        if names is None:
            names = self._names[id(config)] = Names(config)
        return names

    def is_variable(self, name: str) -> bool:
        """Tell whether any configuration in force calls this a mode variable."""
        return any(names.is_variable(name) for names in self._names.values())

    def is_test_file(self, file: File) -> bool:
        """Tell whether definitions named like tests are tests there."""
        return file.role in TEST_ROLES

    def reads_by_attribute(self, state: State) -> bool:
        """Tell whether a member of an environment mapping is a variable (``process.env.X``) and not a method."""
        return state.vocabulary.self_name is not None

    def read_info(self, read: Read) -> ReadInfo | None:
        """Give what is noted of a read, whichever file it stands in."""
        state = self.states.get(read.path)
        return None if state is None else state.events.reads.get(read)

    def link(self, state: State, module: str) -> str | None:
        """Give the file that an import leads to, where it is part of this analysis."""
        if self._resolve is None:
            return None
        found = self._resolve(state.path, state.module.language, module)
        return found if found is not None and (found in self.states or self._package_states(found)) else None

    def target(self, state: State, module: str) -> str | None:
        """Give the file that an import leads to, whether or not it is part of this analysis."""
        return None if self._resolve is None else self._resolve(state.path, state.module.language, module)

    def _package_states(self, folder: str) -> list[State]:
        return [s for (path, name), states in self._packages.items() if path == folder and not name.endswith("_test") for s in states]

    def imported(self, state: State, linked: str | None, module: str, name: facts.Imported) -> Abstract:
        """Give what an import binds."""
        if name.name == "*":
            inner = name.path.count(".") < module.count(".") and name.path == module.split(".")[0]
            if linked is not None and inner:
                return _nested(name.path, module.split(".")[1:], linked)
            return Abstract(module=linked, path=name.path)
        value = None if linked is None else self.member_of_module(linked, name.name, state)
        if value is None:
            submodule = self.link(state, f"{module}{name.name}" if module.endswith(".") else f"{module}.{name.name}")
            return Abstract(module=submodule if submodule != linked else None, path=name.path)
        return value if value.path or value.closures else value.but(path=name.path)

    def member_of_module(self, linked: str, name: str, user: State, seen: frozenset[str] = frozenset()) -> Abstract | None:
        """Give what a file offers under a name, through re-exports; None when it does not."""
        if linked in seen:
            return None
        package = self._package_states(linked)
        if package and linked not in self.states:
            for state in package:
                self.note_use(user, state)
                state.run()
                value = state.top.seen_from_inside(name)
                if value is not None:
                    return value
            return None
        state = self.states[linked]
        self.note_use(user, state)
        state.run()
        value = state.exports.get(name)
        if value is None and not state.vocabulary.self_name:
            value = state.top.seen_from_inside(name)
        if value is not None:
            return value
        if name == "default" and "default" not in state.exports:
            return None
        for star in state.star_exports:
            value = self.member_of_module(star, name, user, seen | {linked})
            if value is not None:
                return value
        return None

    def star(self, user: State, linked: str | None) -> Mapping[str, Abstract]:
        """Give every public name of a file."""
        if linked is None or linked not in self.states:
            return {}
        other = self.states[linked]
        self.note_use(user, other)
        other.run()
        names = {**other.top.previous, **other.top.vars}
        allowed = other.top.vars.get("__all__")
        if allowed is not None and allowed.item is not None and allowed.item.constants:
            names = {n: v for n, v in names.items() if n in allowed.item.constants}
        elif not other.vocabulary.ambient:
            names = {n: v for n, v in names.items() if not n.startswith("_")}
        return {n: other.top.seen_from_inside(n) or v for n, v in names.items()}

    def package_name(self, state: State, name: str) -> Abstract | None:
        """Give what another file of the same Go package binds to a name."""
        if self._resolve is None or not state.module.package:
            return None
        key = (state.path.rpartition("/")[0], state.module.package)
        declared = self._declared.get(key)
        if declared is None:
            declared = self._declared[key] = {}
            for other in self._packages.get(key, ()):
                for known in other.declared():
                    declared.setdefault(known, []).append(other)
        for other in declared.get(name, ()):
            if other is not state:
                self.note_use(state, other)
                other.run()
                value = other.top.seen_from_inside(name)
                if value is not None:
                    return value
        return None

    def class_of_package(self, state: State, name: str) -> ClassInfo | None:
        """Give the struct that another file of the package declares."""
        found = self.package_name(state, name)
        return None if found is None else found.cls

    def fixture(self, state: State, name: str) -> Closure | None:
        """Give the pytest fixture that a parameter of this name asks for: of the file, else of the nearest ``conftest.py``."""
        own = state.fixtures.get(name)
        if own is not None or self._resolve is None or state.module.language != "python":
            return own
        folder = state.path.rpartition("/")[0]
        while True:
            path = f"{folder}/conftest.py" if folder else "conftest.py"
            other = self.states.get(path)
            if other is not None and other is not state:
                self.note_use(state, other)
                other.run()
                if name in other.fixtures:
                    return other.fixtures[name]
            if not folder:
                return None
            folder = folder.rpartition("/")[0]

    # --- calls -------------------------------------------------------------------------------------------------------------------

    def pass_arguments(
        self, state: State, closure: Closure, arguments: list[tuple[facts.Argument, Abstract]], node: facts.Expr
    ) -> dict[int, Abstract]:
        """Match arguments with parameters, and note what flows in."""
        parameters = [(i, p) for i, p in enumerate(closure.function.parameters) if p.kind != "receiver"]
        by_name = {p.target.id: i for i, p in parameters if isinstance(p.target, facts.Name)}
        values: dict[int, Abstract] = {}
        positional = [(i, p) for i, p in parameters if p.kind in ("positional", "rest")]
        rest_keywords = next((i for i, p in parameters if p.kind == "keywords"), None)
        place = closure.taken
        for argument, value in arguments:
            if argument.name is not None and closure.state.module.language != "bash":
                index = by_name.get(argument.name, rest_keywords)
                if index is not None:
                    if index == rest_keywords:
                        known = values.get(index, UNKNOWN)
                        value = Abstract(fields={**(known.fields or {}), argument.name: value})
                    values[index] = value
                continue
            if place >= len(positional):
                break
            index, parameter = positional[place]
            if argument.spread:
                value = value.item or UNKNOWN
            if parameter.kind == "rest":
                values[index] = join(values.get(index, UNKNOWN), Abstract(item=value))
            else:
                values[index] = value
                place += 1
        receiver = next((i for i, p in enumerate(closure.function.parameters) if p.kind == "receiver"), None)
        if receiver is not None and closure.receiver is not None and closure.receiver.deps:
            values[receiver] = closure.receiver
        name = closure.function.name or "the callback"
        for index, value in values.items():
            if _flows(value):
                target = closure.function.parameters[index].target
                label = target.id if isinstance(target, facts.Name) else f"argument {index + 1}"
                step = state.step(node.span, f"passed to `{name}` as `{label}`")
                slot = self.inflows.setdefault((closure.key, index), {})
                if id(node) not in slot:
                    self._new_inflow = True
                slot[id(node)] = _Inflow(value, step, state, node)
        return values

    def note_parameter_call(self, state: State, callee: Token, arguments: list[tuple[facts.Argument, Abstract]], node: facts.Expr) -> None:
        """Remember a call of what a caller passes: once that is known, the arguments flow into it."""
        if any(_flows(value) for _, value in arguments):
            self._parameter_calls[id(node)] = (state, callee, arguments, node)

    def _enter_callbacks(self) -> None:
        """Let the arguments of remembered calls flow into the functions that callers pass."""
        for state, callee, arguments, node in list(self._parameter_calls.values()):
            if isinstance(callee.base, Read):
                continue
            for inflow in list(self.inflows.get((callee.base.function, callee.base.index), {}).values()):
                for closure in self.project(inflow.value, callee.way, inflow.state, inflow.node).closures:
                    self.pass_arguments(state, closure, arguments, node)

    def substitute(self, value: Abstract, closure: Closure, values: Mapping[int, Abstract], step: Step, depth: int = 0) -> Abstract:
        """Give a function's result with its parameters replaced by what one call passes."""
        bound = dict(closure.bound)
        known: dict[int, Mapping[int, Abstract]] = {closure.key: values}
        for function, earlier in bound.items():
            known.setdefault(function, dict(enumerate(earlier)))
        return self._replace(value, known, closure, step, depth)

    def _replace(self, value: Abstract, known: Mapping[int, Mapping[int, Abstract]], closure: Closure, step: Step, depth: int) -> Abstract:
        if depth > MAX_DEPTH or value is UNKNOWN:
            return value
        deps: dict[Token, Trail | None] = {}
        extra: list[Abstract] = []
        raw = value.raw
        touched = False
        for token, trail in value.deps.items():
            base = token.base
            if isinstance(base, Parameter) and base.function in known:
                touched = True
                passed = known[base.function].get(base.index)
                if passed is None:
                    continue
                projected = self.project(passed, token.way, closure.state, None)
                raw = raw and (projected.raw or not projected.deps)
                for inner, inner_trail in projected.deps.items():
                    deps.setdefault(inner, _extend(inner_trail, trail, step))
                if token == value.sym:
                    extra.append(projected)
            else:
                deps.setdefault(token, _extend(trail, None, step) if isinstance(base, Read) else trail)
        if len(deps) > MAX_DEPS:
            deps = dict(fewer(deps))
        closures = value.closures
        if closures:
            add = tuple(
                (function, tuple(vals.get(i, UNKNOWN) for i in range(max(vals, default=-1) + 1))) for function, vals in known.items()
            )
            closures = tuple(
                Closure(c.function, c.state, c.environment, c.receiver, tuple({**dict(c.bound), **dict(add)}.items()), c.taken)
                if depth == 0 and any(v for _, v in add)
                else c
                for c in closures
            )
        fields = value.fields
        if fields is not None:
            fields = {k: self._replace(v, known, closure, step, depth + 1) for k, v in fields.items()}
        item = None if value.item is None else self._replace(value.item, known, closure, step, depth + 1)
        selected = value.selected
        if selected is not None:
            selected = (selected[0], self._replace(Abstract(deps=selected[1]), known, closure, step, depth + 1).deps)
            if not selected[1]:
                selected = None
        sym = value.sym
        if sym is not None and isinstance(sym.base, Parameter) and sym.base.function in known:
            sym = None
            touched = True
        if not touched and closures is value.closures and fields is value.fields and item is value.item and selected is value.selected:
            return value.but(deps=deps) if deps else value
        result = value.but(deps=deps, raw=raw, closures=closures, fields=fields, item=item, sym=sym, selected=selected)
        for projected in extra:
            result = join(result.but(path=None), projected).but(deps=merge_deps(deps, NO_DEPS))
        return result

    def project(self, value: Abstract, way: tuple[str, ...], state: State, node: facts.Expr | None) -> Abstract:
        """Follow an access path from a value."""
        skip = False
        for index, name in enumerate(way):
            if skip:
                skip = False
                continue
            if name == "$env":
                value = (
                    join_all(self._read_named(state, node, c) for c in value.constants if isinstance(c, str))
                    if value.constants
                    else (state._member_of_parameter(value, "$env") if value.sym is not None else UNKNOWN)
                )
            elif name == "()":
                if value.closures:
                    value = join_all(
                        self.substitute(state.summary(c), c, {}, c.state.step(c.function.span, "returned")) for c in value.closures
                    )
                elif value.sym is not None:
                    value = state._member_of_parameter(value, "()")
                else:
                    value = UNKNOWN
            elif name == "[]":
                value = state.element(value)
            elif value.environment:
                if index + 1 < len(way) and way[index + 1] == "()":
                    return UNKNOWN
                value = self._read_named(state, node, name)
            elif (
                value.deps
                and value.raw
                and not value.fields
                and index + 1 < len(way)
                and way[index + 1] == "()"
                and name in state.vocabulary.conversion_methods
            ):
                skip = True
            else:
                value = state.attribute(value, name, node or facts.Name(Span(1, 1, 1, 1), name), quiet=True)
        return value

    def _read_named(self, state: State, node: facts.Expr | None, name: str) -> Abstract:
        if node is None:
            return UNKNOWN
        return sources.read(state, node, name)

    # --- rounds ------------------------------------------------------------------------------------------------------------------

    def solve(self) -> None:
        """Evaluate files until nothing new is learnt: first the fresh ones, then those that changed and their users."""
        todo = self._fresh
        self._fresh = set()
        for _ in range(MAX_ROUNDS):
            if not todo:
                break
            self._touched = set()
            states = [self.states[path] for path in sorted(todo)]
            for state in states:
                state.begin()
            for state in states:
                state.run()
            for state in states:
                state.drain()
            again = set(self._touched)
            for path in self._touched:
                again |= self._users.get(path, set())
            for state in states:
                offer = state.offer()
                if self._offers.get(state.path) != offer:
                    self._offers[state.path] = offer
                    again |= self._users.get(state.path, set())
            todo = again
        for _ in range(MAX_ROUNDS):
            self._new_inflow = False
            self._enter_callbacks()
            if not self._new_inflow:
                break

    # --- tokens ------------------------------------------------------------------------------------------------------------------

    def resolve_token(self, token: Token) -> list[_Resolved]:
        """Give the reads that a token comes from, each with the shortest way there."""
        known = self._resolved.get(token)
        if known is not None:
            return known
        found: list[_Resolved] = []
        seen = {token}
        todo: deque[tuple[Token, tuple[Step, ...], bool]] = deque([(token, (), True)])
        while todo and len(seen) < MAX_ORIGINS:
            current, suffix, raw = todo.popleft()
            if isinstance(current.base, Read):
                found.append(_Resolved(current.base, suffix, raw))
                continue
            for inner, steps, still_raw in self._passed(current):
                if inner not in seen:
                    seen.add(inner)
                    todo.append((inner, (*steps, *suffix), raw and still_raw))
        self._resolved[token] = found
        return found

    def _passed(self, token: Token) -> list[tuple[Token, tuple[Step, ...], bool]]:
        """Give what call sites pass for a token: each with the steps up to there and whether it is still the text itself."""
        known = self._edges.get(token)
        if known is None:
            known = self._edges[token] = []
            base = token.base
            if isinstance(base, Parameter):
                for inflow in list(self.inflows.get((base.function, base.index), {}).values()):
                    value = self.project(inflow.value, token.way, inflow.state, inflow.node)
                    for inner, trail in value.deps.items():
                        before = () if trail is None else trail.steps()
                        known.append((inner, (*before, inflow.step), value.raw))
        return known

    def resolve(self, deps: Deps) -> list[_Resolved]:
        """Give the reads behind dependencies, each with its whole trace; mode reads and short ways first."""
        found: dict[Read, _Resolved] = {}
        for token, trail in deps.items():
            own = () if trail is None else trail.steps()
            for resolved in self.resolve_token(token):
                whole = _Resolved(resolved.read, (*resolved.steps, *own), resolved.raw)
                known = found.get(resolved.read)
                if known is None or len(whole.steps) < len(known.steps):
                    found[resolved.read] = whole
        return sorted(found.values(), key=lambda r: (not r.read.is_mode, len(r.steps), r.read.path, r.read.span.line, r.read.span.column))

    def derived_exports(self) -> dict[str, frozenset[str]]:
        """Give the names under which files offer something that comes from the mode, by path; files without any left out."""
        from lint430.flow.link import is_derived  # linking builds on solving

        found: dict[str, frozenset[str]] = {}
        self._resolved.clear()
        self._edges.clear()
        for path, state in self.states.items():
            offered: dict[str, Abstract] = dict(state.exports)
            if not state.vocabulary.self_name:
                offered.update({name: state.top.seen_from_inside(name) or value for name, value in state.top.vars.items()})
            names = {name for name, value in offered.items() if is_derived(self, value)}
            for star in state.star_exports:
                names |= found.get(star, frozenset())
            names |= {name for name in state.fixtures if is_derived(self, Abstract(closures=(state.fixtures[name],)))}
            if names:
                found[path] = frozenset(names)
        return found

    def given_paths(self, state: State, prefixes: Sequence[str]) -> set[str]:
        """Give the paths of unknown calls below the prefixes that are given something from the mode."""
        from lint430.flow.link import is_derived

        below = tuple(end for prefix in prefixes for end in (f"{prefix}.", f"{prefix}:", f"{prefix}("))
        exact = frozenset(prefixes)
        found: set[str] = set()
        for info in state.events.calls.values():
            if info.callees or not (info.path in exact or info.path.startswith(below)):
                continue
            if any(is_derived(self, value) for _, value in info.arguments):
                found.add(info.path)
        return found

    def finish(self) -> dict[str, results.FileFlow]:
        """Give every file's flow."""
        self._resolved.clear()
        self._edges.clear()
        return _Finish(self).flows()


class _Finish:
    """Turns what evaluation noted into what checks read."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.scopes: dict[int, results.Scope] = {}
        self.branches: dict[int, results.Branch] = {}
        self.reads: dict[Read, results.EnvironmentRead] = {}
        self.values: dict[int, results.Value] = {}
        self.keep: list[object] = []
        self.effects = self._effects()
        self.deciding: set[Read] = set()

    def _effects(self) -> dict[int, set[str]]:
        """Give what each function can do, calls and callbacks followed, by the identity of its facts."""
        found: dict[int, set[str]] = {}
        callees: dict[int, set[int]] = {}
        for state in self.program.states.values():
            for key, scope in state.scopes.items():
                found[key] = {_EFFECTS[kind] for kind in scope.direct if kind in _EFFECTS}
                callees[key] = set(scope.callees)
            for key, scope in state.scopes.items():
                parent = scope.parent
                if scope.test is None and parent is not None and parent.function is not None and id(parent.function) in callees:
                    callees[id(parent.function)].add(key)
        changed = True
        while changed:
            changed = False
            for key, called in callees.items():
                mine = found[key]
                before = len(mine)
                for other in called:
                    mine |= found.get(other, set()) - {"test"}
                changed = changed or len(mine) != before
        return found

    def flows(self) -> dict[str, results.FileFlow]:
        states = list(self.program.states.values())
        for state in states:
            self._scopes(state)
            self._reads(state)
            for info in state.events.branches.values():
                self._branch(info, state)
        for info_state in states:
            for branch in info_state.events.branches.values():
                made = self.branches[id(branch)]
                if made.origin is not None and not made.derivation:
                    for _, value in branch.conditions:
                        self.deciding |= {r.read for r in self.program.resolve(value.deps) if r.read.is_mode}
        for read in self.deciding:
            known = self._read(read)
            if known is not None:
                known.decides = True
        return {state.path: self._flow(state) for state in states}

    def _scope(self, info: ScopeInfo) -> results.Scope:
        known = self.scopes.get(id(info))
        if known is None:
            parent = None if info.parent is None else self._scope(info.parent)
            effects = set() if info.function is None else self.effects.get(id(info.function), set())
            known = results.Scope(info.function, parent, info.name, info.test, info.registered_at, info.class_name, effects)
            self.scopes[id(info)] = known
            self.keep.append(info)
        return known

    def _scopes(self, state: State) -> None:
        self._scope(state.top_scope)
        for info in state.scopes.values():
            self._scope(info)

    def _arms(self, arms: tuple[ArmInfo, ...]) -> tuple[results.Arm, ...]:
        return tuple(results.Arm(self.branches[id(a.branch)], a.index) for a in arms if id(a.branch) in self.branches)

    def _branch(self, info: BranchInfo, state: State) -> results.Branch:
        known = self.branches.get(id(info))
        if known is not None:
            return known
        for arm in info.arms:
            self._branch(arm.branch, state)
        chosen: tuple[facts.Expr, Abstract] | None = None
        origin = None
        for expr, value in info.conditions:
            origin = self._origin(value.deps, state.path)
            if origin is not None:
                chosen = (expr, value)
                break
        if chosen is None and info.conditions:
            chosen = info.conditions[0]
        span = info.construct if chosen is None else chosen[0].span
        reads: list[results.EnvironmentRead] = []
        for _, value in info.conditions:
            for resolved in self.program.resolve(value.deps):
                read = self._read(resolved.read)
                if read is not None and read not in reads:
                    reads.append(read)
        condition = results.Value(None) if chosen is None else self._value(*chosen, state.path)
        condition = results.Value(
            condition.expr, condition.path, condition.constants, condition.origin, condition.selected, tuple(reads), condition.raw
        )
        branch = results.Branch(
            info.kind,
            span,
            info.construct,
            self._scope(info.scope),
            self._arms(info.arms),
            _order(span),
            info.node,
            origin,
            condition,
            info.derivation,
            info.selects_values,
        )
        self.branches[id(info)] = branch
        return branch

    def _origin(self, deps: Deps, path: str) -> results.Origin | None:
        for resolved in self.program.resolve(deps):
            if resolved.read.is_mode:
                return results.Origin(resolved.read.name, _without_repeats(resolved.steps), resolved.read.path == path)
        return None

    def _value(self, expr: facts.Expr | None, value: Abstract, path: str) -> results.Value:
        if value is UNKNOWN:
            return results.Value(expr)
        known = self.values.get(id(value))
        if known is not None and known.expr is expr:
            return known
        resolved = self.program.resolve(value.deps)
        origin = None
        raw = False
        if resolved and resolved[0].read.is_mode:
            origin = results.Origin(resolved[0].read.name, _without_repeats(resolved[0].steps), resolved[0].read.path == path)
            raw = value.raw and resolved[0].raw
        selected = None
        if value.selected is not None:
            chooser = self._origin(value.selected[1], path)
            if chooser is not None:
                selected = (value.selected[0], chooser)
        reads = tuple(known for known in (self._read(r.read) for r in resolved) if known is not None)
        made = results.Value(expr, value.path, value.constants, origin, selected, reads, raw)
        self.values[id(value)] = made
        self.keep.append(value)
        return made

    def _reads(self, state: State) -> None:
        for info in list(state.events.reads.values()):
            self._read(info.read)

    def _read(self, read: Read) -> results.EnvironmentRead | None:
        """Give a read as checks see it; reads found while tokens are resolved are made on the way."""
        known = self.reads.get(read)
        info = None if known is not None else self.program.read_info(read)
        if info is not None:
            known = self.reads[read] = results.EnvironmentRead(
                read.name,
                read.span,
                self._scope(info.scope),
                (),
                _order(read.span),
                info.node,
                read.is_mode,
                info.helper,
                presence=info.presence,
                explicit=info.explicit,
                via_import=info.via_import,
                default_span=None if info.default_expr is None else info.default_expr.span,
            )
        return known

    def _flow(self, state: State) -> results.FileFlow:
        path = state.path
        events = state.events
        for info in list(events.reads.values()):
            read = self._read(info.read)
            if read is None:
                continue
            read.arms = self._arms(info.arms)
            if info.default is not None:
                read.default = self._value(info.default_expr, info.default, path)
        calls = [self._call(info, path) for info in events.calls.values()]
        exits = [
            results.ExitEvent(
                e.kind,
                e.node.span,
                self._scope(e.scope),
                self._arms(e.arms),
                _order(e.node.span),
                None if e.value is None else self._value(e.value[0], e.value[1], path),
                e.node,
            )
            for e in events.exits.values()
        ]
        comparisons = [
            results.ComparisonEvent(
                c.node.span,
                self._scope(c.scope),
                self._arms(c.arms),
                _order(c.node.span),
                c.node,
                self._value(c.value[0], c.value[1], path),
                c.literals,
            )
            for c in events.comparisons.values()
        ]
        writes = [
            results.WriteEvent(
                w.name,
                w.span,
                self._scope(w.scope),
                self._arms(w.arms),
                _order(w.span),
                None if w.value is None else self._value(w.value[0], w.value[1], path),
                w.node,
            )
            for w in events.writes.values()
        ]
        imports = [
            results.ImportEvent(
                node.span,
                node.module or "",
                node,
                self.program.target(state, node.module or ""),
                isinstance(node, facts.Import) and (node.type_only or (bool(node.names) and all(n.type_only for n in node.names))),
                node.names if isinstance(node, facts.Import) else (),
            )
            for node in facts.walk(list(state.module.body))
            if isinstance(node, facts.Import) or (isinstance(node, facts.Export) and node.module is not None)
        ]
        scopes = [self._scope(state.top_scope), *sorted((self._scope(s) for s in state.scopes.values()), key=_scope_order)]
        flow = results.FileFlow(
            state.file,
            state.module,
            self._scope(state.top_scope),
            scopes,
            sorted((self.branches[id(b)] for b in events.branches.values()), key=lambda e: e.order),
            sorted((r for r in (self._read(i.read) for i in list(events.reads.values())) if r is not None), key=lambda e: e.order),
            sorted(calls, key=lambda e: e.order),
            sorted(exits, key=lambda e: e.order),
            sorted(comparisons, key=lambda e: e.order),
            sorted(writes, key=lambda e: e.order),
            sorted(imports, key=lambda e: _order(e.span)),
            self._asked(state),
        )
        flow.verdicts = judge(flow)
        return flow

    def _asked(self, state: State) -> Callable[[facts.Expr], results.Value]:
        """Give what answers for any expression of a file, each looked up once."""
        answers: dict[int, results.Value] = {}
        values, path = state.events.values, state.path

        def answer(expr: facts.Expr) -> results.Value:
            known = answers.get(id(expr))
            if known is None:
                known = answers[id(expr)] = self._value(expr, values.get(id(expr), UNKNOWN), path)
            return known

        return answer

    def _call(self, info: CallInfo, path: str) -> results.CallEvent:
        effects: set[str] = set()
        for closure in info.callees:
            effects |= self.effects.get(closure.key, set())
        return results.CallEvent(
            info.path,
            info.node.span,
            self._scope(info.scope),
            self._arms(info.arms),
            _order(info.node.function.span if not isinstance(info.node.function, facts.Attribute) else info.node.span),
            info.node,
            info.meaning,
            tuple(self._value(a.value, v, path) for a, v in info.arguments),
            tuple(a.name for a, _ in info.arguments),
            frozenset(effects),
            None if info.receiver is None else self._value(info.receiver[0], info.receiver[1], path),
            tuple(self._value(e, v, path) for e, v in info.subjects),
            None if info.decorates is None else self._scope(info.decorates),
            bool(info.callees),
        )


_EFFECTS = {"assert": "assert", "fail": "fail", "skip": "skip", "skip-if": "skip", "run-if": "skip", "test": "test", "exit": "exit"}


def _nested(path: str, names: list[str], linked: str) -> Abstract:
    """Give the package ``a`` that ``import a.b.c`` binds, with the way down to the file."""
    value = Abstract(module=linked, path=".".join((path, *names)))
    for depth in range(len(names) - 1, -1, -1):
        value = Abstract(path=".".join((path, *names[:depth])), fields={names[depth]: value})
    return value


def _order(span: Span) -> int:
    return span.line * 100_000 + min(span.column, 99_999)


def _scope_order(scope: results.Scope) -> int:
    return 0 if scope.function is None else _order(scope.function.span)


def _without_repeats(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    kept: list[Step] = []
    for step in steps:
        if not kept or kept[-1] != step:
            kept.append(step)
    return tuple(kept)


def _extend(before: Trail | None, after: Trail | None, step: Step) -> Trail | None:
    """Append a callee's own steps, and the return, to the trail of what was passed."""
    trail = before
    for inner in () if after is None else after.steps():
        trail = Trail(inner, trail)
    if trail is not None and trail.step == step:
        return trail
    return Trail(step, trail)


def _flows(value: Abstract) -> bool:
    return bool(
        value.deps
        or value.constants
        or value.closures
        or value.environment
        or value.inst
        or value.item
        or (value.fields and any(map(_flows, value.fields.values())))
    )


def _prefixes(modules: Sequence[facts.Module]) -> tuple[str, ...]:
    """Collect the prefixes that settings libraries put before a key: ``viper.SetEnvPrefix("integration")``, ``envconfig.Process("integration", …)``."""
    found: set[str] = set()
    for module in modules:
        if module.language != "go":
            continue
        for node in facts.walk(list(module.body)):
            if (
                isinstance(node, facts.Call)
                and isinstance(node.function, facts.Attribute)
                and node.function.name in ("SetEnvPrefix", "Process", "MustProcess")
            ):
                first = node.arguments[0].value if node.arguments else None
                if isinstance(first, facts.Literal) and isinstance(first.value, str) and first.value:
                    found.add(first.value)
    return tuple(sorted(found))


def analyse(
    files: Sequence[tuple[File, facts.Module]], config_for: Callable[[str], Config], resolve: Resolver | None = None
) -> dict[str, results.FileFlow]:
    """Analyse files together (linked where ``resolve`` says so) and give each one's flow, by path."""
    code = [(file, module) for file, module in files if not module.type_checking]
    if resolve is not None:
        program = Program(code, config_for, resolve)
        program.solve()
        return program.finish()
    flows: dict[str, results.FileFlow] = {}
    for pair in code:
        program = Program([pair], config_for)
        program.solve()
        flows.update(program.finish())
    return flows
