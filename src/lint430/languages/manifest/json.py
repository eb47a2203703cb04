"""Reads JSON with comments and trailing commas into a tree with places; what comes before an error is kept."""

from __future__ import annotations

import re

from lint430.languages.manifest.gather import Gathered
from lint430.languages.manifest.text import Items, Mapping, Node, Pair, Scalar, Source, Text, Writer

_TOKEN = re.compile(
    rb"""(?P<space>[\s\x00]+)|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    rb"""|(?P<punctuation>[{}\[\],:])|(?P<word>[^\s{}\[\],:"'/]+)|(?P<other>.)""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def read(data: bytes, out: Gathered) -> list[Node]:
    """Give the root value; comments and errors go to ``out``."""
    source = out.source
    top = Items(source.span(0, len(data)))
    open_: list[Items | Mapping] = [top]
    keys: list[Scalar | None] = [None]
    after_colon = [False]

    def place(node: Node) -> None:
        parent = open_[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
        elif keys[-1] is not None and after_colon[-1]:
            parent.pairs.append(Pair(keys[-1], node))
            keys[-1] = None
        elif isinstance(node, Scalar):
            keys[-1] = node
            after_colon[-1] = False
        else:
            out.errors.append(node.span)

    for match in _TOKEN.finditer(data):
        kind = match.lastgroup
        start, end = match.span()
        token = match[0]
        if kind == "comment":
            text = token.decode()
            out.comment(source.span(start, end), text, alone=source.starts_line(start))
        elif kind == "string":
            place(_string(source, start, end))
        elif kind == "word":
            scalar = _word(source, start, end)
            if isinstance(scalar.value, str) and not isinstance(open_[-1], Mapping):
                out.errors.append(scalar.span)
            place(scalar)
        elif kind == "other":
            out.errors.append(source.span(start, end))
        elif token in (b"{", b"["):
            node: Items | Mapping = Mapping(source.span(start, end)) if token == b"{" else Items(source.span(start, end))
            place(node)
            open_.append(node)
            keys.append(None)
            after_colon.append(False)
        elif token in (b"}", b"]"):
            if len(open_) == 1 or isinstance(open_[-1], Mapping) != (token == b"}"):
                out.errors.append(source.span(start, end))
            if keys[-1] is not None:
                out.errors.append(keys[-1].span)
            if len(open_) > 1:
                node = open_.pop()
                node.span = source.span(_offset(source, node), end)
                keys.pop()
                after_colon.pop()
        elif token == b":":
            after_colon[-1] = True
        elif token == b"," and keys[-1] is not None:
            out.errors.append(keys[-1].span)
            keys[-1] = None
    if len(open_) > 1:
        out.errors.append(source.span(len(data), len(data)))
    return top.items


def _offset(source: Source, node: Node) -> int:
    return source.starts[node.span.line - 1] + node.span.column - 1


def _string(source: Source, start: int, end: int) -> Scalar:
    text = source.data[start + 1 : end - 1].decode()
    line, column = source.position(start + 1)
    if "\\" not in text:
        cooked = Text(text, [(0, line, column)])
    else:
        writer, last = Writer(), 0
        for match in _ESCAPE.finditer(text):
            writer.add(text[last : match.start()], line, column + len(text[:last].encode()))
            code = match[0][1:]
            character = chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, code)
            writer.add(character if not "\ud800" <= character <= "\udfff" else "?", line, column + len(text[: match.start()].encode()))
            last = match.end()
        writer.add(text[last:], line, column + len(text[:last].encode()))
        cooked = writer.text()
    return Scalar(source.span(start, end), cooked.value, cooked)


def _word(source: Source, start: int, end: int) -> Scalar:
    text = source.data[start:end].decode()
    value: str | int | float | bool | None = text
    if text in _WORDS:
        value = _WORDS[text]
    else:
        try:
            value = int(text)
        except ValueError:
            try:
                value = float(text)
            except ValueError:
                value = text
    return Scalar(source.span(start, end), value, Text(text, [(0, *source.position(start))]))
