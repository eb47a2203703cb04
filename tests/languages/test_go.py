from __future__ import annotations

import random
import time

import pytest

from lint430 import facts
from lint430.languages import Meaning, languages, lower, vocabulary
from lint430.model import Span


def parse(source: str | bytes, path: str = "a.go") -> facts.Module:
    return lower("go", path, source if isinstance(source, bytes) else source.encode())


def many(nodes: tuple[object, ...]) -> str:
    return " ".join(dump(n) for n in nodes)


def dump(node: object) -> str:
    """Write a fact in one line, so that structures compare as text."""
    match node:
        case None:
            return "-"
        case facts.Literal():
            return repr(node.value)
        case facts.Name():
            return node.id
        case facts.Attribute():
            return f"{dump(node.object)}.{node.name}"
        case facts.Index():
            return f"{dump(node.object)}[{dump(node.key)}]"
        case facts.Argument():
            return dump(node.value) + ("..." if node.spread else "")
        case facts.Call():
            return f"{dump(node.function)}({many(node.arguments)})"
        case facts.Compare() | facts.Logic():
            return f"({dump(node.left)} {node.operator} {dump(node.right)})"
        case facts.Not():
            return f"!{dump(node.operand)}"
        case facts.Combine():
            return f"({node.operator} {many(node.parts)})"
        case facts.Record():
            entries = " ".join(f"{dump(e.key)}:{dump(e.value)}" for e in node.entries)
            return f"{'' if node.type is None else dump(node.type)}{{{entries}}}"
        case facts.Sequence():
            return f"{node.kind if node.kind != 'list' else ''}[{many(node.items)}]"
        case facts.Cast():
            return f"<{node.kind}{'' if node.type is None else ' ' + dump(node.type)}>{dump(node.value)}"
        case facts.Opaque():
            return f"?{node.kind}({many(node.children)})"
        case facts.Parameter():
            mark = {"positional": "", "rest": "...", "receiver": "@"}[node.kind]
            return f"{mark}{dump(node.target)}:{dump(node.annotation)}"
        case facts.Function():
            returns = "" if node.returns is None else f" -> {dump(node.returns)}"
            return f"{node.kind} {node.name or ''}({many(node.parameters)}){returns} [{many(node.body)}]"
        case facts.Evaluate():
            return dump(node.value) + ";"
        case facts.Assign():
            annotation = "" if node.annotation is None else f":{dump(node.annotation)}"
            return f"{node.declares + ' ' if node.declares else ''}{dump(node.target)}{annotation} {node.operator}= {dump(node.value)};"
        case facts.If():
            orelse = f" else [{many(node.orelse)}]" if node.orelse else ""
            head = f"{many(node.head)} " if node.head else ""
            return f"{'el' if node.chained else ''}if {head}{dump(node.test)} [{many(node.body)}]{orelse}"
        case facts.Case():
            head = "default" if node.default else many(node.patterns)
            return f"case {head}{'↓' if node.falls_through else ''} [{many(node.body)}]"
        case facts.Switch():
            return f"switch {dump(node.subject)} {{{many(node.cases)}}}"
        case facts.Loop():
            head = f"{dump(node.target)} of {dump(node.iterable)}" if node.iterable is not None else dump(node.test)
            return f"loop {head} [{many(node.body)}]" + (f" update [{many(node.update)}]" if node.update else "")
        case facts.Return():
            return f"return {dump(node.value)};"
        case facts.Raise():
            return f"raise {dump(node.value)};"
        case facts.Jump():
            return f"{node.kind};"
        case facts.Block():
            return f"{node.kind} [{many(node.body)}]"
        case facts.Define():
            return f"def {dump(node.function)}"
        case facts.Method():
            return f"of {node.receiver_type} {dump(node.function)}"
        case facts.Field():
            return f"{node.name}:{dump(node.annotation)}" + (f" {node.tag!r}" if node.tag else "")
        case facts.Class():
            return f"{node.kind} {node.name}({many(node.bases)}) [{many(node.fields)}] [{many(node.methods)}]"
        case facts.Imported():
            return f"{node.name}>{node.local}@{node.path}"
        case facts.Import():
            return f"import {node.module} [{many(node.names)}]"
        case _:
            raise AssertionError(node)


def shape(source: str) -> str:
    module = parse("package p\n" + source)
    assert not module.errors, module.errors
    return many(module.body)


def inner(source: str) -> str:
    """Dump what stands in a function."""
    return shape("func f() {\n" + source + "\n}\n").removeprefix("def function f() [").removesuffix("]")


STATEMENTS = [
    ("x := 1", "var x = 1;"),
    ("x = y; x += 1; x &^= 2; x <<= 3; x++; y--", "x = y; x += 1; x &^= 2; x <<= 3; x += 1; y -= 1;"),
    ("a, b := f()", "var tuple[a b] = f();"),
    ("a, b = c, d", "a = c; b = d;"),
    ("_, _ = a, f()", "_ = a; _ = f();"),
    ("v, _ := m[k]", "var tuple[v _] = m[k];"),
    ("var x int; var y, z string", "var x:int = -; var y:string = -; var z:string = -;"),
    ("var x *pkg.T = g()", "var x:pkg.T = g();"),
    ("var (\n a = 1\n b, c = h()\n)", "var a = 1; var tuple[b c] = h();"),
    ("s.a.b = c[1]", "s.a.b = c[1];"),
    ("if a { b() } else if c { d() } else { e() }", "if a [b();] else [elif c [d();] else [e();]]"),
    ("if v, ok := f(); ok { g(v) }", "block [var tuple[v ok] = f(); if ok [g(v);]]"),
    ("if a { } else if v := f(); v { }", "if a [] else [elif var v = f(); v []]"),
    ("if f(); a { }", "block [f(); if a []]"),
    ("switch x { case 1, 2: a(); fallthrough\n default: b() }", "switch x {case 1 2↓ [a();] case default [b();]}"),
    ("switch x := f(); x { case y: break }", "block [var x = f(); switch x {case y [break;]}]"),
    ("switch { case a == b, c: return }", "switch - {case (a == b) c [return -;]}"),
    ("switch true { case a: }", "switch - {case a []}"),
    ("switch v := x.(type) { case nil: case *T, []int: g(v) }", None),
    ("switch f(x).(type) { default: g() }", "switch <assert>f(x) {case default [g();]}"),
    ("switch y := f(); y.(type) { case T: }", "block [var y = f(); switch <assert>y {case ?type() []}]"),
    (
        "select { case v, ok := <-ch: a(v)\n case ch <- 1:\n case <-d: b()\n default: c() }",
        "switch - {case ?select() [var tuple[v ok] = receive(ch); a(v);] case ?select(send(ch 1)) [] "
        "case ?select(receive(d)) [b();] case default [c();]}",
    ),
    ("select { case v = <-ch: }", "switch - {case ?select() [v = receive(ch);]}"),
    ("for _, v := range xs { a(v) }", "loop v of xs [a(v);]"),
    ("for i := range xs { continue }", "loop i of xs [continue;]"),
    ("for i, v = range xs { }", "loop v of xs [var i = -;]"),
    ("for range 10 { }", "loop - of 10 []"),
    ("for i := 0; i < 3; i++ { }", "block [var i = 0; loop (i < 3) [] update [i += 1;]]"),
    ("for ; a; { }", "loop a []"),
    ("for a && b { }", "loop (a and b) []"),
    ("for { break }", "loop - [break;]"),
    ("L:\n for { continue L }; goto L", "loop - [continue;] goto;"),
    ("defer f(x); go func() { g() }()", "defer [f(x);] go [function () [g();]();]"),
    ("return", "return -;"),
    ("return a", "return a;"),
    ("return a, nil", "return tuple[a None];"),
    ('panic("x"); panic(fmt.Sprint(a))', "raise 'x'; raise fmt.Sprint(a);"),
    ("ch <- v; <-ch", "send(ch v); receive(ch);"),
    ("{ a() }", "block [a();]"),
    ("const ( A = iota; B; C = iota * 10; D )", "const A = 0; const B = 1; const C = 20; const D = 30;"),
    ("const ( A = 1 << iota; B; C = iota + 1; D = 7 - iota; E = 9 / iota )", None),
    ("type T struct { A int }", "struct T() [A:int] []"),
    ("type A = pkg.B", "type A = pkg.B;"),
    ("x := struct{ A int }{1}", "var x = ?struct(){'A':1};"),
]
WHOLE = {
    "switch v := x.(type) { case nil: case *T, []int: g(v) }": (
        "block [var v = <assert>x; switch <assert>v {case ?type() [] case ?type() ?type() [g(v);]}]"
    ),
    "const ( A = 1 << iota; B; C = iota + 1; D = 7 - iota; E = 9 / iota )": (
        "const A = 1; const B = 2; const C = 3; const D = 4; const E = (/ 9 4);"
    ),
}


@pytest.mark.parametrize(("source", "expected"), STATEMENTS)
def test_statements(source: str, expected: str | None) -> None:
    assert inner(source) == (expected or WHOLE[source])


EXPRESSIONS = [
    ("(a)", "a"),
    ("a.b.C(d, e...)", "a.b.C(d e...)"),
    ("!a || b && c == d", "(!a or (b and (c == d)))"),
    ("a + b*c - -1", "(- (+ a (* b c)) -1)"),
    ("a <= b != (c > d)", "((a <= b) != (c > d))"),
    ("^a + +b", "(+ (^ a) (+ b))"),
    ("*p", "<deref>p"),
    ("&T{A: 1}", "<deref>T{'A':1}"),
    ("new(T)", "<deref>T{}"),
    ("new(pkg.T)", "<deref>pkg.T{}"),
    ("new([]int)", "new([int])"),
    ("make(map[string]int, 3)", "make(?map(string int) 3)"),
    ("make(chan struct{})", "make(?channel(?struct()))"),
    ("Mode(x)", "Mode(x)"),
    ("[]byte(x)", "<cast [byte]>x"),
    ("x.(*T).y", "<assert T>x.y"),
    ("a[1:n]", "?slice(a 1 n)"),
    ("a[i][j]", "a[i][j]"),
    ("get[string](x)", "get(x)"),
    ("get[[]int](x)", "get(x)"),
    ("pair[int, string](x)", "pair(x)"),
    ("pair[int, string](x, y)", "pair(x y)"),
    ("get[string](x, y).z", "get(x y).z"),
    ("get[map[string]int]()", "get()"),
    ("table[mode](x, y)", "table[mode](x y)"),
    ("table[cfg.Mode](x)", "table[cfg.Mode](x)"),
    ('table["a"](x)', "table['a'](x)"),
    ("table[mode](x)", "table[mode](x)"),
    ("func(a int, b ...string) (err error) { return }", "function (a:int ...b:string) -> error [var err:error = -; return err;]"),
    ("func() (a, b int) { return }", "function () -> tuple[int int] [var a:int = -; var b:int = -; return tuple[a b];]"),
    ("func(int) (string, error) { return f() }", "function (_:int) -> tuple[string error] [return f();]"),
    ('"a\\tb\\u00e9\\x41\\102\\"\\\\\\U0001F600\\xe4\\xb8\\xad"', repr('a\tbéAB"\\😀中')),
    ("`a\\n`", repr("a\\n")),
    ("'a'", "97"),
    ("'\\n'", "10"),
    ("0x1F + 1_000 + 017 + 1.5 + 0b11 + 0x1p4", "(+ (+ (+ (+ (+ 31 1000) 15) 1.5) 3) 16.0)"),
    ("1i", "?imaginary()"),
    ("nil == true", "(None == True)"),
    ("pkg.T{}", "pkg.T{}"),
    ("pkg.Set[int]{A: {B: 1}, C: nil}", "pkg.Set[int]{'A':{'B':1} 'C':None}"),
    ("Pair[int, string]{1, x}", "Pair[tuple[int string]]{-:1 -:x}"),
    ("[]int{1, 2}", "[1 2]"),
    ("[...]string{2: `a`, `b`}", "['a' 'b']"),
    ("[]T{{A: 1}, {2}, U{}}", "[T{'A':1} T{-:2} U{}]"),
    ("[]*pkg.T{{A: 1}}", "[pkg.T{'A':1}]"),
    ("[][]int{{1}, {2}}", "[[1] [2]]"),
    ('map[string]T{"a": {A: 1}, K: nil, p.K: {}}', "{'a':T{'A':1} <cast>K:None p.K:T{}}"),
    ("map[K][]string{{A: 1}: {`x`}}", "{K{'A':1}:['x']}"),
    ("[]struct{ a, b string; c bool }{{`x`, `y`, true}, {a: `z`}}", None),
    ('http.Header{"A": {`b`}}', "http.Header{'A':['b']}"),
]


@pytest.mark.parametrize(("source", "expected"), EXPRESSIONS)
def test_expressions(source: str, expected: str | None) -> None:
    rows = "[?struct(){'a':'x' 'b':'y' 'c':True} ?struct(){'a':'z'}]"
    # An anonymous struct is the type of each row, as it is of one written out.
    wanted = rows if expected is None else expected
    assert inner(f"x = {source}").removeprefix("x = ").removesuffix(";") == wanted


def test_named_maps_and_slices_of_the_file() -> None:
    source = 'type Table map[Mode]Rows\ntype Rows []Row\ntype Row struct { A int }\nvar t = Table{ModeRepo: {{A: 1}}, "x": nil}\nvar r = Rows{{2}}'
    assert shape(source).split("var t = ")[1] == "{<cast>ModeRepo:[Row{'A':1}] 'x':None}; var r = [Row{-:2}];"


def test_types_that_name_each_other_end() -> None:
    assert shape("type A B\ntype B A\nvar x = A{1}") == "class A(B) [] [] class B(A) [] [] var x = A{-:1};"


def test_imports() -> None:
    source = """
import "os"
import (
	"context"
	. "github.com/onsi/gomega"
	_ "embed"
	str "strings"
	"github.com/onsi/ginkgo/v2"
	"gopkg.in/yaml.v3"
	"github.com/mattn/go-sqlite3"
	"github.com/stripe/stripe-go/v76"
	"example.com/mode-helper"
	"example.com/api-types"
)
var x = modehelper.Get(types.A)
"""
    names = [many(s.names) for s in parse("package p" + source).body if isinstance(s, facts.Import)]
    assert names == [
        "*>os@os:",
        "*>context@context:",
        "*>*@github.com/onsi/gomega:",
        "",
        "*>str@strings:",
        "*>ginkgo@github.com/onsi/ginkgo/v2:",
        "*>yaml@gopkg.in/yaml.v3:",
        "*>sqlite3@github.com/mattn/go-sqlite3:",
        "*>stripe@github.com/stripe/stripe-go/v76:",
        "*>modehelper@example.com/mode-helper:",
        "*>types@example.com/api-types:",
    ]


def test_structs_interfaces_and_types() -> None:
    source = """
type Config struct {
	Base
	*pkg.Other[int] `yaml:",inline"`
	Mode, Old *string `env:"INTEGRATION_MODE" envDefault:"repo"`
	Nested struct { URL string "env:\\"URL\\"" }
	Call func(int) error
}
type Reader interface { io.Reader; Read(p []byte) (int, error); ~int | ~string }
type Mode string
type Alias = Mode
type Handler func(x int)
"""
    assert shape(source) == (
        "struct struct@7:9() [URL:string 'env:\"URL\"'] [] "
        "struct Config(Base pkg.Other[int]) [Base:Base Other:pkg.Other[int] 'yaml:\",inline\"' "
        'Mode:string \'env:"INTEGRATION_MODE" envDefault:"repo"\' Old:string \'env:"INTEGRATION_MODE" envDefault:"repo"\' '
        "Nested:struct@7:9 Call:?function()] [] "
        "interface Reader(io.Reader) [] [method Read(p:[byte]) -> tuple[int error] []] "
        "class Mode(string) [] [] type Alias = Mode; class Handler(?function()) [] []"
    )


def test_an_anonymous_struct_has_a_class_of_its_own() -> None:
    assert shape('var cfg struct { Mode string `env:"M"` }') == ("struct struct@2:9() [Mode:string 'env:\"M\"'] [] var cfg:struct@2:9 = -;")


def test_methods_go_to_their_struct() -> None:
    source = "func (s *S[T]) A(x int) { }\ntype S[T any] struct { }\nfunc (S[T]) B() bool { return true }\nfunc (o *Other) C() { }\n"
    assert shape(source) == (
        "struct S() [] [method A(@s:S[T] x:int) [] method B(@_:S[T]) -> bool [return True;]] of Other method C(@o:Other) []"
    )


def test_a_method_of_an_alias_is_not_lost() -> None:
    assert shape("type A = B\nfunc (a A) F() { }") == "type A = B; of A method F(@a:A) []"


def test_functions_and_constants() -> None:
    source = """
func init() { setup() }
func G[T any](f func(int) error, a, b T) *x.Y { return nil }
func external(n int)
const ( ModeRepo Mode = "repo"; ModeCluster Mode = "cluster"; A, B = iota, "b"; C, D )
var v = G[Mode](nil)
"""
    assert shape(source) == (
        "def function init() [setup();] def function G(f:?function() a:T b:T) -> x.Y [return None;] def function external(n:int) [] "
        "const ModeRepo:Mode = 'repo'; const ModeCluster:Mode = 'cluster'; const A = 2; const B = 'b'; const C = 3; const D = 'b'; "
        "var v = G(None);"
    )


def test_a_type_of_the_file_as_argument_of_a_generic_of_another() -> None:
    assert shape("type Mode string\nvar v = env.Get[Mode](x)\nvar w = env.Table[key](x)").endswith(
        "var v = env.Get(x); var w = env.Table[key](x);"
    )


def test_spans() -> None:
    module = parse("package p\n\nfunc f() {\n\tif v := g(); v {\n\t\th()\n\t}\n\ta, b := 1, 22\n}\n")
    define = module.body[0]
    assert isinstance(define, facts.Define)
    block, first, second = define.function.body
    assert isinstance(block, facts.Block)
    assert block.span == block.body[1].span == Span(4, 2, 6, 3)
    assert first.span == Span(7, 2, 7, 11)
    assert second.span == Span(7, 5, 7, 15)
    call = block.body[0]
    assert isinstance(call, facts.Assign)
    assert call.span == Span(4, 5, 4, 13)


def test_a_repeated_constant_stands_at_its_own_name() -> None:
    module = parse("package p\nconst (\n\tA = iota\n\tB\n\tC = iota + 1\n\tD\n)\n")
    assert [s.value.span.line for s in module.body if isinstance(s, facts.Assign) and s.value is not None] == [3, 4, 5, 6]


def test_iota_outside_a_constant_is_a_name() -> None:
    assert shape("var x = iota") == "var x = iota;"


def test_package_comments_and_tags() -> None:
    source = "//go:build (cluster && !mock) || !(a && !linux)\n// +build x,!y z\n\n/* doc\nmore */\npackage demo // trailing\n\n//go:build late\nvar x = 1 /* in */\n"
    module = parse(source)
    assert module.package == "demo"
    assert module.tags == (
        ("cluster", Span(1, 1, 1, 48)),
        ("linux", Span(1, 1, 1, 48)),
        ("x", Span(2, 1, 2, 17)),
        ("z", Span(2, 1, 2, 17)),
    )
    assert [(c.text, c.span.line, c.alone) for c in module.comments] == [
        ("//go:build (cluster && !mock) || !(a && !linux)", 1, True),
        ("// +build x,!y z", 2, True),
        ("/* doc\nmore */", 4, True),
        ("// trailing", 6, False),
        ("//go:build late", 8, True),
        ("/* in */", 9, False),
    ]


@pytest.mark.parametrize(
    ("constraint", "words"),
    [("a || b", ["a", "b"]), ("!!a", ["a"]), ("!(a || b) && c", ["c"]), ("!(!(a))", ["a"]), ("go1.21 && !race", ["go1.21"]), ("a)", ["a"])],
)
def test_negated_words_are_no_tags(constraint: str, words: list[str]) -> None:
    assert [word for word, _ in parse(f"//go:build {constraint}\n\npackage p\n").tags] == words


def test_bom_and_carriage_returns() -> None:
    module = parse(b"\xef\xbb\xbfpackage p\r\n\r\n// note\r\nvar x = `a\r\nb`\r\n")
    assert not module.errors
    assert module.package == "p"
    assert many(module.body) == "var x = 'a\\nb';"
    assert module.comments[0].text == "// note"
    assert module.body[0].span == Span(4, 5, 5, 3)


def test_errors_leave_the_rest_readable() -> None:
    module = parse('package p\nfunc f() {\n\tx := os.Getenv("A")\n\tif x ==== {\n\t}\n}\nfunc g() { h() }\n')
    assert module.errors
    assert module.errors[0].line == 4
    text = many(module.body)
    assert "os.Getenv('A')" in text
    assert "def function g() [h();]" in text


@pytest.mark.parametrize(
    "source",
    [
        "",
        "package",
        "func (",
        "package p\nimport (\n",
        "package p\nimport x",
        "package p\nfunc f() { return func( }",
        "package p\nvar x = T{",
        "package p\nvar x = '\\q' + 0x + 09 + 'ab'",
        "package p\nfunc () f() { }\nfunc (struct{}) g() { }",
        "package p\nconst (\n A\n B = \n)\nvar\n",
        "package p\ntype ( T ; U struct { a b c } )",
        "package p\nfunc f() { select { case x } ; defer ; go ; := 1 ; a, b = 1 ; a = 1, 2 }",
        "package p\nvar x = func() { ",
        "\x00\ud7ff\uffff",
    ],
)
def test_bad_source_never_raises(source: str) -> None:
    module = parse(source)
    assert module.language == "go"
    facts.walk(list(module.body))


def test_random_damage_never_raises() -> None:
    source = "package p\n" + "\n".join(f"func f{i}() {{\n{s}\n}}" for i, (s, _) in enumerate(STATEMENTS))
    generator = random.Random(7)
    for _ in range(60):
        data = bytearray(source.encode())
        for _ in range(generator.randint(1, 8)):
            at = generator.randrange(len(data))
            if generator.random() < 0.5:
                del data[at : at + generator.randint(1, 20)]
            else:
                data[at:at] = generator.choice([b"{", b"}", b"(", b")", b'"', b"`", b"[", b"\xff", b":=", b"func ", b"/*"])
        parse(bytes(data))


DEEP = 5000
FLAT = {
    "sum": "a" + " + a" * DEEP,
    "logic": "a" + " && a" * DEEP,
    "parentheses": "(" * DEEP + "a" + ")" * DEEP,
    "calls": "a" + ".b()" * DEEP,
}
NESTED = {
    "not": "!" * DEEP + "a",
    "right": "(a + " * DEEP + "a" + ")" * DEEP,
    "arguments": "f(" * DEEP + "a" + ")" * DEEP,
    "literals": "[]any{" * DEEP + "}" * DEEP,
    "elided": "[]T{" + "{" * DEEP + "}" * DEEP + "}",
    "functions": "func() { x := " * DEEP + "1" + "}" * DEEP,
    "types": "make(" + "[]" * DEEP + "int)",
}


@pytest.mark.parametrize("name", FLAT)
def test_long_chains_are_read_whole(name: str) -> None:
    module = parse(f"package p\nvar x = {FLAT[name]}\n")
    assert not module.errors
    assert len(module.body) == 1


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_an_error_but_not_a_crash(name: str) -> None:
    module = parse(f"package p\nvar x = {NESTED[name]}\nvar y = os.Getenv(k)\n")
    assert module.errors
    assert many(module.body[-1:]) == "var y = os.Getenv(k);"


def test_a_long_else_if_chain() -> None:
    module = parse("package p\nfunc f() { if a { }" + " else if b { }" * DEEP + " }\n")
    assert not module.errors
    define = module.body[0]
    assert isinstance(define, facts.Define)
    node = define.function.body[0]
    count = 0
    while isinstance(node, facts.If) and node.orelse:
        node = node.orelse[0]
        count += 1
    assert count == DEEP


def test_deep_blocks_and_declared_types() -> None:
    assert parse("package p\nfunc f() {" + "{" * DEEP + "}" * DEEP + "}\n").errors
    assert parse("package p\nvar x " + "struct { a " * DEEP + "int" + "}" * DEEP + "\n").errors


def test_exhausting_the_stack_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from lint430.languages.go import lowering

    monkeypatch.setattr(lowering, "_MAX_DEPTH", 100_000)
    module = parse("package p\nvar x = " + "!" * 50_000 + "a\n")
    assert module.errors[0] == Span(1, 1, 1, 1)


def test_speed() -> None:
    source = "package p\n" + "".join(
        f"func f{i}(t *testing.T) {{\n" + "".join(f"\t{s}\n" for s, _ in STATEMENTS[:20]) + "}\n" for i in range(45)
    )
    assert source.count("\n") > 980
    parse(source)
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        parse(source)
        best = min(best, time.perf_counter() - start)
    assert best < 0.5  # 60 ms on an idle machine; this one may be busy.


def test_language() -> None:
    assert languages()["go"].extensions == {".go"}


# --- vocabulary ------------------------------------------------------------------------------------------------------------------

WORDS = vocabulary("go")
REQUIRE = "github.com/stretchr/testify/require"
SUITE = "github.com/stretchr/testify/suite"
GINKGO = "github.com/onsi/ginkgo/v2"
GOMEGA = "github.com/onsi/gomega"

MEANINGS = [
    ("assert", f"{REQUIRE}:Equal {REQUIRE}:New().Equal {REQUIRE}:Assertions.NoError github.com/stretchr/testify/assert:True"),
    ("assert", f"{SUITE}:Suite.Require().NoError {SUITE}:Suite.Equal {SUITE}:Suite.Assert().Len {SUITE}:Suite.Assertions.Nil"),
    ("assert", f"{REQUIRE}:Eventually {REQUIRE}:New().Never {SUITE}:Suite.Eventually"),
    ("assert", f"{GOMEGA}:Expect().To {GOMEGA}:NewWithT().Expect().To {GOMEGA}:WithT.Expect().NotTo {GOMEGA}:Gomega.Expect().Should"),
    ("assert", f"{GOMEGA}:Eventually().Should {GOMEGA}:Eventually().WithTimeout().WithPolling().Should {GOMEGA}:Ω().Should"),
    ("assert", "Expect().To Expect().Error().To Eventually().Should Consistently().ShouldNot So"),
    (
        "assert",
        "github.com/smartystreets/goconvey/convey:So github.com/matryer/is:New().Equal github.com/matryer/is:I.NoErr",
    ),
    ("assert", "gotest.tools/v3/assert:Equal gotest.tools/assert:NilError gotest.tools/v3/golden:Assert gotest.tools/v3/poll:WaitOn"),
    ("assert", "github.com/frankban/quicktest:New().Assert github.com/frankban/quicktest:C.Check github.com/frankban/quicktest:Assert"),
    ("assert", "github.com/stretchr/testify/mock:Mock.AssertExpectations go.uber.org/mock/gomock:NewController().Finish"),
    ("assert", "github.com/gavv/httpexpect/v2:Default().GET().Expect().Status gopkg.in/check.v1:C.Assert pgregory.net/rapid:Check"),
    ("poll", f"{GOMEGA}:Eventually Eventually Consistently {GOMEGA}:NewWithT().Eventually"),
    ("fail", "testing:T.Fatal testing:T.Errorf testing:TB.FailNow testing:B.Fatalf testing:F.Error <t>.Fatalf"),
    (
        "fail",
        f"{REQUIRE}:Fail {REQUIRE}:New().FailNow {SUITE}:Suite.Fail {SUITE}:Suite.T().Fatal {GINKGO}:Fail Fail {GINKGO}:GinkgoT().Fatal panic",
    ),
    ("skip", f"testing:T.Skip testing:TB.Skipf testing:B.SkipNow {SUITE}:Suite.T().Skip {SUITE}:Suite.Suite.T().Skip {GINKGO}:Skip Skip"),
    ("skip-if", "gotest.tools/v3/skip:If"),
    (
        "test",
        f"testing:T.Run testing:F.Fuzz {SUITE}:Suite.Run {GINKGO}:It {GINKGO}:Entry It Specify DescribeTable def:TestX def:Test_x def:FuzzX",
    ),
    (
        "test",
        f"{SUITE}:Run {GINKGO}:RunSpecs RunSpecs github.com/smartystreets/goconvey/convey:Convey github.com/frankban/quicktest:C.Run def:Test",
    ),
    ("group", f"{GINKGO}:Describe Context When Describe {GINKGO}/dsl/core:Describe testing:B.Run"),
    ("hook", f"{GINKGO}:BeforeEach BeforeSuite JustBeforeEach BeforeAll def:SetupSuite def:SetupTest def:BeforeTest def:TestMain"),
    ("teardown", f"testing:T.Cleanup {GINKGO}:AfterEach AfterSuite DeferCleanup def:TearDownSuite def:TearDownTest"),
    ("only", f"{GINKGO}:FIt FDescribe FContext FEntry FDescribeTable"),
    ("disabled", f"{GINKGO}:PIt PDescribe XIt XDescribe Pending XDescribeTable PEntry"),
    (
        "exit",
        "os:Exit log:Fatal log:Fatalf log:Panicln runtime:Goexit log:Default().Fatal <logger>.Fatalf github.com/rs/zerolog/log:Fatal().Msg",
    ),
    (
        "log",
        "log:Printf fmt:Println fmt:Fprintf testing:T.Log testing:TB.Logf log/slog:Info log/slog:Default().Warn log/slog:Logger.ErrorContext println",
    ),
    ("log", "go.uber.org/zap:L().Info go.uber.org/zap:SugaredLogger.Infof <log>.Info <logger>.Errorf github.com/rs/zerolog/log:Info().Msg"),
    ("log", f"{GINKGO}:GinkgoWriter.Printf GinkgoWriter.Println"),
    ("double", "net/http/httptest:NewServer net/http/httptest:NewTLSServer net/http/httptest:NewUnstartedServer"),
    (
        "double",
        "github.com/DATA-DOG/go-sqlmock:New github.com/jarcoal/httpmock:Activate github.com/h2non/gock:New gopkg.in/h2non/gock.v1:New",
    ),
    (
        "double",
        "github.com/alicebob/miniredis/v2:Run github.com/alicebob/miniredis/v2:RunT k8s.io/client-go/kubernetes/fake:NewSimpleClientset",
    ),
    ("double", "example.com/ledger/mocks:NewMockClient example.com/ledger:NewFakeStore NewMockLedgerServer"),
]


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in MEANINGS for path in paths.split()])
def test_meanings(kind: str, path: str) -> None:
    found = WORDS.meaning(path)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "path",
    [
        "",
        "testing:T.Helper",
        "testing:T.Setenv",
        "testing:T.Parallel",
        "testing:T.TempDir",
        "testing:M.Run",
        "testing:Short",
        f"{REQUIRE}:New",
        f"{REQUIRE}:New().New",
        f"{REQUIRE}:Other.Equal",
        "github.com/stretchr/testify/assert:ObjectsAreEqual",
        f"{SUITE}:Suite.T",
        f"{SUITE}:Suite.Require",
        f"{SUITE}:Suite.SetT",
        f"{GOMEGA}:Expect",
        f"{GOMEGA}:Equal",
        f"{GOMEGA}:NewWithT",
        f"{GOMEGA}:RegisterFailHandler",
        f"{GINKGO}:By",
        f"{GINKGO}:GinkgoT",
        "github.com/google/go-cmp/cmp:Diff",
        "go.uber.org/mock/gomock:NewController",
        "github.com/golang/mock/gomock:NewController",
        "net/http/httptest:NewRecorder",
        "net/http/httptest:NewRequest",
        "google.golang.org/grpc/test/bufconn:Listen",
        "def:ExampleX",
        "def:BenchmarkX",
        "def:Testify",
        "def:helper",
        "fmt:Errorf",
        "fmt:Sprintf",
        "os:Getenv",
        "log:New",
        "client.Run",
        "<client>.Fatal",
        "example.com/catalog:NewMocker",
        "example.com/catalog:Client.Info",
        "It.Skip",
    ],
)
def test_calls_that_mean_nothing(path: str) -> None:
    assert WORDS.meaning(path) is None


def test_where_the_body_and_reason_are() -> None:
    def of(path: str) -> Meaning:
        found = WORDS.meaning(path)
        assert found is not None
        return found

    assert of("testing:T.Run").body == -1
    assert of("testing:T.Skip").reason == 0
    assert of("testing:T.Cleanup").body == 0
    assert of(f"{GINKGO}:DescribeTable").body == 1
    assert of(f"{REQUIRE}:Eventually").body == 1
    assert of(f"{REQUIRE}:New().Eventually").body == 0
    assert of("gotest.tools/v3/skip:If").condition == 1
    assert of(f"{REQUIRE}:Equal").expected is None


def test_environment() -> None:
    getters = WORDS.environment_getters
    assert getters["os:Getenv"].returns == "value"
    assert getters["os:LookupEnv"].returns == getters["syscall:Getenv"].returns == "pair"
    assert not getters["os:Getenv"].dynamic
    assert getters["github.com/spf13/viper:GetString"].dynamic
    assert getters["github.com/spf13/viper:IsSet"].returns == "presence"
    assert getters[".getEnvOrDefault"].default == 1
    assert getters[".MustEnv"].dynamic
    assert getters[".LookupEnv"].returns == "pair"
    assert "os:ExpandEnv" not in getters


def test_other_words() -> None:
    assert WORDS.hoists
    assert WORDS.block_scopes
    assert {"strings:ToLower", "strings:EqualFold", "slices:Contains", "fmt:Sprintf", "string", "bool", "cmp:Or"} <= WORDS.conversions
    assert not {"os:Getenv", "os:ReadFile", "errors:New"} & WORDS.conversions
    assert {"sync:OnceValue", "sync:OnceValues"} <= WORDS.wrappers
    assert {"slices:ContainsFunc", ".Filter"} <= WORDS.predicates
    assert {"String", "Load"} <= WORDS.conversion_methods
