"""What the grammars misread and the languages accept: read all the same, with texts and places as written."""

from __future__ import annotations

import pytest

from lint430 import facts
from lint430.engine import Options, check_sources
from lint430.languages import lower

READ = {
    "an original in a double": (
        "typescript",
        "a.ts",
        'vi.mock("node:os", async (original) => ({\n  ...(await original<typeof import("node:os")>()),\n  arch: () => "x",\n}));\n',
    ),
    "an original over lines": ("typescript", "a.ts", 'const os = await original<\n  typeof import(\n    "node:os",\n  )\n>();\n'),
    "a type of a module": ("typescript", "a.ts", 'type Runtime = import("@acme/env").Runtime<Env>;\n'),
    "all types of a module": ("typescript", "a.ts", 'export type * from "./types";\n'),
    "a function named using": ("typescript", "a.ts", "assert(using({ a: [{ b: 1 }] }));\n"),
    "an ampersand in a text": ("typescript", "a.tsx", "export const b = <b>Confirm & Execute</b>;\n"),
    "a new value": ("go", "a.go", 'package a\n\nvar shard = new(int64(3))\nvar label = new("x")\nvar wait = new(500 * time.Millisecond)\n'),
}


@pytest.mark.parametrize("name", READ)
def test_nothing_is_lost(name: str) -> None:
    language, path, source = READ[name]
    assert lower(language, path, source.encode()).errors == ()


def test_texts_are_as_written() -> None:
    module = lower("go", "a.go", READ["a new value"][2].encode())
    assert {node.function.id for node in module.nodes() if isinstance(node, facts.Call) and isinstance(node.function, facts.Name)} >= {
        "new",
        "int64",
    }


def test_a_type_stays_a_type() -> None:
    module = lower("typescript", "a.ts", READ["all types of a module"][2].encode())
    assert not [node for node in module.nodes() if isinstance(node, facts.Export)]


def test_places_are_as_written() -> None:
    source = 'const os = await original<\n  typeof import(\n    "node:os",\n  )\n>();\nif (process.env.INTEGRATION_MODE === "cluster") start();\n'
    (finding,) = check_sources({"services/a/src/a.ts": source}, options=Options(only=frozenset({"ITM101"}))).run.findings
    assert (finding.span.line, finding.span.column) == (6, 5)


def test_what_is_broken_stays_reported() -> None:
    assert lower("typescript", "a.ts", b"const = original<typeof import('x')>(;\n").errors
    assert lower("go", "a.go", b"package a\n\nvar a = new(int64(3)\n").errors
