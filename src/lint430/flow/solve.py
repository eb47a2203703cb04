"""Solves a set of files: rounds to a fixed point, then tokens resolved to reads, then events as checks see them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from lint430 import facts
from lint430.config import Config
from lint430.flow import results, sources
from lint430.flow.carriers import Carriers
from lint430.flow.evaluate import (
    ArmInfo,
    BranchInfo,
    CallInfo,
    ReadInfo,
    ScopeInfo,
    State,
)
from lint430.flow.holdings import Holdings
from lint430.flow.index import Index
from lint430.flow.naming import Names
from lint430.flow.paths import Paths
from lint430.flow.runners.reading import attach_runner
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
    Selection,
    Token,
    Trail,
    fewer,
    flows,
    join,
    join_all,
    merge_deps,
)
from lint430.flow.verdicts import judge
from lint430.languages import Vocabulary
from lint430.model import File, Role, Span, Step

MAX_ROUNDS = 12
"""Rounds after which the analysis stops looking for more; each hop through a field or a variable of an outer scope costs one."""

MAX_ORIGINS = 400
"""Parameters looked behind for one value; in a tangle of more, the way is not clear enough to tell anybody."""

MAX_LOOK = 5
"""Members, results and fields are looked into this deep for the mode."""

EVERYTHING = "*"
"""Stands for all names of a file."""

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
        self._paths: dict[tuple[int, int], Paths] = {}
        self._config_for = config_for
        self._resolve = resolve
        self._fresh: set[str] = set()
        self._touched: set[str] = set()
        self._grown: dict[str, set[object]] = {}
        self._again: set[str] = set()
        self._early: set[tuple[str, str]] = set()
        self._users: dict[str, dict[str, set[object]]] = {}
        """For each file its users, each with what it uses."""
        self._missing: dict[tuple[str, str], dict[str, set[str]]] = {}
        """For each Go package the names that no file of it was known to declare, each with the files that asked."""
        self._fed: dict[str, set[str]] = {}
        self._offers: dict[str, Mapping[object, object]] = {}
        self._new_inflow = False
        self.progress: Callable[[int, int], None] | None = None
        """Told, file by file, how many of the round's files are evaluated."""
        self.prefixes: tuple[str, ...] = _prefixes([module for _, module in files])
        self.inflows: dict[tuple[int, int], dict[int, _Inflow]] = {}
        self.states: dict[str, State] = {}
        self.globals: dict[str, dict[str, Abstract]] = {}
        """What files assign to members of the global object, by name and file."""
        self._global_users: dict[str, set[str]] = {}
        self._packages: dict[tuple[str, str], list[State]] = {}
        self._declared: dict[tuple[str, str], dict[str, list[State]]] = {}
        self._methods: dict[tuple[str, str], dict[str, list[facts.Function]]] = {}
        self._implementations: dict[int, tuple[ClassInfo, ClassInfo | None, set[str]]] = {}
        """Interfaces asked for, by identity: each with what implements it alone, and the files that asked."""
        self._resolved: dict[Token, list[_Resolved]] = {}
        self._edges: dict[Token, list[tuple[Token, tuple[Step, ...], bool]]] = {}
        self._carriers: Carriers | None = None
        self._derived: dict[int, tuple[bool, int, object]] = {}
        """Whether values and classes, by identity, come from the mode, as far as was looked from a depth; each with itself."""
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
                self._methods.pop((folder, module.package), None)
                missing = self._missing.get((folder, module.package), {})
                for name in state.declared() & missing.keys():
                    self._fresh |= missing.pop(name)
                package.append(state)
        if self._resolve is not None:
            for path, state in self.states.items():
                if path not in self._fresh and not targets.isdisjoint(state.targets()):
                    self._fresh.add(path)

    def note_change(self, state: State) -> None:
        """Note that a file knows more than before, so that it and its users are evaluated again."""
        self._touched.add(state.path)

    def note_member(self, info: ClassInfo, name: str) -> None:
        """Note that a member of a class is or holds more than before: the files that asked for it are evaluated again."""
        self._again |= info.askers.pop(name, set())

    def note_growth(self, state: State, what: object) -> None:
        """Note that a name or a function of a file gives more than before: whoever asked for it too early, or in an earlier round, is evaluated again."""
        self._grown.setdefault(state.path, set()).add(what)

    def note_own(self, state: State) -> None:
        """Note that a file knows more of itself than before, so that it is evaluated again."""
        self._again.add(state.path)

    def note_early(self, user: State, used: State) -> None:
        """Note that a file asked another (or itself) for something that was still being evaluated."""
        self._early.add((user.path, used.path))

    def run(self, user: State, used: State, what: object) -> None:
        """Have a file evaluated because another one needs a name of it (or, with :data:`EVERYTHING`, all of them)."""
        self.note_use(user, used, what)
        used.run()
        if not used.complete:
            self.note_early(user, used)

    def note_use(self, user: State, used: State, what: object) -> None:
        """Note what of a file another one's values depend on: a name, the identity of a function, everything."""
        if user is not used:
            self._users.setdefault(used.path, {}).setdefault(user.path, set()).add(what)

    def influence(self) -> dict[str, frozenset[str]]:
        """Give for each file the others whose findings it has a hand in: those that use its values, and those whose functions it calls."""
        paths = self._users.keys() | self._fed.keys()
        return {path: frozenset(self._users.get(path, {}).keys() | self._fed.get(path, set())) for path in sorted(paths)}

    # --- what evaluation asks ----------------------------------------------------------------------------------------------------

    def settings_for(self, path: str) -> Names:
        """Give the names that the configuration of a file holds."""
        config = self._config_for(path)
        names = self._names.get(id(config))
        if names is None:
            names = self._names[id(config)] = Names(config)
        return names

    def paths_for(self, names: Names, words: Vocabulary) -> Paths:
        """Give what paths say in a language under a configuration."""
        key = (id(names), id(words))
        if key not in self._paths:
            self._paths[key] = Paths(words, names)
        return self._paths[key]

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
            known = linked or self.target(state, module)
            if known is not None and inner:
                return _nested(name.path, module.split(".")[1:], known)
            return Abstract(module=known, path=name.path)
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
                self.run(user, state, name)
                value = state.top.seen_from_inside(name)
                if value is not None:
                    return value
            return None
        if linked not in self.states:
            return None
        state = self.states[linked]
        self.run(user, state, name)
        value = state.exports.get(name)
        if value is None and not state.vocabulary.self_name:
            value = state.top.seen_from_inside(name)
        if value is not None:
            return value
        if name == "default" and "default" not in state.exports:
            return None
        for star, span in state.star_exports.items():
            value = self.member_of_module(star, name, user, seen | {linked})
            if value is not None:
                return state.brought(value, span, f"re-exported as `{name}`")
        return None

    def submodule(self, package: str, name: str, user: State) -> Abstract | None:
        """Give a module of a Python package that was imported elsewhere: ``import app`` and then ``app.settings``."""
        folder, _, file = package.rpartition("/")
        for path in (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py") if file == "__init__.py" else ():
            if path in self.states:
                self.note_use(user, self.states[path], "")
                return Abstract(module=path)
        return None

    def star(self, user: State, linked: str | None) -> Mapping[str, Abstract]:
        """Give every public name of a file."""
        if linked is None or linked not in self.states:
            return {}
        other = self.states[linked]
        self.run(user, other, EVERYTHING)
        names = {**other.filled(), **other.top.previous, **other.top.vars}
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
                self.run(state, other, name)
                value = other.top.seen_from_inside(name)
                if value is not None:
                    return value
        self._missing.setdefault(key, {}).setdefault(name, set()).add(state.path)
        return None

    def set_global(self, state: State, name: str, value: Abstract) -> None:
        """Note what a file makes of a name that every file of its component sees."""
        held = self.globals.setdefault(name, {})
        before = held.get(state.path, UNKNOWN)
        after = join(before, value)
        held[state.path] = after
        if before.shape() != after.shape():
            self._touched |= self._global_users.get(name, set())

    def global_value(self, state: State, name: str) -> Abstract | None:
        """Give what files of the same component make of a global name, or None."""
        if not state.vocabulary.global_objects:
            return None
        self._global_users.setdefault(name, set()).add(state.path)
        values = [
            value
            for path, value in self.globals.get(name, {}).items()
            if path == state.path or (self._resolve is not None and shares_globals(path, state.path))
        ]
        return join_all(values) if values else None

    def derived_globals(self) -> list[tuple[str, str]]:
        """List the global names that come from the mode, each with the file that says so."""
        return [(name, path) for name, held in self.globals.items() for path, value in held.items() if self.is_derived(value)]

    def class_of_package(self, state: State, name: str) -> ClassInfo | None:
        """Give the struct that another file of the package declares."""
        found = self.package_name(state, name)
        return None if found is None else found.cls

    def implementation(self, user: State, interface: ClassInfo) -> ClassInfo | None:
        """Give the one class that implements an interface outside tests and doubles; None where there are several, or none that is known."""
        known = self._implementations.get(id(interface))
        if known is None:
            known = self._implementations[id(interface)] = (interface, self.implementing(interface), set())
        known[2].add(user.path)
        return known[1]

    def implementing(self, interface: ClassInfo) -> ClassInfo | None:
        """Find the one class that implements an interface now."""
        language = interface.state.module.language
        found: list[ClassInfo] = []
        if language == "go":
            wanted = {name for owner in interface.ancestry() for name in owner.methods}
            for state in self.states.values() if wanted else ():
                if state.module.language == "go" and self._counts(state, interface):
                    found += [c for c in state.classes.values() if c.node.kind not in ("interface", "box") and wanted <= c.methods.keys()]
        else:
            found = [heir for heir in interface.descendants() if heir.node.kind != "interface" and self._counts(heir.state, interface)]
        return found[0] if len(found) == 1 else None

    @staticmethod
    def _counts(state: State, interface: ClassInfo) -> bool:
        return state.file.role not in TEST_ROLES or interface.state.file.role in TEST_ROLES

    def _newly_implemented(self) -> set[str]:
        """Look again for what implements the interfaces asked for; give the files for which the answer is another one now."""
        found: set[str] = set()
        for key, (interface, before, users) in self._implementations.items():
            after = self.implementing(interface)
            if after is not before:
                self._implementations[key] = (interface, after, users)
                found |= users
        return found

    def methods_named(self, state: State, name: str) -> tuple[facts.Function, ...]:
        """Give the methods of that name which the file's Go package declares, whatever their type."""
        key = (state.path.rpartition("/")[0], state.module.package)
        known = self._methods.get(key)
        if known is None:
            known = self._methods[key] = {}
            for other in self._packages.get(key, ()):
                for stmt in other.module.body:
                    if isinstance(stmt, facts.Class | facts.Method):
                        for method in stmt.methods if isinstance(stmt, facts.Class) else (stmt.function,):
                            known.setdefault(method.name or "", []).append(method)
        return tuple(known.get(name, ()))

    def fixture(self, state: State, name: str) -> Closure | None:
        """Give the pytest fixture that a parameter of this name asks for: of the file, else of the nearest ``conftest.py``, plugins included."""
        own = self._fixture_of(state, name, state)
        if own is not None or self._resolve is None or state.module.language != "python":
            return own
        folder = state.path.rpartition("/")[0]
        while True:
            path = f"{folder}/conftest.py" if folder else "conftest.py"
            other = self.states.get(path)
            if other is not None and other is not state:
                found = self._fixture_of(other, name, state)
                if found is not None:
                    return found
            if not folder:
                return None
            folder = folder.rpartition("/")[0]

    def _fixture_of(self, state: State, name: str, user: State, seen: frozenset[str] = frozenset()) -> Closure | None:
        """Give the fixture that a file defines, imports, or names a plugin for."""
        if state is not user:
            self.run(user, state, name)
        if name in state.fixtures or state.path in seen:
            return state.fixtures.get(name)
        bound = state.top.seen_from_inside(name)
        for closure in () if bound is None else bound.closures:
            if any(fixture.key == closure.key for fixture in closure.state.fixtures.values()):
                return closure
        for module in state.plugins():
            linked = self.link(state, module)
            found = self._fixture_of(self.states[linked], name, user, seen | {state.path}) if linked in self.states else None
            if found is not None:
                return found
        return None

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
            if argument.spread and value.fields is not None and not any(name.isdigit() for name in value.fields):
                # What stands before may have taken the parameter, or not: `f(*args, **kwargs)`.
                values.update({i: join(values.get(i, UNKNOWN), v) for i, v in _spread_by_name(state, value, by_name).items()})
                if rest_keywords is not None:
                    values.setdefault(rest_keywords, value)
                continue
            if place >= len(positional):
                break
            if argument.spread and value.sym is not None:
                for offset, (index, parameter) in enumerate(positional[place:]):
                    values[index] = value if parameter.kind == "rest" else state.position(value, offset)
                continue
            index, parameter = positional[place]
            if argument.spread:
                value = state.element(value)
            if parameter.kind == "rest":
                rest = values.get(index, UNKNOWN)
                given = rest.fields or {}
                values[index] = join(rest, Abstract(item=value, fields={**given, str(len(given)): value}))
            else:
                values[index] = value
                place += 1
        receiver = next((i for i, p in enumerate(closure.function.parameters) if p.kind == "receiver"), None)
        if receiver is not None and closure.receiver is not None and closure.receiver.deps:
            values[receiver] = closure.receiver
        values = {i: v for i, v in values.items() if not (v.environment and self._defaults_to_environment(closure, i))}
        name = closure.function.name or "the callback"
        if closure.state is not state:
            self._fed.setdefault(state.path, set()).add(closure.state.path)
        for index, value in values.items():
            if flows(value):
                target = closure.function.parameters[index].target
                label = target.id if isinstance(target, facts.Name) else f"argument {index + 1}"
                step = state.step(node.span, f"passed to `{name}` as `{label}`")
                slot = self.inflows.setdefault((closure.key, index), {})
                if id(node) not in slot:
                    self._new_inflow = True
                slot[id(node)] = _Inflow(value, step, state, node)
        return values

    @staticmethod
    def _defaults_to_environment(closure: Closure, index: int) -> bool:
        """Tell whether a parameter is the environment where nothing is given, so that giving it says nothing new."""
        default = closure.function.parameters[index].default
        return default is not None and closure.state.expression_quiet(default).environment

    def note_parameter_call(self, state: State, callee: Token, arguments: list[tuple[facts.Argument, Abstract]], node: facts.Expr) -> None:
        """Remember a call of what a caller passes: once that is known, the arguments flow into it."""
        if any(flows(value) for _, value in arguments):
            self._parameter_calls[id(node)] = (state, callee, arguments, node)

    def _enter_callbacks(self) -> None:
        """Let the arguments of remembered calls flow into the functions that callers pass."""
        for state, callee, arguments, node in list(self._parameter_calls.values()):
            for closure in self.passed_functions(callee):
                self.pass_arguments(state, closure, arguments, node)

    def passed_functions(self, token: Token) -> list[Closure]:
        """Give the functions that callers pass for a parameter, or as a member of it."""
        if isinstance(token.base, Read):
            return []
        inflows = list(self.inflows.get((token.base.function, token.base.index), {}).values())
        return [c for inflow in inflows for c in self.project(inflow.value, token.way, inflow.state, inflow.node).closures]

    def substitute(
        self,
        value: Abstract,
        closure: Closure,
        values: Mapping[int, Abstract],
        steps: tuple[Step, ...],
        call: tuple[State, facts.Expr] | None = None,
    ) -> Abstract:
        """Give a function's result with its parameters replaced by what one call passes; a variable that the call names is read there."""
        bound = dict(closure.bound)
        known: dict[int, Mapping[int, Abstract]] = {closure.key: values}
        for function, earlier in bound.items():
            known.setdefault(function, dict(enumerate(earlier)))
        return self._replace(value, known, closure, steps, 0, call or (closure.state, None))

    def _replace(
        self,
        value: Abstract,
        known: Mapping[int, Mapping[int, Abstract]],
        closure: Closure,
        steps: tuple[Step, ...],
        depth: int,
        call: tuple[State, facts.Expr | None],
    ) -> Abstract:
        if depth > MAX_DEPTH or value is UNKNOWN:
            return value
        deps: dict[Token, Trail | None] = {}
        extra: list[Abstract] = []
        raw = value.raw
        touched = False
        for token, trail in value.deps.items():
            base = token.base
            if token.unless is not None and isinstance(token.unless.base, Parameter) and token.unless.base.function in known:
                touched = True
                if self._is_given(token.unless, known[token.unless.base.function], closure.state):
                    continue
                token = replace(token, unless=None)
            if isinstance(base, Parameter) and base.function in known:
                touched = True
                passed = known[base.function].get(base.index)
                if passed is None:
                    continue
                projected = self.project(passed, token.way, *call)
                raw = raw and (projected.raw or not projected.deps)
                for inner, inner_trail in projected.deps.items():
                    deps.setdefault(inner, _extend(inner_trail, trail, steps))
                if token == value.sym:
                    extra.append(projected)
            else:
                deps.setdefault(token, _extend(trail, None, steps) if isinstance(base, Read) else trail)
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
            fields = {k: self._replace(v, known, closure, steps, depth + 1, call) for k, v in fields.items()}
        item = None if value.item is None else self._replace(value.item, known, closure, steps, depth + 1, call)
        selected = value.selected
        if selected:
            moved = tuple(
                replace(s, deps=self._replace(Abstract(deps=s.deps), known, closure, steps, depth + 1, call).deps) for s in value.selected
            )
            selected = tuple(s for s in moved if s.deps)
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

    def _is_given(self, token: Token, values: Mapping[int, Abstract], state: State) -> bool:
        """Tell whether a call gives a parameter, or the member of it, that has a default."""
        value = values.get(token.base.index) if isinstance(token.base, Parameter) else None
        for name in token.way:
            if value is None or (value.fields is not None and name not in value.fields and value.item is None and not value.deps):
                return False
            value = self.project(value, (name,), state, None)
        return value is not None and value.constants != (None,) and not value.environment

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
                        self.substitute(state.summary(c), c, {}, (c.state.step(c.function.span, "returned"),)) for c in value.closures
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
            self._touched, self._grown, self._again, self._early = set(), {}, set(), set()
            states = [self.states[path] for path in sorted(todo)]
            for state in states:
                state.begin()
            for position, state in enumerate(states):
                if self.progress is not None:
                    self.progress(position, len(states))
                state.run()
            for state in states:
                state.drain()
            for state in states:
                before, after = self._offers.get(state.path, {}), state.offer()
                self._offers[state.path] = after
                for name in after.keys() | before.keys():
                    if before.get(name) != after.get(name):
                        self.note_growth(state, name)
            again = self._touched | self._again | self._newly_implemented()
            for path in self._touched:
                again |= self._users.get(path, {}).keys()
            for path, grown in self._grown.items():
                # A file that was evaluated in this round had this one evaluated first, unless they ask each other.
                users = {
                    user for user, used in self._users.get(path, {}).items() if EVERYTHING in grown | used or not used.isdisjoint(grown)
                }
                again |= {user for user in {path, *users} if user not in todo or (user, path) in self._early}
            todo = again
        for _ in range(MAX_ROUNDS):
            self._new_inflow = False
            self._enter_callbacks()
            if not self._new_inflow:
                break
        self._resolved.clear()
        self._edges.clear()
        self._derived.clear()
        self._carriers = None

    # --- tokens ------------------------------------------------------------------------------------------------------------------

    def resolve_token(self, token: Token) -> list[_Resolved]:
        """Give the reads that a token comes from, each with the shortest way there."""
        known = self._resolved.get(token)
        if known is not None:
            return known
        if self._carriers is None:
            passed = ((parameter, inflow.value) for parameter, slot in self.inflows.items() for inflow in slot.values())
            self._carriers = Carriers(passed, self.implementing)
        carries = self._carriers.carries
        found: list[_Resolved] = []
        seen = {token}
        todo: deque[tuple[Token, tuple[Step, ...], bool]] = deque([(token, (), True)])
        while todo and len(seen) < MAX_ORIGINS and carries(token):
            current, suffix, raw = todo.popleft()
            if isinstance(current.base, Read):
                found.append(_Resolved(current.base, suffix, raw))
                continue
            for inner, steps, still_raw in self._passed(current):
                if inner not in seen and carries(inner):
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

    def is_derived(self, value: Abstract, depth: int = 0) -> bool:
        """Tell whether a value, one of its members, or what it returns comes from the mode."""
        if depth > MAX_LOOK or value is UNKNOWN or value.environment:
            return False
        known = self._derived.get(id(value))
        if known is not None and (known[0] or known[1] <= depth):
            return known[0]
        # A value that holds itself is looked into once; the answer is kept with the value, so that its identity stays its own.
        self._derived[id(value)] = (False, depth, value)
        answer = self._comes_from_mode(value, depth)
        self._derived[id(value)] = (answer, depth, value)
        return answer

    def _comes_from_mode(self, value: Abstract, depth: int) -> bool:
        if any(isinstance(constant, str) and self.is_variable(constant) for constant in value.constants):
            return True
        if any(r.read.is_mode for deps in (value.deps, *(s.deps for s in value.selected)) for r in self.resolve(deps)):
            return True
        offered = self.states.get(value.module) if value.module is not None else None
        inner = [] if offered is None else list(offered.exports.values())
        inner += [*(value.fields or {}).values(), *([] if value.item is None else [value.item])]
        inner += [results.get(c.key, UNKNOWN) for c in value.closures for results in (c.state.returns, c.state.outputs)]
        info = value.cls or value.inst
        return any(self.is_derived(v, depth + 1) for v in inner) or (info is not None and self._holds_mode(info, depth))

    def _holds_mode(self, info: ClassInfo, depth: int) -> bool:
        """Tell whether a field or a method of a class gives the mode: ``Load() (Config, error)`` gives a pair, whose first is a struct."""
        known = self._derived.get(id(info))
        if known is not None and (known[0] or known[1] <= depth):
            return known[0]
        self._derived[id(info)] = (False, depth, info)
        implementation = self.implementing(info) if info.node.kind == "interface" else None
        owners = (*info.ancestry(), *(() if implementation is None else implementation.ancestry()))
        inner = [value for owner in owners for value in owner.cells.values()]
        inner += [owner.home(name)[0].returns.get(id(method), UNKNOWN) for owner in owners for name, method in owner.methods.items()]
        answer = any(self.is_derived(v, depth + 1) for v in inner)
        self._derived[id(info)] = (answer, depth, info)
        return answer

    def derived_exports(self) -> dict[str, frozenset[str]]:
        """Give the names under which files offer something that comes from the mode, by path; files without any left out."""
        found: dict[str, frozenset[str]] = {}
        spaces: dict[str, dict[str, str]] = {}
        givers = {
            callee.base.function
            for _, callee, arguments, _ in self._parameter_calls.values()
            if isinstance(callee.base, Parameter) and any(self.is_derived(value) for _, value in arguments)
        }
        for path, state in self.states.items():
            offered: dict[str, Abstract] = dict(state.exports)
            if not state.vocabulary.self_name:
                bound = {**state.filled(), **state.top.vars}
                offered.update({name: state.top.seen_from_inside(name) or value for name, value in bound.items()})
            names = {name for name, value in offered.items() if self.is_derived(value) or any(c.key in givers for c in value.closures)}
            names |= {name for name in state.fixtures if self.is_derived(Abstract(closures=(state.fixtures[name],)))}
            spaces[path] = {name: value.module for name, value in offered.items() if value.module is not None}
            if names:
                found[path] = frozenset(names)
        changed = True
        while changed:
            changed = False
            for path, state in self.states.items():
                brought = {name for star in state.star_exports for name in found.get(star, ())}
                brought |= {name for name, target in spaces[path].items() if target in found}
                if not brought <= found.get(path, frozenset()):
                    found[path] = found.get(path, frozenset()) | brought
                    changed = True
        return found

    def given_paths(self, state: State, prefixes: Sequence[str]) -> set[str]:
        """Give the paths below the prefixes of unknown calls that are given something from the mode, and of what is handed to somebody together with it."""
        below = tuple(end for prefix in prefixes for end in (f"{prefix}.", f"{prefix}:", f"{prefix}("))
        exact = frozenset(prefixes)
        found: set[str] = set()
        for info in state.events.calls.values():
            if info.callees:
                continue
            handed = (info.path, *(value.path for _, value in info.arguments))
            paths = [path for path in handed if path and (path in exact or path.startswith(below))]
            if paths and self._is_given_the_mode(info):
                found.update(paths)
        for made in state.classes.values():
            # Who asks the interface asks this class, if there is no other.
            if made.node.implements and self.is_derived(Abstract(cls=made)):
                found |= {path for path in map(state.quiet_path, made.node.implements) if path in exact or path.startswith(below)}
        return found

    def given_beside(self, state: State) -> set[str]:
        """Give the paths of unknown calls of a Go package's own functions and methods that are given something from the mode: another file declares them."""
        calls = state.events.calls.values()
        return {info.path for info in calls if not info.callees and info.path and ":" not in info.path and self._is_given_the_mode(info)}

    def filled(self, state: State) -> tuple[set[str], set[str]]:
        """Give the fields that a Go file fills with something from the mode, and the paths of the types that it so makes."""
        fields: set[str] = set()
        types: set[str] = set()

        def holds(expr: facts.Expr | None) -> bool:
            value = None if expr is None else state.events.values.get(id(expr))
            return value is not None and self.is_derived(value)

        for node in state.module.of(facts.Record):
            kept = [entry.key for entry in node.entries if holds(entry.value)] if node.type is not None else []
            if node.type is not None and kept:
                types.add(state.quiet_path(node.type))
            fields.update(key.value for key in kept if isinstance(key, facts.Literal) and isinstance(key.value, str))
        for write in state.module.of(facts.Assign):
            if isinstance(write.target, facts.Attribute) and holds(write.value):
                fields.add(write.target.name)
        return fields, types

    def _is_given_the_mode(self, info: CallInfo) -> bool:
        """Tell whether a call has something from the mode among its arguments, or in a member of the object that it is made on."""
        held = () if info.receiver is None else (info.receiver[1].fields or {}).values()
        return any(self.is_derived(value) for value in (*(value for _, value in info.arguments), *held))

    def dropped_paths(self, state: State, prefixes: Sequence[str]) -> set[str]:
        """Give the paths of unknown calls below the prefixes whose last result a Go file of a suite drops: only their declarations say whether it is an error."""
        below = tuple(end for prefix in prefixes for end in (f"{prefix}.", f"{prefix}:", f"{prefix}("))
        calls = [state.events.calls.get(key) for key in state.drops()]
        return {info.path for info in calls if info is not None and not info.callees and info.path.startswith(below)}

    def finish(self) -> dict[str, results.FileFlow]:
        """Give every file's flow."""
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
        self.holdings = Holdings(list(program.states.values()), self._resolve_token)

    def _effects(self) -> dict[int, set[str]]:
        """Give what each function can do, calls and callbacks followed, by the identity of its facts."""
        found: dict[int, set[str]] = {}
        callees: dict[int, set[int]] = {}
        for state in self.program.states.values():
            for info in state.events.calls.values():
                if info.passed is not None and info.meaning is None:
                    info.callees += tuple(self.program.passed_functions(info.passed))
                    info.scope.callees.update(closure.key for closure in info.callees)
            for key, scope in state.scopes.items():
                found[key] = {_EFFECTS[kind] for kind in scope.direct if kind in _EFFECTS}
                callees[key] = set(scope.callees)
            for key, scope in state.scopes.items():
                parent = scope.parent
                if scope.test is None and parent is not None and parent.function is not None and id(parent.function) in callees:
                    callees[id(parent.function)].add(key)
        callers: dict[int, list[int]] = {}
        for key, called in callees.items():
            for other in called:
                callers.setdefault(other, []).append(key)
        todo = [key for key, effects in found.items() if effects]
        while todo:
            key = todo.pop()
            given = found[key] - {"test"}
            for caller in callers.get(key, ()):
                if not given <= found[caller]:
                    found[caller] |= given
                    todo.append(caller)
        return found

    def _resolve_token(self, token: Token) -> Sequence[_Resolved]:
        carriers = self.program._carriers
        # Asked first, since of the many tokens that carry nothing none need be looked up.
        return self.program.resolve_token(token) if carriers is None or carriers.carries(token) else ()

    def _resolve(self, deps: Deps) -> list[_Resolved]:
        return self.program.resolve(deps) if self.holdings.of(deps) else []

    def flows(self) -> dict[str, results.FileFlow]:
        states = list(self.program.states.values())
        for state in states:
            self._scopes(state)
            self._reads(state)
            for info in list(state.events.branches.values()):
                self._branch(info, state)
        for info_state in states:
            for branch in list(info_state.events.branches.values()):
                made = self._branch(branch, info_state)
                if made.origin is not None and not made.derivation:
                    for _, value in branch.conditions:
                        self.deciding |= {r.read for r in self._resolve(value.deps) if r.read.is_mode}
        for read in self.deciding:
            known = self._read(read)
            if known is not None:
                known.decides = True
        flows = {state.path: self._flow(state) for state in states}
        judge(flows)
        return flows

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
            for resolved in self._resolve(value.deps):
                read = self._read(resolved.read)
                if read is not None and read not in reads:
                    reads.append(read)
        condition = results.Value(None) if chosen is None else self._value(*chosen, state.path)
        condition = results.Value(
            condition.expr,
            condition.path,
            condition.constants,
            condition.origin,
            condition.selected,
            condition.held,
            tuple(reads),
            condition.raw,
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
            info.derivation or _reads_by_name(info.conditions),
            info.selects_values,
        )
        self.branches[id(info)] = branch
        return branch

    def _origin(self, deps: Deps, path: str) -> results.Origin | None:
        for resolved in self._resolve(deps):
            if resolved.read.is_mode:
                return results.Origin(resolved.read.name, _without_repeats(resolved.steps), path)
        return None

    def _value(self, expr: facts.Expr | None, value: Abstract, path: str) -> results.Value:
        if not (value.deps or value.selected or value.fields or value.item is not None):
            return results.Value(expr, value.path, value.constants)
        known = self.values.get(id(value))
        if known is not None and known.expr is expr:
            return known
        resolved = self._resolve(value.deps)
        origin = None
        raw = value.raw and bool(resolved) and resolved[0].raw
        if resolved and resolved[0].read.is_mode:
            origin = results.Origin(resolved[0].read.name, _without_repeats(resolved[0].steps), path)
        reads = tuple(known for known in (self._read(r.read) for r in resolved) if known is not None)
        made = results.Value(
            expr, value.path, value.constants, origin, self._choice(value.selected, path), self._held(value, path), reads, raw
        )
        self.values[id(value)] = made
        self.keep.append(value)
        return made

    def _choice(self, selections: tuple[Selection, ...], path: str) -> results.Choice | None:
        """Give the outermost place where the mode chose a value."""
        for selection in selections:
            origin = self._origin(selection.deps, path)
            if origin is not None:
                return results.Choice(selection.path, selection.span, origin)
        return None

    def _held(self, value: Abstract, path: str, depth: int = 0) -> results.Choice | None:
        """Give the first place where the mode chose a part of a value."""
        parts = [*(value.fields or {}).values(), *(() if value.item is None else (value.item,))]
        for part in parts if depth < MAX_DEPTH else ():
            found = self._choice(part.selected, path) or self._held(part, path, depth + 1)
            if found is not None:
                return found
        return None

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
        operands = _Operands(self, state)
        calls = [self._call(info, operands) for info in list(events.calls.values())]
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
            for e in list(events.exits.values())
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
            for c in list(events.comparisons.values())
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
            for w in list(events.writes.values())
        ]
        scopes = [self._scope(state.top_scope), *sorted((self._scope(s) for s in state.scopes.values()), key=_scope_order)]
        flow = results.FileFlow(
            state.file,
            state.module,
            self._scope(state.top_scope),
            scopes,
            sorted((self._branch(b, state) for b in list(events.branches.values())), key=lambda e: e.order),
            sorted((r for r in (self._read(i.read) for i in list(events.reads.values())) if r is not None), key=lambda e: e.order),
            sorted(calls, key=lambda e: e.order),
            sorted(exits, key=lambda e: e.order),
            sorted(comparisons, key=lambda e: e.order),
            sorted(writes, key=lambda e: e.order),
            value=self._asked(state),
            from_environment=state.path in self.holdings.environment,
            from_mode=self.holdings.mode.get(state.path, frozenset()),
        )
        imports = [
            results.ImportEvent(
                node.span,
                node.module,
                node,
                self.program.target(state, node.module),
                isinstance(node, facts.Import) and (node.type_only or (bool(node.names) and all(n.type_only for n in node.names))),
                node.names if isinstance(node, facts.Import) else (),
            )
            for node in flow.once(Index).several(facts.Import, facts.Export)
            if isinstance(node, facts.Import | facts.Export) and node.module is not None
        ]
        flow.imports = sorted(imports, key=lambda e: _order(e.span))
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

    def _call(self, info: CallInfo, operands: _Operands) -> results.CallEvent:
        node = info.node
        span = node.span if isinstance(node.function, facts.Attribute) else node.function.span
        return results.CallEvent(
            info.path,
            node.span,
            self._scope(info.scope),
            self._arms(info.arms) if info.arms else (),
            _order(span),
            node,
            info.meaning,
            None if info.decorates is None else self._scope(info.decorates),
            bool(info.callees),
            info,
            operands,
        )


class _Operands:
    """Works out what the calls of one file are asked for."""

    def __init__(self, finish: _Finish, state: State) -> None:
        self._finish = finish
        self._state = state

    def value(self, expr: facts.Expr, value: Abstract) -> results.Value:
        return self._finish._value(expr, value, self._state.path)

    def effects(self, call: CallInfo) -> frozenset[str]:
        known = self._finish.effects
        return frozenset().union(*(known.get(closure.key, ()) for closure in call.callees)) if call.callees else _NONE

    def scopes(self, call: CallInfo) -> tuple[results.Scope, ...]:
        return tuple([self._finish._scope(c.state.scopes[c.key]) for c in call.callees if c.key in c.state.scopes])

    def functions(self, call: CallInfo) -> tuple[facts.Function, ...]:
        function = call.node.function
        if not call.callees and isinstance(function, facts.Attribute) and self._state.module.package and ":" not in call.path:
            return self._finish.program.methods_named(self._state, function.name)
        return tuple([closure.function for closure in call.callees])


_NONE: frozenset[str] = frozenset()
_EFFECTS = {"assert": "assert", "fail": "fail", "skip": "skip", "skip-if": "skip", "run-if": "skip", "test": "test", "exit": "exit"}


def shares_globals(setter: str, user: str) -> bool:
    """Tell whether two files run in one program: in the same service or package, or the user below the folder of the setter."""
    folder = setter.rpartition("/")[0]
    return setter.split("/")[:2] == user.split("/")[:2] or user.startswith(f"{folder}/" if folder else "")


def _nested(path: str, names: list[str], linked: str) -> Abstract:
    """Give the package ``a`` that ``import a.b.c`` binds, with the way down to the file."""
    value = Abstract(module=linked, path=".".join((path, *names)))
    for depth in range(len(names) - 1, -1, -1):
        value = Abstract(path=".".join((path, *names[:depth])), fields={names[depth]: value})
    return value


def _reads_by_name(conditions: list[tuple[facts.Expr, Abstract]]) -> bool:
    """Tell whether conditions only ask for the variable that a caller names: what a getter of settings does with it is its reading."""
    tokens = [token for _, value in conditions for token in value.deps]
    return bool(tokens) and all(isinstance(token.base, Parameter) and "$env" in token.way for token in tokens)


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


def _extend(before: Trail | None, after: Trail | None, steps: tuple[Step, ...]) -> Trail | None:
    """Append a callee's own steps, and the way back from it, to the trail of what was passed."""
    trail = before
    for step in (*(() if after is None else after.steps()), *steps):
        trail = trail if trail is not None and trail.step == step else Trail(step, trail)
    return trail


def _spread_by_name(state: State, value: Abstract, parameters: Mapping[str, int]) -> dict[int, Abstract]:
    """Give what ``**options`` passes to each named parameter."""
    found: dict[int, Abstract] = {}
    for name, index in parameters.items():
        if value.fields and name in value.fields:
            found[index] = value.fields[name]
        elif value.sym is not None:
            found[index] = state.attribute(value.but(fields=None), name, facts.Name(Span(1, 1, 1, 1), name), quiet=True)
    return found


def _prefixes(modules: Sequence[facts.Module]) -> tuple[str, ...]:
    """Collect the prefixes that settings libraries put before a key: ``viper.SetEnvPrefix("integration")``, ``envconfig.Process("integration", …)``."""
    found: set[str] = set()
    for module in modules:
        if module.language != "go":
            continue
        for node in module.nodes():
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
    for flow in flows.values():
        attach_runner(flow, Names(config_for(flow.file.path)))
    return flows
