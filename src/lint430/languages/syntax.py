"""Reads nodes of a syntax tree: where they stand, what they say, and which of them start with a sign such as ``#``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tree_sitter import Node, TreeCursor

from lint430.model import Span


def span_of(node: Node) -> Span:
    """Give where a node stands."""
    line, column = node.start_point
    end_line, end_column = node.end_point
    # One is made for every fact; this takes half the time of calling the class.
    return tuple.__new__(Span, (line + 1, column + 1, end_line + 1, end_column + 1))


def joined(first: Span, last: Span) -> Span:
    """Give the stretch from the start of one span to the end of another."""
    return Span(first.line, first.column, last.end_line, last.end_column)


def reader(source: bytes) -> Callable[[Node], str]:
    """Give the function that reads a node's text; where a byte is a character, the source is decoded only once."""
    if source.isascii():
        text = source.decode("ascii")
        return lambda node: text[node.start_byte : node.end_byte]
    return lambda node: source[node.start_byte : node.end_byte].decode("utf-8", "replace")


def starting(root: Node, source: bytes, sign: re.Pattern[bytes], kinds: frozenset[str]) -> Iterator[Node]:
    """Give the leaves of some kinds that start with a sign, in order; only what is around the signs is looked at, where a query sees the whole tree."""
    cursor = root.walk()
    found = sign.search(source)
    while found is not None:
        node = _leaf(cursor, found.start())
        after = found.end()
        if node is not None and node.type in kinds:
            yield node
            after = max(after, node.end_byte)
        found = sign.search(source, after)


def _leaf(cursor: TreeCursor, at: int) -> Node | None:
    """Move a cursor on to the leaf that starts at a byte; None where there is none."""
    node = cursor.node
    while node is not None and node.end_byte <= at:
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return None
        node = cursor.node
    while node is not None and node.start_byte <= at:
        if cursor.goto_first_child_for_byte(at) is None:
            return node if node.start_byte == at else None
        node = cursor.node
    return None
