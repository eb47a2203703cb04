"""Where nodes stand, and which start with a sign."""

from __future__ import annotations

import re

import pytest
import tree_sitter_go
import tree_sitter_python
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser, Query, QueryCursor

from lint430 import facts
from lint430.languages.syntax import reader, span_of, starting
from lint430.model import Span

GRAMMARS = {
    "python": (Language(tree_sitter_python.language()), rb"#"),
    "go": (Language(tree_sitter_go.language()), rb"//|/\*"),
    "tsx": (Language(tree_sitter_typescript.language_tsx()), rb"//|/\*|<!--|-->"),
}


def root_of(name: str, source: str) -> Node:
    return Parser(GRAMMARS[name][0]).parse(source.encode()).root_node


@pytest.mark.parametrize(
    ("name", "source", "count"),
    [
        ("python", "# one\nx = '#' # two\n\n\ndef f(\n    a,  # three # still three\n):\n    pass\n    # four", 4),
        ("python", "x = f'{1 # no comment\n}' #\n", 2),
        ("python", "def (:\n  # in broken source\n", 1),
        ("python", "#é\nü = 1  # ü\n", 2),
        ("python", "x = 1\n", 0),
        ("go", 'package a // b /* c\n\n/* d\n// e */ var u = "http://x" // f\n', 3),
        ("tsx", "const u = 'http://x'; // a\nconst r = /\\/\\//; /* b */ const x = <p>{/* c */}// text</p>;\n", 3),
    ],
)
def test_signs_lead_to_the_comments_that_a_query_finds(name: str, source: str, count: int) -> None:
    language, sign = GRAMMARS[name]
    root = root_of(name, source)
    captured = QueryCursor(Query(language, "(comment) @comment")).captures(root).get("comment", [])
    wanted = sorted((node.start_byte, node.end_byte) for node in captured)
    found = [(node.start_byte, node.end_byte) for node in starting(root, source.encode(), re.compile(sign), frozenset({"comment"}))]
    assert found == wanted
    assert len(found) == count


@pytest.mark.parametrize("source", ["x = name\n", "é = name\n"])
def test_text_is_read_by_bytes(source: str) -> None:
    root = root_of("python", source)
    names = [node for node in root.children[0].children[0].children if node.type == "identifier"]
    assert [reader(source.encode())(node) for node in names] == source.replace("=", "").split()


def test_a_place_becomes_a_span_when_it_is_asked_for() -> None:
    node = root_of("python", "\n  name\n").children[0]
    name = facts.Name(node.range, "name")
    assert not isinstance(name.place, Span)
    assert name.span == span_of(node) == Span(2, 3, 2, 7)
    assert id(name.place) == id(name.span)
    name.span = Span(1, 1, 1, 2)
    assert name.span == Span(1, 1, 1, 2)
