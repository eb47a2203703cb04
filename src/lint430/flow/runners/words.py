"""Evaluates words, variables and tests of a script that is followed: what is not known stays unknown."""

from __future__ import annotations

import abc
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lint430 import shell
from lint430.flow.naming import Names
from lint430.flow.runners.courses import ARRAYS, EVENT, SHELL_OWN, Course, Departure, Parse, Source, Step, World
from lint430.flow.runners.memory import Condition, Piece, Sink, State, Variable, whole
from lint430.flow.runners.texts import SOME, UNKNOWN, braces, calculated, emptiness, is_known, kept, literal, matches, replaced, trimmed
from lint430.model import Span

_PLACES = re.compile(r"(?:\w+_)?(?:ROOT|DIR|HOME|PATH|FILE|MODE|JUNIT|REPORT|NAME)")
"""Names that a file which could not be read may well define."""
_PLAIN = re.compile(r"[\w^$|() .-]{0,200}")
"""A regular expression that repeats nothing, so that it comes to an end."""
BINARY = frozenset(("=", "==", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"))
_NUMERIC: dict[str, Callable[[int, int], bool]] = {
    "-eq": int.__eq__, "-ne": int.__ne__, "-lt": int.__lt__, "-le": int.__le__, "-gt": int.__gt__, "-ge": int.__ge__,
}  # fmt: skip


class Words(abc.ABC):
    """The state of one way through a script, and what its words are there."""

    def __init__(self, path: str, world: World, names: Names, source: Source, parse: Parse) -> None:
        self.path = path
        self.file = path
        self.world = world
        self.names = names
        self.source = source
        self.parse = parse
        self.state = State(options=world.options)
        self.course = Course(world)
        self.maybe = 0
        self.ignored = 0
        self.depth = 0
        self.count = 0
        self.order = 0
        self.outer: Span | None = None
        self.written_at: Span | None = None
        self.sinks = [Sink("stdout")]
        self.errors = Sink("stderr")
        self.stdin: list[str] | None = None
        self.arguments: list[list[str] | None] = [None]
        self.conditions: list[Condition] = []
        self.mode_seen = False
        self.resolved = False
        self.raw = False
        self.substituted: int | None = None
        self.otherwise_asks = False
        self.spelled = False
        self.stopped = False
        self.unread: list[str] = []
        """The paths of sourced files that were not read, with ``*`` for what is not known of them."""
        self.locals: dict[shell.Function, list[str]] = {}
        """The names that each function called so far declares as its own."""

    def place(self, span: Span) -> Span:
        """Give the place in the runner: for what another file does, where that file comes in."""
        return self.outer or span

    def note(self, kind: str, span: Span, words: tuple[str, ...] = (), **more: Any) -> None:
        """Note a step."""
        order, self.order = self.order, self.order + 1
        own = self.outer is None
        step = Step(kind, self.place(span), words, self.maybe == 0, self.state.options, literal=self.written_at, own=own, order=order)
        self.course.steps.append(replace(step, **more) if more else step)

    def leave(self, kind: str, status: int | None, span: Span, *, explicit: bool = True, modal: bool = False) -> None:
        """Leave the script, a function or a loop."""
        if kind in ("exit", "exec") and self.world.stays and len(self.sinks) == 1:
            return
        modals = [c for c in self.conditions if c.asks_mode]
        guard = modals[0] if modals else self.conditions[-1] if self.conditions else None
        place = None if guard is None or (modal and not guard.asks_mode) else guard.place
        raise Departure(kind, status, self.place(span), explicit, place, self.state.asked, modal or bool(modals))

    def put(self, text: str, span: Span, *, error: bool = False) -> None:
        """Write a text to where the output goes."""
        sink = self.errors if error else self.sinks[-1]
        order, self.order = self.order, self.order + 1
        sink.pieces.append(Piece(text, self.place(span), self.maybe == 0, order, self.outer is None))

    def written(self, sink: Sink) -> None:
        """Note the lines that hold the start event; a line may have been written piece by piece."""
        whole = "".join(piece.text for piece in sink.pieces)
        at = 0
        for piece in sink.pieces:
            found = piece.text.find(EVENT)
            if found >= 0:
                begin, end = whole.rfind("\n", 0, at + found) + 1, whole.find("\n", at + found)
                line = whole[begin : end if end >= 0 else len(whole)]
                self.course.steps.append(Step("output", piece.place, (line,), piece.sure, to=sink.to, own=piece.own, order=piece.order))
            at += len(piece.text)

    def _captured(self, body: Callable[[], int | None]) -> tuple[str, int | None]:
        sink = Sink("captured")
        self.sinks.append(sink)
        unsure, self.maybe = self.maybe, 0
        try:
            status = body()
        finally:
            self.maybe = unsure
            self.sinks.pop()
        return whole(sink), status

    def printed_by(self, part: shell.Substitute) -> str:
        """Give what a substitution prints."""
        helper = self.state.helper_at
        text, status = self._captured(lambda: self.subshell(part.body))
        if part.kind == "$(":
            self.substituted = status
        elif helper is None and self.state.helper_at is not None and self.state.hidden_at is None:
            # Nobody asks a process substitution for its status.
            self.state.hidden_at = self.state.helper_at
        return text.rstrip("\n")

    def positional(self) -> list[str]:
        """Give the positional parameters, as far as they are known."""
        return self.arguments[-1] or []

    def lookup(self, name: str) -> str | tuple[str, ...] | None:
        """Give what a variable holds; None where it is unset."""
        if name.startswith("#") and len(name) > 1:
            value = self.lookup(name[1:])
            if isinstance(value, tuple):
                return UNKNOWN if UNKNOWN in value else str(len(value))
            return UNKNOWN if value is not None and not is_known(value) else str(len(value or ""))
        match name:
            case "?":
                return UNKNOWN if self.state.status is None else str(self.state.status)
            case "#":
                arguments = self.arguments[-1]
                return UNKNOWN if arguments is None else str(len(arguments))
            case "@" | "*":
                return tuple(self.positional())
            case "0" | "$" | "!" | "-" | "_":
                return SOME
            case "PIPESTATUS":
                return tuple(UNKNOWN if s is None else str(s) for s in self.state.pipe or (self.state.status,))
        if name.isdigit():
            arguments = self.arguments[-1]
            if arguments is None:
                return UNKNOWN
            return arguments[int(name) - 1] if 0 < int(name) <= len(arguments) else None
        known = self.state.variables.get(name)
        if known is not None:
            self.resolved = self.resolved or known.resolved
            self.mode_seen = self.mode_seen or known.modal
            self.raw = self.raw or (known.modal and not known.resolved)
            return known.value
        if self.names.is_variable(name):
            self.mode_seen = self.raw = True
            return self.world.mode
        if SHELL_OWN.fullmatch(name):
            return SOME
        if not self.world.unset or self.names.is_process_variable(name) or name == name.lower() or self._may_be_set_unseen(name):
            return UNKNOWN
        return None

    def _may_be_set_unseen(self, name: str) -> bool:
        """Tell whether a file that was not read may well define a variable: any one, if it is outside the repository or nobody knows which it is."""
        if any(path.startswith("/") or "*" in path.rpartition("/")[2] for path in self.unread):
            return True
        return bool(self.unread or not self.course.complete) and _PLACES.fullmatch(name) is not None

    def store(
        self, name: str, value: str | tuple[str, ...] | None, span: Span, *, resolved: bool = False, exported: bool | None = None
    ) -> None:
        """Give a variable its value."""
        before = self.state.variables.get(name)
        out = (before is not None and before.exported) or "allexport" in self.state.options if exported is None else exported
        if value == self.world.mode and not self.raw and self.course.of("resolve"):
            # It has gone through something that is not followed, or an arm spells out the mode it is for.
            resolved = True
        self.state.variables[name] = Variable(kept(value), out, resolved, resolved or self.raw, self.place(span))
        if self.names.is_variable(name) and value is not None:
            self.note("export" if out else "assign", span, (value if isinstance(value, str) else " ".join(value),), resolved=resolved)

    def assign(self, item: shell.Set, *, exported: bool | None = None) -> None:
        """Do an assignment."""
        saved, self.resolved = self.resolved, False
        value: str | tuple[str, ...]
        if isinstance(item.value, shell.Word):
            value = self.text(item.value)
        else:
            value = tuple(v for word in item.value for v in self.fields(word))
        before = self.state.variables.get(item.name)
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
            entries = [(v, word.span) for word in item.value for v in self.fields(word)]
            self.note("array", item.span, tuple(v for v, _ in entries), words_at=tuple(self.place(s) for _, s in entries))
        self.store(item.name, value, item.span, resolved=self.resolved, exported=exported)
        self.resolved = saved or self.resolved

    def text_of(self, word: shell.Word | shell.Set) -> str:
        """Give the text of a word, nothing for an assignment."""
        return self.text(word) if isinstance(word, shell.Word) else ""

    def text(self, word: shell.Word) -> str:
        """Give a word's text, not split."""
        return "".join(" ".join(self._values(part)) if not isinstance(part, shell.Text) else part.text for part in word.parts)

    def pattern(self, word: shell.Word) -> str:
        """Give a word as a glob: what is quoted in it stands for itself."""
        text = ""
        for part in word.parts:
            if isinstance(part, shell.Text):
                text += literal(part.text) if part.quoted else part.text
            else:
                text += literal(" ".join(self._values(part)))
        return text

    def fields(self, word: shell.Word) -> list[str]:
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

    def is_required(self, word: shell.Word) -> bool:
        """Tell whether a word expands an array of required variables."""
        return any(isinstance(part, shell.Expand) and part.name in ARRAYS and part.prefix != "#" for part in word.parts)

    def _values(self, part: shell.Part) -> list[str]:
        match part:
            case shell.Text():
                return [part.text]
            case shell.Calculate():
                number = self.calculate(self.text(part.inside))
                return [SOME if number is None else str(number)]
            case shell.Substitute():
                if part.kind != "$(":
                    self.printed_by(part)
                    return [SOME]
                return [self.printed_by(part)]
            case shell.Expand():
                value = self._expanded(part)
                return list(value) if isinstance(value, tuple) else [value]

    def _expanded(self, part: shell.Expand) -> str | tuple[str, ...]:
        name = part.name
        if part.prefix == "!":
            target = self.lookup(name)
            if part.index is not None or not isinstance(target, str) or not is_known(target) or not target:
                return UNKNOWN
            name = target
        value = self.lookup(name)
        if part.prefix == "#":
            return str(self.lookup("#" + name) or "0")
        whole = part.index in ("@", "*") or name in ("@", "*")
        if isinstance(value, tuple) and not whole:
            index = part.index or "0"
            number = self.calculate(index) if not index.lstrip("-").isdigit() else int(index)
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
            if flat is None or (empty and name not in self.state.variables):
                self.ask(part.span)
            return self._alternative(operator[-1], name, value, operand, empty, part.span)
        if flat is None:
            if "nounset" in self.state.options and not isinstance(value, tuple) and part.index not in ("@", "*"):
                self.ask(part.span)
                self.leave("exit", 1, part.span, explicit=False)
            return "" if part.index not in ("@", "*") else ()
        if not operator:
            return flat if value is None else value
        if isinstance(value, tuple):
            number = self.calculate(self.text(operand)) if operator == ":" else None
            return value[number:] if number is not None else tuple(self._changed(operator, v, part) for v in value)
        return self._changed(operator, value or "", part)

    def _alternative(
        self, sign: str, name: str, value: str | tuple[str, ...] | None, operand: shell.Word, empty: bool | None, span: Span
    ) -> str | tuple[str, ...]:
        held = "" if value is None else value
        if sign == "+":
            return "" if empty else self.text(operand) if empty is False else self.text(operand) and UNKNOWN
        if empty is False:
            return held
        if sign == "?":
            if empty:
                self.leave("exit", 1, span, explicit=False)
            return SOME
        given = self.text(operand)
        if sign == "=":
            self.store(name, given if empty else SOME, span)
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
            return trimmed(value, operator, self.pattern(operands[0]))
        if operator in ("/", "//"):
            return replaced(value, self.pattern(operands[0]), self.text(operands[1]) if len(operands) > 1 else "", every=operator == "//")
        if operator == "@":
            kind = self.text(operands[0]) if operands else ""
            return value.lower() if kind == "L" else value.upper() if kind == "U" else value
        return UNKNOWN

    def calculate(self, text: str) -> int | None:
        """Give the value of an arithmetic expression."""

        def number(name: str) -> str | None:
            value = self.lookup(name)
            return " ".join(value) if isinstance(value, tuple) else value

        return calculated(text, number)

    def ask(self, span: Span) -> None:
        """Note that a variable was found unset."""
        self.state.asked = self.place(span)

    def truth(self, tokens: tuple[shell.Word | str, ...]) -> bool | None:
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
            if position + 2 < len(tokens) and tokens[position + 1] in BINARY:
                left, sign, right = tokens[position : position + 3]
                position += 3
                if isinstance(left, shell.Word) and isinstance(sign, str) and isinstance(right, shell.Word):
                    return self._binary(left, sign, right)
                return None
            position += 1
            if isinstance(token, shell.Word):
                empty = emptiness(self.text(token))
                return None if empty is None else not empty
            return None

        result = either()
        return result if position >= len(tokens) else None

    def _unary(self, sign: str, word: shell.Word) -> bool | None:
        if sign in ("-n", "-z"):
            empty = emptiness(self.text(word))
            return None if empty is None else empty == (sign == "-z")
        text = self.text(word)
        if sign == "-v" and is_known(text):
            value = self.lookup(text)
            if value is None:
                self.ask(word.span)
            return False if value is None else None if value == UNKNOWN else True
        return None

    def _binary(self, left: shell.Word, sign: str, right: shell.Word) -> bool | None:
        first = self.text(left)
        if sign in ("=", "==", "!="):
            found = matches(first, self.pattern(right))
            return found if sign != "!=" or found is None else not found
        if sign in _NUMERIC:
            one, two = self.calculate(first), self.calculate(self.text(right))
            return None if one is None or two is None else _NUMERIC[sign](one, two)
        second = self.text(right)
        if sign == "=~" and is_known(first) and is_known(second) and _PLAIN.fullmatch(second):
            try:
                return re.search(second, first) is not None
            except re.error:
                return None
        return None

    @abc.abstractmethod
    def subshell(self, nodes: tuple[shell.Node, ...], *, asked: bool = False) -> int | None:
        """Run commands whose changes stay inside."""


def status_of(truth: bool | None) -> int | None:
    """Give the exit status of a test."""
    return None if truth is None else int(not truth)
