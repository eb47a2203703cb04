from __future__ import annotations

import sys
import time

import pytest

from lint430 import facts
from lint430.languages import Meaning, languages, lower, vocabulary


def parse(source: str | bytes, path: str = "a.ts") -> facts.Module:
    return lower("typescript", path, source if isinstance(source, bytes) else source.encode())


def dump(node: object) -> str:
    """Write a fact in one line, so that structures compare as text."""
    match node:
        case None:
            return "-"
        case tuple() | list():
            return "[" + " ".join(dump(n) for n in node) + "]"
        case facts.Literal():
            return repr(node.value)
        case facts.Name():
            return node.id
        case facts.Attribute():
            return f"{dump(node.object)}.{node.name}"
        case facts.Index():
            return f"{dump(node.object)}[{dump(node.key)}]"
        case facts.Argument():
            return ("..." if node.spread else "") + dump(node.value)
        case facts.Call():
            return ("" if node.kind == "call" else f"{node.kind}:") + f"{dump(node.function)}({' '.join(dump(a) for a in node.arguments)})"
        case facts.Compare() | facts.Logic():
            return f"({dump(node.left)} {node.operator} {dump(node.right)})"
        case facts.Not():
            return f"!{dump(node.operand)}"
        case facts.Combine():
            return f"({node.operator} {' '.join(dump(p) for p in node.parts)})"
        case facts.Ternary():
            return f"({dump(node.test)} ? {dump(node.then)} : {dump(node.orelse)})"
        case facts.Entry():
            return f"...{dump(node.value)}" if node.key is None else f"{dump(node.key)}:{dump(node.value)}"
        case facts.Record():
            rest = "" if node.rest is None else f" rest {dump(node.rest)}"
            return "{" + " ".join(dump(e) for e in node.entries) + rest + "}"
        case facts.Sequence():
            return f"{node.kind if node.kind != 'list' else ''}{dump(node.items)}"
        case facts.Spread():
            return f"...{dump(node.value)}"
        case facts.Default():
            return f"{dump(node.target)}|{dump(node.value)}"
        case facts.Bind():
            return f"({dump(node.target)} := {dump(node.value)})"
        case facts.Cast():
            return f"<{node.kind}{'' if node.type is None else ' ' + dump(node.type)}>{dump(node.value)}"
        case facts.Opaque():
            return f"?{node.kind}{dump(node.children) if node.children else ''}"
        case facts.Parameter():
            marks = ("this." if node.property else "") + ("..." if node.kind == "rest" else "")
            default = "" if node.default is None else f"={dump(node.default)}"
            return marks + dump(node.target) + (f":{dump(node.annotation)}" if node.annotation else "") + default
        case facts.Function():
            marks = ("async " if node.is_async else "") + ("* " if node.is_generator else "")
            decorators = "".join(f"@{dump(d)} " for d in node.decorators)
            returns = "" if node.returns is None else f"->{dump(node.returns)}"
            return (
                f"{decorators}{marks}{node.kind} {node.name or ''}({' '.join(dump(p) for p in node.parameters)}){returns}{dump(node.body)}"
            )
        case facts.Evaluate():
            return dump(node.value)
        case facts.Assign():
            annotation = "" if node.annotation is None else f":{dump(node.annotation)}"
            return f"{node.declares + ' ' if node.declares else ''}{dump(node.target)}{annotation} {node.operator}= {dump(node.value)}"
        case facts.If():
            return f"{'el' if node.chained else ''}if {dump(node.test)} {dump(node.body)}" + (
                f" else {dump(node.orelse)}" if node.orelse else ""
            )
        case facts.Case():
            return ("default" if node.default else dump(node.patterns)) + ("↓" if node.falls_through else "") + dump(node.body)
        case facts.Switch():
            return f"switch {dump(node.subject)} {dump(node.cases)}"
        case facts.Loop():
            head = f"{dump(node.target)} of {dump(node.iterable)}" if node.target is not None else dump(node.test)
            return f"loop {head} {dump(node.body)}" + (f" update {dump(node.update)}" if node.update else "")
        case facts.Return():
            return f"return {dump(node.value)}"
        case facts.Raise():
            return f"raise {dump(node.value)}"
        case facts.Jump():
            return node.kind
        case facts.Handler():
            return f"catch {node.name} {dump(node.body)}"
        case facts.Try():
            return f"try {dump(node.body)} {dump(node.handlers)} finally {dump(node.final)}"
        case facts.Block():
            return f"block {dump(node.body)}"
        case facts.Define():
            return f"def {dump(node.function)}"
        case facts.Field():
            static = "static " if node.static else ""
            return (
                static
                + node.name
                + (f":{dump(node.annotation)}" if node.annotation else "")
                + (f"={dump(node.value)}" if node.value else "")
            )
        case facts.Class():
            decorators = "".join(f"@{dump(d)} " for d in node.decorators)
            return f"{decorators}{node.kind} {node.name}{dump(node.bases)} {dump(node.fields)} {dump(node.methods)} {dump(node.body)}"
        case facts.Imported():
            return f"{'type ' if node.type_only else ''}{node.name}>{node.local}@{node.path}"
        case facts.Import():
            marks = ("type " if node.type_only else "") + ("dynamic " if node.dynamic else "")
            return f"import {marks}{node.module} {dump(node.names)}"
        case facts.Export():
            return f"export {node.exported} {dump(node.value)}" + ("" if node.module is None else f" from {node.module}:{node.name}")
        case _:
            raise AssertionError(node)


def shape(source: str, path: str = "a.ts") -> str:
    module = parse(source, path)
    assert not module.errors, module.errors
    return "; ".join(dump(s) for s in module.body)


STATEMENTS = [
    ("const a = 1, b = 'x';", "const a = 1; const b = 'x'"),
    ("let a: string; var b;", "let a:string = -; var b = -"),
    ("const { a, b: c = 1, ['d']: e, [K]: g, f: { h }, ...r } = o;", "const {'a':a 'b':c|1 'd':e <cast>K:g 'f':{'h':h} rest r} = o"),
    ("const { a = 1 } = process.env;", "const {'a':a|1} = process.env"),
    ("const [a, , b = 2, ...c] = xs;", "const [a ?hole b|2 ...c] = xs"),
    ("a = b; a ||= b; a &&= c; a ??= d; a += 1; a -= 2; i++; --i;", "a = b; a or= b; a and= c; a ??= d; a += 1; a -= 2; i += 1; i -= 1"),
    ("({ a, b: [c] } = d); (x = y);", "{'a':a 'b':[c]} = d; x = y"),
    (
        "a = b = c; f(a = b); g(a ||= b); h(a += 1); k(i++)",
        "a = (b := c); f((a := b)); g((a := (a or b))); h((a := (+ a 1))); k(?update[i])",
    ),
    ("a(), b = 1, c();", "a(); b = 1; c()"),
    ("using z = q;", "const z = q"),
    ("await using z = q;", "const z = q"),
    ("function f(a, b = 1, { c } = {}, ...d) { return a }", "def function f(a b=1 {'c':c}={} ...d)[return a]"),
    (
        "async function* g(this: X, a?: string): Promise<Mode> { yield a; yield }",
        "def async * function g(a:string)->Mode[<yield>a <yield>None]",
    ),
    ("const f = async x => x; const g = (a) => { b() }", "const f = async function (x)[return x]; const g = function (a)[b()]"),
    ("if (a) b(); else if (c) { d() } else if (e) {} else f()", "if a [b()] else [elif c [d()] else [elif e [] else [f()]]]"),
    (
        "switch (a) { case 1: case 'b': f(); break; case 2: { g(); break } case 3: h(); default: k() }",
        "switch a [[1]↓[] ['b'][f()] [2][block [g()]] [3]↓[h()] default[k()]]",
    ),
    (
        "switch (a) { case 1: return; case 2: throw b; case 3: if (x) { return 1 } else { return 2 } case 4: try { return 1 } catch { throw e } case 5: }",
        "switch a [[1][return -] [2][raise b] [3][if x [return 1] else [return 2]] [4][try [return 1] [catch None [raise e]] finally []] [5][]]",
    ),
    ("for (const [k, v] of xs) { f(k) }", "loop [k v] of xs [f(k)]"),
    ("for (const k in o) continue;", "loop k of ?keys[o] [continue]"),
    ("for (let i = 0, j = 1; i < 2; i++, j--) {}", "block [let i = 0 let j = 1 loop (i < 2) [] update [i += 1 j -= 1]]"),
    ("for (i = 0; ; i += 1) { break }", "i = 0; loop - [break] update [i += 1]"),
    ("for (;;) {}", "loop - []"),
    ("l: while (a) { break l } do { b() } while (c)", "loop a [break]; loop c [b()]"),
    ("try { a() } catch (e) { b() } finally { c() }", "try [a()] [catch e [b()]] finally [c()]"),
    ("try { a() } catch ({ message }) {}", "try [a()] [catch None [let {'message':message} = ?error]] finally []"),
    ("try { a() } catch {}", "try [a()] [catch None []] finally []"),
    ("{ a() } ; debugger; 'use strict'", "block [a()]; 'use strict'"),
    (
        "enum Mode { Repo = 'repo', Cluster = \"cluster\" } enum N { A, B = 5, C, 'd-e' }",
        "enum Mode[] [static Repo='repo' static Cluster='cluster'] [] []; enum N[] [static A=0 static B=5 static C=6 static d-e=7] [] []",
    ),
    ("const enum E { A = f() , B }", "enum E[] [static A=f() static B=None] [] []"),
    (
        "type M = 'a' | 'b' | undefined; type N = 'x'; type P = string | null; type Q = A.B; type R = keyof T;",
        "type M = union['a' 'b']; type N = union['x']; type P = string; type Q = A.B",
    ),
    (
        "type O = { a: boolean; m(): void }; interface I extends J { readonly b?: Mode; c(): void }",
        "interface O[] [a:boolean] [] []; interface I[J] [b:Mode] [] []",
    ),
    (
        "namespace N { export const a = 1; export { a } } module M {} declare const x: string; declare module 'y' { }",
        "block [const a = 1]; block []",
    ),
    ("import a = N.M.O;", "const a = N.M.O"),
]


@pytest.mark.parametrize(("source", "expected"), STATEMENTS)
def test_statements(source: str, expected: str) -> None:
    assert shape(source) == expected


EXPRESSIONS = [
    ("a?.b?.[c]?.(d)!", "<cast>a.b[c](d)"),
    ("a!.b!", "<cast><cast>a.b"),
    ("x as any as Mode", "<cast Mode><cast ?type>x"),
    ("x as const", "<cast>x"),
    ("x satisfies A.B", "<cast A.B>x"),
    ("<Mode>x", "<cast Mode>x"),
    ("await f()", "<await>f()"),
    ("`a${b}\\n${c}`", "(text 'a' b '\\n' c)"),
    ("`plain\\x41`", "'plainA'"),
    ("tag`x${1}`", "tag((text 'x' 1))"),
    ("/x/g", "?regex"),
    ("a === b", "(a == b)"),
    ("a !== b", "(a != b)"),
    ("a == null", "(a == None)"),
    ("'a' in b", "('a' in b)"),
    ("a instanceof B", "(a match B)"),
    ("a && b || (c ?? d)", "((a and b) or (c ?? d))"),
    ("!!a", "!!a"),
    ("typeof a === 'undefined'", "(typeof(a) == 'undefined')"),
    ("void 0", "<void>0"),
    ("delete a.b", "delete(a.b)"),
    ("undefined", "None"),
    ("null", "None"),
    ("-1", "-1"),
    ("-a", "(- a)"),
    ("a + b + c - d", "(- (+ a b c) d)"),
    ("(a, b).c", "?sequence[a b].c"),
    ("a ? b : c ? d : (e ? f : g)", "(a ? b : (c ? d : (e ? f : g)))"),
    ("[1, ...xs, 'a']", "[1 ...xs 'a']"),
    ("f(...xs)", "f(...xs)"),
    ("new Map([['a', 1]])", "new:Map([['a' 1]])"),
    ("new Foo", "new:Foo()"),
    ("{ a: 1, 'b': 2, [c]: 3, [d.e]: 4, f, ...g, 5: 6 }", "{'a':1 'b':2 <cast>c:3 d.e:4 'f':f ...g 5:6}"),
    (
        "{ m() { return 1 }, get x() { return 2 }, async n() {} }",
        "{'m':method m()[return 1] 'x':getter x()[return 2] 'n':async method n()[]}",
    ),
    ("function () { return this.x }", "function ()[return this.x]"),
    ("function* named() {}", "* function named()[]"),
    ("import.meta.env.X", "import.meta.env.X"),
    ("import('x')", "import('x')"),
    ("new.target", "?meta"),
    ("f(() => class extends B { x = 1 })", None),
    ("[true, false, 1.5, 0x10, 1_000, 5n, 1e3]", "[True False 1.5 16 1000 5 1000.0]"),
    ("'\\u{41}\\u0042\\x43\\'\\\n\\0\\ud800'", '"ABC\'\\x00\ufffd"'),
    ("f<T>(x)", "f(x)"),
    ("a[0].b", "a[0].b"),
    ("this.#p", "this.#p"),
    ("super.m()", "super.m()"),
]


@pytest.mark.parametrize(("source", "expected"), EXPRESSIONS)
def test_expressions(source: str, expected: str | None) -> None:
    made = shape(f"const value = {source};")
    if expected is None:
        assert made == "const value = f(function ()[class class:1:23[B] [x=1] [] [] return class:1:23])"
    else:
        assert made == f"const value = {expected}"


ANNOTATIONS = [
    ("Mode | undefined | null", "Mode"),
    ("'repo' | ('cluster' | null)", "union['repo' 'cluster']"),
    ("1 | -1 | true", "union[1 -1 True]"),
    ("(typeof MODES)[number]", "MODES"),
    ("typeof MODES[number]", "MODES"),
    ("Row['id']", "?type"),
    ("A | B", "?type"),
    ("undefined | null", None),
    ("Readonly<Partial<X>>", "X"),
    ("Promise<X>", "X"),
    ("Map<string, X>", "Map[tuple[string X]]"),
    ("A.B.C<D>", "A.B.C[D]"),
    ("{ mock: boolean; f(): void }", "{'mock':?type}"),
    ("readonly X[]", "?type"),
    ("(X)", "X"),
    ("() => void", "?type"),
    ("typeof x", "?type"),
    ("import('x').Y", "import('x').Y"),
]


@pytest.mark.parametrize(("source", "expected"), ANNOTATIONS)
def test_annotations(source: str, expected: str | None) -> None:
    made = shape(f"let v: {source};")
    assert made == ("let v = -" if expected is None else f"let v:{expected} = -")


MODULES = [
    ("import 'x'", "import x []"),
    ("import d, { a, b as c, type T } from './m'", "import ./m [default>d@./m:default a>a@./m:a b>c@./m:b type T>T@./m:T]"),
    ("import * as n from 'x'", "import x [*>n@x:]"),
    ("import d, * as n from 'x'", "import x [default>d@x:default *>n@x:]"),
    ("import type { T } from 'x'", "import type x [type T>T@x:T]"),
    ("import { default as d, 'a b' as e } from 'x'", "import x [default>d@x:default a b>e@x:a b]"),
    ("import x = require('y')", "import y [*>x@y:]"),
    ("export import x = N.M;", "const x = N.M; export x x"),
    ("const y = require('x')", "import x [*>y@x:]"),
    ("const { a, b: c, d = 1 } = require(`x`)", "import x [a>a@x:a b>c@x:b d>d@x:d]"),
    ("const y = require('x').m", "import x [m>y@x:m]"),
    ("const { env: { A } } = require('process')", "const {'env':{'A':A}} = require('process')"),
    ("const { a, ...r } = require('x')", "const {'a':a rest r} = require('x')"),
    ("const [a] = require('x')", "const [a] = require('x')"),
    ("f(require('x'))", "f(require('x'))"),
    ("require('x')", "import x []"),
    ("require(x)", "require(x)"),
    (
        "async () => { const m = await import('x'); const { a } = await import('y'); const d = (await import('z')).default; await import('w') }",
        "async function ()[import dynamic x [*>m@x:] import dynamic y [a>a@y:a] import dynamic z [default>d@z:default] import dynamic w []]",
    ),
    ("const m = import('x')", "const m = import('x')"),
    ("import { MODE as m } from '$env/static/private'", "import $env/static/private []; const m = process.env.MODE"),
    (
        "export const a = 1, { b, c: [d], ...e } = f;",
        "const a = 1; const {'b':b 'c':[d] rest e} = f; export a a; export b b; export d d; export e e",
    ),
    ("export function f() {} export async function* g() {}", "def function f()[]; export f f; def async * function g()[]; export g g"),
    ("export default f();", "export default f()"),
    ("export default function () {}", "export default function ()[]"),
    ("export default async function f() {}", "def async function f()[]; export default f"),
    ("export default class {}", "class default[] [] [] []; export default default"),
    ("export default abstract class C extends D {}", "class C[D] [] [] []; export default C"),
    ("export default () => 1", "export default function ()[return 1]"),
    ("@D() export class C {} ", "@D() class C[] [] [] []; export C C"),
    (
        "export enum E { A = 'a' } export type T = 'a'; export interface I {} export abstract class A {}",
        "enum E[] [static A='a'] [] []; export E E; type T = union['a']; export T T; interface I[] [] [] []; export I I; class A[] [] [] []; export A A",
    ),
    ("export { a, b as c, d as default }; export type { T }", "export a a; export c b; export default d; export T T"),
    (
        "export * from 'x'; export * as n from 'x'; export { a as b, default, type T } from 'x'; export type { U } from 'x'",
        "export * - from x:*; export n - from x:*; export b - from x:a; export default - from x:default",
    ),
    ("export = f", "export default f"),
    ("export as namespace Foo; export {}", ""),
    (
        "module.exports = { a, b: 1, 'c': d, [e]: 1, f() {} }",
        "export default {'a':a 'b':1 'c':d <cast>e:1 'f':method f()[]}; export a a; export b 1; export c d; export f method f()[]",
    ),
    ("exports.a = 1; module.exports.b = f; exports.c = exports.d = g", "export a 1; export b f; export c g; export d g"),
    ("module.exports = exports = f", "export default f"),
    ("const a = module.exports = f; x = module.exports.y = g", "const a = (module.exports := f); x = g; export y g"),
    ("exports = 1; exports.default = h", "exports = 1; export default h"),
]


@pytest.mark.parametrize(("source", "expected"), MODULES)
def test_modules(source: str, expected: str) -> None:
    assert shape(source) == expected


def test_class() -> None:
    made = shape("""
        @Injectable() class A<T> extends mixin(B)<T> implements I {
          @Prop() private readonly a: string = 1;
          static b = 2; #c; declare d: Mode; ['e'] = 3; [f] = 4; [g];
          static { h(); }
          constructor(@Inject() private readonly x: Config, y?: number) { super(); }
          @Get() @Use(z) m(@Query() q: string): void {}
          get n(): Mode { return this.x }
          set n(v) {}
          static async s() {}
          abstract t(): void;
          [k: string]: any;
        }""")
    assert made == (
        "@Injectable() class A[mixin(B)] "
        "[a:string=1 static b=2 #c d:Mode e=3] "
        "[constructor constructor(this.x:Config y:number)[super()] @Get() @Use(z) method m(q:string)->void[] getter n()->Mode[return this.x] setter n(v)[] async static s()[]] "
        "[Prop() 4 h()]"
    )


def test_class_of_plain_javascript() -> None:
    made = shape("class A extends B { @D m() {} x = 1; static #y = 2; constructor() {} }\nconst Z = class Q extends A {};", "a.js")
    assert made == "class A[B] [x=1 static #y=2] [@D method m()[] constructor constructor()[]] []; class Z[A] [] [] []"


def test_class_expressions_go_before_their_statement() -> None:
    assert shape("f(); g(class {}); h();") == "f(); class class:1:8[] [] [] []; g(class:1:8); h()"


def test_jsx() -> None:
    made = shape("const v = <A.B x='1' y={mock ? 1 : 2} z {...p}> text {a && <c/>}{/* note */}<></></A.B>;", "a.tsx")
    assert made == "const v = jsx:A.B({'x':'1' 'y':(mock ? 1 : 2) 'z':True ...p 'children':['text' (a and jsx:c({})) ?fragment]})"


def test_jsx_in_javascript_and_attributes_with_colons() -> None:
    assert shape("const v = <div a:b='1' c-d={<i>x</i>}/>;", "a.jsx") == "const v = jsx:div({'a:b':'1' 'c-d':jsx:i({'children':['x']})})"


def test_parsers_by_extension() -> None:
    assert shape("const a = <T>b;", "a.mts") == "const a = <cast T>b"
    assert shape("with (a) { b() }", "a.cjs") == "a; b()"
    assert shape("const a: Mode = b", "a.js") == "const a:Mode = b"
    assert shape("using a = b", "a.mjs") == "const a = b"


def test_stubs_are_marked() -> None:
    assert parse("export declare const a: string;", "a.d.ts").type_checking
    assert not parse("const a = 1;", "a.ts").type_checking


def test_spans_and_function_extent() -> None:
    module = parse("\ufeff#!/usr/bin/env node\r\nconst é = 'ü', f = (a) => a;\r\n")
    assert not module.errors
    first, second = module.body
    assert isinstance(first, facts.Assign)
    assert isinstance(second, facts.Assign)
    assert (first.target.span.line, first.target.span.column, first.target.span.end_column) == (2, 7, 9)
    assert isinstance(second.value, facts.Function)
    assert (second.value.span.column, second.value.span.end_column) == (22, 30)


def test_comments() -> None:
    module = parse("// one\nf(); // two\r\n  /* three\n */ g();\nconst v = <a>\n  {/* four */}\n  {f(/* five */)}\n</a>;\n", "a.tsx")
    assert [(c.text, c.alone, c.span.line) for c in module.comments] == [
        ("// one", True, 1),
        ("// two", False, 2),
        ("/* three\n */", True, 3),
        ("/* four */", True, 6),
        ("/* five */", False, 7),
    ]


def test_errors_are_found_and_the_rest_is_read() -> None:
    module = parse("const a = process.env.X;\nconst b = = ;\n\n\nif (a) { f( }\nconst c = 1;\n")
    assert module.errors
    assert module.errors[0].line == 2
    text = "; ".join(dump(s) for s in module.body)
    assert "const a = process.env.X" in text
    assert "const c = 1" in text


def test_missing_token_is_one_error() -> None:
    module = parse("f(a;\ng();")
    assert len(module.errors) == 1
    assert module.errors[0].line == 1


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\xff\xfe\x00(",
        b"const a = '\xff';",
        b"}}}}",
        b"export",
        b"import {",
        b"class {",
        b"`${",
        b"<a>",
        b"switch (",
        b"const = ;",
        b"@",
        b"enum {",
        b"type = 1",
        b"for (",
        b"export default",
        b"new",
        b"x = {",
        b"a ? b",
        b"import x =",
        b"export {a as",
        b"<A",
        b"try {",
        b"function (",
        b"async",
    ],
)
@pytest.mark.parametrize("path", ["a.ts", "a.tsx", "a.js"])
def test_bad_input_never_raises(source: bytes, path: str) -> None:
    parse(source, path)


N = 5000


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("x = " + "a+" * N + "a", True),
        ("x = " + "a&&" * N + "a", True),
        ("x = a" + ".b" * N, True),
        ("x = a" + ".b()" * N, True),
        ("x = a" + "[0]!" * N, True),
        ("x = " + "(" * N + "a" + ")" * N, True),
        ("x = " + "a?b:" * N + "c", True),
        ("if (a) {} else " * 500 + "{}", True),
        ("if (a) {} else " * N + "{}", False),
        ("x = " + "[" * N + "]" * N, False),
        ("x = " + "f(" * N + ")" * N, False),
        ("{" * N + "}" * N, False),
        ("x = " + "!" * N + "a", False),
        ("x = " + "a => " * N + "a", False),
        ("let x: " + "A<" * N + "B" + ">" * N, True),
        ("let x: " + "'a' | " * N + "'b'", True),
        ("const " + "[" * N + "a" + "]" * N + " = b", False),
    ],
    ids=lambda v: str(v)[:14],
)
def test_depth_is_no_limit(source: str, clean: bool) -> None:
    module = parse(source)
    assert module.body
    if clean:
        assert not module.errors


def test_what_is_too_deep_is_reported_and_the_rest_is_read() -> None:
    module = parse("x = " + "[" * 400 + "]" * 400 + ";\nconst mode = process.env.INTEGRATION_MODE;")
    assert len(module.errors) == 1
    assert dump(module.body[1]) == "const mode = process.env.INTEGRATION_MODE"


def test_exhausted_stack_is_an_error() -> None:
    limit = sys.getrecursionlimit()
    frame, used = sys._getframe(), 0
    while frame.f_back is not None:
        frame, used = frame.f_back, used + 1
    parse("a")
    sys.setrecursionlimit(used + 60)
    try:
        module = parse("x = " + "[" * 100 + "]" * 100)
    finally:
        sys.setrecursionlimit(limit)
    assert [(e.line, e.column) for e in module.errors] == [(1, 1)]


def test_speed() -> None:
    source = (
        "describe('x', () => {\n  it('y', async () => {\n    const { a, b: c } = await client.get(`/x/${id}`, { h: 1 });\n    expect(a.b.c).toBe(mode === 'cluster' ? 1 : 2);\n  });\n});\n"
        * 170
    )
    parse(source)
    took = min(_timed(source) for _ in range(3))
    assert took < 0.25, took


def _timed(source: str) -> float:
    start = time.perf_counter()
    parse(source)
    return time.perf_counter() - start


# --- the vocabulary --------------------------------------------------------------------------------------------------------------

KINDS = {
    "test": "it test specify vitest:it @jest/globals:test mocha:it node:test:default node:test:it node:test: bun:test:test @playwright/test:test ava:default uvu:suite() tap:default.test "
    "it.each() test.each().concurrent it.concurrent test.concurrent.each() it.for() vitest:it.skipIf() it.runIf() test.extend() test.extend().extend() test.serial ./fixtures:test "
    "<t>.test node:test:TestContext.test Deno.test QUnit.test",
    "group": "describe context suite vitest:describe describe.each() describe.concurrent describe.sequential describe.skipIf() describe.runIf() describe.shuffle @playwright/test:test.describe "
    "test.describe.serial test.describe.parallel @japa/runner:test.group QUnit.module node:test:suite describe.for()",
    "disabled": "it.skip test.skip xit xtest xdescribe describe.skip it.todo test.todo vitest:it.skip vitest:test.todo it.failing test.fails test.fixme test.describe.skip test.describe.fixme "
    "@playwright/test:test.fail it.skip.each() describe.skip.each() xit.each() test.extend().skip Deno.test.ignore context.skip test.only.skip",
    "only": "it.only test.only fit fdescribe describe.only it.only.each() test.describe.only ftest vitest:describe.only",
    "hook": "beforeAll beforeEach before setup vitest:beforeAll test.beforeEach node:test:before uvu:suite().before ava:default.before @playwright/test:test.beforeAll <t>.before ava:default.serial.before",
    "teardown": "afterAll afterEach after teardown onTestFinished test.afterAll <t>.after <t>.teardown ava:default.after.always mocha:after",
    "skip-if": "it.skipIf describe.skipIf vitest:test.skipIf vitest:it.concurrent.skipIf",
    "run-if": "it.runIf describe.runIf",
    "skip": "this.skip <t>.skip <ctx>.skip <context>.skip pending node:test:TestContext.skip vitest:TestContext.skip @playwright/test:TestInfo.skip <skip> test.info().skip <testInfo>.fixme",
    "fail": "fail expect.fail assert.fail node:assert:fail chai:expect.fail chai:assert.fail <t>.fail done.fail <done>.fail expect.unreachable sinon.assert.fail <t>.assert.fail",
    "assert": "expect().toBe @jest/globals:expect().not.toBe expect().resolves.toEqual expect().rejects.toThrow vitest:expect.soft().toBe expect.poll().toBe chai:expect().to.equal "
    "chai:expect().to.have.property().that.equals chai:assert.isTrue chai:default.expect().to.equal node:assert:strict.equal node:assert:default.deepStrictEqual node:assert: node:assert:default "
    "assert assert.ok node:assert/strict:default.equal supertest:default().get().expect supertest:().post().send().expect <request>.get().expect sinon.assert.calledOnce sinon:default.assert.calledWith "
    "x.should.equal user.should.be.a cy.get().should cy.get().click().and expectTypeOf().toEqualTypeOf assertType <t>.is <t>.deepEqual <t>.assert.equal ava:ExecutionContext.is tap:default.equal "
    "@playwright/test:expect().toBeVisible expect.configure().soft().toBe should.exist <x>.assert.equal ./kit:expect().toBe uvu/assert:is tiny-invariant:default expect:default().toBe "
    "<t>.expect().toBe test.expect().toBe",
    "double": "jest.mock jest.doMock jest.unstable_mockModule vi.mock vitest:vi.mock vi.doMock vi.stubGlobal jest.spyOn().mockImplementation vi.spyOn().mockReturnValue vitest:vi.spyOn().mockResolvedValue "
    "jest.spyOn().mockRejectedValueOnce spyOn().and.returnValue bun:test:spyOn().mockImplementation bun:test:mock.module msw/node:setupServer setupServer nock:default nock: nock sinon:default.stub sinon:stub "
    "sinon:fake sinon.createStubInstance sinon:createSandbox().stub <sandbox>.stub @connectrpc/connect:createRouterTransport undici:MockAgent <t>.mock.method node:test:mock.method mock.module td.replace "
    "testdouble:default.replace proxyquire:default axios-mock-adapter:default node:http:createServer http:createServer node:http:default.createServer fetchMock.mock fetch-mock:default.get "
    "jest-fetch-mock:default.mockResponse proxyquire.noCallThru()",
    "poll": "waitFor vi.waitFor vitest:vi.waitUntil @testing-library/react:waitFor expect.poll wait-for-expect:default p-wait-for:default",
    "exit": "process.exit node:process:exit node:process:default.exit Deno.exit globalThis.process.exit",
    "log": "console.log console.error logger.info this.logger.warn ./log:logger.info log.debug pino:default().info process.stderr.write <t>.diagnostic <logger>.info requestLogger.error",
}
SILENT = (
    "expect expect.assertions expect.hasAssertions expect.extend expect.any expect.objectContaining expect.soft expect.poll().toBe().then expect().not.withContext expect().resolves.toBe().then jest.fn vi.fn "
    "jest.spyOn vi.spyOn sinon.spy jest.requireActual vi.importActual jest.spyOn().mockRestore jest.spyOn().mockClear it.each describe.each test.for test.extend test.step test.slow test.use test.setTimeout "
    "test.describe.configure test.info bench vitest:bench lodash:default.expect x.y foo def:test def:describe screen.getByText @testing-library/react:screen.findByText it() describe() it.skip() "
    "mypkg:mock mypkg:setupServer request.get nock:default().get nock:default().get().reply nock:default.disableNetConnect sinon.stub().returns <t>.plan <t>.skip.x assert.AssertionError "
    "fetchMock.mockReset test.mystery [[ ./x:foo it.skipIf.x <t>.mock.fn <t>.unknown expect.configure expect.extend().x"
)


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in KINDS.items() for path in paths.split()])
def test_meanings(kind: str, path: str) -> None:
    found = vocabulary("typescript").meaning(path)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("path", ["", *SILENT.split()])
def test_paths_without_a_meaning(path: str) -> None:
    assert vocabulary("typescript").meaning(path) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("chai:expect().to.be.true!", True),
        ("expect().to.exist!", True),
        ("expect().to.have.been.calledOnce!", True),
        ("chai:default.expect().not.to.be.null!", True),
        ("x.should.be.ok!", True),
        ("expect.soft().to.be.true!", True),
        ("expect().to.be!", False),
        ("config.empty!", False),
        ("process.exit!", False),
        ("react:x.true!", False),
    ],
)
def test_asserting_properties(path: str, expected: bool) -> None:
    assert vocabulary("typescript").meaning(path) == (Meaning("assert") if expected else None)


def test_conditions_and_bodies() -> None:
    meaning = vocabulary("typescript").meaning
    assert meaning("it.skipIf") == Meaning("skip-if", condition=0)
    assert meaning("describe.runIf") == Meaning("run-if", condition=0)
    assert meaning("xit") == Meaning("disabled", body=-1)
    assert meaning("it") == Meaning("test", body=-1)


def test_words() -> None:
    words = vocabulary("typescript")
    assert {
        "process.env",
        "import.meta.env",
        "Bun.env",
        "node:process:env",
        "process:default.env",
        "$env/dynamic/private:env",
        "globalThis.process.env",
    } <= words.environment_maps
    assert words.environment_getters["Deno.env.has"].returns == "presence"
    assert words.environment_getters[".get"].dynamic
    assert not words.environment_getters["env-var:get"].dynamic
    assert {"String", "Boolean", "typeof", "lodash:default.toLower", "zod:z.enum().default().parse"} <= words.conversions
    assert {"toLowerCase", "includes", "has", "asString", "localeCompare"} <= words.conversion_methods
    assert {".once", ".memoize", "react:cache"} <= words.wrappers
    assert ".useMemo" in words.callers
    assert {".filter", ".some", ".toSorted"} <= words.predicates
    assert ".flatMap" not in words.predicates
    assert words.hoists
    assert words.block_scopes
    assert words.self_name == "this"
    assert {".ts", ".cjs"} <= languages()["typescript"].extensions
