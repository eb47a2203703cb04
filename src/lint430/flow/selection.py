"""Sees where the mode chooses which tests there are: runner configurations, pytest's collection, rows of cases, and the commands of shell runners."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.evaluate import fits
from lint430.flow.index import Index
from lint430.flow.naming import Names
from lint430.flow.results import Branch, CallEvent, Choice, FileFlow, Verdict
from lint430.model import Role, Span

_CODE = frozenset((Role.INTEGRATION_TEST, Role.HARNESS, Role.TEST_CONFIG, Role.MOCK))
_SHELL = frozenset((Role.RUNNER, Role.HARNESS, Role.HELPER, Role.INTEGRATION_TEST))

KEYS = frozenset(
    (
        "testMatch", "testRegex", "testPathIgnorePatterns", "testPathPattern", "testPathPatterns", "testNamePattern", "roots", "projects", "include", "exclude",
        "grep", "grepInvert", "fgrep", "spec", "testFiles", "selectProjects", "runTestsByPath", "testDir", "testIgnore", "markexpr", "shard",
    )
)  # fmt: skip
"""Options of jest, vitest, mocha and pytest that say which tests run."""
_OTHER_PARENTS = frozenset(
    ("coverage", "optimizeDeps", "typecheck", "build", "resolve", "esbuild", "deps", "server", "transform", "ssr", "watch")
)
"""Under these, ``include`` and ``exclude`` say something else."""
_HOOKS = frozenset(
    (
        "pytest_ignore_collect", "pytest_collection_modifyitems", "pytest_generate_tests", "pytest_itemcollected", "pytest_pycollect_makeitem",
        "pytest_collect_file", "pytest_deselected", "load_tests",
    )
)  # fmt: skip
_COLLECTED = frozenset(("collect_ignore", "collect_ignore_glob", "__test__", "markexpr"))
_GROWS = frozenset(("push", "unshift", "append", "extend", "insert", "splice", "concat", "add", "remove", "pop"))


_ROWS = (facts.Spread, facts.Ternary, facts.Logic, facts.Index, facts.Name)
"""What an item of a list can be for the mode to decide about it as a whole."""


class _Surroundings:
    """The mode's branches of one file, findable by node and by place."""

    def __init__(self, flow: FileFlow) -> None:
        self.flow = flow
        self.branches = flow.mode_branches()
        self.by_node = {id(b.node): b for b in self.branches}
        self.by_place = {b.construct: b for b in self.branches}
        self._lists: dict[str, facts.Expr] | None = None

    def of_branch(self, branch: Branch) -> Verdict:
        """Give the verdict on a branch."""
        return Verdict("selection", branch.span, branch, branch.origin, branch.condition.reads, None, branch.construct)

    def around(self, span: Span) -> Verdict | None:
        """Give the verdict on the innermost branch that a place stands in an arm of."""
        inner = [b for b in self.branches if b.construct.contains(span) and not b.span.contains(span)]
        return self.of_branch(max(inner, key=lambda b: (b.construct.line, b.construct.column))) if inner else None

    def chosen(self, expr: facts.Expr, left_out: frozenset[int] = frozenset()) -> Verdict | None:
        """Give the verdict where the mode decides some part of a value."""
        for node in facts.walk([expr]):
            if id(node) in left_out:
                continue
            if id(node) in self.by_node:
                return self.of_branch(self.by_node[id(node)])
            if id(node) in self.flow.from_mode and isinstance(node, facts.Expr) and not isinstance(node, facts.Literal | facts.Function):
                value = self.flow.value(node)
                if value.selected is not None:
                    return self.selected(value.selected, expr)
                if value.origin is not None and not self._holds_branch(node):
                    return Verdict("selection", node.span, None, value.origin, value.reads, None, expr.span)
        return None

    def rows(self, expr: facts.Expr, left_out: frozenset[int] = frozenset()) -> Verdict | None:
        """Give the verdict where the mode decides which rows a list has; what stands in a row is data."""
        stack = [expr]
        followed: set[str] = set()
        while stack:
            node = stack.pop()
            match node:
                case facts.Sequence(items=items):
                    stack += [i.value if isinstance(i, facts.Spread) else i for i in reversed(items) if isinstance(i, _ROWS)]
                case facts.Cast(value=inner) | facts.Spread(value=inner):
                    stack.append(inner)
                case facts.Call() if id(node) not in self.by_node:
                    if isinstance(node.function, facts.Attribute):
                        stack.append(node.function.object)
                    stack += [a.value for a in node.arguments if not isinstance(a.value, facts.Function | facts.Record)]
                case facts.Comprehension() if id(node) not in self.by_node:
                    stack += [clause.iterable for clause in node.clauses]
                case facts.Record() | facts.Combine(operator="text"):
                    pass
                case facts.Combine(parts=parts):
                    stack += reversed(parts)
                case facts.Name(id=name) if (defined := self._definition(name)) is not None and name not in followed:
                    followed.add(name)
                    stack.append(defined)
                case _:
                    verdict = self.chosen(node, left_out)
                    if verdict is not None:
                        return verdict
        return None

    def _definition(self, name: str) -> facts.Expr | None:
        """Give the list that a name of this file is declared as."""
        if self._lists is None:
            self._lists = {}
            for node in self.flow.once(Index).of(facts.Assign):
                if isinstance(node.target, facts.Name) and node.value is not None:
                    value = node.value
                    while isinstance(value, facts.Cast):
                        value = value.value
                    if isinstance(value, facts.Sequence | facts.Combine):
                        self._lists.setdefault(node.target.id, value)
        return self._lists.get(name)

    def selected(self, choice: Choice, use: facts.Expr) -> Verdict:
        """Give the verdict on the place where a value was chosen, whichever file it stands in."""
        branch = self.by_place.get(choice.span) if choice.path == self.flow.file.path else None
        if branch is not None:
            return self.of_branch(branch)
        return Verdict("selection", choice.span, None, choice.origin, (), None, use.span, choice.path)

    def _holds_branch(self, node: facts.Expr) -> bool:
        return any(id(inner) in self.by_node for inner in facts.walk([node]))


def selections(flow: FileFlow) -> list[Verdict]:
    """List what the mode selects, one verdict per branch or place, in source order."""
    pieces: Iterable[Verdict | None] = ()
    if not flow.from_mode:
        return []
    if flow.module.language == "bash":
        pieces = _Shell(flow).verdicts() if flow.file.role in _SHELL else ()
    elif flow.file.role in _CODE:
        pieces = _expressions(flow)
    kept: dict[tuple[int, int], Verdict] = {}
    for verdict in pieces:
        if verdict is not None and verdict.origin is not None:
            kept.setdefault((verdict.span.line, verdict.span.column), verdict)
    return sorted(kept.values(), key=lambda v: (v.span.line, v.span.column))


def _expressions(flow: FileFlow) -> Iterator[Verdict | None]:
    around = _Surroundings(flow)
    if flow.file.role is Role.TEST_CONFIG:
        yield from _configured(flow, around)
    yield from _collected(flow, around)
    yield from _rows(flow, around)
    yield from _left_out(flow, around)
    yield from _launched(flow, around)


# --- configurations of test runners ----------------------------------------------------------------------------------------------


def _configured(flow: FileFlow, around: _Surroundings) -> Iterator[Verdict | None]:
    nodes = flow.module.nodes()
    other: set[int] = set()
    used: set[str] = set()
    for node in nodes:
        match node:
            case facts.Record():
                for entry in node.entries:
                    key = _text(entry.key)
                    if key in _OTHER_PARENTS:
                        other |= {id(inner) for inner in facts.walk([entry.value])}
                    elif key in KEYS and id(node) not in other:
                        used |= {n.id for n in facts.walk([entry.value]) if isinstance(n, facts.Name)}
                        yield around.chosen(entry.value) or around.around(entry.value.span)
            case facts.Assign(target=facts.Attribute() | facts.Index() as target) if _member(target) in KEYS and node.value is not None:
                used |= {n.id for n in facts.walk([node.value]) if isinstance(n, facts.Name)}
                yield around.chosen(node.value) or around.around(node.span)
            case facts.Call(function=facts.Attribute(name=name, object=owner)) if name in _GROWS and _member(owner) in KEYS:
                yield around.around(node.span) or next((v for a in node.arguments if (v := around.chosen(a.value))), None)
    yield from _grown(flow, around, used)
    for branch in around.branches:
        if isinstance(branch.node, facts.Ternary | facts.Index | facts.Logic):
            names = {n.id for n in facts.walk([branch.node]) if isinstance(n, facts.Name)}
            if any(_has_keys(s) for s in flow.module.body if isinstance(s, facts.Assign) and getattr(s.target, "id", None) in names):
                yield around.of_branch(branch)


def _has_keys(stmt: facts.Assign) -> bool:
    value = stmt.value.value if isinstance(stmt.value, facts.Cast) else stmt.value
    return isinstance(value, facts.Record) and any(_text(e.key) in KEYS for e in value.entries)


def _grown(flow: FileFlow, around: _Surroundings, names: set[str]) -> Iterator[Verdict | None]:
    """See lists of these names that are built under a branch."""
    for node in flow.once(Index).several(facts.Assign, facts.Call) if names and around.branches else ():
        match node:
            case facts.Assign(target=facts.Name(id=name)) if name in names:
                yield around.around(node.span)
            case facts.Call(function=facts.Attribute(name=method, object=facts.Name(id=name))) if name in names and method in _GROWS:
                yield around.around(node.span)


def _text(key: facts.Expr | None) -> str | None:
    if isinstance(key, facts.Literal):
        return str(key.value)
    return key.id if isinstance(key, facts.Name) else None


def _member(expr: facts.Expr) -> str | None:
    if isinstance(expr, facts.Attribute):
        return expr.name
    return _text(expr.key) if isinstance(expr, facts.Index) and isinstance(expr.key, facts.Literal) else None


# --- pytest's collection ---------------------------------------------------------------------------------------------------------


def _collected(flow: FileFlow, around: _Surroundings) -> Iterator[Verdict | None]:
    if flow.module.language != "python":
        return
    for branch in around.branches:
        scope = branch.scope
        while scope.parent is not None and scope.name not in _HOOKS:
            scope = scope.parent
        if scope.name in _HOOKS:
            yield around.of_branch(branch)
    for event in flow.exits:
        if (
            event.kind == "return"
            and event.scope.name == "pytest_ignore_collect"
            and event.value is not None
            and event.value.expr is not None
        ):
            yield around.chosen(event.value.expr)
    for node in flow.once(Index).several(facts.Assign, facts.Class, facts.Call):
        match node:
            case facts.Assign(target=target, value=value) if value is not None and (_text(target) or _member(target)) in _COLLECTED:
                yield around.chosen(value) or around.around(node.span)
            case facts.Class():
                for field in node.fields:
                    if field.name == "__test__" and field.value is not None:
                        yield around.chosen(field.value) or around.around(field.span)
            case facts.Call(function=facts.Attribute(name=method, object=facts.Name(id=name))) if name in _COLLECTED and method in _GROWS:
                yield around.around(node.span) or next((v for a in node.arguments if (v := around.chosen(a.value))), None)


# --- rows of cases ---------------------------------------------------------------------------------------------------------------


def _rows(flow: FileFlow, around: _Surroundings) -> Iterator[Verdict | None]:
    used: set[str] = set()
    for call in flow.calls:
        for expr in _cases(flow, call):
            used |= {n.id for n in facts.walk([expr]) if isinstance(n, facts.Name)}
            yield around.rows(expr, _marks(expr) | _inside_rows(expr))
    for node in flow.once(Index).of(facts.Loop):
        if node.iterable is not None and any(_registers(c) for c in _calls_in(flow, list(node.body))):
            inside = _inside_rows(node.iterable)
            used |= {n.id for n in facts.walk([node.iterable]) if isinstance(n, facts.Name) and id(n) not in inside}
            yield around.rows(node.iterable, inside)
    yield from _grown(flow, around, used)


def _cases(flow: FileFlow, call: CallEvent) -> Iterator[facts.Expr]:
    """List the expressions that give a call its rows."""
    node = call.node
    last = call.path.rpartition(".")[2]
    if last == "parametrize":
        yield from (a.value for a in node.arguments if a.name in (None, "argvalues"))
    elif last == "fixture":
        yield from (a.value for a in node.arguments if a.name == "params")
    elif isinstance(node.function, facts.Call) and _member(node.function.function) in ("each", "for") and call.meaning is not None:
        yield from (a.value for a in node.function.arguments)
    elif isinstance(node.function, facts.Attribute) and node.function.name in ("forEach", "map") and node.arguments:
        if any(_registers(c) for c in _calls_in(flow, [a.value for a in node.arguments])):
            yield node.function.object


def _marks(expr: facts.Expr) -> frozenset[int]:
    """List what stands in the marks of rows: a row that skips itself is judged as a skip."""
    return frozenset(
        id(inner)
        for node in facts.walk([expr])
        if isinstance(node, facts.Call)
        for argument in node.arguments
        if argument.name == "marks"
        for inner in facts.walk([argument.value])
    )


def _inside_rows(expr: facts.Expr) -> frozenset[int]:
    """List what stands inside rows of several values: the row is there in every mode, whatever the mode puts into it."""
    nodes = facts.walk([expr])
    rows = [item for node in nodes if isinstance(node, facts.Sequence) for item in node.items]
    # The entries of a map are rows of two: `map[string]int{"a": limit}`.
    values = [entry.value for node in nodes if isinstance(node, facts.Record) for entry in node.entries if entry.key is not None]
    return frozenset(id(inner) for value in values for inner in facts.walk([value])) | frozenset(
        id(inner)
        for row in rows
        if isinstance(row, facts.Call | facts.Record) or (isinstance(row, facts.Sequence) and len(row.items) > 1)
        for inner in facts.walk([row])
        if inner is not row
    )


def _registers(call: CallEvent) -> bool:
    return call.meaning.kind in ("test", "group") if call.meaning is not None else "test" in call.effects


def _calls_in(flow: FileFlow, nodes: list[facts.Expr | facts.Stmt]) -> list[CallEvent]:
    calls = flow.once(Index).calls
    return [calls[id(node)] for node in facts.walk(nodes) if isinstance(node, facts.Call) and id(node) in calls]


def _left_out(flow: FileFlow, around: _Surroundings) -> Iterator[Verdict | None]:
    """See jumps under a branch past what registers tests; inside a test, only those that leave out a row."""
    loops = flow.once(Index).of(facts.Loop)
    for event in flow.exits:
        if event.kind not in ("return", "continue", "break") or not event.arms or id(event.arms[-1].branch.node) not in around.by_node:
            continue
        in_test = event.scope.test_scope() is not None
        loop = next((n for n in reversed(loops) if n.span.contains(event.span)), None)
        if (in_test and (event.kind == "return" or loop is None)) or (
            event.kind == "return" and not (event.scope.within("group") or event.scope.parent is None)
        ):
            continue
        for call in flow.calls:
            here = call.scope is event.scope and call.order > event.order and (loop is None or loop.span.contains(call.span))
            if here and _registers(call):
                yield around.of_branch(event.arms[-1].branch)
                break


# --- programs that start a test command ------------------------------------------------------------------------------------------

_LAUNCHES = re.compile(
    r"^os/exec:Command(?:Context)?$|^subprocess\.(?:run|call|check_call|check_output|Popen)$|^os\.(?:system|execvp\w*|spawnvp\w*)$"
    r"|(?:^|[.:])(?:spawn|spawnSync|execa|execaSync|execFile|execFileSync|execSync)$"
)


def _launched(flow: FileFlow, around: _Surroundings) -> Iterator[Verdict | None]:
    """See the arguments of a test command that another program starts: ``exec.Command("go", args...)`` with ``-run`` added for one mode."""
    for call in flow.calls if around.branches else ():
        if not _LAUNCHES.search(call.path):
            continue
        given = [word for argument in call.node.arguments for word in _spread(flow, argument.value)]
        if test_index([_word(word) for word in given]) is None:
            continue
        names = {n.id for argument in call.node.arguments for n in facts.walk([argument.value]) if isinstance(n, facts.Name)}
        for branch in around.branches:
            for node in facts.walk([branch.node]):
                if (
                    isinstance(node, facts.Assign)
                    and isinstance(node.target, facts.Name)
                    and node.target.id in names
                    and node.value is not None
                ):
                    if isinstance(_grows(node.value), facts.Sequence) and _neutralised([_word(w) for w in _spread(flow, node.value)]):
                        yield around.of_branch(branch)
        before = ""
        for word in given:
            text = _word(word)
            if not _VALUED.fullmatch(before) and not _NEUTRAL.fullmatch(text.partition("=")[0]):
                yield around.chosen(word)
            before = text


def _grows(expr: facts.Expr) -> facts.Expr:
    """Give what a list is made of, or what is added to it: ``append(args, "-run", "Live")``."""
    if isinstance(expr, facts.Call) and isinstance(expr.function, facts.Name) and expr.function.id == "append":
        return facts.Sequence(expr.span, tuple(a.value for a in expr.arguments[1:]))
    return expr


def _spread(flow: FileFlow, expr: facts.Expr) -> list[facts.Expr]:
    """List the words of a command's argument, names of lists followed to what the file first gives them."""
    expr = _grows(expr)
    while isinstance(expr, facts.Spread | facts.Cast):
        expr = expr.value
    if isinstance(expr, facts.Name):
        for node in flow.module.nodes():
            if isinstance(node, facts.Assign) and isinstance(node.target, facts.Name) and node.target.id == expr.id:
                if isinstance(node.value, facts.Sequence):
                    return [inner for item in node.value.items for inner in _spread_item(item)]
    if isinstance(expr, facts.Sequence):
        return [inner for item in expr.items for inner in _spread_item(item)]
    return [expr]


def _spread_item(item: facts.Expr) -> list[facts.Expr]:
    return list(item.value.items) if isinstance(item, facts.Spread) and isinstance(item.value, facts.Sequence) else [item]


# --- shell runners ---------------------------------------------------------------------------------------------------------------

_TOOLS = frozenset(
    (
        "jest",
        "vitest",
        "pytest",
        "py.test",
        "mocha",
        "bats",
        "gotestsum",
        "ginkgo",
        "tox",
        "nox",
        "run_jest_integration",
        "run-jest-integration.sh",
        "ava",
        "unittest",
        "tap",
    )
)
_MANAGERS = frozenset(("npm", "pnpm", "yarn", "bun", "make", "just", "task", "turbo", "nx"))
_TARGET = re.compile(r"(?:.*[:_-])?(?:tests?|integration|jest|vitest)(?:[:_-][\w:$-]+)?")
_NO_TARGET = re.compile(r"set-?up|prepare|wait|seed|\bup\b|start|stop|migrat|build|install|clean|down|generate|mocks?$", re.IGNORECASE)
_SAYS = frozenset(
    (
        "echo",
        "printf",
        "command",
        "which",
        "type",
        "log",
        "info",
        "warn",
        "pip",
        "pip3",
        "export",
        "hash",
        "cat",
        "grep",
        "jq",
        "rm",
        "mkdir",
        "cp",
        "source",
        ".",
    )
)
_NEUTRAL = re.compile(
    r"-{1,2}(?:[\w-]*(?:timeout|workers|retries|reruns|reporters?|junit|output|report|cov|coverage|verbos|quiet|log|color|colour|durations|bail|fail-?fast|maxfail|parallel"
    r"|jobs|cache|url|host|addr|address|port|endpoint|dsn|token|delay|interval|open-?handles|force-?exit|runInBand|exitfirst|failfast|maxprocesses|env-file)[\w-]*"
    r"|ci|v|vv|vvv|q|s|x|w|i|n|p|o|count|race|json|cpu|tb|strict[\w-]*|formatter|no-summary|passWithNoTests|procs|cpuprofile|memprofile|e|env|trace|silent)",
    re.IGNORECASE,
)
"""Arguments that change how a command runs and what it prints, not which tests it finds."""
_VALUED = re.compile(
    r"-{1,2}(?:[\w-]*(?:timeout|workers|retries|reruns|reporters?|junit\w*|output\w*|report|url|host|addr|address|port|endpoint|dsn|token|delay|interval|jobs|parallel|maxfail|env-file)"
    r"|w|n|p|o|count|cpu|tb|formatter|procs|e|env)",
    re.IGNORECASE,
)
_NARROWS = re.compile(
    r"-[mkt]|-run|-tags|-skip|--(?:testPathPatterns?|testNamePattern|testPathIgnorePatterns|grep|ignore|deselect|shard|selectProjects|project|exclude)"
)
_TAKEN = {"PYTEST_ADDOPTS", "GOFLAGS"}
"""Variables that test tools read their arguments from."""
_EXTRA = "JEST_EXTRA_ARGS"
"""Reported as such, where it is built."""
MAX_NESTING = 60
"""Words nested deeper than this are not spelled out."""
MAX_CALLS = 3
"""Functions of the script are followed this deep."""

Words = tuple[str, ...]


@dataclass(slots=True)
class _Plan:
    """What one arm of a branch runs and builds."""

    commands: list[Words]
    built: dict[str, list[Words]]
    leaves: bool


class _Shell:
    """The test commands of one script, and what the mode does to them."""

    def __init__(self, flow: FileFlow) -> None:
        self.flow = flow
        self.around = _Surroundings(flow)
        nodes = flow.module.nodes()
        self.functions = {n.function.name: n.function.body for n in nodes if isinstance(n, facts.Define) and n.function.name}
        self.commands = [n for n in nodes if isinstance(n, facts.Call) and n.kind in ("command", "substitution") and self.test_words(n)]
        self.variables = {name for call in self.commands for name in self._variables(call)} - {_EXTRA} | _TAKEN
        executed: set[str] = set()
        for call in nodes:
            if isinstance(call, facts.Call) and call.kind in ("command", "substitution"):
                heads = [
                    call.function,
                    *(a.value for a in call.arguments if a.name is None and _word(call.function) in ("eval", "exec", "env", "time")),
                ]
                executed |= {n.id for n in facts.walk([*heads]) if isinstance(n, facts.Name) and not _is_bare(n)}
        for node in nodes:
            if (
                isinstance(node, facts.Assign)
                and isinstance(node.target, facts.Name)
                and node.value is not None
                and node.target.id in executed
            ):
                if test_index(" ".join(_words_of(node.value)).split()) is not None:
                    # A command that is put together first: `cmd=(pnpm jest); cmd+=(-t smoke); "${cmd[@]}"`.
                    self.variables.add(node.target.id)

    def verdicts(self) -> Iterator[Verdict | None]:
        """List the branches that make modes run different tests, and the commands that are given the mode as an argument."""
        for branch in self.around.branches:
            arms = self._dispatched(branch.node) or _arms(branch.node)
            if arms and self._differ([self._plan(arm) for arm in arms]):
                yield self.around.of_branch(branch)
        for node in self.flow.module.nodes():
            if (
                isinstance(node, facts.Assign)
                and isinstance(node.target, facts.Name)
                and node.target.id in self.variables
                and node.value is not None
            ):
                yield from (
                    self.around.of_branch(self.around.by_node[id(n)]) for n in facts.walk([node.value]) if id(n) in self.around.by_node
                )
        yield from self._passed_over()
        for call in self.commands:
            for word in self._selecting(call):
                for node in facts.walk([word]):
                    if isinstance(node, facts.Name) and node.id == _EXTRA:
                        continue
                    value = self.flow.value(node) if isinstance(node, facts.Expr) else None
                    if id(node) in self.around.by_node and isinstance(node, facts.Index | facts.Ternary):
                        yield self.around.of_branch(self.around.by_node[id(node)])
                    elif value is not None and value.selected is not None:
                        chosen = self.around.selected(value.selected, word)
                        # What the arms of a statement build is compared above.
                        if chosen.branch is None or not isinstance(chosen.branch.node, facts.If | facts.Switch):
                            yield chosen
                    elif value is not None and value.origin is not None and value.raw and isinstance(node, facts.Name | facts.Call):
                        yield Verdict("selection", call.span, None, value.origin, value.reads, None, call.span)

    def _passed_over(self) -> Iterator[Verdict | None]:
        """See ``continue`` under a branch, ahead of the test command of a loop."""
        loops = self.flow.module.of(facts.Loop) if self.around.branches else []
        for event in self.flow.exits:
            loop = next((n for n in reversed(loops) if n.span.contains(event.span)), None)
            if event.kind == "continue" and event.arms and loop is not None:
                branch = event.arms[-1].branch
                after = (event.span.line, event.span.column)
                if id(branch.node) in self.around.by_node and any(
                    loop.span.contains(c.span) and (c.span.line, c.span.column) > after for c in self.commands
                ):
                    yield self.around.of_branch(branch)

    def _dispatched(self, node: facts.Expr | facts.Stmt) -> list[tuple[facts.Expr | facts.Stmt, ...]]:
        """List the bodies that a computed command can run: ``"suite_$MODE"``."""
        if not isinstance(node, facts.Call) or not isinstance(node.function, facts.Combine):
            return []
        return [body for name, body in sorted(self.functions.items()) if fits(node.function, name)]

    def _differ(self, plans: list[_Plan]) -> bool:
        staying = [p for p in plans if p.commands or not p.leaves]
        if any(p.commands for p in staying) and any(p.commands != staying[0].commands for p in staying):
            # An arm that leaves without a test refuses its mode, which is another finding.
            return len(staying) == len(plans)
        for name in {name for plan in plans for name in plan.built}:
            values = [plan.built.get(name, []) for plan in staying]
            if name in self.variables and any(v != values[0] for v in values):
                return True
        return False

    def _plan(self, arm: tuple[facts.Expr | facts.Stmt, ...]) -> _Plan:
        plan = _Plan([], {}, False)
        stack: list[tuple[facts.Expr | facts.Stmt, int]] = [(node, 0) for node in reversed(arm)]
        while stack:
            node, depth = stack.pop()
            match node:
                case facts.Define():
                    continue
                case facts.Assign(target=facts.Name(id=name), value=value) if value is not None:
                    built = _words_of(value, split=name in self.variables)
                    again = built[:1] == [f"${name}"]
                    kept = _neutralised(built[1:] if again else built)
                    if kept or not (node.operator or again):
                        plan.built.setdefault(name, []).append(kept)
                case facts.Call(kind="command" | "substitution"):
                    words = self.test_words(node)
                    name = _word(node.function)
                    if words and words not in plan.commands:
                        # Run again, it is the same tests.
                        plan.commands.append(words)
                    elif not words and name in self.functions and depth < MAX_CALLS:
                        stack += [(inner, depth + 1) for inner in reversed(self.functions[name])]
                    elif not words and name in ("exit", "return", "require_cluster_mode"):
                        plan.leaves = True
                case facts.Return() | facts.Raise():
                    plan.leaves = plan.leaves or depth == 0
            stack += [(child, depth) for child in reversed(facts.children(node))]
        return plan

    def test_words(self, call: facts.Call) -> Words:
        """Give the words of a test command that say which tests run; empty for any other command."""
        words = [_word(call.function), *_written(call)]
        index = test_index(words)
        return () if index is None else (_base(words[index]), *_neutralised(words[index + 1 :]))

    def _selecting(self, call: facts.Call) -> list[facts.Expr]:
        """List the arguments of a test command that choose tests."""
        found: list[facts.Expr] = []
        before = ""
        given = [a for a in call.arguments if a.name is None]
        words = [_word(call.function), *(_word(a.value) for a in given)]
        begin = test_index(words) or 0
        for position, argument in enumerate(given, 1):
            text = _word(argument.value)
            taken = _VALUED.fullmatch(before) is not None
            before = text
            # A target such as `test-$MODE` chooses, too.
            chooses = position > begin or (position == begin and not isinstance(argument.value, facts.Literal))
            if chooses and not taken and not _NEUTRAL.fullmatch(text.partition("=")[0]) and not re.match(r"\w+=", text):
                found.append(argument.value)
        return found

    def _variables(self, call: facts.Call) -> set[str]:
        return {n.id for word in self._selecting(call) for n in facts.walk([word]) if isinstance(n, facts.Name)}


def _arms(node: facts.Expr | facts.Stmt) -> list[tuple[facts.Expr | facts.Stmt, ...]]:
    match node:
        case facts.If():
            arms: list[tuple[facts.Expr | facts.Stmt, ...]] = []
            link = node
            while True:
                arms.append(link.body)
                following = link.orelse[0] if link.orelse else None
                if not (isinstance(following, facts.If) and following.chained):
                    return [*arms, link.orelse]
                link = following
        case facts.Switch():
            cases: list[tuple[facts.Expr | facts.Stmt, ...]] = [case.body for case in node.cases]
            return cases if any(case.default for case in node.cases) else [*cases, ()]
        case facts.Logic():
            return [(node.right,), ()]
        case _:
            return []


def _word(expr: facts.Expr, depth: int = 0) -> str:
    """Give the text of a shell word, with ``$X`` for what is only known when it runs."""
    if depth > MAX_NESTING:
        return "$()"
    match expr:
        case facts.Literal():
            return "" if expr.value is None else str(expr.value)
        case facts.Name():
            return f"${expr.id}" if not _is_bare(expr) else expr.id
        case facts.Combine():
            return "".join(_word(part, depth + 1) for part in expr.parts)
        case facts.Cast() | facts.Spread():
            return _word(expr.value, depth + 1)
        case facts.Index():
            return f"{_word(expr.object, depth + 1)}[]"
        case _:
            return "$()"


def _is_bare(name: facts.Name) -> bool:
    """Tell a command's own name from a variable: its span is as long as the name."""
    return name.span.line == name.span.end_line and name.span.end_column - name.span.column == len(name.id.encode())


def _written(call: facts.Call) -> list[str]:
    """Give the words of a command after its name; variables set for it alone are none."""
    return [word for argument in call.arguments if argument.name is None for word in _words_of(argument.value)]


def _words_of(expr: facts.Expr, *, split: bool = False) -> list[str]:
    """Give the words of a value: those of a list, or of a text that the shell will split."""
    if isinstance(expr, facts.Sequence):
        return [_word(item) for item in expr.items]
    text = _word(expr)
    return text.split() if isinstance(expr, facts.Literal | facts.Combine) and (split or (" " in text and text.startswith("-"))) else [text]


def _base(word: str) -> str:
    return word.rpartition("/")[2]


def test_index(words: list[str]) -> int | None:
    """Find the word of a command that runs tests; None for any other command."""
    if not words or _base(words[0]) in _SAYS:
        return None
    for index, word in enumerate(words):
        name = _base(word)
        if name in ("install", "add", "sync", "which"):
            return None
        if name in _TOOLS or (name == "test" and index > 0 and _base(words[index - 1]) in ("go", "cargo", "bazel", "deno", "bun")):
            return index
        if name in _MANAGERS:
            for later in range(index + 1, len(words)):
                if _TARGET.fullmatch(words[later]) and not _NO_TARGET.search(words[later]) and not words[later - 1].startswith("-"):
                    return later
            if name == "make" or name == "just":
                return None
    return None


def _neutralised(words: list[str]) -> Words:
    """Leave out the arguments that do not choose tests."""
    kept: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
            continue
        flag, equals, _ = word.partition("=")
        if word.startswith("-") and _NEUTRAL.fullmatch(flag):
            skip = not equals and _VALUED.fullmatch(flag) is not None
            continue
        if word == "":
            continue
        kept.append(word)
    return tuple(kept)


# --- scripts of manifests that fix the mode --------------------------------------------------------------------------------------


def narrowing(module: facts.Module, names: Names) -> Iterator[tuple[facts.Script, str, Words]]:
    """List the scripts that set the mode themselves and run fewer tests than another mode's script does; with the words that narrow."""
    fixed: list[tuple[facts.Script, str, Words]] = []
    for script in module.scripts:
        mode = _fixed_mode(module, script, names)
        if mode is None:
            continue
        for node in script.module.nodes():
            if isinstance(node, facts.Call) and node.kind in ("command", "substitution"):
                line = [_word(node.function), *_written(node)]
                index = test_index(line)
                if index is not None:
                    fixed.append((script, mode, (_base(line[index]), *_neutralised([w for w in line[index + 1 :] if w != "--"]))))
    for script, mode, words in fixed:
        others = [other for _, its_mode, other in fixed if its_mode != mode and other[0] == words[0]]
        if words[1:] in [other[1:] for other in others] or len(words) == 1:
            continue
        if any(set(words) - set(other) for other in others) if others else _names_part(words):
            yield script, mode, words[1:]


def _fixed_mode(module: facts.Module, script: facts.Script, names: Names) -> str | None:
    for setting in module.settings:
        if setting.where == "script-env" and names.is_variable(setting.name) and setting.value and script.span.contains(setting.span):
            return setting.value.lower()
    for node in script.module.nodes():
        given: list[tuple[str, facts.Expr | None]] = []
        if isinstance(node, facts.Assign) and isinstance(node.target, facts.Name):
            given = [(node.target.id, node.value)]
        elif isinstance(node, facts.Call):
            given = [(a.name, a.value) for a in node.arguments if a.name is not None]
        for name, value in given:
            if names.is_variable(name) and isinstance(value, facts.Literal) and value.value:
                return str(value.value).lower()
    return None


def _names_part(words: Words) -> bool:
    """Tell whether arguments choose some tests of a suite, where no other mode's script is there to compare with."""
    return any(_NARROWS.fullmatch(word.partition("=")[0]) for word in words[1:]) and not any("integration" in word for word in words[1:])
