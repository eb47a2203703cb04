"""Follows a shell script step by step, in one mode and in one state of the world, without running anything.

Every condition is true, false or unknown. Where it is unknown both ways are followed and what they leave behind is joined, so that a step
counts as seen when some way takes it, and the script counts as left only when every way leaves it. Commands that are not known succeed,
unless their success is asked for: then it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from lint430 import shell
from lint430.flow.naming import Names
from lint430.flow.runners.texts import (
    MARKS,
    SOME,
    UNKNOWN,
    braces,
    calculated,
    emptiness,
    is_known,
    literal,
    matches,
    printed,
    replaced,
    trimmed,
    unescaped,
)
from lint430.flow.selection import test_index
from lint430.model import Span

MAX_DEPTH = 24
"""Functions, sourced files and evaluated texts nested deeper than this are not followed."""
MAX_COMMANDS = 4000
"""Commands after which a script is not followed any further."""
MAX_ROUNDS = 64
"""Rounds of one loop."""
SUITE_FAILED = 7
"""The status of the suite in a world where it fails."""

RESOLVE, REQUIRE, JUNIT = "integration_mode", "require_cluster_mode", "resolve_junit_path"
SHARED = {RESOLVE: "integration-mode.sh", REQUIRE: "integration-mode.sh", JUNIT: "junit-path.sh"}
"""The functions that the shared helpers define, each with its file."""
EVENT = "integration_test_started"
ARRAYS = frozenset(("required_vars", "required_env_vars"))
JUNIT_PATH = f"{SOME}junit.xml"

SHELL_OWN = re.compile(
    r"BASH\w*|FUNCNAME|RANDOM|LINENO|PWD|OLDPWD|E?UID|HOSTNAME|PIPESTATUS|SECONDS|SHLVL|IFS|PPID|OSTYPE|REPLY|OPT(?:ARG|IND)|PS4|_"
)
_PLACES = re.compile(r"(?:\w+_)?(?:ROOT|DIR|HOME|PATH|FILE|MODE|JUNIT|REPORT|NAME)")
"""Names that a file which could not be read may well define."""
_OPTIONS = {"e": "errexit", "u": "nounset", "a": "allexport"}
_DECLARES = frozenset(("export", "declare", "typeset", "local", "readonly"))
_WRAPPERS = frozenset(("command", "builtin", "exec", "env", "time", "nice", "nohup", "sudo", "stdbuf", "setsid"))
_SHELLS = frozenset(("bash", "sh"))
_ASIDES = frozenset(("calls", "command", "ask", "array", "source", "exit", "option"))
"""Steps that a function takes while it checks what is set."""
_INFORMING = frozenset(
    (
        "--version",
        "-V",
        "--help",
        "-h",
        "--collect-only",
        "--co",
        "--list",
        "--listTests",
        "--showConfig",
        "--clearCache",
        "--cache-show",
        "--fixtures",
        "-list",
    )
)
"""With one of these a test command runs no test."""
_BINARY = frozenset(("=", "==", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"))
_NUMERIC: dict[str, Callable[[int, int], bool]] = {
    "-eq": int.__eq__, "-ne": int.__ne__, "-lt": int.__lt__, "-le": int.__le__, "-gt": int.__gt__, "-ge": int.__ge__,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """What holds while a script is followed."""

    mode: str
    """The mode that the helper resolves."""
    unset: bool = False
    """Whether no variable is set that the suite would have to be given; otherwise nobody knows which are."""
    failing: Span | None = None
    """Where a suite command fails, whenever it runs."""
    helper_fails: bool = False
    """Whether ``integration_mode`` meets an unknown mode."""
    options: frozenset[str] = frozenset()
    """Shell options taken for granted: whoever forgot them has another problem."""
    stays: bool = False
    """Whether the script goes on where it would leave: to see the steps behind."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a runner did."""

    kind: str
    """``mode-helper``, ``junit-helper``, ``source`` (any other file), ``resolve``, ``export`` (the mode's variable), ``assign`` (the same, unexported), ``prefix`` (the
    same, for one command), ``require``, ``ask`` (for a required variable), ``array``, ``output``, ``junit``, ``suite``, ``command``, ``option``, ``calls`` (a function), ``asks-mode`` (an arm
    that the mode chose), ``redefines`` (a shared function)."""
    place: Span
    """In the runner; for what another file does, where that file comes in."""
    words: tuple[str, ...] = ()
    """The words of a command, the entries of an array, the text put out."""
    sure: bool = True
    """Whether every way through the script takes it."""
    options: frozenset[str] = frozenset()
    """The shell options in force."""
    resolved: bool = False
    """For an export: whether its value comes from the mode helper."""
    to: str = ""
    """For an output: ``stdout``, ``stderr`` or ``file``."""
    literal: Span | None = None
    """Where the command was written down, if not here: an array, the text after ``sh -c``."""
    followed: bool = True
    """For a source: whether the file was found and read."""
    exported: bool = False
    """For a suite: whether the mode's variable is exported when it runs, with the resolved value."""
    words_at: tuple[Span, ...] = ()
    """For an array: where each entry stands."""
    own: bool = True
    """Whether it stands in the runner itself."""
    order: int = 0
    """Its place in time."""


@dataclass(slots=True)
class Departure(Exception):  # noqa: N818 - it is control flow, no error
    """The script, a function or a loop is left."""

    kind: str
    """``exit``, ``exec`` (the script becomes another command), ``return``, ``break``, ``continue``."""
    status: int | None
    place: Span
    explicit: bool = True
    """False where a failing command ends a strict script."""
    guard: Span | None = None
    """The condition that led here, the outermost that asks for the mode."""
    asked: Span | None = None
    """Where a variable was last found unset before."""
    modal: bool = False
    """Whether that condition asks for the mode, or the command refuses any mode but one."""


@dataclass(frozen=True, slots=True)
class _Variable:
    """What a variable holds."""

    value: str | tuple[str, ...] | None
    exported: bool = False
    resolved: bool = False
    place: Span | None = None
    """Where it was last given a value."""


@dataclass(slots=True)
class _State:
    """What a way through the script has left behind."""

    variables: dict[str, _Variable] = field(default_factory=dict)
    options: frozenset[str] = frozenset()
    functions: dict[str, tuple[shell.Function, str]] = field(default_factory=dict)
    traps: dict[str, tuple[str, Span]] = field(default_factory=dict)
    status: int | None = 0
    pipe: tuple[int | None, ...] = ()
    background: int | None = 0
    suite_at: Span | None = None
    """Where the suite ran, in a world where it fails."""
    swallowed_at: Span | None = None
    """What first kept the suite's failure from ending the script."""
    helper_at: Span | None = None
    """Where the mode helper was called, in a world where it fails."""
    hidden_at: Span | None = None
    """Where the mode helper's failure was lost."""
    asked: Span | None = None
    relaxed_at: Span | None = None
    """The last ``set +e``."""

    def copy(self) -> _State:
        return replace(self, variables=dict(self.variables), functions=dict(self.functions), traps=dict(self.traps))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something written at once."""

    text: str
    place: Span
    sure: bool
    order: int
    own: bool


@dataclass(slots=True, eq=False)
class _Sink:
    """Where output goes."""

    to: str
    pieces: list[_Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Condition:
    place: Span
    asks_mode: bool


@dataclass(slots=True)
class Course:
    """What a script does in one world."""

    world: World
    steps: list[Step] = field(default_factory=list)
    status: int | None = None
    """The script's exit status; None where it is not known."""
    left: Departure | None = None
    """How it was left before its last line, if it was."""
    state: _State = field(default_factory=_State)
    complete: bool = True
    """Whether all of it could be followed."""
    trap_at: Span | None = None
    """The trap that changed its status."""

    def of(self, *kinds: str) -> list[Step]:
        """List the steps of some kinds."""
        return [step for step in self.steps if step.kind in kinds]


Source = Callable[[str, str], "tuple[str, tuple[shell.Node, ...]] | None"]
"""Gives the path and the tree of a sourced file: its path as far as it is known, and the file that sources it."""
Parse = Callable[[str], tuple[shell.Node, ...]]
"""Reads the text of a command."""


def follow(path: str, nodes: tuple[shell.Node, ...], world: World, names: Names, source: Source, parse: Parse) -> Course:
    """Give what a script does in one world."""
    return _Machine(path, world, names, source, parse).run(nodes)


class _Machine:
    """One way through a script, with the ways that branch off and join again."""

    def __init__(self, path: str, world: World, names: Names, source: Source, parse: Parse) -> None:
        self._path = path
        self._file = path
        self._world = world
        self._names = names
        self._source = source
        self._parse = parse
        self._state = _State(options=world.options)
        self._course = Course(world)
        self._maybe = 0
        self._ignored = 0
        self._depth = 0
        self._commands = 0
        self._order = 0
        self._outer: Span | None = None
        self._literal: Span | None = None
        self._sinks = [_Sink("stdout")]
        self._errors = _Sink("stderr")
        self._input: list[str] | None = None
        self._arguments: list[list[str] | None] = [None]
        self._conditions: list[_Condition] = []
        self._mode_seen = False
        self._resolved = False
        self._raw = False
        self._substituted: int | None = None
        self._otherwise_asks = False
        self._spelled = False
        self._stopped = False

    # --- the whole script --------------------------------------------------------------------------------------------------------

    def run(self, nodes: tuple[shell.Node, ...]) -> Course:
        course = self._course
        try:
            course.status = self._list(nodes)
        except Departure as departure:
            course.status, course.left = departure.status, departure
        course.state = self._state
        self._last_words(course)
        for sink in (self._sinks[0], self._errors):
            self._written(sink)
        course.steps.sort(key=lambda step: step.order)
        return course

    def _last_words(self, course: Course) -> None:
        """Run the trap on exit: it may change the status."""
        trap = self._state.traps.get("EXIT") or self._state.traps.get("0")
        if trap is None:
            return
        self._state.status = course.status
        self._state.options -= {"errexit"}
        try:
            self._evaluated(trap[0], trap[1])
        except Departure as departure:
            if departure.kind == "exit":
                if departure.status == 0 and course.status not in (0, None):
                    course.trap_at = trap[1]
                course.status = departure.status

    def _place(self, span: Span) -> Span:
        return self._outer or span

    def _note(self, kind: str, span: Span, words: tuple[str, ...] = (), **more: Any) -> None:
        order, self._order = self._order, self._order + 1
        own = self._outer is None
        step = Step(kind, self._place(span), words, self._maybe == 0, self._state.options, literal=self._literal, own=own, order=order)
        self._course.steps.append(replace(step, **more) if more else step)

    # --- running nodes -----------------------------------------------------------------------------------------------------------

    def _list(self, nodes: tuple[shell.Node, ...]) -> int | None:
        status: int | None = 0
        for node in nodes:
            before = self._state.helper_at
            status = self._execute(node)
            self._state.status = status
            if self._state.helper_at is not None and before is None and status == 0 and self._state.hidden_at is None:
                self._state.hidden_at = self._state.helper_at
        return status

    def _execute(self, node: shell.Node, *, asked: bool = False) -> int | None:
        """Run a node; ``asked`` tells that its success decides something, so that nobody can take it for granted."""
        self._stopped = False
        self._commands += 1
        if self._commands > MAX_COMMANDS or self._depth > MAX_DEPTH:
            self._course.complete = False
            return 0
        match node:
            case shell.Simple():
                return self._settled(self._simple(node, asked=asked), node.span)
            case shell.Redirected():
                return self._redirected(node, asked=asked)
            case shell.Group():
                if node.subshell:
                    return self._settled(self._subshell(node.body), node.span)
                return self._list(node.body)
            case shell.AndOr():
                return self._and_or(node, asked=asked)
            case shell.Negation():
                with self._ignoring():
                    status = self._execute(node.body, asked=True)
                return None if status is None else int(status == 0)
            case shell.Test():
                return self._settled(_status(self._tested(node.tokens)), node.span)
            case shell.Calculation():
                return self._settled(self._calculation(node), node.span)
            case shell.If():
                return self._if(node.arms, node.span)
            case shell.Case():
                return self._case(node)
            case shell.For():
                return self._for(node)
            case shell.While():
                return self._while(node)
            case shell.Pipeline():
                return self._settled(self._pipeline(node, asked=asked), node.span)
            case shell.Function():
                self._state.functions[node.name] = (node, self._file)
                if node.name in SHARED and "tools/integration-runner/" not in self._file:
                    self._note("redefines", node.span, (node.name, self._file))
                return 0
            case shell.Background():
                with self._ignoring():
                    self._state.background = self._subshell((node.body,))
                return 0

    def _settled(self, status: int | None, span: Span) -> int | None:
        """End a strict script at a command that fails, unless something looks at its status."""
        if status not in (0, None):
            failing = self._state.suite_at is not None and status == SUITE_FAILED
            if self._ignored or "errexit" not in self._state.options:
                if failing and self._state.swallowed_at is None and not self._ignored:
                    self._state.swallowed_at = self._state.relaxed_at or self._state.suite_at
                return status
            trap = self._state.traps.get("ERR")
            if trap is not None:
                self._state.status = status
                self._evaluated(trap[0], trap[1])
            self._leave("exit", status, span, explicit=False)
        return status

    def _leave(self, kind: str, status: int | None, span: Span, *, explicit: bool = True, modal: bool = False) -> None:
        if kind in ("exit", "exec") and self._world.stays and len(self._sinks) == 1:
            return
        modals = [c for c in self._conditions if c.asks_mode]
        guard = modals[0] if modals else self._conditions[-1] if self._conditions else None
        place = None if guard is None or (modal and not guard.asks_mode) else guard.place
        raise Departure(kind, status, self._place(span), explicit, place, self._state.asked, modal or bool(modals))

    @contextmanager
    def _ignoring(self) -> Iterator[None]:
        self._ignored += 1
        try:
            yield
        finally:
            self._ignored -= 1

    @contextmanager
    def _under(self, place: Span, *, asks_mode: bool) -> Iterator[None]:
        if asks_mode:
            self._note("asks-mode", place)
        self._conditions.append(_Condition(self._place(place), asks_mode))
        try:
            yield
        finally:
            self._conditions.pop()

    def _fork(self, *ways: Callable[[], int | None]) -> int | None:
        """Follow several ways; go on with the join of those that stay."""
        before = self._state
        stayed: list[tuple[_State, int | None]] = []
        left: list[tuple[_State, Departure]] = []
        self._maybe += 1
        try:
            for way in ways:
                self._state = before.copy()
                try:
                    stayed.append((self._state, way()))
                except Departure as departure:
                    left.append((self._state, departure))
                else:
                    stayed[-1] = (self._state, stayed[-1][1])
        finally:
            self._maybe -= 1
        if not stayed:
            self._state, chosen = next((pair for pair in left if pair[1].kind not in ("exit", "exec")), left[0])
            if any(other.status != chosen.status for _, other in left):
                chosen.status = None
            raise chosen
        self._state, status = stayed[0]
        for state, other in stayed[1:]:
            self._state = _joined(self._state, state)
            status = status if status == other else None
        return status

    # --- compound commands -------------------------------------------------------------------------------------------------------

    def _and_or(self, node: shell.AndOr, *, asked: bool) -> int | None:
        return self._chain(node.first, node.rest, asked=asked)

    def _chain(self, first: shell.Node, rest: tuple[tuple[str, shell.Node], ...], *, asked: bool) -> int | None:
        if not rest:
            return self._execute(first, asked=asked)
        (sign, following), later = rest[0], rest[1:]
        self._mode_seen = False
        ran = self._state.suite_at
        with self._ignoring():
            status = self._execute(first, asked=sign == "||" or (asked and not later))
        asks_mode = self._mode_seen
        return self._linked(status, sign, following, later, asked=asked, place=first.span, asks_mode=asks_mode, ran=ran)

    def _linked(
        self, status: int | None, sign: str, following: shell.Node, later: tuple[tuple[str, shell.Node], ...], *, asked: bool, place: Span,
        asks_mode: bool, ran: Span | None,
    ) -> int | None:  # fmt: skip
        def go_on() -> int | None:
            self._state.status = status if status is not None else (1 if sign == "||" else 0)
            if sign == "||" and ran is None and self._state.suite_at is not None and self._state.swallowed_at is None:
                self._state.swallowed_at = self._place(following.span)
            with self._under(place, asks_mode=asks_mode):
                if not later:
                    return self._execute(following, asked=asked)
                with self._ignoring():
                    result = self._execute(following, asked=later[0][0] == "||")
            return result

        def stop() -> int | None:
            self._stopped = sign == "&&"
            return status if status is not None else (0 if sign == "||" else 1)

        goes = None if status is None else (status == 0) == (sign == "&&")
        result = self._fork(go_on, stop) if goes is None else go_on() if goes else stop()
        if not later:
            return result
        (sign, following), more = later[0], later[1:]
        return self._linked(result, sign, following, more, asked=asked, place=place, asks_mode=asks_mode, ran=ran)

    def _if(self, arms: tuple[shell.Arm, ...], span: Span) -> int | None:
        if not arms:
            return 0
        arm, rest = arms[0], arms[1:]
        if arm.test is None:
            with self._under(arm.span, asks_mode=self._otherwise_asks):
                return self._list(arm.body)
        self._mode_seen = False
        with self._ignoring():
            status = self._asked(arm.test)
        asks_mode = self._mode_seen

        def then() -> int | None:
            with self._under(arm.span, asks_mode=asks_mode):
                return self._list(arm.body)

        def otherwise() -> int | None:
            self._otherwise_asks = asks_mode
            return self._if(rest, span)

        return self._fork(then, otherwise) if status is None else then() if status == 0 else otherwise()

    def _asked(self, nodes: tuple[shell.Node, ...]) -> int | None:
        if len(nodes) > 1:
            self._list(nodes[:-1])
        status = self._execute(nodes[-1], asked=True) if nodes else None
        self._state.status = status
        return status

    def _case(self, node: shell.Case) -> int | None:
        self._mode_seen = False
        subject = self._text(node.subject)
        asks_mode = self._mode_seen
        ways: list[Callable[[], int | None]] = []
        for index, choice in enumerate(node.choices):
            found = [matches(subject, self._pattern(p)) for p in choice.patterns]
            taken = True if True in found else None if None in found else False
            if taken is not False:
                ways.append(lambda index=index: self._choice(node.choices, index, asks_mode=asks_mode))  # type: ignore[misc]
            if taken:
                break
        else:
            ways.append(lambda: 0)
        return ways[0]() if len(ways) == 1 else self._fork(*ways)

    def _choice(self, choices: tuple[shell.Choice, ...], index: int, *, asks_mode: bool) -> int | None:
        choice = choices[index]
        with self._under(choice.span, asks_mode=asks_mode):
            status = self._list(choice.body)
        if choice.falls_through and index + 1 < len(choices):
            return self._choice(choices, index + 1, asks_mode=asks_mode)
        return status

    def _for(self, node: shell.For) -> int | None:
        words = node.words
        values = self._positional() if words is None else [v for word in words for v in self._fields(word)]
        if any(self._is_required(word) for word in words or ()):
            self._note("ask", node.span, tuple(values))
        status: int | None = 0
        for value in values[:MAX_ROUNDS]:
            self._set(node.variable, value, node.span)
            try:
                status = self._list(node.body)
            except Departure as departure:
                if departure.kind == "break":
                    break
                if departure.kind != "continue":
                    raise
        return status

    def _is_required(self, word: shell.Word) -> bool:
        return any(isinstance(part, shell.Expand) and part.name in ARRAYS and part.prefix != "#" for part in word.parts)

    def _while(self, node: shell.While) -> int | None:
        for _ in range(MAX_ROUNDS):
            with self._ignoring():
                status = self._asked(node.test) if node.test else None
            if status is not None and (status == 0) == node.until:
                return 0

            def body() -> int | None:
                try:
                    return self._list(node.body)
                except Departure as departure:
                    if departure.kind == "continue":
                        return 0
                    raise

            try:
                if status is None:
                    self._fork(body, lambda: 0)
                    return 0
                body()
            except Departure as departure:
                if departure.kind != "break":
                    raise
                return 0
        return 0

    def _subshell(self, nodes: tuple[shell.Node, ...], *, asked: bool = False) -> int | None:
        """Run commands whose changes stay inside."""
        outside = self._state
        self._state = outside.copy()
        self._state.traps = {}
        try:
            status = self._asked(nodes) if asked else self._list(nodes)
        except Departure as departure:
            status = departure.status
            if departure.kind == "exit" and not departure.explicit and departure.asked is not None:
                outside.asked = departure.asked
        inside = self._state
        self._state = outside
        for name in ("suite_at", "swallowed_at", "helper_at", "hidden_at", "asked"):
            setattr(outside, name, getattr(outside, name) or getattr(inside, name))
        return status

    def _pipeline(self, node: shell.Pipeline, *, asked: bool) -> int | None:
        statuses: list[int | None] = []
        given = self._input
        ran = self._state.suite_at
        for position, command in enumerate(node.commands):
            last = position == len(node.commands) - 1
            if last:
                with self._ignoring():
                    statuses.append(self._subshell((command,), asked=asked))
            else:
                sink = _Sink("pipe")
                self._sinks.append(sink)
                try:
                    with self._ignoring():
                        statuses.append(self._subshell((command,)))
                finally:
                    self._sinks.pop()
                    # What a command writes through a pipe is text for the next one.
                    self._input = [_whole(sink)]
        self._input = given
        self._state.pipe = tuple(0 if s is None else s for s in statuses)
        failed = [s for s in statuses if s not in (0, None)]
        if "pipefail" in self._state.options and failed:
            return failed[-1]
        final = statuses[-1] if statuses else 0
        if failed and not final and ran is None and self._state.suite_at is not None and self._state.swallowed_at is None:
            self._state.swallowed_at = self._place(node.span)
        return final if asked else final or 0

    def _redirected(self, node: shell.Redirected, *, asked: bool) -> int | None:
        given, sinks, errors = self._input, len(self._sinks), self._errors
        to_file: list[_Sink] = []
        for redirect in node.redirects:
            self._redirect(redirect, to_file)
        try:
            if node.body is None:
                return 0
            permanent = isinstance(node.body, shell.Simple) and len(node.body.words) == 1 and self._text_of(node.body.words[0]) == "exec"
            if permanent:
                return 0
            return self._execute(node.body, asked=asked)
        finally:
            self._input = given
            self._errors = errors
            del self._sinks[sinks:]
            for sink in to_file:
                self._written(sink)

    def _redirect(self, redirect: shell.Redirect, to_file: list[_Sink]) -> None:
        operator = redirect.operator
        if operator in ("<<", "<<<"):
            self._input = [self._text(redirect.target) + ("\n" if operator == "<<<" else "")]
            return
        process = next((p for p in redirect.target.parts if isinstance(p, shell.Substitute)), None)
        if operator == "<":
            if process is None:
                self._text(redirect.target)
            self._input = [self._printed_by(process)] if process is not None and process.kind == "<(" else [UNKNOWN]
            return
        target = self._text(redirect.target)
        if operator in (">&", "&>", "&>>") and not target.isdigit():
            descriptor = "both"
        else:
            descriptor = redirect.descriptor or "1"
        if operator == ">&" and (target.isdigit() or target == "-"):
            kind = {"1": "stdout", "2": "stderr"}.get(target, "stdout")
        elif process is not None:
            # `> >(tee log)` prints what it is given.
            kind = "stdout"
        else:
            kind = {
                "/dev/stderr": "stderr",
                "/dev/stdout": "stdout",
                "/dev/tty": "stdout",
                "/dev/fd/1": "stdout",
                "/dev/fd/2": "stderr",
            }.get(target, "file")
        if descriptor in ("1", "both"):
            if kind == "stdout":
                return
            sink = self._errors if kind == "stderr" else _Sink("file")
            self._sinks.append(sink)
            if kind == "file":
                to_file.append(sink)
        elif descriptor == "2" and kind == "file":
            self._errors = _Sink("file")
            to_file.append(self._errors)

    # --- output ------------------------------------------------------------------------------------------------------------------

    def _put(self, text: str, span: Span, *, error: bool = False) -> None:
        sink = self._errors if error else self._sinks[-1]
        order, self._order = self._order, self._order + 1
        sink.pieces.append(_Piece(text, self._place(span), self._maybe == 0, order, self._outer is None))

    def _written(self, sink: _Sink) -> None:
        """Note the lines that hold the start event; a line may have been written piece by piece."""
        whole = "".join(piece.text for piece in sink.pieces)
        at = 0
        for piece in sink.pieces:
            found = piece.text.find(EVENT)
            if found >= 0:
                begin, end = whole.rfind("\n", 0, at + found) + 1, whole.find("\n", at + found)
                line = whole[begin : end if end >= 0 else len(whole)]
                self._course.steps.append(Step("output", piece.place, (line,), piece.sure, to=sink.to, own=piece.own, order=piece.order))
            at += len(piece.text)

    def _captured(self, body: Callable[[], int | None]) -> tuple[str, int | None]:
        sink = _Sink("captured")
        self._sinks.append(sink)
        unsure, self._maybe = self._maybe, 0
        try:
            status = body()
        finally:
            self._maybe = unsure
            self._sinks.pop()
        return _whole(sink), status

    def _printed_by(self, part: shell.Substitute) -> str:
        helper = self._state.helper_at
        text, status = self._captured(lambda: self._subshell(part.body))
        if part.kind == "$(":
            self._substituted = status
        elif helper is None and self._state.helper_at is not None and self._state.hidden_at is None:
            # Nobody asks a process substitution for its status.
            self._state.hidden_at = self._state.helper_at
        return text.rstrip("\n")

    # --- variables ---------------------------------------------------------------------------------------------------------------

    def _positional(self) -> list[str]:
        return self._arguments[-1] or []

    def _lookup(self, name: str) -> str | tuple[str, ...] | None:
        """Give what a variable holds; None where it is unset."""
        if name.startswith("#") and len(name) > 1:
            value = self._lookup(name[1:])
            if isinstance(value, tuple):
                return UNKNOWN if UNKNOWN in value else str(len(value))
            return UNKNOWN if value is not None and not is_known(value) else str(len(value or ""))
        match name:
            case "?":
                return UNKNOWN if self._state.status is None else str(self._state.status)
            case "#":
                arguments = self._arguments[-1]
                return UNKNOWN if arguments is None else str(len(arguments))
            case "@" | "*":
                return tuple(self._positional())
            case "0" | "$" | "!" | "-" | "_":
                return SOME
            case "PIPESTATUS":
                return tuple(UNKNOWN if s is None else str(s) for s in self._state.pipe or (self._state.status,))
        if name.isdigit():
            arguments = self._arguments[-1]
            if arguments is None:
                return UNKNOWN
            return arguments[int(name) - 1] if 0 < int(name) <= len(arguments) else None
        known = self._state.variables.get(name)
        if known is not None:
            if known.resolved:
                self._resolved = self._mode_seen = True
            return known.value
        if self._names.is_variable(name):
            self._mode_seen = self._raw = True
            return self._world.mode
        if SHELL_OWN.fullmatch(name):
            return SOME
        foreign = not self._course.complete or any(
            s.kind.endswith("helper") or s.kind == "source" for s in self._course.steps if not s.followed
        )
        if not self._world.unset or self._names.is_process_variable(name) or name == name.lower() or (foreign and _PLACES.fullmatch(name)):
            return UNKNOWN
        return None

    def _set(
        self, name: str, value: str | tuple[str, ...] | None, span: Span, *, resolved: bool = False, exported: bool | None = None
    ) -> None:
        before = self._state.variables.get(name)
        out = (before is not None and before.exported) or "allexport" in self._state.options if exported is None else exported
        if value == self._world.mode and not self._raw and self._course.of("resolve"):
            # It has gone through something that is not followed, or an arm spells out the mode it is for.
            resolved = True
        self._state.variables[name] = _Variable(value, out, resolved, self._place(span))
        if self._names.is_variable(name) and value is not None:
            self._note("export" if out else "assign", span, (value if isinstance(value, str) else " ".join(value),), resolved=resolved)

    def _assign(self, item: shell.Set, *, exported: bool | None = None) -> None:
        saved, self._resolved = self._resolved, False
        value: str | tuple[str, ...]
        if isinstance(item.value, shell.Word):
            value = self._text(item.value)
        else:
            value = tuple(v for word in item.value for v in self._fields(word))
        before = self._state.variables.get(item.name)
        held = None if before is None else before.value
        if item.index is not None:
            old = held if isinstance(held, tuple) else ()
            value = (*old, value) if isinstance(value, str) else (*old, *value)
        elif item.appends:
            if isinstance(value, tuple):
                value = (*((held,) if isinstance(held, str) and held else held or ()), *value)
            elif isinstance(held, tuple):
                value = (held[0] + value, *held[1:]) if held else (value,)
            else:
                value = (held or "") + value
        if item.name in ARRAYS and not isinstance(item.value, shell.Word):
            entries = [(v, word.span) for word in item.value for v in self._fields(word)]
            self._note("array", item.span, tuple(v for v, _ in entries), words_at=tuple(self._place(s) for _, s in entries))
        self._set(item.name, value, item.span, resolved=self._resolved, exported=exported)
        self._resolved = saved or self._resolved

    # --- words -------------------------------------------------------------------------------------------------------------------

    def _text_of(self, word: shell.Word | shell.Set) -> str:
        return self._text(word) if isinstance(word, shell.Word) else ""

    def _text(self, word: shell.Word) -> str:
        """Give a word's text, not split."""
        return "".join(" ".join(self._values(part)) if not isinstance(part, shell.Text) else part.text for part in word.parts)

    def _pattern(self, word: shell.Word) -> str:
        text = ""
        for part in word.parts:
            if isinstance(part, shell.Text):
                text += literal(part.text) if part.quoted else part.text
            else:
                text += literal(" ".join(self._values(part)))
        return text

    def _fields(self, word: shell.Word) -> list[str]:
        """Give the words that a word becomes: arrays and unquoted expansions are split."""
        if all(isinstance(p, shell.Text) for p in word.parts):
            text = "".join(p.text for p in word.parts if isinstance(p, shell.Text))
            quoted = any(p.quoted for p in word.parts if isinstance(p, shell.Text))
            return [text] if quoted else braces(text)
        done: list[str] = []
        current, started = "", False
        for part in word.parts:
            if isinstance(part, shell.Text):
                current, started = current + part.text, True
                continue
            values = self._values(part)
            several = isinstance(part, shell.Expand) and (part.index == "@" or part.name == "@" or (part.index == "*" and not part.quoted))
            if not several:
                joined = " ".join(values)
                values = [joined] if part.quoted else joined.split()
            if not values:
                continue
            started = True
            current += values[0]
            for value in values[1:]:
                done.append(current)
                current = value
        return [*done, current] if started else done

    def _values(self, part: shell.Part) -> list[str]:
        match part:
            case shell.Text():
                return [part.text]
            case shell.Calculate():
                number = self._calculate(self._text(part.inside))
                return [SOME if number is None else str(number)]
            case shell.Substitute():
                if part.kind != "$(":
                    self._printed_by(part)
                    return [SOME]
                return [self._printed_by(part)]
            case shell.Expand():
                value = self._expanded(part)
                return list(value) if isinstance(value, tuple) else [value]

    def _expanded(self, part: shell.Expand) -> str | tuple[str, ...]:
        name = part.name
        if part.prefix == "!":
            target = self._lookup(name)
            if part.index is not None or not isinstance(target, str) or not is_known(target) or not target:
                return UNKNOWN
            name = target
        value = self._lookup(name)
        if part.prefix == "#":
            return str(self._lookup("#" + name) or "0")
        whole = part.index in ("@", "*") or name in ("@", "*")
        if isinstance(value, tuple) and not whole:
            index = part.index or "0"
            number = self._calculate(index) if not index.lstrip("-").isdigit() else int(index)
            value = UNKNOWN if number is None else value[number] if -len(value) <= number < len(value) else None
        elif isinstance(value, str) and whole and name not in ("@", "*"):
            value = (value,)
        return self._operated(part, name, value)

    def _operated(self, part: shell.Expand, name: str, value: str | tuple[str, ...] | None) -> str | tuple[str, ...]:
        operator = part.operator
        operand = part.operands[0] if part.operands else shell.Word(part.span)
        flat = " ".join(value) if isinstance(value, tuple) else value
        if operator in (":-", "-", ":=", "=", ":+", "+", ":?", "?"):
            empty = (emptiness(flat) if operator.startswith(":") else flat is None) if flat is None or operator.startswith(":") else False
            if flat is None or (empty and name not in self._state.variables):
                self._ask(part.span)
            return self._alternative(operator[-1], name, value, operand, empty, part.span)
        if flat is None:
            if "nounset" in self._state.options and not isinstance(value, tuple) and part.index not in ("@", "*"):
                self._ask(part.span)
                self._leave("exit", 1, part.span, explicit=False)
            return "" if part.index not in ("@", "*") else ()
        if not operator:
            return flat if value is None else value
        if isinstance(value, tuple):
            number = self._calculate(self._text(operand)) if operator == ":" else None
            return value[number:] if number is not None else tuple(self._changed(operator, v, part) for v in value)
        return self._changed(operator, value or "", part)

    def _alternative(
        self, sign: str, name: str, value: str | tuple[str, ...] | None, operand: shell.Word, empty: bool | None, span: Span
    ) -> str | tuple[str, ...]:
        held = "" if value is None else value
        if sign == "+":
            return "" if empty else self._text(operand) if empty is False else self._text(operand) and UNKNOWN
        if empty is False:
            return held
        if sign == "?":
            if empty:
                self._leave("exit", 1, span, explicit=False)
            return SOME
        given = self._text(operand)
        if sign == "=":
            self._set(name, given if empty else SOME, span)
        if empty:
            return given
        return held if not given else SOME

    def _changed(self, operator: str, value: str, part: shell.Expand) -> str:
        operands = part.operands
        if operator in (",,", ","):
            return value.lower()
        if operator in ("^^", "^"):
            return value.upper()
        if operator in ("#", "##", "%", "%%"):
            return trimmed(value, operator, self._pattern(operands[0]))
        if operator in ("/", "//"):
            return replaced(value, self._pattern(operands[0]), self._text(operands[1]) if len(operands) > 1 else "", every=operator == "//")
        if operator == "@":
            kind = self._text(operands[0]) if operands else ""
            return value.lower() if kind == "L" else value.upper() if kind == "U" else value
        return UNKNOWN

    def _calculate(self, text: str) -> int | None:
        def number(name: str) -> str | None:
            value = self._lookup(name)
            return " ".join(value) if isinstance(value, tuple) else value

        return calculated(text, number)

    def _calculation(self, node: shell.Calculation) -> int | None:
        text = self._text(node.inside)
        changed = re.fullmatch(r"\s*(?:(\w+)\s*([-+])?=(?!=)(.*)|(\w+)(\+\+|--)|(\+\+|--)(\w+))\s*", text, re.DOTALL)
        if changed is None:
            value = self._calculate(text)
            return None if value is None else int(value == 0)
        name = changed[1] or changed[4] or changed[7]
        sign = changed[2] or (changed[5] or changed[6] or "")[:1]
        amount = changed[3] or "1"
        value = self._calculate(f"{name} {sign} ({amount})" if sign else amount)
        self._set(name, SOME if value is None else str(value), node.span)
        # `((n++))` fails where n was 0; people write it all the same and mean no failure.
        return 0

    def _ask(self, span: Span) -> None:
        self._state.asked = self._place(span)

    # --- tests -------------------------------------------------------------------------------------------------------------------

    def _tested(self, tokens: tuple[shell.Word | str, ...]) -> bool | None:
        """Evaluate a test: ``||`` binds weakest, then ``&&``, then ``!``."""
        position = 0

        def either() -> bool | None:
            nonlocal position
            result = both()
            while position < len(tokens) and tokens[position] in ("||", "-o"):
                position += 1
                right = both()
                result = True if result or right else None if result is None or right is None else False
            return result

        def both() -> bool | None:
            nonlocal position
            result = one()
            while position < len(tokens) and tokens[position] in ("&&", "-a"):
                position += 1
                right = one()
                result = False if result is False or right is False else None if result is None or right is None else True
            return result

        def one() -> bool | None:
            nonlocal position
            if position >= len(tokens):
                return None
            token = tokens[position]
            if token == "!":
                position += 1
                result = one()
                return None if result is None else not result
            if token == "(":
                position += 1
                result = either()
                position += 1
                return result
            if isinstance(token, str) and position + 1 < len(tokens) and isinstance(tokens[position + 1], shell.Word):
                operand = tokens[position + 1]
                position += 2
                return self._unary(token, operand) if isinstance(operand, shell.Word) else None
            if position + 2 < len(tokens) and tokens[position + 1] in _BINARY:
                left, sign, right = tokens[position : position + 3]
                position += 3
                if isinstance(left, shell.Word) and isinstance(sign, str) and isinstance(right, shell.Word):
                    return self._binary(left, sign, right)
                return None
            position += 1
            if isinstance(token, shell.Word):
                empty = emptiness(self._text(token))
                return None if empty is None else not empty
            return None

        result = either()
        return result if position >= len(tokens) else None

    def _unary(self, sign: str, word: shell.Word) -> bool | None:
        if sign in ("-n", "-z"):
            empty = emptiness(self._text(word))
            return None if empty is None else empty == (sign == "-z")
        text = self._text(word)
        if sign == "-v" and is_known(text):
            value = self._lookup(text)
            if value is None:
                self._ask(word.span)
            return False if value is None else None if value == UNKNOWN else True
        return None

    def _binary(self, left: shell.Word, sign: str, right: shell.Word) -> bool | None:
        first = self._text(left)
        if sign in ("=", "==", "!="):
            found = matches(first, self._pattern(right))
            return found if sign != "!=" or found is None else not found
        if sign in _NUMERIC:
            one, two = self._calculate(first), self._calculate(self._text(right))
            return None if one is None or two is None else _NUMERIC[sign](one, two)
        second = self._text(right)
        if sign == "=~" and is_known(first) and is_known(second) and len(second) < 100:
            try:
                return re.search(second, first) is not None
            except re.error:
                return None
        return None

    # --- simple commands ---------------------------------------------------------------------------------------------------------

    def _simple(self, node: shell.Simple, *, asked: bool) -> int | None:
        resolved, self._resolved = self._resolved, False
        raw, self._raw = self._raw, False
        try:
            return self._command(node, asked=asked)
        finally:
            self._resolved = resolved or self._resolved
            self._raw = raw or self._raw

    def _command(self, node: shell.Simple, *, asked: bool) -> int | None:
        if not node.words:
            self._substituted = None
            for item in node.sets:
                self._assign(item)
            return 0 if self._substituted is None else self._substituted
        head = node.words[0]
        if isinstance(head, shell.Word) and self._text_of(head) in _DECLARES:
            return self._declare(node, self._text_of(head))
        given: dict[str, _Variable | None] = {}
        for item in node.sets:
            given[item.name] = self._state.variables.get(item.name)
            if self._names.is_variable(item.name):
                self._note("prefix", node.span)
            value = self._text(item.value) if isinstance(item.value, shell.Word) else UNKNOWN
            before = given[item.name]
            out, resolved = (False, False) if before is None else (before.exported, before.resolved)
            self._state.variables[item.name] = _Variable(value, out, resolved, self._place(item.span))
        written = self._literal
        words: list[str] = []
        for word in node.words:
            if isinstance(word, shell.Word):
                if not words:
                    self._literal = self._written_down(word) or self._literal
                words += self._fields(word)
        if any(isinstance(w, shell.Word) and self._is_required(w) for w in node.words[1:]) or not ARRAYS.isdisjoint(words[1:]):
            self._note("ask", node.span, tuple(words))
        self._spelled = all(isinstance(p, shell.Text) for w in node.words if isinstance(w, shell.Word) for p in w.parts)
        try:
            return self._call(words, node, asked=asked)
        finally:
            self._literal = written
            for name, earlier in given.items():
                if earlier is None:
                    self._state.variables.pop(name, None)
                else:
                    self._state.variables[name] = earlier

    def _written_down(self, word: shell.Word) -> Span | None:
        """Give where a command held in a variable was written."""
        part = word.parts[0] if len(word.parts) == 1 else None
        known = self._state.variables.get(part.name) if isinstance(part, shell.Expand) else None
        return None if known is None else known.place

    def _declare(self, node: shell.Simple, keyword: str) -> int | None:
        flags = "".join(self._text_of(w) for w in node.words[1:] if isinstance(w, shell.Word) and self._text_of(w).startswith("-"))
        if "f" in flags:
            return 0
        exported = True if (keyword == "export" or "x" in flags) and "n" not in flags else None
        for word in node.words[1:]:
            if isinstance(word, shell.Set):
                self._assign(word, exported=exported)
                continue
            self._resolved = False
            name = self._text(word)
            name, equals, value = name.partition("=")
            if not name.isidentifier():
                continue
            if equals:
                self._set(name, value, word.span, resolved=self._resolved, exported=exported)
            elif exported:
                known = self._state.variables.get(name)
                held = self._lookup(name) if known is None else known.value
                resolved = known is not None and known.resolved
                self._set(name, held, word.span, resolved=resolved, exported=True)
            elif keyword == "local" or "a" in flags or "A" in flags:
                self._set(name, () if "a" in flags or "A" in flags else "", word.span)
        return 0

    def _call(self, words: list[str], node: shell.Simple, *, asked: bool) -> int | None:
        span = node.span
        if not words:
            return 0 if self._substituted is None else self._substituted
        name = words[0]
        if name in SHARED:
            return self._shared(name, words, span)
        if name in self._state.functions:
            return self._function(name, words, span)
        known = _BUILTINS.get(name)
        if known is not None:
            return known(self, words, span)
        return self._external(words, span, asked=asked)

    def _function(self, name: str, words: list[str], span: Span) -> int | None:
        function, file = self._state.functions[name]
        own = self._file == self._path and file == self._path
        outer, here, before = self._outer, self._file, dict(self._state.variables)
        if not own and self._outer is None:
            self._outer = span
        self._note("calls", span, (name,))
        opened = len(self._course.steps)
        self._file = file
        self._arguments.append(words[1:])
        self._depth += 1
        try:
            status = self._execute(function.body)
        except Departure as departure:
            if departure.kind == "exit":
                self._lift(departure, function, outer or span, opened)
            if departure.kind != "return":
                raise
            status = departure.status
        finally:
            self._depth -= 1
            self._arguments.pop()
            self._outer, self._file = outer, here
        self._restore(function, before)
        # A function that ends in `[[ … ]] && …` fails where the test does; nobody means it to end the script.
        return 0 if self._stopped and not self._ignored and status == 1 else status

    def _lift(self, departure: Departure, function: shell.Function, place: Span, opened: int) -> None:
        """Blame a call for the variables that its function asks for, where the function does nothing else."""
        asked = departure.asked
        if asked is not None and function.span.contains(asked) and all(s.kind in _ASIDES for s in self._course.steps[opened:]):
            departure.asked = place

    def _restore(self, function: shell.Function, before: dict[str, _Variable]) -> None:
        """Give back what the function declared as its own."""
        for word in _locals(function):
            if word in before:
                self._state.variables[word] = before[word]
            else:
                self._state.variables.pop(word, None)

    def _evaluated(self, text: str, span: Span) -> int | None:
        """Run a text as commands of this shell; whatever it does is done at its place."""
        if not is_known(text) and not text.strip(UNKNOWN + SOME):
            self._course.complete = False
            return 0
        outer, self._outer = self._outer, self._place(span)
        self._depth += 1
        try:
            return self._list(self._parse(text)) if self._depth <= MAX_DEPTH else 0
        finally:
            self._outer = outer
            self._depth -= 1

    def _shared(self, name: str, words: list[str], span: Span) -> int | None:
        if name == RESOLVE:
            self._note("resolve", span, tuple(words))
            self._resolved = self._mode_seen = True
            if self._world.helper_fails:
                self._state.helper_at = self._state.helper_at or self._place(span)
                return 1
            self._put(self._world.mode + "\n", span)
            return 0
        if name == JUNIT:
            self._note("junit", span, tuple(words))
            self._put(JUNIT_PATH + "\n", span)
            return 0
        self._note("require", span, tuple(words))
        known = self._state.functions.get(name)
        if known is not None and any(self._is_required(word) for word in shell.words_of((known[0].body,))):
            # The shared helper looks at the array itself.
            self._note("ask", span)
        if self._world.mode != "cluster":
            self._leave("exit", 1, span, modal=True)
        return 0

    def _external(self, words: list[str], span: Span, *, asked: bool) -> int | None:
        self._note("command", span, tuple(words))
        if _INFORMING.isdisjoint(words) and test_index([MARKS.sub("$()", word) for word in words]) is not None:
            return self._suite(words, span)
        event = _event_of(words, self._input)
        if event is not None:
            self._put(event, span)
        elif self._sinks[-1].to in ("captured", "pipe"):
            self._put(UNKNOWN, span)
        if any(JUNIT_PATH in word for word in words[1:]):
            return self._suite(words, span) if self._looks_like_suite(words) else 0
        return None if asked or (self._ignored and self._depth) else 0

    @staticmethod
    def _looks_like_suite(words: list[str]) -> bool:
        return words[0].rpartition("/")[2] not in (
            "mkdir",
            "rm",
            "touch",
            "cp",
            "mv",
            "cat",
            "ls",
            "dirname",
            "basename",
            "logger",
            "chmod",
            "test",
            "realpath",
        )

    def _suite(self, words: list[str], span: Span) -> int | None:
        held = [v for n, v in self._state.variables.items() if self._names.is_variable(n)]
        self._note("suite", span, tuple(words), exported=any(v.exported and v.resolved for v in held))
        if self._sinks[-1].to in ("captured", "pipe"):
            self._put(UNKNOWN, span)
        if self._world.failing == self._place(span):
            self._state.suite_at = self._place(span)
            return SUITE_FAILED
        return 0

    # --- commands of the shell ---------------------------------------------------------------------------------------------------

    def _nothing(self, words: list[str], span: Span) -> int | None:
        del words, span
        return 0

    def _pwd(self, words: list[str], span: Span) -> int | None:
        del words
        self._put(SOME + "\n", span)
        return 0

    def _false(self, words: list[str], span: Span) -> int | None:
        del words, span
        return 1

    def _exit(self, words: list[str], span: Span) -> int | None:
        status = self._state.status if len(words) < 2 else _number(words[1])
        self._note("exit", span, tuple(words) if self._spelled else ())
        self._leave("exit", status, span)
        return status

    def _return(self, words: list[str], span: Span) -> int | None:
        self._leave("return", self._state.status if len(words) < 2 else _number(words[1]), span)
        return 0

    def _jump(self, words: list[str], span: Span) -> int | None:
        self._leave(words[0], 0, span)
        return 0

    def _options(self, words: list[str], span: Span) -> int | None:
        """Run ``set``."""
        rest = list(words[1:])
        on: list[str] = []
        off: list[str] = []
        while rest:
            word = rest.pop(0)
            if word == "--" or not re.match(r"[-+]\w", word):
                self._arguments[-1] = rest if word == "--" else [word, *rest]
                break
            named = on if word[0] == "-" else off
            named += [_OPTIONS.get(letter, letter) for letter in word[1:] if letter != "o"]
            if "o" in word[1:] and rest:
                named.append(rest.pop(0))
        self._switch(on, off, span)
        return 0

    def _switch(self, on: list[str], off: list[str], span: Span) -> None:
        self._state.options = (self._state.options | set(on)) - set(off)
        self._note("option", span, tuple(on))
        if "errexit" in off:
            self._state.relaxed_at = self._place(span)

    def _shopt(self, words: list[str], span: Span) -> int | None:
        if any(w.startswith("-") and "o" in w for w in words[1:]) and any(w.startswith("-") and "s" in w for w in words[1:]):
            self._switch([w for w in words[1:] if not w.startswith("-")], [], span)
        return 0

    def _test_command(self, words: list[str], span: Span) -> int | None:
        tokens: list[shell.Word | str] = []
        for word in words[1:] if words[-1] != "]" else words[1:-1]:
            operator = word in _BINARY or word in ("!", "-a", "-o", "(", ")") or re.fullmatch(r"-\w", word)
            tokens.append(word if operator else shell.Word(span, (shell.Text(word, quoted=True),)))
        return _status(self._tested(tuple(tokens)))

    def _echo(self, words: list[str], span: Span) -> int | None:
        rest = words[1:]
        flags = ""
        while rest and re.fullmatch(r"-[neE]+", rest[0]):
            flags += rest.pop(0)
        text = " ".join(rest)
        self._put((unescaped(text) if "e" in flags else text) + ("" if "n" in flags else "\n"), span)
        return 0

    def _printf(self, words: list[str], span: Span) -> int | None:
        rest = [w for i, w in enumerate(words[1:]) if not (i == 0 and w == "--")]
        if rest[:1] == ["-v"] and len(rest) > 1:
            self._set(rest[1], printed(rest[2:]), span, resolved=self._resolved)
            return 0
        self._put(printed(rest), span)
        return 0

    def _cat(self, words: list[str], span: Span) -> int | None:
        files = [w for w in words[1:] if not w.startswith("-")]
        self._put(UNKNOWN if files or self._input is None else "".join(self._input), span)
        return 0

    def _tr(self, words: list[str], span: Span) -> int | None:
        text = "".join(self._input or [UNKNOWN])
        joined = " ".join(words[1:])
        if re.search(r"(?:upper:\]|A-Z)\S* \S*(?:lower:|a-z)", joined):
            text = text.lower()
        elif re.search(r"(?:lower:\]|a-z)\S* \S*(?:upper:|A-Z)", joined):
            text = text.upper()
        elif re.search(r"-d \S*\\n", joined):
            text = text.replace("\n", "")
        elif re.search(r"-d \S*space", joined):
            text = "".join(text.split())
        elif re.search(r"\\n\S* [\"' ]*$", joined):
            text = text.replace("\n", " ")
        else:
            text = UNKNOWN
        self._put(text, span)
        return 0

    def _grep(self, words: list[str], span: Span) -> int | None:
        text = "".join(self._input or [UNKNOWN])
        pattern = next((w for w in words[1:] if not w.startswith("-")), "")
        if not any(w.startswith("-") and "q" in w for w in words[1:]):
            self._put(UNKNOWN, span)
        if not is_known(text + pattern) or not re.fullmatch(r"[\w^$ -]+", pattern):
            return None
        flags = re.IGNORECASE if any(re.fullmatch(r"-\w*i\w*", w) for w in words[1:]) else 0
        return int(re.search(pattern, text.rstrip("\n"), flags | re.MULTILINE) is None)

    def _tee(self, words: list[str], span: Span) -> int | None:
        to_error = any(w == "/dev/stderr" for w in words)
        text = "".join(self._input or [UNKNOWN])
        self._put(text, span)
        if to_error:
            self._put(text, span, error=True)
        return 0

    def _read(self, words: list[str], span: Span) -> int | None:
        names = [w for w in words[1:] if w.isidentifier()] or ["REPLY"]
        if self._input is None or any(not is_known(piece) and not piece.strip(UNKNOWN) for piece in self._input):
            for name in names:
                self._set(name, UNKNOWN, span)
            return None
        lines = "".join(self._input).split("\n")
        line, self._input[:] = lines[0], ["\n".join(lines[1:])] if len(lines) > 1 else []
        pieces = line.split(None, len(names) - 1)
        for position, name in enumerate(names):
            self._set(name, pieces[position] if position < len(pieces) else "", span, resolved=self._resolved)
        return 0 if len(lines) > 1 or line else 1

    def _mapfile(self, words: list[str], span: Span) -> int | None:
        names = [w for w in words[1:] if w.isidentifier()]
        text = "".join(self._input or [UNKNOWN])
        if names:
            values = tuple(line for line in text.split("\n") if line)
            self._set(names[-1], values, span)
            if names[-1] in ARRAYS:
                self._note("array", span, values, words_at=tuple(self._place(span) for _ in values))
        return 0

    def _unset(self, words: list[str], span: Span) -> int | None:
        for name in words[1:]:
            if not name.startswith("-"):
                self._state.variables[name] = _Variable(None)
                if "-f" in words:
                    self._state.functions.pop(name, None)
        del span
        return 0

    def _shift(self, words: list[str], span: Span) -> int | None:
        arguments = self._arguments[-1]
        if arguments:
            del arguments[: _number(words[1]) or 1 if len(words) > 1 else 1]
        del span
        return 0 if arguments is not None else None

    def _sourced(self, words: list[str], span: Span) -> int | None:
        if len(words) < 2:
            return 0
        target = words[1]
        plain = target.replace(UNKNOWN, "").replace(SOME, "")
        found = self._source(target, self._file)
        name = plain.rpartition("/")[2]
        shared = found is None or f"/tools/integration-runner/{name}" in f"/{found[0]}"
        kind = {"integration-mode.sh": "mode-helper", "junit-path.sh": "junit-helper"}.get(name, "source") if shared else "source"
        self._note(kind, span, (plain, *(() if found is None else found[:1])), followed=found is not None)
        if found is None or self._depth >= MAX_DEPTH:
            return 0
        outer, file = self._outer, self._file
        self._outer, self._file = self._place(span), found[0]
        self._depth += 1
        if words[2:]:
            self._arguments.append(words[2:])
        try:
            self._list(found[1])
        except Departure as departure:
            if departure.kind != "return":
                raise
        finally:
            self._outer, self._file = outer, file
            self._depth -= 1
            if words[2:]:
                self._arguments.pop()
        return 0

    def _eval(self, words: list[str], span: Span) -> int | None:
        return self._evaluated(" ".join(words[1:]), span)

    def _trap(self, words: list[str], span: Span) -> int | None:
        rest = [w for w in words[1:] if w != "--"]
        if len(rest) > 1:
            for signal in rest[1:]:
                if rest[0] in ("-", ""):
                    self._state.traps.pop(signal.removeprefix("SIG"), None)
                else:
                    self._state.traps[signal.removeprefix("SIG")] = (rest[0], self._place(span))
        return 0

    def _wait(self, words: list[str], span: Span) -> int | None:
        del span
        return self._state.background if len(words) > 1 else 0

    def _printenv(self, words: list[str], span: Span) -> int | None:
        value = self._lookup(words[1]) if len(words) > 1 and is_known(words[1]) else UNKNOWN
        if value is None:
            self._ask(span)
            return 1
        self._put((value if isinstance(value, str) else " ".join(value)) + "\n", span)
        return None if value == UNKNOWN else 0

    def _wrapped(self, words: list[str], span: Span) -> int | None:
        """Run ``command``, ``exec``, ``env`` and the like: the command behind them."""
        wrapper, rest = words[0], list(words[1:])
        if wrapper == "command" and rest[:1] and rest[0] in ("-v", "-V"):
            return self._external(words, span, asked=True)
        while rest and (rest[0].startswith("-") or (wrapper in ("env", "sudo") and re.match(r"\w+=", rest[0]))):
            taken = rest.pop(0)
            if wrapper == "env" and (name := taken.partition("=")[0]) != taken and self._names.is_variable(name):
                self._note("prefix", span)
            if taken in ("-u", "-n", "-C", "-S", "-a") and rest and wrapper != "command":
                rest.pop(0)
        if not rest:
            return 0
        status = self._call(rest, shell.Simple(span), asked=False)
        if wrapper == "exec":
            self._leave("exec", status, span, explicit=False)
        return status

    def _inner_shell(self, words: list[str], span: Span) -> int | None:
        """Run ``sh -c text``; any other script is a command of its own."""
        at = next((i for i, w in enumerate(words[1:], 1) if re.fullmatch(r"-\w*c", w)), None)
        if at is None or at + 1 >= len(words):
            return self._external(words, span, asked=False)
        before = self._literal
        self._literal = before or span
        options = frozenset(_OPTIONS.get(letter, letter) for letter in words[at][1:-1])
        if any(w == "pipefail" for w in words[1:at]):
            options |= {"pipefail"}
        outside = self._state
        self._state = replace(outside.copy(), options=options)
        self._arguments.append(words[at + 3 :])
        try:
            status = self._evaluated(words[at + 1], span)
        except Departure as departure:
            status = departure.status
        finally:
            inside, self._state = self._state, outside
            self._arguments.pop()
            self._literal = before
        for name in ("suite_at", "swallowed_at", "helper_at", "hidden_at"):
            setattr(outside, name, getattr(outside, name) or getattr(inside, name))
        return status


_Builtin = Callable[[_Machine, list[str], Span], "int | None"]
_BUILTINS: dict[str, _Builtin] = {
    **dict.fromkeys((":", "true", "cd", "pushd", "popd", "hash", "ulimit", "umask", "alias", "mkdir", "sleep", "let"), _Machine._nothing),
    **dict.fromkeys(("false",), _Machine._false),
    **dict.fromkeys(("break", "continue"), _Machine._jump),
    **dict.fromkeys(_WRAPPERS, _Machine._wrapped),
    **dict.fromkeys(("source", "."), _Machine._sourced),
    **dict.fromkeys(("test", "["), _Machine._test_command),
    **dict.fromkeys(("mapfile", "readarray"), _Machine._mapfile),
    **dict.fromkeys((*_SHELLS, "/bin/bash", "/bin/sh"), _Machine._inner_shell),
    "exit": _Machine._exit,
    "pwd": _Machine._pwd,
    "return": _Machine._return,
    "set": _Machine._options,
    "shopt": _Machine._shopt,
    "echo": _Machine._echo,
    "printf": _Machine._printf,
    "cat": _Machine._cat,
    "tr": _Machine._tr,
    "tee": _Machine._tee,
    "grep": _Machine._grep,
    "read": _Machine._read,
    "unset": _Machine._unset,
    "shift": _Machine._shift,
    "eval": _Machine._eval,
    "trap": _Machine._trap,
    "wait": _Machine._wait,
    "printenv": _Machine._printenv,
}


def _status(truth: bool | None) -> int | None:
    return None if truth is None else int(not truth)


def _number(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


def _whole(sink: _Sink) -> str:
    """Give what a sink took in; of several ways, nobody knows which."""
    if all(piece.sure for piece in sink.pieces):
        return "".join(piece.text for piece in sink.pieces)
    ways = {piece.text for piece in sink.pieces}
    return ways.pop() if len(ways) == 1 else UNKNOWN


def _joined(first: _State, second: _State) -> _State:
    """Give what two ways have in common."""
    variables: dict[str, _Variable] = {}
    for name in dict.fromkeys((*first.variables, *second.variables)):
        one, two = first.variables.get(name), second.variables.get(name)
        if one is None or two is None or one.value != two.value:
            known = one or two
            place = None if known is None else known.place
            exported = any(v is not None and v.exported for v in (one, two))
            resolved = any(v is not None and v.resolved for v in (one, two))
            lists = [v.value for v in (one, two) if v is not None and isinstance(v.value, tuple)]
            variables[name] = _Variable(_longest(lists) if lists else UNKNOWN, exported, resolved, place)
        else:
            variables[name] = replace(one, exported=one.exported or two.exported, resolved=one.resolved or two.resolved)
    return replace(
        first,
        variables=variables,
        options=first.options & second.options,
        functions={**second.functions, **first.functions},
        traps={**second.traps, **first.traps},
        status=first.status if first.status == second.status else None,
        suite_at=first.suite_at if second.suite_at is not None else None,
        swallowed_at=first.swallowed_at or second.swallowed_at,
        helper_at=first.helper_at or second.helper_at,
        hidden_at=first.hidden_at or second.hidden_at,
        asked=first.asked or second.asked,
        relaxed_at=first.relaxed_at or second.relaxed_at,
    )


def _longest(lists: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Give an array that is one of several: what it may hold, of unknown length."""
    longest = max(lists, key=len)
    return (*(() if any(not one for one in lists) else longest), UNKNOWN)


def _locals(function: shell.Function) -> list[str]:
    """List the names that a function declares for itself."""
    found: list[str] = []
    for command in shell.commands_of((function.body,)):
        if isinstance(command, shell.Simple) and command.words:
            head = command.words[0]
            text = "".join(p.text for p in head.parts if isinstance(p, shell.Text)) if isinstance(head, shell.Word) else ""
            if text in ("local", "declare", "typeset"):
                for word in command.words[1:]:
                    name = word.name if isinstance(word, shell.Set) else "".join(p.text for p in word.parts if isinstance(p, shell.Text))
                    found.append(name)
    return found


def _event_of(words: list[str], given: list[str] | None) -> str | None:
    """Give the event that a JSON tool or an interpreter prints, in the form that matters: its keys, and whether it is one line."""
    tool = words[0].rpartition("/")[2]
    text = " ".join(words[1:])
    if tool == "jq":
        compact = any(re.fullmatch(r"-\w*c\w*|--compact-output", w) for w in words[1:])
        if EVENT not in text:
            piped = "".join(given or [])
            if EVENT not in piped:
                return None
            return re.sub(r"\s*\n\s*", "", piped) + "\n" if compact else piped.replace("{", "{\n", 1)
        mode = '"mode": "\x02"' if re.search(r"\bmode\b", text) else ""
    elif re.fullmatch(r"python[\d.]*|node|deno|bun|ruby|perl", tool):
        text += "".join(given or [])
        if EVENT not in text:
            return None
        compact = re.search(r"\bindent\s*=|stringify\([^)]*,[^)]*,\s*\d", text) is None
        mode = '"mode": "\x02"' if re.search(r"\bmode\b", text) else ""
    else:
        # A command nobody knows that is told to emit the event.
        return f'{{"event": "{EVENT}", "mode": "{SOME}"}}\n' if EVENT in text else None
    joint = ", " if mode else ""
    return f'{{"event": "{EVENT}"{joint}{mode}}}\n' if compact else f'{{\n  "event": "{EVENT}"{joint}{mode}\n}}\n'
