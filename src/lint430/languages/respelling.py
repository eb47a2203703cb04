"""Parses what a grammar misreads under another spelling of the same length; texts and places are taken from what was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tree_sitter import Node

Respelling = tuple[re.Pattern[bytes], Callable[[re.Match[bytes]], bytes] | bytes]
"""What the language accepts and the grammar does not, with a spelling of the same length that says the same to the lowering."""


def blanked(match: re.Match[bytes]) -> bytes:
    """Give a name of the same length as a match: one letter, then blanks; lines stay lines."""
    return b"T" + re.sub(rb"[^\n]", b" ", match.group()[1:])


def parsed(parse: Callable[[bytes], Node], source: bytes, misread: Sequence[Respelling]) -> tuple[Node, bytes]:
    """Parse a source; where something is lost, try the respellings, each kept only if less is lost with it. Give the tree and what was parsed."""
    root = parse(source)
    for pattern, respell in misread:
        if not root.has_error:
            break
        other = pattern.sub(respell, source)
        if other != source:
            again = parse(other)
            if damage(again) < damage(root):
                source, root = other, again
    return root, source


def damage(root: Node) -> tuple[int, int]:
    """Measure what a parse could not read: in how many places, and how much is lost there."""
    found = lost = 0
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            found += 1
            lost += node.end_byte - node.start_byte
        elif node.has_error:
            stack.extend(node.children)
    return found, lost
