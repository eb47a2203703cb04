"""Python source against the facts it lowers to, and paths against what they mean."""

from __future__ import annotations

import textwrap

import pytest

from lint430 import facts
from lint430.languages import Meaning, languages, lower, vocabulary
from lint430.model import Span


def _module(source: str | bytes, path: str = "x.py") -> facts.Module:
    data = source if isinstance(source, bytes) else textwrap.dedent(source).encode()
    return lower("python", path, data)


def _value(source: str) -> facts.Expr:
    module = _module(f"_ = {source}\n")
    assert not module.errors
    (stmt,) = module.body
    assert isinstance(stmt, facts.Assign)
    assert stmt.value is not None
    return stmt.value


def _args(arguments: tuple[facts.Argument, ...]) -> str:
    return ", ".join(("*" if a.spread else "") + (f"{a.name}=" if a.name else "") + _show(a.value) for a in arguments)


def _parameter(parameter: facts.Parameter) -> str:
    text = "" if parameter.kind == "positional" else f"{parameter.kind} "
    text += _show(parameter.target)
    text += "" if parameter.annotation is None else f": {_show(parameter.annotation)}"
    return text if parameter.default is None else f"{text} = {_show(parameter.default)}"


def _function(function: facts.Function) -> str:
    words = "".join(f"@{_show(d)} " for d in function.decorators)
    words += ("async " if function.is_async else "") + ("generator " if function.is_generator else "") + function.kind
    returns = "" if function.returns is None else f" -> {_show(function.returns)}"
    return f"{words} {function.name}({', '.join(map(_parameter, function.parameters))}){returns} {_block(function.body)}"


def _list(nodes: tuple[facts.Expr, ...]) -> str:
    return ", ".join(map(_show, nodes))


def _show(node: facts.Expr) -> str:
    """Write an expression down, every distinction that facts make visible."""
    match node:
        case facts.Literal():
            return repr(node.value)
        case facts.Name():
            return node.id
        case facts.Attribute():
            return f"{_show(node.object)}.{node.name}"
        case facts.Index():
            return f"{_show(node.object)}[{_show(node.key)}]"
        case facts.Call():
            return f"{_show(node.function)}({_args(node.arguments)})"
        case facts.Compare() | facts.Logic():
            return f"({_show(node.left)} {node.operator} {_show(node.right)})"
        case facts.Not():
            return f"not {_show(node.operand)}"
        case facts.Combine():
            return f"<{node.operator}: {_list(node.parts)}>"
        case facts.Ternary():
            return f"({_show(node.test)} ? {_show(node.then)} : {_show(node.orelse)})"
        case facts.Record():
            entries = [("**" if e.key is None else f"{_show(e.key)}: ") + _show(e.value) for e in node.entries]
            return "{" + ", ".join(entries + ([] if node.rest is None else [f"rest {_show(node.rest)}"])) + "}"
        case facts.Sequence():
            return f"{node.kind}({_list(node.items)})"
        case facts.Spread():
            return f"*{_show(node.value)}"
        case facts.Function():
            return _function(node)
        case facts.Comprehension():
            clauses = [
                f"for {_show(c.target)} in {_show(c.iterable)}" + "".join(f" if {_show(t)}" for t in c.conditions) for c in node.clauses
            ]
            key = "" if node.key is None else f"{_show(node.key)}: "
            return f"{node.kind}<{key}{_show(node.element)} {' '.join(clauses)}>"
        case facts.Bind():
            return f"({_show(node.target)} := {_show(node.value)})"
        case facts.Cast():
            return f"{node.kind} {_show(node.value)}"
        case facts.Opaque():
            return f"?{node.kind}({_list(node.children)})"
        case _:
            raise AssertionError(node)


def _block(body: tuple[facts.Stmt, ...]) -> str:
    return "{" + "; ".join(map(_stmt, body)) + "}"


def _case(case: facts.Case) -> str:
    text = "case " + " | ".join(map(_show, case.patterns))
    text += " default" if case.default else ""
    text += "" if case.binds is None else f" binds {_show(case.binds)}"
    text += "" if case.guard is None else f" if {_show(case.guard)}"
    return f"{text} {_block(case.body)}"


def _stmt(stmt: facts.Stmt) -> str:
    """Write a statement down."""
    match stmt:
        case facts.Evaluate():
            return _show(stmt.value)
        case facts.Assign():
            text = f"{stmt.declares} " if stmt.declares else ""
            text += _show(stmt.target) + ("" if stmt.annotation is None else f": {_show(stmt.annotation)}")
            return text if stmt.value is None else f"{text} {stmt.operator}= {_show(stmt.value)}"
        case facts.If():
            word = "elif" if stmt.chained else "if"
            return f"{word} {_show(stmt.test)} {_block(stmt.body)}" + (f" else {_block(stmt.orelse)}" if stmt.orelse else "")
        case facts.Switch():
            return f"match {_show(stmt.subject) if stmt.subject else ''} [{'; '.join(map(_case, stmt.cases))}]"
        case facts.Loop():
            head = f"while {_show(stmt.test)}" if stmt.test else f"for {_show(stmt.target or stmt.iterable or facts.Opaque(stmt.span, ()))}"
            head += f" in {_show(stmt.iterable)}" if stmt.iterable else ""
            return f"{head} {_block(stmt.body)}" + (f" else {_block(stmt.orelse)}" if stmt.orelse else "")
        case facts.Return():
            return "return" + ("" if stmt.value is None else f" {_show(stmt.value)}")
        case facts.Raise():
            return "raise" + ("" if stmt.value is None else f" {_show(stmt.value)}")
        case facts.Jump():
            return stmt.kind
        case facts.Try():
            handlers = "".join(f" except [{_list(h.types)}] {h.name or ''}{_block(h.body)}" for h in stmt.handlers)
            return f"try {_block(stmt.body)}{handlers} else {_block(stmt.orelse)} finally {_block(stmt.final)}"
        case facts.With():
            items = [_show(value) + ("" if target is None else f" as {_show(target)}") for value, target in stmt.items]
            return f"with {', '.join(items)} {_block(stmt.body)}"
        case facts.Define():
            return _function(stmt.function)
        case facts.Class():
            fields = [
                f.name + ("" if f.annotation is None else f": {_show(f.annotation)}") + ("" if f.value is None else f" = {_show(f.value)}")
                for f in stmt.fields
            ]
            decorators = "".join(f"@{_show(d)} " for d in stmt.decorators)
            methods = " ".join(map(_function, stmt.methods))
            return f"{decorators}{stmt.kind} {stmt.name}({_list(stmt.bases)}; {_args(stmt.keywords)}) [{'; '.join(fields)}] {methods} {_block(stmt.body)}"
        case facts.Import():
            names = ", ".join(f"{n.name} as {n.local} = {n.path}{' type' if n.type_only else ''}" for n in stmt.names)
            return f"import{' dynamic' if stmt.dynamic else ''} {stmt.module} ({names})"
        case _:
            raise AssertionError(stmt)


def _lines(source: str) -> list[str]:
    module = _module(source)
    assert not module.errors
    return [_stmt(stmt) for stmt in module.body]


def _line(source: str) -> str:
    (line,) = _lines(source)
    return line


# --- expressions -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a.b().c[0]", "a.b().c[0]"),
        ("a[1, 'x']", "a[tuple(1, 'x')]"),
        ("a[i:j]", "a[?slice(i, j)]"),
        ("a[*b]", "a[*b]"),
        ("f(1, *a, k=2, **kw)", "f(1, *a, k=2, *kw)"),
        ("f(x for x in y if x)", "f(generator<x for x in y if x>)"),
        ("a < b", "(a < b)"),
        ("a < b not in c is not d", "(((a < b) and (b not in c)) and (c is not d))"),
        ("a and b or c", "((a and b) or c)"),
        ("not a", "not a"),
        ("-1", "-1"),
        ("-x", "<-: x>"),
        ("~x", "<~: x>"),
        ("a + b + c", "<+: a, b, c>"),
        ("a + b - c", "<-: <+: a, b>, c>"),
        ("'%s' % x", "<%: '%s', x>"),
        ("a if b else c", "(b ? a : c)"),
        ("((a))", "a"),
        ("(n := f())", "(n := f())"),
        ("[a, *b]", "list(a, *b)"),
        ("(a,)", "tuple(a)"),
        ("a, b", "tuple(a, b)"),
        ("{a, b}", "set(a, b)"),
        ("{'a': 1, **b}", "{'a': 1, **b}"),
        ("[a for a, b in c if a if b for d in a]", "list<a for tuple(a, b) in c if a if b for d in a>"),
        ("{a async for a in b}", "set<a for a in b>"),
        ("{k: v for k, v in c}", "dict<k: v for tuple(k, v) in c>"),
        ("lambda x, *, y=1: x", "function None(x, keyword y = 1) {return x}"),
        ("lambda: (yield)", "generator function None() {return yield None}"),
        ("...", "?ellipsis()"),
        ("None, True, False", "tuple(None, True, False)"),
        ("1_000, 0x1F, 0o17, 0b1, 1.5e3, 1j", "tuple(1000, 31, 15, 1, 1500.0, ?number())"),
        ("'a' 'b'", "'ab'"),
        ("'it''s'", "'its'"),
        (r"'a\n\x41\u00e9\101\N{BULLET}\\\q'", repr("a\nA\u00e9A\u2022\\\\q")),
        (r"'\N{NO SUCH THING}\ud800\U99999999'", repr("\\N{NO SUCH THING}\ufffd\ufffd")),
        (r"r'\d'", repr(r"\d")),
        (r"b'\x41\u0041'", repr("A\\u0041")),
        ("'a\\\nb'", "'ab'"),
        ("'''a\r\nb'''", repr("a\nb")),
        ("f'{a}'", "<text: a>"),
        ("f'a{{}}'", "'a{}'"),
        ("f''", "''"),
        (r"f'x{b!r:>{w}}\ty{c=}'", r"<text: 'x', b, w, '\ty', 'c=', c>"),
        (r"rf'\d{x}'", r"<text: '\\d', x>"),
        ("'a' f'b{c}d' 'e'", "<text: 'ab', c, 'de'>"),
        ("t'a{b}'", "<text: 'a', b>"),
    ],
)
def test_expression(source: str, shown: str) -> None:
    assert _show(_value(source)) == shown


def test_number_too_long_to_convert() -> None:
    assert _show(_value("9" * 5000)) == "?number()"


def test_python_2_numbers() -> None:
    assert _show(_value("0777")) == "511"
    assert _show(_value("10L")) == "10"


def test_comments_inside_expressions_vanish() -> None:
    assert _show(_value("(  # one\n    a  # two\n    + b\n)")) == "<+: a, b>"
    assert _show(_value("[\n  a,  # first\n  # second\n  b,\n]")) == "list(a, b)"
    assert _show(_value("('a'  # one\n  'b')")) == "'ab'"


# --- statements ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a = b = f()", ["a = f()", "b = f()"]),
        ("a, *b = c", ["tuple(a, *b) = c"]),
        ("[a, (b, c.d), e[0]] = x", ["list(a, tuple(b, c.d), e[0]) = x"]),
        ("x: int = 3", ["x: int = 3"]),
        ("x: 'a.B | None'", ["x: a.B"]),
        ("a += 1", ["a += 1"]),
        ("a //= 2", ["a //= 2"]),
        ("type X[T] = int | str", ["type X = union(int, str)"]),
        ("global a, b", ["global a", "global b"]),
        ("nonlocal a", ["nonlocal a"]),
        ("del os.environ['X'], (a, b)", ["del(os.environ['X'], a, b)"]),
        ("assert a, 'why'", ["assert(a, 'why')"]),
        ("raise", ["raise"]),
        ("raise X('a') from e", ["raise X('a')"]),
        ("raise X, 'a'", ["raise X"]),
        ("return", ["return"]),
        ("return a, b", ["return tuple(a, b)"]),
        ("pass", []),
        ("'doc'", ["'doc'"]),
        ("...", ["?ellipsis()"]),
        ("a, b", ["tuple(a, b)"]),
        ("print 'x', y", ["print('x', y)"]),
        ("print >>f, y", ["print(y, file=f)"]),
        ("exec 'a' in b", ["exec('a', b)"]),
        ("a; b", ["a", "b"]),
        ("yield a, b", ["yield tuple(a, b)"]),
        ("await f()", ["await f()"]),
    ],
)
def test_simple_statement(source: str, shown: list[str]) -> None:
    assert _lines(source) == shown


def test_chained_assignment_shares_its_value() -> None:
    first, second = _module("a = b = f()\n").body
    assert isinstance(first, facts.Assign)
    assert isinstance(second, facts.Assign)
    assert first.value is second.value


def test_if_chain() -> None:
    source = """
        if a:
            b
        elif c:
            d
        elif e:
            pass
        else:
            f
    """
    assert _line(source) == "if a {b} else {elif c {d} else {elif e {} else {f}}}"
    (stmt,) = _module(source).body
    assert isinstance(stmt, facts.If)
    (inner,) = stmt.orelse
    assert inner.span == Span(4, 1, 9, 6)


def test_loops() -> None:
    assert _line("for a, *b in c, d:\n  break\nelse:\n  e\n") == "for tuple(a, *b) in tuple(c, d) {break} else {e}"
    assert _line("while a:\n  continue\nelse:\n  b\n") == "while a {continue} else {b}"
    assert _line("async def f():\n  async for a in b: await c\n") == "async function f() {for a in b {await c}}"


def test_try() -> None:
    source = """
        try:
            a
        except (A, B) as e:
            b
        except c.C:
            raise
        except:
            pass
        else:
            d
        finally:
            e
    """
    assert _line(source) == "try {a} except [A, B] e{b} except [c.C] {raise} except [] {} else {d} finally {e}"
    assert _line("try:\n  a\nexcept* (A, B) as e:\n  b\n") == "try {a} except [A, B] e{b} else {} finally {}"
    assert _line("try:\n  a\nexcept A, B:\n  b\n") == "try {a} except [A, B] {b} else {} finally {}"


def test_with() -> None:
    assert _line("with a as b, c() as (d, e), f: g\n") == "with a as b, c() as tuple(d, e), f {g}"
    assert _line("with (open() as f, g):\n  h\n") == "with open() as f, g {h}"
    assert _line("with (a as b):\n  c\n") == "with a as b {c}"


def test_match() -> None:
    source = """
        match mode:
            case "cluster" | Mode.LIVE:
                a
            case -1 | -2.5 | None:
                b
            case ("x"):
                c
            case other if other.ready:
                d
            case Mode.REPO as m:
                e
            case _:
                f
    """
    assert _line(source) == (
        "match mode [case 'cluster' | Mode.LIVE {a}; case -1 | -2.5 | None {b}; case 'x' {c}; "
        "case  binds other if other.ready {d}; case Mode.REPO binds m {e}; case  default {f}]"
    )


def test_match_structures() -> None:
    source = """
        match x, y:
            case a, *rest, _:
                pass
            case [1, *_]:
                pass
            case {"k": v, "m": 1, **kw}:
                pass
            case str(s):
                pass
            case C(1, k=b):
                pass
            case "a" | _:
                pass
            case z:
                pass
            case 1 + 2j:
                pass
            case (1,):
                pass
    """
    cases = _line(source).removeprefix("match tuple(x, y) [").split("; ")
    assert cases == [
        "case tuple(?anything(), *?anything(), ?anything()) binds tuple(a, *rest, _) {}",
        "case list(1, *?anything()) {}",
        "case {'k': ?anything(), 'm': 1} binds {'k': v, rest kw} {}",
        "case ?class-pattern(str, ?anything()) binds s {}",
        "case ?class-pattern(C, 1, ?anything()) binds {'k': b} {}",
        "case 'a' default {}",
        "case  default binds z {}",
        "case ?complex() {}",
        "case tuple(1) {}]",
    ]


def test_soft_keywords_are_names() -> None:
    assert _lines("match = 1\nmatch.x(y)\ntype = 3\nprint\n") == ["match = 1", "match.x(y)", "type = 3", "print"]


# --- functions and classes -------------------------------------------------------------------------------------------------------


def test_function() -> None:
    source = """
        @a.b
        @c(1)
        async def f(x, /, y: int = 1, *args: str, k, z=2, **kw) -> Thing | None:
            yield x
    """
    assert _line(source) == (
        "@a.b @c(1) async generator function f(x, y: int = 1, rest args: str, keyword k, keyword z = 2, keywords kw) -> Thing {yield x}"
    )
    (stmt,) = _module(source).body
    assert stmt.span == Span(4, 1, 5, 12)
    assert isinstance(stmt, facts.Define)
    assert stmt.function.span == stmt.span


def test_only_the_function_that_yields_is_a_generator() -> None:
    assert _line("def f():\n  def g(): yield\n  return g\n") == "function f() {generator function g() {yield None}; return g}"


def test_python_2_tuple_parameter() -> None:
    assert _line("def f(a, (b, c)): return b\n") == "function f(a, tuple(b, c)) {return b}"


@pytest.mark.parametrize(
    ("annotation", "shown"),
    [
        ("Optional[X]", "X"),
        ("typing.Optional['a.X']", "a.X"),
        ("X | None", "X"),
        ("None | X | Y", "union(X, Y)"),
        ("Union[X, Y, None]", "union(X, Y)"),
        ("dict[str, int] | None", "dict[tuple(str, int)]"),
        ("list[int]", "list[int]"),
        ("a.b.C", "a.b.C"),
        ("Literal['a', 'b']", "Literal[tuple('a', 'b')]"),
        ("Literal['a'] | Literal['b']", "union(Literal['a'], Literal['b'])"),
        ("Final[X]", "X"),
        ("Annotated[X | None, 'meta']", "X"),
        ("Callable[[X], 'Y']", "Callable[tuple(list(X), Y)]"),
        ("'Optional[a.X]'", "a.X"),
        ("'X | None'", "X"),
        ("'list[X]'", "'list[X]'"),
        ("None", "None"),
        ("'None'", "None"),
        ("(X)", "X"),
        ("Union[X, Y] | Z", "union(X, Y, Z)"),
        ("*Ts", "?splat_type(Ts)"),
    ],
)
def test_annotation(annotation: str, shown: str) -> None:
    assert _line(f"def f(a: {annotation}): pass\n") == f"function f(a: {shown}) {{}}"


def test_annotated_call_is_the_default_where_there_is_none() -> None:
    assert _line("def f(a: Annotated[X, Depends(g)]): pass\n") == "function f(a: X = Depends(g)) {}"
    assert _line("def f(a: t.Annotated[X, Depends(g)] = 1): pass\n") == "function f(a: X = 1) {}"


def test_class() -> None:
    source = '''
        @dataclass(frozen=True)
        class A(B, c.D, metaclass=M):
            """Doc."""
            mode: str = "repo"
            alias: Annotated[str, Field(alias="X")]
            x = y = 1
            a, b = c

            if x:
                def late(self): pass

            def __init__(self, mode): self.mode = mode
            def plain(self): ...
            @staticmethod
            def st(x): ...
            @classmethod
            async def cl(cls): ...
            @property
            def p(self) -> str: ...
            @functools.cached_property
            def q(self): ...
            @p.setter
            def p(self, value): ...
            def __new__(cls): ...
            class Inner:
                z = 1
    '''
    assert _line(source) == (
        "@dataclass(frozen=True) class A(B, c.D; metaclass=M) "
        "[mode: str = 'repo'; alias: Annotated[tuple(str, Field(alias='X'))]; x = 1; y = 1] "
        "constructor __init__(receiver self, mode) {self.mode = mode} "
        "method plain(receiver self) {?ellipsis()} "
        "@staticmethod static st(x) {?ellipsis()} "
        "@classmethod async class cl(receiver cls) {?ellipsis()} "
        "@property getter p(receiver self) -> str {?ellipsis()} "
        "@functools.cached_property getter q(receiver self) {?ellipsis()} "
        "@p.setter setter p(receiver self, value) {?ellipsis()} "
        "class __new__(receiver cls) {?ellipsis()} "
        "{'Doc.'; tuple(a, b) = c; if x {method late(receiver self) {}}; class Inner(; ) [z = 1]  {}}"
    )
    (stmt,) = _module(source).body
    assert isinstance(stmt, facts.Class)
    assert all(field.static for field in stmt.fields)
    assert stmt.span.line == 3


def test_function_in_a_method_is_a_function() -> None:
    assert "function inner(a)" in _line("class A:\n  def m(self):\n    def inner(a): pass\n")


@pytest.mark.parametrize("base", ["Enum", "enum.StrEnum", "str, Enum", "models.TextChoices", "MyEnum"])
def test_enum(base: str) -> None:
    (stmt,) = _module(f"class Mode({base}):\n    REPO = 'repo'\n").body
    assert isinstance(stmt, facts.Class)
    assert stmt.kind == "enum"
    assert [f.name for f in stmt.fields] == ["REPO"]


# --- imports ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("import os", ["import os (* as os = os)"]),
        ("import os.path as p", ["import os.path (* as p = os.path)"]),
        ("import a.b", ["import a.b (* as a = a)"]),
        ("import a, b as c", ["import a (* as a = a)", "import b (* as c = b)"]),
        ("from os import environ as e, getenv", ["import os (environ as e = os.environ, getenv as getenv = os.getenv)"]),
        ("from . import x", ["import . (x as x = .x)"]),
        ("from .. import x", ["import .. (x as x = ..x)"]),
        ("from .a.b import (c, d as e,)", ["import .a.b (c as c = .a.b.c, d as e = .a.b.d)"]),
        ("from .settings import *", ["import .settings (* as * = .settings)"]),
        ("from __future__ import annotations", ["import __future__ (annotations as annotations = __future__.annotations)"]),
        ("m = importlib.import_module('a.b')", ["import dynamic a.b (* as m = a.b)"]),
        ("m = __import__('a.b')", ["import dynamic a.b (* as m = a)"]),
        ("import_module('.x', __name__)", ["import dynamic .x ()"]),
        ("m = import_module(name)", ["m = import_module(name)"]),
        (
            "if TYPE_CHECKING:\n  from a import b\nelse:\n  import c",
            ["if TYPE_CHECKING {import a (b as b = a.b type)} else {import c (* as c = c)}"],
        ),
        ("if typing.TYPE_CHECKING:\n  import a", ["if typing.TYPE_CHECKING {import a (* as a = a type)}"]),
        (
            "try:\n  import a\nexcept ImportError:\n  a = None",
            ["try {import a (* as a = a)} except [ImportError] {a = None} else {} finally {}"],
        ),
    ],
)
def test_import(source: str, shown: list[str]) -> None:
    assert _lines(source) == shown


def test_type_only_import_statement() -> None:
    (stmt,) = _module("if TYPE_CHECKING:\n    import a\n").body
    assert isinstance(stmt, facts.If)
    (inner,) = stmt.body
    assert isinstance(inner, facts.Import)
    assert inner.type_only


# --- the file --------------------------------------------------------------------------------------------------------------------


def test_language() -> None:
    language = languages()["python"]
    assert {".py", ".pyi"} <= language.extensions
    assert "python" in language.interpreters
    assert _module("").body == ()
    assert _module("", "a/b.pyi").type_checking
    assert not _module("").type_checking


def test_comments() -> None:
    module = _module("# one\nx = 1  # two\n\tif_ = '# no'\n  # three\r\n")
    assert [(c.text, c.alone, c.span.line, c.span.column) for c in module.comments] == [
        ("# one", True, 1, 1),
        ("# two", False, 2, 8),
        ("# three", True, 4, 3),
    ]


def test_spans_count_bytes() -> None:
    stmt = _module("é = 'ü', a\n").body[0]
    assert isinstance(stmt, facts.Assign)
    assert stmt.target.span == Span(1, 1, 1, 3)
    assert isinstance(stmt.value, facts.Sequence)
    assert stmt.value.items[1].span == Span(1, 12, 1, 13)


def test_byte_order_mark_and_line_ends() -> None:
    module = _module(b"\xef\xbb\xbfx = 1\r\nif x:\r\n\ty = 2\r\n\x0c\r\nz = 3\r\n")
    assert not module.errors
    assert list(map(_stmt, module.body)) == ["x = 1", "if x {y = 2}", "z = 3"]
    assert module.body[0].span == Span(1, 1, 1, 6)


def test_coding_cookie() -> None:
    latin = _module(b"#!/usr/bin/env python\n# -*- coding: latin-1 -*-\nx = '\xe9'\n")
    assert not latin.errors
    assert _stmt(latin.body[0]) == "x = 'é'"
    unknown = _module(b"# coding: no-such-codec\nx = '\xe9'\n")
    assert _stmt(unknown.body[0]) == "x = '\ufffd'"
    assert _stmt(_module("# coding: utf-8\nx = 'é'\n").body[0]) == "x = 'é'"
    assert _stmt(_module("# coding: hex\nx = 'é'\n").body[0]) == "x = 'é'"


@pytest.mark.parametrize(
    ("source", "line", "kept"),
    [
        ("x = 1\ny = = 2\nz = 3\n", 2, "z = 3"),
        ("a = 1\nif a b:\n    c()\nz = 3\n", 2, "z = 3"),
        ("def f(:\n    pass\nz = 3\n", 1, "z = 3"),
        ("z = 3\nx = (\n", 2, "z = 3"),
        ("z = 3\ncall(a, 'unterminated\n", 2, "z = 3"),
    ],
)
def test_errors_are_placed_and_the_rest_is_lowered(source: str, line: int, kept: str) -> None:
    module = _module(source)
    assert module.errors[0].line == line
    assert kept in list(map(_stmt, module.body))


def test_errors_on_adjoining_lines_are_one_run() -> None:
    module = _module("x = = 1\ny = = 2\n" + "a = 1\n" * 5 + "z = = 3\n")
    assert [span.line for span in module.errors] == [1, 8]


def test_broken_source_never_raises() -> None:
    source = textwrap.dedent(
        """
        import a.b as c, d
        from .e import (f, g as h)
        @dec(1)
        class A(B, metaclass=M):
            x: Annotated[int | None, F(1)] = -1
            @property
            async def m(self, a: "X", (b, c), *d, e=1, **f) -> Optional[X]:
                global q
                with (a as b, c): yield [*i for i in j if k]
                return {**a, 'b': 1}[1:2, x] if not a < b <= c else lambda: 0
        try: print >>x, f'a{b!r:{c}}d' 'e'
        except (A, B) as e: raise X from e
        finally: del x, (y)
        match x, y:
            case {"a": [1, *r], **kw} | C(k=-1) as z if w: pass
        type X[T] = int
        a = b = c; d += 1; assert e, f
        while (n := f(*a, **b)): continue
        else: pass
        """
    ).encode()
    for end in range(len(source)):
        _module(source[:end])
        _module(source[:end] + source[end + 7 :])
    for junk in (
        b"\x00\xff\xfe",
        b"'\\N{",
        b"f'{",
        b"f'{}'",
        b"@",
        b"@x",
        b"case x:",
        b"x = f(",
        b"(((" * 50,
        b"def",
        b"class",
        b"import",
        b"lambda",
    ):
        _module(junk)


def test_incomplete_expressions_keep_what_stands_there() -> None:
    nodes = facts.walk(list(_module("x = os.environ['A'] ==\ny = not\nfoo(os.getenv('B'),,)\n").body))
    assert {n.value for n in nodes if isinstance(n, facts.Literal)} >= {"A", "B"}


def test_decorator_without_a_definition_is_still_seen() -> None:
    nodes = facts.walk(list(_module("@skip(os.getenv('A'))\n\nx = 1\n").body))
    assert "A" in [n.value for n in nodes if isinstance(n, facts.Literal)]


def test_error_in_a_head_is_lowered_with_the_statement() -> None:
    nodes = facts.walk(list(_module("for x in os.environ['A'] f(b):\n    g('C')\n").body))
    assert {n.value for n in nodes if isinstance(n, facts.Literal)} >= {"A", "C"}


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 5000 + "a" + ")" * 5000,
        "x = " + "[" * 5000 + "]" * 5000,
        "x = " + "not " * 5000 + "a",
        "x = " + "f(" * 5000 + "a" + ")" * 5000,
        "x = " + "a if b else " * 5000 + "c",
        "x = a" + ".b()" * 5000,
        "x = a" + "[0]" * 5000,
        "x: " + "A[" * 5000 + "int" + "]" * 5000,
    ],
)
def test_deep_nesting(source: str) -> None:
    module = _module(source)
    assert not module.errors
    assert len(module.body) == 1
    assert isinstance(module.body[0], facts.Assign)


def test_long_chains() -> None:
    assert len(facts.walk([_value("a" + " + a" * 5000)])) == 5002
    assert len(facts.walk([_value("a" + " and a" * 5000)])) == 10001
    chain = "if a: pass\n" + "elif b: pass\n" * 5000
    assert len(facts.walk(list(_module(chain).body))) == 10002


def test_source_nested_beyond_measure_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lint430.languages.python.lowering._DEEP", 1000)
    module = _module("x = " + "[" * 5000 + "]" * 5000)
    assert module.body == ()
    assert module.errors == (Span(1, 1, 1, 1),)


# --- the vocabulary --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("pytest.skip", "skip"),
        ("pytest.skip.Exception", "skip"),
        ("pytest.fail", "fail"),
        ("pytest.xfail", "skip"),
        ("pytest.exit", "exit"),
        ("pytest.importorskip", "skip-if"),
        ("pytest.mark.skip", "disabled"),
        ("pytest.mark.skipif", "skip-if"),
        ("pytest.mark.xfail", "disabled"),
        ("pytest.mark.parametrize", "mark"),
        ("pytest.mark.cluster", "mark"),
        ("pytest.mark.skipif()", None),
        ("pytest.raises", "assert"),
        ("pytest.approx", None),
        ("pytest.param", None),
        ("pytest.fixture", "hook"),
        ("assert", "assert"),
        ("unittest.TestCase.assertEqual", "assert"),
        ("<self>.assertEqual", "assert"),
        ("django.test.TestCase.assertContains", "assert"),
        ("<self>.skipTest", "skip"),
        ("unittest.IsolatedAsyncioTestCase.skipTest", "skip"),
        ("unittest.TestCase.fail", "fail"),
        ("<job>.fail", None),
        ("unittest.skip", "disabled"),
        ("unittest.skipIf", "skip-if"),
        ("unittest.skipUnless", "run-if"),
        ("unittest.SkipTest", "skip"),
        ("unittest.TestCase.addCleanup", "teardown"),
        ("<request>.addfinalizer", "teardown"),
        ("hypothesis.assume", "run-if"),
        ("hypothesis.given", None),
        ("numpy.testing.assert_allclose", "assert"),
        ("pandas.testing.assert_frame_equal", "assert"),
        ("<client>.assert_ready", None),
        ("<client>.assert_called_once_with", "assert"),
        ("unittest.mock.Mock().assert_awaited_once", "assert"),
        ("assertpy.assert_that().is_equal_to", "assert"),
        ("hamcrest.assert_that", "assert"),
        ("playwright.sync_api.expect().to_be_visible", "assert"),
        ("<response>.should.equal", "assert"),
        ("<snapshot>.assert_match", "assert"),
        ("unittest.mock.patch", "double"),
        ("unittest.mock.patch.object", "double"),
        ("unittest.mock.patch.dict", None),
        ("unittest.mock.AsyncMock", "double"),
        ("<mocker>.patch", "double"),
        ("<mocker>.patch.object", "double"),
        ("<mocker>.patch.dict", None),
        ("pytest_mock.MockerFixture.Mock", "double"),
        ("<monkeypatch>.setattr", "double"),
        ("<monkeypatch>.setenv", None),
        ("<monkeypatch>.chdir", None),
        ("responses.add", "double"),
        ("respx.route", "double"),
        ("respx.get", "double"),
        ("<requests_mock>.get", "double"),
        ("<session>.get", None),
        ("moto.mock_aws", "double"),
        ("freezegun.freeze_time", None),
        ("http.server.HTTPServer", "double"),
        ("sys.exit", "exit"),
        ("os._exit", "exit"),
        ("exit", "exit"),
        ("tenacity.retry", "poll"),
        ("waiting.wait", "poll"),
        ("print", "log"),
        ("logging.warning", "log"),
        ("logging.getLogger().info", "log"),
        ("<logger>.exception", "log"),
        ("LOG.debug", "log"),
        ("<self>._logger.error", "log"),
        ("<blog>.error", None),
        ("warnings.warn", "log"),
        ("def:test_x", "test"),
        ("def:runTest", "test"),
        ("def:setUp", "hook"),
        ("def:setup_method", "hook"),
        ("def:tearDownClass", "teardown"),
        ("def:build", None),
        ("build", None),
        ("a.b.c", None),
    ],
)
def test_meaning(path: str, kind: str | None) -> None:
    found = vocabulary("python").meaning(path)
    assert (found.kind if found else None) == kind


def test_meaning_details() -> None:
    meaning = vocabulary("python").meaning
    assert meaning("pytest.mark.skipif") == Meaning("skip-if", condition=0, condition_keyword="condition", reason=1)
    assert meaning("pytest.mark.xfail") == Meaning("disabled", condition=0, condition_keyword="condition")
    assert meaning("pytest.skip") == Meaning("skip", reason=0)
    assert meaning("<self>.assertEqual") == Meaning("assert", expected=(0, 1))
    assert meaning("<self>.assertAlmostEqual") == Meaning("assert")
    assert meaning("assert") == Meaning("assert", expected=(0,))


def test_environment() -> None:
    words = vocabulary("python")
    assert {"os.environ", "os.environb"} <= words.environment_maps
    assert words.environment_getters["os.getenv"].default == 1
    assert words.environment_getters["os.environ.get"].default_keyword == "default"
    assert words.environment_getters["decouple.config"].default_keyword == "default"
    assert not words.environment_getters["environs.Env().str"].dynamic
    assert words.environment_getters[".require_env"].dynamic
    assert words.map_getters["__contains__"].returns == "presence"
    assert "environ.Env()" in words.environment_objects
    assert "pydantic_settings.BaseSettings" in words.settings_bases
    assert {"str", "typing.cast", "operator.eq"} <= words.conversions
    assert {"lower", "startswith", "removeprefix"} <= words.conversion_methods
    assert {"functools.lru_cache", "contextlib.contextmanager"} <= words.wrappers
    assert {"filter", "sorted", "itertools.takewhile"} <= words.predicates
    assert not words.block_scopes
    assert words.self_name is None
