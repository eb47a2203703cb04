"""Reads YAML into a tree with places: anchors, merge keys, block scalars, several documents, and templates that are not YAML until rendered."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import tree_sitter_yaml
from tree_sitter import Language, Parser
from tree_sitter import Node as Syntax

from lint430.languages.manifest.gather import Gathered
from lint430.languages.manifest.text import FILLER, Items, Mapping, Node, Pair, Scalar, Source, Text, Writer
from lint430.languages.syntax import span_of
from lint430.model import Span

_ACTION = re.compile(rb"\$?\{\{.*?\}\}", re.DOTALL)
_TEMPLATE = re.compile(rb"(?<!\$)\{\{")
"""A file with these is YAML only once it is rendered: what cannot be read before says nothing about it."""
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_DOUBLED = re.compile("''")
_ESCAPING = {'"': "\\", "'": "''", "": "\n"}
"""What a scalar holds, by its quotes, that does not stand for itself."""
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
}
_HEADER = re.compile(r"[|>][-+0-9]*")
_COLLECTIONS = {"block_mapping", "flow_mapping", "block_sequence", "flow_sequence"}
_SCALARS = {"plain_scalar", "single_quote_scalar", "double_quote_scalar", "block_scalar"}
_LEADING = re.compile(rb"[ \t?:-]*")
_MAX_LEVELS = 100
_DEEP = re.compile(rb"(?m)^[ \t?:-]{100}")
_RETRIED_BYTES = 3_000_000
"""How much may be parsed again to get past errors: about a quarter of a second."""


@functools.cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_yaml.language()))


def read(data: bytes, out: Gathered) -> list[Node]:
    """Give the root of every document; comments and errors go to ``out``."""
    source = out.source
    masked = _mask(data, out) if b"{{" in data else data
    masked = _shallow(masked, out)
    root = _parser().parse(masked).root_node
    if root.has_error:
        root, masked, errors = _recover(root, masked)
        if not _TEMPLATE.search(data):
            out.errors += errors
    builder = _Builder(Source(masked), out)
    documents = builder.build(root)
    for node in builder.comments:
        span = span_of(node)
        out.comment(span, source.data[node.start_byte : node.end_byte].decode(), alone=source.starts_line(node.start_byte))
    return documents


def _mask(data: bytes, out: Gathered) -> bytes:
    """Replace template actions by filler of the same length; a line of nothing else becomes blank."""
    source = out.source
    pieces, last = [], 0
    filled = bytearray(data)
    for match in _ACTION.finditer(data):
        start, end = match.span()
        pieces.append((start, end))
        if re.match(rb"\{\{-?\s*/\*", match[0]):
            out.comment(source.span(start, end), match[0].decode(), alone=source.starts_line(start))
        if b"\n" in match[0]:
            filled[start:end] = re.sub(rb"[^\r\n]", b" ", match[0])
        else:
            filled[start:end] = FILLER.encode() * ((end - start) // 2) + b"_" * ((end - start) % 2)
    for start, _ in pieces:
        line = source.position(start)[0]
        if line == last or data[start : start + 1] == b"$":
            continue
        last = line
        begin = source.starts[line - 1]
        end = source.starts[line] - 1 if line < len(source.starts) else len(data)
        if not _ACTION.sub(b"", data[begin:end]).strip():
            filled[begin:end] = re.sub(rb"[^\r\n]", b" ", data[begin:end])
    return bytes(filled)


def _shallow(data: bytes, out: Gathered) -> bytes:
    """Blank the lines that nest too deep: the grammar's scanner crashes the process when its 1,024 bytes of state do not hold every level."""
    brackets = data.count(b"[") + data.count(b"{")
    if brackets <= _MAX_LEVELS and not _DEEP.search(data):
        return data
    lines = data.split(b"\n")
    indents: list[int] = []
    flow = 0
    for number, line in enumerate(lines):
        leading = _LEADING.match(line)
        markers = leading[0] if leading is not None else b""
        if not line.strip():
            continue
        indent = len(markers) - len(markers.lstrip())
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        if flow and not indent and line[:1].isalpha():
            flow = 0
        highest, depth = flow, flow
        for bracket in re.finditer(rb"[\[\]{}]", line):
            depth = depth + 1 if bracket[0] in b"[{" else max(depth - 1, 0)
            highest = max(highest, depth)
        if max(len(indents) + markers.count(b"-") + markers.count(b"?") + markers.count(b":"), highest) > _MAX_LEVELS:
            out.errors.append(Span(number + 1, indent + 1, number + 1, len(line) + 1))
            lines[number] = b" " * len(line)
        else:
            flow = depth
    return b"\n".join(lines)


def _recover(root: Syntax, data: bytes) -> tuple[Syntax, bytes, list[Span]]:
    """Blank the lines that cannot be read, one by one, until the rest can; the grammar itself gives up on everything around an error."""
    lines = data.split(b"\n")
    errors: list[Span] = []
    budget = _RETRIED_BYTES

    def reads(count: int) -> bool:
        nonlocal budget
        text = b"\n".join(lines[:count]) + b"\n"
        budget -= len(text)
        return not _parser().parse(text).root_node.has_error

    low = 0
    while root.has_error and budget > 0 and len(errors) < 20:
        high = len(lines)
        while high - low > 1 and budget > 0:
            middle = (low + high) // 2
            if reads(middle):
                low = middle
            else:
                high = middle
            if high - low == 1:
                further = next((n for n in range(high + 1, min(high + 12, len(lines)) + 1) if reads(n)), None)
                if further is not None:
                    low, high = further, len(lines)
        line = lines[low] if low < len(lines) else b""
        indent = len(line) - len(line.lstrip())
        errors.append(Span(low + 1, indent + 1, low + 1, max(len(line.rstrip()), indent + 1) + 1))
        if low >= len(lines):
            break
        lines[low] = b" " * (len(line) - line.endswith(b"\r")) + line[len(line) - line.endswith(b"\r") :]
        data = b"\n".join(lines)
        budget -= len(data)
        root = _parser().parse(data).root_node
        low = max(low - 1, 0)
    if root.has_error:
        data = b"\n".join(lines[:low]) + b"\n"
        root = _parser().parse(data).root_node
    return root, data, errors or [Span(1, 1, 1, 1)]


class _Builder:
    """Turns a syntax tree into nodes, from the top down and without recursion."""

    def __init__(self, source: Source, out: Gathered) -> None:
        self.source = source
        self.out = out
        self.anchors: dict[str, Node] = {}
        self.comments: list[Syntax] = []
        self.stack: list[tuple[Syntax, Callable[[Node], None]]] = []

    def build(self, root: Syntax) -> list[Node]:
        """Give the root node of each document."""
        documents: list[Node] = []
        self.stack = [(root, documents.append)]
        while self.stack:
            node, sink = self.stack.pop()
            self._visit(node, sink)
        self.comments.sort(key=lambda node: node.start_byte)
        return documents

    def _visit(self, node: Syntax, sink: Callable[[Node], None]) -> None:
        kind = node.type
        if kind in ("stream", "document", "ERROR"):
            if kind == "document":
                self.anchors = {}
            self._push([(child, sink) for child in node.named_children if not self._is_comment(child)])
        elif kind in ("block_node", "flow_node"):
            self._content(node, sink)
        elif kind == "alias":
            name = self.source.data[node.start_byte + 1 : node.end_byte].decode()
            sink(self.anchors.get(name) or _null(node))
        elif kind in _SCALARS:
            sink(self._scalar(node))
        elif kind in _COLLECTIONS:
            self._collection(node, sink)

    def _push(self, work: list[tuple[Syntax, Callable[[Node], None]]]) -> None:
        self.stack.extend(reversed(work))

    def _is_comment(self, node: Syntax) -> bool:
        if node.type == "comment":
            self.comments.append(node)
            return True
        return False

    def _content(self, node: Syntax, sink: Callable[[Node], None]) -> None:
        anchor = None
        for child in node.named_children:
            if child.type == "anchor":
                anchor = self.source.data[child.start_byte + 1 : child.end_byte].decode()
            elif child.type != "tag" and not self._is_comment(child):
                if anchor is not None:
                    sink = functools.partial(self._anchored, anchor, sink)
                self.stack.append((child, sink))
                return
        sink(_null(node))

    def _anchored(self, name: str, sink: Callable[[Node], None], value: Node) -> None:
        self.anchors[name] = value
        sink(value)

    def _collection(self, node: Syntax, sink: Callable[[Node], None]) -> None:
        work: list[tuple[Syntax, Callable[[Node], None]]] = []
        if node.type.endswith("mapping"):
            mapping = Mapping(span_of(node))
            for child in node.named_children:
                self._pair(child, mapping, work)
            sink(mapping)
        else:
            items = Items(span_of(node))
            for child in node.named_children:
                if self._is_comment(child):
                    continue
                items.items.append(_null(child))
                into = functools.partial(items.items.__setitem__, len(items.items) - 1)
                if child.type == "block_sequence_item":
                    work += [(inner, into) for inner in child.named_children if not self._is_comment(inner)]
                elif child.type == "flow_pair":
                    mapping = Mapping(span_of(child))
                    self._pair(child, mapping, work)
                    into(mapping)
                else:
                    work.append((child, into))
            sink(items)
        self._push(work)

    def _pair(self, node: Syntax, mapping: Mapping, work: list[tuple[Syntax, Callable[[Node], None]]]) -> None:
        if self._is_comment(node):
            return
        for child in node.named_children:
            self._is_comment(child)
        key = node.child_by_field_name("key") if node.type != "flow_node" else node
        value = node.child_by_field_name("value") if node.type != "flow_node" else None
        scalar = self._key(key)
        if scalar is None:
            if value is not None:
                work.append((value, _ignored))
            return
        pair = Pair(scalar, _null(node))
        mapping.pairs.append(pair)
        if value is not None:
            work.append((value, functools.partial(setattr, pair, "value")))

    def _key(self, node: Syntax | None) -> Scalar | None:
        if node is None:
            return None
        for child in node.named_children:
            if child.type in _SCALARS:
                scalar = self._scalar(child)
                for anchor in node.named_children:
                    if anchor.type == "anchor":
                        self.anchors[self.source.data[anchor.start_byte + 1 : anchor.end_byte].decode()] = scalar
                return scalar
            if child.type == "alias":
                found = self.anchors.get(self.source.data[child.start_byte + 1 : child.end_byte].decode())
                return found if isinstance(found, Scalar) else None
        return None

    def _scalar(self, node: Syntax) -> Scalar:
        raw = self.source.data[node.start_byte : node.end_byte].decode()
        span, kind = span_of(node), node.type
        line, column = span.line, span.column
        if kind == "block_scalar":
            text = _block(raw, line)
        elif kind == "plain_scalar":
            text = _flow(raw, line, column, "")
        else:
            quote = raw[0]
            text = _flow(raw[1:-1] if raw.endswith(quote) else raw[1:], line, column + 1, quote)
        value: str | int | float | bool | None = text.value
        if kind == "plain_scalar" and (typed := node.named_child(0)) is not None:
            value = _typed(typed.type, text.value)
        return Scalar(span, value, text)


def _ignored(_: Node) -> None:
    """Take a value that has no place in the tree."""


def _null(node: Syntax) -> Scalar:
    line, column = node.end_point
    line, column = line + 1, column + 1
    return Scalar(Span(line, column, line, column), None, Text("", [(0, line, column)]))


def _typed(kind: str, text: str) -> str | int | float | bool | None:
    try:
        match kind:
            case "integer_scalar":
                return int(text, 0)
            case "float_scalar":
                return float(text)
            case "boolean_scalar":
                return text.lower() == "true"
            case "null_scalar":
                return None
    except ValueError:
        return text
    return text


def _flow(raw: str, line: int, column: int, quote: str) -> Text:
    """Cook a plain or quoted scalar: lines folded, escapes resolved."""
    if "\n" not in raw and _ESCAPING[quote] not in raw:
        return Text(raw.removesuffix("\r"), [(0, line, column)])
    writer = Writer()
    lines = raw.split("\n")
    blanks, joined = 0, True
    for index, whole in enumerate(lines):
        content = whole.removesuffix("\r")
        at = column if index == 0 else 1
        if index:
            stripped = content.lstrip(" \t")
            at += len(content) - len(stripped)
            content = stripped
        if index < len(lines) - 1:
            content = content.rstrip(" \t")
        if index and not content and index < len(lines) - 1:
            blanks += 1
            continue
        if index and (blanks or not joined):
            writer.add("\n" * blanks or " ", line + index, at)
        blanks = 0
        joined = quote == '"' and index < len(lines) - 1 and (len(content) - len(content.rstrip("\\"))) % 2 == 1
        _unescaped(writer, content[:-1] if joined else content, line + index, at, quote)
    return writer.text()


def _unescaped(writer: Writer, content: str, line: int, column: int, quote: str) -> None:
    pattern = _ESCAPE if quote == '"' else _DOUBLED if quote else None
    last = 0
    for match in pattern.finditer(content) if pattern else ():
        writer.add(content[last : match.start()], line, column + len(content[:last].encode()))
        code = match[0][1:]
        if quote == "'":
            cooked = "'"
        elif len(code) > 1:
            number = int(code[1:], 16)
            cooked = chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "?"
        else:
            cooked = _ESCAPES.get(code, code)
        writer.add(cooked, line, column + len(content[: match.start()].encode()))
        last = match.end()
    writer.add(content[last:], line, column + len(content[:last].encode()))


def _block(raw: str, line: int) -> Text:
    """Cook a block scalar without its last line break."""
    lines = [text.removesuffix("\r") for text in raw.split("\n")]
    body = lines[1:]
    while body and not body[-1].strip():
        body.pop()
    header = _HEADER.match(lines[0])
    filled = [len(text) - len(text.lstrip(" ")) for text in body if text.strip()]
    digits = header is not None and any(c.isdigit() for c in header[0])
    indent = 0 if not filled else min(filled) if digits else filled[0]
    folded = raw.startswith(">")
    writer = Writer()
    if not body:
        writer.add("", line, 1)
    blanks, more = 0, True
    for index, text in enumerate(body):
        content, at = text[indent:], line + 1 + index
        if folded and index:
            if not content.strip():
                blanks += 1
                continue
            indented = content[0] in " \t"
            glue = "\n" * (blanks + (indented or more)) if blanks or indented or more else " "
            writer.add(glue, at, indent + 1)
            blanks, more = 0, indented
        elif folded:
            more = content[:1] in (" ", "\t")
        writer.add(content, at, indent + 1)
        if not folded and index < len(body) - 1:
            writer.add("\n", at, indent + 1 + len(content.encode()))
    return writer.text()
