"""Reads TOML into a tree with places: tables, dotted keys, arrays of tables, inline tables and all four kinds of strings."""

from __future__ import annotations

import functools
import re

import tree_sitter_toml
from tree_sitter import Language, Parser
from tree_sitter import Node as Syntax

from lint430.languages.manifest.gather import Gathered
from lint430.languages.manifest.text import Items, Mapping, Node, Pair, Scalar, Source, Text, Writer
from lint430.languages.syntax import span_of

_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[ \t]*\r?\n\s*|.)|\r?\n", re.DOTALL)
_BREAK = re.compile(r"\r?\n")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "e": "\x1b"}


@functools.cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_toml.language()))


def read(data: bytes, out: Gathered) -> list[Node]:
    """Give the root table; comments and errors go to ``out``."""
    source = out.source
    tree = _parser().parse(data)
    top = Mapping(source.span(0, len(data)))
    stack: list[tuple[Syntax, Mapping | Items]] = [(tree.root_node, top)]
    while stack:
        node, parent = stack.pop()
        work: list[tuple[Syntax, Mapping | Items]] = []
        header: list[Scalar] | None = None
        for child in node.children:
            kind = child.type
            if child.is_missing or kind == "ERROR":
                out.errors.append(span_of(child))
            if kind == "comment":
                text = source.data[child.start_byte : child.end_byte].decode()
                out.comment(span_of(child), text, alone=source.starts_line(child.start_byte))
            elif kind in ("table", "table_array_element", "ERROR"):
                work.append((child, top))
            elif node.type in ("table", "table_array_element") and header is None and kind in ("bare_key", "quoted_key", "dotted_key"):
                header = _keys(child, source)
                parent = _table(top, header, child, is_array=node.type == "table_array_element")
            elif kind == "pair":
                _pair(child, parent, source, work)
            elif isinstance(parent, Items) and child.is_named:
                parent.items.append(_value(child, source, work))
        stack.extend(reversed(work))
    return [top]


def _keys(node: Syntax, source: Source) -> list[Scalar]:
    """List the parts of a dotted key."""
    found, stack = [], [node]
    while stack:
        part = stack.pop()
        if part.type == "dotted_key":
            stack.extend(reversed(part.named_children))
        elif part.type == "quoted_key":
            found.append(_string(part, source))
        elif part.type == "bare_key":
            text = Text(source.data[part.start_byte : part.end_byte].decode(), [(0, part.start_point[0] + 1, part.start_point[1] + 1)])
            found.append(Scalar(span_of(part), text.value, text))
    return found


def _table(top: Mapping, keys: list[Scalar], node: Syntax, *, is_array: bool) -> Mapping:
    """Give the table a header opens, made where it is new."""
    table = top
    for index, key in enumerate(keys):
        last = index == len(keys) - 1
        found = next((pair for pair in table.pairs if pair.key.text.value == key.text.value), None)
        if found is None:
            found = Pair(key, Items(span_of(node)) if last and is_array else Mapping(span_of(node)))
            table.pairs.append(found)
        if isinstance(found.value, Scalar):
            found.value = Mapping(span_of(node))
        if isinstance(found.value, Items):
            mappings = [item for item in found.value.items if isinstance(item, Mapping)]
            if (last and is_array) or not mappings:
                mappings.append(Mapping(span_of(node)))
                found.value.items.append(mappings[-1])
            table = mappings[-1]
        else:
            table = found.value
    return table


def _pair(node: Syntax, parent: Mapping | Items, source: Source, work: list[tuple[Syntax, Mapping | Items]]) -> None:
    keys: list[Scalar] = []
    for child in node.named_children:
        if child.type in ("bare_key", "quoted_key", "dotted_key") and not keys:
            keys = _keys(child, source)
        elif child.type == "comment":
            work.append((node, Mapping(span_of(node))))
        elif keys and isinstance(parent, Mapping):
            table = _table(parent, keys[:-1], node, is_array=False)
            table.pairs.append(Pair(keys[-1], _value(child, source, work)))
            keys = []


def _value(node: Syntax, source: Source, work: list[tuple[Syntax, Mapping | Items]]) -> Node:
    if node.type in ("array", "inline_table"):
        container: Mapping | Items = Items(span_of(node)) if node.type == "array" else Mapping(span_of(node))
        work.append((node, container))
        return container
    if node.type == "string":
        return _string(node, source)
    text = source.data[node.start_byte : node.end_byte].decode()
    value: str | int | float | bool = text
    try:
        if node.type == "integer":
            value = int(text, 0)
        elif node.type == "float":
            value = float(text)
        elif node.type == "boolean":
            value = text == "true"
    except ValueError:
        value = text
    return Scalar(span_of(node), value, Text(text, [(0, node.start_point[0] + 1, node.start_point[1] + 1)]))


def _string(node: Syntax, source: Source) -> Scalar:
    raw = source.data[node.start_byte : node.end_byte].decode()
    width = 3 if raw[:3] in ('"""', "'''") else 1
    is_literal = raw[:1] == "'"
    start = node.start_byte + width
    text = raw[width:-width]
    if width == 3:
        stripped = re.sub(r"^\r?\n", "", text)
        start += len(text) - len(stripped)
        text = stripped
    writer, last = Writer(), 0

    def at(index: int) -> tuple[int, int]:
        return source.position(start + len(text[:index].encode()))

    for match in (_BREAK if is_literal else _ESCAPE).finditer(text):
        code = match[0][1:]
        if match[0].endswith("\n") and not match[0].startswith("\\"):
            cooked = "\n"
        elif not code.strip():
            cooked = ""
        elif len(code) > 1:
            number = int(code[1:], 16)
            cooked = chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "?"
        else:
            cooked = _ESCAPES.get(code, code)
        writer.add(text[last : match.start()], *at(last))
        writer.add(cooked, *at(match.start()))
        last = match.end()
    writer.add(text[last:], *at(last))
    return Scalar(span_of(node), writer.text().value, writer.text())
