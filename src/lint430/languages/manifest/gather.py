"""Collects what a manifest holds, and lowers its command lines as Bash with their places kept."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from lint430 import facts
from lint430.languages.manifest.text import Scalar, Source, Text, Writer, size
from lint430.model import Span

MAX_OPTIONS = 5000
"""Options kept of one file: a configuration has fewer, and generated data gets no further."""
COMPUTED = re.compile(r"(?<!\$)\$[A-Za-z_{(]|\{\{|`")
"""Text that another program replaces before it is a value."""
_SHELLS = {"sh", "bash", "ash", "dash", "zsh", "ksh"}
_SAFE = re.compile(r"[\w@%+=:,./-]+")
_WORDS = re.compile(r"""(?P<op>&&|\|\||[;|&()\n])|(?P<word>(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;|&()"'\\])+)""", re.DOTALL)
_ASSIGNED = re.compile(r"(?P<name>[A-Za-z_]\w*)=(?P<value>.*)", re.DOTALL)
_CARRIERS = {"export", "env", "cross-env", "cross-env-shell", "npx", "exec", "time", "sudo", "declare", "readonly", "pnpm", "yarn"}


class Gathered:
    """The facts of one manifest while they are collected."""

    def __init__(self, path: str, source: Source) -> None:
        self.path = path
        self.source = source
        self.scripts: list[facts.Script] = []
        self.tasks: list[facts.Task] = []
        self.options: list[facts.Option] = []
        self.comments: list[facts.Comment] = []
        self.errors: list[Span] = []
        self.documents: list[str] = []
        self._settings: dict[tuple[Span, str, Span | None], facts.Setting] = {}
        self._weak: list[facts.Setting] = []

    def setting(self, name: str, span: Span, value: str | None, value_span: Span | None, where: str, *, weak: bool = False) -> None:
        """Keep a variable; a weak one gives way to any other at the same place."""
        written = ""
        if value is None and value_span is not None and value_span.line == value_span.end_line:
            written = self.source.slice(value_span.line, value_span.column, value_span.end_column - value_span.column)
        setting = facts.Setting(span, name, value, value_span, where, written)
        if weak:
            self._weak.append(setting)
        else:
            self._settings.setdefault((span, where, value_span), setting)

    def option(self, key: str, span: Span, value: str | int | float | bool | None) -> None:
        """Keep a scalar under its key."""
        if len(self.options) < MAX_OPTIONS:
            self.options.append(facts.Option(key, span, value))

    def comment(self, span: Span, text: str, *, alone: bool) -> None:
        """Keep a comment."""
        self.comments.append(facts.Comment(span, text.rstrip("\r"), alone))

    def script(self, name: str, text: Text, span: Span | None = None) -> None:
        """Lower a command line and keep it; one that another interpreter runs is left out."""
        if not text.value.strip() or not is_shell(text.value):
            return
        whole = span or text.whole()
        self.scripts.append(facts.Script(name, whole, lower_text(text.for_shell(), self.path), text.as_written(self.source)))

    def module(self) -> facts.Module:
        """Give the facts in source order."""
        claimed = {(s.span, s.value_span) for s in self._settings.values()} | {(s.span, None) for s in self._settings.values()}
        for setting in self._weak:
            if (setting.span, None) not in claimed:
                self._settings.setdefault((setting.span, setting.where, setting.value_span), setting)
        errors: list[Span] = []
        for span in sorted(self.errors, key=_place):
            if not errors or span.line > errors[-1].end_line + 1:
                errors.append(span)
        return facts.Module(
            path=self.path,
            language="manifest",
            comments=tuple(sorted(self.comments, key=lambda c: _place(c.span))),
            errors=tuple(errors),
            settings=tuple(sorted(self._settings.values(), key=lambda s: (_place(s.span), _place(s.value_span or s.span)))),
            scripts=tuple(sorted(self.scripts, key=lambda s: _place(s.span))),
            tasks=tuple(sorted(self.tasks, key=lambda t: _place(t.span))),
            options=tuple(self.options),
            documents=tuple(self.documents),
        )


def _place(span: Span) -> tuple[int, int]:
    return span.line, span.column


def literal(text: str) -> str | None:
    """Give the text where it is a value as it stands, None where it is computed."""
    return None if COMPUTED.search(text) else text


def is_shell(text: str) -> bool:
    """Tell whether a script is for a shell: one whose first line names another interpreter is not."""
    first = text.lstrip().partition("\n")[0]
    return not first.startswith("#!") or re.search(r"\b(?:ba|da|a|z|k)?sh\b", first) is not None


def lower_text(text: Text, path: str) -> facts.Module:
    """Lower a command line as Bash, with every span where its source stands."""
    from lint430.languages.bash.lowering import lower_fragment

    offset, starts = 0, []
    for line in text.value.split("\n"):
        starts.append(offset)
        offset += size(line) + 1
    first = text.runs[0][1]
    runs = text.runs if len(text.runs) <= len(starts) or text.runs[-1][0] < offset - 1 else text.runs[:-1]
    if [(o, line - first) for o, line, _ in runs] == [(o, i) for i, o in enumerate(starts)]:
        return lower_fragment(text.value, path, first, runs[0][2], columns=tuple(column for _, _, column in runs[1:]))
    module = lower_fragment(text.value, path, 1, 1)
    _relocate(module, text, starts)
    return module


def _relocate(module: facts.Module, text: Text, starts: list[int]) -> None:
    """Move every span of a fragment from the fragment's lines to the source's."""
    last = size(text.value)

    def moved(span: Span) -> Span:
        start = min(starts[min(span.line, len(starts)) - 1] + span.column - 1, last)
        end = min(starts[min(span.end_line, len(starts)) - 1] + span.end_column - 1, last)
        return Span(*text.at(start), *(text.end(end) if end > start else text.at(start)))

    def rebuilt(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(moved(v) if isinstance(v, Span) else rebuilt(v) if isinstance(v, tuple) else v for v in values)

    seen: set[int] = set()
    stack: list[Any] = [module]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple | list):
            stack.extend(node)
        elif dataclasses.is_dataclass(node) and id(node) not in seen:
            seen.add(id(node))
            for field in dataclasses.fields(node):
                value = getattr(node, field.name)
                if isinstance(value, Span):
                    setattr(node, field.name, moved(value))
                elif field.name in ("errors", "tags") and isinstance(value, tuple):
                    setattr(node, field.name, rebuilt(value))
                elif value is not None and not isinstance(value, str):
                    stack.append(value)


def command_line(words: list[Scalar]) -> Text | None:
    """Give the command that a list of words runs: the inner text of ``sh -c``, else the words, quoted where a shell needs it."""
    if not words:
        return None
    if words[0].text.value.rpartition("/")[2] in _SHELLS:
        for index, word in enumerate(words[1:-1], 1):
            if re.fullmatch(r"-[a-z]*c", word.text.value):
                return words[index + 1].text
            if not word.text.value.startswith("-") and word.text.value != "pipefail":
                break
    writer = Writer()
    end = words[0].text.at(0)
    for word in words:
        line, column = word.text.at(0)
        plain = _SAFE.fullmatch(word.text.value) is not None or word.text.is_templated()
        value = word.text.value if plain else word.text.value.replace("'", "'\"'\"'")
        if writer.parts:
            writer.add(" ", *end)
        if plain:
            _copy(writer, word.text)
        elif value == word.text.value:
            writer.add("'", line, max(column - 1, 1))
            _copy(writer, word.text)
            writer.add("'", *word.text.end(size(value)))
        else:
            writer.add(f"'{value}'", line, column)
        end = word.text.end(size(word.text.value))
    return writer.text()


def _copy(writer: Writer, text: Text) -> None:
    encoded = text.value.encode()
    for index, (offset, line, column) in enumerate(text.runs):
        end = text.runs[index + 1][0] if index + 1 < len(text.runs) else len(encoded)
        writer.add(encoded[offset:end].decode("utf-8", "replace"), line, column)


def assignments(text: Text) -> Iterator[tuple[str, Span, str | None, Span]]:
    """Give the variables a command line sets: ``X=v cmd``, ``export X=v``, ``env X=v``, ``cross-env X=v``; with spans of name and value."""
    may_assign = True
    for match in _WORDS.finditer(text.value):
        if match["op"]:
            may_assign = True
            continue
        word = match["word"]
        if not may_assign:
            continue
        quoted = len(word) > 1 and word[0] in "\"'" and word[-1] == word[0]
        inner = word[1:-1] if quoted else word
        start = match.start() + quoted
        assigned = _ASSIGNED.fullmatch(inner)
        if assigned is None:
            may_assign = word in _CARRIERS or word.startswith("-")
            continue
        value, begin, end = assigned["value"], start + assigned.start("value"), start + assigned.end("value")
        if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
            value, begin, end = value[1:-1], begin + 1, end - 1
        name_end = start + len(assigned["name"])
        computed = literal(value) is None or text.part(begin, end).is_templated()
        yield assigned["name"], text.span(start, name_end), None if computed else value, text.span(begin, end)
