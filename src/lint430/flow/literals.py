"""Literals that meet the mode: compared with it, given to its variable, or listed in what it is parsed by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.index import Index
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow, Origin, Scope
from lint430.flow.uses import uses
from lint430.model import Span

_ENUMERATES = re.compile(
    r"(?:^|[.:])(?:enum|nativeEnum|picklist|oneOf|valid|literal|literals|union|Choice|OneOf|str|choices|equal|keyof|ModeEnum)$"
)
_LISTING = frozenset(("choices", "enum", "values"))
_TYPES = frozenset(("Literal", "Optional", "Annotated", "Union"))
_ONE_TEXT = frozenset(("literal", "valid"))
"""Schemas whose arguments are texts, not lists of them."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One text with what is done with it."""

    text: str
    span: Span
    """Of the text, where it stands in this file."""
    verb: str
    """``compared with``, ``set to``, ``given the default`` or ``parsed by a list with``."""
    origin: Origin | None
    """The mode's way there; None where only the variable's name says so."""
    construct: Span
    scope: Scope | None = None


def compared(flow: FileFlow) -> Iterator[Meeting]:
    """List the texts that the mode's text is compared with, the keys of a table that it indexes included."""
    for event in flow.comparisons:
        if event.value.origin is not None and event.value.raw:
            for literal, span in event.literals:
                if isinstance(literal, str):
                    place = _key(flow, event.node, literal) or span
                    yield Meeting(literal, place, "compared with", event.value.origin, event.span, event.scope)


def _key(flow: FileFlow, node: facts.Expr | facts.Stmt, text: str) -> Span | None:
    """Find the key of a named table that is indexed by the mode."""
    table = flow.once(Index).definition(node.object) if isinstance(node, facts.Index) and isinstance(node.object, facts.Name) else None
    table = None if table is None else facts.bare(table)
    entries = table.entries if isinstance(table, facts.Record) else ()
    return next((e.key.span for e in entries if e.key is not None and facts.key_text(e.key) == text), None)


def given(flow: FileFlow, names: Names) -> Iterator[Meeting]:
    """List the texts that the variable is set to, matrix entries of a pipeline included."""
    for use in uses(flow, names.is_variable):
        for text in use.values if use.kind == "set" else ():
            place = use.span if use.value_span is None else _within(flow, use.value_span, text) or use.value_span
            yield Meeting(text, place, "set to", None, use.span, use.scope)
    sources = [s.source for s in flow.module.settings if names.is_variable(s.name)]
    for entry in flow.module.settings:
        if entry.where == "ci-matrix" and entry.value is not None and entry.value_span is not None and any(sources):
            feeds = re.compile(rf"\bmatrix\.{re.escape(entry.name)}\b")
            if names.is_variable(entry.name) or any(feeds.search(source) for source in sources):
                yield Meeting(entry.value, entry.value_span, "set to", None, entry.span)


def _within(flow: FileFlow, value: Span, text: str) -> Span | None:
    return next((n.span for n in flow.once(Index).of(facts.Literal) if n.value == text and value.contains(n.span)), None)


def defaulted(flow: FileFlow) -> Iterator[Meeting]:
    """List the texts that stand in for the variable where it is read."""
    for read in flow.reads:
        if read.is_mode and read.default is not None and read.default_span is not None:
            for constant in read.default.constants:
                if isinstance(constant, str):
                    yield Meeting(constant, read.default_span, "given the default", None, read.span, read.scope)


def listed(flow: FileFlow) -> Iterator[Meeting]:
    """List the entries of what the mode is parsed by: choices, a literal type, a schema's enumeration, an enumeration class."""
    for read in flow.reads:
        if read.is_mode and isinstance(read.node, facts.Field):
            if read.node.annotation is not None:
                yield from _entries(flow, read.node.annotation, None)
        elif read.is_mode and not read.explicit and isinstance(read.node, facts.Call):
            yield from _entries(flow, read.node, None)
    if not flow.from_mode:
        return
    for call in flow.calls:
        origin = next((v.origin for v in call.arguments if v.origin is not None and v.raw), None)
        if origin is not None:
            yield from _entries(flow, call.node.function, origin)
            if any(name in ("choices", "type") for name in call.names) or _ENUMERATES.search(call.path):
                for argument in call.node.arguments:
                    yield from _entries(flow, argument.value, origin)
    for cast in flow.once(Index).of(facts.Cast):
        if isinstance(cast.type, facts.Sequence | facts.Name):
            value = flow.value(cast.value)
            if value.origin is not None and value.raw:
                yield from _entries(flow, cast.type, value.origin)


def _entries(flow: FileFlow, expr: facts.Expr, origin: Origin | None) -> Iterator[Meeting]:
    """List the texts that a type, a choice or a schema allows, names of this file followed."""
    seen: set[str] = set()
    stack: list[tuple[facts.Expr, bool]] = [(expr, False)]
    while stack:
        node, is_listed = stack.pop()
        match node:
            case facts.Literal(value=str() as text) if is_listed:
                yield Meeting(text, node.span, "parsed by a list with", origin, expr.span)
            case facts.Sequence():
                stack += [(item, True) for item in reversed(node.items)]
            case facts.Index() if (name := facts.last_name(node.object)) in _TYPES:
                stack.append((node.key, name == "Literal"))
            case facts.Call():
                last = facts.last_name(node.function)
                if _ENUMERATES.search(last):
                    stack += [(a.value, is_listed or last in _ONE_TEXT) for a in node.arguments if a.name in (None, "choices")]
                stack.append((node.function, False))
            case facts.Record():
                stack += [(e.value, False) for e in node.entries if facts.key_text(e.key) in _LISTING]
            case facts.Attribute():
                stack.append((node.object, False))
            case facts.Name() if node.id not in seen:
                seen.add(node.id)
                stack += _defined(flow, node.id, is_listed)
            case facts.Cast():
                stack.append((node.value, is_listed))
            case _:
                pass


def _defined(flow: FileFlow, name: str, is_listed: bool) -> Iterator[tuple[facts.Expr, bool]]:
    for stmt in flow.module.body:
        if isinstance(stmt, facts.Assign) and isinstance(stmt.target, facts.Name) and stmt.target.id == name and stmt.value:
            yield stmt.value, is_listed
        elif isinstance(stmt, facts.Class) and stmt.kind == "enum" and stmt.name == name:
            yield from ((field.value, True) for field in stmt.fields if isinstance(field.value, facts.Literal))
