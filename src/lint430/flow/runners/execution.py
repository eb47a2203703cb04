"""Follows a shell script step by step, in one mode and in one state of the world, without running anything.

Every condition is true, false or unknown. Where it is unknown both ways are followed and what they leave behind is joined, so that a step
counts as seen when some way takes it, and the script counts as left only when every way leaves it. Commands that are not known succeed,
unless their success is asked for: then it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from lint430 import shell
from lint430.flow.naming import Names
from lint430.flow.runners import commands
from lint430.flow.runners.courses import (
    ARRAYS,
    MAX_COMMANDS,
    MAX_DEPTH,
    MAX_ROUNDS,
    SHARED,
    SUITE_FAILED,
    Course,
    Departure,
    Parse,
    Source,
    World,
)
from lint430.flow.runners.memory import Condition, Sink, State, Variable, joined, whole
from lint430.flow.runners.texts import SOME, UNKNOWN, is_known, matches
from lint430.flow.runners.words import Words, status_of
from lint430.model import Span

_DECLARES = frozenset(("export", "declare", "typeset", "local", "readonly"))
_ASIDES = frozenset(("calls", "command", "ask", "array", "source", "exit", "option"))
"""Steps that a function takes while it checks what is set."""


def follow(path: str, nodes: tuple[shell.Node, ...], world: World, names: Names, source: Source, parse: Parse) -> Course:
    """Give what a script does in one world."""
    return Machine(path, world, names, source, parse).run(nodes)


class Machine(Words):
    """One way through a script, with the ways that branch off and join again."""

    def run(self, nodes: tuple[shell.Node, ...]) -> Course:
        """Follow the whole script."""
        course = self.course
        try:
            course.status = self.run_list(nodes)
        except Departure as departure:
            course.status, course.left = departure.status, departure
        course.state = self.state
        self._last_words(course)
        for sink in (self.sinks[0], self.errors):
            self.written(sink)
        course.steps.sort(key=lambda step: step.order)
        return course

    def _last_words(self, course: Course) -> None:
        """Run the trap on exit: it may change the status."""
        trap = self.state.traps.get("EXIT") or self.state.traps.get("0")
        if trap is None:
            return
        self.state.status = course.status
        self.state.options -= {"errexit"}
        try:
            self.evaluated(trap[0], trap[1])
        except Departure as departure:
            if departure.kind == "exit":
                if departure.status == 0 and course.status not in (0, None):
                    course.trap_at = trap[1]
                course.status = departure.status

    def run_list(self, nodes: tuple[shell.Node, ...]) -> int | None:
        """Run commands one after the other; give the status of the last one."""
        status: int | None = 0
        for node in nodes:
            before = self.state.helper_at
            status = self._execute(node)
            self.state.status = status
            if self.state.helper_at is not None and before is None and status == 0 and self.state.hidden_at is None:
                self.state.hidden_at = self.state.helper_at
        return status

    def _execute(self, node: shell.Node, *, asked: bool = False) -> int | None:
        """Run a node; ``asked`` tells that its success decides something, so that nobody can take it for granted."""
        self.stopped = False
        self.count += 1
        if self.count > MAX_COMMANDS or self.depth > MAX_DEPTH:
            self.course.complete = False
            return 0
        match node:
            case shell.Simple():
                return self._settled(self._simple(node, asked=asked), node.span)
            case shell.Redirected():
                return self._redirected(node, asked=asked)
            case shell.Group():
                if node.subshell:
                    return self._settled(self.subshell(node.body), node.span)
                return self.run_list(node.body)
            case shell.AndOr():
                return self._and_or(node, asked=asked)
            case shell.Negation():
                with self._ignoring():
                    status = self._execute(node.body, asked=True)
                return None if status is None else int(status == 0)
            case shell.Test():
                return self._settled(status_of(self.truth(node.tokens)), node.span)
            case shell.Calculation():
                return self._settled(self._calculation(node), node.span)
            case shell.If():
                return self._run_if(node.arms, node.span)
            case shell.Case():
                return self._run_case(node)
            case shell.For():
                return self._run_for(node)
            case shell.While():
                return self._run_while(node)
            case shell.Pipeline():
                return self._settled(self._pipeline(node, asked=asked), node.span)
            case shell.Function():
                self.state.functions[node.name] = (node, self.file)
                if node.name in SHARED and "tools/integration-runner/" not in self.file:
                    self.note("redefines", node.span, (node.name, self.file))
                return 0
            case shell.Background():
                with self._ignoring():
                    self.state.background = self.subshell((node.body,))
                return 0

    def _settled(self, status: int | None, span: Span) -> int | None:
        """End a strict script at a command that fails, unless something looks at its status."""
        if status not in (0, None):
            failing = self.state.suite_at is not None and status == SUITE_FAILED
            if self.ignored or "errexit" not in self.state.options:
                if failing and self.state.swallowed_at is None and not self.ignored:
                    self.state.swallowed_at = self.state.relaxed_at or self.state.suite_at
                return status
            trap = self.state.traps.get("ERR")
            if trap is not None:
                self.state.status = status
                self.evaluated(trap[0], trap[1])
            self.leave("exit", status, span, explicit=False)
        return status

    @contextmanager
    def _ignoring(self) -> Iterator[None]:
        self.ignored += 1
        try:
            yield
        finally:
            self.ignored -= 1

    @contextmanager
    def _under(self, place: Span, *, asks_mode: bool) -> Iterator[None]:
        if asks_mode:
            self.note("asks-mode", place)
        self.conditions.append(Condition(self.place(place), asks_mode))
        try:
            yield
        finally:
            self.conditions.pop()

    def _fork(self, *ways: Callable[[], int | None]) -> int | None:
        """Follow several ways; go on with the join of those that stay."""
        before = self.state
        stayed: list[tuple[State, int | None]] = []
        left: list[tuple[State, Departure]] = []
        self.maybe += 1
        try:
            for way in ways:
                self.state = before.copy()
                try:
                    stayed.append((self.state, way()))
                except Departure as departure:
                    left.append((self.state, departure))
                else:
                    stayed[-1] = (self.state, stayed[-1][1])
        finally:
            self.maybe -= 1
        if not stayed:
            self.state, chosen = next((pair for pair in left if pair[1].kind not in ("exit", "exec")), left[0])
            if any(other.status != chosen.status for _, other in left):
                chosen.status = None
            raise chosen
        self.state, status = stayed[0]
        for state, other in stayed[1:]:
            self.state = joined(self.state, state)
            status = status if status == other else None
        return status

    def _and_or(self, node: shell.AndOr, *, asked: bool) -> int | None:
        return self._chain(node.first, node.rest, asked=asked)

    def _chain(self, first: shell.Node, rest: tuple[tuple[str, shell.Node], ...], *, asked: bool) -> int | None:
        if not rest:
            return self._execute(first, asked=asked)
        (sign, following), later = rest[0], rest[1:]
        self.mode_seen = False
        with self._ignoring():
            status = self._execute(first, asked=sign == "||" or (asked and not later))
        asks_mode = self.mode_seen
        return self._linked(status, sign, following, later, asked=asked, place=first.span, asks_mode=asks_mode)

    def _linked(
        self, status: int | None, sign: str, following: shell.Node, later: tuple[tuple[str, shell.Node], ...], *, asked: bool, place: Span,
        asks_mode: bool,
    ) -> int | None:  # fmt: skip
        def go_on() -> int | None:
            self.state.status = status if status is not None else (1 if sign == "||" else 0)
            if sign == "||" and status == SUITE_FAILED and not _is_capture(following) and self.state.swallowed_at is None:
                self.state.swallowed_at = self.place(following.span)
            with self._under(place, asks_mode=asks_mode):
                if not later:
                    return self._execute(following, asked=asked)
                with self._ignoring():
                    result = self._execute(following, asked=later[0][0] == "||")
            return result

        def stop() -> int | None:
            self.stopped = sign == "&&"
            return status if status is not None else (0 if sign == "||" else 1)

        goes = None if status is None else (status == 0) == (sign == "&&")
        result = self._fork(go_on, stop) if goes is None else go_on() if goes else stop()
        if not later:
            return result
        (sign, following), more = later[0], later[1:]
        return self._linked(result, sign, following, more, asked=asked, place=place, asks_mode=asks_mode)

    def _run_if(self, arms: tuple[shell.Arm, ...], span: Span) -> int | None:
        if not arms:
            return 0
        arm, rest = arms[0], arms[1:]
        if arm.test is None:
            with self._under(arm.span, asks_mode=self.otherwise_asks):
                return self.run_list(arm.body)
        self.mode_seen = False
        with self._ignoring():
            status = self._asked(arm.test)
        asks_mode = self.mode_seen

        def then() -> int | None:
            with self._under(arm.span, asks_mode=asks_mode):
                return self.run_list(arm.body)

        def otherwise() -> int | None:
            self.otherwise_asks = asks_mode
            return self._run_if(rest, span)

        return self._fork(then, otherwise) if status is None else then() if status == 0 else otherwise()

    def _asked(self, nodes: tuple[shell.Node, ...]) -> int | None:
        if len(nodes) > 1:
            self.run_list(nodes[:-1])
        status = self._execute(nodes[-1], asked=True) if nodes else None
        self.state.status = status
        return status

    def _run_case(self, node: shell.Case) -> int | None:
        self.mode_seen = False
        subject = self.text(node.subject)
        asks_mode = self.mode_seen
        ways: list[Callable[[], int | None]] = []
        for index, choice in enumerate(node.choices):
            found = [matches(subject, self.pattern(p)) for p in choice.patterns]
            taken = True if True in found else None if None in found else False
            if taken is not False:
                ways.append(partial(self._choice, node.choices, index, asks_mode=asks_mode))
            if taken:
                break
        else:
            ways.append(lambda: 0)
        return ways[0]() if len(ways) == 1 else self._fork(*ways)

    def _choice(self, choices: tuple[shell.Choice, ...], index: int, *, asks_mode: bool) -> int | None:
        choice = choices[index]
        with self._under(choice.span, asks_mode=asks_mode):
            status = self.run_list(choice.body)
        if choice.falls_through and index + 1 < len(choices):
            return self._choice(choices, index + 1, asks_mode=asks_mode)
        return status

    def _run_for(self, node: shell.For) -> int | None:
        words = node.words
        values = self.positional() if words is None else [v for word in words for v in self.fields(word)]
        if any(self.is_required(word) for word in words or ()):
            self.note("ask", node.span, tuple(values))
        status: int | None = 0
        for value in values[:MAX_ROUNDS]:
            self.store(node.variable, value, node.span)
            try:
                status = self.run_list(node.body)
            except Departure as departure:
                if departure.kind == "break":
                    break
                if departure.kind != "continue":
                    raise
        return status

    def _run_while(self, node: shell.While) -> int | None:
        for _ in range(MAX_ROUNDS):
            with self._ignoring():
                status = self._asked(node.test) if node.test else None
            if status is not None and (status == 0) == node.until:
                return 0

            def body() -> int | None:
                try:
                    return self.run_list(node.body)
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

    def subshell(self, nodes: tuple[shell.Node, ...], *, asked: bool = False) -> int | None:
        """Run commands whose changes stay inside."""
        outside = self.state
        self.state = outside.copy()
        self.state.traps = {}
        try:
            status = self._asked(nodes) if asked else self.run_list(nodes)
        except Departure as departure:
            status = departure.status
            if departure.kind == "exit" and not departure.explicit and departure.asked is not None:
                outside.asked = departure.asked
        inside = self.state
        self.state = outside
        for name in ("suite_at", "swallowed_at", "helper_at", "hidden_at", "asked"):
            setattr(outside, name, getattr(outside, name) or getattr(inside, name))
        return status

    def _pipeline(self, node: shell.Pipeline, *, asked: bool) -> int | None:
        statuses: list[int | None] = []
        given = self.stdin
        for position, command in enumerate(node.commands):
            last = position == len(node.commands) - 1
            if last:
                with self._ignoring():
                    statuses.append(self.subshell((command,), asked=asked))
            else:
                sink = Sink("pipe")
                self.sinks.append(sink)
                try:
                    with self._ignoring():
                        statuses.append(self.subshell((command,)))
                finally:
                    self.sinks.pop()
                    # What a command writes through a pipe is text for the next one.
                    self.stdin = [whole(sink)]
        self.stdin = given
        self.state.pipe = tuple(0 if s is None else s for s in statuses)
        failed = [s for s in statuses if s not in (0, None)]
        if "pipefail" in self.state.options and failed:
            return failed[-1]
        final = statuses[-1] if statuses else 0
        if SUITE_FAILED in failed and not final and self.state.suite_at is not None and self.state.swallowed_at is None:
            self.state.swallowed_at = self.place(node.span)
        return final if asked else final or 0

    def _redirected(self, node: shell.Redirected, *, asked: bool) -> int | None:
        given, sinks, errors = self.stdin, len(self.sinks), self.errors
        to_file: list[Sink] = []
        for redirect in node.redirects:
            self._redirect(redirect, to_file)
        try:
            if node.body is None:
                return 0
            permanent = isinstance(node.body, shell.Simple) and len(node.body.words) == 1 and self.text_of(node.body.words[0]) == "exec"
            if permanent:
                return 0
            return self._execute(node.body, asked=asked)
        finally:
            self.stdin = given
            self.errors = errors
            del self.sinks[sinks:]
            for sink in to_file:
                self.written(sink)

    def _redirect(self, redirect: shell.Redirect, to_file: list[Sink]) -> None:
        operator = redirect.operator
        if operator in ("<<", "<<<"):
            self.stdin = [self.text(redirect.target) + ("\n" if operator == "<<<" else "")]
            return
        process = next((p for p in redirect.target.parts if isinstance(p, shell.Substitute)), None)
        if operator == "<":
            if process is None:
                self.text(redirect.target)
            self.stdin = [self.printed_by(process)] if process is not None and process.kind == "<(" else [UNKNOWN]
            return
        target = self.text(redirect.target)
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
            sink = self.errors if kind == "stderr" else Sink("file")
            self.sinks.append(sink)
            if kind == "file":
                to_file.append(sink)
        elif descriptor == "2" and kind == "file":
            self.errors = Sink("file")
            to_file.append(self.errors)

    def _calculation(self, node: shell.Calculation) -> int | None:
        text = self.text(node.inside)
        changed = re.fullmatch(r"\s*(?:(\w+)\s*([-+])?=(?!=)(.*)|(\w+)(\+\+|--)|(\+\+|--)(\w+))\s*", text, re.DOTALL)
        if changed is None:
            value = self.calculate(text)
            return None if value is None else int(value == 0)
        name = changed[1] or changed[4] or changed[7]
        sign = changed[2] or (changed[5] or changed[6] or "")[:1]
        amount = changed[3] or "1"
        value = self.calculate(f"{name} {sign} ({amount})" if sign else amount)
        self.store(name, SOME if value is None else str(value), node.span)
        # `((n++))` fails where n was 0; people write it all the same and mean no failure.
        return 0

    def _simple(self, node: shell.Simple, *, asked: bool) -> int | None:
        resolved, self.resolved = self.resolved, False
        raw, self.raw = self.raw, False
        try:
            return self._command(node, asked=asked)
        finally:
            self.resolved = resolved or self.resolved
            self.raw = raw or self.raw

    def _command(self, node: shell.Simple, *, asked: bool) -> int | None:
        if not node.words:
            self.substituted = None
            for item in node.sets:
                self.assign(item)
            return 0 if self.substituted is None else self.substituted
        head = node.words[0]
        if isinstance(head, shell.Word) and self.text_of(head) in _DECLARES:
            return self._declare(node, self.text_of(head))
        given: dict[str, Variable | None] = {}
        for item in node.sets:
            given[item.name] = self.state.variables.get(item.name)
            if self.names.is_variable(item.name):
                self.note("prefix", node.span)
            value = self.text(item.value) if isinstance(item.value, shell.Word) else UNKNOWN
            before = given[item.name]
            out, resolved = (False, False) if before is None else (before.exported, before.resolved)
            self.state.variables[item.name] = Variable(value, out, resolved, resolved or self.raw, self.place(item.span))
        written = self.written_at
        words: list[str] = []
        for word in node.words:
            if isinstance(word, shell.Word):
                if not words:
                    self.written_at = self._written_down(word) or self.written_at
                words += self.fields(word)
        if any(isinstance(w, shell.Word) and self.is_required(w) for w in node.words[1:]) or not ARRAYS.isdisjoint(words[1:]):
            self.note("ask", node.span, tuple(words))
        self.spelled = all(isinstance(p, shell.Text) for w in node.words if isinstance(w, shell.Word) for p in w.parts)
        try:
            return self.call(words, node.span, asked=asked)
        finally:
            self.written_at = written
            for name, earlier in given.items():
                if earlier is None:
                    self.state.variables.pop(name, None)
                else:
                    self.state.variables[name] = earlier

    def _written_down(self, word: shell.Word) -> Span | None:
        """Give where a command held in a variable was written."""
        part = word.parts[0] if len(word.parts) == 1 else None
        known = self.state.variables.get(part.name) if isinstance(part, shell.Expand) else None
        return None if known is None else known.place

    def _declare(self, node: shell.Simple, keyword: str) -> int | None:
        flags = "".join(self.text_of(w) for w in node.words[1:] if isinstance(w, shell.Word) and self.text_of(w).startswith("-"))
        if "f" in flags:
            return 0
        exported = True if (keyword == "export" or "x" in flags) and "n" not in flags else None
        for word in node.words[1:]:
            if isinstance(word, shell.Set):
                self.assign(word, exported=exported)
                continue
            self.resolved = False
            name = self.text(word)
            name, equals, value = name.partition("=")
            if not name.isidentifier():
                continue
            if equals:
                self.store(name, value, word.span, resolved=self.resolved, exported=exported)
            elif exported:
                known = self.state.variables.get(name)
                held = self.lookup(name) if known is None else known.value
                resolved = known is not None and known.resolved
                self.store(name, held, word.span, resolved=resolved, exported=True)
            elif keyword == "local" or "a" in flags or "A" in flags:
                self.store(name, () if "a" in flags or "A" in flags else "", word.span)
        return 0

    def call(self, words: list[str], span: Span, *, asked: bool) -> int | None:
        """Run a command by its words."""
        if not words:
            return 0 if self.substituted is None else self.substituted
        if words[0] in self.state.functions and words[0] not in SHARED:
            return self._function(words[0], words, span)
        return commands.run(self, words, span, asked=asked)

    def _function(self, name: str, words: list[str], span: Span) -> int | None:
        function, file = self.state.functions[name]
        own = self.file == self.path and file == self.path
        outer, here, before = self.outer, self.file, dict(self.state.variables)
        if not own and self.outer is None:
            self.outer = span
        self.note("calls", span, (name,))
        opened = len(self.course.steps)
        self.file = file
        self.arguments.append(words[1:])
        self.depth += 1
        try:
            status = self._execute(function.body)
        except Departure as departure:
            if departure.kind == "exit":
                self._lift(departure, function, outer or span, opened)
            if departure.kind != "return":
                raise
            status = departure.status
        finally:
            self.depth -= 1
            self.arguments.pop()
            self.outer, self.file = outer, here
        self._restore(function, before)
        # A function that ends in `[[ … ]] && …` fails where the test does; nobody means it to end the script.
        return 0 if self.stopped and not self.ignored and status == 1 else status

    def _lift(self, departure: Departure, function: shell.Function, place: Span, opened: int) -> None:
        """Blame a call for the variables that its function asks for, where the function does nothing else."""
        asked = departure.asked
        if asked is not None and function.span.contains(asked) and all(s.kind in _ASIDES for s in self.course.steps[opened:]):
            departure.asked = place

    def _restore(self, function: shell.Function, before: dict[str, Variable]) -> None:
        """Give back what the function declared as its own."""
        if function not in self.locals:
            self.locals[function] = _locals(function)
        for word in self.locals[function]:
            if word in before:
                self.state.variables[word] = before[word]
            else:
                self.state.variables.pop(word, None)

    def evaluated(self, text: str, span: Span) -> int | None:
        """Run a text as commands of this shell; whatever it does is done at its place."""
        if not is_known(text) and not text.strip(UNKNOWN + SOME):
            self.course.complete = False
            return 0
        outer, self.outer = self.outer, self.place(span)
        self.depth += 1
        try:
            return self.run_list(self.parse(text)) if self.depth <= MAX_DEPTH else 0
        finally:
            self.outer = outer
            self.depth -= 1


def _is_capture(node: shell.Node) -> bool:
    """Tell whether a command only keeps something in a variable, as `|| status=$?` does."""
    return isinstance(node, shell.Simple) and not node.words


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
